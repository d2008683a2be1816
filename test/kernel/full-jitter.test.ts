import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fullJitter } from '../../src/kernel/full-jitter.ts';

test('backoff is that share of its bound which chance says, and the bound doubles up to the most', () => {
  const bounds = [1, 2, 3, 4, 5, 60].map((tries) => fullJitter(tries, { firstMs: 100, mostMs: 500 }, 1));
  assert.deepEqual(bounds, [100, 200, 400, 500, 500, 500]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2000 }), fc.double({ min: 0, max: 1, noNaN: true }), (tries, random) => {
      const bound = fullJitter(tries, { firstMs: 100, mostMs: 5000 }, 1);
      assert.equal(fullJitter(tries, { firstMs: 100, mostMs: 5000 }, random), random * bound);
      assert.ok(bound >= 100 && bound <= 5000);
    }),
  );
});
