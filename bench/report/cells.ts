import type { Cell, Measure } from '../measure/cell.ts';
import type { Spread } from '../statistics/spread.ts';
import type { Result } from './result.ts';

interface Column {
  readonly head: string;
  readonly digits: number;
  readonly hasRange?: boolean;
}

const COLUMNS: Readonly<Partial<Record<Measure, Column>>> = {
  perSecond: { head: 'requests/s (min-max)', digits: 1, hasRange: true },
  ofCeiling: { head: 'of the ceiling', digits: 3 },
  inTimeShare: { head: 'in time', digits: 4, hasRange: true },
  p50Ms: { head: 'p50 ms', digits: 2 },
  p99Ms: { head: 'p99 ms', digits: 2 },
  p999Ms: { head: 'p99.9 ms', digits: 2 },
  callsPerItem: { head: 'calls/item', digits: 3 },
  cpuPer1000: { head: 'CPU s/1000', digits: 3 },
  rssMiB: { head: 'RSS MiB', digits: 0 },
  lagP99Ms: { head: 'lag p99 ms', digits: 2 },
};

/** What is told of every cell, its heading first; measures that no cell has are left out. */
export function rowsOf({ cells, contestants }: Pick<Result, 'cells' | 'contestants'>): string[][] {
  const measured = Object.entries(COLUMNS).filter(([measure]) => cells.some(({ summary }) => summary[measure as Measure]));
  const labels = new Map(contestants.map(({ name, label }) => [name, label]));
  const isOpen = cells.some(({ runs }) => runs.some(({ open }) => open !== undefined));
  const rows = cells.map((cell) => [
    cell.load,
    labels.get(cell.contestant) ?? cell.contestant,
    ...measured.map(([measure, column]) => figure(cell.summary[measure as Measure], column)),
    ...faults(cell),
    ...(isOpen ? [voids(cell)] : []),
  ]);
  const heads = measured.map(([, { head }]) => head);
  return [['load', 'contestant', ...heads, 'wrong', 'unexpected', 'errors', ...(isOpen ? ['void'] : [])], ...rows];
}

function voids({ runs }: Cell): string {
  return String(runs.filter(({ open }) => open?.isVoid).length);
}

/** In all rounds. */
function faults({ runs }: Cell): string[] {
  const sum = (key: 'wrong' | 'non2xx' | 'errors') => String(runs.reduce((total, run) => total + run[key], 0));
  return [sum('wrong'), sum('non2xx'), sum('errors')];
}

function figure(measured: Spread | undefined, { digits, hasRange }: Column): string {
  if (measured === undefined) return '-';
  const { median, min, max } = measured;
  const range = hasRange && min !== max ? ` (${min.toFixed(digits)}-${max.toFixed(digits)})` : '';
  return `${median.toFixed(digits)}${range}`;
}
