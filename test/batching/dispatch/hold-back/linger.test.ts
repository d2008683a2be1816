import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linger } from '../../../../src/batching/dispatch/hold-back/linger.ts';
import { candidateOf } from './candidate.ts';

test('linger holds until the oldest has waited for so long, whatever else comes', () => {
  const holdBack = linger(20);
  assert.deepEqual(
    [1000, 1019, 1020, 5000].map((now) => holdBack.until(candidateOf({ oldestAt: 1000, items: 7, sendBy: 1003 }), now)),
    [1020, 1020, 1020, 1020],
  );
  assert.deepEqual([holdBack.reason, holdBack.spreads], ['delay', false]);
});
