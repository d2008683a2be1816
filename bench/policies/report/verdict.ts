import { BASELINES } from '../contestants/baselines.ts';
import { type Compared, goodputRatio, latencyRatio } from '../measure/compared.ts';
import type { Figures } from '../measure/tally.ts';

/** How far a contestant is from the best fixed configurations, over all cells. */
export interface Standing {
  /** Ratios of goodput, and of latency where goodputs are equal; ascending. */
  readonly goodput: readonly number[];
  readonly latency: readonly number[];
}

export interface Rival {
  readonly name: string;
  readonly label: string;
  readonly figuresOf: (compared: Compared) => Figures;
}

/** A standing in four numbers. */
export interface Sum {
  /** Of the cells, those with a goodput ratio of at least GOOD. */
  readonly goodShare: number;
  readonly lowest: number;
  readonly median: number;
  /** Of the cells of equal goodput, those with a latency ratio of at most SLOW. */
  readonly quickShare: number;
  readonly equalCells: number;
}

export interface Claim {
  readonly what: string;
  readonly value: number;
  readonly atLeast: number;
  readonly met: boolean;
}

const GOOD = 0.95;
const SLOW = 1.1;
const NOTHING: Figures = {
  goodput: 0,
  meanLatencyMs: 0,
  lateShare: 0,
  refusedShare: 0,
  throttledShare: 0,
  callsPerItem: 0,
  meanBatch: 0,
  requests: 0,
};

/** All but the oracle; the heart first. */
export function rivals(): Rival[] {
  const baselines = BASELINES.map(({ name, label }) => ({
    name,
    label,
    figuresOf: (compared: Compared) => compared.baselines[name] ?? NOTHING,
  }));
  return [{ name: 'heart', label: 'Tidegate', figuresOf: ({ heart }) => heart }, ...baselines];
}

export function standingOf(cells: readonly Compared[], figuresOf: (compared: Compared) => Figures): Standing {
  const ascending = (values: number[]): number[] => values.sort((a, b) => a - b);
  return {
    goodput: ascending(cells.map((each) => goodputRatio(figuresOf(each), each.oracle))),
    latency: ascending(cells.flatMap((each) => latencyRatio(figuresOf(each), each.oracle) ?? [])),
  };
}

export function sumUp({ goodput, latency }: Standing): Sum {
  return {
    goodShare: shareOf(goodput, (ratio) => ratio >= GOOD),
    lowest: goodput[0] ?? 1,
    median: goodput[Math.floor(goodput.length / 2)] ?? 1,
    quickShare: shareOf(latency, (ratio) => ratio <= SLOW),
    equalCells: latency.length,
  };
}

/** What the heart is held to. */
export function claimsOf(standing: Standing): Claim[] {
  const { goodShare, lowest, median, quickShare } = sumUp(standing);
  const claim = (what: string, value: number, atLeast: number): Claim => ({ what, value, atLeast, met: value >= atLeast });
  return [
    claim(`share of cells with at least ${GOOD} of the oracle's goodput`, goodShare, 0.95),
    claim("lowest share of the oracle's goodput", lowest, 0.9),
    claim("median share of the oracle's goodput", median, 0.99),
    claim(`of cells of equal goodput, share with at most ${SLOW} of the oracle's mean latency`, quickShare, 0.9),
  ];
}

/** Whether the heart falls short in a cell. */
export function misses({ heart, oracle }: Compared): boolean {
  return goodputRatio(heart, oracle) < GOOD || (latencyRatio(heart, oracle) ?? 1) > SLOW;
}

function shareOf(ratios: readonly number[], isGood: (ratio: number) => boolean): number {
  return ratios.length === 0 ? 1 : ratios.filter(isGood).length / ratios.length;
}
