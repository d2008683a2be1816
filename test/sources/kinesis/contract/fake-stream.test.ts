import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StreamError, type StreamFault } from '../../../../src/sources/kinesis/stream-port.ts';
import { FakeStream } from '../../../support/kinesis/fake-stream.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

const SHARD = 'shardId-000000000000';
const HOUR_MS = 3_600_000;

const isFault = (fault: StreamFault) => (thrown: unknown) => thrown instanceof StreamError && thrown.fault === fault;
const horizon = (stream: FakeStream, shardId = SHARD): Promise<string> => stream.iterator(shardId, { kind: 'TRIM_HORIZON' });
const entry = (data: string | Buffer, partitionKey = 'k') => ({ partitionKey, data: Buffer.from(data) });

test('what is older than the retention is gone, and reading goes on with the oldest that is kept', async () => {
  const clock = new VirtualClock();
  const stream = new FakeStream(clock, { retentionHours: 24 });
  const { sequenceNumber } = stream.put('k', 'old');
  await clock.advance(HOUR_MS);
  stream.put('k', 'kept');
  await clock.advance(23 * HOUR_MS + 1);
  const page = await stream.records(await stream.iterator(SHARD, { kind: 'AT_SEQUENCE_NUMBER', sequenceNumber }), 10);
  assert.deepEqual(
    page.records.map(({ data }) => String(data)),
    ['kept'],
  );
});

test('a closed shard is listed for as long as its records are kept, and missing then; its children name it still', async () => {
  const clock = new VirtualClock();
  const stream = new FakeStream(clock);
  stream.put('k', 'x');
  await clock.advance(HOUR_MS);
  const children = stream.split(SHARD);
  await clock.advance(24 * HOUR_MS);
  assert.equal((await stream.shards()).length, 3);
  await clock.advance(1);
  assert.deepEqual(
    (await stream.shards()).map(({ id }) => id),
    children,
  );
  assert.deepEqual((await stream.shards())[0]?.parents, [SHARD]);
  await assert.rejects(horizon(stream), isFault('missing'));
});

test('trimmed by hand, an open shard loses its records and a closed one is gone', async () => {
  const stream = new FakeStream(new VirtualClock());
  stream.put('k', 'x');
  stream.trim(SHARD);
  assert.deepEqual(stream.contents(), []);
  stream.split(SHARD);
  stream.trim(SHARD);
  assert.equal((await stream.shards()).length, 2);
});

test('sequence numbers get longer soon: their order as text is not theirs', () => {
  const stream = new FakeStream(new VirtualClock());
  const numbers = Array.from({ length: 20 }, () => stream.put('k', 'x').sequenceNumber);
  assert.notDeepEqual(numbers.toSorted(), numbers);
});

test('a call takes its time, half before it is carried out', async () => {
  const clock = new VirtualClock();
  const stream = new FakeStream(clock);
  const iterator = await horizon(stream);
  stream.wire.latencyMs = () => 100;
  let records: number | undefined;
  void stream.records(iterator, 10).then((page) => (records = page.records.length));
  await clock.advance(49);
  stream.put('k', 'in time');
  await clock.advance(1);
  stream.put('k', 'too late');
  await clock.advance(49);
  assert.equal(records, undefined);
  await clock.advance(1);
  assert.equal(records, 1);
});

test('an outage ends by itself; what hangs in it is given up after ten seconds', async () => {
  const clock = new VirtualClock();
  const stream = new FakeStream(clock);
  stream.outage(1000);
  await assert.rejects(stream.shards(), isFault('unavailable'));
  await clock.advance(1000);
  await stream.shards();
  stream.outage(1000, 'hung');
  let thrown: unknown;
  void stream.shards().catch((error: unknown) => {
    thrown = error;
  });
  await clock.advance(9999);
  assert.equal(thrown, undefined);
  await clock.advance(1);
  assert.ok(isFault('unavailable')(thrown));
  await stream.shards();
});

test('a fault may befall a share of the calls', async () => {
  const stream = new FakeStream(new VirtualClock());
  stream.wire.interfere({ how: 'refused', fault: 'throttled', operations: ['shards'], share: 0.3 });
  let throttled = 0;
  for (let call = 0; call < 100; call += 1) await stream.shards().catch(() => (throttled += 1));
  await stream.describe();
  assert.ok(throttled > 15 && throttled < 45, String(throttled));
});

test('the next reads find their iterators expired, as many as told', async () => {
  const stream = new FakeStream(new VirtualClock());
  const iterator = await horizon(stream);
  stream.expireIterators(2);
  for (const _ of [1, 2]) await assert.rejects(stream.records(iterator, 1), isFault('expired'));
  await stream.records(iterator, 1);
  assert.equal(stream.wire.calls('records'), 3);
});

test('records of one call fail each by itself, and those are not stored', async () => {
  const stream = new FakeStream(new VirtualClock());
  stream.writes.failNext(1);
  stream.writes.failNext(1, 'ProvisionedThroughputExceededException');
  const outcomes = await stream.putRecords([entry('a'), entry('b'), entry('c')]);
  assert.deepEqual(
    outcomes.map((outcome) => ('errorCode' in outcome ? outcome.errorCode : 'stored')),
    ['InternalFailure', 'ProvisionedThroughputExceededException', 'stored'],
  );
  assert.deepEqual(
    stream.contents().map(({ data }) => String(data)),
    ['c'],
  );
});

test('a lost reply is to records that were stored', async () => {
  const stream = new FakeStream(new VirtualClock());
  stream.wire.interfere({ how: 'lost', operations: ['putRecords'], times: 1 });
  await assert.rejects(stream.putRecords([entry('a')]), isFault('unavailable'));
  assert.equal(stream.contents().length, 1);
});

test('a stream that ignores keys spreads one key over its shards, and gives none back', async () => {
  const stream = new FakeStream(new VirtualClock(), { shards: 2, ignoresKeys: true });
  for (let index = 0; index < 20; index += 1) stream.put('k', 'x');
  assert.equal((await stream.describe()).ignoresKeys, true);
  assert.equal(new Set(stream.contents().map(({ shardId }) => shardId)).size, 2);
  assert.ok(stream.contents().every(({ partitionKey }) => partitionKey === undefined));
});

test('pages may come empty though there is more, and lose nothing by it', async () => {
  const clock = new VirtualClock();
  const stream = new FakeStream(clock, { emptyPages: 0.5 });
  for (let index = 0; index < 30; index += 1) stream.put('k', String(index));
  let iterator = await horizon(stream);
  const [read, empty]: [string[], number[]] = [[], []];
  for (let call = 0; call < 100; call += 1) {
    await clock.advance(200);
    const page = await stream.records(iterator, 1);
    if (page.records.length === 0 && page.millisBehindLatest !== 0) empty.push(call);
    read.push(...page.records.map(({ data }) => String(data)));
    iterator = page.next ?? '';
  }
  assert.deepEqual(
    read,
    Array.from({ length: 30 }, (_, index) => String(index)),
  );
  assert.ok(empty.length > 5);
});
