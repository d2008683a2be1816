import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Line } from '../../../../src/batching/dispatch/latency/line.ts';
import { between } from './upstream.ts';

function lineOf(...calls: readonly (readonly [size: number, latencyMs: number])[]): Line {
  const line = new Line();
  for (const [size, latencyMs] of calls) line.observe(size, latencyMs);
  return line;
}

test('two sizes tell base and slope', () => {
  const line = lineOf([10, 15], [20, 20]);
  between(line.base, 10 - 1e-9, 10 + 1e-9, 'base');
  between(line.slope, 0.5 - 1e-9, 0.5 + 1e-9, 'slope');
});

test('while all sizes are alike, half is taken for fixed', () => {
  const line = lineOf([10, 30], [10, 30], [10, 30]);
  assert.deepEqual([line.base, line.slope], [15, 1.5]);
});

test('once known, the slope stays when sizes become alike', () => {
  const alike = (latencyMs: number) => Array.from({ length: 1000 }, () => [16, latencyMs] as const);
  const line = lineOf([10, 15], [20, 20], ...alike(18), ...alike(28));
  between(line.slope, 0.499, 0.501, 'slope');
  between(line.base, 19.99, 20.01, 'base');
});

test('a slope that alike sizes show to be impossible is forgotten, and half is taken for fixed again', () => {
  const alike = (latencyMs: number) => Array.from({ length: 1000 }, () => [16, latencyMs] as const);
  const line = lineOf([10, 15], [20, 20], ...alike(18), ...alike(4));
  between(line.base, 1.99, 2.01, 'base');
  between(line.slope, 0.124, 0.126, 'slope');
});

test('neither base nor slope is ever negative', () => {
  const quadratic = lineOf([1, 1], [2, 4], [4, 16]);
  assert.equal(quadratic.base, 0);
  between(quadratic.slope, 1.5, 2.5, 'slope through the origin, by relative errors');
  const falling = lineOf([1, 10], [2, 8], [4, 6]);
  assert.equal(falling.slope, 0);
  between(falling.base, 6, 10, 'base');
});

test('the past is forgotten within some fifty calls', () => {
  const sizes = [4, 8, 16];
  const before = Array.from({ length: 90 }, (_, call) => [sizes[call % 3] ?? 0, 100] as const);
  const after = Array.from({ length: 150 }, (_, call) => [sizes[call % 3] ?? 0, 10 + (sizes[call % 3] ?? 0)] as const);
  const line = lineOf(...before, ...after);
  between(line.base, 10, 16, 'base');
});

test('what has not been seen is in doubt, and the more the further it is from what has', () => {
  const line = lineOf(...Array.from({ length: 100 }, (_, call) => [8 + (call % 3), 20 + (call % 3)] as const));
  between(line.doubt(9), 0.13, 0.17, 'in the middle, of about fifty calls');
  between(line.doubt(64), 2, 8, 'far away');
  assert.equal(lineOf([9, 20]).doubt(64) > 1e5, true);
});

test('rescaled, it is the same line times a factor, and new calls count for more', () => {
  const line = lineOf(...Array.from({ length: 100 }, (_, call) => [1 + (call % 9), 11 + (call % 9)] as const));
  line.rescale(2, 3);
  between(line.base, 19.99, 20.01, 'base');
  between(line.slope, 1.99, 2.01, 'slope');
  for (let call = 0; call < 9; call += 1) line.observe(1 + call, 40);
  between(line.at(5), 36, 39, 'three calls at 30, nine at 40');
});

test('errors count relative to latency: small calls are not lost among large ones', () => {
  const line = lineOf(
    ...Array.from(
      { length: 30 },
      () =>
        [
          [1, 10],
          [10, 12],
          [100, 200],
        ] as const,
    ).flat(),
  );
  between(line.at(1), 7, 13, 'of one');
});

test('rescaled while sizes are alike, base and slope both are', () => {
  const line = lineOf([10, 15], [20, 20], ...Array.from({ length: 1000 }, () => [16, 18] as const));
  line.rescale(2, 3);
  between(line.base, 19.99, 20.01, 'base');
  between(line.slope, 0.999, 1.001, 'slope');
});

test('of latencies of 0 there is no doubt', () => {
  assert.equal(lineOf([1, 0], [1, 0]).doubt(5), 0);
});
