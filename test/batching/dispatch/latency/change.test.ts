import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Change } from '../../../../src/batching/dispatch/latency/change.ts';
import { Random } from './random.ts';

function told(deviations: readonly number[]): number[] {
  const change = new Change();
  return deviations.map((one) => change.observe(one));
}

test('four calls in a row far beyond what is expected are a change, slower or faster', () => {
  assert.deepEqual(told([0, 9, 9, 9, 9]), [0, 0, 0, 0, 4]);
  assert.deepEqual(told([0, -9, -9, -9, -9]), [0, 0, 0, 0, 4]);
});

test('of less far calls it takes some more', () => {
  assert.deepEqual(told([1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5]), [0, 0, 0, 0, 0, 0, 0, 0, 9]);
});

test('three stalls together are none, nor is one however long, nor one in three', () => {
  const stalls = [...Array(20).keys()].map((call) => (call % 4 === 0 ? 1e6 : -0.2));
  assert.deepEqual(new Set(told([9, 9, 9, 0, 0, 0, 0, 0, 0, 0, 0, ...stalls])), new Set([0]));
});

test('calls on both sides are none', () => {
  assert.deepEqual(new Set(told(Array.from({ length: 100 }, (_, call) => (call % 2 === 0 ? 9 : -9)))), new Set([0]));
});

test('scatter is taken for a change less than once in two thousand calls', () => {
  const random = new Random(1);
  const change = new Change();
  let changes = 0;
  for (let call = 0; call < 100_000; call += 1) {
    if (change.observe(random.normal()) === 0) continue;
    changes += 1;
    change.restart();
  }
  assert.equal(changes < 50, true, `${changes}`);
});
