import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ShardTracker } from '../../../../src/sources/kinesis/reading/tracker.ts';
import { entry, record } from '../entries.ts';

/** @returns what says that it is done */
function tracked(tracker: ShardTracker, number: number): () => void {
  const one = { place: entry(number), isDone: false };
  tracker.add(one);
  return () => {
    one.isDone = true;
    tracker.advance();
  };
}

test('a checkpoint stands at the last of those that are done without a gap', () => {
  const tracker = new ShardTracker();
  assert.deepEqual([tracker.contiguous, tracker.oldest, tracker.isIdle], [undefined, undefined, true]);
  const [first, second, third] = [1, 2, 3].map((number) => tracked(tracker, number));
  second?.();
  assert.deepEqual([tracker.contiguous, tracker.oldest?.sequenceNumber], [undefined, '1']);
  first?.();
  assert.deepEqual([tracker.contiguous, tracker.oldest?.sequenceNumber, tracker.isIdle], [record(2), '3', false]);
  first?.();
  third?.();
  assert.deepEqual([tracker.contiguous, tracker.oldest, tracker.isIdle], [record(3), undefined, true]);
});

test('a record that holds nothing moves the checkpoint, once what is before it is done', () => {
  const tracker = new ShardTracker();
  tracker.skip('1');
  assert.deepEqual(tracker.contiguous, record(1));
  const done = tracked(tracker, 2);
  tracker.skip('3');
  assert.deepEqual(tracker.contiguous, record(1));
  done();
  assert.deepEqual(tracker.contiguous, record(3));
});

test('whatever is done in whatever order, nothing before the checkpoint is not', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(Array.from({ length: 3000 }, (_, index) => index)), (order) => {
      const tracker = new ShardTracker();
      const dones = Array.from({ length: 3000 }, (_, number) => tracked(tracker, number));
      const done = new Set<number>();
      let expected = -1;
      for (const number of order) {
        dones[number]?.();
        done.add(number);
        while (done.has(expected + 1)) expected += 1;
        assert.deepEqual(tracker.contiguous, expected < 0 ? undefined : record(expected));
      }
    }),
    { numRuns: 20 },
  );
});
