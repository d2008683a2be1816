import assert from 'node:assert/strict';
import type { Position } from '../../../../src/sources/kinesis/stream-port.ts';
import type { Clause } from './deviations.ts';
import { drain, type OpenWorld, type Put, type StreamWorld, texts } from './world.ts';

/** What is read from a position on. */
async function readFrom(world: StreamWorld, shardId: string, position: Position): Promise<readonly string[]> {
  return texts((await drain(world, await world.stream.iterator(shardId, position))).records);
}

async function putAll(world: StreamWorld, ...data: string[]): Promise<Put[]> {
  const puts: Put[] = [];
  for (const text of data) puts.push(await world.put('a', Buffer.from(text), '0'));
  return puts;
}

/** Where reading begins. */
export const positionClauses = (open: OpenWorld): readonly Clause[] => [
  {
    name: 'AT a sequence number begins with its record, AFTER it with the next',
    async holds(context) {
      const world = await open(context);
      const [, second] = await putAll(world, '1', '2', '3');
      const { shardId, sequenceNumber } = second ?? { shardId: '', sequenceNumber: '' };
      assert.deepEqual(await readFrom(world, shardId, { kind: 'AT_SEQUENCE_NUMBER', sequenceNumber }), ['2', '3']);
      assert.deepEqual(await readFrom(world, shardId, { kind: 'AFTER_SEQUENCE_NUMBER', sequenceNumber }), ['3']);
    },
  },
  {
    name: 'AFTER the last record is the tip, where later ones come',
    async holds(context) {
      const world = await open(context);
      const [first] = await putAll(world, '1');
      const { shardId, sequenceNumber } = first ?? { shardId: '', sequenceNumber: '' };
      const iterator = await world.stream.iterator(shardId, { kind: 'AFTER_SEQUENCE_NUMBER', sequenceNumber });
      await putAll(world, '2');
      assert.deepEqual(texts((await drain(world, iterator)).records), ['2']);
    },
  },
  {
    name: 'LATEST leaves out what was there when the iterator was made, and nothing after',
    async holds(context) {
      const world = await open(context);
      const [first] = await putAll(world, '1', '2');
      const iterator = await world.stream.iterator(first?.shardId ?? '', { kind: 'LATEST' });
      await putAll(world, '3', '4');
      assert.deepEqual(texts((await drain(world, iterator)).records), ['3', '4']);
    },
  },
  {
    name: 'AT a time begins with the first record that arrived then or later',
    async holds(context) {
      const world = await open(context);
      await putAll(world, '1');
      await world.pass(1500);
      const wallMs = Math.floor(world.wallNow());
      await world.pass(1500);
      const [second] = await putAll(world, '2', '3');
      assert.deepEqual(await readFrom(world, second?.shardId ?? '', { kind: 'AT_TIMESTAMP', wallMs }), ['2', '3']);
    },
  },
  {
    name: 'AT a time before all records begins with the oldest, at one after all of them with what comes',
    async holds(context) {
      const world = await open(context);
      const [first] = await putAll(world, '1', '2');
      const shardId = first?.shardId ?? '';
      assert.deepEqual(await readFrom(world, shardId, { kind: 'AT_TIMESTAMP', wallMs: world.wallNow() - 60_000 }), ['1', '2']);
      await world.pass(1500);
      const iterator = await world.stream.iterator(shardId, { kind: 'AT_TIMESTAMP', wallMs: Math.floor(world.wallNow()) - 200 });
      await putAll(world, '3');
      assert.deepEqual(texts((await drain(world, iterator)).records), ['3']);
    },
  },
  {
    name: 'at the tip a page is empty and goes on, with an iterator to be used instead',
    async holds(context) {
      const world = await open(context);
      const [first] = await putAll(world, '1');
      const iterator = await world.stream.iterator(first?.shardId ?? '', { kind: 'LATEST' });
      const page = await world.stream.records(iterator, 10);
      assert.deepEqual(page.records, []);
      await putAll(world, '2');
      assert.deepEqual(texts((await drain(world, page.next ?? '')).records), ['2']);
    },
  },
  {
    name: 'an iterator used twice reads the same twice',
    async holds(context) {
      const world = await open(context);
      const [first] = await putAll(world, '1', '2');
      const iterator = await world.stream.iterator(first?.shardId ?? '', { kind: 'TRIM_HORIZON' });
      const pages = [await world.stream.records(iterator, 10), await world.stream.records(iterator, 10)];
      assert.deepEqual(
        pages.map(({ records }) => texts(records)),
        [
          ['1', '2'],
          ['1', '2'],
        ],
      );
    },
  },
];
