import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Asking } from '../../../../src/sources/kinesis/asking.ts';
import type { Lease } from '../../../../src/sources/kinesis/lease-port.ts';
import type { HeldLease } from '../../../../src/sources/kinesis/leases/held-lease.ts';
import {
  type Acquisition,
  LeaseKeeper,
  type LeaseKeeperOptions,
  type LeaseKeeperParts,
} from '../../../../src/sources/kinesis/leases/lease-keeper.ts';
import { FakeLeaseStore } from '../../../support/kinesis/fake-lease-store.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';
import { at, FAILOVER_MS } from './lease-room.ts';

const open = (all: readonly Lease[]): readonly Lease[] => all.filter(({ checkpoint }) => checkpoint.kind !== 'SHARD_END');

/** A table, and workers that keep leases of it. */
class KeeperRoom {
  readonly clock = new VirtualClock();
  readonly store = new FakeLeaseStore(this.clock);
  readonly faults: string[] = [];

  constructor(...rows: readonly (Partial<Lease> & Pick<Lease, 'key'>)[]) {
    for (const row of rows) this.store.seed(row);
  }

  worker(workerId = 'me', eligible: LeaseKeeperParts['eligible'] = open, options: Partial<LeaseKeeperOptions> = {}) {
    const acquired: HeldLease[] = [];
    const how: Acquisition[] = [];
    const keeper = new LeaseKeeper(
      { workerId, failoverMs: FAILOVER_MS, ...options },
      {
        clock: this.clock,
        asking: new Asking(this.clock, (_, fault) => void this.faults.push(fault)),
        store: this.store,
        wallNow: () => this.clock.wallNow(),
        eligible,
        acquired: (held, came) => {
          acquired.push(held);
          how.push(came);
        },
      },
    );
    return { keeper, acquired, how, keys: () => acquired.map(({ key }) => key) };
  }

  /** Another worker, whose renewals are seen from here alone. */
  renewedElsewhere(key: string): void {
    const row = this.store.row(key);
    if (row !== undefined) this.store.seed({ ...row, counter: row.counter + 1 });
  }

  writes(operation: string): number {
    return this.store.audit.filter((each) => each.operation === operation).length;
  }
}

test('what is nobody’s is taken at once, and renewed three times in the failover time', async () => {
  const room = new KeeperRoom({ key: 'a' }, { key: 'b' });
  const { keeper, keys } = room.worker();
  keeper.start();
  await room.clock.advance(0);
  assert.deepEqual(keys(), ['a', 'b']);
  await room.clock.advance(FAILOVER_MS);
  assert.deepEqual([room.writes('take'), room.writes('renew')], [2, 2 * 3]);
  assert.deepEqual(
    keeper.held.map(({ key }) => key),
    ['a', 'b'],
  );
});

test('a lease is expired once its counter has not changed for longer than the failover time, from when it was first seen', async () => {
  const room = new KeeperRoom({ key: 'a', owner: 'them', counter: 7 });
  const { keeper, keys } = room.worker();
  keeper.start();
  await room.clock.advance(FAILOVER_MS);
  assert.deepEqual(keys(), [], 'seen at 0, 5 and 10 s');
  await room.clock.advance(FAILOVER_MS / 2);
  assert.deepEqual([keys(), room.store.row('a')?.ownerSwitches], [['a'], 1]);
});

test('a lease whose counter changes is never expired, however seldom it is looked at', async () => {
  const room = new KeeperRoom({ key: 'a', owner: 'them' });
  const { keeper, keys } = room.worker();
  keeper.start();
  for (let round = 0; round < 20; round += 1) {
    await room.clock.advance(FAILOVER_MS * 0.9);
    room.renewedElsewhere('a');
  }
  assert.deepEqual([keys(), room.writes('take')], [[], 0]);
});

