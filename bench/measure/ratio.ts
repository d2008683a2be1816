import type { Spread } from '../statistics/spread.ts';
import { spread } from '../statistics/spread.ts';
import { type Cell, findCell, type Measure } from './cell.ts';

/** A comparison of two contestants within one run of the benchmark. */
export interface Ratio {
  readonly what: string;
  readonly of: string;
  readonly to: string;
  readonly clients: number;
  readonly measure: Measure;
  /** `share`: of / to. `difference`: of - to, in the measure's unit. */
  readonly as: 'share' | 'difference';
  /** What is aimed at. */
  readonly target?: { readonly atLeast: number } | { readonly atMost: number };
}

export interface RatioFound extends Ratio {
  /** Of the medians. */
  readonly value: number;
  /** Of the rounds, each compared within itself. */
  readonly byRound: Spread;
  readonly met?: boolean;
}

/** Undefined when one of the two was not measured. */
export function findRatio(ratio: Ratio, cells: readonly Cell[]): RatioFound | undefined {
  const of = findCell(cells, ratio.of, ratio.clients);
  const to = findCell(cells, ratio.to, ratio.clients);
  if (of === undefined || to === undefined) return undefined;
  const compare = ratio.as === 'share' ? (a: number, b: number) => a / b : (a: number, b: number) => a - b;
  const value = compare(of.summary[ratio.measure].median, to.summary[ratio.measure].median);
  const byRound = of.runs.map((run, round) => compare(run[ratio.measure], to.runs[round]?.[ratio.measure] ?? Number.NaN));
  return { ...ratio, value, byRound: spread(byRound), ...met(ratio, value) };
}

function met({ target }: Ratio, value: number): { readonly met?: boolean } {
  if (target === undefined) return {};
  return { met: 'atLeast' in target ? value >= target.atLeast : value <= target.atMost };
}
