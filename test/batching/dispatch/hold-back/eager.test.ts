import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eager } from '../../../../src/batching/dispatch/hold-back/eager.ts';
import { candidateOf } from './candidate.ts';

test('eager never holds back, nor spreads what waits over the slots', () => {
  const later = candidateOf({ paceUntil: 9000, readyAt: 9000, sendBy: 9000 });
  assert.deepEqual([eager.until(candidateOf(), 1000), eager.until(later, 1005), eager.spreads], [1000, 1005, false]);
});