test('a hand-off, which changes the owner and not the counter, renews nothing', async () => {
  const room = new KeeperRoom({ key: 'a', owner: 'them' });
  const { keeper, keys } = room.worker();
  keeper.start();
  await room.clock.advance(FAILOVER_MS);
  room.store.seed({ key: 'a', owner: 'others', checkpointOwner: 'them' });
  await room.clock.advance(FAILOVER_MS / 2);
  assert.deepEqual([keys(), room.store.row('a')?.checkpointOwner], [['a'], undefined]);
});

test('a row with this worker’s own name that it does not hold is taken anew', async () => {
  const room = new KeeperRoom({ key: 'a', owner: 'me', counter: 3 });
  const { keeper, keys } = room.worker();
  await keeper.look();
  assert.deepEqual([keys(), room.store.row('a')?.counter, room.store.row('a')?.ownerSwitches], [['a'], 4, 0]);
});

test('a take whose answer was lost is made again, on its own row', async () => {
  const room = new KeeperRoom({ key: 'a' });
  const { keeper, keys } = room.worker();
  room.store.loseReplies(1);
  await keeper.look();
  assert.deepEqual([keys(), room.store.row('a')?.owner, room.faults], [[], 'me', ['unavailable']]);
  await keeper.look();
  assert.deepEqual([keys(), room.store.row('a')?.counter], [['a'], 2]);
});

test('a shard that is done is never taken, whoever’s it was', async () => {
  const room = new KeeperRoom(
    { key: 'a', checkpoint: { kind: 'SHARD_END' } },
    { key: 'b', checkpoint: { kind: 'SHARD_END' }, owner: 'them' },
    { key: 'c', checkpoint: { kind: 'SHARD_END' }, owner: 'me' },
  );
  const { keeper, keys } = room.worker();
  keeper.start();
  await room.clock.advance(10 * FAILOVER_MS);
  assert.deepEqual([keys(), room.store.audit], [[], []]);
});

test('only what is to be worked on is taken, and all is told for the choice', async () => {
  const room = new KeeperRoom({ key: 'a' }, { key: 'b', owner: 'them' }, { key: 'c' });
  const told: string[][] = [];
  const { keeper, keys } = room.worker('me', (all) => {
    told.push(all.map(({ key }) => key));
    return all.filter(({ key }) => key === 'c');
  });
  await keeper.look();
  assert.deepEqual([keys(), told], [['c'], [['a', 'b', 'c']]]);
});

test('of two workers that want the same lease one has it, and the other none', async () => {
  const room = new KeeperRoom({ key: 'a' });
  const [one, two] = [room.worker('one'), room.worker('two')];
  await Promise.all([one.keeper.look(), two.keeper.look()]);
  assert.deepEqual([one.keys(), two.keys(), room.store.row('a')?.owner], [['a'], [], 'one']);
});

const T0 = 1_700_000_000_000;

test('where LATEST begins is recorded when a lease is first taken, and never again', async () => {
  const room = new KeeperRoom({ key: 'a', checkpoint: { kind: 'LATEST' } });
  await room.clock.advance(1234);
  await room.worker('dies').keeper.look();
  assert.equal(room.store.row('a')?.latestSinceMs, T0 + 1234);
  const { keeper, acquired } = room.worker();
  keeper.start();
  await room.clock.advance(5 * FAILOVER_MS);
  assert.deepEqual(
    acquired.map(({ lease }) => [lease.owner, lease.latestSinceMs]),
    [['me', T0 + 1234]],
  );
});

test('a lease at LATEST that is first taken later than another begins where that one did', async () => {
  const room = new KeeperRoom(
    { key: 'a', checkpoint: at(9), latestSinceMs: T0 + 77 },
    { key: 'b', checkpoint: { kind: 'LATEST' } },
  );
  await room.clock.advance(1000);
  await room.worker().keeper.look();
  assert.deepEqual([room.store.row('a')?.latestSinceMs, room.store.row('b')?.latestSinceMs], [T0 + 77, T0 + 77]);
});

