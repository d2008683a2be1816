import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Encode, Model } from '../../../src/upstreams/embedded/model.ts';
import { Refusal } from '../../../src/upstreams/embedded/refusal.ts';
import type { ZeroShotRequest } from '../../../src/upstreams/embedded/zero-shot-request.ts';

const { signal } = new AbortController();
const request: ZeroShotRequest = {
  form: 'zero-shot',
  texts: ['b'],
  single: true,
  labels: ['a', 'b'],
  multiLabel: false,
  template: '{}',
};

/** Every letter has an axis of its own, so a text is like nothing but itself. */
function recorder() {
  const calls: (readonly string[])[] = [];
  const encode: Encode = async (texts) => {
    calls.push(texts);
    const vectors = new Float32Array(texts.length * 512);
    texts.forEach((text, i) => {
      vectors[i * 512 + text.charCodeAt(0)] = 1;
    });
    return { vectors, tokenCounts: Int32Array.from(texts, (text) => text.length) };
  };
  return { calls, model: new Model(encode) };
}

test('texts and unseen labels go to the encoder in one call, known labels not again', async () => {
  const { calls, model } = recorder();
  await model.classify(request, signal);
  await model.classify({ ...request, labels: ['b', 'c'] }, signal);
  assert.deepEqual(calls, [
    ['b', 'a', 'b'],
    ['b', 'c'],
  ]);
});

test('a label that is given twice is answered twice', async () => {
  const { calls, model } = recorder();
  const answer = await model.classify({ ...request, labels: ['a', 'a'] }, signal);
  assert.deepEqual(calls, [['b', 'a']]);
  assert.deepEqual(answer, { sequence: 'b', labels: ['a', 'a'], scores: [0.5, 0.5] });
});

test('a list of texts is answered by a list in its order', async () => {
  const { model } = recorder();
  const answer = await model.classify({ ...request, texts: ['b', 'a'], single: false }, signal);
  assert.ok(Array.isArray(answer));
  assert.deepEqual(
    answer.map(({ sequence, labels }) => [sequence, labels[0]]),
    [
      ['b', 'b'],
      ['a', 'a'],
    ],
  );
});

test('a dollar sign in a label is only a dollar sign', async () => {
  const { calls, model } = recorder();
  await model.classify({ ...request, labels: ['$&'], template: 'x {} {}' }, signal);
  assert.deepEqual(calls, [['b', 'x $& $&']]);
});

test('a text of too many tokens is refused where it may not be cut', async () => {
  const { model } = recorder();
  const texts = ['a', 'a'.repeat(129)];
  await assert.rejects(model.embed({ form: 'embed', texts, truncate: false }, signal), (error) => {
    assert.ok(error instanceof Refusal);
    assert.equal(error.status, 413);
    return true;
  });
  assert.equal((await model.embed({ form: 'embed', texts, truncate: true }, signal)).length, 2);
});
