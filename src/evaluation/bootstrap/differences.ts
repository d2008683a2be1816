import { EvaluationError } from '../evaluation-error.ts';
import type { Figure, Scored } from '../metric.ts';
import { type BootstrapOptions, filled } from './bootstrap-options.ts';
import { type Interval, intervalOf } from './interval.ts';
import { type Resampled, resampled } from './resampled.ts';

/** How much better the second system is by one figure; `value` and the interval are second minus first, in the figure's unit. */
export interface Difference extends Figure, Interval {
  readonly first: number;
  readonly second: number;
  /** Whether the interval is on one side of zero, so that the difference is hardly chance at this confidence. */
  readonly significant: boolean;
}

/**
 * Two systems on the same items by the paired bootstrap: every draw of items is scored for both, so that what makes an item hard
 * for both cancels out (Koehn, "Statistical Significance Tests for Machine Translation Evaluation", EMNLP 2004; Efron and
 * Tibshirani, 1993).
 * @throws {EvaluationError} when they were not scored on as many items by the same metric, or for an option out of its range
 */
export function differences(first: Scored, second: Scored, options: BootstrapOptions = {}): readonly Difference[] {
  checkSame(first, second);
  const all = filled(options);
  const [ofFirst = [], ofSecond = []] = resampled([first, second], all);
  return differencesFrom([first.figures, second.figures], [ofFirst, ofSecond], all.confidence);
}

/** @param drawn of the same draws, of the figures in their order */
export function differencesFrom(
  [first, second]: readonly [readonly Figure[], readonly Figure[]],
  [ofFirst, ofSecond]: readonly [Resampled, Resampled],
  confidence: number,
): readonly Difference[] {
  return second.map((figure, index) => {
    const [one, other] = [first[index]?.value ?? 0, figure.value];
    const subtracted = ofFirst[index];
    const drawn = (ofSecond[index] ?? new Float64Array(1)).map((value, draw) => value - (subtracted?.[draw] ?? 0));
    const interval = intervalOf(drawn, confidence);
    const significant = interval.low > 0 || interval.high < 0;
    return { ...figure, ...interval, value: other - one, first: one, second: other, significant };
  });
}

function checkSame(first: Scored, second: Scored): void {
  if (first.items !== second.items) {
    throw new EvaluationError(`the systems were scored on ${first.items} and on ${second.items} items`);
  }
  const [inFirst, inSecond] = [first, second].map(({ figures }) => figures.map(({ name }) => name).join(', '));
  if (inFirst !== inSecond) throw new EvaluationError(`the systems have different figures: ${inFirst}; ${inSecond}`);
}
