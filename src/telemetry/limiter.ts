import type { Clock } from '../kernel/clock.ts';
import { RateLimit } from './rate-limit.ts';

const INTERVAL_MS = 10_000;

/** @returns lets one line of each kind through in ten seconds, with how many were held back before it */
export function limiter(clock: Clock): (kind: string, say: (more: { readonly suppressed?: number }) => void) => void {
  const limits = new Map<string, RateLimit>();
  return (kind, say) => {
    const limit = limits.get(kind) ?? new RateLimit(clock, 1, INTERVAL_MS);
    limits.set(kind, limit);
    const suppressed = limit.pass();
    if (suppressed !== undefined) say(suppressed === 0 ? {} : { suppressed });
  };
}
