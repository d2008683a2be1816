import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { CallReport, Settlement } from '../../src/batching/port.ts';
import { answers, fails, type Model, TestHeart } from '../support/heart.ts';

/** One client's request in a random schedule. */
interface Planned {
  readonly at: number;
  readonly key: number;
  readonly sizes: readonly number[];
  readonly maxWaitMs: number;
  readonly timeoutMs: number;
  readonly leavesAfterMs: number | undefined;
}

const planned: fc.Arbitrary<Planned> = fc.record({
  at: fc.integer({ min: 0, max: 300 }),
  key: fc.integer({ min: 0, max: 3 }),
  sizes: fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 9 }),
  maxWaitMs: fc.constantFrom(0, 3, 20, Number.POSITIVE_INFINITY),
  timeoutMs: fc.constantFrom(5, 60, 100_000),
  leavesAfterMs: fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined, freq: 4 }),
});

const world = fc.record({
  schedule: fc.array(planned, { minLength: 1, maxLength: 60 }),
  policy: fc.constantFrom('adaptive' as const, 'eager' as const, 'linger' as const, 'deferred' as const),
  maxInFlight: fc.constantFrom<'auto' | number>('auto', 1, 2, 4),
  maxQueueDelayMs: fc.constantFrom('auto' as const, 0, 7),
  items: fc.integer({ min: 1, max: 6 }),
  bytes: fc.integer({ min: 10, max: 80 }),
  maxSize: fc.constantFrom(8, 1000),
  latency: fc.record({ base: fc.integer({ min: 0, max: 20 }), each: fc.integer({ min: 0, max: 4 }) }),
  /** How calls end, in turn. */
  endings: fc.array(
    fc.constantFrom('ok', 'ok', 'ok', 'refused', 'failed', 'throttled', 'mismatch', 'timeout', 'tooLarge', 'again', 'throw'),
    {
      minLength: 1,
      maxLength: 20,
    },
  ),
  poison: fc.boolean(),
  seed: fc.integer(),
});
type World = typeof world extends fc.Arbitrary<infer W> ? W : never;

function modelOf({ latency, endings, poison }: World): Model {
  return {
    latencyMs: (batch) => latency.base + latency.each * batch.items.length,
    answer: (batch, call): CallReport<string> => {
      const ending = endings[call % endings.length];
      if (poison && batch.items.some(({ payload }) => payload.startsWith('0/'))) return fails(batch, 'refused');
      if (ending === 'throw') throw new Error('broken');
      if (ending === 'again') {
        const again = { kind: 'again', maxCompany: 1, error: new Error('again') } as const;
        return { call: 'ok', outcomes: answers(batch).outcomes.map((outcome, index) => (index % 3 === 2 ? again : outcome)) };
      }
      return ending === 'ok' || ending === undefined ? answers(batch) : fails(batch, ending);
    },
  };
}

interface Run {
  readonly heart: TestHeart;
  readonly settlements: Map<number, Settlement<string>[]>;
  readonly left: Map<number, number>;
}

/** Plays the schedule and lets everything come to its end. Payloads are `request/item/` and padding. */
async function play(plan: World): Promise<Run> {
  const caps = { items: plan.items, bytes: plan.bytes, cost: 1e9 };
  const { policy, maxInFlight, maxQueueDelayMs } = plan;
  const options = { policy, maxInFlight, maxQueueDelayMs, caps, queue: { maxSize: plan.maxSize, maxBytes: 1e6 } };
  const heart = new TestHeart(options, modelOf(plan), plan.seed);
  const settlements = new Map<number, Settlement<string>[]>();
  const left = new Map<number, number>();
  plan.schedule.forEach((request, index) => {
    settlements.set(index, []);
    heart.clock.at(request.at, () => {
      const due = request.at + request.timeoutMs;
      const traits = { key: `k${request.key}`, maxWaitMs: request.maxWaitMs, deadline: due, expiresAt: due, overheadBytes: 2 };
      const payloads = request.sizes.map((size, item) => `${index}/${item}/`.padEnd(size, '.'));
      const ticket = heart.submitAll(payloads, traits, (settlement) => settlements.get(index)?.push(settlement));
      if (request.leavesAfterMs !== undefined) {
        heart.clock.at(request.at + request.leavesAfterMs, () => {
          if (settlements.get(index)?.length === 0) left.set(index, heart.clock.now());
          ticket.cancel();
        });
      }
    });
  });
  await heart.clock.advance(200_000);
  return { heart, settlements, left };
}

