import type { Figure, Scored } from '../metric.ts';
import { type BootstrapOptions, filled } from './bootstrap-options.ts';
import { draws } from './draws.ts';
import { type Interval, intervalOf } from './interval.ts';

/** A figure of all items, exact, and how far it may be off for want of items. */
export interface Estimate extends Figure, Interval {}

/**
 * The figures of a system with their intervals: the percentile bootstrap of `rouge_score.scoring.BootstrapAggregator`, for any
 * figure. Low and high agree with the package's as far as two runs of the package agree with each other, as it draws by numpy's
 * generator.
 * @throws {EvaluationError} for an option out of its range
 */
export function estimates(scored: Scored, options: BootstrapOptions = {}): readonly Estimate[] {
  const { samples, confidence, seed } = filled(options);
  const resampled = scored.figures.map(() => new Float64Array(samples));
  let sample = 0;
  for (const draw of draws(scored.items, samples, seed)) {
    const values = scored.figuresOf(draw);
    for (const [index, column] of resampled.entries()) column[sample] = values[index] ?? 0;
    sample += 1;
  }
  return scored.figures.map((figure, index) => ({
    ...figure,
    ...intervalOf(resampled[index] ?? new Float64Array(1), confidence),
  }));
}
