import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Batch } from '../../../src/batching/port.ts';
import type { TidegateError } from '../../../src/kernel/errors.ts';
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

test('when the retry budget is spent, a batch that breaks is searched at once, and nobody pays for a neighbour', async () => {
  const heart: TestHeart = new TestHeart(
    {},
    { latencyMs: () => 10, answer: (batch) => (holds(batch, 'poison') ? fails(batch, 'failed') : undefined) },
  );
  const ends = new Map<string, number>();
  for (let burst = 0; burst < 24; burst += 1) {
    for (let i = 0; i < 32; i += 1) {
      const name = i === 9 ? 'poison' : 'innocent';
      heart.submit(name, {}, ({ kind }) => ends.set(`${name} ${kind}`, 1 + (ends.get(`${name} ${kind}`) ?? 0)));
    }
    await heart.clock.advance(400);
  }
  await heart.clock.advance(5000);
  assert.deepEqual(Object.fromEntries(ends), { 'innocent answered': 24 * 31, 'poison failed': 24 });
  assert.ok(heart.events.some(({ type }) => type === 'retryDenied'));
});

test('a probe that hangs keeps nobody from finding out that the endpoint is back', async () => {
  const heart: TestHeart = new TestHeart(
    {},
    {
      concurrency: 4,
      latencyMs: () => (heart.calls.length === 4 ? 60_000 : 5),
      answer: (batch, call) => (call <= 3 ? fails(batch, 'unreachable') : undefined),
    },
  );
  const ends: number[] = [];
  for (let i = 0; i < 3; i += 1) heart.submit(`r${i}`, {}, () => ends.push(heart.clock.now()));
  await heart.clock.advance(5000);
  assert.equal(ends.length, 2, `${heart.calls.length} calls`);
  assert.ok(
    ends.every((at) => at < 2500),
    `answered at ${ends.join()}`,
  );
});

test('who comes while an endpoint throttles for longer than he can wait is told so at once', async () => {
  const heart = new TestHeart(
    {},
    {
      latencyMs: () => 10,
      answer: (batch, call) => (call === 1 ? { ...fails(batch, 'throttled'), retryAfterMs: 10_000 } : undefined),
    },
  );
  heart.submit('first');
  await heart.clock.advance(20);
  const told: unknown[] = [];
  heart.submit('hurried', { expiresAt: 3000 }, (settlement) => {
    if (settlement.kind === 'failed') told.push((settlement.error as TidegateError).code, heart.clock.now());
  });
  heart.submit('patient', { expiresAt: 30_000 }, ({ kind }) => told.push(kind));
  await heart.clock.advance(20_000);
  assert.deepEqual(told, ['UPSTREAM_THROTTLED', 20, 'answered']);
});
