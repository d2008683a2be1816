import type { Facts } from '../cells/facts.ts';
import type { Found } from '../oracle/search.ts';
import type { Figures } from './tally.ts';
import type { Window } from './window.ts';

/** What became of a cell. */
export interface Compared {
  readonly cell: string;
  readonly facts: Facts;
  readonly window: Window;
  readonly heart: Figures;
  readonly oracle: Found;
  readonly baselines: Readonly<Record<string, Figures>>;
  readonly broken: readonly string[];
}

/** Goodputs that differ by no more are equal: then latencies can be compared. */
const EQUAL = 0.01;

export function goodputRatio(figures: Figures, { figures: best }: Found): number {
  return best.goodput === 0 ? 1 : figures.goodput / best.goodput;
}

/** Of mean latencies; undefined unless goodputs are equal. */
export function latencyRatio(figures: Figures, oracle: Found): number | undefined {
  if (figures.goodput === 0 || Math.abs(goodputRatio(figures, oracle) - 1) > EQUAL) return undefined;
  return figures.meanLatencyMs / oracle.figures.meanLatencyMs;
}
