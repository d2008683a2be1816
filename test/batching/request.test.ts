import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkSubmission } from '../../src/batching/request.ts';
import { TestHeart } from '../support/heart.ts';
import { submissionOf } from './queue/requests.ts';

const LEVELS = 3;
const NO_SIZES = [Number.NaN, -1, -Number.MIN_VALUE, Number.POSITIVE_INFINITY];

for (const priority of [-1, LEVELS, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
  test(`a priority of ${priority} is none of ${LEVELS} levels`, () => {
    assert.throws(() => checkSubmission(submissionOf([1], { priority }), LEVELS), {
      name: 'RangeError',
      message: `No priority ${priority}`,
    });
  });
}

for (const size of NO_SIZES) {
  for (const trait of ['bytes', 'cost', 'length'] as const) {
    test(`an item whose ${trait} is ${size} is refused, wherever it stands`, () => {
      const { items, ...rest } = submissionOf([1, 1]);
      const wrong = { payload: 'x', bytes: 1, cost: 1, length: 1, [trait]: size };
      assert.throws(() => checkSubmission({ ...rest, items: [...items, wrong] }, LEVELS), { name: 'RangeError' });
    });
  }

  test(`${size} bytes beside the items are refused`, () => {
    assert.throws(() => checkSubmission(submissionOf([1], { overheadBytes: size }), LEVELS), {
      name: 'RangeError',
      message: `Not a size: ${size}`,
    });
  });
}

test('a request without items is refused', () => {
  assert.throws(() => checkSubmission(submissionOf([]), LEVELS), { name: 'RangeError', message: 'A request without items' });
});

test('sizes of zero and the lowest priority are in order', () => {
  const items = [{ payload: '', bytes: 0, cost: 0, length: 0 }];
  for (const priority of [0, LEVELS - 1])
    assert.doesNotThrow(() => checkSubmission(submissionOf([], { items, priority }), LEVELS));
});

test('what is refused leaves no trace in the heart, and others are answered', async () => {
  const heart = new TestHeart({}, { latencyMs: () => 10 });
  const answered: string[] = [];
  heart.submit('good', {}, ({ kind }) => answered.push(kind));
  assert.throws(() => heart.submit('bad', { overheadBytes: Number.NaN }), { name: 'RangeError' });
  assert.throws(() => heart.submit('bad', { priority: LEVELS }), { name: 'RangeError' });
  assert.deepEqual([heart.batcher.snapshot().queuedItems, heart.batcher.snapshot().queuedBytes], [1, 4]);
  await heart.clock.advance(100);
  assert.deepEqual([heart.sizes(), answered], [[1], ['answered']]);
});
