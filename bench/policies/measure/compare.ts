import type { Cell } from '../cells/cell.ts';
import { factsOf } from '../cells/facts.ts';
import { BASELINES } from '../contestants/baselines.ts';
import { search } from '../oracle/search.ts';
import { Fate } from '../world/fate.ts';
import type { Compared } from './compared.ts';
import { runHeart } from './run-heart.ts';
import { runLean } from './run-lean.ts';
import { WHOLE } from './window.ts';

/** All contestants in one cell: the heart first, as it says what is measured. */
export async function compare(cell: Cell): Promise<Compared> {
  const fate = new Fate(cell);
  const { window, figures, broken } = await runHeart(cell, fate, WHOLE);
  const baselines = Object.fromEntries(BASELINES.map(({ name, enter }) => [name, runLean(cell, fate, window, enter)]));
  const oracle = search(cell, fate, window);
  return { cell: cell.name, facts: factsOf(cell), window, heart: figures, oracle, baselines, broken };
}
