import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { StreamError } from '../../../../src/sources/kinesis/stream-port.ts';
import { FanOutWorld, numbers } from './fan-out-world.ts';

const KIB = 1024;
const MINUTE_MS = 60_000;

test('records are pushed in order, those of before and those that come, without being asked for', async () => {
  const world = new FanOutWorld();
  world.put(100);
  world.run();
  await world.clock.advance(1000);
  world.put(100);
  await world.clock.advance(200);
  assert.deepEqual(world.read, numbers(200));
  assert.deepEqual([world.stream.wire.calls('iterator'), world.stream.wire.calls('records')], [0, 0]);
  assert.deepEqual([world.budget.held, world.ahead.held], [200 * 8, 200 * 8]);
});

test('a subscription that has ended by itself is renewed at once, behind the last continuation', async () => {
  const world = new FanOutWorld();
  const last = world.put(10);
  world.run();
  await world.clock.advance(5 * MINUTE_MS + 200);
  assert.equal(world.fanOut.began.length, 2);
  const from = world.fanOut.began[1]?.from;
  assert.ok(from?.kind === 'AFTER_SEQUENCE_NUMBER' && BigInt(from.sequenceNumber) > BigInt(last), JSON.stringify(from));
  world.put(10);
  await world.clock.advance(1000);
  assert.deepEqual([world.read, world.faults, world.reopened, world.fanOut.open], [numbers(20), [], 1, 1]);
});

test('a shard without records says up to where there were none, once each time that it moves on', async () => {
  const world = new FanOutWorld({ shards: 2 });
  world.run();
  await world.clock.advance(20_000);
  assert.equal(world.passed.length, 1);
  for (const hashKey of ['0', String(2n ** 128n - 1n)]) world.stream.put('k', 'x', hashKey);
  await world.clock.advance(20_000);
  // The record itself is told of by what takes it; what the other shard got moves the numbers on.
  assert.equal(world.passed.length, 2);
  assert.ok(BigInt(world.passed[1] ?? 0) > BigInt(world.passed[0] ?? 0), world.passed.join());
});

test('a subscription that breaks is opened again more than five seconds after it began, with nothing lost and nothing twice', async () => {
  const world = new FanOutWorld();
  world.run();
  for (let round = 0; round < 10; round += 1) {
    world.put(10);
    await world.clock.advance(1000);
    world.fanOut.drop();
    world.put(10);
    await world.clock.advance(9000);
  }
  assert.deepEqual(world.read, numbers(200));
  assert.ok(Math.min(...world.pauses()) > 5000, world.pauses().join());
  assert.deepEqual(new Set(world.faults), new Set(['unavailable']));
});

test('what cannot be subscribed to is tried again at most once a second, and not much more seldom', async () => {
  const world = new FanOutWorld();
  world.put(10);
  world.stream.outage(2 * MINUTE_MS);
  world.run();
  await world.clock.advance(2 * MINUTE_MS);
  const calls = world.stream.wire.calls('subscribe');
  assert.ok(calls > 24 && calls < 110, `${calls} calls in two minutes`);
  await world.clock.advance(10_000);
  assert.deepEqual(world.read, numbers(10));
});

test('a subscription that ends before it has told anything is a fault, and no renewal', async () => {
  const world = new FanOutWorld();
  world.fanOut.subscriptionMs = 0;
  world.run();
  await world.clock.advance(MINUTE_MS);
  const calls = world.stream.wire.calls('subscribe');
  assert.ok(calls > 5 && calls < 60, `${calls} calls in a minute`);
  assert.equal(world.faults[0], 'unavailable');
});

test('one that has gone silent is closed after ten seconds, and another one takes its place', async () => {
  const world = new FanOutWorld();
  world.put(10);
  world.run();
  await world.clock.advance(1000);
  world.fanOut.isSilent = true;
  world.put(10);
  await world.clock.advance(9000);
  assert.equal(world.fanOut.began.length, 1);
  world.fanOut.isSilent = false;
  await world.clock.advance(0);
  world.fanOut.isSilent = true;
  await world.clock.advance(60_000);
  assert.ok(world.fanOut.began.length > 3, `${world.fanOut.began.length} subscriptions`);
  assert.ok(world.fanOut.open <= 1, `${world.fanOut.open} connections`);
  world.fanOut.isSilent = false;
  await world.clock.advance(15_000);
  assert.deepEqual(world.read, numbers(20));
});

