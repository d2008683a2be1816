import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { packTokens, planPacks } from '../../../src/upstreams/embedded/packing.ts';

test('texts that fit together share a pack, in their order', () => {
  assert.deepEqual(planPacks([3, 4, 4, 9, 1], 8), [
    { from: 0, to: 2 },
    { from: 2, to: 3 },
    { from: 3, to: 4 },
    { from: 4, to: 5 },
  ]);
});

test('every text is in exactly one pack and no pack of several is too large', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20)), fc.integer({ min: 1, max: 40 }), (lengths, maxTokens) => {
      const packs = planPacks(lengths, maxTokens);
      const rows = packs.flatMap(({ from, to }) => lengths.slice(from, to));
      assert.deepEqual(rows, lengths);
      for (const { from, to } of packs) {
        assert.ok(to > from);
        const tokens = lengths.slice(from, to).reduce((sum, length) => sum + length, 0);
        assert.ok(tokens <= maxTokens || to === from + 1);
      }
    }),
  );
});

test('tokens lie behind one another with their place in their own text', () => {
  const packed = packTokens([[7, 8], [], [9]]);
  assert.deepEqual([...packed.tokens], [7, 8, 9]);
  assert.deepEqual([...packed.positions], [0, 1, 0]);
  assert.deepEqual([...packed.segments], [0, 0, 2]);
});

test('a pack without tokens gets one that belongs to no text', () => {
  assert.deepEqual([...packTokens([[], []]).segments], [-1]);
});
