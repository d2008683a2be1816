import assert from 'node:assert/strict';
import { test } from 'node:test';
import { untilSilent } from '../../bench/measure/quiet.ts';

test('a model is silent once it was asked nothing for a while, and not between two calls', async () => {
  const calls = [1, 2, 3, 4];
  let last = 0;
  let lastAt = 0;
  const counters = async () => {
    const next = calls.shift();
    if (next !== undefined) [last, lastAt] = [next, performance.now()];
    return { calls: last, items: last, underway: 0 };
  };
  await untilSilent(counters, 60);
  assert.deepEqual(calls, []);
  assert.ok(performance.now() - lastAt >= 59);
});