test('who has the subscription of somebody else waits for more than five seconds before it is taken back', async () => {
  const world = new FanOutWorld();
  world.fanOut.takeOver(world.shardId);
  world.put(10);
  world.run();
  await world.clock.advance(4000);
  assert.deepEqual([world.read, world.faults], [[], ['throttled']]);
  await world.clock.advance(5000);
  assert.deepEqual(world.read, numbers(10));
  await world.clock.advance(5000);
  world.fanOut.takeOver(world.shardId);
  world.put(10);
  await world.clock.advance(15_000);
  assert.deepEqual([world.read, world.faults], [numbers(20), ['throttled', 'throttled']]);
  assert.ok(Math.min(...world.pauses()) > 5000, world.pauses().join());
});

test('without room a subscription is closed, not buffered; with room another one goes on behind what was handed over', async () => {
  const world = new FanOutWorld({ limit: 64 * KIB });
  world.run();
  await world.clock.advance(1000);
  for (let turn = 0; turn < 20; turn += 1) {
    world.put(10, 10 * KIB);
    await world.clock.advance(100);
  }
  const first = world.read.length;
  assert.ok(first > 0 && first <= 10, `${first} of 200 read`);
  await world.clock.advance(10 * MINUTE_MS);
  assert.deepEqual([world.read.length, world.fanOut.began.length, world.fanOut.open], [first, 1, 0]);
  for (let turn = 0; turn < 100 && world.read.length < 200; turn += 1) {
    world.release();
    await world.clock.advance(6000);
  }
  assert.deepEqual([world.read, world.faults], [numbers(200), []]);
});

test('a moment without room costs no subscription', async () => {
  const world = new FanOutWorld({ limit: 64 * KIB });
  world.run();
  for (let turn = 0; turn < 20; turn += 1) {
    world.put(10, 10 * KIB);
    await world.clock.advance(4000);
    world.release();
  }
  await world.clock.advance(100);
  assert.deepEqual([world.read.length, world.reopened], [200, 0]);
});

test('while enough waits for the endpoint nothing is read, though there is room', async () => {
  const world = new FanOutWorld();
  world.put(10);
  world.ahead.correct(2048 * KIB);
  world.run();
  await world.clock.advance(10_000);
  assert.deepEqual([world.read, world.fanOut.began.length], [[], 0]);
  world.ahead.giveBack(2048 * KIB);
  await world.clock.advance(200);
  assert.deepEqual(world.read, numbers(10));
});

test('a closed shard ends behind its last record', async () => {
  for (const endsWithRecords of [true, false]) {
    const world = new FanOutWorld({ endsWithRecords });
    world.put(10);
    world.run();
    await world.clock.advance(1000);
    world.put(10);
    world.stream.split(world.shardId);
    await world.clock.advance(1000);
    assert.deepEqual([world.read, world.ended, world.fanOut.open], [numbers(20), 'shard', 0]);
  }
});

test('a shard that has gone has ended; one that is there and is not found has not', async () => {
  const world = new FanOutWorld();
  world.stream.wire.interfere({ how: 'refused', fault: 'missing', operations: ['subscribe'], times: 3 });
  world.run();
  await world.clock.advance(2000);
  assert.deepEqual([world.ended, world.faults[0]], [undefined, 'missing']);
  await world.clock.advance(20_000);
  world.stream.split(world.shardId);
  world.stream.trim(world.shardId);
  await world.clock.advance(1000);
  assert.equal(world.ended, 'shard');
});

test('a bounded reading leaves out what came later, and tells of no place behind it', async () => {
  const world = new FanOutWorld({ untilMs: 1_700_000_000_000 + 10_000 });
  const last = world.put(10);
  await world.clock.advance(10_001);
  world.put(10);
  world.run();
  await world.clock.advance(1000);
  assert.deepEqual(
    [world.read, world.ended, world.passed.filter((passed) => BigInt(passed) > BigInt(last))],
    [numbers(10), 'bound', []],
  );
});

