import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cut, isWhole, makeChunk, parts, pieces } from '../../../src/batching/queue/chunk.ts';
import { chunkOf, requestOf, type Text, wholeOf } from './requests.ts';

const WIDE = { items: 100, bytes: 1000, cost: 1000 };
const TRAITS = { maxCompany: 100, order: 7, holdBy: 5 };

/** Where each begins, and what it holds. */
function shapeOf(chunks: readonly Text[]): { from: number; items: string }[] {
  return chunks.map(({ from, items }) => ({ from, items: items.map(({ payload }) => payload).join('') }));
}

test('a request that keeps to the caps is one chunk, the same list of items', () => {
  const request = requestOf([10, 20, 30]);
  const [chunk, ...others] = cut(request, WIDE, TRAITS);
  assert.equal(others.length, 0);
  assert.equal(chunk?.items, request.submission.items);
  assert.deepEqual([chunk?.bytes, chunk?.cost, chunk?.traits], [60, 3, TRAITS]);
});

for (const [by, caps] of [
  ['items', { ...WIDE, items: 2 }],
  ['bytes, overhead included', { ...WIDE, bytes: 30 }],
  ['cost', { ...WIDE, cost: 2 }],
] as const) {
  test(`a request of five is cut by ${by}`, () => {
    const chunks = cut(requestOf([10, 10, 10, 10, 10], { overheadBytes: 10 }), caps, TRAITS);
    assert.deepEqual(shapeOf(chunks), [
      { from: 0, items: '01' },
      { from: 2, items: '23' },
      { from: 4, items: '4' },
    ]);
  });
}

test('the company that a request bears cuts it like a cap', () => {
  assert.deepEqual(shapeOf(cut(requestOf([1, 1, 1]), WIDE, { ...TRAITS, maxCompany: 1 })), [
    { from: 0, items: '0' },
    { from: 1, items: '1' },
    { from: 2, items: '2' },
  ]);
});

test('an item above a cap is a chunk of its own, wherever it stands', () => {
  assert.deepEqual(shapeOf(cut(requestOf([90, 5, 90, 5, 5, 90]), { ...WIDE, bytes: 20 }, TRAITS)), [
    { from: 0, items: '0' },
    { from: 1, items: '1' },
    { from: 2, items: '2' },
    { from: 3, items: '34' },
    { from: 5, items: '5' },
  ]);
});

test('it is whole only when it holds all of its request', () => {
  const request = requestOf([1, 1]);
  assert.equal(isWhole(wholeOf(request, 0)), true);
  assert.equal(isWhole(makeChunk(request, request.submission.items.slice(1), 1, TRAITS)), false);
});

test('parts keep their places within the request, and travel as it did', () => {
  const request = requestOf([1, 2, 3, 4, 5, 6]);
  const cutUp = parts(makeChunk(request, request.submission.items.slice(1), 1, TRAITS), 2);
  assert.deepEqual(shapeOf(cutUp), [
    { from: 1, items: '12' },
    { from: 3, items: '34' },
    { from: 5, items: '5' },
  ]);
  assert.deepEqual(
    cutUp.map(({ bytes, traits }) => [bytes, traits]),
    [
      [5, TRAITS],
      [9, TRAITS],
      [6, TRAITS],
    ],
  );
});

test('several requests are taken apart between them, never one that its caller sent whole', () => {
  const several = [chunkOf(1, 4), chunkOf(2, 4)];
  assert.equal(pieces(several), several);
  const whole = [chunkOf(1, 4)];
  assert.equal(pieces(whole), whole);
});

test('a part of one request is halved, the larger half first, down to single items', () => {
  const request = requestOf([1, 1, 1, 1, 1, 1]);
  const part = (from: number, to: number): Text => makeChunk(request, request.submission.items.slice(from, to), from, TRAITS);
  assert.deepEqual(shapeOf(pieces([part(1, 6)])), [
    { from: 1, items: '123' },
    { from: 4, items: '45' },
  ]);
  const single = [part(3, 4)];
  assert.equal(pieces(single), single);
});
