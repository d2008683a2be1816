import type { LatencyModel } from '../latency-model.ts';
import type { HoldBack } from './hold-back.ts';

/** Share of the predicted latency kept in hand. */
const MARGIN = 1.25;
/** A timer may be late by so much. */
const TIMER_MS = 2;

/**
 * Holds a batch until it must go to be back before its earliest deadline: the fewest calls, for who pays by the call. While
 * nothing is known of the upstream nothing is held.
 */
export function deferred(latency: LatencyModel): HoldBack {
  return {
    reason: 'deadline',
    until: (candidate, now) => (latency.known ? candidate.expiresAt - MARGIN * latency.predict(candidate.cost) - TIMER_MS : now),
  };
}
