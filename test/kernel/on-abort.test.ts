import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { test } from 'node:test';
import { onAbort } from '../../src/kernel/on-abort.ts';

test('those who still wait leave in the order in which they came, once', () => {
  const controller = new AbortController();
  const left: string[] = [];
  onAbort(controller.signal, () => left.push('first'));
  const stay = onAbort(controller.signal, () => left.push('second'));
  onAbort(controller.signal, () => left.push('third'));
  stay();
  controller.abort();
  assert.deepEqual(left, ['first', 'third']);
});

test('who is told to stay while others leave, stays', () => {
  const controller = new AbortController();
  const left: string[] = [];
  onAbort(controller.signal, () => {
    left.push('first');
    stay();
  });
  const stay = onAbort(controller.signal, () => left.push('second'));
  controller.abort();
  assert.deepEqual(left, ['first']);
});

test('however many wait on one signal, it has one listener', () => {
  const { signal } = new AbortController();
  let left = 0;
  const stays = Array.from({ length: 1000 }, () => onAbort(signal, () => (left += 1)));
  assert.equal(getEventListeners(signal, 'abort').length, 1);
  for (const stay of stays) stay();
  assert.equal(left, 0);
});
