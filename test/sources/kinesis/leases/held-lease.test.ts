import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LeaseStoreError } from '../../../../src/sources/kinesis/lease-port.ts';
import { LeaseLost } from '../../../../src/sources/kinesis/leases/held-lease.ts';
import { at, FAILOVER_MS, KEY, LeaseRoom } from './lease-room.ts';

test('writes are made one at a time, in the order they were asked for: each counts on the one before', async () => {
  const room = new LeaseRoom();
  const { held } = room;
  const all = Promise.all([held.renew(), held.checkpoint(at(1)), held.renew(), held.checkpoint(at(2)), held.renew()]);
  assert.deepEqual(await room.during(all, 500), [true, true, true, true, true]);
  assert.deepEqual(
    room.store.audit.map(({ operation, before, after, at: time }) => [operation, before?.counter, after?.counter, time]),
    [
      ['renew', 5, 6, 50],
      ['checkpoint', 6, 7, 150],
      ['renew', 7, 8, 250],
      ['checkpoint', 8, 9, 350],
      ['renew', 9, 10, 450],
    ],
  );
  assert.deepEqual(room.row.checkpoint, at(2));
});

test('a write that fails does not hold up those behind it', async () => {
  const room = new LeaseRoom();
  room.store.throttle(1);
  const all = Promise.allSettled([room.held.renew(), room.held.checkpoint(at(1))]);
  const [renewed, stored] = (await room.during(all, 300)) as PromiseSettledResult<boolean>[];
  assert.ok(renewed?.status === 'rejected' && renewed.reason instanceof LeaseStoreError);
  assert.deepEqual([stored?.status, room.row.checkpoint], ['fulfilled', at(1)]);
});

for (const [name, write] of [
  ['a renewal', (room: LeaseRoom) => room.held.renew()],
  ['a checkpoint', (room: LeaseRoom) => room.held.checkpoint(at(1))],
] as const) {
  test(`${name} keeps the lease for the failover time, from when the write began`, async () => {
    const room = new LeaseRoom();
    await room.clock.advance(4000);
    assert.equal(await room.during(write(room)), true);
    await room.clock.advance(FAILOVER_MS - 101);
    assert.equal(room.lost, undefined);
    await room.clock.advance(1);
    assert.equal(room.lost, `not renewed for ${FAILOVER_MS} ms`);
    assert.ok(room.held.signal.reason instanceof LeaseLost);
  });
}

test('a write that takes long counts from its beginning: others have seen it land no earlier', async () => {
  const room = new LeaseRoom();
  room.store.wire.latencyMs = () => 6000;
  assert.equal(await room.during(room.held.renew(), 6000), true);
  await room.clock.advance(FAILOVER_MS - 6001);
  assert.equal(room.lost, undefined);
  await room.clock.advance(1);
  assert.equal(room.lost, `not renewed for ${FAILOVER_MS} ms`);
});

test('a checkpoint that is no step forward is not written, and keeps nothing', async () => {
  const room = new LeaseRoom({ checkpoint: at(10) });
  assert.equal(await room.during(room.held.checkpoint(at(9))), true);
  assert.equal(await room.during(room.held.checkpoint({ kind: 'LATEST' })), true);
  assert.deepEqual([room.store.audit, room.row.counter, room.held.writtenAt], [[], 5, 0]);
});

test('two checkpoints asked for at once end at the later one, whatever their order', async () => {
  const room = new LeaseRoom();
  assert.deepEqual(await room.during(Promise.all([room.held.checkpoint(at(20)), room.held.checkpoint(at(10))]), 300), [
    true,
    true,
  ]);
  assert.deepEqual([room.row.checkpoint, room.store.audit.length], [at(20), 1]);
});

for (const [name, steal, why] of [
  ['another worker', (room: LeaseRoom) => room.store.seed({ ...room.row, owner: 'them', counter: 6 }), "it is them's now"],
  ['nobody', (room: LeaseRoom) => room.store.seed({ key: KEY, counter: 6 }), "it is nobody's now"],
  [
    'this worker, by two writes that were not its',
    (room: LeaseRoom) => room.store.seed({ ...room.row, counter: 7 }),
    "it is me's now",
  ],
] as const) {
  test(`a lease that is ${name}’s now is lost at the next write, and the row left alone`, async () => {
    const room = new LeaseRoom();
    steal(room);
    const before = room.row;
    assert.equal(await room.during(room.held.checkpoint(at(3))), false);
    assert.deepEqual([room.lost, room.row], [why, before]);
    assert.equal(await room.during(room.held.renew()), false, 'nor is it written again');
    assert.equal(room.store.audit.length, 1);
  });
}

test('a row that is gone is lost', async () => {
  const room = new LeaseRoom();
  await room.during(room.store.remove(KEY));
  assert.equal(await room.during(room.held.renew()), false);
  assert.equal(room.lost, 'its row is gone');
});

test('a write that landed and was not heard of is found out by the next, which is made on top of it', async () => {
  const room = new LeaseRoom();
  room.store.loseReplies(1);
  assert.ok((await room.during(room.held.renew())) instanceof LeaseStoreError);
  assert.equal(await room.during(room.held.checkpoint(at(7)), 200), true);
  assert.deepEqual([room.row.counter, room.row.checkpoint, room.lost], [7, at(7), undefined]);
});

