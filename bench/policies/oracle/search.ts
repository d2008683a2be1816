import { type Cell, FULL_CALL_MS } from '../cells/cell.ts';
import type { FixedConfig } from '../contestants/fixed.ts';
import type { Figures } from '../measure/tally.ts';
import { GLANCE, lengthOf, type Window } from '../measure/window.ts';
import type { Fate } from '../world/fate.ts';
import { allAround, alongAxes, coarse, configAt } from './grid.ts';
import { Looks } from './looks.ts';

/** Of what a first look found, this many are looked at in full, and this many are where the search goes on from. */
const CANDIDATES = 12;
const CLIMBS = 3;

export interface Found {
  readonly config: FixedConfig;
  readonly figures: Figures;
}

/** The fixed configuration that is best for a cell: of those with the most goodput the one with the least latency. */
export function search(cell: Cell, fate: Fate, window: Window): Found {
  const glance = new Looks(cell, fate, glanceOf(cell));
  for (const point of coarse()) glance.at(point);
  for (const point of glance.best(CLIMBS)) glance.climb(point, alongAxes);
  const whole = new Looks(cell, fate, window);
  for (const point of glance.best(CANDIDATES)) whole.at(point);
  for (const point of whole.best(CLIMBS)) whole.climb(point, alongAxes);
  for (const point of whole.best(1)) whole.climb(point, allAround);
  const [best] = whole.best(1);
  if (best === undefined) throw new Error('An empty grid');
  return { config: configAt(best), figures: whole.at(best) };
}

/** A shorter window; where a line may grow it is given some time to. */
function glanceOf(cell: Cell): Window {
  const mayGrow = cell.traffic.kind !== 'poisson' || cell.traffic.load > 1;
  const from = 5 * FULL_CALL_MS + (mayGrow ? cell.deadlineMs : 0);
  return { from, to: from + lengthOf(cell, GLANCE) };
}
