import type { Chance } from '../world/chance.ts';
import type { Arrivals } from './arrivals.ts';

const BURST_MS = 4;

/** Bursts of `size` requests, each spread over 4 ms, at the times of a Poisson process; `rate` in requests a millisecond. */
export function bursts(chance: Chance, size: number, rate: number): Arrivals {
  let nextBurst = (chance.exponential() * size) / rate;
  /** Of bursts that have begun, the latest first. */
  let waiting: number[] = [];
  return () => {
    while (waiting.length === 0 || (waiting.at(-1) as number) > nextBurst) {
      for (let i = 0; i < size; i += 1) waiting.push(nextBurst + chance.uniform() * BURST_MS);
      waiting = waiting.sort((a, b) => b - a);
      nextBurst += (chance.exponential() * size) / rate;
    }
    return waiting.pop() as number;
  };
}