test('a checkpoint whose answer was lost is not taken back by an earlier one', async () => {
  const room = new LeaseRoom();
  room.store.loseReplies(1);
  assert.ok((await room.during(room.held.checkpoint(at(9)))) instanceof LeaseStoreError);
  assert.equal(await room.during(room.held.renew(), 200), true);
  assert.equal(await room.during(room.held.checkpoint(at(8))), true);
  assert.deepEqual(room.row.checkpoint, at(9));
});

test('a lost answer keeps the lease from when that write began, and of several no later than from the first', async () => {
  const room = new LeaseRoom();
  await room.clock.advance(1000);
  room.store.loseReplies(1);
  await room.during(room.held.renew());
  await room.clock.advance(1900);
  // One that never reached the table: which of the two has landed cannot be known.
  room.store.throttle(1);
  await room.during(room.held.renew());
  assert.equal(room.held.writtenAt, 0, 'not known to have landed');
  await room.clock.advance(900);
  // Finds the first, and is itself refused when made again.
  room.store.wire.interfere({ how: 'refused', fault: 'throttled', forMs: 10_000, operations: ['renew'] });
  const finding = room.held.checkpoint(at(1));
  await room.clock.advance(60);
  room.store.wire.interfere({ how: 'refused', fault: 'throttled', times: 1 });
  await room.during(finding, 200);
  assert.equal(room.held.writtenAt, 1000);
  await room.clock.advance(11_000 - room.clock.now() - 1);
  assert.equal(room.lost, undefined);
  await room.clock.advance(1);
  assert.equal(room.lost, `not renewed for ${FAILOVER_MS} ms`);
});

test('a released lease is anybody’s at once, and lost to its holder', async () => {
  const room = new LeaseRoom();
  await room.during(room.held.release());
  assert.deepEqual([room.row.owner, room.row.counter, room.lost], [undefined, 6, 'released']);
  assert.equal(await room.during(room.held.renew()), false);
});

test('a release that cannot be written leaves the row to expire: the lease is not renewed any more', async () => {
  const room = new LeaseRoom();
  room.store.throttle(1);
  assert.ok((await room.during(room.held.release())) instanceof LeaseStoreError);
  assert.equal(await room.during(room.held.renew()), false);
  assert.deepEqual([room.row.owner, room.row.counter, room.lost], ['me', 5, 'released']);
});

test('a lease that is asked for is kept and written on, and given to who asked by letting go of it', async () => {
  const room = new LeaseRoom();
  await room.during(room.store.handOff(room.row, 'them'));
  assert.equal(room.held.asked.aborted, false);
  assert.equal(await room.during(room.held.renew(), 200), true, 'the renewal is made again, knowing of the hand-off');
  assert.deepEqual([room.held.asked.aborted, room.lost, room.row.counter], [true, undefined, 6]);
  assert.equal(await room.during(room.held.checkpoint(at(7))), true);
  await room.during(room.held.release());
  const { owner, checkpointOwner, counter, checkpoint, ownerSwitches } = room.row;
  assert.deepEqual(
    [owner, checkpointOwner, counter, checkpoint, ownerSwitches, room.lost],
    ['them', undefined, 8, at(7), 1, 'released'],
  );
});

test('a checkpoint tells of a hand-off, too; and one whose answer was lost counts, with a hand-off on top', async () => {
  const room = new LeaseRoom();
  room.store.loseReplies(1);
  await room.during(room.held.renew());
  await room.during(room.store.handOff(room.row, 'them'));
  assert.equal(await room.during(room.held.checkpoint(at(7)), 200), true);
  assert.deepEqual([room.held.asked.aborted, room.row.counter, room.lost], [true, 7, undefined]);
});

test('letting go of a lease that is being asked for gives it to who asks', async () => {
  const room = new LeaseRoom();
  await room.during(room.store.handOff(room.row, 'them'));
  await room.during(room.held.release(), 200);
  assert.deepEqual([room.row.owner, room.row.checkpointOwner, room.row.counter], ['them', undefined, 6]);
});

test('a hand-off that asks somebody else is a loss', async () => {
  const room = new LeaseRoom();
  room.store.seed({ ...room.row, owner: 'them', checkpointOwner: 'others' });
  assert.equal(await room.during(room.held.renew()), false);
  assert.equal(room.lost, "it is them's now");
});

test('a lease that has expired is not written any more, for its row may be a later one of this same worker', async () => {
  const room = new LeaseRoom();
  await room.clock.advance(FAILOVER_MS);
  room.store.seed({ ...room.row, counter: 6 });
  assert.equal(await room.during(room.held.release()), undefined);
  assert.deepEqual([room.row.owner, room.row.counter], ['me', 6]);
});

test('a lease that is lost while it is written is not asked for any more', async () => {
  const room = new LeaseRoom();
  room.store.seed({ ...room.row, owner: 'other', checkpointOwner: 'me' });
  room.store.wire.latencyMs = () => 2 * FAILOVER_MS;
  const renewed = room.held.renew();
  await room.clock.advance(FAILOVER_MS);
  assert.equal(room.lost, 'not renewed for 10000 ms');
  await room.clock.advance(FAILOVER_MS);
  assert.deepEqual([await renewed, room.held.asked.aborted], [false, false]);
});