for (const kind of ['TRIM_HORIZON', 'AT_TIMESTAMP'] as const) {
  test(`nothing is recorded for a lease at ${kind}`, async () => {
    const room = new KeeperRoom({ key: 'a', checkpoint: { kind } });
    await room.worker().keeper.look();
    assert.equal(room.store.row('a')?.latestSinceMs, undefined);
  });
}

test('closing lets go of every lease, so that the next worker need not wait; nothing is renewed or taken after it', async () => {
  const room = new KeeperRoom({ key: 'a' }, { key: 'b' });
  const { keeper } = room.worker();
  keeper.start();
  await room.clock.advance(100);
  await keeper.close();
  assert.deepEqual([room.store.row('a')?.owner, room.store.row('b')?.owner, keeper.held], [undefined, undefined, []]);
  const writes = room.store.audit.length;
  room.store.seed({ key: 'c' });
  await room.clock.advance(3 * FAILOVER_MS);
  assert.equal(room.store.audit.length, writes);
  const next = room.worker('next');
  await next.keeper.look();
  assert.deepEqual(next.keys().toSorted(), ['a', 'b', 'c']);
});

test('a lease that was taken as the keeper closed is let go of, too', async () => {
  const room = new KeeperRoom({ key: 'a' }, { key: 'b' });
  room.store.wire.latencyMs = () => 100;
  const { keeper } = room.worker();
  keeper.start();
  await room.clock.advance(120);
  const closed = keeper.close();
  await room.clock.advance(500);
  await closed;
  assert.deepEqual([room.writes('take'), room.store.row('a')?.owner, room.store.row('b')?.owner], [1, undefined, undefined]);
});

test('while the table cannot be asked, leases are kept until they expire, at some calls a second', async () => {
  const room = new KeeperRoom({ key: 'a' });
  const { keeper, acquired, how } = room.worker();
  keeper.start();
  await room.clock.advance(1000);
  room.store.outage(60_000);
  const before = ['list', 'renew', 'take'].map((operation) => room.store.wire.calls(operation));
  await room.clock.advance(8000);
  assert.equal(acquired[0]?.signal.aborted, false);
  await room.clock.advance(52_000);
  const calls = ['list', 'renew', 'take'].map((operation, index) => room.store.wire.calls(operation) - (before[index] ?? 0));
  assert.equal(acquired[0]?.signal.aborted, true);
  assert.ok(
    calls.every((count) => count <= 20),
    `calls in a minute: ${calls.join(', ')}`,
  );
  assert.deepEqual(keeper.held, []);
  await room.clock.advance(FAILOVER_MS);
  assert.deepEqual([how, keeper.held.length], [['free', 'expired'], 1], 'and taken again when it can be asked');
});

test('a table that hangs is not asked twice at once for the same', async () => {
  const room = new KeeperRoom({ key: 'a' });
  room.store.outage(600_000, 'hung');
  const { keeper } = room.worker();
  keeper.start();
  for (let round = 0; round < 10; round += 1) {
    void keeper.look();
    await room.clock.advance(500);
  }
  assert.equal(room.store.wire.calls('list'), 1);
});

test('a lease lost to another is not renewed, and taken again once that one has let it expire', async () => {
  const room = new KeeperRoom({ key: 'a' });
  const { keeper, acquired } = room.worker();
  keeper.start();
  await room.clock.advance(100);
  room.store.seed({ key: 'a', owner: 'them', counter: 50 });
  await room.clock.advance(4000);
  assert.deepEqual([acquired[0]?.signal.aborted, keeper.held, room.store.row('a')?.owner], [true, [], 'them']);
  await room.clock.advance(2 * FAILOVER_MS);
  assert.deepEqual([acquired.length, room.store.row('a')?.owner], [2, 'me']);
});

