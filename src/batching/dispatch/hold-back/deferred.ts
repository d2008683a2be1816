import type { LatencyModel } from '../latency/latency-model.ts';
import type { HoldBack } from './hold-back.ts';

/**
 * Holds a batch until it must go to be back before its earliest deadline: the fewest calls, for who pays by the call. While
 * nothing is known of the upstream nothing is held.
 */
export function deferred(known: { readonly latency: LatencyModel }): HoldBack {
  return { reason: 'deadline', spreads: false, until: (candidate, now) => (known.latency.known ? candidate.sendBy : now) };
}
