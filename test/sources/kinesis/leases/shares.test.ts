import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Lease } from '../../../../src/sources/kinesis/lease-port.ts';
import { type SeenLease, type ShareRules, sharesOf } from '../../../../src/sources/kinesis/leases/shares.ts';
import { blankLease } from '../../../support/kinesis/blank-lease.ts';

const FAILOVER_MS = 10_000;

const RULES: ShareRules = { workerId: 'me', failoverMs: FAILOVER_MS, maxLeases: Infinity, maxSteals: 1, random: () => 0 };

interface Row {
  readonly owner?: string | undefined;
  readonly stillMs?: number;
  readonly checkpointOwner?: string;
}

function seen(rows: readonly Row[]): readonly SeenLease[] {
  return rows.map(({ stillMs = 0, ...row }, index) => ({
    lease: blankLease({ key: `shard ${index}`, counter: 1, ...row }),
    stillMs,
  }));
}

const times = (many: number, row: Row): readonly Row[] => Array.from({ length: many }, () => row);
const EXPIRED = FAILOVER_MS + 1;
const OLD = 3 * FAILOVER_MS + 1;

/** By KCL's rules: how many are taken of those that are free, and how many of which other worker. */
const CASES: readonly (readonly [
  name: string,
  rows: readonly Row[],
  takes: number,
  steals: number,
  rules?: Partial<ShareRules>,
])[] = [
  ['nothing there', [], 0, 0],
  ['alone, all free: all', times(5, {}), 5, 0],
  ['alone, with a bound', times(5, {}), 2, 0, { maxLeases: 2 }],
  ['at the bound', [...times(2, { owner: 'me' }), ...times(5, {})], 0, 0, { maxLeases: 2 }],
  ['beside a worker that has its share: the rest', [...times(2, { owner: 'a' }), ...times(2, {})], 2, 0],
  ['beside one that has more: what is free, and nothing of it', [...times(4, { owner: 'a' }), {}], 1, 0],
  ['two of five free, one wanted at most', [...times(2, { owner: 'a' }), { owner: 'me' }, ...times(2, {})], 2, 0],
  ['an expired lease is free, and its worker none', [...times(2, { owner: 'gone', stillMs: EXPIRED })], 2, 0],
  ['a lease that stands still for the failover time is not expired', times(2, { owner: 'a', stillMs: FAILOVER_MS }), 0, 1],
  ['one of two is stolen', times(2, { owner: 'a' }), 0, 1],
  ['the only one is not', times(1, { owner: 'a' }), 0, 0],
  ['one at a time', times(9, { owner: 'a' }), 0, 1],
  ['as many as are over the target', times(9, { owner: 'a' }), 0, 4, { maxSteals: 10 }],
  ['no more than are needed', [...times(9, { owner: 'a' }), ...times(3, { owner: 'me' })], 0, 3, { maxSteals: 10 }],
  ['of equals nothing', [...times(2, { owner: 'a' }), ...times(2, { owner: 'me' })], 0, 0],
  ['one short of a share rounded up: nothing', [...times(3, { owner: 'a' }), ...times(2, { owner: 'me' })], 0, 0],
  ['two short, the other at the target: one', [...times(2, { owner: 'a' }), ...times(2, { owner: 'b' })], 0, 1],
  ['as many workers as leases: none has one to give', ['a', 'b', 'c'].map((owner) => ({ owner })), 0, 0],
  ['one has two of three, three workers', [...times(2, { owner: 'a' }), { owner: 'b' }], 0, 1],
  ['what is being handed over counts for who gets it', times(2, { owner: 'me', checkpointOwner: 'a' }), 0, 0],
  ['what is being handed over is not stolen', times(4, { owner: 'a', checkpointOwner: 'b' }), 0, 0],
  [
    'very old ones are taken whatever the share',
    [...times(3, { owner: 'me' }), { owner: 'a', stillMs: OLD }, { stillMs: OLD }],
    2,
    0,
  ],
  ['but for the bound', [...times(3, { owner: 'me' }), ...times(2, { stillMs: OLD })], 1, 0, { maxLeases: 4 }],
  ['at the share: what is expired is left to others', [...times(3, { owner: 'me' }), { owner: 'a' }, { stillMs: EXPIRED }], 0, 0],
];

for (const [name, rows, takes, steals, rules] of CASES) {
  test(`shares: ${name}`, () => {
    const { free, others } = sharesOf(seen(rows), { ...RULES, ...rules });
    assert.deepEqual([free.length, others.length], [takes, steals]);
  });
}

test('whatever there is: only what is free is taken and only what is held by another asked for, never both, within the bound', () => {
  const row = fc.record({
    owner: fc.constantFrom('me', 'a', 'b', 'c', undefined),
    stillMs: fc.constantFrom(0, FAILOVER_MS, EXPIRED, OLD),
  });
  const rules = fc.record({ maxLeases: fc.integer({ min: 1, max: 12 }), maxSteals: fc.integer({ min: 1, max: 5 }) });
  fc.assert(
    fc.property(
      fc.array(row, { maxLength: 24 }),
      rules,
      fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
      (rows, bounds, stream) => {
        const leases = seen(rows);
        const { free, others } = sharesOf(leases, { ...RULES, ...bounds, random: () => stream.next().value ?? 0 });
        const stillOf = new Map(leases.map(({ lease, stillMs }) => [lease, stillMs]));
        const isFree = (lease: Lease): boolean => lease.owner === undefined || (stillOf.get(lease) ?? 0) > FAILOVER_MS;
        const own = rows.filter(({ owner }) => owner === 'me').length;
        assert.ok(free.length === 0 || others.length === 0);
        assert.ok(free.every((lease) => isFree(lease) && lease.owner !== 'me'));
        assert.ok(others.every((lease) => !isFree(lease) && lease.owner !== 'me'));
        assert.equal(new Set([...free, ...others]).size, free.length + others.length);
        assert.ok(free.length + others.length <= Math.max(0, bounds.maxLeases - own));
        assert.ok(others.length <= bounds.maxSteals);
      },
    ),
  );
});
