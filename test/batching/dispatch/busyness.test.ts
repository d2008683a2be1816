import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Busyness } from '../../../src/batching/dispatch/busyness.ts';
import { between } from './latency/upstream.ts';

/** Calls during which all slots are taken for so long, and for so long after them not. */
function played(busyness: Busyness, calls: number, busyMs: number, freeMs: number, from = 1): number {
  let now = from;
  for (let call = 0; call < calls; call += 1) {
    busyness.now(true, now);
    now += busyMs;
    busyness.now(false, now);
    now += freeMs;
  }
  busyness.now(false, now);
  return now;
}

test('before anything was sent it is not busy', () => {
  assert.equal(new Busyness().share, 0);
});

for (const [busyMs, freeMs] of [
  [10, 0],
  [10, 10],
  [3, 9],
  [0, 10],
] as const) {
  test(`busy for ${busyMs} ms of every ${busyMs + freeMs}, it says so`, () => {
    const busyness = new Busyness();
    played(busyness, 300, busyMs, freeMs);
    const share = busyMs / (busyMs + freeMs);
    between(busyness.share, share - 0.02, share + 0.02, 'share');
  });
}

test('it forgets within some hundred calls', () => {
  const busyness = new Busyness();
  const now = played(busyness, 300, 10, 0);
  played(busyness, 100, 1, 9, now);
  between(busyness.share, 0.09, 0.2, 'share');
});

test('it is a share, whatever happens', () => {
  const event = fc.record({ afterMs: fc.double({ min: 0, max: 1000, noNaN: true }), busy: fc.boolean() });
  fc.assert(
    fc.property(fc.array(event, { maxLength: 100 }), (events) => {
      const busyness = new Busyness();
      let now = 1;
      for (const { afterMs, busy } of events) {
        now += afterMs;
        busyness.now(busy, now);
        between(busyness.share, 0, 1, 'share');
      }
    }),
  );
});
