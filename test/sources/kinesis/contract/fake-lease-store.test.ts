import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LeaseStoreError } from '../../../../src/sources/kinesis/lease-port.ts';
import { FakeLeaseStore } from '../../../support/kinesis/fake-lease-store.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';
import { leaseContract } from './lease-contract.ts';
import { NEW, written } from './lease-world.ts';

leaseContract('the fake', async () => {
  const store = new FakeLeaseStore(new VirtualClock());
  return {
    store,
    loseReply: () => store.loseReplies(1),
    refuse: (fault) => store.wire.interfere({ how: 'refused', fault, times: 1 }),
  };
});

test('every write that reached the table is in the audit, in order, those in vain and those nobody heard of too', async () => {
  const clock = new VirtualClock(7);
  const store = new FakeLeaseStore(clock);
  store.wire.latencyMs = () => 20;
  const during = async <T>(call: Promise<T>): Promise<T> => {
    const [outcome] = await Promise.all([call, clock.advance(20)]);
    return outcome;
  };
  await during(store.create(NEW));
  const created = store.row(NEW.key);
  assert.ok(created !== undefined);
  const taken = written(await during(store.take(created, 'me')));
  store.loseReplies(1);
  await assert.rejects(during(store.renew(taken)), LeaseStoreError);
  await during(store.renew(taken));
  store.throttle(1);
  await assert.rejects(during(store.renew(taken)), LeaseStoreError);
  await clock.advance(10);
  await during(store.remove(NEW.key));
  assert.deepEqual(
    store.audit.map(({ at, operation, before, after }) => [at, operation, before?.counter, after?.counter]),
    [
      [17, 'create', undefined, 0],
      [37, 'take', 0, 1],
      [57, 'renew', 1, 2],
      [77, 'renew', 2, 2],
      [117, 'remove', 2, undefined],
    ],
  );
});

test('an outage ends by itself', async () => {
  const clock = new VirtualClock();
  const store = new FakeLeaseStore(clock);
  store.outage(500);
  await assert.rejects(store.list(), LeaseStoreError);
  await clock.advance(500);
  assert.deepEqual(await store.list(), []);
});

test('a row is seeded as another worker may have left it, past the audit', async () => {
  const store = new FakeLeaseStore(new VirtualClock());
  store.seed({ key: 'a', owner: 'another', counter: 9 });
  assert.equal((await store.list())[0]?.counter, 9);
  assert.deepEqual(store.audit, []);
});
