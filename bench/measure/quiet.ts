import { setTimeout as pause } from 'node:timers/promises';
import type { Contestant } from '../contestants/contestant.ts';

const POLL_MS = 20;
const LIMIT_MS = 20_000;

/** Waits until the model has nothing left to do of an earlier run. @throws {Error} when that does not come */
export async function untilQuiet(contestant: Pick<Contestant, 'name' | 'counters'>): Promise<void> {
  const limit = performance.now() + LIMIT_MS;
  while ((await contestant.counters()).underway > 0) {
    if (performance.now() > limit) throw new Error(`${contestant.name} still works on requests that nobody waits for`);
    await pause(POLL_MS);
  }
}
