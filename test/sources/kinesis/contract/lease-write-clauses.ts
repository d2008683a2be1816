import assert from 'node:assert/strict';
import type { Checkpoint } from '../../../../src/sources/kinesis/lease-port.ts';
import type { Clause } from './deviations.ts';
import { CREATED, listed, NEW, type OpenLeases, oneLease, written } from './lease-world.ts';

const SEQUENCE = '49680607457201130996201770906314897158357950591401984002';

const CHECKPOINTS: readonly Checkpoint[] = [
  { kind: 'record', sequenceNumber: SEQUENCE, subSequenceNumber: 0 },
  { kind: 'record', sequenceNumber: SEQUENCE, subSequenceNumber: 17 },
  { kind: 'TRIM_HORIZON' },
  { kind: 'LATEST' },
  { kind: 'AT_TIMESTAMP' },
  { kind: 'SHARD_END' },
];

/** What each write leaves in the row, and in the lease that it returns. */
export const leaseWriteClauses = (open: OpenLeases): readonly Clause[] => [
  {
    name: 'a new table has no leases, however often it is made ready',
    async holds(context) {
      const { store } = await open(context);
      await store.ready();
      await store.ready();
      assert.deepEqual(await store.list(), []);
    },
  },
  {
    name: 'a lease is created once, and a second time leaves it alone',
    async holds(context) {
      const { store } = await open(context);
      await store.ready();
      const parents = ['shardId-000000000000', 'shardId-000000000002'];
      assert.equal(await store.create({ ...NEW, parents }), true);
      assert.equal(await store.create({ ...NEW, checkpoint: { kind: 'LATEST' } }), false);
      const { parents: stored, ...rest } = await listed(store);
      assert.deepEqual(stored.toSorted(), parents);
      assert.deepEqual({ ...rest, parents: [] }, CREATED);
    },
  },
  {
    name: 'a lease without hash keys and at LATEST is listed as created',
    async holds(context) {
      const lease = { startingHashKey: undefined, endingHashKey: undefined, checkpoint: { kind: 'LATEST' } } as const;
      assert.deepEqual(await oneLease(await open(context), lease), { ...CREATED, ...lease });
    },
  },
  {
    name: 'taking a lease makes it the owner’s, renewing leaves it, releasing makes it nobody’s; each counts one',
    async holds(context) {
      const world = await open(context);
      const { store } = world;
      const taken = written(await store.take(await oneLease(world), 'me'));
      assert.deepEqual(taken, { ...CREATED, owner: 'me', counter: 1 });
      assert.deepEqual(await listed(store), taken);
      const renewed = written(await store.renew(taken));
      assert.deepEqual(renewed, { ...CREATED, owner: 'me', counter: 2 });
      assert.deepEqual(await listed(store), renewed);
      const released = written(await store.release(renewed));
      assert.deepEqual(released, { ...CREATED, owner: undefined, counter: 3 });
      assert.deepEqual(await listed(store), released);
    },
  },
  {
    name: 'every kind of checkpoint is read as it was written, and counts one',
    async holds(context) {
      const world = await open(context);
      let lease = written(await world.store.take(await oneLease(world), 'me'));
      for (const checkpoint of CHECKPOINTS) {
        const { counter } = lease;
        lease = written(await world.store.checkpoint(lease, checkpoint));
        assert.deepEqual(lease, { ...CREATED, owner: 'me', counter: counter + 1, checkpoint });
        assert.deepEqual(await listed(world.store), lease);
      }
    },
  },
  {
    name: 'changes from one owner to another are counted, until a checkpoint',
    async holds(context) {
      const world = await open(context);
      let lease = written(await world.store.take(await oneLease(world), 'a'));
      const switches = [lease.ownerSwitches];
      for (const owner of ['a', 'b', 'c']) {
        lease = written(await world.store.take(lease, owner));
        switches.push(lease.ownerSwitches);
      }
      lease = written(await world.store.checkpoint(lease, { kind: 'SHARD_END' }));
      assert.deepEqual([...switches, lease.ownerSwitches], [0, 0, 1, 2, 0]);
      assert.deepEqual(await listed(world.store), lease);
    },
  },
  {
    name: 'since when it stands at LATEST is kept by takes that do not say it, and by all other writes',
    async holds(context) {
      const world = await open(context);
      const { store } = world;
      let lease = written(await store.take(await oneLease(world), 'a', 1_700_000_000_123));
      lease = written(await store.renew(lease));
      lease = written(await store.take(lease, 'b'));
      lease = written(await store.release(written(await store.checkpoint(lease, { kind: 'LATEST' }))));
      assert.equal(lease.latestSinceMs, 1_700_000_000_123);
      assert.deepEqual(await listed(store), lease);
    },
  },
  {
    name: 'children are noted without a count, and only where the row is',
    async holds(context) {
      const world = await open(context);
      const lease = await oneLease(world);
      await world.store.setChildren(lease.key, ['c', 'd']);
      await world.store.setChildren('gone', ['c', 'd']);
      const { children, ...rest } = await listed(world.store);
      assert.deepEqual(children.toSorted(), ['c', 'd']);
      assert.deepEqual({ ...rest, children: [] }, CREATED);
      const renewed = written(await world.store.renew(lease));
      assert.deepEqual(renewed.children.toSorted(), ['c', 'd']);
    },
  },
  {
    name: 'a lease is removed, whether or not it is there',
    async holds(context) {
      const world = await open(context);
      const { key } = await oneLease(world);
      await world.store.remove(key);
      await world.store.remove(key);
      assert.deepEqual(await world.store.list(), []);
    },
  },
];
