import assert from 'node:assert/strict';
import { StreamError, type StreamFault } from '../../../../src/sources/kinesis/stream-port.ts';
import type { Clause } from './deviations.ts';
import { type OpenWorld, twoShards } from './world.ts';

const isFault = (fault: StreamFault) => (thrown: unknown) => {
  assert.ok(thrown instanceof StreamError, String(thrown));
  assert.equal(thrown.fault, fault);
  return true;
};

/** What is refused, and by which fault. */
export const faultClauses = (open: OpenWorld): readonly Clause[] => [
  {
    name: 'a shard that there is not is missing',
    async holds(context) {
      const { stream } = await open(context);
      await assert.rejects(stream.iterator('shardId-000000000099', { kind: 'TRIM_HORIZON' }), isFault('missing'));
    },
  },
  {
    name: 'a stream that there is not is missing, whatever is asked of it',
    async holds(context) {
      const { nowhere } = await open(context);
      await assert.rejects(nowhere.describe(), isFault('missing'));
      await assert.rejects(nowhere.shards(), isFault('missing'));
      await assert.rejects(nowhere.iterator('shardId-000000000000', { kind: 'LATEST' }), isFault('missing'));
    },
  },
  {
    name: 'an iterator lives for five minutes, and is expired then',
    async holds(context) {
      const world = await open(context);
      const [low] = await twoShards(world);
      const iterator = await world.stream.iterator(low.id, { kind: 'TRIM_HORIZON' });
      await world.pass(299_000);
      const page = await world.stream.records(iterator, 1);
      await world.pass(2_000);
      await assert.rejects(world.stream.records(iterator, 1), isFault('expired'));
      await world.stream.records(page.next ?? '', 1);
    },
  },
  {
    name: 'an iterator that is none is refused',
    async holds(context) {
      const { stream } = await open(context);
      await assert.rejects(stream.records('no iterator', 1), isFault('unavailable'));
    },
  },
  {
    name: 'the sixth page within a second is throttled, of the same shard alone',
    async holds(context) {
      const world = await open(context);
      const [low, high] = await twoShards(world);
      const [one, other] = [
        await world.stream.iterator(low.id, { kind: 'TRIM_HORIZON' }),
        await world.stream.iterator(high.id, { kind: 'TRIM_HORIZON' }),
      ];
      for (let call = 0; call < 5; call += 1) await world.stream.records(one, 1);
      await assert.rejects(world.stream.records(one, 1), isFault('throttled'));
      await world.stream.records(other, 1);
      await world.pass(1100);
      await world.stream.records(one, 1);
    },
  },
  {
    name: 'a time in the future is refused',
    async holds(context) {
      const world = await open(context);
      const [low] = await twoShards(world);
      const position = { kind: 'AT_TIMESTAMP', wallMs: world.wallNow() + 60_000 } as const;
      await assert.rejects(world.stream.iterator(low.id, position), isFault('unavailable'));
    },
  },
];
