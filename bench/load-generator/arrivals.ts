import { seededDice } from '../../src/kernel/seeded-dice.ts';

/** How requests come, whatever becomes of those before. */
export type Pattern =
  /** None knows of another. */
  | { readonly kind: 'poisson'; readonly perSecond: number }
  /** All gaps are alike. */
  | { readonly kind: 'uniform'; readonly perSecond: number }
  /** Poisson for the first part of each period and nothing in the rest of it; `perSecond` is the mean over both. */
  | { readonly kind: 'burst'; readonly perSecond: number; readonly periodMs: number; readonly onShare: number }
  /** As they once came: milliseconds from the start, ascending. Starts over when they have all come. */
  | { readonly kind: 'replayed'; readonly timesMs: readonly number[] };

export type Arrivals = Pattern & {
  readonly seconds: number;
  /** Equal seeds, equal arrivals. */
  readonly seed: number;
};

/** When requests are due, in milliseconds from the start, ascending. */
export function dueTimes(arrivals: Arrivals): number[] {
  const times: number[] = [];
  const next = timesOf(arrivals, arrivals.seed);
  for (let at = next(); at < arrivals.seconds * 1000; at = next()) times.push(at);
  return times;
}

/** On average. */
export function ratePerSecond(pattern: Pattern): number {
  if (pattern.kind !== 'replayed') return pattern.perSecond;
  return (pattern.timesMs.length / lengthOf(pattern.timesMs)) * 1000;
}

/** One time after another. */
function timesOf(pattern: Pattern, seed: number): () => number {
  switch (pattern.kind) {
    case 'poisson':
      return poisson(pattern.perSecond, seed);
    case 'uniform':
      return counted((i) => ((i + 0.5) * 1000) / pattern.perSecond);
    case 'burst':
      return bursts(pattern, seed);
    case 'replayed':
      return replayed(pattern.timesMs);
  }
}

function poisson(perSecond: number, seed: number): () => number {
  const dice = seededDice(seed);
  let at = 0;
  return () => (at += (-Math.log(1 - dice()) * 1000) / perSecond);
}

/** A Poisson process on a clock that only runs while requests come. */
function bursts({ perSecond, periodMs, onShare }: Extract<Pattern, { kind: 'burst' }>, seed: number): () => number {
  const next = poisson(perSecond / onShare, seed);
  const onMs = periodMs * onShare;
  return () => {
    const at = next();
    return Math.floor(at / onMs) * periodMs + (at % onMs);
  };
}

function replayed(timesMs: readonly number[]): () => number {
  const length = lengthOf(timesMs);
  return counted((i) => Math.floor(i / timesMs.length) * length + (timesMs[i % timesMs.length] ?? 0));
}

/** From the start to a mean gap after the last. @throws {RangeError} when there are none */
function lengthOf(timesMs: readonly number[]): number {
  const last = timesMs.at(-1);
  if (last === undefined || last <= 0) throw new RangeError('Expected arrivals after the start');
  return last + last / timesMs.length;
}

function counted(at: (index: number) => number): () => number {
  let index = 0;
  return () => at(index++);
}
