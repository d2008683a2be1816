/**
 * Exponential backoff with full jitter (Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015): uniform between
 * nothing and a bound that doubles with each try.
 * @param tries made so far, at least 1
 * @param random uniform in [0, 1)
 * @returns milliseconds
 */
export function fullJitter(tries: number, { firstMs, mostMs }: { firstMs: number; mostMs: number }, random: number): number {
  return random * Math.min(mostMs, firstMs * 2 ** (tries - 1));
}
