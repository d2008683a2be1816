import type { LatencyModel } from '../latency/latency-model.ts';
import type { Returns } from '../returns.ts';
import type { Candidate, HoldBack } from './hold-back.ts';

/**
 * Holds a batch back only for callers that were just answered and habitually return, and only while that pays: those waiting
 * lose `items * wait`, those joining are spared a call of their own, `joining * base`. (In a closed loop on a serial upstream
 * the same inequality says which of the two has the higher throughput.) Until the upstream has time for it, waiting costs
 * nothing. One lone caller is never held: when it is back,
 * nobody else is expected.
 */
export function adaptive(latency: LatencyModel, returns: Returns): HoldBack {
  return {
    reason: 'delay',
    spreads: true,
    until(candidate: Candidate, now: number): number {
      const expected = returns.expected(candidate.key);
      if (expected === undefined || expected.by <= now) return now;
      const freeUntil = Math.min(expected.by, candidate.startsAt);
      if (!expected.inRush) return freeUntil;
      const joining = Math.min(expected.items, candidate.room - candidate.items);
      const waitMs = Math.max(0, expected.by - Math.max(now, candidate.startsAt));
      return candidate.items * waitMs < joining * latency.baseMs ? expected.by : freeUntil;
    },
  };
}
