import { setTimeout as pause } from 'node:timers/promises';
import type { Counters } from '../contestants/counters.ts';

const POLL_MS = 20;
const LIMIT_MS = 30_000;

/** Waits until the model has nothing left to do of an earlier run. @throws {Error} when that does not come */
export async function untilQuiet(quieting: Quieting): Promise<void> {
  const limit = performance.now() + LIMIT_MS;
  while (((await quieting.counters?.())?.underway ?? 0) > 0) {
    if (performance.now() > limit) throw new Error(`${quieting.name} still works on requests that nobody waits for`);
    await pause(POLL_MS);
  }
}

/** Waits until the model was asked nothing for so long: who hands on one request after another pauses between them. @throws {Error} likewise */
export async function untilSilent(counters: () => Promise<Counters>, silenceMs: number): Promise<void> {
  const limit = performance.now() + LIMIT_MS + silenceMs;
  let [calls, since] = [-1, performance.now()];
  while (performance.now() - since < silenceMs) {
    const now = performance.now();
    if (now > limit) throw new Error('The model is still asked for what nobody waits for');
    const found = await counters();
    if (found.underway > 0 || found.calls !== calls) [calls, since] = [found.calls, now];
    await pause(POLL_MS);
  }
}

interface Quieting {
  readonly name: string;
  /** @default nobody counts, and nothing is waited for */
  counters?(): Promise<Pick<Counters, 'underway'>>;
}
