import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Fill, fill, isFull, sealed } from '../../../src/batching/dispatch/fill.ts';
import type { DispatchReason } from '../../../src/batching/port.ts';
import type { Caps } from '../../../src/batching/queue/chunk.ts';
import { chunkOf, ordersOf, requestOf, type Text, wholeOf } from '../queue/requests.ts';

const CAPS: Caps = { items: 4, bytes: 100, cost: 10 };

function filled(waiting: readonly Text[], caps: Caps = CAPS): Fill<string, string> {
  return fill(waiting, caps) as Fill<string, string>;
}

test('a batch is full by a cap of the call, not by what was thought best', () => {
  const reasons: readonly (DispatchReason | undefined)[] = ['size', 'bytes', 'cost', 'alone', 'slot', 'deadline', undefined];
  const batch = filled([chunkOf(0)]);
  assert.deepEqual(
    reasons.map((full) => isFull({ ...batch, full })),
    [true, true, true, true, false, false, false],
  );
});

test('of nothing there is no batch', () => {
  assert.equal(fill([], CAPS), undefined);
});

test('it tells what makes it full', () => {
  const room = [chunkOf(0), chunkOf(1)];
  const alone = [wholeOf(requestOf([10]), 0, { maxCompany: 1 })];
  assert.deepEqual(
    [
      filled(room),
      filled([0, 1, 2, 3].map((order) => chunkOf(order))),
      filled([chunkOf(0, 3), chunkOf(1, 2)]),
      filled(room, { ...CAPS, bytes: 20 }),
      filled(room, { ...CAPS, cost: 1 }),
      filled(alone),
    ].map(({ full, items }) => [full, items]),
    [
      [undefined, 2],
      ['size', 4],
      ['size', 3],
      ['bytes', 2],
      ['cost', 1],
      ['alone', 1],
    ],
  );
});

test('its longest is the longest item of any in it, and of none that is left out', () => {
  const waiting = [[3, 9, 4], [7], [50]].map((lengths, order) => wholeOf(requestOf(lengths), order));
  assert.equal(filled(waiting).longest, 9);
  assert.equal(filled(waiting, { ...CAPS, items: 5 }).longest, 50);
  assert.equal(filled([chunkOf(0)]).longest, 10);
});

test('its deadline, its expiry and its bound on holding back are the earliest of those in it', () => {
  const waiting = [
    wholeOf(requestOf([1], { deadline: 90, expiresAt: 80 }), 0, { holdBy: 7 }),
    wholeOf(requestOf([1], { deadline: 60, expiresAt: 95 }), 1, { holdBy: 9 }),
    wholeOf(requestOf([1], { deadline: 10, expiresAt: 10 }), 2, { holdBy: 1 }),
  ];
  const { deadline, expiresAt, holdBy } = filled(waiting, { ...CAPS, items: 2 });
  assert.deepEqual([deadline, expiresAt, holdBy], [60, 80, 7]);
  assert.equal(filled([chunkOf(0, 1, { deadline: Number.POSITIVE_INFINITY })]).deadline, Number.POSITIVE_INFINITY);
});

test('a sealed batch has the same bounds, and may go at once', () => {
  const chunks = [
    wholeOf(requestOf([5, 8], { deadline: 90, overheadBytes: 2 }), 0, { holdBy: 7 }),
    wholeOf(requestOf([6], { deadline: 60 }), 1),
  ];
  const { deadline, longest, holdBy, full, items, bytes, cost } = sealed(chunks, 'isolation');
  assert.deepEqual(
    { deadline, longest, holdBy, full, items, bytes, cost },
    { deadline: 60, longest: 8, holdBy: Number.NEGATIVE_INFINITY, full: 'isolation', items: 3, bytes: 21, cost: 3 },
  );
});

test('it is what waits from the first on, as far as it fits, and its figures are the sums and bounds of that', () => {
  const request = fc.record({
    lengths: fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 4 }),
    deadline: fc.integer({ min: 0, max: 1000 }),
  });
  fc.assert(
    fc.property(fc.array(request, { minLength: 1, maxLength: 12 }), fc.integer({ min: 4, max: 20 }), (requests, items) => {
      const waiting = requests.map(({ lengths, deadline }, order) => wholeOf(requestOf(lengths, { deadline }), order));
      const batch = filled(waiting, { ...CAPS, items });
      const taken = requests.slice(0, batch.chunks.length);
      const lengths = taken.flatMap((each) => each.lengths);
      const sum = lengths.reduce((one, other) => one + other, 0);
      assert.deepEqual(
        ordersOf(batch.chunks),
        taken.map((_, order) => order),
      );
      assert.deepEqual([batch.items, batch.bytes, batch.cost], [lengths.length, sum, lengths.length]);
      assert.equal(batch.longest, Math.max(...lengths));
      assert.equal(batch.deadline, Math.min(...taken.map(({ deadline }) => deadline)));
      assert.ok(taken.length === 1 || (batch.items <= Math.min(items, CAPS.cost) && sum <= CAPS.bytes), 'beyond a cap');
      assert.ok(batch.full !== undefined || taken.length === requests.length, 'not full, but some are left out');
    }),
  );
});
