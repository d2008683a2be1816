import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ENDINGS } from '../../src/batching/isolation/endings.ts';
import type { Batch, CallEnding, CallReport, ItemOutcome, Settlement } from '../../src/batching/port.ts';
import { answers, fails, type Model, TestHeart } from '../support/heart.ts';

/** One client's request in a random schedule. */
interface Planned {
  readonly at: number;
  readonly key: number;
  readonly priority: number;
  readonly tenant: string;
  readonly sizes: readonly number[];
  readonly maxWaitMs: number;
  readonly timeoutMs: number;
  readonly leavesAfterMs: number | undefined;
}

const planned: fc.Arbitrary<Planned> = fc.record({
  at: fc.integer({ min: 0, max: 300 }),
  key: fc.integer({ min: 0, max: 3 }),
  priority: fc.integer({ min: 0, max: 2 }),
  tenant: fc.constantFrom('', 'a', 'b'),
  sizes: fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 9 }),
  maxWaitMs: fc.constantFrom(0, 3, 20, Number.POSITIVE_INFINITY),
  timeoutMs: fc.constantFrom(5, 60, 100_000),
  leavesAfterMs: fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined, freq: 4 }),
});

/** How a call ends: as the heart knows it, or well for some of its items, or with an error thrown. */
type Ending = CallEnding | 'again for some' | 'failed for some' | 'throw';

const ending: fc.Arbitrary<Ending> = fc.oneof(
  { weight: 4, arbitrary: fc.constant('ok' as const) },
  { weight: 3, arbitrary: fc.constantFrom(...(Object.keys(ENDINGS) as CallEnding[])) },
  { weight: 1, arbitrary: fc.constantFrom('again for some' as const, 'failed for some' as const, 'throw' as const) },
);

const outage = fc.constantFrom<Ending>('failed', 'timeout', 'rejected', 'unreachable', 'fault', 'aborted', 'throw', 'ok');

/** Up and down, or mostly down. */
const endings = fc.oneof(
  { weight: 3, arbitrary: fc.array(ending, { minLength: 1, maxLength: 20, size: 'max' }) },
  { weight: 1, arbitrary: fc.array(outage, { minLength: 6, maxLength: 20, size: 'max' }) },
);

const world = fc.record({
  schedule: fc.array(planned, { minLength: 1, maxLength: 60, size: 'max' }),
  policy: fc.constantFrom('adaptive' as const, 'eager' as const, 'linger' as const, 'deferred' as const),
  maxInFlight: fc.constantFrom<'auto' | number>('auto', 1, 2, 4),
  maxQueueDelayMs: fc.constantFrom('auto' as const, 0, 7),
  items: fc.integer({ min: 1, max: 6 }),
  bytes: fc.integer({ min: 10, max: 80 }),
  maxSize: fc.constantFrom(8, 1000),
  latency: fc.record({ base: fc.integer({ min: 0, max: 20 }), each: fc.integer({ min: 0, max: 4 }) }),
  /** How calls end, in turn. */
  endings,
  /** Whether it goes on like that; else calls end well from then on. */
  goesOn: fc.boolean(),
  /** For how long a call that is throttled asks to be left alone. */
  retryAfterMs: fc.constantFrom(0, 40, 2000),
  poison: fc.boolean(),
  seed: fc.integer(),
});
type World = typeof world extends fc.Arbitrary<infer W> ? W : never;

function modelOf({ latency, endings, goesOn, retryAfterMs, poison }: World): Model {
  const someOf = (batch: Batch<string>, some: ItemOutcome<string>): CallReport<string> => {
    const outcomes = answers(batch).outcomes.map((outcome, index) => (index % 3 === 2 ? some : outcome));
    return { call: 'ok', outcomes };
  };
  return {
    latencyMs: (batch) => latency.base + latency.each * batch.items.length,
    answer: (batch, call) => {
      const how = endings[goesOn ? call % endings.length : call] ?? 'ok';
      if (poison && batch.items.some(({ payload }) => payload.startsWith('0/'))) return fails(batch, 'refused');
      if (how === 'throw') throw new Error('broken');
      if (how === 'again for some') return someOf(batch, { kind: 'again', maxCompany: 1, error: new Error(how) });
      if (how === 'failed for some') return someOf(batch, { kind: 'failed', error: new Error(how) });
      return how === 'ok' ? answers(batch) : { ...fails(batch, how), retryAfterMs };
    },
  };
}

interface Run {
  readonly heart: TestHeart;
  readonly settlements: Map<number, { readonly settlement: Settlement<string>; readonly at: number }[]>;
  readonly left: Map<number, number>;
  /** When each call ended. */
  readonly landedAt: Map<Batch<string>, number>;
}

