import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallEnding } from '../../src/batching/port.ts';
import { fails, TestHeart } from '../support/heart.ts';

const DOWN = { from: 2000, to: 7000 };
const DEADLINE_MS = 20_000;

function isDown(at: number): boolean {
  return at >= DOWN.from && at < DOWN.to;
}

interface Play {
  readonly clients: number;
  readonly call: CallEnding;
  readonly untilMs?: number;
  readonly concurrency?: number;
  readonly seed?: number;
  /** What it takes a call to get there, and a client to come back, of a random number each. */
  readonly lagMs?: (random: number) => number;
  readonly thinkMs?: (random: number) => number;
}

/** Clients in a closed loop, over an endpoint whose every call that gets there from 2 s to 7 s ends so. */
async function playOutage({
  clients,
  call,
  untilMs = 10_000,
  concurrency = 1,
  seed = 1,
  lagMs = () => 0,
  thinkMs = () => 1,
}: Play) {
  const meetsOutage = new Set<unknown>();
  const heart: TestHeart = new TestHeart(
    {},
    {
      concurrency,
      latencyMs: (batch) => {
        const lag = lagMs(heart.clock.random());
        if (!isDown(heart.clock.now() + lag)) return lag + 10 + 0.5 * batch.items.length;
        meetsOutage.add(batch);
        return lag + 1;
      },
      answer: (batch) => (meetsOutage.has(batch) ? fails(batch, call) : undefined),
    },
    seed,
  );
  const failed: string[] = [];
  let answeredSince = Number.POSITIVE_INFINITY;
  const next = (client: number): void => {
    heart.submit(`c${client}`, { expiresAt: heart.clock.now() + DEADLINE_MS }, (settlement) => {
      const now = heart.clock.now();
      if (settlement.kind === 'failed') failed.push(`${settlement.error.message} at ${now}`);
      else if (now > DOWN.to) answeredSince = Math.min(answeredSince, now);
      heart.clock.at(now + thinkMs(heart.clock.random()), () => next(client));
    });
  };
  for (let client = 0; client < clients; client += 1) next(client);
  await heart.clock.advance(untilMs);
  const sentWhileDown = heart.calls.filter(({ at }) => isDown(at)).length;
  return { failed, backAfterMs: answeredSince - DOWN.to, sentWhileDown, breaker: heart.batcher.snapshot().breaker };
}

for (const call of ['erred', 'failed', 'unreachable', 'throttled', 'unreadable'] satisfies CallEnding[])
  for (const clients of [8, 32, 64])
    test(`an endpoint whose calls are all ${call} for 5 s costs none of ${clients} clients an answer`, async () => {
      const { failed, backAfterMs, sentWhileDown, breaker } = await playOutage({ clients, call });
      assert.deepEqual(failed, []);
      assert.ok(backAfterMs < 1100, `${backAfterMs} ms until the first answer`);
      assert.ok(sentWhileDown < 25, `${sentWhileDown} calls to an endpoint that is down`);
      assert.equal(breaker, 'closed');
    });

test('an endpoint that still works on calls as it goes down, for calls that take their time to get there, costs nobody an answer', async () => {
  for (let seed = 1; seed <= 10; seed += 1) {
    const { failed } = await playOutage({
      clients: 64,
      call: 'erred',
      untilMs: DOWN.from + 500,
      concurrency: 1 + (seed % 3),
      seed,
      lagMs: (random) => random * (seed % 5),
      thinkMs: (random) => 1 + 3 * random,
    });
    assert.deepEqual(failed, [], `seed ${seed}`);
  }
});
