import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fill } from '../../../src/batching/dispatch/fill.ts';
import type { Load } from '../../../src/batching/dispatch/latency/load.ts';
import { Outlook } from '../../../src/batching/dispatch/outlook.ts';
import { Returns } from '../../../src/batching/dispatch/returns.ts';
import type { Caps } from '../../../src/batching/queue/chunk.ts';
import { Queue } from '../../../src/batching/queue/queue.ts';
import { newRequest } from '../../../src/batching/request.ts';
import { chunkOf, submissionOf, type Text, wholeOf } from '../queue/requests.ts';
import { LAW } from './known.ts';
import { Random } from './latency/random.ts';
import { between, items, type Law } from './latency/upstream.ts';

const CAPS: Caps = { items: 32, bytes: 1e6, cost: 1e6 };

/** An endpoint with nothing under way at time `now`, and all there is to know of it. */
interface Endpoint {
  readonly outlook: Outlook<string, string>;
  readonly queue: Queue<string, string>;
  readonly returns: Returns;
  now: number;
}

function endpointOf(maxInFlight: number | 'auto' = 1): Endpoint {
  const queue = new Queue<string, string>(3);
  const returns = new Returns();
  return { outlook: new Outlook({ maxInFlight, caps: CAPS }, queue, returns), queue, returns, now: 0 };
}

/** One call after another. */
function call(endpoint: Endpoint, loads: Iterable<Load>, law: Law = LAW): void {
  for (const load of loads) {
    const trip = endpoint.outlook.sent(load, false, endpoint.now);
    endpoint.now += law(load);
    endpoint.outlook.landed(trip, 'ok', endpoint.now);
    endpoint.now += 1;
  }
}

/** After calls of all sizes, which took 10 + 0.5 ms an item. */
function learned(maxInFlight: number | 'auto' = 1): Endpoint {
  const endpoint = endpointOf(maxInFlight);
  for (let round = 0; round < 3; round += 1)
    call(
      endpoint,
      Array.from({ length: 32 }, (_, index) => items(index + 1)),
    );
  return endpoint;
}

/** After calls of all sizes, as many side by side as there are slots, and one more that had to wait for the first of them. */
function learnedOf(slots: number): Endpoint {
  const endpoint = learned('auto');
  const { outlook } = endpoint;
  for (let round = 0; round < 12; round += 1) {
    const trips = Array.from({ length: slots + 1 }, (_, place) => outlook.sent(items(20), false, endpoint.now + place));
    trips.slice(0, slots).forEach((trip, place) => outlook.landed(trip, 'ok', endpoint.now + 20 + place));
    outlook.landed(trips[slots] as (typeof trips)[number], 'ok', endpoint.now + 40);
    endpoint.now += 50;
  }
  assert.deepEqual([outlook.concurrency, outlook.limit], [slots, slots + 1]);
  return endpoint;
}

/** So many requests of one item wait. */
function wait({ queue, now }: Endpoint, count: number, traits: Parameters<typeof submissionOf>[1] = {}): Text[] {
  const chunks = Array.from({ length: count }, (_, order) =>
    wholeOf(
      newRequest<string, string>(submissionOf([10], traits), now, () => {}),
      order,
    ),
  );
  for (const chunk of chunks) queue.insert(chunk, now);
  return chunks;
}

function answeredAfter({ outlook, now }: Endpoint, traits: Parameters<typeof submissionOf>[1] = {}): number {
  return outlook.answersAt(submissionOf([10], traits), now) - now;
}

test('it is sure after eight calls that went well and whose cost is known', () => {
  const endpoint = endpointOf();
  const sure = (): boolean => endpoint.outlook.sure;
  for (let round = 0; round < 7; round += 1) call(endpoint, [items(3)]);
  for (const ending of ['failed', 'throttled', 'timeout'] as const) {
    endpoint.outlook.landed(endpoint.outlook.sent(items(3), false, endpoint.now), ending, endpoint.now);
  }
  call(endpoint, [{ items: 3, cost: 0, longest: 0 }], () => 12);
  assert.deepEqual([sure(), endpoint.outlook.times('k', endpoint.now)], [false, undefined]);
  call(endpoint, [items(3)]);
  assert.deepEqual([sure(), endpoint.outlook.times('k', endpoint.now)?.startsAt], [true, endpoint.now]);
});

