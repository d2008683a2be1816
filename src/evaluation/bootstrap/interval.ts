/** Where a figure would be for other items of the same kind. In the unit of the figure. */
export interface Interval {
  readonly low: number;
  /** The median of the draws, which is what `rouge_score` calls mid. */
  readonly mid: number;
  readonly high: number;
}

/**
 * The percentile interval of a bootstrap (Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13), by the
 * percentiles that numpy computes by default: linear between the two nearest values.
 * @param values of a figure, one a draw; they are sorted in place
 * @param confidence the share of them between low and high
 */
export function intervalOf(values: Float64Array, confidence: number): Interval {
  values.sort();
  const outside = (1 - confidence) / 2;
  return { low: quantile(values, outside), mid: quantile(values, 0.5), high: quantile(values, 1 - outside) };
}

function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place % 1);
}
