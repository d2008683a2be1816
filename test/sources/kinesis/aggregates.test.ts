import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Checkpoint } from '../../../src/sources/kinesis/lease-port.ts';
import { leaseOf } from '../../../src/sources/kinesis/leases/lease-row.ts';
import { subRecordsOf } from '../../../src/sources/kinesis/records/aggregate.ts';
import { fileLetters } from '../../../src/sources/kinesis/redrive/file-letters.ts';
import { ProtobufMessage } from '../../../src/upstreams/embedded/protobuf.ts';
import { aggregate, sealed } from '../../support/kinesis/aggregate.ts';
import { record } from './entries.ts';
import { chunks, RedriveWorld } from './redrive-world.ts';
import { StreamWorld, type TimedSink } from './stream-world.ts';

interface Source {
  readonly shardId: string;
  readonly sequenceNumber: string;
  readonly subSequenceNumber: number;
  readonly partitionKey: string;
  readonly result: { readonly n: number };
}

/** Records `from` to `to`, each with its number, in one. */
function packed(from: number, to: number, keyOf = (number: number) => `key ${number % 10}`): Buffer {
  return aggregate(
    Array.from({ length: to - from }, (_, index) => ({
      partitionKey: keyOf(from + index),
      data: JSON.stringify({ n: from + index }),
    })),
  );
}

function sourcesIn({ records }: TimedSink): Source[] {
  return records.map(({ data }) => JSON.parse(data.toString()));
}

const numbers = (sources: readonly Source[]): number[] => sources.map(({ result }) => result.n).toSorted((a, b) => a - b);

const upTo = (count: number, from = 0): number[] => Array.from({ length: count }, (_, index) => from + index);

/** Whether an entry is done, as a checkpoint says; said here again, so that nothing is its own judge. */
function isBehind(sequenceNumber: string, subSequenceNumber: number, checkpoint: Checkpoint | undefined): boolean {
  if (checkpoint?.kind !== 'record') return false;
  const distance = BigInt(sequenceNumber) - BigInt(checkpoint.sequenceNumber);
  return distance < 0n || (distance === 0n && subSequenceNumber <= checkpoint.subSequenceNumber);
}

/** What is stored for the only shard. */
async function stored(world: StreamWorld): Promise<Checkpoint | undefined> {
  return (await world.leases.list())[0]?.checkpoint;
}

/** Entries behind a stored checkpoint without a durable result: must be none. */
async function ahead(world: StreamWorld): Promise<string[]> {
  const durable = new Set(sourcesIn(world.results).map((each) => `${each.sequenceNumber} ${each.subSequenceNumber}`));
  const checkpoints = new Map((await world.leases.list()).map(({ key, checkpoint }) => [key, checkpoint]));
  return world.stream.contents().flatMap(({ shardId, sequenceNumber, data }) => {
    return upTo(subRecordsOf(data)?.length ?? 1)
      .filter((sub) => isBehind(sequenceNumber, sub, checkpoints.get(shardId)))
      .map((sub) => `${sequenceNumber} ${sub}`)
      .filter((entry) => !durable.has(entry));
  });
}

/** Shards whose checkpoint stands within an aggregate. */
async function halfDone(world: StreamWorld): Promise<number> {
  const lengths = new Map(
    world.stream.contents().map(({ sequenceNumber, data }) => [sequenceNumber, subRecordsOf(data)?.length]),
  );
  const isHalf = (checkpoint: Checkpoint): boolean =>
    checkpoint.kind === 'record' && checkpoint.subSequenceNumber + 1 < (lengths.get(checkpoint.sequenceNumber) ?? 1);
  return (await world.leases.list()).filter(({ checkpoint }) => isHalf(checkpoint)).length;
}

test('records of aggregates are answered one by one, and a finished aggregate of n is checkpointed at n - 1', async () => {
  const world = new StreamWorld();
  world.put(0, 5);
  const { sequenceNumber } = world.stream.put('any', packed(5, 45));
  void world.worker().consumer.start();
  await world.clock.advance(10_000);
  const sources = sourcesIn(world.results);
  assert.deepEqual(numbers(sources), upTo(45));
  for (const source of sources.filter(({ result }) => result.n >= 5)) {
    const { n } = source.result;
    assert.deepEqual(
      [source.sequenceNumber, source.subSequenceNumber, source.partitionKey],
      [sequenceNumber, n - 5, `key ${n % 10}`],
    );
  }
  assert.deepEqual([await stored(world), world.disorders()], [record(sequenceNumber, 39), 0]);
});

test('an aggregate of nothing is passed by the checkpoint', async () => {
  const world = new StreamWorld();
  world.put(0, 5);
  const { sequenceNumber } = world.stream.put('any', sealed(new ProtobufMessage().text(1, 'key')));
  void world.worker().consumer.start();
  await world.clock.advance(10_000);
  assert.deepEqual([world.results.records.length, await stored(world)], [5, record(sequenceNumber)]);
});

