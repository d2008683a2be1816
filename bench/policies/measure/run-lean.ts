import type { Cell } from '../cells/cell.ts';
import type { Contestant } from '../contestants/contestant.ts';
import type { Fate } from '../world/fate.ts';
import { World } from '../world/world.ts';
import type { Figures } from './tally.ts';
import type { Window } from './window.ts';

/** What a rule without promises does in a cell; what is still waiting when all deadlines are past is left. `startAt`: when its world begins. */
export function runLean(
  cell: Cell,
  fate: Fate,
  window: Window,
  contestantIn: (world: World) => Contestant,
  startAt = 0,
): Figures {
  const world = new World(cell, fate, startAt);
  world.enter(contestantIn(world));
  world.measure(window);
  const until = window.to + cell.deadlineMs;
  while (world.step(until));
  if (world.requests.endedTwice > 0) throw new Error(`${cell.name}: a rule ended requests twice`);
  return world.tally.figures();
}
