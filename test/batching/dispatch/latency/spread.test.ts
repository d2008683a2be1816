import { test } from 'node:test';
import { Spread } from '../../../../src/batching/dispatch/latency/spread.ts';
import { Random } from './random.ts';
import { between } from './upstream.ts';

function spreadOf(residuals: readonly number[]): Spread {
  const spread = new Spread();
  for (const residual of residuals) spread.observe(residual);
  return spread;
}

function normals(sigma: number, count: number): number[] {
  const random = new Random(1);
  return Array.from({ length: count }, () => sigma * random.normal());
}

test('it is the standard deviation of what is normally distributed', () => {
  between(spreadOf(normals(0.1, 200)).deviation, 0.08, 0.12, 'of 0.1');
  between(spreadOf(normals(0.3, 200)).deviation, 0.24, 0.36, 'of 0.3');
});

test('it follows, upwards too', () => {
  between(spreadOf([...normals(0.3, 100), ...normals(0.03, 100)]).deviation, 0.02, 0.045, 'less');
  between(spreadOf([...normals(0.03, 100), ...normals(0.3, 100)]).deviation, 0.2, 0.4, 'more');
});

test('one outlier raises it by less than a tenth', () => {
  const before = spreadOf(normals(0.1, 100)).deviation;
  between(spreadOf([...normals(0.1, 100), 3]).deviation / before, 1.05, 1.1, 'after / before');
});

test('it can be raised, not lowered, and comes down again', () => {
  const spread = spreadOf(normals(0.1, 100));
  spread.raise(0.01);
  between(spread.deviation, 0.08, 0.12, 'not lowered');
  spread.raise(0.5);
  between(spread.deviation, 0.62, 0.64, 'raised');
  for (const residual of normals(0.1, 100)) spread.observe(residual);
  between(spread.deviation, 0.08, 0.13, 'a hundred calls later');
});
