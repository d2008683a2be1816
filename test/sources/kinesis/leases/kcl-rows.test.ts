import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Lease } from '../../../../src/sources/kinesis/lease-port.ts';
import { blankLease } from '../../../support/kinesis/blank-lease.ts';
import { written } from '../contract/lease-world.ts';
import { kclRows, type RowsOfStates, stateOf } from './kcl-rows.ts';
import { at } from './lease-room.ts';
import { leaseTables, ordered, type Row } from './lease-tables.ts';

const { tableOf } = leaseTables();

const [ROOT, LOW, HIGH] = ['shardId-000000000000', 'shardId-000000000001', 'shardId-000000000002'] as const;
const [FIRST, MIDDLE, LAST] = [
  '0',
  '170141183460469231731687303715884105728',
  '340282366920938463463374607431768211455',
] as const;
const WHOLE = { startingHashKey: FIRST, endingHashKey: LAST };
const OWNER = 'kcl-1';

/** What each row says, by the documentation of KCL's classes; sequence numbers and counters are those that were seen. */
function meaning(state: string, { sequenceNumber, counter }: { sequenceNumber: string; counter: number }): Lease {
  const root = { key: ROOT, counter, ...WHOLE };
  const child = { key: HIGH, counter, parents: [ROOT], startingHashKey: MIDDLE, endingHashKey: LAST };
  const children = [LOW, HIGH];
  const meanings: Readonly<Record<string, Lease>> = {
    'root free TRIM_HORIZON': blankLease(root),
    'root owned TRIM_HORIZON': blankLease({ ...root, owner: OWNER }),
    'root owned record': blankLease({ ...root, owner: OWNER, checkpoint: at(sequenceNumber) }),
    'root owned record split': blankLease({ ...root, owner: OWNER, checkpoint: at(sequenceNumber), children }),
    'root owned SHARD_END split': blankLease({ ...root, owner: OWNER, checkpoint: { kind: 'SHARD_END' }, children }),
    'child free TRIM_HORIZON': blankLease(child),
    'child owned TRIM_HORIZON': blankLease({ ...child, owner: OWNER }),
  };
  const found = meanings[state];
  if (found === undefined) throw new Error(`Nobody has said what ${state} means`);
  return found;
}

for (const [version, rows] of Object.entries(kclRows())) {
  for (const [state, row] of Object.entries(rows)) {
    test(`a row of KCL ${version}, ${state}, is read as it was meant, and every attribute in it survives our writes`, async () => {
      const { store, row: stored, lease } = await tableOf(row);
      const found = await lease();
      const sorted = { ...found, children: found.children.toSorted() };
      const wanted = meaning(state, { sequenceNumber: row['checkpoint']?.S ?? '', counter: Number(row['leaseCounter']?.N) });
      assert.deepEqual(sorted, wanted);
      written(await store.renew(found));
      assert.deepEqual(await stored(), ordered({ ...row, leaseCounter: { N: String(found.counter + 1) } }));
    });
  }

  test(`the rows of a shard that is read to its end by us are those of KCL ${version}, attribute by attribute`, async () => {
    const { store, row, lease } = await tableOf();
    const seen: Row[] = [];
    const see = async (key: string): Promise<void> => void seen.push(await row(key));
    await store.create({ key: ROOT, checkpoint: { kind: 'TRIM_HORIZON' }, parents: [], ...WHOLE });
    await see(ROOT);
    const taken = written(await store.take(await lease(ROOT), OWNER));
    await see(ROOT);
    const sequenceNumber = rows['root owned record']?.['checkpoint']?.S ?? '';
    const done = written(await store.checkpoint(taken, at(sequenceNumber)));
    await see(ROOT);
    const above = { startingHashKey: MIDDLE, endingHashKey: LAST };
    await store.create({ key: HIGH, checkpoint: { kind: 'TRIM_HORIZON' }, parents: [ROOT], ...above });
    await see(HIGH);
    await store.setChildren(ROOT, [HIGH, LOW]);
    await see(ROOT);
    written(await store.checkpoint(done, { kind: 'SHARD_END' }));
    await see(ROOT);
    written(await store.take(await lease(HIGH), OWNER));
    await see(HIGH);
    // KCL passes through some states too fast for them to be seen.
    const ours = seen.map((each) => [stateOf(each), each] as const).filter(([state]) => state in rows);
    assert.deepEqual(comparable(Object.fromEntries(ours)), comparable(rows));
  });
}

/**
 * Without what is not the shard's: how often it was renewed, and what a leader of KCL 3 has measured; and with what KCL 2 does not
 * say: that it is a lease, for KCL 3.5 has other rows in the same table.
 */
function comparable(rows: RowsOfStates): RowsOfStates {
  const entries = Object.entries(rows).map(([state, row]) => {
    const { throughputKBps: _, ...rest } = row;
    return [state, ordered({ ...rest, leaseCounter: { N: 'any' }, entityType: { S: 'LEASE' } })] as const;
  });
  return Object.fromEntries(entries);
}
