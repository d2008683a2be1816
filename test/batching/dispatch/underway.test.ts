import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LatencyModel } from '../../../src/batching/dispatch/latency/latency-model.ts';
import { type Observed, type Trip, Underway } from '../../../src/batching/dispatch/underway.ts';
import { known, LAW } from './known.ts';
import { between, items } from './latency/upstream.ts';

/** Items of a call that takes 20 ms. */
const TWENTY_MS = items(20);

function underway(model = known()): Underway {
  return new Underway(() => model);
}

/** Calls of 20 ms, sent and landed at these times, in the order in which they were sent. */
function played(slots: number, times: readonly (readonly [sentAt: number, landedAt: number])[], trips = underway()): Observed[] {
  const events = times.flatMap(([sentAt, landedAt], index) => [
    { at: sentAt, index, lands: false },
    { at: landedAt, index, lands: true },
  ]);
  const sent: Trip[] = [];
  const seen: Observed[] = [];
  for (const { at, index, lands } of events.toSorted((one, other) => one.at - other.at)) {
    if (lands) seen[index] = trips.landed(sent[index] as Trip, true, slots, at);
    else sent[index] = trips.sent(TWENTY_MS, slots, at);
  }
  return seen;
}

test('it counts the calls and the items under way', () => {
  const trips = underway();
  const first = trips.sent(items(3), 1, 0);
  trips.sent(items(4), 1, 1);
  assert.deepEqual([trips.size, trips.items], [2, 7]);
  trips.landed(first, true, 1, 5);
  assert.deepEqual([trips.size, trips.items], [1, 4]);
});

test('a call that meets no other tells what the upstream needed for it, and nothing of a line', () => {
  const [seen] = played(1, [[0, 22]]);
  const { ofExpected, ...rest } = seen as Observed;
  between(ofExpected ?? Number.NaN, 1.09, 1.11, 'of expected');
  assert.deepEqual(rest, {
    load: TWENTY_MS,
    ahead: 0,
    serviceMs: 22,
    waited: undefined,
    weight: 0,
    isClear: false,
    isContested: false,
    overtaken: 0,
  });
});

for (const slots of [1, 2]) {
  test(`a call that waited behind another is seen to have waited, though ${slots} at once are believed in`, () => {
    const seen = played(slots, [
      [0, 20],
      [5, 40],
    ])[1] as Observed;
    between(seen.waited ?? Number.NaN, 0.99, 1, 'waited');
    assert.deepEqual([seen.ahead, seen.serviceMs, seen.weight, seen.isContested], [1, 20, 1, true]);
  });

  test(`a call that was worked on beside another is seen to have been, though ${slots} at once are believed in`, () => {
    const seen = played(slots, [
      [0, 20],
      [5, 25],
    ])[1] as Observed;
    between(seen.waited ?? Number.NaN, 0, 0.01, 'waited');
    assert.deepEqual([seen.ahead, seen.serviceMs, seen.isContested], [1, 20, true]);
  });
}

test('a line too short tells nothing', () => {
  const seen = played(1, [
    [0, 20],
    [19, 39],
  ])[1] as Observed;
  assert.deepEqual([seen.waited, seen.isContested], [undefined, false]);
  between(seen.weight, 0.09, 0.11, 'weight');
});

test('only one that came far too early for having waited is clear', () => {
  const clear = [25, 29, 40].map(
    (landedAt) =>
      played(1, [
        [0, 20],
        [5, landedAt],
      ])[1]?.isClear,
  );
  assert.deepEqual(clear, [true, false, false]);
});

test('a call far slower than any line would make it tells nothing of the line', () => {
  const seen = played(1, [
    [0, 20],
    [10, 90],
  ])[1] as Observed;
  assert.equal(seen.waited, undefined);
});

test('while nothing is known of what calls take, nothing is told but that', () => {
  const seen = played(
    1,
    [
      [0, 20],
      [5, 40],
    ],
    underway(new LatencyModel()),
  )[1] as Observed;
  assert.deepEqual([seen.waited, seen.ofExpected, seen.weight, seen.ahead], [undefined, undefined, 0, 1]);
});

test('those that clearly come back after one sent later were overtaken, by one worked on beside all of them', () => {
  const seen = played(1, [
    [0, 60],
    [1, 61],
    [2, 30],
  ]);
  assert.deepEqual(
    seen.map(({ overtaken }) => overtaken),
    [2, 2, 0],
  );
});

test('of those that come back together none is said to have overtaken', () => {
  const seen = played(2, [
    [0, 21.9],
    [0, 20],
  ]);
  assert.deepEqual(
    seen.map(({ overtaken }) => overtaken),
    [0, 0],
  );
});

