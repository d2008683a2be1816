import assert from 'node:assert/strict';
import { LAST_HASH_KEY } from '../../../support/kinesis/hash-key.ts';
import type { Clause } from './deviations.ts';
import { drain, type OpenWorld, order, texts, twoShards } from './world.ts';

/** How shards come, end and follow each other. */
export const shardClauses = (open: OpenWorld): readonly Clause[] => [
  {
    name: 'it is described: its ARN, its retention, and that it heeds keys',
    async holds(context) {
      const { stream } = await open(context);
      const { arn, ...rest } = await stream.describe();
      assert.match(arn, /^arn:aws:kinesis:us-east-1:\d{12}:stream\/\S+$/);
      assert.deepEqual(rest, { ignoresKeys: false, retentionHours: 24, maxRecordBytes: 1024 * 1024 });
    },
  },
  {
    name: 'the shards of a new stream are open, have no parents and share all hash keys',
    async holds(context) {
      const [low, high] = await twoShards(await open(context));
      assert.deepEqual([low.parents, high.parents, low.isClosed, high.isClosed], [[], [], false, false]);
      assert.deepEqual([low.startingHashKey, high.endingHashKey], ['0', String(LAST_HASH_KEY)]);
      assert.equal(BigInt(low.endingHashKey) + 1n, BigInt(high.startingHashKey));
    },
  },
  {
    name: 'a split closes the shard, and two children share its hash keys and what is put from then on',
    async holds(context) {
      const world = await open(context);
      const [parent] = await twoShards(world);
      await world.split(parent.id);
      const shards = await world.stream.shards();
      assert.equal(shards.find(({ id }) => id === parent.id)?.isClosed, true);
      const children = shards.filter(({ parents }) => parents.includes(parent.id));
      const [lower, upper] = children.toSorted((a, b) => order(a.startingHashKey, b.startingHashKey));
      assert.equal(children.length, 2);
      assert.equal(lower?.startingHashKey, parent.startingHashKey);
      assert.equal(BigInt(lower.endingHashKey) + 1n, BigInt(upper?.startingHashKey ?? 0));
      assert.equal(upper?.endingHashKey, parent.endingHashKey);
      assert.deepEqual([lower.isClosed, upper.isClosed], [false, false]);
      assert.equal((await world.put('a', Buffer.from('x'), parent.startingHashKey)).shardId, lower.id);
      assert.equal((await world.put('a', Buffer.from('x'), parent.endingHashKey)).shardId, upper.id);
    },
  },
  {
    name: 'a merge closes both shards, and their child names both as parents',
    async holds(context) {
      const world = await open(context);
      const [low, high] = await twoShards(world);
      await world.merge(low.id, high.id);
      const shards = await world.stream.shards();
      const child = shards.find(({ isClosed }) => !isClosed);
      assert.equal(shards.length, 3);
      assert.deepEqual(child?.parents.toSorted(), [low.id, high.id].toSorted());
      assert.deepEqual([child?.startingHashKey, child?.endingHashKey], ['0', String(LAST_HASH_KEY)]);
    },
  },
  {
    name: 'a closed shard is read to its last record, and ends there and not before',
    async holds(context) {
      const world = await open(context);
      const [parent] = await twoShards(world);
      for (const text of ['1', '2', '3']) await world.put('a', Buffer.from(text), '0');
      const early = await world.stream.iterator(parent.id, { kind: 'TRIM_HORIZON' });
      await world.split(parent.id);
      const first = await world.stream.records(early, 2);
      assert.deepEqual(texts(first.records), ['1', '2']);
      assert.notEqual(first.next, undefined);
      const rest = await drain(world, first.next ?? '');
      assert.deepEqual([texts(rest.records), rest.ended], [['3'], true]);
      const again = await drain(world, await world.stream.iterator(parent.id, { kind: 'TRIM_HORIZON' }));
      assert.deepEqual([texts(again.records), again.ended], [['1', '2', '3'], true]);
    },
  },
  {
    name: 'a closed shard that is done ends at once: AFTER its last record, or empty from the first',
    async holds(context) {
      const world = await open(context);
      const [low, high] = await twoShards(world);
      const { sequenceNumber } = await world.put('a', Buffer.from('1'), '0');
      await world.merge(low.id, high.id);
      const done = await world.stream.iterator(low.id, { kind: 'AFTER_SEQUENCE_NUMBER', sequenceNumber });
      assert.deepEqual(await drain(world, done), { records: [], ended: true });
      const empty = await world.stream.iterator(high.id, { kind: 'TRIM_HORIZON' });
      assert.deepEqual(await drain(world, empty), { records: [], ended: true });
    },
  },
  {
    name: 'a reader at the tip of a shard sees it end',
    async holds(context) {
      const world = await open(context);
      const [low] = await twoShards(world);
      const tip = await world.stream.records(await world.stream.iterator(low.id, { kind: 'LATEST' }), 10);
      await world.split(low.id);
      assert.deepEqual(await drain(world, tip.next ?? ''), { records: [], ended: true });
    },
  },
  {
    name: 'LATEST of a closed shard ends at once',
    async holds(context) {
      const world = await open(context);
      const [low] = await twoShards(world);
      await world.put('a', Buffer.from('1'), '0');
      await world.split(low.id);
      await world.pass(1500);
      const iterator = await world.stream.iterator(low.id, { kind: 'LATEST' });
      assert.deepEqual(await drain(world, iterator), { records: [], ended: true });
    },
  },
];