const RUNS = { numRuns: 300 };

test('nothing is lost, nothing is answered twice, and nobody gets the answer of another', async () => {
  await fc.assert(
    fc.asyncProperty(world, async (plan) => {
      const { heart, settlements, left } = await play(plan);
      for (const [index, all] of settlements) {
        assert.equal(all.length, left.has(index) ? 0 : 1, `request ${index} was settled ${all.length} times`);
        const [settlement] = all;
        if (settlement?.kind !== 'answered') continue;
        const expected = plan.schedule[index]?.sizes.map((size, item) => `answer:${`${index}/${item}/`.padEnd(size, '.')}`);
        assert.deepEqual(settlement.results, expected);
      }
      const { queuedItems, queuedBytes, inFlight } = heart.batcher.snapshot();
      assert.deepEqual({ queuedItems, queuedBytes, inFlight }, { queuedItems: 0, queuedBytes: 0, inFlight: 0 });
      // Only what the model of this test itself threw.
      assert.ok(heart.faults.every((fault) => fault instanceof Error && fault.message === 'broken'));
    }),
    RUNS,
  );
});

test('no call exceeds a cap, mixes keys, or sends an item whose caller had left', async () => {
  await fc.assert(
    fc.asyncProperty(world, async (plan) => {
      const { heart, left } = await play(plan);
      for (const { batch, at } of heart.calls) {
        const requests = batch.items.map((item) => Number(item.payload.split('/')[0]));
        const bytes = 2 + batch.items.reduce((sum, item) => sum + item.bytes, 0);
        assert.ok(batch.items.length <= plan.items);
        assert.ok(bytes <= plan.bytes || batch.items.length === 1, `${bytes} bytes in ${batch.items.length} items`);
        assert.equal(new Set(requests.map((index) => plan.schedule[index]?.key)).size, 1);
        for (const index of requests) assert.ok((left.get(index) ?? Number.POSITIVE_INFINITY) >= at);
      }
    }),
    RUNS,
  );
});

test('calls under way never exceed the limit, and with auto the second goes out full', async () => {
  await fc.assert(
    fc.asyncProperty(world, async (plan) => {
      const { heart } = await play(plan);
      const limit = plan.maxInFlight === 'auto' ? 2 : plan.maxInFlight;
      let inFlight = 0;
      for (const event of heart.events) {
        if (event.type === 'landed') inFlight -= 1;
        if (event.type !== 'dispatched') continue;
        inFlight += 1;
        assert.ok(inFlight <= limit);
        if (plan.maxInFlight === 'auto' && inFlight === 2) {
          assert.ok(['size', 'bytes', 'alone', 'isolation', 'delay'].includes(event.reason), event.reason);
        }
      }
    }),
    RUNS,
  );
});

test('while slots are free nothing waits beyond maxQueueDelayMs, its own max wait, or its deadline', async () => {
  await fc.assert(
    fc.asyncProperty(world, async (plan) => {
      const schedule = plan.schedule.map((request) => ({ ...request, leavesAfterMs: undefined }));
      const { heart } = await play({ ...plan, schedule, endings: ['ok'], poison: false, maxInFlight: 1000, maxSize: 1000 });
      const auto = plan.policy === 'linger' ? 5 : Number.POSITIVE_INFINITY;
      const longest = plan.maxQueueDelayMs === 'auto' ? auto : plan.maxQueueDelayMs;
      for (const { batch, at } of heart.calls) {
        for (const item of batch.items) {
          const request = schedule[Number(item.payload.split('/')[0])];
          assert.ok(request !== undefined);
          const bound = Math.min(longest, request.maxWaitMs, request.timeoutMs);
          assert.ok(at - request.at <= bound, `held ${at - request.at} ms, not more than ${bound} ms`);
        }
      }
    }),
    RUNS,
  );
});
