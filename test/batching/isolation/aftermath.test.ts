import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Batch } from '../../../src/batching/port.ts';
import { fails, TestHeart } from '../../support/heart.ts';

function holds(batch: Batch<string>, name: string): boolean {
  return batch.items.some(({ payload }) => payload === name);
}

/** Refuses what holds `poison`; every call takes 10 ms. */
function poisoned(): TestHeart {
  const answer = (batch: Batch<string>) => (holds(batch, 'poison') ? fails(batch, 'refused') : undefined);
  return new TestHeart({ maxInFlight: 1 }, { latencyMs: () => 10, answer });
}

for (const [when, names, leavesAt] of [
  ['of two', ['poison', 'innocent'], 1],
  ['while the whole batch is under way', ['poison', 'a', 'b', 'c'], 1],
  ['while its half is under way', ['poison', 'a', 'b', 'c'], 11],
  ['while it alone is under way', ['poison', 'a', 'b', 'c'], 21],
] as const)
  test(`when the one at fault leaves ${when}, nobody else is told its error`, async () => {
    const heart = poisoned();
    const ends = new Map<string, string>();
    const tickets = names.map((name) => heart.submit(name, {}, ({ kind }) => ends.set(name, kind)));
    await heart.clock.advance(leavesAt);
    tickets[0]?.cancel();
    await heart.clock.advance(1000);
    const others = names.filter((name) => name !== 'poison');
    assert.deepEqual(Object.fromEntries(ends), Object.fromEntries(others.map((name) => [name, 'answered'])));
  });

test('when those at fault leave, size is not blamed for what went wrong with them', async () => {
  const heart = poisoned();
  for (let round = 0; round < 4; round += 1) {
    const poison = heart.submit('poison');
    for (let i = 0; i < 15; i += 1) heart.submit(`i${i}`);
    await heart.clock.advance(1);
    poison.cancel();
    await heart.clock.advance(1000);
  }
  assert.deepEqual([heart.batcher.snapshot().batchSizeCap, heart.events.filter(({ type }) => type === 'capped')], [32, []]);
});
