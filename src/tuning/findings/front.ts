import type { CellFigures } from '../sweep/cell.ts';

/** What brings less more than this is not worth to be longer for. */
const MORE = 1.01;

/** Settings that no other beats in both throughput and p99, by p99 ascending (Pareto). */
export function frontOf(figures: readonly CellFigures[]): readonly CellFigures[] {
  const front: CellFigures[] = [];
  let most = 0;
  for (const each of figures.toSorted((a, b) => a.p99Ms - b.p99Ms || b.itemsPerSecond - a.itemsPerSecond)) {
    if (each.itemsPerSecond <= most * MORE) continue;
    most = each.itemsPerSecond;
    front.push(each);
  }
  return front;
}
