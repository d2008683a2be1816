import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StreamWorld } from './stream-world.ts';

const FAILOVER_MS = 10_000;

/** How many shards each worker has, by the table. */
function countsOf(world: StreamWorld): readonly number[] {
  const counts = new Map<string, number>();
  for (const { owner = 'nobody', checkpointOwner } of world.leases.rows()) {
    const who = checkpointOwner === undefined ? owner : 'on its way';
    counts.set(who, 1 + (counts.get(who) ?? 0));
  }
  return [...counts.values()].toSorted((a, b) => a - b);
}

for (const [name, joinMs] of [
  ['start at once', [0, 0, 0, 0]],
  ['join one that has all, at once', [0, 20_000, 20_000, 20_000]],
  ['join one after the other', [0, 11_000, 17_000, 23_000]],
] as const) {
  test(`64 shards, four workers that ${name}: 16 each within four failover times, and shared within two after one is killed`, async () => {
    const world = new StreamWorld({ shards: 64 });
    world.leases.wire.latencyMs = () => 5 + 10 * world.clock.random();
    const workers = joinMs.map(() => world.worker());
    let time = 0;
    for (const [index, joinsAt] of joinMs.entries()) {
      await world.clock.advance(joinsAt - time);
      time = joinsAt;
      void workers[index]?.consumer.start();
    }
    world.put(0, 400, 100);
    await world.clock.advance(4 * FAILOVER_MS);
    assert.deepEqual(countsOf(world), [16, 16, 16, 16]);
    workers[1]?.kill();
    await world.clock.advance(2 * FAILOVER_MS);
    const after = countsOf(world);
    assert.equal(after.length, 3);
    assert.ok(Math.max(...after) <= 22, after.join());
    world.put(400, 800, 100);
    await world.clock.advance(FAILOVER_MS);
    assert.deepEqual(world.audit(), { lost: 0, twice: 0, ahead: 0 });
  });
}

test('a worker that joins is given its share without a record being done twice, in order of their keys', async () => {
  const world = new StreamWorld({ shards: 4 });
  world.latencyMs = 400;
  world.put(0, 400, 40);
  const [first, second] = [world.worker().consumer, world.worker().consumer];
  void first.start();
  await world.clock.advance(1000);
  void second.start();
  for (let at = 400; at < 2000; at += 80) {
    world.put(at, at + 80, 40);
    await world.clock.advance(1000);
  }
  await world.clock.advance(120_000);
  assert.deepEqual([first.snapshot().leases, second.snapshot().leases], [2, 2]);
  assert.deepEqual([world.audit(), world.disorders()], [{ lost: 0, twice: 0, ahead: 0 }, 0]);
  assert.equal(world.told.filter((each) => each.startsWith('released')).length, 2);
  assert.equal(world.asked.length, new Set(world.asked).size, 'nor computed twice');
});

test('a worker that cannot finish what it has read in time hands over all the same, and that is done again', async () => {
  const world = new StreamWorld({ shards: 2 });
  world.put(0, 40);
  world.isHung = true;
  const [first, second] = [world.worker().consumer, world.worker().consumer];
  void first.start();
  await world.clock.advance(1000);
  void second.start();
  await world.clock.advance(30_000);
  assert.deepEqual([first.snapshot().leases, second.snapshot().leases], [2, 0]);
  await world.clock.advance(10_000);
  assert.deepEqual([first.snapshot().leases, second.snapshot().leases], [1, 1]);
  world.isHung = false;
  await world.clock.advance(30_000);
  const { lost, ahead } = world.audit();
  assert.deepEqual([lost, ahead, world.told.filter((each) => each.startsWith('internal'))], [0, 0, []]);
});

test('a call that hangs does not keep a shard from the worker that it is promised to', async () => {
  const world = new StreamWorld({ shards: 2 });
  world.stream.wire.timeOutMs = 10 * 60_000;
  const [first, second] = [world.worker().consumer, world.worker().consumer];
  void first.start();
  await world.clock.advance(1000);
  world.stream.wire.interfere({ how: 'hung', operations: ['records'] });
  await world.clock.advance(1000);
  void second.start();
  await world.clock.advance(36_000);
  assert.deepEqual([first.snapshot().leases, second.snapshot().leases], [1, 1]);
  const operations = world.leases.audit.filter(({ before, after }) => before !== after).map(({ operation }) => operation);
  assert.deepEqual([operations.includes('transfer'), world.told.filter((each) => each.startsWith('lost'))], [true, []]);
});

test('leases of shards that are done are removed once their children are begun, and nothing is read again for it', async () => {
  const world = new StreamWorld({ shards: 1 });
  const consumer = world.worker().consumer;
  void consumer.start();
  world.put(0, 20);
  await world.clock.advance(10_000);
  const [parent = ''] = world.leases.rows().map(({ key }) => key);
  world.stream.split(parent);
  await world.clock.advance(30_000);
  assert.equal(world.leases.row(parent)?.checkpoint.kind, 'SHARD_END');
  await world.clock.advance(120_000);
  assert.equal(world.leases.row(parent)?.checkpoint.kind, 'SHARD_END', 'its children are not begun');
  world.put(20, 60);
  await world.clock.advance(120_000);
  assert.equal(world.leases.row(parent), undefined);
  await world.clock.advance(120_000);
  assert.deepEqual([world.leases.rows().length, world.audit()], [2, { lost: 0, twice: 0, ahead: 0 }]);
});
