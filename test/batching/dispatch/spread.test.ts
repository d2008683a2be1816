import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Hands, share } from '../../../src/batching/dispatch/spread.ts';

/** One slot, idle, with nothing before it. */
function handsOf(traits: Partial<Hands>): Hands {
  const idle = {
    slots: 1,
    calls: 1,
    underWay: 0,
    items: 0,
    waiting: 0,
    nextLandingMs: 0,
    callMs: 10,
    itemMs: 0.5,
    busy: 0,
    pace: 0,
  };
  return { ...idle, ...traits };
}

test('on several slots each call takes its share of what there is', () => {
  const four = { pace: 20, slots: 4, calls: 4, waiting: 40, items: 64 };
  assert.deepEqual(
    [0, 1, 2].map((underWay) => share(handsOf({ ...four, underWay }))),
    [16, 16, 16],
  );
});

test('when no other slot is free it takes what the next landing would be too late for', () => {
  const last = { pace: 50, slots: 4, calls: 4, underWay: 3, waiting: 40, items: 64 };
  assert.deepEqual(
    [0, 5, 20].map((nextLandingMs) => share(handsOf({ ...last, nextLandingMs }))),
    [16, 16, 40],
  );
  assert.equal(share(handsOf({ ...last, itemMs: 0 })), Number.POSITIVE_INFINITY);
});

test('on several slots calls are no smaller than the traffic needs, and else by what waits for each', () => {
  const three = { slots: 3, calls: 3, underWay: 2, nextLandingMs: 1000, waiting: 60, items: 60, callMs: 5, itemMs: 1 };
  assert.deepEqual(
    [0, 12, 40, Number.POSITIVE_INFINITY].map((pace) => share(handsOf({ ...three, pace }))),
    [10, 12, 40, 1000],
  );
});

test('on one slot the fixed cost of a call decides', () => {
  assert.deepEqual(
    [0, 1, 10, 100].map((callMs) => share(handsOf({ callMs, waiting: 20, items: 20, itemMs: 1 }))),
    [5, 5, 14, 45],
  );
});

test('the busier it is, the larger are the calls', () => {
  const shares = [0, 0.5, 0.9, 0.99, 1].map((busy) => share(handsOf({ busy, callMs: 1, waiting: 20, items: 20, itemMs: 1 })));
  assert.deepEqual(shares, [5, 6, 14, 45, 45]);
});

test('items that add nothing go all together', () => {
  assert.equal(share(handsOf({ itemMs: 0, waiting: 20, items: 20 })), Number.POSITIVE_INFINITY);
});

const hands: fc.Arbitrary<Hands> = fc.record({
  slots: fc.integer({ min: 1, max: 8 }),
  calls: fc.integer({ min: 1, max: 9 }),
  underWay: fc.integer({ min: 0, max: 9 }),
  items: fc.integer({ min: 0, max: 500 }),
  waiting: fc.integer({ min: 0, max: 500 }),
  nextLandingMs: fc.double({ min: 0, max: 100, noNaN: true }),
  callMs: fc.double({ min: 0, max: 100, noNaN: true }),
  itemMs: fc.double({ min: 0, max: 10, noNaN: true }),
  busy: fc.double({ min: 0, max: 1, noNaN: true }),
  pace: fc.double({ min: 0, max: 100, noNaN: true }),
});

test('it is one item at least, and a whole number where it is one', () => {
  fc.assert(
    fc.property(hands, (each) => {
      const most = share(each);
      assert.ok(most >= 1 && (most === Number.POSITIVE_INFINITY || Number.isInteger(most)), `${most} items`);
    }),
  );
});

test('more that waits, or is about to come, never makes a call smaller', () => {
  fc.assert(
    fc.property(hands, fc.integer({ min: 1, max: 50 }), (each, more) => {
      const other = { ...each, items: each.items + more, waiting: each.waiting + more };
      assert.ok(share(other) >= share(each), `${share(other)} after ${share(each)}`);
    }),
  );
});

test('divided so, what waits is answered nearly as soon in the mean as it can be in four calls', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 64 }),
      fc.double({ min: 0.1, max: 50, noNaN: true }),
      fc.double({ min: 0.05, max: 5, noNaN: true }),
      (waiting, callMs, itemMs) => {
        const meanMs = (calls: number): number => ((calls + 1) / 2) * (callMs + (itemMs * waiting) / calls);
        const size = Math.min(waiting, share(handsOf({ waiting, items: waiting, callMs, itemMs })));
        const best = Math.min(...Array.from({ length: Math.min(waiting, 4) }, (_, index) => meanMs(index + 1)));
        const mean = meanMs(Math.max(1, waiting / size));
        assert.ok(mean <= 1.5 * best, `${mean} ms in calls of ${size}, ${best} at best`);
      },
    ),
  );
});
