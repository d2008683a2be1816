import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Checkpoint, Lease } from '../../../../src/sources/kinesis/lease-port.ts';
import { ShardGraph, type StartingPosition } from '../../../../src/sources/kinesis/shards/shard-graph.ts';
import type { Shard } from '../../../../src/sources/kinesis/stream-port.ts';
import { blankLease } from '../../../support/kinesis/blank-lease.ts';

/**
 * A stream in one line: shards by their letters, `parents>shard`, parents of a merge side by side, a closed shard with a dot. What is
 * named as a parent alone has expired.
 */
function shardsOf(stream: string): readonly Shard[] {
  return stream.split(' ').map((text) => {
    const [, parents = '', id = '', dot] = /^(?:([A-Z]+)>)?([A-Z])(\.?)$/.exec(text) ?? [];
    return { id, parents: [...parents], startingHashKey: '0', endingHashKey: '1', isClosed: dot === '.' };
  });
}

const KINDS: Readonly<Record<string, Checkpoint>> = {
  '=': { kind: 'record', sequenceNumber: '5', subSequenceNumber: 0 },
  '.': { kind: 'SHARD_END' },
  '<': { kind: 'TRIM_HORIZON' },
  '@': { kind: 'LATEST' },
};

/** A table in one line: a shard's letter, then how far it is done: `=` some, `.` all, `<` nothing yet, `@` at LATEST. `!`: never taken. */
function leasesOf(table: string): readonly Lease[] {
  return table
    .split(' ')
    .filter(Boolean)
    .map((text) =>
      blankLease({
        key: text[0] ?? '',
        checkpoint: KINDS[text[1] ?? ''] ?? { kind: 'TRIM_HORIZON' },
        counter: text.endsWith('!') ? 0 : 1,
        startingHashKey: '0',
        endingHashKey: '1',
        latestSinceMs: text[1] === '@' && !text.endsWith('!') ? 1000 : undefined,
      }),
    );
}

const MARKS = { TRIM_HORIZON: '<', LATEST: '@', AT_TIMESTAMP: 't' } as const;

/** Missing leases in the same writing; with where it begins, for one at LATEST that says it. */
function missing(stream: string, table: string, start: StartingPosition): string {
  return new ShardGraph(shardsOf(stream), leasesOf(table))
    .missing(start)
    .map(
      ({ key, checkpoint: { kind }, latestSinceMs = '' }) =>
        `${key}${kind in MARKS ? MARKS[kind as StartingPosition] : kind}${latestSinceMs}`,
    )
    .toSorted()
    .join(' ');
}

const SPLIT = 'A. A>B A>C';
const TWICE = 'A. A>B. A>C B>D B>E';
const MERGED = 'A. B. AB>C';
/** A is split, and what came of its second half is merged with B. */
const MIXED = 'A. B. A>C A>D. DB>E';
const TRIMMED = 'A>C. A>D C>E C>F';

