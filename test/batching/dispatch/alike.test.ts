import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { alike, type PaddedCost } from '../../../src/batching/dispatch/alike.ts';
import { ordersOf, requestOf, type Text, wholeOf } from '../queue/requests.ts';

const COST: PaddedCost = { baseMs: 10, perUnitMs: 0.1 };

/** Requests of items of these lengths, in the order in which they wait. */
function waitingOf(...lengths: readonly (number | readonly number[])[]): Text[] {
  return lengths.map((each, order) => wholeOf(requestOf(typeof each === 'number' ? [each] : each), order));
}

test('those like the first go with it, shortest first but for the first', () => {
  const waiting = waitingOf(100, 5, 110, 4, 95, 6);
  assert.deepEqual(ordersOf(alike(waiting, 32, COST)), [0, 4, 2]);
  assert.deepEqual(ordersOf(alike(waiting.slice(1), 32, COST)), [1, 3, 5]);
});

test('where a call costs more than padding, all go together', () => {
  assert.deepEqual(ordersOf(alike(waitingOf(100, 5, 90, 4), 32, { baseMs: 1000, perUnitMs: 0.1 })), [0, 3, 1, 2]);
});

test('what is of one length is filled up to the cap', () => {
  assert.equal(alike(waitingOf(...Array.from({ length: 64 }, () => 10)), 32, COST).length, 32);
});

test('of nothing nothing goes', () => {
  assert.deepEqual(alike([], 32, COST), []);
});

test('a request of more items than a call may hold goes by itself', () => {
  assert.deepEqual(ordersOf(alike(waitingOf([7, 7, 7, 7], 7, 7), 3, COST)), [0]);
});

test('no more is looked at than is considered', () => {
  let looked = 0;
  function* endless(): Iterable<Text> {
    for (const chunk of waitingOf(...Array.from({ length: 2000 }, () => 10))) {
      looked += 1;
      yield chunk;
    }
  }
  assert.equal(alike(endless(), 32, COST).length, 32);
  assert.equal(looked, 256);
});

function timeOf(run: readonly Text[], { baseMs, perUnitMs }: PaddedCost): number {
  const items = run.reduce((sum, chunk) => sum + chunk.items.length, 0);
  return baseMs + perUnitMs * items * Math.max(...run.map(({ longest }) => longest));
}

/** The least time for all, over every division into runs of at most so many items; a chunk alone may have more. */
function least(sorted: readonly Text[], most: number, cost: PaddedCost): number {
  if (sorted.length === 0) return 0;
  let best = Number.POSITIVE_INFINITY;
  for (let end = 1; end <= sorted.length; end += 1) {
    const run = sorted.slice(0, end);
    if (end > 1 && run.reduce((sum, chunk) => sum + chunk.items.length, 0) > most) break;
    best = Math.min(best, timeOf(run, cost) + least(sorted.slice(end), most, cost));
  }
  return best;
}

const world = fc.record({
  waiting: fc.array(fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 8 }),
  most: fc.integer({ min: 1, max: 10 }),
  cost: fc.record({ baseMs: fc.integer({ min: 0, max: 40 }), perUnitMs: fc.constantFrom(0, 0.01, 0.1, 1) }),
});

test('they hold the first, are some of those that wait, and no more than fit into a call', () => {
  fc.assert(
    fc.property(world, ({ waiting: lengths, most, cost }) => {
      const waiting = waitingOf(...lengths);
      const chosen = alike(waiting, most, cost);
      const items = chosen.reduce((sum, chunk) => sum + chunk.items.length, 0);
      assert.equal(chosen[0], waiting[0]);
      assert.equal(new Set(chosen).size, chosen.length);
      assert.ok(
        chosen.every((chunk) => waiting.includes(chunk)),
        'one that does not wait',
      );
      assert.ok(items <= most || chosen.length === 1, `${items} items of ${most}`);
    }),
  );
});

test('they are one call of a division of all that waits that takes the least time there is', () => {
  fc.assert(
    fc.property(world, ({ waiting: lengths, most, cost }) => {
      const waiting = waitingOf(...lengths);
      const chosen = new Set(alike(waiting, most, cost));
      const sorted = waiting.toSorted((one, other) => one.longest - other.longest);
      const from = sorted.findIndex((chunk) => chosen.has(chunk));
      const to = from + chosen.size;
      const run = sorted.slice(from, to);
      assert.ok(
        run.every((chunk) => chosen.has(chunk)),
        'not a run of the sorted',
      );
      const around = least(sorted.slice(0, from), most, cost) + least(sorted.slice(to), most, cost);
      const best = least(sorted, most, cost);
      assert.ok(Math.abs(timeOf(run, cost) + around - best) < 1e-6, `${timeOf(run, cost) + around} ms, not ${best}`);
    }),
    { numRuns: 300 },
  );
});
