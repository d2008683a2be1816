import type { Scored } from '../metric.ts';
import type { BootstrapOptions } from './bootstrap-options.ts';
import { draws } from './draws.ts';

/** By figure, a value a draw. */
export type Resampled = readonly Float64Array[];

/** The figures of systems on draws of items, each draw scored for all of them: what their differences are made of. */
export function resampled(systems: readonly Scored[], { samples, seed }: Required<BootstrapOptions>): readonly Resampled[] {
  const all = systems.map(({ figures }) => figures.map(() => new Float64Array(samples)));
  let sample = 0;
  for (const draw of draws(systems[0]?.items ?? 0, samples, seed)) {
    for (const [index, { figuresOf }] of systems.entries()) {
      const values = figuresOf(draw);
      for (const [place, column] of (all[index] ?? []).entries()) column[sample] = values[place] ?? 0;
    }
    sample += 1;
  }
  return all;
}