test('a worker that is killed half way through an aggregate leaves the rest of it to the next: nothing lost, nothing checkpointed repeated', async () => {
  const world = new StreamWorld();
  world.put(0, 10);
  // All of one key, so that they are done one after the other.
  const { sequenceNumber } = world.stream.put(
    'any',
    packed(10, 210, () => 'one key'),
  );
  world.put(210, 220);
  const first = world.worker({ checkpointMs: 100 });
  void first.consumer.start();
  await world.clock.advance(1500);
  first.kill();
  const checkpoint = await stored(world);
  assert.ok(checkpoint?.kind === 'record', 'nothing is checkpointed');
  const { subSequenceNumber } = checkpoint;
  assert.equal(checkpoint.sequenceNumber, sequenceNumber);
  assert.ok(subSequenceNumber > 20 && subSequenceNumber < 180, `checkpointed at ${subSequenceNumber}, not half way`);
  const before = sourcesIn(world.results);
  assert.deepEqual(
    before.filter(({ result }) => result.n >= 10 && result.n <= 10 + subSequenceNumber).length,
    subSequenceNumber + 1,
    'all that is checkpointed is durable',
  );
  void world.worker().consumer.start();
  await world.clock.advance(60_000);
  const sources = sourcesIn(world.results);
  assert.deepEqual([...new Set(numbers(sources))], upTo(220));
  const again = sources
    .slice(before.length)
    .filter((source) => isBehind(source.sequenceNumber, source.subSequenceNumber, checkpoint));
  assert.deepEqual(again, [], 'repeated');
  assert.equal(world.disorders(), 0);
});

test('killed again and again, a stream of aggregates and single records in several shards loses nothing', async () => {
  const world = new StreamWorld({ shards: 2 });
  let count = 0;
  let halfWay = 0;
  for (let round = 0; round < 8; round += 1) {
    for (let each = 0; each < 6; each += 1) {
      const next = count + 1 + ((round * 13 + each * 29) % 60);
      world.stream.put(
        `shard ${each}`,
        packed(count, next, () => `key ${each}`),
      );
      world.put(next, next + 5);
      count = next + 5;
    }
    const { consumer, kill } = world.worker({ checkpointMs: 130 });
    void consumer.start();
    // A lease of who was killed is not taken before it has expired.
    const before = world.results.records.length;
    while (world.results.records.length === before) await world.clock.advance(50);
    await world.clock.advance(200 + round * 37);
    kill();
    halfWay += await halfDone(world);
    assert.deepEqual(await ahead(world), [], `ahead of what is durable, at kill ${round}`);
  }
  assert.ok(halfWay >= 3, `${halfWay} checkpoints half way through an aggregate`);
  void world.worker().consumer.start();
  await world.clock.advance(60_000);
  assert.deepEqual([...new Set(numbers(sourcesIn(world.results)))], upTo(count));
});

test('where KCL has left an aggregate half done, its rest is done, and nothing else of it', async () => {
  const world = new StreamWorld();
  const [shard] = await world.stream.shards();
  world.put(0, 5);
  const { sequenceNumber } = world.stream.put('any', packed(5, 25));
  world.put(25, 30);
  const lease = leaseOf({
    leaseKey: { S: shard?.id ?? '' },
    leaseCounter: { N: '812' },
    ownerSwitchesSinceCheckpoint: { N: '1' },
    checkpoint: { S: sequenceNumber },
    checkpointSubSequenceNumber: { N: '6' },
    startingHashKey: { S: shard?.startingHashKey ?? '' },
    endingHashKey: { S: shard?.endingHashKey ?? '' },
  });
  assert.ok(lease !== undefined, 'no lease');
  await world.leases.create(lease);
  void world.worker().consumer.start();
  await world.clock.advance(30_000);
  assert.deepEqual(numbers(sourcesIn(world.results)), upTo(18, 12));
});

test('a record of an aggregate dies alone: its letter has its data, key and number, and puts back it alone', async () => {
  const world = new StreamWorld();
  const { sequenceNumber } = world.stream.put(
    'any',
    packed(0, 20, (number) => `own key ${number}`),
  );
  world.says = (body) => (body === '{"n":7}' ? 'MODEL_REFUSED' : undefined);
  void world.worker().consumer.start();
  await world.clock.advance(10_000);
  const [letter, ...others] = world.deadLetters.records.map(({ data }) => data.toString());
  assert.equal(others.length, 0);
  const { data, ...source } = JSON.parse(letter ?? '');
  assert.deepEqual(
    [source.sequenceNumber, source.subSequenceNumber, source.partitionKey, Buffer.from(data, 'base64').toString()],
    [sequenceNumber, 7, 'own key 7', '{"n":7}'],
  );
  assert.equal(world.deadLetters.records[0]?.partitionKey, 'own key 7');
  world.says = () => undefined;
  const report = await new RedriveWorld({}, world.clock, world.stream).run(fileLetters(chunks(letter ?? '')));
  assert.equal(report.put, 1);
  const put = world.stream.contents().at(-1);
  assert.deepEqual([put?.partitionKey, put?.data.toString()], ['own key 7', '{"n":7}']);
  await world.clock.advance(10_000);
  assert.deepEqual([numbers(sourcesIn(world.results)), await stored(world)], [upTo(20), record(put?.sequenceNumber ?? '')]);
});
