import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spread } from '../../bench/statistics/spread.ts';
import { percentile } from '../../src/kernel/percentile.ts';

test('a percentile is the value of the nearest rank', () => {
  const hundred = Array.from({ length: 100 }, (_, i) => i + 1);
  assert.equal(percentile(hundred, 0.5), 50);
  assert.equal(percentile(hundred, 0.99), 99);
  assert.equal(percentile([7], 0.99), 7);
  assert.equal(percentile([1, 2], 0.5), 1);
  assert.equal(percentile([1, 2, 3], 0), 1);
});

test('nothing has no percentile', () => {
  assert.equal(percentile([], 0.5), undefined);
});

test('a spread holds the median, the lowest and the highest, in whatever order the values came', () => {
  assert.deepEqual(spread([3, 1, 2]), { median: 2, min: 1, max: 3 });
  assert.deepEqual(spread([10, 1, 2, 3]), { median: 2.5, min: 1, max: 10 });
});

test('a spread leaves its values as they were', () => {
  const values = [3, 1, 2];
  spread(values);
  assert.deepEqual(values, [3, 1, 2]);
});

test('nothing has no spread', () => {
  assert.throws(() => spread([]), RangeError);
});
