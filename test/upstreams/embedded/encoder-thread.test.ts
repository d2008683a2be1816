import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { EncoderThread } from '../../../src/upstreams/embedded/encoder-thread.ts';
import { findWeightsFolder } from '../../../src/upstreams/embedded/packages.ts';
import { UpstreamFailure } from '../../../src/upstreams/port.ts';

const thread = await EncoderThread.start(findWeightsFolder());
const { signal } = new AbortController();
const longBatch = Array.from({ length: 32 }, () => 'word '.repeat(120));

after(() => thread.close());

test('the event loop turns while the model computes', async () => {
  const progress = { done: false, turns: 0 };
  const encoded = thread.encode(longBatch, signal).finally(() => {
    progress.done = true;
  });
  for (; !progress.done; progress.turns += 1) await turn();
  await encoded;
  assert.ok(progress.turns > 100, `${progress.turns} turns`);
});

test('calls made at once are answered each with its own', async () => {
  const words = ['health', 'finance', 'career'];
  const alone: Float32Array[] = [];
  for (const word of words) alone.push((await thread.encode([word], signal)).vectors);
  const together = await Promise.all(words.map((word) => thread.encode([word], signal)));
  assert.deepEqual(
    together.map(({ vectors }) => vectors),
    alone,
  );
});

test('no texts give no vectors', async () => {
  assert.equal((await thread.encode([], signal)).vectors.length, 0);
});

test('a call aborted before, while waiting or under way rejects with the reason and harms no other', async () => {
  const controller = new AbortController();
  const reason = new Error('enough');
  const underWay = thread.encode(longBatch, controller.signal);
  const waiting = thread.encode(longBatch, controller.signal);
  const other = thread.encode(['a'], signal);
  controller.abort(reason);
  await assert.rejects(underWay, reason);
  await assert.rejects(waiting, reason);
  await assert.rejects(thread.encode(['a'], controller.signal), reason);
  assert.equal((await other).tokenCounts[0], 1);
});

test('closing fails the calls under way and those after', async () => {
  const closing = await EncoderThread.start(findWeightsFolder());
  const underWay = assert.rejects(closing.encode(longBatch, signal), UpstreamFailure);
  await closing.close();
  await underWay;
  await assert.rejects(closing.encode(['a'], signal), UpstreamFailure);
  await closing.close();
});
