import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Settlement, Submission } from '../../src/batching/port.ts';
import { TidegateError } from '../../src/kernel/errors.ts';
import { fails, TestHeart } from '../support/heart.ts';

/** A serial model on which the fixed cost of a call dominates: 32 items in 21.6 ms, 1481 items/s. */
const model = { latencyMs: (batch: { items: readonly unknown[] }) => 20 + 0.05 * batch.items.length };
const FULL_RATE = 32 / 21.6;

/** Requests at random times, `perMs` of them on average, until `untilMs`; their latencies are collected. */
function openLoop(heart: TestHeart, perMs: number, untilMs: number, traits: Partial<Submission<string>>): number[] {
  const latencies: number[] = [];
  const next = (): void => {
    const at = heart.clock.now() - Math.log(1 - heart.clock.random()) / perMs;
    if (at < untilMs) heart.clock.at(at, arrive);
  };
  const arrive = (): void => {
    const at = heart.clock.now();
    heart.submit(traits.tenant ?? '', traits, ({ kind }) => {
      latencies.push(kind === 'answered' ? heart.clock.now() - at : Number.POSITIVE_INFINITY);
    });
    next();
  };
  next();
  return latencies;
}

function p99(latencies: readonly number[]): number {
  return latencies.toSorted((one, other) => one - other)[Math.ceil(0.99 * latencies.length) - 1] ?? Number.NaN;
}

function payloads(heart: TestHeart): string[][] {
  return heart.calls.map(({ batch }) => batch.items.map(({ payload }) => payload));
}

function endOf(settlement: Settlement<string>): string {
  if (settlement.kind === 'answered') return 'answered';
  return settlement.error instanceof TidegateError ? settlement.error.code : settlement.error.message;
}

async function smallTenantAlone(maxInFlight: 'auto' | number): Promise<number> {
  const heart = new TestHeart({ maxInFlight }, model);
  const latencies = openLoop(heart, 0.04, 10_000, { tenant: 'small' });
  await heart.clock.advance(11_000);
  return p99(latencies);
}

/** Beside a tenant that sends 50 times as much, more than the model can do, and keeps the queue full. */
async function smallTenantBesideBig(maxInFlight: 'auto' | number): Promise<{ p99: number; load: number; shed: number }> {
  const heart = new TestHeart({ maxInFlight, queue: { maxSize: 500, maxBytes: 1e6 } }, model);
  const latencies = openLoop(heart, 0.04, 10_000, { tenant: 'small' });
  openLoop(heart, 2, 10_000, { tenant: 'big' });
  await heart.clock.advance(10_000);
  const items = heart.sizes().reduce((sum, size) => sum + size, 0);
  const shed = heart.events.filter((event) => event.type === 'shed').length;
  await heart.clock.advance(1000);
  return { p99: p99(latencies), load: items / 10_000 / FULL_RATE, shed };
}

for (const maxInFlight of [1, 2, 'auto'] as const) {
  test(`beside a tenant that sends 50 times more a small one is hardly slower, calls at once: ${maxInFlight}`, async () => {
    const alone = await smallTenantAlone(maxInFlight);
    const beside = await smallTenantBesideBig(maxInFlight);
    const figures = `p99 ${alone.toFixed(1)} ms alone, ${beside.p99.toFixed(1)} ms beside`;
    assert.ok(beside.load > 0.98 && beside.shed > 1000, `not saturated: ${JSON.stringify(beside)}`);
    assert.ok(beside.p99 <= 1.5 * alone, `${figures}: ${(beside.p99 / alone).toFixed(2)} times`);
  });
}

for (const [maxSize, queue] of [
  [20_000, 'holds all that come'],
  [500, 'overflows'],
] as const) {
  test(`beside a high priority that could fill the model a low one gets its share when the queue ${queue}`, async () => {
    const heart = new TestHeart({ queue: { maxSize, maxBytes: 1e6 } }, model);
    openLoop(heart, 2 * FULL_RATE, 5000, { priority: 0, tenant: 'high' });
    openLoop(heart, 0.2, 5000, { priority: 2, tenant: 'low' });
    await heart.clock.advance(5000);
    const sent = payloads(heart).flat();
    const share = sent.filter((tenant) => tenant === 'low').length / sent.length;
    assert.ok(sent.length > 7000, `${sent.length} items`);
    assert.ok(share >= 0.05 && share <= 0.065, `${(100 * share).toFixed(2)} % of the items are of low priority`);
  });
}

test('a low priority fills the room that a high one leaves, and takes none of its', async () => {
  const heart = new TestHeart({ maxInFlight: 1 }, model);
  heart.submit('first');
  await heart.clock.settle();
  for (let i = 0; i < 50; i += 1) heart.submit('low', { priority: 2 });
  for (let i = 0; i < 10; i += 1) heart.submit('high', { priority: 0 });
  await heart.clock.advance(100);
  const counts = payloads(heart).map((batch) => [batch.length, batch.filter((payload) => payload === 'high').length]);
  assert.deepEqual(counts, [
    [1, 0],
    [32, 10],
    [28, 0],
  ]);
});

test('turns hold between keys, too', async () => {
  const heart = new TestHeart({ maxInFlight: 1, caps: { items: 2, bytes: 1e6, cost: 1e6 } }, model);
  heart.submit('first');
  await heart.clock.settle();
  for (const [name, priority] of [
    ['low', 2],
    ['noisy', 1],
    ['quiet', 1],
    ['high', 0],
  ] as const) {
    const items = name === 'noisy' ? 6 : 2;
    for (let i = 0; i < items; i += 1) heart.submit(name, { key: name, tenant: name, priority });
  }
  await heart.clock.advance(1000);
  const batches = payloads(heart).map((batch) => batch.join(' '));
  assert.deepEqual(batches, ['first', 'high high', 'noisy noisy', 'quiet quiet', 'noisy noisy', 'noisy noisy', 'low low']);
});

