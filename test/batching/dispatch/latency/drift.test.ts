import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Drift } from '../../../../src/batching/dispatch/latency/drift.ts';
import { Random } from './random.ts';
import { between, mean } from './upstream.ts';

function moves(residuals: readonly number[]): number[] {
  const drift = new Drift();
  return residuals.map((residual) => drift.observe(residual));
}

test('residuals that stay on one side are made up for by a seventh each', () => {
  between(moves(Array(80).fill(0.05)).at(-1) ?? 0, 0.007, 0.0075, 'slower');
  between(moves(Array(80).fill(-0.05)).at(-1) ?? 0, -0.0075, -0.007, 'faster');
});

test('a few on one side are no drift yet, nor are residuals of 0', () => {
  assert.deepEqual(moves([0.05, 0.05, 0.05, 0.05]), [0, 0, 0, 0]);
  assert.deepEqual(moves([0, 0, 0]), [0, 0, 0]);
});

test('of scatter next to nothing is taken for drift', () => {
  const random = new Random(1);
  const residuals = Array.from({ length: 5000 }, () => 0.2 * random.normal());
  between(mean(moves(residuals).map(Math.abs)), 0, 0.05 * 0.2, 'mean move');
});