test('it learns what calls take from those made, without the wait for others', () => {
  const { outlook, now } = learned();
  const first = outlook.sent(items(20), true, now);
  const second = outlook.sent(items(20), true, now + 1);
  outlook.landed(first, 'ok', now + 20);
  outlook.landed(second, 'ok', now + 40);
  between(outlook.latency.predict(items(20)), 19.8, 20.2, 'ms');
  assert.equal(outlook.concurrency, 1);
});

test('a call of unknown cost, or one that failed, teaches it nothing of what calls take', () => {
  const endpoint = learned();
  call(endpoint, [{ items: 20, cost: 0, longest: 0 }], () => 900);
  endpoint.outlook.landed(endpoint.outlook.sent(items(20), false, endpoint.now), 'failed', endpoint.now + 900);
  between(endpoint.outlook.latency.predict(items(20)), 19.9, 20.1, 'ms');
});

test('calls that come back side by side show that there are more slots, and are no slower for it', () => {
  for (const slots of [1, 2, 3, 4]) {
    const { outlook } = learnedOf(slots);
    assert.deepEqual([outlook.concurrency, outlook.learnsLimit], [slots, true]);
    between(outlook.latency.predict(items(20)), 19.8, 20.2, 'ms');
  }
});

test('a throttled call lowers what may be under way', () => {
  const { outlook, now } = learned('auto');
  assert.equal(outlook.limit, 2);
  const trips = [outlook.sent(items(20), true, now), outlook.sent(items(20), true, now)] as const;
  outlook.landed(trips[1], 'throttled', now + 1);
  assert.deepEqual([outlook.limit, outlook.room(true, now + 1)], [1, 'none']);
  outlook.landed(trips[0], 'ok', now + 20);
  assert.equal(outlook.room(true, now + 20), 'any');
});

test('there is room as the limit says', () => {
  const { outlook, now } = learned(2);
  assert.deepEqual([outlook.room(true, now), outlook.limit, outlook.learnsLimit], ['any', 2, false]);
  outlook.sent(items(5), false, now);
  assert.equal(outlook.room(true, now), 'any');
  outlook.sent(items(5), false, now);
  assert.equal(outlook.room(true, now), 'none');
});

test('what is sent now is begun with when a slot is free, and the next after it when it is back', () => {
  const { outlook, now } = learned();
  const idle = outlook.times('k', now);
  assert.deepEqual([idle?.startsAt, idle?.nextStartsAt(now + 9), idle?.slots], [now, now + 9, 1]);
  outlook.sent(items(20), false, now);
  const busy = outlook.times('k', now + 5);
  between((busy?.startsAt ?? 0) - now, 19.8, 20.2, 'ms until it is begun with');
  between(busy?.atMost(items(20)) ?? 0, 19.9, 21, 'ms at most');
});

test('with more than one slot to spare the next after it is begun with at once', () => {
  const { outlook, now } = learnedOf(3);
  assert.equal(outlook.times('k', now)?.nextStartsAt(now + 50), now);
  outlook.sent(items(20), false, now);
  outlook.sent(items(20), false, now);
  between((outlook.times('k', now)?.nextStartsAt(now + 50) ?? 0) - now, 19.8, 20.2, 'ms until the next');
});

test('however slow calls seem to be, an idle upstream is called again after a second: nobody is refused for it', () => {
  const { outlook, now } = learned();
  const sent = outlook.sent(items(1), false, now);
  outlook.landed(sent, 'ok', now + 500);
  assert.deepEqual(
    [now + 500, now + 999, now + 1000].map((at) => outlook.times('k', at) === undefined),
    [false, false, true],
  );
});

test('when the last call was quicker than was to be expected, it is called again at once', () => {
  const endpoint = learned();
  call(endpoint, [items(20)], () => 5);
  assert.equal(endpoint.outlook.times('k', endpoint.now), undefined);
  call(endpoint, [items(20)], () => 20);
  assert.notEqual(endpoint.outlook.times('k', endpoint.now), undefined);
});

