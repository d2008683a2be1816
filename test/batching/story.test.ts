import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Batch, CallReport, Settlement, Story } from '../../src/batching/port.ts';
import { TidegateError } from '../../src/kernel/errors.ts';
import { fails, TestHeart } from '../support/heart.ts';

const slow = { latencyMs: () => 10 };

/** How each of these came about, in the order of their ends. */
function stories(): { settle: (settlement: Settlement<string>) => void; told: Story[]; errors: TidegateError[] } {
  const told: Story[] = [];
  const errors: TidegateError[] = [];
  const settle = (settlement: Settlement<string>): void => {
    told.push(settlement.story);
    if (settlement.kind === 'failed' && settlement.error instanceof TidegateError) errors.push(settlement.error);
  };
  return { settle, told, errors };
}

test('what waits for a slot is not held; what waits for company is, from when it came or the slot was free', async () => {
  const heart = new TestHeart({ policy: 'linger', maxQueueDelayMs: 20, maxInFlight: 1 }, slow);
  const { settle, told } = stories();
  heart.submit('a', {}, settle);
  heart.clock.at(25, () => heart.submit('b', {}, settle));
  await heart.clock.advance(100);
  // `a` is held for 20 ms and sent; `b` comes while it is under way, until 30 ms, and goes 20 ms after it came.
  assert.deepEqual(
    told.map(({ queueMs, heldMs }) => [queueMs, heldMs]),
    [
      [20, 20],
      [20, 15],
    ],
  );
  const eager = new TestHeart({ policy: 'eager', maxInFlight: 1 }, slow);
  const { settle: settleEager, told: waited } = stories();
  eager.submit('a', {}, settleEager);
  eager.clock.at(3, () => eager.submit('b', {}, settleEager));
  await eager.clock.advance(100);
  assert.deepEqual(
    waited.map(({ queueMs, heldMs }) => [queueMs, heldMs]),
    [
      [0, 0],
      [7, 0],
    ],
  );
});

test('a call that is made once more leaves how long the request was held before its first', async () => {
  const answer = (batch: Batch<string>, call: number) => (call === 1 ? fails(batch, 'failed') : undefined);
  const heart = new TestHeart({ policy: 'linger', maxQueueDelayMs: 20 }, { ...slow, answer });
  const { settle, told } = stories();
  heart.submit('a', {}, settle);
  await heart.clock.advance(1000);
  assert.deepEqual([told[0]?.heldMs, told[0]?.calls], [20, 2]);
});

test('of a request sent in parts, the error names the items that it is about; of a whole one, none', async () => {
  const error = new TidegateError('MODEL_REFUSED', 'no');
  const answer = (batch: Batch<string>): CallReport<string> | undefined => {
    if (!batch.items.some(({ payload }) => payload === 'poison')) return undefined;
    return { call: 'refused', outcomes: batch.items.map(() => ({ kind: 'failed', error })) };
  };
  const heart = new TestHeart({ caps: { items: 4, bytes: 1e6, cost: 1e6 } }, { ...slow, answer });
  const { settle, errors } = stories();
  heart.submitAll(['0', '1', '2', '3', '4', '5', 'poison', '7', '8'], {}, settle);
  heart.submitAll(['poison', 'b'], { key: 'other' }, settle);
  await heart.clock.advance(1000);
  assert.deepEqual(new Set(errors.map(({ items }) => items)), new Set([{ first: 6, last: 6 }, undefined]));
});

test('who is dropped when a batch is made is told what time there was, and how long he had waited', async () => {
  const heart = new TestHeart(
    { maxInFlight: 1, caps: { items: 4, bytes: 1e6, cost: 1e6 } },
    { latencyMs: (batch) => 20 + batch.items.length },
  );
  for (let i = 0; i < 40; i += 1) {
    heart.submit('warm');
    await heart.clock.advance(50);
  }
  const { settle, told, errors } = stories();
  for (let i = 0; i < 40; i += 1) heart.submit('x', { deadline: heart.clock.now() + 60 }, settle);
  await heart.clock.advance(1000);
  const late = errors.filter(({ code }) => code === 'WOULD_MISS_DEADLINE');
  assert.ok(late.length > 20, `${late.length} of 40`);
  for (const { time, message } of late) {
    assert.ok(time !== undefined && time.haveMs <= 60 && (time.neededMs ?? 1e9) > time.haveMs, JSON.stringify(time));
    assert.match(message, /^The answer would come after the deadline: (about \d+ ms would be needed, and )?\d+ ms are left\.$/);
  }
  assert.ok(
    told.every(({ queueMs }) => queueMs >= 0 && queueMs <= 60),
    'waited',
  );
});
