import assert from 'node:assert/strict';
import { LeaseStoreError } from '../../../../src/sources/kinesis/lease-port.ts';
import type { Clause } from './deviations.ts';
import { listed, NEW, type OpenLeases, oneLease, written } from './lease-world.ts';

const isFault = (fault: LeaseStoreError['fault']) => (thrown: unknown) => {
  assert.ok(thrown instanceof LeaseStoreError, String(thrown));
  assert.equal(thrown.fault, fault);
  return true;
};

/** The children of one lease, of which a few tens of leases fill more than the 1 MiB of a page. */
const MANY_CHILDREN = Array.from({ length: 1500 }, (_, index) => `shardId-${String(index).padStart(24, '0')}`);

/** What holds when several write, and when answers are lost. */
export const leaseRaceClauses = (open: OpenLeases): readonly Clause[] => [
  {
    name: 'of many takes of one lease one is made, and the others find whose it is',
    async holds(context) {
      const world = await open(context);
      const lease = await oneLease(world);
      const workers = Array.from({ length: 20 }, (_, index) => `worker-${index}`);
      const outcomes = await Promise.all(workers.map((worker) => world.store.take(lease, worker)));
      const [winner, ...more] = outcomes.filter((outcome) => outcome.kind === 'written');
      assert.ok(winner !== undefined && more.length === 0);
      assert.deepEqual(await listed(world.store), winner.lease);
      for (const outcome of outcomes) if (outcome.kind === 'lost') assert.deepEqual(outcome.found, winner.lease);
    },
  },
  {
    name: 'of many creates of one lease one is made',
    async holds(context) {
      const { store } = await open(context);
      await store.ready();
      const created = await Promise.all(Array.from({ length: 10 }, () => store.create(NEW)));
      assert.equal(created.filter(Boolean).length, 1);
    },
  },
  {
    name: 'whoever lost a lease can neither renew nor checkpoint nor release nor take it by what it knew, and changes nothing',
    async holds(context) {
      const world = await open(context);
      const { store } = world;
      const mine = written(await store.take(await oneLease(world), 'me'));
      const theirs = written(await store.take(mine, 'them'));
      const lost = { kind: 'lost', found: theirs };
      assert.deepEqual(await store.renew(mine), lost);
      assert.deepEqual(await store.checkpoint(mine, { kind: 'SHARD_END' }), lost);
      assert.deepEqual(await store.release(mine), lost);
      assert.deepEqual(await store.take(mine, 'me', 5), lost);
      assert.deepEqual(await listed(store), theirs);
    },
  },
  {
    name: 'a lease is asked for without counting, handed over by whom it was asked, and its next owner takes it by what it finds',
    async holds(context) {
      const world = await open(context);
      const { store } = world;
      const mine = written(await store.take(await oneLease(world), 'me'));
      const promised = written(await store.handOff(mine, 'them'));
      assert.deepEqual(promised, { ...mine, owner: 'them', checkpointOwner: 'me' });
      const unknown = { kind: 'lost', found: promised };
      assert.deepEqual(await store.renew(mine), unknown, 'who does not know of it does not renew it');
      assert.deepEqual(await store.release(mine), unknown);
      assert.deepEqual(await store.handOff(mine, 'others'), unknown, 'it is promised once');
      assert.deepEqual(await store.handOff(promised, 'others'), unknown);
      const renewed = written(await store.renew(promised));
      const done = written(await store.checkpoint(renewed, { kind: 'record', sequenceNumber: '77', subSequenceNumber: 0 }));
      assert.deepEqual([done.counter, done.owner, done.checkpointOwner], [mine.counter + 2, 'them', 'me']);
      assert.deepEqual(await store.transfer(renewed), { kind: 'lost', found: done }, 'it has been written since');
      const given = written(await store.transfer(done));
      assert.deepEqual(given, { ...done, checkpointOwner: undefined, counter: done.counter + 1, ownerSwitches: 1 });
      assert.deepEqual(await store.transfer(done), { kind: 'lost', found: given });
      assert.deepEqual(await store.renew(done), { kind: 'lost', found: given });
      assert.equal(written(await store.take(given, 'them')).ownerSwitches, 1);
    },
  },
  {
    name: 'a checkpoint is made during a hand-off that its writer does not know of, and tells of it',
    async holds(context) {
      const world = await open(context);
      const { store } = world;
      const mine = written(await store.take(await oneLease(world), 'me'));
      await store.handOff(mine, 'them');
      const done = written(await store.checkpoint(mine, { kind: 'record', sequenceNumber: '77', subSequenceNumber: 0 }));
      assert.deepEqual([done.counter, done.owner, done.checkpointOwner], [mine.counter + 1, 'them', 'me']);
    },
  },
  {
    name: 'a promised lease can be taken all the same, by its counter, and is no more promised',
    async holds(context) {
      const world = await open(context);
      const { store } = world;
      const mine = written(await store.take(await oneLease(world), 'me'));
      const promised = written(await store.handOff(mine, 'them'));
      const taken = written(await store.take(promised, 'others'));
      assert.deepEqual([taken.owner, taken.checkpointOwner, taken.counter], ['others', undefined, mine.counter + 1]);
      assert.deepEqual(await store.renew(promised), { kind: 'lost', found: taken });
    },
  },
  {
    name: 'a lease that nobody has cannot be handed over, nor one that is gone',
    async holds(context) {
      const world = await open(context);
      const { store } = world;
      const mine = written(await store.take(await oneLease(world), 'me'));
      const free = written(await store.release(mine));
      assert.deepEqual(await store.handOff(mine, 'them'), { kind: 'lost', found: free });
      await store.remove(mine.key);
      assert.deepEqual(await store.handOff(mine, 'them'), { kind: 'lost', found: undefined });
    },
  },
  {
    name: 'a lease that was removed is lost, and no write makes it again',
    async holds(context) {
      const world = await open(context);
      const { store } = world;
      const mine = written(await store.take(await oneLease(world), 'me'));
      await store.remove(mine.key);
      const gone = { kind: 'lost', found: undefined };
      assert.deepEqual(await store.renew(mine), gone);
      assert.deepEqual(await store.checkpoint(mine, { kind: 'SHARD_END' }), gone);
      assert.deepEqual(await store.release(mine), gone);
      assert.deepEqual(await store.take({ ...mine, counter: 0 }, 'me'), gone);
      assert.deepEqual(await store.list(), []);
    },
  },
  {
    name: 'a write whose answer was lost has landed: made again it is lost to its own trace',
    async holds(context) {
      const world = await open(context);
      const mine = written(await world.store.take(await oneLease(world), 'me'));
      world.loseReply();
      await assert.rejects(world.store.renew(mine), isFault('unavailable'));
      const found = { ...mine, counter: mine.counter + 1 };
      assert.deepEqual(await world.store.renew(mine), { kind: 'lost', found });
    },
  },
  {
    name: 'a refused write has not landed',
    async holds(context) {
      const world = await open(context);
      const lease = await oneLease(world);
      for (const fault of ['throttled', 'unavailable'] as const) {
        world.refuse(fault);
        await assert.rejects(world.store.take(lease, 'me'), isFault(fault));
      }
      assert.deepEqual(await listed(world.store), lease);
    },
  },
  {
    name: 'a list that cannot be had is a fault, and not a shorter list',
    async holds(context) {
      const world = await open(context);
      await oneLease(world);
      world.refuse('throttled');
      await assert.rejects(world.store.list(), isFault('throttled'));
    },
  },
  {
    name: 'leases of more than a page are all listed',
    async holds(context) {
      const { store } = await open(context);
      await store.ready();
      const keys = Array.from({ length: 30 }, (_, index) => `shardId-${String(index).padStart(12, '0')}`);
      for (const key of keys) {
        await store.create({ ...NEW, key });
        await store.setChildren(key, MANY_CHILDREN);
      }
      assert.deepEqual((await store.list()).map(({ key }) => key).toSorted(), keys);
    },
  },
];
