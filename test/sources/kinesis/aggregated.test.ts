import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aggregate } from '../../support/kinesis/aggregate.ts';
import { StreamWorld } from './stream-world.ts';

const KEYS = 10;

function aggregateOf(from: number, to: number): Buffer {
  return aggregate(
    Array.from({ length: to - from }, (_, index) => ({
      partitionKey: `key ${(from + index) % KEYS}`,
      data: JSON.stringify({ n: from + index }),
    })),
  );
}

/** By the numbers in the records, which are the same wherever they were packed. */
function numbersOf(world: StreamWorld): readonly number[] {
  return world.results.records.map(({ data }) => (JSON.parse(data.toString()) as { result: { n: number } }).result.n);
}

const upTo = (end: number): readonly number[] => Array.from({ length: end }, (_, index) => index);

test('a worker that is killed in the middle of an aggregate: the next does what is behind the checkpoint, and nothing before it again', async () => {
  const world = new StreamWorld({ shards: 1 });
  // One of them keeps those behind it from being checkpointed.
  let isStuck = true;
  world.says = (body) => (isStuck && body === '{"n":63}' ? 'QUEUE_FULL' : undefined);
  world.stream.put('whole', aggregateOf(0, 100));
  world.stream.put('whole', aggregateOf(100, 120));
  const first = world.worker({ checkpointMs: 1000, ordered: false });
  void first.consumer.start();
  await world.clock.advance(3000);
  const [row] = world.leases.rows();
  const { checkpoint } = row ?? {};
  assert.ok(checkpoint?.kind === 'record');
  assert.equal(checkpoint.subSequenceNumber, 62);
  first.kill();
  isStuck = false;
  const before = numbersOf(world).length;
  const second = world.worker();
  void second.consumer.start();
  await world.clock.advance(60_000);
  const again = numbersOf(world).slice(before);
  assert.deepEqual(
    [...new Set(numbersOf(world))].toSorted((a, b) => a - b),
    upTo(120),
    'nothing is lost',
  );
  assert.deepEqual(
    again.filter((number) => number <= 62),
    [],
    'nothing that was checkpointed is done again',
  );
});

test('a finished aggregate of n is checkpointed as KCL does, at n - 1', async () => {
  const world = new StreamWorld({ shards: 1 });
  world.stream.put('whole', aggregateOf(0, 20));
  const { consumer } = world.worker();
  void consumer.start();
  await world.clock.advance(20_000);
  const [row] = world.leases.rows();
  assert.ok(row?.checkpoint.kind === 'record');
  assert.equal(row.checkpoint.subSequenceNumber, 19);
  assert.deepEqual(
    numbersOf(world).toSorted((a, b) => a - b),
    upTo(20),
  );
});

test('a checkpoint of KCL in the middle of an aggregate is where it goes on', async () => {
  const world = new StreamWorld({ shards: 1 });
  const { shardId, sequenceNumber } = world.stream.put('whole', aggregateOf(0, 20));
  world.leases.seed({
    key: shardId,
    counter: 40,
    checkpoint: { kind: 'record', sequenceNumber, subSequenceNumber: 16 },
    startingHashKey: '0',
    endingHashKey: String(2n ** 128n - 1n),
  });
  const { consumer } = world.worker();
  void consumer.start();
  await world.clock.advance(20_000);
  assert.deepEqual(
    numbersOf(world).toSorted((a, b) => a - b),
    [17, 18, 19],
  );
});

test('records of one key keep their order, within an aggregate and over several', async () => {
  const world = new StreamWorld({ shards: 1 });
  for (let at = 0; at < 200; at += 50) world.stream.put('whole', aggregateOf(at, at + 50));
  const { consumer } = world.worker();
  void consumer.start();
  await world.clock.advance(60_000);
  assert.deepEqual([numbersOf(world).length, world.disorders()], [200, 0]);
});
