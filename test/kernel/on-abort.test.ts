import assert from 'node:assert/strict';
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

test('a hundred thousand wait on one signal and stop waiting at no cost that grows with them', () => {
  const { signal } = new AbortController();
  const startedAt = performance.now();
  const stays = Array.from({ length: 100_000 }, () => onAbort(signal, () => {}));
  for (const stay of stays) stay();
  // By listeners of the signal itself it would be minutes.
  assert.ok(performance.now() - startedAt < 5000);
});
