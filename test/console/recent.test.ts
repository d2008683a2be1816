import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Recent } from '../../src/console/recent.ts';

test('totals are those of the last ticks, however long it goes on', () => {
  const recent = new Recent(2, 3);
  const seen: number[] = [];
  for (let tick = 1; tick <= 10; tick += 1) {
    recent.add(0);
    recent.add(1, tick);
    seen.push(recent.totals[1] ?? 0);
    assert.deepEqual([recent.latest(0), recent.latest(1)], [1, tick]);
    recent.tick();
  }
  // The sum of the last three.
  assert.deepEqual(seen, [1, 3, 6, 9, 12, 15, 18, 21, 24, 27]);
  for (let tick = 0; tick < 3; tick += 1) recent.tick();
  assert.deepEqual([...recent.totals], [0, 0]);
});
