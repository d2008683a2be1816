import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HeartOptions } from '../../src/batching/policy.ts';
import { TestHeart } from '../support/heart.ts';
import { Random } from './dispatch/latency/random.ts';
import {
  arrivals,
  between,
  capacity,
  closedLoop,
  concurrencyAt,
  endOf,
  handsOf,
  inTime,
  late,
  latencyMs,
  letsIn,
  type Outcome,
  openLoop,
  share,
} from './worlds.ts';

// How many calls at once

for (const concurrency of [1, 2, 4, 16]) {
  const off = concurrency === 16 ? 1 : 0;

  for (const clients of [8, 40]) {
    test(`${clients * concurrency} clients make it find out that an upstream works on ${concurrency} calls at once`, async () => {
      const heart = new TestHeart({}, { latencyMs, concurrency });
      closedLoop(heart, clients * concurrency);
      const found = await concurrencyAt(heart, [1300, 1450, 1600]);
      assert.ok(
        found.every((each) => Math.abs(each - concurrency) <= off),
        found.join(),
      );
    });
  }

  test(`requests at random make it find out that an upstream works on ${concurrency} calls at once`, async () => {
    const heart = new TestHeart({}, { latencyMs, concurrency });
    openLoop(heart, { perMs: 0.8 * capacity(concurrency), untilMs: 1700, deadlineMs: 200 });
    const found = await concurrencyAt(heart, [1300, 1450, 1600]);
    assert.ok(
      found.every((each) => Math.abs(each - concurrency) <= 4 * off),
      found.join(),
    );
  });
}

for (const most of [1, 2, 4, 8])
  for (const clients of [64, 256])
    test(`an endpoint that lets ${most} calls in is used with as many by ${clients} clients, and hardly throttles`, async () => {
      const { model, throttled } = letsIn(most);
      const heart = new TestHeart({}, model);
      const { errors } = closedLoop(heart, clients);
      await heart.clock.advance(1000);
      const before = { throttled: throttled(), calls: heart.calls.length };
      const limits: number[] = [];
      for (let now = 0; now < 3000; now += 50) {
        await heart.clock.advance(50);
        limits.push(heart.batcher.snapshot().inFlightLimit);
      }
      const [turnedAway, calls] = [throttled() - before.throttled, heart.calls.length - before.calls];
      assert.ok(turnedAway <= 0.02 * calls, `${turnedAway} of ${calls} calls are throttled`);
      assert.deepEqual(
        [...new Set(limits)].filter((limit) => limit !== most && limit !== most + 1),
        [],
      );
      assert.deepEqual(errors, []);
    });

const CHANGE_MS = 1000;

/** An upstream that works on so many calls at once, and on another number from some time on. */
function changing(before: number, after: number): TestHeart {
  const heart: TestHeart = new TestHeart(
    {},
    handsOf(
      () => heart,
      (now) => (now < CHANGE_MS ? before : after),
    ),
  );
  return heart;
}

for (const [before, after] of [
  [2, 1],
  [16, 8],
  [1, 2],
  [4, 8],
  [8, 16],
] as const)
  test(`when an upstream that works on ${before} calls at once works on ${after}, that is found out`, async () => {
    const heart = changing(before, after);
    openLoop(heart, { perMs: 0.8 * capacity(Math.min(before, after)), untilMs: 3800, deadlineMs: 300 });
    const [then = 0, ...now] = await concurrencyAt(heart, [CHANGE_MS, 3300, 3500, 3700]);
    assert.ok(Math.abs(then - before) < Math.abs(then - after), `${then} before`);
    assert.ok(
      now.every((found) => Math.abs(found - after) <= 1),
      now.join(),
    );
  });

for (const [before, after] of [
  [2, 1],
  [4, 2],
  [8, 4],
  [1, 2],
  [2, 4],
] as const)
  test(`an upstream that works on ${before} calls at once and then on ${after} is kept busy by enough clients`, async () => {
    const heart = changing(before, after);
    const { answered } = closedLoop(heart, 64 * after);
    await heart.clock.advance(CHANGE_MS + 1000);
    const soFar = answered();
    await heart.clock.advance(1000);
    const rate = (answered() - soFar) / 1000 / capacity(after);
    assert.ok(rate > 0.95, `${(100 * rate).toFixed(1)} % of what it can do`);
  });

// Deadlines

