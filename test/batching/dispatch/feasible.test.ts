import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { feasible, hopelessIn, isInTime, type Times } from '../../../src/batching/dispatch/feasible.ts';
import { type Fill, fill } from '../../../src/batching/dispatch/fill.ts';
import type { Load } from '../../../src/batching/dispatch/latency/load.ts';
import type { Caps } from '../../../src/batching/queue/chunk.ts';
import { Flows } from '../../../src/batching/queue/flows.ts';
import { Lane } from '../../../src/batching/queue/lane.ts';
import { chunkOf, ordersOf, type Text } from '../queue/requests.ts';

const CAPS: Caps = { items: 32, bytes: 1e6, cost: 1e6 };

/** Calls of n items take 10 + 0.5 n ms, one after the other. */
function timesOf(traits: Partial<Times> = {}): Times {
  const atMost = ({ cost }: Load): number => 10 + 0.5 * cost;
  return { startsAt: 1000, nextStartsAt: (endsAt) => endsAt, atMost, slots: 1, ...traits };
}

/** One request for each deadline, in that order; deadlines count from when the upstream is free. */
function waitingFor(...slacks: readonly number[]): Text[] {
  return slacks.map((slack, order) => chunkOf(order, 1, { deadline: 1000 + slack }));
}

function times<T>(count: number, value: T): T[] {
  return Array.from({ length: count }, () => value);
}

function batchOf(waiting: readonly Text[], caps = CAPS): Fill<string, string> {
  return fill(waiting, caps) as Fill<string, string>;
}

function made(waiting: readonly Text[], traits: Partial<Times> = {}, fair = false): { sent: number[]; hopeless: number[] } {
  const verdict = feasible(batchOf(waiting), waiting, CAPS, { times: timesOf(traits), padding: undefined, fair });
  return { sent: ordersOf(verdict.fill?.chunks ?? []), hopeless: ordersOf(verdict.hopeless) };
}

test('a batch is in time when its hastiest is, as far as that is as good as certain', () => {
  const batch = batchOf(waitingFor(500, 12, 300));
  assert.deepEqual(
    [11.4, 11.5].map((ms) => isInTime(batch, timesOf({ atMost: () => ms }))),
    [true, true],
  );
  assert.deepEqual(
    [12, 12.1].map((ms) => isInTime(batch, timesOf({ atMost: () => ms }))),
    [true, false],
  );
  assert.equal(isInTime(batchOf([chunkOf(0, 1, { deadline: Number.POSITIVE_INFINITY })]), timesOf({ atMost: () => 1e12 })), true);
});

test('when a smaller call is in time for the first and another after it for the rest, nobody is lost', () => {
  assert.deepEqual(made(waitingFor(11, 11, 60, 60, 60)), { sent: [0, 1], hopeless: [] });
});

test('it takes as many along as the hastiest can bear', () => {
  assert.deepEqual(made(waitingFor(12, 60, 60, 60, 60, 60)), { sent: [0, 1, 2, 3], hopeless: [] });
});

test('who could not be in time after the others either is dropped, and the others go without', () => {
  assert.deepEqual(made(waitingFor(5, 60, 60)), { sent: [1, 2], hopeless: [0] });
});

test('when there is too much, as many go as get the most done in time, and who is left without hope is dropped', () => {
  const { sent, hopeless } = made(waitingFor(...times(40, 18), ...times(40, 100)));
  // 32 at once, who can bear it, is the best rate; after 26 ms none of the others is in time.
  assert.deepEqual([sent.length, Math.min(...sent), hopeless.length, Math.max(...hopeless)], [32, 40, 40, 39]);
});

test('when nobody can be in time, nobody is sent', () => {
  assert.deepEqual(made(waitingFor(5, 9, -3, 10.4)), { sent: [], hopeless: [0, 1, 2, 3] });
});

