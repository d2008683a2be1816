import type { Figures } from '../load/figures.ts';
import { type Spread, spread } from '../statistics/spread.ts';

/** One run: one contestant, one client count, one round. */
export interface Run extends Figures {
  /** Calls that the model got for each item. */
  readonly callsPerItem: number;
}

/** All rounds of one contestant at one client count. */
export interface Cell {
  readonly contestant: string;
  readonly clients: number;
  readonly runs: readonly Run[];
  readonly summary: Readonly<Record<Measure, Spread>>;
}

export type Measure = 'perSecond' | 'p50Ms' | 'p99Ms' | 'callsPerItem';
const MEASURES: readonly Measure[] = ['perSecond', 'p50Ms', 'p99Ms', 'callsPerItem'];

export function cell(contestant: string, clients: number, runs: readonly Run[]): Cell {
  const summary = Object.fromEntries(MEASURES.map((measure) => [measure, spread(runs.map((run) => run[measure]))]));
  return { contestant, clients, runs, summary: summary as Record<Measure, Spread> };
}

export function findCell(cells: readonly Cell[], contestant: string, clients: number): Cell | undefined {
  return cells.find((each) => each.contestant === contestant && each.clients === clients);
}
