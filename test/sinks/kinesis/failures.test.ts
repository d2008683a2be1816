import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Bench } from './bench.ts';

test('only records that failed are sent again, after a pause of their own', async () => {
  const bench = new Bench();
  bench.stream.throttledKeys = new Set(['k1']);
  bench.putMany(3);
  await bench.clock.advance(10);
  assert.deepEqual(bench.kinds, ['durable', 'waiting', 'durable']);
  assert.deepEqual(bench.told.failures, [{ reason: 'throttled', records: 1, message: 'no room' }]);
  bench.stream.heal();
  await bench.clock.advance(200);
  assert.deepEqual(bench.kinds, ['durable', 'durable', 'durable']);
  assert.deepEqual(bench.stream.stored.toSorted(), ['k0', 'k1', 'k2']);
});

test('a shard without room holds up neither the records of others nor the calls', async () => {
  const bench = new Bench();
  const throttled = bench.putMany(400, 'full');
  bench.stream.throttledKeys = new Set(throttled.map(({ record }) => record.partitionKey));
  await bench.clock.advance(5000);
  for (let second = 0; second < 10; second += 1) {
    const put = bench.put(`free${second}`);
    await bench.clock.advance(120);
    assert.deepEqual(put.outcome, { kind: 'durable' });
    await bench.clock.advance(880);
  }
  assert.ok(bench.stream.mostCallsASecond <= 25, `${bench.stream.mostCallsASecond} calls in a second`);
  bench.stream.heal();
  await bench.clock.advance(5200);
  assert.ok(bench.areAll('durable'), 'all are stored');
});

test('a record behind a failing one of its key waits for it', async () => {
  const bench = new Bench();
  bench.stream.throttledKeys = new Set(['a']);
  bench.put('a', 'first');
  bench.put('a', 'second');
  await bench.clock.advance(1000);
  bench.stream.heal();
  await bench.clock.advance(10_000);
  assert.deepEqual(bench.stream.stored, ['first', 'second']);
});

for (const fault of ['unavailable', 'throttled', 'denied'] as const) {
  test(`calls that fail as a whole (${fault}) are made again for ever, ever more seldom, and told`, async () => {
    const bench = new Bench();
    bench.stream.latencyMs = () => 0;
    bench.stream.down = fault;
    for (let second = 0; second < 120; second += 1) {
      bench.putMany(20, `${second}-`);
      await bench.clock.advance(1000);
    }
    assert.ok(bench.areAll('waiting'), 'nothing is settled');
    assert.ok(bench.stream.calls.length > 30 && bench.stream.calls.length < 80, `${bench.stream.calls.length} calls`);
    assert.deepEqual(new Set(bench.told.reasons), new Set([fault]));
    bench.stream.heal();
    await bench.clock.advance(5200);
    assert.ok(bench.areAll('durable'), 'all are stored');
    assert.equal(bench.stream.stored.length, 2400);
  });
}

test('calls that fail together count once, and one finds out whether that has changed', async () => {
  const bench = new Bench();
  bench.stream.down = 'unavailable';
  bench.putMany(2000);
  await bench.clock.advance(10);
  assert.equal(bench.stream.calls.length, 4);
  bench.stream.mostAtOnce = 0;
  await bench.clock.advance(100);
  assert.ok(bench.stream.calls.length > 4, 'the first pause is the shortest');
  await bench.clock.advance(10_000);
  assert.equal(bench.stream.mostAtOnce, 1);
});

test('when the trouble is over, calls are made beside each other again', async () => {
  const bench = new Bench();
  bench.stream.down = 'unavailable';
  bench.putMany(3000);
  await bench.clock.advance(10_000);
  bench.stream.heal();
  bench.stream.mostAtOnce = 0;
  await bench.clock.advance(10_000);
  assert.equal(bench.stream.mostAtOnce, 4);
});

test('a record whose reply was lost is stored twice rather than never', async () => {
  const bench = new Bench();
  bench.stream.lostShare = 1;
  bench.put('a');
  await bench.clock.advance(10);
  assert.deepEqual(bench.kinds, ['waiting']);
  bench.stream.heal();
  await bench.clock.advance(1000);
  assert.deepEqual(bench.stream.stored, ['a', 'a']);
});

test('the record that makes a call invalid is found and refused, the rest is stored', async () => {
  const bench = new Bench();
  bench.stream.poison = 'poison';
  bench.put('first');
  await bench.clock.advance(20);
  bench.putMany(100);
  const poison = bench.put('p', 'poison');
  const behind = bench.put('p', 'behind');
  bench.putMany(99, 'x');
  await bench.clock.advance(1000);
  assert.deepEqual(poison.outcome, { kind: 'refused', reason: 'poison' });
  assert.deepEqual(behind.outcome, { kind: 'durable' });
  assert.equal(bench.kinds.filter((kind) => kind === 'durable').length, 201);
  assert.equal(bench.stream.stored.length, 201);
  assert.ok(bench.stream.calls.length <= 20, `${bench.stream.calls.length} calls`);
  assert.deepEqual(bench.told.failures, []);
});

test('a stream that has never taken anything is not believed about a record', async () => {
  const bench = new Bench();
  bench.stream.down = 'invalid';
  bench.putMany(8);
  await bench.clock.advance(60_000);
  assert.ok(bench.areAll('waiting'), 'nothing is refused');
  assert.deepEqual(new Set(bench.told.reasons), new Set(['denied']));
  assert.ok(bench.stream.calls.length < 200, `${bench.stream.calls.length} calls`);
  bench.stream.heal();
  await bench.clock.advance(10_000);
  assert.ok(bench.areAll('durable'), 'all are stored');
});

test('a first record that is invalid is refused once another was taken', async () => {
  const bench = new Bench({ maxRequestBytes: 100 });
  bench.stream.poison = 'poison';
  // So large that it shares no call with the other.
  const poison = bench.put('p', 'poison'.repeat(20));
  await bench.clock.advance(60_000);
  assert.equal(poison.outcome, undefined);
  const other = bench.put('a');
  await bench.clock.advance(11_000);
  assert.deepEqual(other.outcome, { kind: 'durable' });
  assert.deepEqual(poison.outcome, { kind: 'refused', reason: 'poison' });
});