test('while another slot is free, who is not taken along now waits for that and is not dropped', () => {
  const waiting = waitingFor(...times(33, 12), ...times(40, 100));
  assert.ok(made(waiting).hopeless.length > 0, 'nobody is dropped with one slot');
  assert.deepEqual(made(waiting, { nextStartsAt: () => 1000, slots: 2 }).hopeless, []);
});

/** One whose turn it is, of a priority, and more others of priority 1 than fit into a call, who have time. */
function beforeOthers(slack: number, priority: number): Text[] {
  return [chunkOf(0, 1, { deadline: 1000 + slack, priority }), ...waitingFor(...times(41, 100)).slice(1)];
}

test('between tenants, whose turn it is is not dropped for the sake of more others, but where it would cost them half', () => {
  const [sixteen, fifteen] = [beforeOthers(18, 1), beforeOthers(17.9, 1)];
  assert.deepEqual([made(sixteen).hopeless, made(sixteen).sent.length], [[0], 32]);
  // As many go with it as it can bear.
  assert.deepEqual(made(sixteen, {}, true), { sent: Array.from({ length: 16 }, (_, order) => order), hopeless: [] });
  assert.deepEqual([made(fifteen, {}, true).hopeless, made(fifteen, {}, true).sent.length], [[0], 32]);
});

test('a higher priority is not dropped for the sake of others, whatever that costs them', () => {
  assert.deepEqual(made(beforeOthers(12, 0), {}, true), { sent: [0, 1, 2, 3], hopeless: [] });
  assert.deepEqual(made(beforeOthers(10.5, 0), {}, true), { sent: [0], hopeless: [] });
  assert.deepEqual(made(beforeOthers(10.4, 0), {}, true).hopeless, [0]);
});

test('what the model has worked on is not dropped, nor what a door asked room for', () => {
  const credit = { bytes: 1, counted: () => {}, release: () => {} };
  const [asked, plain] = [chunkOf(1, 1, { deadline: 1005, credit }), chunkOf(2, 1, { deadline: 1005 })];
  const tried = chunkOf(0, 1, { deadline: 1005 });
  tried.request.story = { ...tried.request.story, calls: 1 };
  assert.deepEqual(made([tried, asked, plain]), { sent: [], hopeless: [2] });
  const flows = new Flows(3);
  const lane = new Lane<string, string>('k');
  for (const chunk of [tried, asked, plain]) lane.insert(chunk, flows.of(1, '', 0));
  assert.deepEqual(ordersOf(hopelessIn(lane, timesOf())), [2]);
});

test('a request of several items goes only where all of it is in time', () => {
  const ten = chunkOf(0, 10, { deadline: 1012 });
  assert.deepEqual(made([ten]).sent, []);
  assert.deepEqual(made([chunkOf(0, 10, { deadline: 1015 })]).sent, [0]);
});

test('where padding costs, those who go are of like length', () => {
  const short = Array.from({ length: 8 }, (_, order) => chunkOf(order * 2, 1, { deadline: 1030, items: [itemOf(10)] }));
  const long = Array.from({ length: 8 }, (_, order) => chunkOf(order * 2 + 1, 1, { deadline: 1030, items: [itemOf(200)] }));
  const waiting = [...short, ...long].toSorted((one, other) => one.traits.order - other.traits.order);
  const atMost = ({ items, longest }: Load): number => 1 + 0.01 * items * longest;
  const padding = { baseMs: 1, perUnitMs: 0.01 };
  const verdict = feasible(batchOf(waiting), waiting, CAPS, { times: timesOf({ atMost }), padding, fair: false });
  assert.deepEqual(ordersOf(verdict.fill?.chunks ?? []), ordersOf(short));
});

function itemOf(length: number): { payload: string; bytes: number; cost: number; length: number } {
  return { payload: 'x', bytes: 10, cost: length, length };
}

