import { fullJitter } from '../kernel/full-jitter.ts';

const BOUNDS = { firstMs: 100, mostMs: 5_000 };

/**
 * How long to wait before the next try, in milliseconds.
 * @param tries made so far, at least 1
 * @param random uniform in [0, 1)
 */
export function backoffMs(tries: number, random: number): number {
  return fullJitter(tries, BOUNDS, random);
}
