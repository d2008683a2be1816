import type { ClassScore } from './class-report.ts';

/** Counts of one class. */
export interface Tally {
  /** How many the system found. */
  predicted: number;
  /** How many there are. */
  expected: number;
  /** How many of both are the same. */
  hits: number;
}

/** Of a class that was neither found nor is there, all is 0 (`zero_division=0`). */
export function scoreOf(name: string, { predicted, expected, hits }: Tally): ClassScore {
  return {
    name,
    precision: ratio(hits, predicted),
    recall: ratio(hits, expected),
    f1: ratio(2 * hits, predicted + expected),
    support: expected,
  };
}

export function sumOf(tallies: readonly Tally[]): Tally {
  const sum: Tally = { predicted: 0, expected: 0, hits: 0 };
  for (const { predicted, expected, hits } of tallies) {
    sum.predicted += predicted;
    sum.expected += expected;
    sum.hits += hits;
  }
  return sum;
}

/** 0 of nothing. */
export function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
