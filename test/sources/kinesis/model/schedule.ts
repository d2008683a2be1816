import { FAILOVER_MS, type ModelWorld } from './world.ts';

type Happening = (world: ModelWorld) => void;

/** What goes right, and must not make anything be done twice. */
const ORDERLY: Readonly<Record<string, Happening>> = {
  join: (world) => {
    if (world.alive.length < 3) world.start();
  },
  leave: (world) => {
    if (world.alive.length > 1) world.close(world.chance.oneOf(world.alive));
  },
  replace: (world) => {
    if (world.alive.length > 0) world.close(world.chance.oneOf(world.alive));
    world.start();
  },
  split: (world) => void world.stream.split(world.chance.oneOf(openShards(world))),
  merge: (world) => {
    const [one, other] = openShards(world);
    if (one !== undefined && other !== undefined) tryMerge(world, one, other);
  },
};

const FAULTS: Readonly<Record<string, Happening>> = {
  kill: (world) => {
    if (world.alive.length > 0) world.chance.oneOf(world.alive).process.kill();
    world.clock.at(world.clock.now() + world.chance.between(0, FAILOVER_MS), () => world.start());
  },
  freeze: (world) => {
    if (world.alive.length === 0) return;
    const { process } = world.chance.oneOf(world.alive);
    process.freeze();
    const timersFirst = world.chance.is(0.7);
    world.clock.at(world.clock.now() + someTime(world), () => process.thaw(timersFirst));
  },
  storeOutage: (world) => world.leases.outage(someTime(world), world.chance.oneOf(['refused', 'hung'])),
  streamOutage: (world) => world.stream.outage(someTime(world), world.chance.oneOf(['refused', 'hung'])),
  lostReplies: (world) => world.leases.loseReplies(world.chance.whole(1, 4)),
  throttling: (world) => world.leases.throttle(world.chance.whole(1, 6)),
  expiry: (world) => world.stream.expireIterators(world.chance.whole(1, 3)),
  hungModel: (world) => {
    world.model.hungUntil = world.clock.now() + 2 * someTime(world);
  },
  hungSink: (world) => {
    world.sink.hungUntil = world.clock.now() + 2 * someTime(world);
  },
  spikes: (world) => {
    world.spikes = world.chance.between(0.02, 0.3);
  },
};

/** What happens in the first part of a run, and when: drawn from its seed. @returns whether any of it is a fault */
export function plan(world: ModelWorld, forMs: number): boolean {
  const { chance, clock } = world;
  const hasFaults = chance.is(0.8);
  const records = chance.whole(8, 24);
  const workers = chance.whole(1, 3);
  for (let count = 0; count < records; count += 1) clock.at(chance.between(0, forMs), () => world.put());
  for (let count = 0; count < workers; count += 1)
    clock.at(chance.is(0.5) ? 0 : chance.between(0, forMs / 2), () => world.start());
  const happenings = [...Object.values(ORDERLY), ...(hasFaults ? [...Object.values(FAULTS), ...Object.values(FAULTS)] : [])];
  const events = chance.whole(1, 5);
  for (let count = 0; count < events; count += 1) {
    const happening = chance.oneOf(happenings);
    clock.at(chance.between(0.1 * forMs, forMs), () => happening(world));
  }
  return hasFaults;
}

/** Whatever went wrong is over, and somebody is there to work. */
export function heal(world: ModelWorld): void {
  world.spikes = 0;
  world.leases.wire.heal();
  world.stream.wire.heal();
  world.model.hungUntil = 0;
  world.sink.hungUntil = 0;
  for (const { process } of world.workers) if (process.isFrozen) process.thaw();
  if (world.alive.length === 0) world.start();
}

function openShards({ stream }: ModelWorld): readonly string[] {
  return stream.open();
}

/** Neighbours only. */
function tryMerge({ stream }: ModelWorld, one: string, other: string): void {
  try {
    stream.merge(one, other);
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
  }
}

function someTime({ chance }: ModelWorld): number {
  return chance.between(0.1, 2.5) * FAILOVER_MS;
}