/** One call after another of either key; those of `slow` take ten times as long. */
function learnedOfKeys(maxInFlight: number | 'auto' = 'auto'): Endpoint {
  const endpoint = endpointOf(maxInFlight);
  const law: Law = (load) => LAW(load) * (load.key === 'slow' ? 10 : 1);
  for (let round = 0; round < 60; round += 1) {
    for (const key of ['quick', 'quick', 'quick', 'slow']) call(endpoint, [{ ...items(1 + ((7 * round) % 32)), key }], law);
  }
  return endpoint;
}

test('calls of one key may take longer than those of another', () => {
  const { outlook } = learnedOfKeys();
  between(outlook.latency.predict({ ...items(20), key: 'quick' }), 17, 23, 'ms');
  between(outlook.latency.predict({ ...items(20), key: 'slow' }), 170, 230, 'ms');
});

test('where keys differ, nobody is refused for what calls of others take', () => {
  const { outlook, now } = learnedOfKeys();
  assert.deepEqual(
    ['quick', 'slow', 'new'].map((key) => outlook.knows(key, now)),
    [true, true, false],
  );
});

test('where keys differ, and another slot is free, one that was not called for lately is called for again', () => {
  const endpoint = learnedOfKeys();
  const { outlook } = endpoint;
  // Two at once, so that a slot is free.
  for (let round = 0; round < 12; round += 1) {
    const trips = [0, 1].map((place) => outlook.sent({ ...items(20), key: 'quick' }, false, endpoint.now + place));
    trips.forEach((trip, place) => outlook.landed(trip, 'ok', endpoint.now + 20 + place));
    endpoint.now += 100;
  }
  assert.ok(outlook.concurrency >= 2, `${outlook.concurrency}`);
  outlook.sent({ ...items(20), key: 'quick' }, false, endpoint.now);
  assert.deepEqual(
    ['quick', 'slow'].map((key) => outlook.knows(key, endpoint.now + 1)),
    [true, false],
  );
});

test('who comes to an idle endpoint is answered after one call', () => {
  between(answeredAfter(learned()), 10.4, 10.6, 'ms');
});

test('who comes behind others is answered with the last of them that fit into a call, or after those that do not', () => {
  const endpoint = learned();
  wait(endpoint, 31);
  between(answeredAfter(endpoint), 25.9, 26.1, 'ms with 31 others');
  wait(endpoint, 1);
  between(answeredAfter(endpoint), 26 + 10.4, 26 + 10.6, 'ms behind a full call');
  wait(endpoint, 32);
  between(answeredAfter(endpoint), 52 + 10.4, 52 + 10.6, 'ms behind two full calls');
});

test('who comes while calls are under way is answered after those', () => {
  const endpoint = learned();
  endpoint.outlook.sent(items(20), false, endpoint.now);
  between(answeredAfter(endpoint), 30.3, 30.7, 'ms');
});

test('more slots work what waits off sooner', () => {
  const endpoint = learnedOf(4);
  wait(endpoint, 128);
  between(answeredAfter(endpoint), 26 + 10.4, 26 + 10.6, 'ms');
});

test('who is of a higher priority, or of a tenant that has nothing waiting, does not wait for the rest', () => {
  const endpoint = learned();
  wait(endpoint, 320, { tenant: 'noisy' });
  between(answeredAfter(endpoint, { tenant: 'noisy' }), 260, 275, 'ms of the noisy one');
  between(answeredAfter(endpoint, { tenant: 'quiet' }), 0, 40, 'ms of a quiet one');
  between(answeredAfter(endpoint, { priority: 0 }), 0, 40, 'ms of a higher priority');
  between(answeredAfter(endpoint, { priority: 2 }), 260, 275, 'ms of a lower priority');
});

test('a batch is sent so that it is back by the deadline, with some time for the timer', () => {
  const endpoint = learned();
  const [first] = wait(endpoint, 1, { deadline: endpoint.now + 100 });
  const batch = fill([first as Text], CAPS);
  assert.ok(batch !== undefined, 'no batch');
  const backBy = endpoint.outlook.sendBy(batch) + endpoint.outlook.latency.atMost(batch);
  between(backBy - endpoint.now, 90, 98, 'ms');
});

