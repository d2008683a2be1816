import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Line } from '../../../../src/batching/dispatch/latency/line.ts';
import { Sizes } from '../../../../src/batching/dispatch/latency/sizes.ts';
import { Uncertainty } from '../../../../src/batching/dispatch/latency/uncertainty.ts';
import { between } from './upstream.ts';

function uncertaintyOf({ scatter, misfit, seenAt8 = 0 }: { scatter: number; misfit: number; seenAt8?: number }): Uncertainty {
  const line = new Line();
  const sizes = new Sizes();
  const uncertainty = new Uncertainty(() => line, sizes);
  for (let call = 0; call < 500; call += 1) {
    line.observe(4 + (call % 9), 10);
    uncertainty.scattered(scatter);
    uncertainty.misfitted(misfit);
  }
  for (let call = 0; call < seenAt8; call += 1) sizes.observe(8, 1, 1);
  return uncertainty;
}

test('no upstream is taken to be steadier than 2 %', () => {
  const steady = uncertaintyOf({ scatter: 0, misfit: 0 });
  assert.deepEqual([steady.scatter, steady.of(8)], [0.02, 0.02]);
});

test('where the line fits, doubt is that of the line, times the scatter', () => {
  const fitting = uncertaintyOf({ scatter: 0.1, misfit: 0.1 });
  between(fitting.doubt(8), 0.015, 0.022, 'in the middle');
  between(fitting.doubt(100), 0.5, 1, 'far away');
});

test('where it does not, doubt is as much as it is off, until the size has been seen', () => {
  between(uncertaintyOf({ scatter: 0.01, misfit: 0.2 }).doubt(8), 0.23, 0.25, 'not seen');
  between(uncertaintyOf({ scatter: 0.01, misfit: 0.2, seenAt8: 9 }).doubt(8), 0.024, 0.032, 'seen nine times');
});

test('it is never without bounds', () => {
  const nothing = new Uncertainty(() => new Line(), new Sizes());
  assert.equal(Number.isFinite(nothing.of(8)), true);
});