for (const load of [1.1, 1.3, 2, 5]) {
  test(`at ${load} times what it can do an upstream answers in time what it can, and the rest is refused in time`, async () => {
    const heart = new TestHeart({}, { latencyMs });
    const all = openLoop(heart, { perMs: load * capacity(), untilMs: 12_000, deadlineMs: 100 });
    await heart.clock.advance(13_000);
    const outcomes = between(all, 2000, 12_000);
    const good = outcomes.filter(inTime).length / 10_000 / capacity();
    assert.ok(good >= 0.97, `${(100 * good).toFixed(1)} % of the capacity in time`);
    const sent = outcomes.filter(({ end }) => end === 'answered');
    assert.ok(share(sent, late) <= 0.02, `${(100 * share(sent, late)).toFixed(1)} % of those sent are late`);
    const refused = outcomes.filter(({ end }) => end !== 'answered');
    assert.deepEqual([...new Set(refused.map(({ end }) => end))], ['WOULD_MISS_DEADLINE']);
    const tooLate = refused.filter(({ at, endedAt, deadline }) => endedAt > at + 5 && endedAt >= deadline);
    assert.deepEqual(tooLate, []);
    assert.ok(
      refused.every(({ retryAfterMs }) => (retryAfterMs ?? 0) > 0),
      'refused without being told when to come again',
    );
  });
}

/** An upstream with a fifth of what it could do. */
async function quiet(
  policy: HeartOptions['policy'],
  keys: number,
  seed: number,
): Promise<{ readonly outcomes: readonly Outcome[]; readonly callsPerItem: number }> {
  const heart = new TestHeart({ policy }, { latencyMs }, seed);
  const each = { perMs: (0.2 * capacity()) / keys, untilMs: 6000, deadlineMs: 100 };
  const all = Array.from({ length: keys }, (_, key) => openLoop(heart, { ...each, key: String(key) }));
  await heart.clock.advance(6200);
  const items = heart.sizes().reduce((sum, size) => sum + size, 0);
  return { outcomes: all.flat(), callsPerItem: heart.calls.length / items };
}

for (const seed of [1, 2]) {
  test(`deferred makes a fifth of the calls of eager, and misses no deadline (seed ${seed})`, async () => {
    const eager = await quiet('eager', 1, seed);
    const deferred = await quiet('deferred', 1, seed);
    const fewer = eager.callsPerItem / deferred.callsPerItem;
    assert.ok(fewer >= 5, `${fewer.toFixed(1)} times fewer`);
    assert.ok(deferred.outcomes.length > 1300, `${deferred.outcomes.length} requests`);
    assert.deepEqual(
      deferred.outcomes.filter((outcome) => !inTime(outcome)),
      [],
    );
  });

  test(`deferred misses no deadline of two keys either (seed ${seed})`, async () => {
    const { outcomes } = await quiet('deferred', 2, seed);
    assert.ok(outcomes.length > 1300, `${outcomes.length} requests`);
    assert.deepEqual(
      outcomes.filter((outcome) => !inTime(outcome)),
      [],
    );
  });
}

// Two keys

async function meanBatch(keys: number, perMs: number): Promise<number> {
  const heart = new TestHeart({}, { latencyMs });
  for (let key = 0; key < keys; key += 1) openLoop(heart, { key: String(key), perMs, untilMs: 4000, deadlineMs: 2000 });
  await heart.clock.advance(4000);
  const sizes = heart.sizes();
  return sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
}

for (const perMs of [0.05, 0.2, 0.4, 0.55])
  test(`of two keys with ${perMs} items a millisecond each, batches are no smaller than of one alone`, async () => {
    const [alone, both] = [await meanBatch(1, perMs), await meanBatch(2, perMs)];
    assert.ok(both >= 0.9 * alone, `${both.toFixed(2)} of both, ${alone.toFixed(2)} alone`);
  });

// An upstream that becomes another

const SLOW = { fromMs: 1500, toMs: 4000 };

async function slowFor(times: number, load: number, deadlineMs: number, seed = 1): Promise<Outcome[]> {
  const heart: TestHeart = new TestHeart(
    {},
    {
      latencyMs: (batch) => {
        const now = heart.clock.now();
        return latencyMs(batch) * (now >= SLOW.fromMs && now < SLOW.toMs ? times : 1);
      },
    },
    seed,
  );
  const outcomes = openLoop(heart, { perMs: load * capacity(), untilMs: 6500, deadlineMs });
  await heart.clock.advance(7000);
  return outcomes;
}