test('who has less than a share asks who has more, and has the lease once that one has let go of it', async () => {
  const room = new KeeperRoom({ key: 'a' }, { key: 'b' });
  const [first, second] = [room.worker('first'), room.worker('second')];
  first.keeper.start();
  await room.clock.advance(0);
  second.keeper.start();
  await room.clock.advance(0);
  const [asked] = room.store.audit.filter(({ operation }) => operation === 'handOff');
  assert.deepEqual([asked?.after?.owner, asked?.after?.checkpointOwner], ['second', 'first']);
  assert.deepEqual(second.keys(), [], 'nothing is had before it is handed over');
  await room.clock.advance(FAILOVER_MS / 3);
  const given = first.acquired.find(({ key }) => key === asked?.key);
  assert.deepEqual(
    first.acquired.map(({ key, asked: { aborted } }) => aborted === (key === asked?.key)),
    [true, true],
    'the first knows by its next renewal',
  );
  await room.clock.advance(2 * FAILOVER_MS);
  assert.deepEqual([second.keys(), given?.signal.aborted], [[], false], 'it is kept while what was read is finished');
  await given?.release();
  await room.clock.advance(FAILOVER_MS / 10);
  assert.deepEqual([second.keys(), room.store.row(asked?.key ?? '')?.owner], [[asked?.key], 'second']);
  assert.deepEqual([first.how, second.how], [['free', 'free'], ['handed']]);
  await room.clock.advance(10 * FAILOVER_MS);
  assert.deepEqual([first.keeper.held.length, second.keeper.held.length, first.keys().length], [1, 1, 2], 'and so it stays');
});

test('who does not let go of a lease loses it 30 s and a failover time after being asked', async () => {
  const room = new KeeperRoom({ key: 'a', owner: 'kcl 2', counter: 1 }, { key: 'b', owner: 'kcl 2', counter: 1 });
  const { keeper, keys, how } = room.worker();
  keeper.start();
  for (let time = 0; time < 40_000; time += 1000) {
    await room.clock.advance(1000);
    for (const key of ['a', 'b']) if (room.store.row(key)?.owner !== undefined) room.renewedElsewhere(key);
  }
  assert.deepEqual(keys(), []);
  await room.clock.advance(2500);
  assert.deepEqual([how, room.store.row(keys()[0] ?? '')?.checkpointOwner], [['stolen'], undefined]);
});

test('who was asked and is gone is not waited for longer than for any other', async () => {
  const room = new KeeperRoom({ key: 'a', owner: 'gone' }, { key: 'b', owner: 'gone' });
  const { keeper, keys, how } = room.worker();
  keeper.start();
  await room.clock.advance(1.5 * FAILOVER_MS);
  assert.deepEqual(
    [keys().toSorted(), how],
    [
      ['a', 'b'],
      ['expired', 'expired'],
    ],
  );
});

test('without asking, the lease is taken at once, and its holder finds out by its next write', async () => {
  const room = new KeeperRoom({ key: 'a' }, { key: 'b' });
  const first = room.worker('first');
  first.keeper.start();
  await room.clock.advance(0);
  const second = room.worker('second', undefined, { asks: false });
  await second.keeper.look();
  assert.equal(second.keys().length, 1);
  await room.clock.advance(FAILOVER_MS / 3);
  assert.deepEqual([first.keeper.held.length, room.writes('handOff')], [1, 0]);
});

test('a take whose answer comes after the lease may have expired takes nothing', async () => {
  const room = new KeeperRoom({ key: 'a' });
  const { keeper, keys } = room.worker();
  room.store.wire.latencyMs = (operation) => (operation === 'take' ? FAILOVER_MS : 0);
  const looking = keeper.look();
  await room.clock.advance(FAILOVER_MS);
  await looking;
  assert.deepEqual([keys(), keeper.held, room.store.row('a')?.owner], [[], [], 'me']);
  room.store.wire.latencyMs = () => 0;
  await keeper.look();
  assert.deepEqual(keys(), ['a']);
});
