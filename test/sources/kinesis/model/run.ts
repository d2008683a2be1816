import { heal, plan } from './schedule.ts';
import { type Breaks, FAILOVER_MS, ModelWorld } from './world.ts';

const EVENTFUL_MS = 4 * FAILOVER_MS;
/** Longer than any pause that a worker makes after what can have happened. */
const PATIENCE_MS = 60 * FAILOVER_MS;
const STEP_MS = FAILOVER_MS / 4;

/** One run: some time in which things happen, then quiet until all is done, then an orderly end. @returns what was wrong, if anything */
export async function run(seed: number, breaks: Breaks = {}): Promise<string | undefined> {
  const world = new ModelWorld(seed, breaks);
  const { clock, invariants } = world;
  const isViolated = (): boolean => invariants.violation !== undefined;
  const hasFaults = plan(world, EVENTFUL_MS);
  await clock.runUntil(EVENTFUL_MS, isViolated);
  heal(world);
  await until(() => invariants.missing === 0);
  if (invariants.missing > 0) invariants.fail(`lost: ${invariants.missing} lines have no result`);
  // Some began to end long before; some begin only now, in the place of one that was killed.
  const hasEnded = (): boolean => {
    for (const worker of world.alive) world.close(worker);
    return world.workers.every(({ isClosed, process }) => isClosed || process.isDead);
  };
  await until(hasEnded);
  if (!hasEnded()) invariants.fail('an orderly end did not come');
  if (!hasFaults) {
    if (invariants.twice > 0) invariants.fail(`twice: ${invariants.twice} results too many, though nothing went wrong`);
    invariants.ended(world.leases.rows(), world.leases.audit);
  }
  for (const { process } of world.workers) process.kill();
  return invariants.violation;

  async function until(isReached: () => boolean): Promise<void> {
    const last = clock.now() + PATIENCE_MS;
    while (!isReached() && !isViolated() && clock.now() < last) await clock.runUntil(clock.now() + STEP_MS, isViolated);
  }
}