test('a batch is sent the sooner the more other lanes may have to wait for it, and before it expires', () => {
  const endpoint = learned();
  const { outlook, now } = endpoint;
  const [first] = wait(endpoint, 1, { deadline: now + 100 });
  const alone = fill([first as Text], CAPS);
  assert.ok(alone !== undefined, 'no batch');
  const before = outlook.sendBy(alone);
  wait(endpoint, 1, { key: 'b' });
  wait(endpoint, 1, { key: 'c' });
  between(before - outlook.sendBy(alone), 2 * 10.4, 2 * 11.5, 'ms for two others');
  between(outlook.sendBy({ ...alone, expiresAt: now + 30 }) - now, 20, 28, 'ms before it expires');
  assert.equal(
    outlook.sendBy({ ...alone, deadline: Number.POSITIVE_INFINITY, expiresAt: Number.POSITIVE_INFINITY }),
    Number.POSITIVE_INFINITY,
  );
});

test('what is refused is told to wait a second while nothing is known, then for as long as what waits takes', () => {
  assert.equal(endpointOf().outlook.backlogMs(), 1000);
  const endpoint = learned();
  assert.equal(endpoint.outlook.backlogMs(), 1);
  wait(endpoint, 64);
  between(endpoint.outlook.backlogMs(), 51.8, 52.2, 'ms');
  const four = learnedOf(4);
  wait(four, 64);
  between(four.outlook.backlogMs(), 12.9, 13.1, 'ms on four slots');
});

test('what calls cost by padding is told only where they are padded', () => {
  const random = new Random(1);
  const texts = (): Load[] =>
    Array.from({ length: 150 }, () => {
      const lengths = Array.from({ length: random.whole(16) }, () => Math.ceil(100 * random.lognormal(0.6)));
      return { items: lengths.length, cost: lengths.reduce((sum, one) => sum + one, 0), longest: Math.max(...lengths) };
    });
  const padded = endpointOf();
  call(padded, texts(), (load) => 5 + 0.01 * load.items * load.longest);
  between(padded.outlook.padding?.baseMs ?? Number.NaN, 4, 6, 'base');
  between(padded.outlook.padding?.perUnitMs ?? Number.NaN, 0.009, 0.011, 'ms each');
  const plain = endpointOf();
  call(plain, texts(), (load) => 5 + 0.01 * load.cost);
  assert.equal(plain.outlook.padding, undefined);
});

test('a call to be at hand on several slots goes just before one comes free, on one slot at once', () => {
  const two = learnedOf(2);
  for (let index = 0; index < 2; index += 1) two.outlook.sent(items(20), false, two.now);
  const aheadAt = two.outlook.aheadAt(two.now + 2) - two.now;
  // A tenth of the fixed cost before.
  between(aheadAt, 18.8, 19.2, 'ms');
  assert.equal(two.outlook.aheadAt(two.now + 19.5), two.now + 19.5);
  const one = learned();
  one.outlook.sent(items(20), false, one.now);
  assert.equal(one.outlook.aheadAt(one.now + 2), one.now + 2);
  between(one.outlook.readyAt(one.now + 2) - one.now, 18.8, 19.2, 'ms');
});

test('on several slots each call has its share of what waits', () => {
  const endpoint = learnedOf(4);
  wait(endpoint, 32);
  assert.equal(endpoint.outlook.share('k', endpoint.now), 8);
});

test('on one slot it pays to keep waiting items together where the fixed cost is large, and always when it is busy', () => {
  const endpoint = learned();
  wait(endpoint, 16);
  assert.ok(endpoint.outlook.share('k', endpoint.now) >= 16, `${endpoint.outlook.share('k', endpoint.now)} items`);
});

