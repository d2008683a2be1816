import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Bench } from './bench.ts';

test('closing waits for what was put, takes nothing more, and ends the connections', async () => {
  const bench = new Bench();
  bench.putMany(2);
  const closed = bench.sink.close(1000);
  bench.put('late');
  await bench.clock.advance(10);
  await closed;
  assert.deepEqual(bench.kinds, ['durable', 'durable', 'SinkClosedError']);
  assert.ok(bench.stream.isClosed, 'closed');
  assert.equal(bench.clock.timers, 0);
});

test('after the grace what is left is rejected, and no timer of it remains', async () => {
  const bench = new Bench();
  bench.stream.throttledKeys = new Set(['k0']);
  bench.putMany(2);
  const closed = bench.sink.close(1000);
  await bench.clock.advance(1000);
  await closed;
  assert.deepEqual(bench.kinds, ['SinkClosedError', 'durable']);
  assert.equal(bench.clock.timers, 0);
});

test('in a pause, too, no timer remains', async () => {
  const bench = new Bench();
  bench.stream.down = 'unavailable';
  bench.putMany(2);
  await bench.clock.advance(10_000);
  const closed = bench.sink.close(0);
  await bench.clock.advance(0);
  await closed;
  assert.equal(bench.clock.timers, 0);
});

test('after the grace no call is made any more, though one under way is answered', async () => {
  const bench = new Bench();
  bench.stream.latencyMs = () => 2000;
  bench.put('a', 'first');
  bench.put('a', 'second');
  await bench.clock.advance(10);
  const closed = bench.sink.close(1000);
  await bench.clock.advance(60_000);
  await closed;
  assert.deepEqual(bench.kinds, ['SinkClosedError', 'SinkClosedError']);
  assert.deepEqual(bench.stream.stored, ['first']);
});

test('closing twice waits once', async () => {
  const bench = new Bench();
  bench.put('a');
  const closed = Promise.all([bench.sink.close(1000), bench.sink.close(0)]);
  await bench.clock.advance(10);
  await closed;
  assert.deepEqual(bench.kinds, ['durable']);
});
