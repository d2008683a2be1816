import type { Contestant } from '../contestants/contestant.ts';

/** What a result says of a contestant. */
export type Entrant = Pick<Contestant, 'name' | 'label' | 'setup'>;

export function entrantOf({ name, label, setup }: Contestant): Entrant {
  return { name, label, setup };
}
