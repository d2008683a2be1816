import type { Figures } from '../load/figures.ts';
import { type Spread, spread } from '../statistics/spread.ts';

/** One run: one contestant, one load, one round. */
export interface Run extends Figures {
  /** Calls that the model got for each item. */
  readonly callsPerItem?: number;
  /** CPU seconds of the process under test, for 1000 replies; and its memory at the end. */
  readonly cpuPer1000?: number;
  readonly rssMiB?: number;
  /** Of the answers that were possible at this load. */
  readonly ofCeiling?: number;
}

/** All rounds of one contestant at one load. */
export interface Cell {
  readonly contestant: string;
  readonly load: string;
  /** Its place on an axis. */
  readonly size: number;
  readonly runs: readonly Run[];
  /** Of the rounds that are not void; without what was not measured. */
  readonly summary: Readonly<Partial<Record<Measure, Spread>>>;
}

/** What is told of a run, as a number. */
const MEASURES = {
  perSecond: ({ perSecond }) => perSecond,
  ofCeiling: ({ ofCeiling }) => ofCeiling,
  inTimeShare: ({ open }) => open?.inTimeShare,
  p50Ms: ({ p50Ms }) => p50Ms,
  p99Ms: ({ p99Ms }) => p99Ms,
  p999Ms: ({ p999Ms }) => p999Ms,
  callsPerItem: ({ callsPerItem }) => callsPerItem,
  cpuPer1000: ({ cpuPer1000 }) => cpuPer1000,
  rssMiB: ({ rssMiB }) => rssMiB,
  lagP99Ms: ({ open }) => open?.lagP99Ms,
} as const satisfies Readonly<Record<string, (run: Run) => number | undefined>>;

export type Measure = keyof typeof MEASURES;
const NAMES = Object.keys(MEASURES) as Measure[];

export function cell({ contestant, load, size, runs }: Omit<Cell, 'summary'>): Cell {
  const summary = NAMES.flatMap((measure) => {
    const values = runs.map((run) => valueOf(run, measure)).filter((value) => value !== undefined);
    return values.length === 0 ? [] : [[measure, spread(values)] as const];
  });
  return { contestant, load, size, runs, summary: Object.fromEntries(summary) };
}

/** Undefined where it was not measured, and of a run that is void, but for what makes it so. */
export function valueOf(run: Run, measure: Measure): number | undefined {
  if (run.open?.isVoid === true && measure !== 'lagP99Ms') return undefined;
  const value: number | undefined = MEASURES[measure](run);
  return value === undefined || Number.isNaN(value) ? undefined : value;
}

export function findCell(cells: readonly Cell[], contestant: string, load: string): Cell | undefined {
  return cells.find((each) => each.contestant === contestant && each.load === load);
}
