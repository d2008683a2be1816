import type { Figure, Scored } from '../metric.ts';
import { type BootstrapOptions, filled } from './bootstrap-options.ts';
import { type Interval, intervalOf } from './interval.ts';
import { type Resampled, resampled } from './resampled.ts';

/** A figure of all items, exact, and how far it may be off for want of items. */
export interface Estimate extends Figure, Interval {}

/**
 * The figures of a system with their intervals: the percentile bootstrap of `rouge_score.scoring.BootstrapAggregator`, for any
 * figure. Low and high agree with the package's as far as two runs of the package agree with each other, as it draws by numpy's
 * generator.
 * @throws {EvaluationError} for an option out of its range
 */
export function estimates(scored: Scored, options: BootstrapOptions = {}): readonly Estimate[] {
  const all = filled(options);
  return estimatesFrom(scored.figures, resampled([scored], all)[0] ?? [], all.confidence);
}

/** @param drawn of the figures, in their order */
export function estimatesFrom(figures: readonly Figure[], drawn: Resampled, confidence: number): readonly Estimate[] {
  return figures.map((figure, index) => ({ ...figure, ...intervalOf(drawn[index] ?? new Float64Array(1), confidence) }));
}
