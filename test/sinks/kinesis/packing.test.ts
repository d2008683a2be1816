import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Bench, MIB } from './bench.ts';

test('a record is sent at once when no call is under way', async () => {
  const bench = new Bench();
  const put = bench.put('a');
  await bench.clock.settle();
  assert.deepEqual(bench.callSizes, [1]);
  assert.equal(put.outcome, undefined);
  await bench.clock.advance(10);
  assert.deepEqual(put.outcome, { kind: 'durable' });
  assert.deepEqual(bench.told.writes, [{ records: 1, bytes: 2, durationMs: 10 }]);
});

test('what is put in one turn goes in one call, and what comes while it is under way gathers', async () => {
  const bench = new Bench();
  bench.putMany(3);
  await bench.clock.advance(1);
  bench.putMany(2, 'x');
  await bench.clock.advance(1);
  bench.putMany(4, 'y');
  await bench.clock.advance(100);
  assert.deepEqual(bench.callSizes, [3, 6]);
});

test('a call has at most 500 records, and four are under way at once', async () => {
  const bench = new Bench();
  bench.putMany(2750);
  await bench.clock.settle();
  assert.deepEqual(bench.callSizes, [500, 500, 500, 500]);
  await bench.clock.advance(100);
  assert.deepEqual(bench.callSizes.slice(4), [500, 250]);
  assert.equal(bench.stream.mostAtOnce, 4);
  assert.equal(bench.stream.stored.length, 2750);
});

test('a call has at most maxRequestBytes, keys included, and a record that is larger goes alone', async () => {
  const bench = new Bench({ maxRequestBytes: 1000 });
  for (const [key, bytes] of [
    ['a', 499],
    ['b', 499],
    ['c', 1],
    ['d', 5000],
    ['e', 1],
  ] as const)
    bench.put(key, Buffer.alloc(bytes));
  await bench.clock.advance(100);
  assert.deepEqual(
    bench.stream.calls.map(({ keys }) => keys.join('')),
    ['ab', 'c', 'd', 'e'],
  );
  assert.equal(bench.stream.calls[0]?.bytes, 1000);
});

test('a call that takes long does not hold up what comes after it', async () => {
  const bench = new Bench();
  bench.stream.latencyMs = () => (bench.stream.calls.length === 0 ? 10_000 : 10);
  bench.put('a');
  await bench.clock.advance(1);
  const later = bench.put('b');
  await bench.clock.advance(98);
  assert.equal(bench.stream.calls.length, 1);
  await bench.clock.advance(12);
  assert.deepEqual(later.outcome, { kind: 'durable' });
});

test('of one key one record is under way at a time, others pass by', async () => {
  const bench = new Bench();
  for (const data of ['1', '2', '3']) bench.put('a', data);
  bench.put('b', '4');
  await bench.clock.advance(100);
  assert.deepEqual(
    bench.stream.calls.map(({ keys }) => keys.join('')),
    ['ab', 'a', 'a'],
  );
  assert.deepEqual(bench.kinds, ['durable', 'durable', 'durable', 'durable']);
});

test('without order records of one key share a call', async () => {
  const bench = new Bench({ keepsOrder: false });
  for (const data of ['1', '2', '3']) bench.put('a', data);
  await bench.clock.advance(100);
  assert.deepEqual(bench.callSizes, [3]);
});

test('what the stream would never take is refused at once, by its size or its key', async () => {
  const bench = new Bench();
  bench.put('a', Buffer.alloc(MIB));
  bench.put('', 'x');
  bench.put('k'.repeat(257), 'x');
  await bench.clock.settle();
  assert.deepEqual(bench.kinds, ['refused', 'refused', 'refused']);
  assert.deepEqual(bench.stream.calls, []);
});

test('at the limit of its size and of its key, in code points, a record is stored', async () => {
  const bench = new Bench();
  bench.put('a', Buffer.alloc(MIB - 1));
  bench.put('k'.repeat(256), 'x');
  bench.put('𝄞'.repeat(256), 'x');
  await bench.clock.advance(100);
  assert.deepEqual(bench.kinds, ['durable', 'durable', 'durable']);
});
