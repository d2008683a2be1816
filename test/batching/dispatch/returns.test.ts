import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Returns } from '../../../src/batching/dispatch/returns.ts';
import { Random } from './latency/random.ts';
import { between } from './latency/upstream.ts';

const HORIZON_MS = 10;

interface Habit {
  readonly rounds: number;
  readonly answered: number;
  readonly returning: number;
  readonly afterMs: number;
  readonly everyMs: number;
}

/** Rounds of a batch of `k` answered and some of its callers back a while later. */
function play(returns: Returns, { rounds, answered, returning, afterMs, everyMs }: Habit, from = 0): number {
  let now = from;
  for (let round = 0; round < rounds; round += 1) {
    returns.answered('k', answered, now, HORIZON_MS);
    if (returning > 0) returns.arrived('k', returning, now + afterMs);
    now += everyMs;
  }
  return now;
}

const ALL_BACK: Habit = { rounds: 40, answered: 10, returning: 10, afterMs: 1, everyMs: 30 };

test('of nobody anything is expected before they were seen to come back', () => {
  const returns = new Returns();
  assert.equal(returns.expected('k'), undefined);
  returns.answered('k', 10, 0, HORIZON_MS);
  assert.deepEqual([returns.expected('k'), returns.habitMs], [undefined, 0]);
});

test('callers who always come back are expected all, in a rush, within the time it takes them', () => {
  const returns = new Returns();
  const now = play(returns, ALL_BACK);
  returns.answered('k', 10, now, HORIZON_MS);
  const expected = returns.expected('k');
  assert.deepEqual([expected?.items, expected?.inRush], [10, true]);
  between((expected?.by ?? 0) - now, 0.99, 1.5, 'ms until they are back');
  between(returns.habitMs, 0.99, 1.01, 'habit');
});

test('those who are back already are expected no more', () => {
  const returns = new Returns();
  const now = play(returns, ALL_BACK);
  returns.answered('k', 10, now, HORIZON_MS);
  returns.arrived('k', 4, now + 0.5);
  assert.equal(returns.expected('k')?.items, 6);
  returns.arrived('k', 6, now + 0.9);
  assert.equal(returns.expected('k'), undefined);
});

test('callers of another key are not taken for them', () => {
  const returns = new Returns();
  const now = play(returns, ALL_BACK);
  returns.answered('k', 10, now, HORIZON_MS);
  returns.arrived('other', 10, now + 0.5);
  assert.deepEqual([returns.expected('k')?.items, returns.expected('other')], [10, undefined]);
});

test('of several batches just answered all are expected', () => {
  const returns = new Returns();
  const now = play(returns, ALL_BACK);
  returns.answered('k', 10, now, HORIZON_MS);
  returns.answered('k', 6, now + 0.4, HORIZON_MS);
  assert.equal(returns.expected('k')?.items, 16);
  returns.arrived('k', 12, now + 0.8);
  assert.equal(returns.expected('k')?.items, 4);
});

test('when half of them come back, half are expected, and that is no habit', () => {
  const returns = new Returns();
  const now = play(returns, { ...ALL_BACK, returning: 5 });
  returns.answered('k', 10, now, HORIZON_MS);
  assert.deepEqual([returns.expected('k')?.items, returns.habitMs], [5, 0]);
});

test('who comes after the horizon has not come back', () => {
  const returns = new Returns();
  const now = play(returns, { ...ALL_BACK, afterMs: HORIZON_MS + 1 });
  returns.answered('k', 10, now, HORIZON_MS);
  assert.deepEqual([returns.expected('k'), returns.habitMs], [undefined, 0]);
});

test('callers who do so no more are soon not expected', () => {
  const returns = new Returns();
  let now = play(returns, ALL_BACK);
  now = play(returns, { ...ALL_BACK, rounds: 20, returning: 0 }, now);
  returns.answered('k', 10, now, HORIZON_MS);
  assert.deepEqual([returns.expected('k'), returns.habitMs], [undefined, 0]);
});

test('traffic that comes anyhow is no rush, and no habit', () => {
  for (let seed = 1; seed <= 10; seed += 1) {
    const random = new Random(seed);
    const returns = new Returns();
    let answerAt = 15;
    let rushes = 0;
    for (let now = 0; now < 3000; now -= Math.log(1 - random.uniform())) {
      for (; answerAt < now; answerAt += 15) {
        returns.answered('k', 15, answerAt, HORIZON_MS);
        if (answerAt > 1000 && returns.expected('k')?.inRush === true) rushes += 1;
      }
      returns.arrived('k', 1, now);
    }
    assert.ok(rushes < 14, `${rushes} of 134 answers are said to be followed by a rush`);
    assert.equal(returns.habitMs, 0);
  }
});

test('it tells how many items come in a millisecond, whatever their key', () => {
  const returns = new Returns();
  for (let now = 0; now < 2000; now += 10) {
    returns.arrived('a', 3, now);
    returns.arrived('b', 2, now + 5);
    returns.answered('a', 5, now + 9, HORIZON_MS);
  }
  between(returns.ratePerMs, 0.48, 0.52, 'items / ms');
});

test('never are more expected than were answered and have not come back', () => {
  const event = fc.record({
    afterMs: fc.integer({ min: 0, max: 12 }),
    answers: fc.boolean(),
    key: fc.constantFrom('a', 'b'),
    items: fc.integer({ min: 1, max: 32 }),
  });
  fc.assert(
    fc.property(fc.array(event, { maxLength: 80 }), (events) => {
      const returns = new Returns();
      let now = 0;
      const open = new Map<string, number>();
      for (const { afterMs, answers, key, items } of events) {
        now += afterMs;
        const before = open.get(key) ?? 0;
        if (answers) returns.answered(key, items, now, HORIZON_MS);
        else returns.arrived(key, items, now);
        open.set(key, answers ? before + items : Math.max(0, before - items));
        const expected = returns.expected(key);
        assert.ok((expected?.items ?? 0) <= (open.get(key) ?? 0), `${expected?.items} of ${open.get(key)}`);
        assert.ok(expected === undefined || (Number.isInteger(expected.items) && Number.isFinite(expected.by)), 'no numbers');
        assert.ok(returns.habitMs >= 0 && returns.ratePerMs >= 0, 'negative');
      }
    }),
  );
});
