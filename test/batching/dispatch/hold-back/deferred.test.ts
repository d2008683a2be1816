import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deferred } from '../../../../src/batching/dispatch/hold-back/deferred.ts';
import { LatencyModel } from '../../../../src/batching/dispatch/latency/latency-model.ts';
import { known } from '../known.ts';
import { candidateOf } from './candidate.ts';

test('deferred holds until it must go, and says that it was for the deadline', () => {
  const holdBack = deferred({ latency: known() });
  assert.deepEqual(
    [holdBack.until(candidateOf({ sendBy: 1070, paceUntil: 2000 }), 1000), holdBack.reason, holdBack.spreads],
    [1070, 'deadline', false],
  );
  assert.equal(holdBack.until(candidateOf({ sendBy: 990 }), 1000), 990);
});

test('deferred holds nothing while nothing is known of what calls take', () => {
  const latency = new LatencyModel();
  const holdBack = deferred({ latency });
  assert.equal(holdBack.until(candidateOf({ sendBy: 1070 }), 1000), 1000);
  latency.observe({ items: 1, cost: 1, longest: 1 }, 10);
  assert.equal(holdBack.until(candidateOf({ sendBy: 1070 }), 1000), 1070);
});
