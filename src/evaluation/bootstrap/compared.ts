import type { Scored } from '../metric.ts';
import { type BootstrapOptions, filled } from './bootstrap-options.ts';
import { type Difference, differencesFrom } from './differences.ts';
import { type Estimate, estimatesFrom } from './estimates.ts';
import { resampled } from './resampled.ts';

export interface Compared {
  /** By system. */
  readonly estimates: readonly (readonly Estimate[])[];
  /** Of each system beside the first: how much better it is. */
  readonly differences: readonly (readonly Difference[])[];
}

/**
 * `estimates` of all systems and `differences` from the first, of the same draws: most of the time goes into these.
 * @param systems scored on the same items by the same metric
 * @throws {EvaluationError} for an option out of its range
 */
export function compared(systems: readonly Scored[], options: BootstrapOptions): Compared {
  const all = filled(options);
  const [first, ...others] = systems.map(({ figures }) => figures);
  const [ofFirst, ...ofOthers] = resampled(systems, all);
  if (first === undefined || ofFirst === undefined) return { estimates: [], differences: [] };
  // Differences first: intervals sort what they are made of.
  const differences = others.map((figures, index) =>
    differencesFrom([first, figures], [ofFirst, ofOthers[index] ?? []], all.confidence),
  );
  const drawn = [ofFirst, ...ofOthers];
  return {
    estimates: [first, ...others].map((figures, index) => estimatesFrom(figures, drawn[index] ?? [], all.confidence)),
    differences,
  };
}
