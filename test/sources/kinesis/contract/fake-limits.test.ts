import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StreamError, type StreamFault } from '../../../../src/sources/kinesis/stream-port.ts';
import { FakeStream } from '../../../support/kinesis/fake-stream.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

const MIB = 1_048_576;
const SHARD = 'shardId-000000000000';

const isFault = (fault: StreamFault) => (thrown: unknown) => thrown instanceof StreamError && thrown.fault === fault;
const horizon = (stream: FakeStream, shardId = SHARD): Promise<string> => stream.iterator(shardId, { kind: 'TRIM_HORIZON' });
const entry = (data: string | Buffer, partitionKey = 'k') => ({ partitionKey, data: Buffer.from(data) });

test('a page ends at 10 MiB, and pays for it with five seconds', async () => {
  const clock = new VirtualClock();
  const stream = new FakeStream(clock);
  for (let index = 0; index < 12; index += 1) stream.put('', Buffer.alloc(MIB));
  const first = await stream.records(await horizon(stream), 10_000);
  assert.equal(first.records.length, 10);
  await clock.advance(4999);
  await assert.rejects(stream.records(first.next ?? '', 1), isFault('throttled'));
  await clock.advance(1);
  assert.equal((await stream.records(first.next ?? '', 10_000)).records.length, 2);
});

test('small pages that make 2 MiB within a second use the second up, and half of that does not', async () => {
  const clock = new VirtualClock();
  const stream = new FakeStream(clock);
  for (let index = 0; index < 4; index += 1) stream.put('', Buffer.alloc(MIB / 2));
  const iterator = await horizon(stream);
  await stream.records(iterator, 2);
  const second = await stream.records(iterator, 2);
  await assert.rejects(stream.records(second.next ?? '', 1), isFault('throttled'));
  await clock.advance(1000);
  await stream.records(second.next ?? '', 1);
});

test('iterators are given out five times a second and shard', async () => {
  const clock = new VirtualClock();
  const stream = new FakeStream(clock, { shards: 2 });
  for (let index = 0; index < 5; index += 1) await horizon(stream);
  await assert.rejects(horizon(stream), isFault('throttled'));
  await horizon(stream, 'shardId-000000000001');
  await clock.advance(1000);
  await horizon(stream);
});

test('a limit outside of 1 to 10 000 is refused', async () => {
  const stream = new FakeStream(new VirtualClock());
  const iterator = await horizon(stream);
  for (const limit of [0, 10_001, 1.5]) await assert.rejects(stream.records(iterator, limit), isFault('unavailable'));
});

test('a shard takes 1 MiB and a thousand records a second, and others take theirs', async () => {
  const clock = new VirtualClock();
  const stream = new FakeStream(clock, { shards: 2 });
  const half = { ...entry(Buffer.alloc(MIB / 2 - 1)), explicitHashKey: '0' };
  const other = { ...half, explicitHashKey: String(2n ** 128n - 1n) };
  const failed = async (...entries: (typeof half)[]): Promise<readonly boolean[]> =>
    (await stream.putRecords(entries)).map((outcome) => 'errorCode' in outcome);
  assert.deepEqual(await failed(half, half, half, other), [false, false, true, false]);
  await clock.advance(1000);
  assert.deepEqual(await failed(half), [false]);
  await clock.advance(1000);
  const many = Array.from({ length: 500 }, () => ({ ...entry('x'), explicitHashKey: '0' }));
  await failed(...many);
  await failed(...many);
  assert.deepEqual(await failed({ ...entry('x'), explicitHashKey: '0' }), [true]);
});

test('a call with too many records, too large a record or too many bytes is refused, and stores nothing', async () => {
  const stream = new FakeStream(new VirtualClock());
  const large = Array.from({ length: 11 }, () => entry(Buffer.alloc(MIB - 1)));
  for (const entries of [[], Array.from({ length: 501 }, () => entry('x')), [entry(Buffer.alloc(MIB))], large])
    await assert.rejects(stream.putRecords(entries), isFault('unavailable'));
  assert.deepEqual(stream.contents(), []);
});