/** Plays the schedule and lets everything come to its end. Payloads are `request/item/` and padding. */
async function play(plan: World): Promise<Run> {
  const caps = { items: plan.items, bytes: plan.bytes, cost: 1e9 };
  const { policy, maxInFlight, maxQueueDelayMs } = plan;
  const options = { policy, maxInFlight, maxQueueDelayMs, caps, queue: { maxSize: plan.maxSize, maxBytes: 1e6 } };
  const model = modelOf(plan);
  const landedAt: Run['landedAt'] = new Map();
  const answer: Model['answer'] = (batch, call) => {
    landedAt.set(batch, heart.clock.now());
    return model.answer?.(batch, call);
  };
  const heart = new TestHeart(options, { ...model, answer }, plan.seed);
  const settlements: Run['settlements'] = new Map();
  const left: Run['left'] = new Map();
  plan.schedule.forEach(({ at, key, priority, tenant, maxWaitMs, timeoutMs, sizes, leavesAfterMs }, index) => {
    settlements.set(index, []);
    heart.clock.at(at, () => {
      const due = at + timeoutMs;
      const traits = { key: `k${key}`, priority, tenant, maxWaitMs, deadline: due, expiresAt: due, overheadBytes: 2 };
      const ticket = heart.submitAll(payloadsOf(sizes, index), traits, (settlement) =>
        settlements.get(index)?.push({ settlement, at: heart.clock.now() }),
      );
      if (leavesAfterMs === undefined) return;
      heart.clock.at(at + leavesAfterMs, () => {
        if (settlements.get(index)?.length === 0) left.set(index, heart.clock.now());
        ticket.cancel();
      });
    });
  });
  await heart.clock.advance(200_000);
  return { heart, settlements, left, landedAt };
}

function payloadsOf(sizes: readonly number[], index: number): string[] {
  return sizes.map((size, item) => `${index}/${item}/`.padEnd(size, '.'));
}

/** The requests whose items are in a batch. */
function requestsIn(batch: Batch<string>): number[] {
  return batch.items.map(({ payload }) => Number(payload.split('/')[0]));
}

const RUNS = { numRuns: 150 };

test('nothing is lost, nothing is answered twice, and nobody gets the answer of another', async () => {
  await fc.assert(
    fc.asyncProperty(world, async (plan) => {
      const { heart, settlements, left } = await play(plan);
      for (const [index, all] of settlements) {
        assert.equal(all.length, left.has(index) ? 0 : 1, `request ${index} was settled ${all.length} times`);
        const settlement = all[0]?.settlement;
        if (settlement?.kind !== 'answered') continue;
        const expected = payloadsOf(plan.schedule[index]?.sizes ?? [], index).map((payload) => `answer:${payload}`);
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

test('what waits is settled by its deadline, and nothing is sent after it', async () => {
  await fc.assert(
    fc.asyncProperty(world, async (plan) => {
      const { heart, settlements, landedAt } = await play(plan);
      for (const [index, all] of settlements) {
        const request = plan.schedule[index];
        assert.ok(request !== undefined);
        const due = request.at + request.timeoutMs;
        const calls = heart.calls.filter(({ batch }) => requestsIn(batch).includes(index));
        for (const { at } of calls) assert.ok(at < due, `request ${index} was sent at ${at}, due at ${due}`);
        const latest = Math.max(due, ...calls.map(({ batch }) => landedAt.get(batch) ?? Number.NaN));
        for (const { at } of all) assert.ok(at <= latest, `request ${index} was settled at ${at}, not by ${latest}`);
      }
    }),
    RUNS,
  );
});

test('when the endpoint works again nobody is left to a deadline that is far off', async () => {
  await fc.assert(
    fc.asyncProperty(world, async (plan) => {
      // The deferred policy leaves them to it on purpose.
      const policy = plan.policy === 'deferred' ? 'adaptive' : plan.policy;
      const { settlements } = await play({ ...plan, policy, goesOn: false });
      for (const [index, all] of settlements) {
        const request = plan.schedule[index] as Planned;
        for (const { at } of all) assert.ok(at < request.at + 100_000, `request ${index} was settled at ${at}`);
      }
    }),
    RUNS,
  );
});

test('of one key, priority and tenant, who came first is sent first', async () => {
  await fc.assert(
    fc.asyncProperty(world, async (plan) => {
      const { heart } = await play({ ...plan, endings: ['ok'], poison: false });
      const sent = [...new Set(heart.calls.flatMap(({ batch }) => requestsIn(batch)))];
      const arrivals = new Map<string, number[]>();
      for (const index of sent) {
        const { key, priority, tenant, at } = plan.schedule[index] as Planned;
        const flow = `${key}/${priority}/${tenant}`;
        arrivals.set(flow, [...(arrivals.get(flow) ?? []), at + index / 1000]);
      }
      for (const order of arrivals.values()) {
        assert.deepEqual(
          order,
          order.toSorted((one, other) => one - other),
        );
      }
    }),
    RUNS,
  );
});

test('no call exceeds a cap, mixes keys, or sends an item whose caller had left', async () => {
  await fc.assert(
    fc.asyncProperty(world, async (plan) => {
      const { heart, left } = await play(plan);
      for (const { batch, at } of heart.calls) {
        const requests = requestsIn(batch);
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

test('calls under way never exceed the limit; that of auto, only to find out whether it is higher', async () => {
  await fc.assert(
    fc.asyncProperty(world, async (plan) => {
      const { heart } = await play(plan);
      for (const { inFlight, limit } of heart.calls) {
        if (plan.maxInFlight === 'auto') assert.ok(inFlight <= limit + 1, `${inFlight} of ${limit}`);
        else assert.deepEqual([inFlight <= plan.maxInFlight, limit], [true, plan.maxInFlight]);
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
