import type { Headers } from '../kernel/headers.ts';

/**
 * For how long an answer asks not to be called again, in milliseconds: `x-amz-retry-after` in milliseconds, or `retry-after` in
 * seconds or as a date (RFC 9110, 10.2.3).
 * @param wallNow milliseconds since the Unix epoch
 * @returns undefined when it does not ask
 */
export function retryAfterMs(headers: Headers, wallNow: number): number | undefined {
  const ms = headers['x-amz-retry-after'];
  if (ms !== undefined && /^\d+$/.test(ms)) return Number(ms);
  const after = headers['retry-after'];
  if (after === undefined) return undefined;
  if (/^\d+$/.test(after)) return 1000 * Number(after);
  const date = Date.parse(after);
  return Number.isNaN(date) ? undefined : Math.max(0, date - wallNow);
}