test('one more is begun with at once while a slot is free, else when the first comes back', () => {
  const trips = underway();
  assert.deepEqual([trips.startsAt(1, 3), trips.nextLanding(1, 3), trips.rest(1, 3)], [3, Number.POSITIVE_INFINITY, 0]);
  trips.sent(TWENTY_MS, 1, 0);
  between(trips.startsAt(1, 5), 19.9, 20.1, 'starts at, one slot');
  assert.equal(trips.startsAt(2, 5), 5);
  between(trips.nextLanding(1, 5), 19.9, 20.1, 'next landing');
  between(trips.rest(1, 5), 0.74, 0.76, 'rest');
  trips.sent(TWENTY_MS, 1, 5);
  between(trips.startsAt(1, 5), 39.9, 40.1, 'starts at, behind two');
  between(trips.startsAt(2, 5), 19.9, 20.1, 'starts at, two slots');
});

test('a call that should be back for certain is expected to be late by as much again', () => {
  const trips = underway();
  trips.sent(TWENTY_MS, 1, 0);
  between(trips.nextLanding(1, 30), 39.9, 40.1, 'next landing');
});

test('what calls in line save of what they take alone is the way there and back', () => {
  const trips = underway();
  // Always one ahead; 4 of the 20 ms are the way.
  const times = Array.from({ length: 100 }, (_, index) => [Math.max(0, 16 * index - 12), 20 + 16 * index] as const);
  played(1, times, trips);
  between(trips.overlapMs, 3.5, 4.5, 'overlap');
});

test('a line no longer than the way there and back tells nothing', () => {
  const trips = underway();
  const times = Array.from({ length: 100 }, (_, index) => [Math.max(0, 16 * index - 12), 20 + 16 * index] as const);
  played(1, times, trips);
  const [, seen] = played(
    1,
    [
      [5000, 5020],
      [5016.5, 5036.5],
    ],
    trips,
  );
  assert.deepEqual([seen?.waited, seen?.weight], [undefined, 0]);
});

test('calls that were not worked on tell nothing of the way there and back', () => {
  const trips = underway();
  let before = trips.sent(TWENTY_MS, 1, 0);
  for (let call = 1; call < 100; call += 1) {
    const next = trips.sent(TWENTY_MS, 1, 16 * call - 12);
    trips.landed(before, false, 1, 16 * call + 4);
    before = next;
  }
  assert.equal(trips.overlapMs, 0);
});

test('calls in line that save nothing leave it at nothing', () => {
  const trips = underway();
  const times = Array.from({ length: 100 }, (_, index) => [Math.max(0, 20 * index - 15), 20 + 20 * index] as const);
  played(1, times, trips);
  between(trips.overlapMs, 0, 0.1, 'overlap');
});

const crowd = fc.record({
  slots: fc.integer({ min: 1, max: 5 }),
  calls: fc.array(fc.record({ afterMs: fc.integer({ min: 0, max: 25 }), count: fc.integer({ min: 1, max: 32 }) }), {
    minLength: 1,
    maxLength: 60,
  }),
});

test('of an upstream that takes calls in order into so many slots, service and waiting are told right', () => {
  fc.assert(
    fc.property(crowd, ({ slots, calls }) => {
      const trips = underway();
      const free = Array.from({ length: slots }, () => 0);
      const away: { readonly trip: Trip; readonly endsAt: number; readonly servedMs: number }[] = [];
      const landUntil = (now: number): void => {
        away.sort((one, other) => one.endsAt - other.endsAt);
        while ((away[0]?.endsAt ?? Number.POSITIVE_INFINITY) <= now) {
          const { trip, endsAt, servedMs } = away.shift() as (typeof away)[number];
          const seen = trips.landed(trip, true, slots, endsAt);
          const wait = trip.ahead < slots ? 0 : 1;
          between(seen.serviceMs / servedMs, 0.97, 1.03, 'seen / true service');
          assert.ok(Math.abs((seen.waited ?? wait) - wait) < 0.2, `${seen.waited}, not ${wait}`);
          assert.ok(trips.overlapMs < 0.5, `${trips.overlapMs} ms of overlap`);
        }
      };
      let now = 0;
      for (const { afterMs, count } of calls) {
        now += afterMs;
        landUntil(now);
        const load = items(count);
        const hand = free.indexOf(Math.min(...free));
        const servedMs = LAW(load);
        const endsAt = Math.max(now, free[hand] ?? 0) + servedMs;
        free[hand] = endsAt;
        away.push({ trip: trips.sent(load, slots, now), endsAt, servedMs });
        const starts = Math.min(...free);
        between(trips.startsAt(slots, now) - Math.max(now, starts), -0.5, 0.5, 'when the next begins, less the truth');
      }
      landUntil(Number.MAX_SAFE_INTEGER);
      assert.deepEqual([trips.size, trips.items], [0, 0]);
    }),
  );
});
