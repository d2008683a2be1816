import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FakeStreamOptions } from '../../support/kinesis/fake-stream.ts';
import { StreamWorld } from './stream-world.ts';

const NONE = { lost: 0, twice: 0, ahead: 0 };

function fannedOut(options: FakeStreamOptions = {}): StreamWorld {
  const world = new StreamWorld(options);
  world.fansOut = true;
  return world;
}

/** What of a stream with nothing left to do a checkpoint says. */
function checkpoints({ leases }: StreamWorld): Map<string, string> {
  const found = new Map<string, string>();
  for (const { key, after } of leases.audit)
    if (after?.checkpoint.kind === 'record') found.set(key, after.checkpoint.sequenceNumber);
  return found;
}

test('shards that are split and merged under load are read to their ends, parents before children', async () => {
  const world = fannedOut({ shards: 2 });
  const [one, two] = await world.stream.shards();
  void world.worker().consumer.start();
  world.put(0, 100);
  await world.clock.advance(1000);
  const [, b] = world.stream.split(one?.id ?? '');
  world.put(100, 200);
  await world.clock.advance(1000);
  world.stream.merge(b, two?.id ?? '');
  world.put(200, 300);
  await world.clock.advance(60_000);
  assert.deepEqual([world.audit(), world.disorders()], [NONE, 0]);
  assert.equal(world.stream.fanOut.open, 2);
});

test('on a shard without records the checkpoint moves on, and whoever comes next, by whichever way, begins there', async () => {
  for (const fansOut of [true, false]) {
    const world = fannedOut();
    world.put(0, 10);
    const first = world.worker();
    void first.consumer.start();
    await world.clock.advance(30_000);
    const last = BigInt(world.stream.contents().at(-1)?.sequenceNumber ?? 0);
    assert.ok(BigInt([...checkpoints(world).values()][0] ?? 0) > last, 'the checkpoint is behind the last record');
    first.kill();
    world.put(10, 20);
    world.fansOut = fansOut;
    void world.worker().consumer.start();
    await world.clock.advance(30_000);
    assert.deepEqual([world.audit(), world.asked.length], [NONE, 20]);
  }
});

test('a checkpoint does not pass a record that is still under way, however far the shard has been told', async () => {
  const world = fannedOut();
  world.isHung = true;
  world.put(0, 1);
  void world.worker().consumer.start();
  await world.clock.advance(60_000);
  assert.deepEqual([checkpoints(world).size, world.aheadOfDurable()], [0, 0]);
  world.isHung = false;
  await world.clock.advance(20_000);
  assert.deepEqual([world.audit(), checkpoints(world).size], [NONE, 1]);
});

test('a lease that is lost in the middle of a subscription ends it, and nothing more is read', async () => {
  const world = fannedOut();
  const first = world.worker();
  void first.consumer.start();
  await world.clock.advance(2000);
  assert.equal(world.stream.fanOut.open, 1);
  world.leases.wire.interfere({ how: 'hung' });
  await world.clock.advance(15_000);
  assert.equal(world.stream.fanOut.open, 0);
  world.put(0, 10);
  await world.clock.advance(5000);
  assert.deepEqual(world.asked, []);
  world.leases.wire.heal();
  await world.clock.advance(60_000);
  assert.deepEqual(world.audit(), NONE);
});

test('a consumer that may not be registered is told at the start, one that cannot be now is waited for', async () => {
  const world = fannedOut();
  world.stream.wire.interfere({ how: 'refused', fault: 'denied', operations: ['ready'], times: 1 });
  const refused = assert.rejects(world.worker().consumer.start(), /ready: refused/);
  await world.clock.advance(1000);
  await refused;
  world.stream.wire.interfere({ how: 'refused', fault: 'throttled', operations: ['ready'], times: 3 });
  world.put(0, 10);
  void world.worker().consumer.start();
  await world.clock.advance(30_000);
  assert.deepEqual(world.audit(), NONE);
});
