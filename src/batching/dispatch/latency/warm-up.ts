import type { Seen } from './recent.ts';

/** As long as this an endpoint is new, and its line is drawn afresh with each call. */
export const WARM_UP_CALLS = 8;
/** What scatter may add. */
const MOST = 2.5;

/**
 * The first calls of an endpoint less those that were slow for other reasons: a cold model, connections to be opened.
 * There is no line yet to compare them with, but on no line does a call take longer than a larger one, or longer than a
 * smaller one times the ratio of their sizes.
 */
export function plausible(calls: readonly Seen[]): Seen[] {
  return calls.filter((call) => call.latencyMs <= MOST * longest(call, calls));
}

/** That a call may take, by what most of the others say. */
function longest(call: Seen, calls: readonly Seen[]): number {
  const bounds = calls.filter((other) => other !== call).map((other) => other.latencyMs * Math.max(1, call.size / other.size));
  bounds.sort((a, b) => a - b);
  return bounds[(bounds.length - 1) >> 1] ?? call.latencyMs;
}
