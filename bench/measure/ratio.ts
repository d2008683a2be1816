import type { Spread } from '../statistics/spread.ts';
import { spread } from '../statistics/spread.ts';
import { type Cell, findCell, type Measure, valueOf } from './cell.ts';
import { isMet, type Limit } from './limit.ts';

/** A comparison of two contestants within one run of the benchmark. */
export interface Ratio {
  readonly what: string;
  readonly of: string;
  readonly to: string;
  /** The load's name. */
  readonly load: string;
  readonly measure: Measure;
  /** `share`: of / to. `difference`: of - to, in the measure's unit. */
  readonly as: 'share' | 'difference';
  /** What is aimed at. */
  readonly target?: Limit;
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
  const { measure } = ratio;
  const of = findCell(cells, ratio.of, ratio.load);
  const to = findCell(cells, ratio.to, ratio.load);
  const [over, under] = [of?.summary[measure], to?.summary[measure]];
  if (of === undefined || to === undefined || over === undefined || under === undefined) return undefined;
  const compare = ratio.as === 'share' ? (a: number, b: number) => a / b : (a: number, b: number) => a - b;
  const value = compare(over.median, under.median);
  const byRound = of.runs.flatMap((run, round) => {
    const other = to.runs[round];
    const compared = compare(valueOf(run, measure) ?? Number.NaN, (other && valueOf(other, measure)) ?? Number.NaN);
    return Number.isNaN(compared) ? [] : [compared];
  });
  const met = ratio.target === undefined ? {} : { met: isMet(value, ratio.target) };
  return { ...ratio, value, byRound: spread(byRound.length === 0 ? [value] : byRound), ...met };
}

/** Throughput of one as a share of another's. */
export function throughput(of: string, to: string, load: string, target?: Limit): Ratio {
  const aimedAt = target === undefined ? {} : { target };
  return { what: `${of} / ${to}, requests/s`, of, to, load, measure: 'perSecond', as: 'share', ...aimedAt };
}

/** How much longer the middle one of its requests takes. */
export function longerP50(of: string, to: string, load: string, target?: Limit): Ratio {
  const aimedAt = target === undefined ? {} : { target };
  return { what: `${of} over ${to}, p50 in ms`, of, to, load, measure: 'p50Ms', as: 'difference', ...aimedAt };
}
