import { seededDice } from '../../../src/kernel/seeded-dice.ts';

export interface Arrivals {
  /** On average. */
  readonly perSecond: number;
  readonly seconds: number;
  /** Equal seeds, equal arrivals. */
  readonly seed: number;
}

/** When requests are due, in milliseconds from the start, ascending: a Poisson process, in which none knows of another. */
export function poissonTimes({ perSecond, seconds, seed }: Arrivals): number[] {
  const dice = seededDice(seed);
  const gapMs = (): number => (-Math.log(1 - dice()) * 1000) / perSecond;
  const times: number[] = [];
  for (let at = gapMs(); at < seconds * 1000; at += gapMs()) times.push(at);
  return times;
}
