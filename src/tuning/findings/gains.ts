import type { CellFigures } from '../sweep/cell.ts';
import { rises } from '../sweep/rises.ts';

/** Two settings that differ in one thing. */
export interface Gain {
  readonly from: CellFigures;
  readonly to: CellFigures;
  /** Items a second of `to`, in those of `from`. */
  readonly times: number;
}

/** What comes of more calls at once. */
export interface AtOnce {
  /** Calls that the endpoint works on at once, as far as throughput tells: where it stops rising. */
  readonly calls: number;
  readonly gain: Gain;
  /** Whether it still rose at the most that was tried. */
  readonly isOpen: boolean;
}

/**
 * The largest throughput against that of the smallest size with as many calls at once; of the numbers of calls where both were
 * measured, the one with the largest throughput. Undefined where there is nothing to compare.
 */
export function gainOfSize(figures: readonly CellFigures[]): Gain | undefined {
  const smallest = Math.min(...figures.map(({ size }) => size));
  const gains = figures.flatMap((to) => {
    const from = figures.find(({ size, concurrency }) => size === smallest && concurrency === to.concurrency);
    return from === undefined || from === to ? [] : [gainTo(from, to)];
  });
  return gains.toSorted((a, b) => b.to.itemsPerSecond - a.to.itemsPerSecond)[0];
}

/** By the preferred size, unless more calls at once were tried with others only. */
export function gainOfConcurrency(figures: readonly CellFigures[], preferred: number | undefined): AtOnce | undefined {
  const more = figures.filter(({ concurrency }) => concurrency > 1);
  const size = more.some((each) => each.size === preferred) ? preferred : more.at(-1)?.size;
  const [alone, ...beside] = figures.filter((each) => each.size === size).sort((a, b) => a.concurrency - b.concurrency);
  if (alone === undefined || beside.length === 0) return undefined;
  const all = [alone, ...beside];
  const top = all.find((each, index) => !all.slice(index + 1).some((later) => rises(each, later))) ?? alone;
  return { calls: top.concurrency, gain: gainTo(alone, top), isOpen: top === beside.at(-1) };
}

function gainTo(from: CellFigures, to: CellFigures): Gain {
  return { from, to, times: to.itemsPerSecond / from.itemsPerSecond };
}
