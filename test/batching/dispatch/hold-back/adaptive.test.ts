import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { adaptive } from '../../../../src/batching/dispatch/hold-back/adaptive.ts';
import type { HoldBack } from '../../../../src/batching/dispatch/hold-back/hold-back.ts';
import { LatencyModel } from '../../../../src/batching/dispatch/latency/latency-model.ts';
import { Returns } from '../../../../src/batching/dispatch/returns.ts';
import { known } from '../known.ts';
import { between } from '../latency/upstream.ts';
import { candidateOf } from './candidate.ts';

/** Callers of 16 who come back after `afterMs` each time, and who were last answered at 1000. */
function habitual(afterMs: number): Returns {
  const returns = new Returns();
  for (let at = 0; at < 1000; at += 25) {
    returns.answered('k', 16, at, 20);
    returns.arrived('k', 16, at + afterMs);
  }
  returns.answered('k', 16, 1000, 20);
  return returns;
}

/** Calls have a fixed cost of 10 ms. */
function holding(returns: Returns): HoldBack {
  return adaptive({ latency: known() }, returns);
}

test('it says that it was a delay, and spreads what waits over the slots', () => {
  const holdBack = holding(new Returns());
  assert.deepEqual([holdBack.reason, holdBack.spreads], ['delay', true]);
});

test('where nobody is expected back nothing is held', () => {
  assert.equal(holding(new Returns()).until(candidateOf(), 1001), 1001);
  assert.equal(holding(habitual(1)).until(candidateOf({ key: 'other' }), 1001), 1001);
});

test('a few who wait are held for many who are about to be back', () => {
  const until = holding(habitual(2)).until(candidateOf({ items: 4 }), 1000.5);
  between(until, 1002, 1002.5, 'until');
});

test('many who wait are not held for few who can still join them', () => {
  const holdBack = holding(habitual(8));
  for (const items of [31, 32]) assert.ok(holdBack.until(candidateOf({ items }), 1000.5) <= 1000.5, `${items} items are held`);
});

test('until the upstream has time for it, waiting for them costs nothing', () => {
  const until = holding(habitual(8)).until(candidateOf({ items: 31, room: 32, readyAt: 1006 }), 1000.5);
  assert.equal(until, 1006);
});

test('who is not back when they mostly are is waited for no longer', () => {
  assert.equal(holding(habitual(2)).until(candidateOf({ items: 4 }), 1004), 1004);
});

test('while no fixed cost of a call is known, nobody is held for another', () => {
  const holdBack = adaptive({ latency: new LatencyModel() }, habitual(2));
  assert.ok(holdBack.until(candidateOf({ items: 4 }), 1000.5) <= 1000.5, 'held');
});

test('it holds a batch for its pace, too', () => {
  const holdBack = holding(new Returns());
  assert.deepEqual(
    [1003, 999].map((paceUntil) => holdBack.until(candidateOf({ paceUntil }), 1001)),
    [1003, 1001],
  );
});

test('for callers it holds no longer than it takes them to be back, and only while waiting * wait < joining * base', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 32 }),
      fc.double({ min: 0.5, max: 9, noNaN: true }),
      fc.double({ min: 0, max: 20, noNaN: true }),
      (items, afterMs, waited) => {
        const returns = habitual(afterMs);
        const now = 1000 + waited;
        const expected = returns.expected('k');
        const until = holding(returns).until(candidateOf({ items, readyAt: now, paceUntil: now }), now);
        const by = expected?.by ?? now;
        const joining = Math.min(expected?.items ?? 0, 32 - items);
        const pays = by > now && items * (by - now) < joining * 10;
        assert.ok(
          Math.abs(items * (by - now) - joining * 10) < 0.01 || until === (pays ? by : now),
          `${until} of ${now} or ${by}`,
        );
      },
    ),
  );
});
