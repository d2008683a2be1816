import type { Budget } from '../budget.ts';
import { frontOf } from '../findings/front.ts';
import type { CellFigures } from './cell.ts';
import { coarseFirst } from './coarse-first.ts';
import { isUnclear, seemsToRise } from './rises.ts';
import type { Settings } from './settings.ts';

export interface SweepGrid {
  /** Ascending, the first is the smallest there can be. */
  readonly sizes: readonly number[];
  /** Ascending, from 1. */
  readonly concurrency: readonly number[];
}

/** Doublings in a row that bring nothing: the sizes beyond them will not either. */
const IN_VAIN = 2;
/** Rounds of a setting to find out whether it pays. */
const UNTIL_CLEAR = 3;
/** Rounds in which what matters is measured again. */
const MORE_ROUNDS = 4;

/**
 * Measures settings, the cheap and telling ones first, so that what there is when the budget ends is of use: sizes with one call at a
 * time, then more calls at once at the sizes that pay, then what matters again, round by round, so that an endpoint that has
 * become slower meanwhile does not look like a setting that is.
 * @returns whether everything was looked at once
 * @throws {EndpointUnusable}
 */
export async function sweep(grid: SweepGrid, settings: Settings, budget: Budget): Promise<boolean> {
  const sizes = await trySizes(grid, settings);
  await tryMoreAtOnce(coarseFirst(sizes), grid, settings);
  const isWhole = budget.over === undefined;
  for (let round = 1; round <= MORE_ROUNDS; round += 1) await tryAgain(sizes, round, settings);
  return isWhole;
}

/** @returns those that pay, and the smallest */
async function trySizes({ sizes }: SweepGrid, settings: Settings): Promise<readonly number[]> {
  const paying: number[] = [];
  let best: CellFigures | undefined;
  let inVain = 0;
  for (const size of sizes) {
    const figures = await clearly(best, await settings.visitFirst({ size, concurrency: 1 }), settings);
    if (figures === undefined) break;
    const pays = best === undefined || seemsToRise(best, figures);
    if (pays) paying.push(size);
    if (pays) best = figures;
    inVain = pays ? 0 : inVain + 1;
    if (inVain === IN_VAIN) break;
  }
  return paying;
}

/** What brings nothing to the largest calls nor to the smallest ones is not tried with those in between. */
async function tryMoreAtOnce(
  [largest, smallest, ...rest]: readonly number[],
  { concurrency: levels }: SweepGrid,
  settings: Settings,
): Promise<void> {
  const ends = [largest, smallest].filter((size) => size !== undefined);
  let most = 1;
  for (const size of ends) most = Math.max(most, await riseOf(size, levels, settings));
  for (const size of rest)
    await riseOf(
      size,
      levels.filter((level) => level <= most),
      settings,
    );
}

/** @returns the most calls at once to which throughput seems to rise */
async function riseOf(size: number, levels: readonly number[], settings: Settings): Promise<number> {
  let before = settings.find({ size, concurrency: 1 });
  for (const concurrency of levels.filter((each) => each > 1)) {
    if (before === undefined || !settings.mayHave(concurrency)) break;
    const figures = await clearly(before, await settings.visit({ size, concurrency }), settings);
    if (figures === undefined || !seemsToRise(before, figures)) break;
    before = figures;
  }
  return before?.concurrency ?? 1;
}

/** Once more, while what is seen may be noise. */
async function clearly(
  before: CellFigures | undefined,
  seen: CellFigures | undefined,
  settings: Settings,
): Promise<CellFigures | undefined> {
  let figures = seen;
  while (before !== undefined && figures !== undefined && isUnclear(before, figures) && figures.rounds < UNTIL_CLEAR) {
    const again = await settings.visit(figures);
    if (again === undefined) return settings.find(figures);
    figures = again;
  }
  return figures;
}

/** The line and the frontier, in the other order every second time. */
async function tryAgain(sizes: readonly number[], round: number, settings: Settings): Promise<void> {
  const { figures } = settings;
  const alone = figures.filter(({ size, concurrency }) => concurrency === 1 && sizes.includes(size));
  const again = [...new Set([...alone, ...frontOf(figures)])];
  for (const setting of round % 2 === 0 ? again : again.toReversed())
    if (settings.find(setting) !== undefined) await settings.visit(setting);
}
