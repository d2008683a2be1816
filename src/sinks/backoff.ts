const FIRST_MS = 100;
const LONGEST_MS = 5_000;

/**
 * How long to wait before the next try, in milliseconds: exponential backoff with full jitter (Brooker, "Exponential Backoff And
 * Jitter", AWS Architecture Blog, 2015).
 * @param tries made so far, at least 1
 * @param random uniform in [0, 1)
 */
export function backoffMs(tries: number, random: number): number {
  return random * Math.min(LONGEST_MS, FIRST_MS * 2 ** (tries - 1));
}
