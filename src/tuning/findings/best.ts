import type { CellFigures } from '../sweep/cell.ts';

/** So near the highest throughput, a setting that answers sooner is the better one. */
const NEAR = 0.95;

export interface Choice {
  readonly best: CellFigures;
  /** Whether it keeps to the p99 asked for; true where none was. */
  readonly inTime: boolean;
}

/** Milliseconds that the first of a batch waits for the rest, when items come one by one and as fast as the setting answers them. */
export function gatherMs({ items, size, itemsPerSecond }: CellFigures, oneItems: number): number {
  return size <= oneItems ? 0 : (1000 * Math.max(0, items - oneItems)) / itemsPerSecond;
}

/**
 * The highest throughput of those whose p99, with the time to gather, keeps to `p99Ms`; of those near it the one with the least p99.
 * Where none keeps to it, the one that comes nearest.
 * @param oneItems items in a request by itself
 */
export function chooseBest(figures: readonly CellFigures[], oneItems: number, p99Ms: number | undefined): Choice | undefined {
  const p99 = (each: CellFigures): number => each.p99Ms + gatherMs(each, oneItems);
  const fit = figures.filter((each) => p99(each) <= (p99Ms ?? Number.POSITIVE_INFINITY));
  const most = Math.max(...fit.map(({ itemsPerSecond }) => itemsPerSecond));
  const near = fit.filter(({ itemsPerSecond }) => itemsPerSecond >= NEAR * most);
  const [best] = (fit.length === 0 ? figures : near).toSorted((a, b) => p99(a) - p99(b));
  return best === undefined ? undefined : { best, inTime: fit.length > 0 };
}
