import { type Cell, FULL_CALL_MS } from '../cells/cell.ts';
import { Heart } from '../contestants/heart.ts';
import { seedOf } from '../world/chance.ts';
import type { Fate } from '../world/fate.ts';
import { World } from '../world/world.ts';
import { WorldClock } from '../world/world-clock.ts';
import type { Figures } from './tally.ts';
import { type Extent, earliestFrom, lengthOf, type Window } from './window.ts';

/** Calls that the heart may learn from before it is measured. */
const WARM_UP_CALLS = 200;
/** It gets no more requests than these for that. */
const WARM_UP_REQUESTS = 100_000;
/** In which everything has to be settled once nothing comes any more. */
const GRACE_MS = 1000 * FULL_CALL_MS;
/** Things that can happen at one time; more are a timer that is set again and again for a time that is past. */
const MOST_AT_ONCE = 20_000;

export interface HeartRun {
  readonly window: Window;
  readonly figures: Figures;
  /** What must not happen: lost or twice-answered requests, faults, time that stands still. */
  readonly broken: readonly string[];
}

/** What the heart does in a cell; its window is that of all others. */
export async function runHeart(cell: Cell, fate: Fate, extent: Extent): Promise<HeartRun> {
  const world = new World(cell, fate);
  const clock = new WorldClock(world, seedOf(`${cell.name} heart`));
  const heart = new Heart(world, clock);
  world.enter(heart);
  const { requests } = world;
  const length = lengthOf(cell, extent);
  await live(world, clock, length, () => world.callsSent < WARM_UP_CALLS && requests.size < WARM_UP_REQUESTS);
  const from = Math.max(Math.floor(world.now) + 1, earliestFrom(cell));
  const window = { from, to: from + length };
  world.measure(window);
  await live(world, clock, window.to, () => true);
  const moves = await live(world, clock, window.to + GRACE_MS, () => world.mayCome || requests.pending > 0);
  const stuck = moves ? [] : [`time stands still at ${world.now} ms: the heart wants to be woken at once, for ever`];
  return { window, figures: world.tally.figures(), broken: [...stuck, ...brokenOf(world, heart)] };
}

/** Lets things happen until that time, as long as there is reason to. @returns whether time moves on */
async function live(world: World, clock: WorldClock, until: number, goesOn: () => boolean): Promise<boolean> {
  let happened = 0;
  for (let at = world.now; happened < MOST_AT_ONCE && goesOn() && world.step(until); at = world.now) {
    await clock.settle();
    happened = world.now > at ? 0 : happened + 1;
  }
  return happened < MOST_AT_ONCE;
}

function brokenOf({ requests }: World, { faults }: Heart): string[] {
  return [
    ...(requests.pending === 0 ? [] : [`${requests.pending} requests had no answer`]),
    ...(requests.endedTwice === 0 ? [] : [`${requests.endedTwice} requests were answered twice`]),
    ...(faults.length === 0 ? [] : [`${faults.length} faults, the first: ${String(faults[0])}`]),
  ];
}
