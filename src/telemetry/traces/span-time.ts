import type { HrTime } from '@opentelemetry/api';
import type { Clock } from '../../kernel/clock.ts';

/**
 * What a monotonic time lacks to be milliseconds since the Unix epoch. By the wall clock of this moment, as a process lives for long and that clock is
 * set; once a span, so that its duration is as exact as the monotonic clock.
 */
export function sinceEpoch(clock: Clock): number {
  return clock.wallNow() - clock.now();
}

/** As spans want it: seconds and nanoseconds. @param ms since the Unix epoch */
export function spanTime(ms: number): HrTime {
  const seconds = Math.floor(ms / 1000);
  return [seconds, Math.round((ms - seconds * 1000) * 1e6)];
}
