import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PageSize } from '../../../../src/sources/kinesis/reading/page-size.ts';
import { ShardReader } from '../../../../src/sources/kinesis/reading/shard-reader.ts';
import type { Position, StreamRecord } from '../../../../src/sources/kinesis/stream-port.ts';
import { ByteBudget } from '../../../../src/sources/pulled/byte-budget.ts';
import { FakeStream, type FakeStreamOptions } from '../../../support/kinesis/fake-stream.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

const KIB = 1024;

/** A reader of a stream of one shard; nothing that it reads is ever given back unless `release` is called. */
async function reading(options: FakeStreamOptions & { readonly from?: Position; readonly limit?: number } = {}) {
  const clock = new VirtualClock();
  const stream = new FakeStream(clock, options);
  const [shard] = await stream.shards();
  const shardId = shard?.id ?? '';
  const budget = new ByteBudget(options.limit ?? 1024 * KIB);
  const ahead = new ByteBudget(1024 * KIB);
  const read: string[] = [];
  const faults: string[] = [];
  let reopened = 0;
  let held = 0;
  const take = (records: readonly StreamRecord[]): number => {
    read.push(...records.map(({ data }) => data.toString().slice(0, 8)));
    const bytes = records.reduce((sum, { data }) => sum + data.length, 0);
    held += bytes;
    return bytes;
  };
  const listener = { read() {}, reopened: () => (reopened += 1), fault: (fault: string) => faults.push(fault) };
  const reader = new ShardReader(
    options.from ?? { kind: 'TRIM_HORIZON' },
    { clock, stream, shardId, budgets: [budget], ahead, idleMs: 1000, listener, take },
    new PageSize(64 * KIB),
  );
  const stop = new AbortController();
  let ended: string | undefined;
  const run = (): void =>
    void reader.toItsEnd(stop.signal).then(
      () => (ended = 'ended'),
      (thrown: Error) => (ended = thrown.message),
    );
  const release = (): void => {
    budget.giveBack(held);
    held = 0;
  };
  const numbers = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, index) => String(from + index));
  const put = (from: number, to: number): void => {
    for (const number of numbers(from, to)) stream.put('k', number);
  };
  return {
    clock,
    stream,
    shardId,
    budget,
    ahead,
    read,
    faults,
    run,
    stop,
    release,
    put,
    numbers,
    reopened: () => reopened,
    ended: () => ended,
  };
}

test('records are read in order, those of before and those that come', async () => {
  const { clock, read, run, put, numbers } = await reading();
  put(0, 100);
  run();
  await clock.advance(1000);
  put(100, 200);
  await clock.advance(2000);
  assert.deepEqual(read, numbers(0, 200));
});

test('a closed shard ends behind its last record', async () => {
  for (const endsWithRecords of [true, false]) {
    const { clock, stream, shardId, read, run, put, numbers, ended } = await reading({ endsWithRecords });
    put(0, 10);
    stream.split(shardId);
    run();
    await clock.advance(5000);
    assert.deepEqual([read, ended()], [numbers(0, 10), 'ended']);
  }
});

test('an expired iterator goes on behind the last record read, with no record twice', async () => {
  const { clock, stream, read, run, put, numbers, reopened } = await reading({ limits: { reads: false, writes: false } });
  put(0, 50);
  run();
  await clock.advance(1000);
  stream.expireIterators(3);
  put(50, 100);
  await clock.advance(30_000);
  assert.deepEqual([read, reopened()], [numbers(0, 100), 3]);
});

test('throttling and an outage are waited out without a hot loop', async () => {
  const { clock, stream, read, run, put, numbers, faults } = await reading();
  put(0, 50);
  stream.outage(120_000);
  run();
  await clock.advance(119_000);
  assert.deepEqual(read, []);
  assert.ok(faults.length < 80, `${faults.length} calls in two minutes`);
  await clock.advance(60_000);
  assert.deepEqual(read, numbers(0, 50));
});

test('without room nothing is read; with room again it goes on, also when the iterator has died meanwhile', async () => {
  const { clock, stream, read, run, release, budget, reopened } = await reading({ limit: 128 * KIB });
  const body = 'x'.repeat(10 * KIB);
  for (let number = 0; number < 100; number += 1) stream.put('k', `${String(number).padEnd(8)}${body}`);
  run();
  await clock.advance(10 * 60_000);
  const first = read.length;
  assert.ok(first > 0 && first < 30, `${first} of 100 read`);
  assert.ok(budget.held <= 300 * KIB, `${budget.held} bytes held`);
  for (let turn = 0; turn < 200 && read.length < 100; turn += 1) {
    release();
    await clock.advance(1000);
  }
  assert.deepEqual(
    read.map((text) => Number(text)),
    Array.from({ length: 100 }, (_, number) => number),
  );
  assert.ok(reopened() > 0, 'the iterator was opened again');
});

test('while enough waits for the endpoint no page is read, though there is room', async () => {
  const { clock, read, run, put, numbers, ahead } = await reading();
  put(0, 10);
  ahead.correct(2048 * KIB);
  run();
  await clock.advance(10_000);
  assert.deepEqual(read, []);
  ahead.giveBack(2048 * KIB);
  await clock.advance(2000);
  assert.deepEqual(read, numbers(0, 10));
});

test('LATEST skips what was there, also when its first iterator dies before anything came', async () => {
  const { clock, stream, read, run, put, numbers } = await reading({ from: { kind: 'LATEST' } });
  put(0, 10);
  await clock.advance(1);
  run();
  await clock.advance(1500);
  stream.expireIterators(1);
  put(10, 20);
  await clock.advance(10_000);
  assert.deepEqual(read, numbers(10, 20));
});

test('it ends with what the signal was aborted with, wherever it is', async () => {
  const { clock, run, stop, ended, budget } = await reading();
  run();
  await clock.advance(700);
  stop.abort(new Error('closing'));
  await clock.settle();
  assert.deepEqual([ended(), budget.held], ['closing', 0]);
});
