import { type Breakage, FAILOVER_MS, ModelWorld, type Worker } from './world.ts';

/** How long things go wrong, and how long all has to be made good afterwards, in virtual milliseconds. */
const TROUBLE_MS = 7 * FAILOVER_MS;
const PEACE_MS = 40 * FAILOVER_MS;

/**
 * One interleaving, all of it drawn from the seed: workers come, go, are killed and stand still, shards are split and merged, the
 * table and the stream fail in every way that they have. @returns what was violated; nothing should be
 */
export async function runOf(seed: number, breakage?: Breakage): Promise<readonly string[]> {
  const world = new ModelWorld(seed, 1 + (seed % 3), breakage);
  const { clock, leases, stream } = world;
  const draw = (below: number): number => Math.floor(clock.random() * below);
  const slow = 2 + draw(60);
  leases.wire.latencyMs = () => clock.random() * slow;
  stream.wire.latencyMs = () => clock.random() * slow;
  world.modelMs = 1 + draw(150);
  world.sinkMs = 1 + draw(40);
  // Without records there are no checkpoints, and a lease changes hands by renewals alone.
  const isQuiet = draw(4) === 0;
  const running: Worker[] = [];
  const closing: Promise<void>[] = [];
  for (let count = 1 + draw(3); count > 0; count -= 1) running.push(world.begin());
  const pick = (): Worker | undefined => running[draw(running.length)];
  const leave = (worker: Worker | undefined): Worker | undefined => {
    if (worker !== undefined) running.splice(running.indexOf(worker), 1);
    return worker;
  };
  const open = (): readonly string[] => stream.open();
  const EVENTS: readonly (() => void)[] = [
    () => void (isQuiet || world.put(1 + draw(8))),
    () => void (isQuiet || world.put(1 + draw(8))),
    () => leave(pick())?.process.kill(),
    () => void (running.length < 3 && running.push(world.begin())),
    () => {
      const process = pick()?.process;
      process?.stop();
      clock.at(clock.now() + draw(3 * FAILOVER_MS), () => process?.goOn());
    },
    () => leases.loseReplies(1 + draw(3)),
    () => leases.outage(draw(2 * FAILOVER_MS), draw(2) === 0 ? 'refused' : 'hung'),
    () => stream.outage(draw(FAILOVER_MS)),
    () => stream.expireIterators(1 + draw(2)),
    () => {
      const worker = leave(pick());
      if (worker !== undefined) closing.push(worker.consumer.close(draw(500)));
    },
    () => void (open().length < 4 && stream.split(open()[draw(open().length)] ?? '')),
    () => {
      const [left = '', right = ''] = open().slice(draw(open().length - 1));
      if (open().length > 1) stream.merge(left, right);
    },
  ];
  world.put(1 + draw(8));
  while (clock.now() < TROUBLE_MS) {
    EVENTS[draw(EVENTS.length)]?.();
    await clock.advance(1 + draw(500));
  }
  leases.wire.heal();
  stream.wire.heal();
  if (running.length === 0) running.push(world.begin());
  if (isQuiet) await clock.advance(draw(6 * FAILOVER_MS));
  for (let count = draw(4); count > 0; count -= 1) world.put(1 + draw(3));
  for (let waited = 0; waited < PEACE_MS && world.lost.length > 0; waited += FAILOVER_MS) await clock.advance(FAILOVER_MS);
  // Nobody outlives the run.
  for (const { process } of running) process.kill();
  if (world.lost.length > 0) world.violations.push(`lost: ${world.lost.join(' ')} of ${world.puts}`);
  return world.violations;
}