const CASES: readonly (readonly [
  name: string,
  stream: string,
  table: string,
  trimHorizon: string,
  latest: string,
  timestamp: string,
])[] = [
  ['one shard', 'A', '', 'A<', 'A@', 'At'],
  ['two shards', 'A B', '', 'A< B<', 'A@ B@', 'At Bt'],
  ['a split', SPLIT, '', 'A<', 'B@ C@', 'At Bt Ct'],
  ['two splits', TWICE, '', 'A<', 'C@ D@ E@', 'At Bt Ct Dt Et'],
  ['a merge', MERGED, '', 'A< B<', 'C@', 'At Bt Ct'],
  ['a split and a merge', MIXED, '', 'A< B<', 'C@ E@', 'At Bt Ct Dt Et'],
  ['an expired parent', TRIMMED, '', 'C< D<', 'D@ E@ F@', 'Ct Dt Et Ft'],
  ['all expired but the last', 'XY>Z', '', 'Z<', 'Z@', 'Zt'],

  ['a first table made by half', 'A B C', 'A<!', 'B< C<', 'B@ C@', 'Bt Ct'],
  ['the same at LATEST, over a split before it', TWICE, 'C@!', 'A<', 'D@ E@', 'At Bt Dt Et'],
  ['a first table at LATEST, split before anything was taken', SPLIT, 'A@!', '', '', 'Bt Ct'],

  ['nothing is missing', 'A B', 'A= B=', '', '', ''],
  ['a shard under way and its children', SPLIT, 'A=', '', '', ''],
  ['a shard that is done and its children, made', SPLIT, 'A. B< C<', '', '', ''],
  ['a shard that is done and its children, not made', SPLIT, 'A.', 'B< C<', 'B< C<', 'B< C<'],
  ['one of them made', SPLIT, 'A. B=', 'C<', 'C<', 'C<'],
  ['a grandchild awaited', TWICE, 'A. B= C=', '', '', ''],
  ['several generations while nobody ran', TWICE, 'A=', '', '', ''],
  ['a merge awaited for one parent', MERGED, 'A. B=', '', '', ''],
  ['a merge of what is done', MERGED, 'A. B.', 'C<', 'C<', 'C<'],
  ['a merge whose other parent is not there yet', MIXED, 'A= B.', '', '', ''],
  ['the same, once it is', MIXED, 'A. B. C< D<', '', '', ''],
  ['the same, when both are done', MIXED, 'A. B. C= D.', 'E<', 'E<', 'E<'],
  ['history under LATEST', TWICE, 'C= D= E=', '', '', ''],
  ['history of a merge under LATEST', MIXED, 'C= E=', '', '', ''],
  ['history under LATEST, and what came of it', 'A. A>B. A>C B>D B>E', 'B= C=', '', '', ''],
  ['a hole: one line of descent is missing', 'A B', 'A=', 'B<', 'B<', 'Bt'],
  ['the same at LATEST: it begins where the table began', 'A B', 'A@', 'B<', 'B@1000', 'Bt'],
  ['a hole of several generations: the oldest first', 'X A. A>B. B>C B>D', 'X=', 'A<', 'A<', 'At'],
  ['parents that have expired, and are not done', 'A>B A>C', 'A=', '', '', ''],
  ['parents that have expired, and are done', 'A>B A>C', 'A.', 'B< C<', 'B< C<', 'B< C<'],
  ['parents that expired before anybody knew of them', 'X Q>B Q>C', 'X= A.', 'B< C<', 'B< C<', 'Bt Ct'],
];

for (const [name, stream, table, ...wanted] of CASES) {
  test(`leases that are missing: ${name} (${stream}; ${table || 'no leases'})`, () => {
    const starts = ['TRIM_HORIZON', 'LATEST', 'AT_TIMESTAMP'] as const;
    assert.deepEqual(
      starts.map((start) => missing(stream, table, start)),
      wanted,
    );
  });
}

const READABLE: readonly (readonly [name: string, stream: string, table: string, readable: string])[] = [
  ['shards without parents', 'A B', 'A< B=', 'AB'],
  ['no child before its parent is done', SPLIT, 'A= B< C<', 'A'],
  ['children of what is done', SPLIT, 'A. B< C=', 'ABC'],
  ['no merge before both are done', MERGED, 'A. B= C<', 'AB'],
  ['a merge of what is done', MERGED, 'A. B. C<', 'ABC'],
  ['no merge before its other parent, which has no lease yet', MIXED, 'A= B. E<', 'AB'],
  ['no merge before its other parent’s parent is done', MIXED, 'A= B. C< D< E<', 'AB'],
  ['a child of history', TWICE, 'C@ D@ E@', 'CDE'],
  ['a child of an expired parent that is not done', 'A>B A>C', 'A= B< C<', 'A'],
  ['a child of an expired parent that nobody knew', 'A>B A>C', 'B< C<', 'BC'],
  ['AT_TIMESTAMP: every generation has a lease, and waits for the one before', TWICE, 'A< B< C< D< E<', 'A'],
  ['the same, later', TWICE, 'A. B= C< D< E<', 'ABC'],
];

