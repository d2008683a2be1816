import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Checkpoint } from '../../../../src/sources/kinesis/lease-port.ts';
import { isBehind } from '../../../../src/sources/kinesis/leases/checkpoints.ts';
import { at } from './lease-room.ts';

const BEGINNINGS = ['TRIM_HORIZON', 'LATEST', 'AT_TIMESTAMP'] as const;
const END = { kind: 'SHARD_END' } as const;

const CASES: readonly (readonly [next: Checkpoint, stored: Checkpoint, isBehind: boolean])[] = [
  [at(11), at(10), false],
  [at(10), at(10), true],
  [at(9), at(10), true],
  [
    at('100000000000000000000000000000000000000000000000000000000'),
    at('99999999999999999999999999999999999999999999999999999999'),
    false,
  ],
  [
    at('99999999999999999999999999999999999999999999999999999999'),
    at('100000000000000000000000000000000000000000000000000000000'),
    true,
  ],
  [
    at('49680607457201130996201770906314897158357950591401984003'),
    at('49680607457201130996201770906314897158357950591401984002'),
    false,
  ],
  [at(10, 3), at(10, 2), false],
  [at(10, 2), at(10, 2), true],
  [at(10, 1), at(10, 2), true],
  [at(11, 0), at(10, 9), false],
  [at(9, 9), at(10, 0), true],
  ...BEGINNINGS.flatMap((kind) => [
    [at(0), { kind }, false] as const,
    [{ kind }, at(0), true] as const,
    [{ kind }, { kind }, true] as const,
    [END, { kind }, false] as const,
    [{ kind }, END, true] as const,
  ]),
  [END, at(10), false],
  [at(10), END, true],
  [END, END, true],
];

for (const [next, stored, expected] of CASES) {
  test(`${said(next)} over ${said(stored)} is ${expected ? 'no step' : 'a step'} forward`, () => {
    assert.equal(isBehind(next, stored), expected);
  });
}

function said(checkpoint: Checkpoint): string {
  return checkpoint.kind === 'record' ? `${checkpoint.sequenceNumber}.${checkpoint.subSequenceNumber}` : checkpoint.kind;
}