test('in a lane they are without hope whom not even a call of their own could answer in time', () => {
  const flows = new Flows(3);
  const lane = new Lane<string, string>('k');
  for (const chunk of waitingFor(50, 10.4, 10.5, 3)) lane.insert(chunk, flows.of(1, '', 0));
  assert.deepEqual(ordersOf(hopelessIn(lane, timesOf())), [1, 3]);
  assert.deepEqual(hopelessIn(lane, timesOf({ startsAt: 900 })), []);
});

const world = fc.record({
  slacks: fc.array(fc.integer({ min: -5, max: 120 }), { minLength: 1, maxLength: 60 }),
  items: fc.integer({ min: 1, max: 32 }),
  slots: fc.integer({ min: 1, max: 4 }),
  baseMs: fc.integer({ min: 0, max: 30 }),
  eachMs: fc.integer({ min: 0, max: 4 }),
  nextMs: fc.integer({ min: 0, max: 20 }),
});

test('nobody sent is late, nobody dropped could be in time in the next call, none is named twice', () => {
  fc.assert(
    fc.property(world, ({ slacks, items, slots, baseMs, eachMs, nextMs }) => {
      const waiting = waitingFor(...slacks);
      const caps = { ...CAPS, items };
      const atMost = ({ cost }: Load): number => baseMs + eachMs * cost;
      const nextStartsAt = (endsAt: number): number => Math.max(1000, Math.min(endsAt, 1000 + nextMs));
      const now = timesOf({ slots, atMost, nextStartsAt });
      const batch = batchOf(waiting, caps);
      fc.pre(!isInTime(batch, now));
      const { fill: rest, hopeless } = feasible(batch, waiting, caps, { times: now, padding: undefined, fair: false });
      const sent = rest?.chunks ?? [];
      assert.equal(new Set([...sent, ...hopeless]).size, sent.length + hopeless.length, 'none twice');
      assert.ok(rest === undefined || isInTime(rest, now), `late in a call of ${sent.length}`);
      assert.ok(sent.length <= items, `${sent.length} items`);
      assert.equal(rest?.items ?? 0, sent.length);
      const endsAt = rest === undefined ? 1000 : 1000 + atMost(rest);
      const nextEndsAt = nextStartsAt(endsAt) + atMost({ items: 1, cost: 1, longest: 10 });
      for (const { request } of hopeless) assert.ok(request.submission.deadline < nextEndsAt, 'dropped with hope');
      assert.ok(rest !== undefined || slacks.every((slack) => slack < atMost({ items: 1, cost: 1, longest: 10 })), 'nobody sent');
    }),
    { numRuns: 500 },
  );
});

test('no call exceeds a cap in items, bytes or cost', () => {
  const bounds = fc.record({ bytes: fc.integer({ min: 10, max: 400 }), cost: fc.integer({ min: 1, max: 40 }) });
  fc.assert(
    fc.property(world, bounds, ({ slacks, items, slots }, { bytes, cost }) => {
      const waiting = waitingFor(...slacks);
      const caps = { items, bytes, cost };
      const { fill: rest } = feasible(batchOf(waiting, caps), waiting, caps, {
        times: timesOf({ slots }),
        padding: undefined,
        fair: false,
      });
      if (rest === undefined) return;
      assert.ok(rest.items <= items && rest.bytes <= bytes && rest.cost <= cost, `${rest.items}, ${rest.bytes}, ${rest.cost}`);
      assert.equal(rest.items, rest.chunks.length);
    }),
  );
});

test('all that wait and could be in time by a smaller call and full ones after it are', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 16 }), fc.integer({ min: 0, max: 16 }), (hasty, patient) => {
      const hastyMs = 10 + 0.5 * hasty;
      const waiting = waitingFor(...times(hasty, hastyMs), ...times(patient, hastyMs + 26));
      const { hopeless, sent } = made(waiting);
      assert.deepEqual([hopeless, sent], [[], Array.from({ length: hasty }, (_, order) => order)]);
    }),
  );
});
