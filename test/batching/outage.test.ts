import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallEnding } from '../../src/batching/port.ts';
import { fails, TestHeart } from '../support/heart.ts';

const DOWN = { from: 2000, to: 7000 };
const DEADLINE_MS = 20_000;

function isDown(at: number): boolean {
  return at >= DOWN.from && at < DOWN.to;
}

/** Clients in a closed loop, over an endpoint whose every call ends so from 2 s to 7 s. */
async function playOutage(clients: number, call: CallEnding) {
  const heart: TestHeart = new TestHeart(
    {},
    {
      latencyMs: (batch) => (isDown(heart.clock.now()) ? 1 : 10 + 0.5 * batch.items.length),
      answer: (batch) => (isDown(heart.calls.find((each) => each.batch === batch)?.at ?? 0) ? fails(batch, call) : undefined),
    },
  );
  const failed: string[] = [];
  let answeredSince = Number.POSITIVE_INFINITY;
  const next = (client: number): void => {
    heart.submit(`c${client}`, { expiresAt: heart.clock.now() + DEADLINE_MS }, (settlement) => {
      const now = heart.clock.now();
      if (settlement.kind === 'failed') failed.push(settlement.error.message);
      else if (now > DOWN.to) answeredSince = Math.min(answeredSince, now);
      heart.clock.at(now + 1, () => next(client));
    });
  };
  for (let client = 0; client < clients; client += 1) next(client);
  await heart.clock.advance(10_000);
  const sentWhileDown = heart.calls.filter(({ at }) => isDown(at)).length;
  return { failed, backAfterMs: answeredSince - DOWN.to, sentWhileDown, breaker: heart.batcher.snapshot().breaker };
}

for (const call of ['erred', 'failed', 'unreachable', 'throttled', 'unreadable'] satisfies CallEnding[])
  for (const clients of [8, 32, 64])
    test(`an endpoint whose calls are all ${call} for 5 s costs none of ${clients} clients an answer`, async () => {
      const { failed, backAfterMs, sentWhileDown, breaker } = await playOutage(clients, call);
      assert.deepEqual(failed, []);
      assert.ok(backAfterMs < 1100, `${backAfterMs} ms until the first answer`);
      assert.ok(sentWhileDown < 25, `${sentWhileDown} calls to an endpoint that is down`);
      assert.equal(breaker, 'closed');
    });

test('an endpoint that still works on calls as it goes down, for calls that take their time to get there, costs nobody an answer', async () => {
  for (let seed = 1; seed <= 10; seed += 1) {
    const arrivals = new Map<unknown, number>();
    const heart: TestHeart = new TestHeart(
      {},
      {
        concurrency: 1 + (seed % 3),
        latencyMs: (batch) => {
          const lagMs = heart.clock.random() * (seed % 5);
          arrivals.set(batch, heart.clock.now() + lagMs);
          return lagMs + (isDown(heart.clock.now() + lagMs) ? 1 : 10 + 0.5 * batch.items.length);
        },
        answer: (batch) => (isDown(arrivals.get(batch) ?? 0) ? fails(batch, 'erred') : undefined),
      },
      seed,
    );
    const failed: string[] = [];
    const next = (client: number): void => {
      const expiresAt = heart.clock.now() + DEADLINE_MS;
      heart.submit(`c${client}`, { expiresAt }, (settlement) => {
        if (settlement.kind === 'failed') failed.push(`seed ${seed}, at ${heart.clock.now()}`);
        heart.clock.at(heart.clock.now() + 1 + 3 * heart.clock.random(), () => next(client));
      });
    };
    for (let client = 0; client < 64; client += 1) next(client);
    await heart.clock.advance(DOWN.from + 500);
    assert.deepEqual(failed, []);
  }
});
