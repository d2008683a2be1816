import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Case } from '../../../src/batching/isolation/case.ts';
import { Queue } from '../../../src/batching/queue/queue.ts';
import { chunkOf, ordersOf, type Text } from './requests.ts';

function queueOf(...chunks: readonly Text[]): Queue<string, string> {
  const queue = new Queue<string, string>(3);
  for (const chunk of chunks) queue.insert(chunk, 0);
  return queue;
}

function sumsOf({ items, bytes, cost }: Queue<string, string>): number[] {
  return [items, bytes, cost];
}

const NOTHING = [0, 0, 0];

test('it counts items, bytes with those beside the items, and cost, until they are sent or removed', () => {
  const [a, b] = [chunkOf(0, 2, { overheadBytes: 3 }), chunkOf(1, 1, { key: 'other' })];
  const queue = queueOf(a, b);
  assert.deepEqual(sumsOf(queue), [3, 33, 3]);
  queue.send(a);
  assert.deepEqual(sumsOf(queue), [1, 10, 1]);
  queue.remove(b);
  assert.deepEqual(sumsOf(queue), NOTHING);
  queue.remove(b);
  assert.deepEqual(sumsOf(queue), NOTHING);
});

test('a lane lives while it holds something', () => {
  const [a, b] = [chunkOf(0), chunkOf(1, 1, { key: 'other' })];
  const queue = queueOf(a, b);
  assert.deepEqual(
    [...queue.lanes()].map(({ key }) => key),
    ['k', 'other'],
  );
  queue.remove(a);
  assert.deepEqual(
    [...queue.lanes()].map(({ key }) => key),
    ['other'],
  );
});

test('a request knows which of its chunks wait', () => {
  const chunk = chunkOf(0);
  const queue = queueOf(chunk);
  assert.deepEqual(chunk.request.queued, [chunk]);
  queue.send(chunk);
  assert.deepEqual([chunk.request.queued, chunk.flow], [[], undefined]);
});

test('what is sent counts as served, what is removed does not', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((tenant, order) => chunkOf(order, 4, { tenant })) as [Text, Text, Text];
  const queue = queueOf(a, b, c);
  const flows = [a, b, c].map((chunk) => chunk.flow);
  queue.send(a);
  queue.remove(b);
  assert.deepEqual(
    flows.map((flow) => [flow?.served, flow?.items]),
    [
      [4, 0],
      [0, 0],
      [0, 4],
    ],
  );
});

test('the last of a priority is charged to what is owed to it', () => {
  const [highs, low, next] = [chunkOf(0, 16, { priority: 0 }), chunkOf(2, 1, { priority: 2 }), chunkOf(3, 1, { priority: 2 })];
  const queue = queueOf(highs, chunkOf(1, 16, { priority: 0 }), low);
  queue.send(highs);
  queue.send(low);
  queue.insert(highs, 0);
  queue.insert(next, 0);
  queue.send(highs);
  const [first] = [...queue.lanes()].map((lane) => lane.head(() => queue.flows.turns()));
  assert.equal(first, next);
});

test('a lane of which something is sent is not held back any more', () => {
  const [a, b] = [chunkOf(0), chunkOf(1)];
  const queue = queueOf(a, b);
  const [lane] = queue.lanes();
  assert.ok(lane !== undefined);
  lane.held = true;
  queue.remove(a);
  assert.equal(lane.held, true);
  queue.send(b);
  assert.equal(lane.held, false);
});

test('what comes back takes its old place', () => {
  const chunks = [chunkOf(0), chunkOf(1), chunkOf(2)];
  const queue = queueOf(...chunks);
  queue.send(chunks[1] as Text);
  queue.insert(chunks[1] as Text, 5);
  assert.deepEqual(ordersOf(queue.chunks()), [0, 1, 2]);
});

test('what expires at a time is late then, not before, and is told of until it is removed', () => {
  const queue = queueOf(chunkOf(0, 1, { expiresAt: 50 }), chunkOf(1, 1, { expiresAt: 30 }), chunkOf(2, 1, { expiresAt: 90 }));
  assert.equal(queue.earliestExpiry, 30);
  assert.deepEqual(ordersOf(queue.expired(29.9)), []);
  const late = queue.expired(50);
  assert.deepEqual(ordersOf(late), [0, 1]);
  for (const chunk of late) queue.remove(chunk);
  assert.equal(queue.earliestExpiry, 90);
  assert.deepEqual(ordersOf(queue.expired(90)), [2]);
});

test('an empty queue expires never', () => {
  const chunk = chunkOf(0, 1, { expiresAt: 50 });
  const queue = queueOf(chunk);
  queue.remove(chunk);
  assert.equal(queue.earliestExpiry, Number.POSITIVE_INFINITY);
});

test('what waits in a case counts and expires like everything else, and is in no lane', () => {
  const chunks = [chunkOf(0, 2, { expiresAt: 40 }), chunkOf(1)];
  const queue = queueOf();
  const theirs = Case.again(chunks, 10, 1);
  queue.hold(chunks, theirs, 0);
  assert.deepEqual(sumsOf(queue), [3, 30, 3]);
  assert.deepEqual([[...queue.lanes()], [...queue.cases()]], [[], [theirs]]);
  assert.deepEqual(ordersOf(queue.expired(40)), [0]);
  queue.send(chunks[0] as Text);
  assert.deepEqual([sumsOf(queue), ordersOf(queue.chunks())], [[1, 10, 1], [1]]);
});

test('a case is forgotten when nothing of it waits or is under way', () => {
  const chunk = chunkOf(0);
  const queue = queueOf();
  const theirs = Case.again([chunk], 0, 1);
  queue.hold([chunk], theirs, 0);
  queue.closeIfDone(theirs);
  assert.equal(queue.cases().size, 1);
  theirs.sent();
  queue.send(chunk);
  queue.closeIfDone(theirs);
  assert.equal(queue.cases().size, 1);
  theirs.landed();
  queue.closeIfDone(theirs);
  assert.equal(queue.cases().size, 0);
});

test('a case is forgotten when the last that waits in it leaves', () => {
  const chunks = [chunkOf(0), chunkOf(1)] as const;
  const queue = queueOf();
  queue.hold(chunks, Case.again(chunks, 0, 1), 0);
  queue.remove(chunks[0]);
  assert.equal(queue.cases().size, 1);
  queue.remove(chunks[1]);
  assert.equal(queue.cases().size, 0);
});

test('a case that is released is gone with all that waits in it', () => {
  const chunks = [chunkOf(0), chunkOf(1)];
  const queue = queueOf(chunkOf(2));
  const theirs = Case.again(chunks, 0, 1);
  queue.hold(chunks, theirs, 0);
  assert.deepEqual(queue.release(theirs), chunks);
  assert.deepEqual([sumsOf(queue), queue.cases().size, ordersOf(queue.chunks())], [[1, 10, 1], 0, [2]]);
});

test('what waits in a case that is dissolved waits in its lane, in its old place', () => {
  const chunks = [chunkOf(0), chunkOf(2)];
  const queue = queueOf(chunkOf(1), chunkOf(3));
  const theirs = Case.again(chunks, 0, 1);
  queue.hold(chunks, theirs, 0);
  queue.dissolve(theirs, 0);
  const [lane] = queue.lanes();
  assert.deepEqual([ordersOf(lane?.chunks() ?? []), queue.cases().size, sumsOf(queue)], [[0, 1, 2, 3], 0, [4, 40, 4]]);
});