test('full batches of a backlog are not sent ahead past a single request of a higher priority and another key', async () => {
  const heart = new TestHeart({ maxInFlight: 'auto', queue: { maxSize: 10_000, maxBytes: 1e7 } }, model);
  for (let i = 0; i < 8000; i += 1) heart.submit('backlog', { key: 'backlog', priority: 2 });
  await heart.clock.advance(500);
  const latencies = openLoop(heart, 0.02, 4000, { key: 'single', priority: 1 });
  await heart.clock.advance(4500);
  assert.ok(heart.clock.now() < (8000 / 32) * 21.6, 'the backlog lasts all the while');
  assert.ok(latencies.length > 50, `${latencies.length} requests`);
  assert.ok(p99(latencies) < 4 * 21.6, `p99 ${p99(latencies)} ms: a call or two under way, and its own`);
});

test('one tenant at one priority is served in the order of arrival, as if there were nothing else', async () => {
  const schedule = Array.from({ length: 3000 }, (_, i) => ({ name: String(i), at: i * 0.8 + (i % 7) }));
  const plain = new TestHeart({ priorityLevels: 1 }, model);
  const heart = new TestHeart({}, model);
  for (const { name, at } of schedule) {
    plain.clock.at(at, () => plain.submit(name, { priority: 0 }));
    heart.clock.at(at, () => heart.submit(name, { priority: 1, tenant: 'one' }));
  }
  await plain.clock.advance(5000);
  await heart.clock.advance(5000);
  const inOrder = schedule.toSorted((one, other) => one.at - other.at).map(({ name }) => name);
  assert.deepEqual(payloads(heart).flat(), inOrder);
  assert.deepEqual(payloads(heart), payloads(plain));
  assert.deepEqual(
    heart.calls.map(({ at }) => at),
    plain.calls.map(({ at }) => at),
  );
});

test('what a door asked room for is never shed, whatever else comes', async () => {
  const heart = new TestHeart({ queue: { maxSize: 8, maxBytes: 1e6 } }, model);
  const ends: string[] = [];
  for (let i = 0; i < 200; i += 1) {
    heart.clock.at(i * 5, () => {
      void heart.batcher.credit(1, new AbortController().signal).then((credit) => {
        heart.submit('asked', { priority: 2, tenant: 'stream', credit }, ({ kind }) => ends.push(kind));
      });
    });
  }
  openLoop(heart, 2 * FULL_RATE, 1000, { priority: 0, tenant: 'high' });
  await heart.clock.advance(3000);
  assert.deepEqual(
    ends,
    Array.from({ length: 200 }, () => 'answered'),
  );
  assert.ok(heart.events.filter((event) => event.type === 'shed').length > 500);
});

test('what a door asked room for waits on when an endpoint rejects every call and others are turned away', async () => {
  const heart = new TestHeart({}, { ...model, answer: (batch, call) => (call <= 4 ? fails(batch, 'rejected') : undefined) });
  const ends: string[] = [];
  for (const name of ['1', '2', '3']) {
    heart.submit(name);
    await heart.clock.advance(30);
  }
  const credit = await heart.batcher.credit(1, new AbortController().signal);
  for (const [name, traits] of [
    ['probe', {}],
    ['plain', {}],
    ['asked', { credit }],
  ] as const) {
    heart.submit(name, traits, (end) => ends.push(`${name}: ${endOf(end)}`));
  }
  await heart.clock.advance(5000);
  assert.deepEqual(ends, ['probe: rejected', 'plain: BREAKER_OPEN', 'asked: answered']);
});

test('a listener that always throws takes nothing from anybody', async () => {
  const heart = new TestHeart({}, { ...model, answer: (batch, call) => (call % 5 === 3 ? fails(batch, 'failed') : undefined) });
  heart.events.push = () => {
    throw new Error('in listener');
  };
  const latencies = openLoop(heart, 1, 1000, {});
  await heart.clock.advance(5000);
  assert.ok(latencies.length > 900 && latencies.every(Number.isFinite), `${latencies.length} answered`);
  assert.deepEqual([...new Set(heart.faults.map(String))], ['Error: in listener']);
  const { queuedItems, queuedBytes, inFlight } = heart.batcher.snapshot();
  assert.deepEqual([queuedItems, queuedBytes, inFlight], [0, 0, 0]);
});

for (const when of ['at once', 'later'] as const) {
  test(`a perform that throws ${when} fails the request that makes it do so, and no other`, async () => {
    const burst = (batch: { items: readonly { payload: string }[] }): void => {
      if (batch.items.some(({ payload }) => payload === 'bad')) throw new Error('fault of ours');
    };
    const heart = new TestHeart(
      { maxInFlight: 1 },
      {
        latencyMs: (batch) => {
          if (when === 'at once') burst(batch);
          return model.latencyMs(batch);
        },
        answer: (batch) => {
          burst(batch);
          return undefined;
        },
      },
    );
    const ends = new Map<string, string>();
    for (const name of ['a', 'bad', 'b', 'c']) {
      heart.submit(name, {}, (end) => ends.set(name, endOf(end)));
    }
    await heart.clock.advance(1000);
    assert.deepEqual(Object.fromEntries(ends), { a: 'answered', bad: 'INTERNAL_FAILURE', b: 'answered', c: 'answered' });
    assert.equal(heart.batcher.snapshot().inFlight, 0);
  });
}
