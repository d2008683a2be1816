import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Flows } from '../../../src/batching/queue/flows.ts';
import { Lane } from '../../../src/batching/queue/lane.ts';
import type { Flow } from '../../../src/batching/queue/turns.ts';
import { chunkOf, ordersOf, requestOf, type Text, wholeOf } from './requests.ts';

const all = (): boolean => true;

interface Waiting {
  readonly lane: Lane<string, string>;
  readonly flows: Flows;
  readonly put: (flow: Flow, ...chunks: readonly Text[]) => void;
}

function laneOf(): Waiting {
  const flows = new Flows(3);
  const lane = new Lane<string, string>('k');
  const put = (flow: Flow, ...chunks: readonly Text[]): void => {
    for (const chunk of chunks) {
      flows.enter(flow, chunk.items.length, chunk.bytes);
      lane.insert(chunk, flow);
    }
  };
  return { lane, flows, put };
}

test('what arrived first is first, whatever comes back in between', () => {
  for (const arrival of [
    [1, 2, 3, 4],
    [4, 3, 2, 1],
    [1, 4, 2, 3],
    [3, 4, 1, 2],
  ]) {
    const { lane, flows, put } = laneOf();
    put(flows.of(1, '', 0), ...arrival.map((order) => chunkOf(order)));
    assert.deepEqual(ordersOf(lane.inTurn(() => flows.turns())), [1, 2, 3, 4]);
  }
});

for (const [place, rest] of [
  [0, [2, 3]],
  [1, [1, 3]],
  [2, [1, 2]],
] as const) {
  test(`the chunk at place ${place} is taken out, and takes its old place when it comes back`, () => {
    const { lane, flows, put } = laneOf();
    const flow = flows.of(1, '', 0);
    const chunks = [chunkOf(1), chunkOf(2), chunkOf(3)];
    put(flow, ...chunks);
    const chunk = chunks[place] as Text;
    lane.remove(chunk, flow);
    assert.deepEqual(ordersOf(lane.chunks()), rest);
    assert.equal(lane.newest(flow, all)?.traits.order, rest[1]);
    assert.deepEqual([chunk.previous, chunk.next], [undefined, undefined]);
    lane.insert(chunk, flow);
    assert.deepEqual(ordersOf(lane.chunks()), [1, 2, 3]);
    assert.equal(lane.newest(flow, all)?.traits.order, 3);
  });
}

test('it counts what it holds, and is empty when nothing is left', () => {
  const { lane, flows, put } = laneOf();
  const flow = flows.of(1, '', 0);
  const chunks = [chunkOf(1, 2), chunkOf(2, 3)] as const;
  assert.equal(lane.empty, true);
  put(flow, ...chunks);
  assert.deepEqual([lane.items, lane.bytes, lane.cost, lane.empty], [5, 50, 5, false]);
  lane.remove(chunks[0], flow);
  assert.deepEqual([lane.items, lane.bytes, lane.cost, lane.empty], [3, 30, 3, false]);
  lane.remove(chunks[1], flow);
  assert.deepEqual([lane.items, lane.bytes, lane.cost, lane.empty], [0, 0, 0, true]);
  assert.deepEqual([lane.head(() => flows.turns()), lane.newest(flow, all)], [undefined, undefined]);
});

test('its bound on holding back is that of the hastiest', () => {
  const { lane, flows, put } = laneOf();
  put(flows.of(1, '', 0), ...[70, 30, 50].map((holdBy, order) => wholeOf(requestOf([1]), order, { holdBy })));
  assert.equal(lane.holdBy, 30);
});

test('tenants are taken in turn, each in its own order of arrival', () => {
  const { lane, flows, put } = laneOf();
  put(flows.of(1, 'noisy', 0), ...[1, 2, 3, 4].map((order) => chunkOf(order)));
  put(flows.of(1, 'quiet', 0), ...[5, 6].map((order) => chunkOf(order)));
  assert.deepEqual(ordersOf(lane.inTurn(() => flows.turns())), [1, 5, 2, 6, 3, 4]);
});

test('its head is the oldest of whose turn it is', () => {
  const { lane, flows, put } = laneOf();
  const [low, high] = [flows.of(2, '', 0), flows.of(0, '', 0)];
  put(low, chunkOf(1));
  assert.equal(lane.head(() => flows.turns())?.traits.order, 1);
  put(high, chunkOf(3), chunkOf(2));
  assert.equal(lane.head(() => flows.turns())?.traits.order, 2);
});

test('the newest is that of one flow, not of the lane', () => {
  const { lane, flows, put } = laneOf();
  const [a, b] = [flows.of(1, 'a', 0), flows.of(1, 'b', 0)];
  put(a, chunkOf(1), chunkOf(3));
  put(b, chunkOf(2), chunkOf(9));
  assert.deepEqual([lane.newest(a, all)?.traits.order, lane.newest(b, all)?.traits.order], [3, 9]);
});

test('the newest that suits may stand before others that do not', () => {
  const { lane, flows, put } = laneOf();
  const flow = flows.of(1, '', 0);
  put(flow, chunkOf(1), chunkOf(2), chunkOf(3));
  assert.equal(lane.newest(flow, ({ traits }) => traits.order < 3)?.traits.order, 2);
  assert.equal(
    lane.newest(flow, () => false),
    undefined,
  );
});
