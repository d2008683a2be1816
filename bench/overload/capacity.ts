import type { Duration } from '../load/recorder.ts';
import type { Outcome } from '../load-generator/outcome.ts';

/**
 * How many answers a second there were: the slope of the line through the count of answers over time (least squares). Answers come
 * in batches, so their number in a window would depend on where in a batch it opens.
 */
export function answersPerSecond(answeredAtMs: readonly number[]): number {
  const times = answeredAtMs.toSorted((a, b) => a - b);
  const meanTime = times.reduce((total, time) => total + time, 0) / times.length;
  const meanCount = (times.length - 1) / 2;
  let together = 0;
  let alone = 0;
  for (const [count, time] of times.entries()) {
    together += (time - meanTime) * (count - meanCount);
    alone += (time - meanTime) ** 2;
  }
  return (together / alone) * 1000;
}

/** Of a closed loop, within the window. @throws {Error} when a request had another end than its own answer */
export function capacityOf(outcomes: readonly Outcome[], { settleSeconds, seconds }: Duration): number {
  const failed = outcomes.find(({ own }) => !own);
  if (failed !== undefined) throw new Error(`Expected only answers while the capacity is measured, got status ${failed.status}`);
  const [opensAt, closesAt] = [settleSeconds * 1000, (settleSeconds + seconds) * 1000];
  return answersPerSecond(outcomes.map(({ endedAt }) => endedAt).filter((time) => time >= opensAt && time < closesAt));
}
