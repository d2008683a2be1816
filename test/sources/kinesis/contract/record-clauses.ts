import assert from 'node:assert/strict';
import { hashKeyOf } from '../../../support/kinesis/hash-key.ts';
import type { Clause } from './deviations.ts';
import { drain, type OpenWorld, texts, twoShards } from './world.ts';

/** What becomes of a record. */
export const recordClauses = (open: OpenWorld): readonly Clause[] => [
  {
    name: 'a record is read as it was put, with its key and about when it arrived',
    async holds(context) {
      const world = await open(context);
      const data = Buffer.from([0, 255, 10, 13, 128]);
      const put = await world.put('klüche', data);
      const { records } = await drain(world, await world.stream.iterator(put.shardId, { kind: 'TRIM_HORIZON' }));
      assert.equal(records.length, 1);
      assert.deepEqual(records[0]?.data, data);
      assert.equal(records[0]?.partitionKey, 'klüche');
      assert.equal(records[0]?.sequenceNumber, put.sequenceNumber);
      assert.ok(Math.abs((records[0]?.arrivedAt ?? 0) - world.wallNow()) < 5000);
    },
  },
  {
    name: 'a record of 1 MiB and an empty one are read whole',
    async holds(context) {
      const world = await open(context);
      const [large, empty] = [Buffer.alloc(1_048_576 - 1, 7), Buffer.alloc(0)];
      const { shardId } = await world.put('a', large);
      await world.put('a', empty);
      const { records } = await drain(world, await world.stream.iterator(shardId, { kind: 'TRIM_HORIZON' }));
      assert.deepEqual(
        records.map(({ data }) => data.equals(large) || data.equals(empty)),
        [true, true],
      );
    },
  },
  {
    name: 'a record goes where the MD5 of its key says, or its explicit hash key',
    async holds(context) {
      const world = await open(context);
      const [low, high] = await twoShards(world);
      for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) {
        const expected = hashKeyOf(key) <= BigInt(low.endingHashKey) ? low.id : high.id;
        assert.equal((await world.put(key, Buffer.from('x'))).shardId, expected);
        assert.equal((await world.put(key, Buffer.from('x'), high.endingHashKey)).shardId, high.id);
        assert.equal((await world.put(key, Buffer.from('x'), '0')).shardId, low.id);
      }
    },
  },
  {
    name: 'sequence numbers of a shard grow as numbers, in the order of puts',
    async holds(context) {
      const world = await open(context);
      const expected = Array.from({ length: 40 }, (_, index) => String(index));
      for (const text of expected) await world.put('a', Buffer.from(text), '0');
      const [low] = await twoShards(world);
      const { records } = await drain(world, await world.stream.iterator(low.id, { kind: 'TRIM_HORIZON' }));
      assert.deepEqual(texts(records), expected);
      const numbers = records.map(({ sequenceNumber }) => BigInt(sequenceNumber));
      assert.ok(numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? number)));
    },
  },
  {
    name: 'pages hold no more records than asked for, and all of them together each record once',
    async holds(context) {
      const world = await open(context);
      for (let index = 0; index < 10; index += 1) await world.put('a', Buffer.from(String(index)), '0');
      const [low] = await twoShards(world);
      const iterator = await world.stream.iterator(low.id, { kind: 'TRIM_HORIZON' });
      const first = await world.stream.records(iterator, 3);
      assert.deepEqual(texts(first.records), ['0', '1', '2']);
      const { records } = await drain(world, first.next ?? '', 4);
      assert.deepEqual(texts(records), ['3', '4', '5', '6', '7', '8', '9']);
    },
  },
  {
    name: 'how far behind a page is grows with time while there is more, and is 0 at the tip',
    async holds(context) {
      const world = await open(context);
      for (const text of ['a', 'b']) await world.put('a', Buffer.from(text), '0');
      await world.pass(2000);
      const [low] = await twoShards(world);
      const first = await world.stream.records(await world.stream.iterator(low.id, { kind: 'TRIM_HORIZON' }), 1);
      assert.ok((first.millisBehindLatest ?? 0) >= 1900);
      const second = await world.stream.records(first.next ?? '', 1);
      assert.equal(second.millisBehindLatest, 0);
    },
  },
];