test('one slot, or one that is not known well, sets no pace', () => {
  for (const endpoint of [learnedOf(1), endpointOf()]) {
    const batch = fill(wait(endpoint, 1), CAPS);
    assert.ok(batch !== undefined, 'no batch');
    assert.equal(endpoint.outlook.paceUntil(batch, 'k', endpoint.now), endpoint.now);
  }
});

test('on several slots a small batch is held while traffic would take all of them in small ones', () => {
  const endpoint = learnedOf(2);
  const { outlook, returns } = endpoint;
  // An item each millisecond, on two slots: calls of one would need ten slots.
  for (let round = 0; round < 50; round += 1) {
    returns.arrived('k', 10, endpoint.now);
    endpoint.now += 10;
    returns.answered('k', 10, endpoint.now, 1);
  }
  outlook.sent(items(20), false, endpoint.now);
  const small = fill(wait(endpoint, 1), CAPS);
  assert.ok(small !== undefined, 'no batch');
  // Of n items they take n / (10 + 0.5 n) a millisecond, two of them an item each when n is 7.
  between(outlook.paceUntil(small, 'k', endpoint.now) - endpoint.now, 6, 8, 'ms');
  const large = fill(
    Array.from({ length: 32 }, (_, order) => chunkOf(order)),
    CAPS,
  );
  assert.ok(large !== undefined, 'no batch');
  assert.equal(outlook.paceUntil(large, 'k', endpoint.now), endpoint.now);
});

test('where callers come back at once it pays to have a part batch at hand, else it does not', () => {
  const endpoint = learned();
  assert.equal(endpoint.outlook.pipelines, false);
  const { returns } = endpoint;
  for (let round = 0; round < 50; round += 1) {
    returns.answered('k', 10, endpoint.now, 30);
    returns.arrived('k', 10, endpoint.now + 12);
    endpoint.now += 60;
  }
  assert.equal(endpoint.outlook.pipelines, true);
});

test('whatever the calls, what is told are times to come, and numbers', () => {
  const each = fc.record({
    count: fc.integer({ min: 1, max: 32 }),
    afterMs: fc.integer({ min: 0, max: 40 }),
    lastsMs: fc.integer({ min: 0, max: 200 }),
    waiting: fc.integer({ min: 0, max: 5 }),
    ending: fc.constantFrom('ok', 'ok', 'ok', 'throttled', 'failed'),
  });
  const limit = fc.constantFrom<'auto' | number>('auto', 1, 3);
  fc.assert(
    fc.property(fc.array(each, { maxLength: 40 }), limit, (calls, maxInFlight) => {
      const endpoint = endpointOf(maxInFlight);
      const { outlook } = endpoint;
      const away: { readonly endsAt: number; readonly land: () => void }[] = [];
      for (const { count, afterMs, lastsMs, waiting, ending } of calls) {
        endpoint.now += afterMs;
        away.sort((one, other) => one.endsAt - other.endsAt);
        while ((away[0]?.endsAt ?? Number.POSITIVE_INFINITY) <= endpoint.now) away.shift()?.land();
        const endsAt = endpoint.now + lastsMs;
        const trip = outlook.sent(items(count), count === 32, endpoint.now);
        away.push({ endsAt, land: () => outlook.landed(trip, ending, endsAt) });
        const chunks = wait(endpoint, waiting);
        const { now } = endpoint;
        const times = outlook.times('k', now);
        const until = [outlook.readyAt(now), outlook.aheadAt(now), outlook.answersAt(submissionOf([10]), now)];
        for (const time of [...until, times?.startsAt ?? now, times?.nextStartsAt(now) ?? now]) {
          assert.ok(time >= now && Number.isFinite(time), `${time} at ${now}`);
        }
        assert.ok(outlook.share('k', now) >= 1, `share ${outlook.share('k', now)}`);
        assert.ok(outlook.backlogMs() > 0 && Number.isFinite(outlook.backlogMs()), `backlog ${outlook.backlogMs()}`);
        const batch = fill(chunks, CAPS);
        if (batch === undefined) continue;
        assert.ok(Number.isFinite(outlook.sendBy(batch)), 'sendBy');
        assert.ok(Number.isFinite(outlook.paceUntil(batch, 'k', now)), 'paceUntil');
      }
    }),
  );
});
