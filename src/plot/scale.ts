import { linearTicks, logTicks } from './ticks.ts';

/** From values to pixels. */
export interface Scale {
  readonly ticks: readonly number[];
  at(value: number): number;
}

/** Pixels of the axis: the lowest value's and the highest value's. */
export interface Pixels {
  readonly from: number;
  readonly to: number;
}

const WANTED_TICKS = 6;
/** From this ratio of largest to smallest value on, equal distances are equal ratios. */
const LOG_FROM_RATIO = 10;

/** Logarithmic where the values span a decade, else linear from 0. */
export function valueScale(values: readonly number[], pixels: Pixels): Scale {
  const min = Math.min(...values);
  const max = Math.max(...values);
  if (min <= 0 || max / min < LOG_FROM_RATIO) return scale(linearTicks(max, WANTED_TICKS), pixels, (value) => value);
  return scale(logTicks(min, max), pixels, Math.log);
}

/** Powers of two at equal distances; a tick for each value. */
export function doublingScale(values: readonly number[], pixels: Pixels): Scale {
  return scale(values, pixels, Math.log);
}

/** Equal steps at equal distances; a tick for each value. */
export function evenScale(values: readonly number[], pixels: Pixels): Scale {
  return scale(values, pixels, (value) => value);
}

function scale(ticks: readonly number[], { from, to }: Pixels, stretch: (value: number) => number): Scale {
  const low = stretch(ticks[0] ?? 0);
  const high = stretch(ticks.at(-1) ?? 1);
  const span = high - low || 1;
  return { ticks, at: (value) => from + ((stretch(value) - low) / span) * (to - from) };
}