for (const [name, stream, table, wanted] of READABLE) {
  test(`what may be read: ${name} (${stream}; ${table})`, () => {
    const graph = new ShardGraph(shardsOf(stream), leasesOf(table));
    const readable = leasesOf(table).filter((lease) => graph.isReadable(lease));
    assert.equal(readable.map(({ key }) => key).join(''), wanted);
  });
}

test('a shard that the stream has forgotten is waited for by what its lease says of its parents', () => {
  const [done, under] = ['A. B<', 'A= B<'].map((table) => {
    const [a, b] = leasesOf(table);
    return a && b ? new ShardGraph(shardsOf('Z'), [a, b]).isReadable({ ...b, parents: ['A'] }) : undefined;
  });
  assert.deepEqual([done, under], [true, false]);
});

const DUE: readonly (readonly [name: string, stream: string, table: string, ended: string, due: string])[] = [
  ['both halves', SPLIT, 'A=', 'A', 'BC'],
  ['a merge whose other parent has a lease', MERGED, 'A= B=', 'A', 'C'],
  ['no merge whose other parent has none yet', MIXED, 'A= B=', 'B', ''],
  ['which is then made by the other', MIXED, 'A. B. C< D=', 'D', 'E'],
  ['a merge whose other parent has expired', 'A. AX>C', 'A=', 'A', 'C'],
  ['nothing behind an open shard', 'A', 'A=', 'A', ''],
];

for (const [name, stream, table, ended, wanted] of DUE) {
  test(`leases made at a shard's end: ${name} (${stream}; ${table})`, () => {
    const graph = new ShardGraph(shardsOf(stream), leasesOf(table));
    const due = graph.childrenOf(ended).filter((child) => graph.isDue(child));
    assert.deepEqual(
      [due.map(({ key }) => key).join(''), new Set(due.map(({ checkpoint }) => checkpoint.kind)).size],
      [wanted, wanted === '' ? 0 : 1],
    );
    assert.ok(due.every(({ checkpoint }) => checkpoint.kind === 'TRIM_HORIZON'));
  });
}

test('a lineage that merges make wide is gone through in no time', () => {
  const shards: Shard[] = [];
  const add = (id: string, parents: readonly string[], isClosed: boolean): void =>
    void shards.push({ id, parents, isClosed, startingHashKey: '0', endingHashKey: '1' });
  add('a0', [], true);
  add('b0', [], true);
  for (let layer = 1; layer <= 60; layer += 1) {
    add(`m${layer}`, [`a${layer - 1}`, `b${layer - 1}`], true);
    add(`a${layer}`, [`m${layer}`], layer < 60);
    add(`b${layer}`, [`m${layer}`], layer < 60);
  }
  const [lease] = leasesOf('A=');
  assert.ok(lease !== undefined);
  const graph = new ShardGraph(shards, [{ ...lease, key: 'a0' }]);
  assert.deepEqual(
    graph.missing('TRIM_HORIZON').map(({ key }) => key),
    ['b0'],
  );
  assert.equal(graph.isReadable({ ...lease, key: 'a60' }), false);
});

for (const [name, stream, table, expected] of [
  ['while its children are not begun', SPLIT, 'A. B< C<', ''],
  ['while one of them is not', SPLIT, 'A. B= C<', ''],
  ['once both are', SPLIT, 'A. B= C=', 'A'],
  ['and while it is being read', SPLIT, 'A= B= C=', ''],
  ['of a line the oldest first', TWICE, 'A. B. C= D= E=', 'A'],
  ['then the next', TWICE, 'B. C= D= E=', 'B'],
  ['but not while a child has no lease', SPLIT, 'A. B=', ''],
  ['nor one without children', 'A.', 'A.', ''],
] as const) {
  test(`a lease of a shard that is done is removed ${name}`, () => {
    const graph = new ShardGraph(shardsOf(stream), leasesOf(table));
    assert.equal(graph.superfluous().join(' '), expected);
  });
}

test('what was removed is not made again', () => {
  assert.equal(missing(TWICE, 'C= D= E=', 'TRIM_HORIZON'), '');
  assert.equal(missing(SPLIT, 'B= C=', 'LATEST'), '');
});