test('a bounded reading ends at the tip where nothing more came', async () => {
  const world = new FanOutWorld({ untilMs: 1_700_000_000_000 });
  world.put(10);
  world.run();
  await world.clock.advance(7000);
  assert.deepEqual([world.read, world.ended, world.fanOut.open], [numbers(10), 'bound', 0]);
});

test('LATEST skips what was there, and nothing of what comes, also when the first subscription comes to nothing', async () => {
  const world = new FanOutWorld({ from: { kind: 'LATEST' } });
  world.put(10);
  await world.clock.advance(1);
  world.stream.outage(3000);
  world.run();
  await world.clock.advance(100);
  world.put(10);
  await world.clock.advance(20_000);
  assert.deepEqual(world.read, numbers(20).slice(10));
});

test('it may begin AT a continuation that no record has', async () => {
  const first = new FanOutWorld();
  first.put(10);
  first.run();
  await first.clock.advance(6000);
  const sequenceNumber = first.passed.at(-1) ?? '';
  const second = new FanOutWorld({ from: { kind: 'AT_SEQUENCE_NUMBER', sequenceNumber } });
  second.put(20);
  second.run();
  await second.clock.advance(1000);
  assert.deepEqual(second.read, numbers(20).slice(10));
});

test('it ends with what the signal was aborted with, wherever it is, and takes nothing over any more', async () => {
  const when = fc.integer({ min: 0, max: 20_000 });
  await fc.assert(
    fc.asyncProperty(when, fc.boolean(), async (ms, isDown) => {
      const world = new FanOutWorld({ limit: 4 * KIB });
      world.stream.wire.latencyMs = () => 500;
      if (isDown) world.stream.wire.interfere({ how: 'refused', share: 0.5, operations: ['subscribe'] });
      world.put(10, KIB);
      world.run();
      await world.clock.advance(ms);
      const before = world.read.length;
      world.stop.abort(new StreamError('unavailable', 'the lease is lost'));
      await world.clock.advance(0);
      assert.equal(world.ended, 'the lease is lost');
      world.release();
      world.put(10);
      await world.clock.advance(20_000);
      assert.deepEqual([world.read.length, world.fanOut.open], [before, 0]);
    }),
    { numRuns: 50 },
  );
});

test('whatever breaks, and whenever there is room, every record is read once, in order', async () => {
  const step = fc.constantFrom('put', 'drop', 'take over', 'refuse', 'silence', 'speak', 'release', 'wait', 'large');
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const world = new FanOutWorld({ limit: 16 * KIB });
      let put = 0;
      const add = (count: number, bytes?: number): void => {
        world.put(count, bytes);
        put += count;
      };
      world.run();
      for (const what of steps) {
        if (what === 'put') add(3);
        if (what === 'large') add(5, 6 * KIB);
        if (what === 'drop') world.fanOut.drop();
        if (what === 'take over') try_(() => world.fanOut.takeOver(world.shardId));
        if (what === 'refuse') world.stream.wire.interfere({ how: 'lost', operations: ['subscribe'], times: 1 });
        if (what === 'silence' || what === 'speak') world.fanOut.isSilent = what === 'silence';
        if (what === 'release') world.release();
        await world.clock.advance(what === 'wait' ? 30_000 : 700);
      }
      world.fanOut.isSilent = false;
      for (let turn = 0; turn < 40; turn += 1) {
        world.release();
        await world.clock.advance(8000);
      }
      assert.deepEqual(world.read, numbers(put));
      assert.ok(world.fanOut.open <= 1, `${world.fanOut.open} connections`);
    }),
    { numRuns: 60 },
  );
});

/** What Kinesis refuses somebody else is nothing to us. */
function try_(what: () => void): void {
  try {
    what();
  } catch (thrown) {
    if (!(thrown instanceof StreamError)) throw thrown;
  }
}
