import type { CellFigures } from './cell.ts';

/** Less than this is no gain worth a setting. */
const WORTH = 0.05;

/** Whether the throughput rises from one setting to another by what is worth it, as far as was measured. */
export function seemsToRise(from: CellFigures, to: CellFigures): boolean {
  return to.itemsPerSecond > from.itemsPerSecond * (1 + WORTH);
}

/** Whether it does by more than the noise of both, too. */
export function rises(from: CellFigures, to: CellFigures): boolean {
  return to.itemsPerSecond > from.itemsPerSecond * (1 + WORTH + noiseOf(from, to));
}

/** Whether the noise may be what makes it seem to rise, or not to. */
export function isUnclear(from: CellFigures, to: CellFigures): boolean {
  return Math.abs(to.itemsPerSecond / from.itemsPerSecond - (1 + WORTH)) < noiseOf(from, to);
}

function noiseOf(from: CellFigures, to: CellFigures): number {
  return Math.sqrt(from.noise ** 2 + to.noise ** 2);
}
