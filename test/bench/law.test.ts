import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callMs, ceilingPerSecond, fullCallMs, linear } from '../../bench/model-server/law.ts';
import { PARALLEL, SERIAL } from '../../bench/model-server/laws.ts';

test('a law is a straight line between its points, and beyond them', () => {
  const points = [
    [1, 10],
    [3, 30],
    [5, 20],
  ] as const;
  assert.deepEqual(
    [1, 2, 3, 4, 5, 6].map((items) => callMs(points, items)),
    [10, 20, 30, 25, 20, 15],
  );
  assert.equal(callMs(linear(10, 0.5), 32), 26);
  assert.equal(fullCallMs(SERIAL), 26);
});

test('the ceiling of one server is that of calls as large as there are clients', () => {
  assert.ok(Math.abs(ceilingPerSecond(SERIAL, 1) - 1000 / 10.5) < 1e-9);
  assert.ok(Math.abs(ceilingPerSecond(SERIAL, 256) - 32_000 / 26) < 1e-9);
});

test('without contention nothing is gained by sharing calls', () => {
  assert.ok(Math.abs(ceilingPerSecond(PARALLEL, 64) - 64_000 / 10.5) < 1e-6);
});