for (const load of [0.6, 0.95])
  test(`an upstream that becomes three times slower is kept busy in time, and then used fully again; load ${load}`, async () => {
    const outcomes = await slowFor(3, load, 100);
    const slow = between(outcomes, SLOW.fromMs + 1000, SLOW.toMs);
    const refused = slow.filter(({ end }) => end !== 'answered');
    // Calls of 32 take 78 ms, and who waits for one has to wait for the one before.
    const good = slow.filter(inTime).length / (SLOW.toMs - SLOW.fromMs - 1000) / (capacity() / 3);
    assert.ok(refused.length > 0 && share(slow, late) <= 0.02, `${refused.length} refused, ${share(slow, late)} late`);
    assert.ok(good >= 0.65, `${(100 * good).toFixed(1)} % of what it can still do`);
    const back = share(between(outcomes, SLOW.toMs + 1000, 6500), inTime);
    assert.ok(back >= 0.98, `${(100 * back).toFixed(1)} % are in time again`);
  });

for (const load of [0.05, 0.8, 2])
  test(`an upstream too slow for every deadline is not believed to be so for ever; load ${load}`, async () => {
    const outcomes = await slowFor(20, load, 60);
    const slow = between(outcomes, SLOW.fromMs + 500, SLOW.toMs - 200);
    assert.equal(share(slow, inTime), 0);
    const back = between(outcomes, SLOW.toMs + 1000, 6500);
    const good = back.filter(inTime).length / Math.min(back.length, 1500 * capacity());
    assert.ok(good >= 0.97, `${(100 * good).toFixed(1)} % of what can be in time again`);
  });

// Padding

interface Padded {
  readonly outcomes: readonly Outcome[];
  readonly submitted: number;
  /** Of each call, what share of it is no padding. */
  readonly filled: readonly number[];
}

/** More than an upstream can do that pads to the longest: texts of about 100 tokens, widely spread. */
async function texts(lengthsKnown: boolean, perMs: number): Promise<Padded> {
  const random = new Random(1);
  const lengths = new Map<string, number>();
  const lengthsOf = (batch: { readonly items: readonly { readonly payload: string }[] }): number[] =>
    batch.items.map(({ payload }) => lengths.get(payload) ?? 0);
  const heart = new TestHeart({}, { latencyMs: (batch) => 5 + 0.01 * batch.items.length * Math.max(...lengthsOf(batch)) });
  const outcomes: Outcome[] = [];
  arrivals(heart, perMs, 4000, () => {
    const at = heart.clock.now();
    const deadline = at + 300;
    const length = Math.ceil(100 * random.lognormal(0.8));
    const payload = String(lengths.size);
    lengths.set(payload, length);
    const items = [{ payload, bytes: 1, cost: length, length: lengthsKnown ? length : 0 }];
    heart.submit(payload, { items, deadline, expiresAt: deadline }, (settlement) =>
      outcomes.push({ at, endedAt: heart.clock.now(), deadline, ...endOf(settlement) }),
    );
  });
  await heart.clock.advance(5000);
  const filled = heart.calls
    .filter(({ at }) => at > 1500)
    .map(({ batch }) => {
      const all = lengthsOf(batch);
      return all.reduce((sum, one) => sum + one, 0) / all.length / Math.max(...all);
    });
  return { outcomes, submitted: lengths.size, filled };
}

for (const perMs of [1, 2])
  test(`where padding costs, more is done where lengths are known, and nobody waits for ever; ${perMs} a millisecond`, async () => {
    const [known, unknown] = [await texts(true, perMs), await texts(false, perMs)];
    const mean = (all: readonly number[]): number => all.reduce((sum, one) => sum + one, 0) / all.length;
    assert.ok(mean(known.filled) >= 0.7, `${mean(known.filled).toFixed(2)} of a call is no padding`);
    assert.ok(mean(unknown.filled) <= 0.5, `${mean(unknown.filled).toFixed(2)} is no padding anyhow`);
    const good = ({ outcomes }: Padded): number => between(outcomes, 1500, 4000).filter(inTime).length;
    const more = good(known) / good(unknown);
    assert.ok(more >= 1.5, `${more.toFixed(2)} times as many in time`);
    for (const { outcomes, submitted } of [known, unknown]) {
      assert.equal(outcomes.length, submitted);
      const refused = outcomes.filter(({ end }) => end !== 'answered');
      const waited = refused.filter(({ endedAt, deadline }) => endedAt > deadline);
      assert.deepEqual(waited, []);
      const other = refused.filter(({ end }) => end !== 'WOULD_MISS_DEADLINE' && end !== 'DEADLINE_PASSED');
      assert.deepEqual(other, []);
    }
    const sent = between(known.outcomes, 1500, 4000).filter(({ end }) => end === 'answered');
    assert.ok(share(sent, late) <= 0.05, `${(100 * share(sent, late)).toFixed(1)} % of those sent are late`);
  });
