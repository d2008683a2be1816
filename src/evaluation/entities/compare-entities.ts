import { byCodePoint } from '../report/by-code-point.ts';
import type { Tally } from '../report/tally.ts';
import type { Entity } from './entity.ts';

export interface Compared {
  /** By type, sorted as Python does. */
  readonly byType: ReadonlyMap<string, Tally>;
  /** One an item. */
  readonly byItem: readonly Tally[];
}

/** Counts what was found, what is there, and what of it is the same. @param items how many there are */
export function compareEntities(predicted: readonly Entity[], expected: readonly Entity[], items: number): Compared {
  const types = [...new Set([...predicted, ...expected].map(({ type }) => type))].sort(byCodePoint);
  const byType = new Map(types.map((type) => [type, noTally()]));
  const byItem = Array.from({ length: items }, noTally);
  const count = (entity: Entity, part: keyof Tally): void => {
    for (const tally of [byType.get(entity.type), byItem[entity.item]]) if (tally !== undefined) tally[part] += 1;
  };
  const wanted = new Set(expected.map(identityOf));
  for (const entity of expected) count(entity, 'expected');
  for (const entity of predicted) {
    count(entity, 'predicted');
    if (wanted.has(identityOf(entity))) count(entity, 'hits');
  }
  return { byType, byItem };
}

function noTally(): Tally {
  return { predicted: 0, expected: 0, hits: 0 };
}

function identityOf({ start, end, type }: Entity): string {
  return `${start} ${end} ${type}`;
}
