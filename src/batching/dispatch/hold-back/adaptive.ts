import type { LatencyModel } from '../latency/latency-model.ts';
import type { Returns } from '../returns.ts';
import type { Candidate, HoldBack } from './hold-back.ts';

/**
 * Holds a batch back for two reasons, and only while that pays.
 *
 * For callers that were just answered and habitually return: those waiting lose `items * wait`, those joining are spared a call of
 * their own, `joining * base`. (In a closed loop on a serial upstream the same inequality says which of the two has the higher
 * throughput.) Until the upstream has time for the batch, waiting costs nothing. One lone caller is never held: when it is back,
 * nobody else is expected.
 *
 * And to pace itself, on an upstream that works on several calls at once: see Candidate.paceUntil.
 */
export function adaptive(known: { readonly latency: LatencyModel }, returns: Returns): HoldBack {
  const untilBack = (candidate: Candidate, now: number): number => {
    const expected = returns.expected(candidate.key);
    if (expected === undefined || expected.by <= now) return now;
    const freeUntil = Math.min(expected.by, candidate.readyAt);
    if (!expected.inRush) return returns.habitMs > 0 ? freeUntil : now;
    const joining = Math.min(expected.items, candidate.room - candidate.items);
    const waitMs = Math.max(0, expected.by - Math.max(now, candidate.readyAt));
    return candidate.items * waitMs < joining * known.latency.baseMs ? expected.by : freeUntil;
  };
  return {
    reason: 'delay',
    spreads: true,
    until: (candidate, now) => Math.max(candidate.paceUntil, untilBack(candidate, now)),
  };
}
