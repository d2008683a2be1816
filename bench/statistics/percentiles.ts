import { percentile } from '../../src/kernel/percentile.ts';

/** Not a number where there was nothing to measure. */
export interface Percentiles {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly p999Ms: number;
  readonly maxMs: number;
}

export function percentiles(milliseconds: readonly number[]): Percentiles {
  const ascending = milliseconds.toSorted((a, b) => a - b);
  return {
    p50Ms: percentile(ascending, 0.5) ?? Number.NaN,
    p99Ms: percentile(ascending, 0.99) ?? Number.NaN,
    p999Ms: percentile(ascending, 0.999) ?? Number.NaN,
    maxMs: ascending.at(-1) ?? Number.NaN,
  };
}
