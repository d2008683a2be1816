import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Lease, Written } from '../../../../src/sources/kinesis/lease-port.ts';
import type { DynamoLeaseStore } from '../../../../src/sources/kinesis/leases/dynamo-lease-store.ts';
import { blankLease } from '../../../support/kinesis/blank-lease.ts';
import { written } from '../contract/lease-world.ts';
import { at } from './lease-room.ts';
import { leaseTables, ordered, type Row } from './lease-tables.ts';

const KEY = 'shardId-000000000003';
const SEQUENCE = '49680607457201130996201770906314897158357950591401984002';

/** As the Kinesis Client Library creates it. */
const CREATED: Row = {
  leaseKey: { S: KEY },
  leaseCounter: { N: '0' },
  ownerSwitchesSinceCheckpoint: { N: '0' },
  checkpoint: { S: 'TRIM_HORIZON' },
  checkpointSubSequenceNumber: { N: '0' },
  startingHashKey: { S: '0' },
  endingHashKey: { S: '170141183460469231731687303715884105727' },
};

/** A worker of KCL 2.x in the middle of a shard that came of a merge. */
const KCL2: Row = {
  ...CREATED,
  leaseOwner: { S: '10.0.0.1:7f3a' },
  leaseCounter: { N: '4711' },
  ownerSwitchesSinceCheckpoint: { N: '2' },
  checkpoint: { S: SEQUENCE },
  checkpointSubSequenceNumber: { N: '17' },
  parentShardId: { SS: ['shardId-000000000001', 'shardId-000000000002'] },
};

/** The same, with a checkpoint that is prepared and not made. */
const PENDING: Row = {
  ...KCL2,
  pendingCheckpoint: { S: `${SEQUENCE}9` },
  pendingCheckpointSubSequenceNumber: { N: '3' },
  pendingCheckpointState: { B: Uint8Array.of(1, 2, 3) },
};

/** A worker of KCL 3.5 that is to hand the lease over. */
const KCL3: Row = {
  ...KCL2,
  throughputKBps: { N: '12.5' },
  checkpointOwner: { S: '10.0.0.1:7f3a' },
  leaseOwner: { S: '10.0.0.2:99' },
  entityType: { S: 'LEASE' },
};

const ENDED: Row = {
  ...KCL2,
  checkpoint: { S: 'SHARD_END' },
  checkpointSubSequenceNumber: { N: '0' },
  childShardIds: { SS: ['shardId-000000000004', 'shardId-000000000005'] },
};

/** What else may stand in the table, and is none of ours. */
const OTHERS: readonly Row[] = [
  { leaseKey: { S: 'worker-1' }, entityType: { S: 'WORKER_METRIC_STATS' }, lut: { N: '1' }, sts: { M: {} } },
  { leaseKey: { S: 'Leader' }, entityType: { S: 'LEADER' }, leaseCounter: { N: '1' }, checkpoint: { S: 'LATEST' } },
  { leaseKey: { S: 'Migration3.0' }, entityType: { S: 'CLIENT_VERSION_MIGRATION' }, cv: { S: '3X' } },
  { leaseKey: { S: 'TableMigration3.5' }, entityType: { S: 'TABLE_MIGRATION' }, tm: { S: 'COMPLETE' } },
  { leaseKey: { S: 'a-stream' }, entityType: { S: 'STREAM' } },
  {
    ...CREATED,
    leaseKey: { S: '123456789012:orders:1700000000:shardId-000000000000' },
    streamName: { S: '123456789012:orders:1700000000' },
    shardId: { S: 'shardId-000000000000' },
    entityType: { S: 'LEASE' },
  },
  { leaseKey: { S: 'shardId-000000000009' } },
  { ...CREATED, leaseKey: { S: 'shardId-000000000008' }, checkpoint: { S: 'not a number' } },
];

const { tableOf } = leaseTables();

const RANGE = { startingHashKey: '0', endingHashKey: '170141183460469231731687303715884105727' };
const PARENTS = ['shardId-000000000001', 'shardId-000000000002'];
const HELD = blankLease({ ...RANGE, key: KEY, owner: '10.0.0.1:7f3a', counter: 4711, ownerSwitches: 2, parents: PARENTS });

const READ: readonly (readonly [name: string, row: Row, lease: Lease])[] = [
  ['a new row', CREATED, blankLease({ ...RANGE, key: KEY })],
  [
    'a row of KCL 1.x, without a range',
    { leaseKey: { S: KEY }, leaseCounter: { N: '3' }, checkpoint: { S: 'LATEST' } },
    blankLease({ key: KEY, counter: 3, checkpoint: { kind: 'LATEST' } }),
  ],
  ['a row of KCL 2.x, half way through an aggregate', KCL2, { ...HELD, checkpoint: at(SEQUENCE, 17) }],
  ['a row with a pending checkpoint, which is not made', PENDING, { ...HELD, checkpoint: at(SEQUENCE, 17) }],
  [
    'a row of KCL 3.x during a hand-off',
    KCL3,
    { ...HELD, owner: '10.0.0.2:99', checkpointOwner: '10.0.0.1:7f3a', checkpoint: at(SEQUENCE, 17) },
  ],
  [
    'a row of a shard that is done',
    ENDED,
    { ...HELD, checkpoint: { kind: 'SHARD_END' }, children: ['shardId-000000000004', 'shardId-000000000005'] },
  ],
];

