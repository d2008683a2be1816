import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { RetryBudget } from '../../../src/batching/isolation/retry-budget.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

/** Retries that are granted in a row. */
function drain(budget: RetryBudget, now: number): number {
  let granted = 0;
  while (granted < 1000 && budget.withdraw(now)) granted += 1;
  return granted;
}

function budgetAfter(calls: number, now: number): RetryBudget {
  const budget = new RetryBudget();
  for (let call = 0; call < calls; call += 1) budget.called(now);
  return budget;
}

test('a quiet endpoint has ten retries', () => {
  assert.deepEqual(
    [0, 1, 100].map((calls) => drain(budgetAfter(calls, 0), 0)),
    [10, 10, 10],
  );
});

test('a busy one has a tenth of its calls, rounded down', () => {
  assert.deepEqual(
    [109, 110, 119, 120, 1000].map((calls) => drain(budgetAfter(calls, 0), 0)),
    [10, 11, 11, 12, 100],
  );
});

test('what is refused is not counted', () => {
  const budget = budgetAfter(100, 0);
  assert.equal(drain(budget, 0), 10);
  assert.equal(budget.withdraw(0), false);
  assert.equal(budget.withdraw(0), false);
  for (let call = 0; call < 10; call += 1) budget.called(0);
  assert.equal(drain(budget, 0), 1);
});

test('retries and calls are forgotten together after ten seconds', () => {
  const budget = budgetAfter(200, 0);
  assert.equal(drain(budget, 0), 20);
  assert.equal(drain(budget, 9999), 0);
  assert.equal(drain(budget, 10_000), 10);
});

test('after a long silence nothing of before is left', () => {
  const budget = budgetAfter(500, 3000);
  assert.equal(drain(budget, 3000), 50);
  assert.equal(drain(budget, 1_003_000), 10);
});

test('whenever calls and retries come, one is granted exactly while the last ten seconds hold fewer than they may', async () => {
  const step = fc.record({
    afterMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 12_000 })),
    calls: fc.integer({ min: 0, max: 80 }),
    wanted: fc.integer({ min: 0, max: 30 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40, size: 'max' }), async (steps) => {
      const clock = new VirtualClock();
      const budget = new RetryBudget();
      const calls: number[] = [];
      const retries: number[] = [];
      const second = (at: number): number => Math.floor(at / 1000);
      const act = (step: (typeof steps)[number]): void => {
        const now = clock.now();
        const recent = (times: readonly number[]): number => times.filter((at) => second(now) - second(at) < 10).length;
        for (let call = 0; call < step.calls; call += 1) {
          budget.called(now);
          calls.push(now);
        }
        const made = recent(calls);
        let granted = recent(retries);
        for (let retry = 0; retry < step.wanted; retry += 1) {
          const may = granted < 10 || 10 * (granted + 1) <= made;
          assert.equal(budget.withdraw(now), may, `${granted} granted for ${made} calls at ${now}`);
          if (!may) continue;
          granted += 1;
          retries.push(now);
        }
      };
      let at = 0;
      for (const each of steps) {
        at += each.afterMs;
        clock.at(at, () => act(each));
      }
      await clock.advance(at);
    }),
  );
});
