import { percentile } from '../../kernel/percentile.ts';

/** A call that took so long with so many items. */
export interface TimedCall {
  readonly items: number;
  readonly ms: number;
}

/** What a call takes, by the items in it. */
export interface FittedLine {
  /** Milliseconds whatever is in it; at least 0. */
  readonly baseMs: number;
  /** Milliseconds an item; at least 0. */
  readonly perItemMs: number;
  /** Share of the variance of the calls that the line explains, each counted as the fit counts it: 1 is all of it. */
  readonly r2: number;
  /** Half of the calls are no further from the line than this, relative to it. */
  readonly spread: number;
  readonly calls: number;
}

const ITERATIONS = 30;
/** Beyond this many deviations a call counts for less (Huber, "Robust estimation of a location parameter", 1964). */
const CLIP = 1.5;
/** From the median of absolute values of a normal distribution to its deviation. */
const DEVIATION = 1.4826;
/** No upstream is taken to be steadier, nor a clock to be finer. */
const STEADIEST = 0.001;
const SHORTEST_MS = 0.001;

/**
 * ms = base + perItem x items, both at least 0: least squares of relative errors, as calls scatter in proportion to what they take; a
 * call that was slow for other reasons counts for less.
 * @returns undefined where the calls are all of one size
 */
export function fitLine(calls: readonly TimedCall[]): FittedLine | undefined {
  if (new Set(calls.map(({ items }) => items)).size < 2) return undefined;
  let weights = calls.map(({ ms }) => 1 / at(ms) ** 2);
  let line = weighted(calls, weights);
  for (let iteration = 0; iteration < ITERATIONS; iteration += 1) {
    weights = weightsBy(line, calls);
    line = weighted(calls, weights);
  }
  const spread = medianOf(calls.map((call) => Math.abs(relativeError(call, line))));
  return { ...line, r2: explained(calls, weights, line), spread, calls: calls.length };
}

/** Relative errors, those held back that are out of all proportion. */
function weightsBy(line: Line, calls: readonly TimedCall[]): number[] {
  const errors = calls.map((call) => Math.abs(relativeError(call, line)));
  const scale = Math.max(STEADIEST, DEVIATION * medianOf(errors));
  return calls.map((call, index) => Math.min(1, (CLIP * scale) / (errors[index] ?? 0)) / at(predicted(line, call)) ** 2);
}

type Line = Pick<FittedLine, 'baseMs' | 'perItemMs'>;

export function predicted({ baseMs, perItemMs }: Line, { items }: Pick<TimedCall, 'items'>): number {
  return baseMs + perItemMs * items;
}

function weighted(calls: readonly TimedCall[], weights: readonly number[]): Line {
  const sum = summing(calls, weights);
  const weight = sum(() => 1);
  const [meanItems, meanMs] = [sum(({ items }) => items) / weight, sum(({ ms }) => ms) / weight];
  const spread = sum(({ items }) => (items - meanItems) ** 2);
  const perItemMs = sum(({ items, ms }) => (items - meanItems) * (ms - meanMs)) / spread;
  if (perItemMs < 0) return { baseMs: meanMs, perItemMs: 0 };
  const baseMs = meanMs - perItemMs * meanItems;
  if (baseMs >= 0) return { baseMs, perItemMs };
  return { baseMs: 0, perItemMs: sum(({ items, ms }) => items * ms) / sum(({ items }) => items ** 2) };
}

function summing(calls: readonly TimedCall[], weights: readonly number[]): (of: (call: TimedCall) => number) => number {
  return (of) => calls.reduce((total, call, index) => total + (weights[index] ?? 0) * of(call), 0);
}

function relativeError(call: TimedCall, line: Line): number {
  return call.ms / at(predicted(line, call)) - 1;
}

function explained(calls: readonly TimedCall[], weights: readonly number[], line: Line): number {
  const sum = summing(calls, weights);
  const mean = sum(({ ms }) => ms) / sum(() => 1);
  const all = sum(({ ms }) => (ms - mean) ** 2);
  const left = sum((call) => (call.ms - predicted(line, call)) ** 2);
  return all === 0 ? 1 : 1 - left / all;
}

function at(ms: number): number {
  return Math.max(ms, SHORTEST_MS);
}

function medianOf(values: readonly number[]): number {
  return (
    percentile(
      values.toSorted((a, b) => a - b),
      0.5,
    ) ?? 0
  );
}