for (const [name, row, lease] of READ) {
  test(`${name} is read as KCL meant it`, async () => {
    const { store } = await tableOf(row, ...OTHERS);
    const [found, ...more] = await store.list();
    assert.deepEqual(
      [found && { ...found, parents: found.parents.toSorted(), children: found.children.toSorted() }, more],
      [lease, []],
    );
    assert.deepEqual(await (await tableOf(row)).row(), ordered(row), 'and reading changes nothing');
  });
}

test('a new row is the one that KCL creates', async () => {
  const { store, row } = await tableOf();
  const shard = { key: KEY, checkpoint: { kind: 'TRIM_HORIZON' } as const, ...RANGE };
  await store.create({ ...shard, parents: [] });
  assert.deepEqual(await row(KEY), { ...CREATED, entityType: { S: 'LEASE' } });
  await store.create({ ...shard, key: 'shardId-000000000004', parents: PARENTS });
  assert.deepEqual((await row('shardId-000000000004'))['parentShardId'], { SS: PARENTS });
});

/** What becomes of a row that KCL wrote, by each of our writes; `undefined` for what is gone. */
const WRITES: readonly (readonly [
  name: string,
  before: Row,
  write: (store: DynamoLeaseStore, lease: Lease) => Promise<Written | void>,
  change: Record<string, AttributeValue | undefined>,
])[] = [
  ['renew', KCL3, (store, lease) => store.renew(lease), { leaseCounter: { N: '4712' } }],
  [
    'take',
    KCL3,
    (store, lease) => store.take(lease, 'me'),
    {
      leaseCounter: { N: '4712' },
      leaseOwner: { S: 'me' },
      ownerSwitchesSinceCheckpoint: { N: '3' },
      checkpointOwner: undefined,
    },
  ],
  [
    'take, since when it stands at LATEST',
    { ...CREATED, checkpoint: { S: 'LATEST' } },
    (store, lease) => store.take(lease, 'me', 1_700_000_000_123.9),
    { leaseCounter: { N: '1' }, leaseOwner: { S: 'me' }, tidegateLatestSinceMs: { N: '1700000000123' } },
  ],
  [
    'checkpoint',
    { ...PENDING, entityType: { S: 'LEASE' }, throughputKBps: { N: '12.5' } },
    (store, lease) => store.checkpoint(lease, at('7', 3)),
    {
      leaseCounter: { N: '4712' },
      checkpoint: { S: '7' },
      checkpointSubSequenceNumber: { N: '3' },
      ownerSwitchesSinceCheckpoint: { N: '0' },
      pendingCheckpoint: undefined,
      pendingCheckpointSubSequenceNumber: undefined,
      pendingCheckpointState: undefined,
    },
  ],
  [
    'the last checkpoint',
    KCL2,
    (store, lease) => store.checkpoint(lease, { kind: 'SHARD_END' }),
    {
      leaseCounter: { N: '4712' },
      checkpoint: { S: 'SHARD_END' },
      checkpointSubSequenceNumber: { N: '0' },
      ownerSwitchesSinceCheckpoint: { N: '0' },
    },
  ],
  ['release', KCL3, (store, lease) => store.release(lease), { leaseCounter: { N: '4712' }, leaseOwner: undefined }],
  [
    'hand off',
    KCL2,
    (store, lease) => store.handOff(lease, 'me'),
    { leaseOwner: { S: 'me' }, checkpointOwner: { S: '10.0.0.1:7f3a' } },
  ],
  [
    'transfer',
    KCL3,
    (store, lease) => store.transfer(lease),
    { leaseCounter: { N: '4712' }, ownerSwitchesSinceCheckpoint: { N: '3' }, checkpointOwner: undefined },
  ],
  ['the children', KCL2, (store, lease) => store.setChildren(lease.key, PARENTS), { childShardIds: { SS: PARENTS } }],
];

for (const [name, before, write, change] of WRITES) {
  test(`${name}: what it says is written, and all else in the row survives, of KCL and of others`, async () => {
    const others: Row = { somebodyElses: { L: [{ S: 'x' }, { NULL: true }] }, n: { N: '1' } };
    const { store, row, lease } = await tableOf({ ...before, ...others });
    const outcome = await write(store, await lease());
    const wanted = Object.entries({ ...before, ...others, ...change }).filter(
      (entry): entry is [string, AttributeValue] => entry[1] !== undefined,
    );
    assert.deepEqual(await row(), ordered(Object.fromEntries(wanted)));
    if (outcome !== undefined) assert.deepEqual(written(outcome), await lease());
  });
}

for (const [name, write] of [
  ['renew', (store, lease) => store.renew(lease)],
  ['take', (store, lease) => store.take(lease, 'me')],
  ['checkpoint', (store, lease) => store.checkpoint(lease, at(7))],
  ['release', (store, lease) => store.release(lease)],
] as readonly (readonly [string, (store: DynamoLeaseStore, lease: Lease) => Promise<Written>])[]) {
  test(`${name} leaves a row alone that KCL has written since`, async () => {
    const { store, row, lease } = await tableOf(KCL3);
    const outcome = await write(store, { ...(await lease()), counter: 4710 });
    assert.deepEqual([outcome, await row()], [{ kind: 'lost', found: await lease() }, ordered(KCL3)]);
  });
}
