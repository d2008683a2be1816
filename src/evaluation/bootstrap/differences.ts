import { EvaluationError } from '../evaluation-error.ts';
import type { Figure, Scored } from '../metric.ts';
import { type BootstrapOptions, filled } from './bootstrap-options.ts';
import { estimates } from './estimates.ts';
import type { Interval } from './interval.ts';

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
  return estimates(minus(second, first), filled(options)).map((estimate, index) => ({
    ...estimate,
    first: first.figures[index]?.value ?? 0,
    second: second.figures[index]?.value ?? 0,
    significant: estimate.low > 0 || estimate.high < 0,
  }));
}

/** The differences as if they were figures of one system. */
function minus(second: Scored, first: Scored): Scored {
  return {
    items: first.items,
    columns: [],
    figures: second.figures.map((figure, index) => ({ ...figure, value: figure.value - (first.figures[index]?.value ?? 0) })),
    figuresOf: (draw) => {
      const subtracted = first.figuresOf(draw);
      return second.figuresOf(draw).map((value, index) => value - (subtracted[index] ?? 0));
    },
  };
}

function checkSame(first: Scored, second: Scored): void {
  if (first.items !== second.items) {
    throw new EvaluationError(`the systems were scored on ${first.items} and on ${second.items} items`);
  }
  const [inFirst, inSecond] = [first, second].map(({ figures }) => figures.map(({ name }) => name).join(', '));
  if (inFirst !== inSecond) throw new EvaluationError(`the systems have different figures: ${inFirst}; ${inSecond}`);
}
