import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Asking } from '../../../../src/sources/kinesis/asking.ts';
import { ShardSession } from '../../../../src/sources/kinesis/reading/shard-session.ts';
import type { Entry } from '../../../../src/sources/kinesis/records/entry.ts';
import { StreamForm } from '../../../../src/sources/kinesis/records/stream-form.ts';
import { ByteBudget } from '../../../../src/sources/pulled/byte-budget.ts';
import { aggregate } from '../../../support/kinesis/aggregate.ts';
import { blankLease } from '../../../support/kinesis/blank-lease.ts';
import { FakeStream } from '../../../support/kinesis/fake-stream.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

const KIB = 1024;

/** A session on a stream of one shard; an entry is done where `isStuck` says nothing against it, else when it is freed. */
async function session(isStuck: (entry: Entry) => boolean) {
  const clock = new VirtualClock();
  const stream = new FakeStream(clock, { limits: { reads: false, writes: false } });
  const [budget, ahead] = [new ByteBudget(100 * 1024 * KIB), new ByteBudget(2048 * KIB)];
  const form = new StreamForm({ stream: 's', contentType: 'text/plain', lines: false, includeInput: false });
  const stuck: (() => void)[] = [];
  const taken: Entry[] = [];
  const stop = new AbortController();
  const shard = new ShardSession(
    {
      signal: stop.signal,
      lease: blankLease({ key: (await stream.shards())[0]?.id ?? '', owner: 'me', counter: 1 }),
      check() {},
      checkpoint: () => Promise.resolve(true),
    },
    { startMs: 0, maxShardBytes: 4096 * KIB, idleMs: 200 },
    {
      clock,
      asking: new Asking(clock, () => {}),
      stream,
      budget,
      ahead,
      listener: { read() {}, reopened() {}, fault() {} },
      entriesOf: (record) => form.entriesOf(record),
      deliverUnder: () => (entry, owner) => {
        taken.push(entry);
        owner.taken();
        if (isStuck(entry)) stuck.push(() => owner.done());
        else owner.done();
      },
      undelivered() {},
      shardEnded: () => Promise.resolve(),
    },
  );
  void shard.run().catch(() => {});
  const free = (): void => {
    for (const resolve of stuck.splice(0)) resolve();
  };
  return { clock, stream, budget, ahead, taken, free };
}

/** Some 250 KiB in a thousand records. */
const AGGREGATE = aggregate(Array.from({ length: 1000 }, (_, n) => ({ partitionKey: `k${n}`, data: 'x'.repeat(256) })));

test('one record of an aggregate that is not done holds all of its bytes, and reading stops for them', async () => {
  const { clock, stream, budget, ahead, taken, free } = await session((entry) => entry.subSequenceNumber === 500);
  for (let count = 0; count < 100; count += 1) stream.put('any', AGGREGATE);
  await clock.advance(60_000);
  const read = taken.length / 1000;
  assert.ok(read > 10 && read < 20, `${read} of 100 read, into 4 MiB`);
  assert.ok(
    Math.abs(budget.held - read * (AGGREGATE.length + 512)) < 1024 * KIB,
    `${budget.held} bytes held of ${read} aggregates`,
  );
  assert.equal(ahead.held, 0);
  for (let round = 0; round < 20; round += 1) {
    free();
    await clock.advance(60_000);
  }
  assert.equal(taken.length, 100_000);
});

test('what entries hold is given back when they are done, all of it', async () => {
  const { clock, stream, budget, ahead, taken, free } = await session(() => true);
  stream.put('any', AGGREGATE);
  stream.put('any', 'a single one');
  await clock.advance(1000);
  // Room for the page that is being read is held, too.
  const held = budget.held;
  free();
  await clock.advance(50);
  assert.equal(taken.length, 1001);
  assert.equal(held - budget.held, AGGREGATE.length + 1000 * 512 + 'a single one'.length + 512);
  assert.equal(ahead.held, 0);
});
