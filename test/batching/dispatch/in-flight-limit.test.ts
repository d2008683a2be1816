import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { InFlightLimit } from '../../../src/batching/dispatch/in-flight-limit.ts';

test('auto is two slots, the last of them for full batches', () => {
  const limit = new InFlightLimit('auto');
  assert.deepEqual([limit.at(0), limit.lastSlotForFull], [2, true]);
});

test('a number is so many slots for any batch, and throttled calls do not change it', () => {
  for (const slots of [1, 2, 7]) {
    const limit = new InFlightLimit(slots);
    assert.deepEqual([limit.at(0), limit.lastSlotForFull], [slots, false]);
    limit.throttled(10);
    assert.equal(limit.at(10), slots);
  }
});

test('when throttled, auto falls by one for two seconds', () => {
  const limit = new InFlightLimit('auto');
  limit.throttled(100);
  assert.deepEqual(
    [100, 2099, 2100, 9000].map((now) => limit.at(now)),
    [1, 1, 2, 2],
  );
});

test('throttled again, it stays at one until two seconds after the last time', () => {
  const limit = new InFlightLimit('auto');
  limit.throttled(0);
  limit.throttled(1500);
  assert.deepEqual(
    [2000, 3499, 3500].map((now) => limit.at(now)),
    [1, 1, 2],
  );
});

test('throttled just as it recovers, it falls again', () => {
  const limit = new InFlightLimit('auto');
  limit.throttled(0);
  limit.throttled(2000);
  assert.deepEqual(
    [3999, 4000].map((now) => limit.at(now)),
    [1, 2],
  );
});

test('however calls are throttled, auto is one for two seconds after each and two otherwise', () => {
  const step = fc.record({ afterMs: fc.integer({ min: 0, max: 3000 }), throttled: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const limit = new InFlightLimit('auto');
      let now = 0;
      let last = Number.NEGATIVE_INFINITY;
      for (const { afterMs, throttled } of steps) {
        now += afterMs;
        if (throttled) {
          limit.throttled(now);
          last = now;
        }
        assert.equal(limit.at(now), now - last < 2000 ? 1 : 2);
      }
    }),
  );
});
