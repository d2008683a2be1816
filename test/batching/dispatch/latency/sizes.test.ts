import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Sizes } from '../../../../src/batching/dispatch/latency/sizes.ts';
import { Random } from './random.ts';
import { between, mean } from './upstream.ts';

function sizesOf(size: number, ...ratios: readonly number[]): Sizes {
  const sizes = new Sizes();
  for (const ratio of ratios) sizes.observe(size, ratio, ratio);
  return sizes;
}

test('a size not seen is not corrected', () => {
  assert.deepEqual(
    [1, 7, 9, 1000].map((size) => sizesOf(8, 2, 2, 2).correction(size, 0.02)),
    [1, 1, 1, 1],
  );
});

test('small whole numbers are apart, and so is what lies on either side of a power of two', () => {
  for (const [seen, other] of [
    [1, 2],
    [13, 14],
    [16, 17],
    [32, 33],
    [64, 65],
    [1024, 1025],
  ] as const) {
    between(sizesOf(seen, 2, 2, 2).correction(seen, 0.02), 1.99, 2, `${seen}`);
    assert.equal(sizesOf(seen, 2, 2, 2).correction(other, 0.02), 1, `${other}`);
  }
});

test('the more calls scatter, the more of them it takes', () => {
  const calls = (count: number) => sizesOf(8, ...Array(count).fill(1.5));
  assert.equal(calls(1).correction(8, 0.3), 1);
  between(calls(5).correction(8, 0.3), 1.2, 1.45, 'after five');
  between(calls(100).correction(8, 0.3), 1.45, 1.5, 'after a hundred');
});

test('where the line fits, scatter corrects next to nothing', () => {
  const corrections = Array.from({ length: 200 }, (_, index) => {
    const random = new Random(index + 1);
    return sizesOf(8, ...Array.from({ length: 30 }, () => 1 + 0.3 * random.normal())).correction(8, 0.3) - 1;
  });
  between(mean(corrections.map(Math.abs)), 0, 0.02, 'mean correction');
});

test('one outlier counts as far as it was clipped, four in a row are believed', () => {
  const sizes = sizesOf(8, ...Array(20).fill(1));
  for (const expected of [1.005, 1.01, 1.015]) {
    sizes.observe(8, 3, 1.1);
    between(sizes.correction(8, 0), expected - 0.004, expected + 0.004, 'clipped');
  }
  sizes.observe(8, 3, 1.1);
  assert.equal(sizes.correction(8, 0), 3);
});

test('what was learned of a size fades while others are seen', () => {
  const sizes = sizesOf(8, ...Array(20).fill(2));
  const before = sizes.evidence(8);
  for (let call = 0; call < 400; call += 1) sizes.observe(16, 1, 1);
  between(sizes.evidence(8) / before, 0.499, 0.501, 'after 400 calls');
});

test('sizes out of all range are left to the line', () => {
  for (const size of [1e-30, 1e-4, 1e10, 1e30]) {
    const sizes = sizesOf(size, 2, 2, 2);
    assert.deepEqual([sizes.correction(size, 0), sizes.evidence(size)], [1, 0]);
  }
});
