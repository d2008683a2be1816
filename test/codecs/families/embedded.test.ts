import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCodec } from '../../../src/codecs/index.ts';
import { batched, itemsOf, request } from '../messages.ts';

const codec = createCodec({ name: 'embedded', maxRows: 8 });

test('a request with candidate labels is of zero-shot classification', () => {
  const body = (inputs: string): string => `{"inputs":${inputs},"parameters":{"candidate_labels":["x","y"]}}`;
  const answer = '{"labels":["x"],"scores":[1]}';
  const { sent, answers } = batched(codec, [body('"a"'), body('["b","c"]')], `[${answer}, ${answer}, ${answer}]`);
  assert.equal(sent, '{"inputs":["a","b","c"],"parameters":{"candidate_labels":["x","y"],"batch_size":6}}');
  assert.deepEqual(answers, [answer, `[${answer}, ${answer}]`]);
  assert.equal(itemsOf(codec, request(body('"a"'))).maxCompany, 4);
  assert.equal(codec.extract(request(body('["a"]'))).kind, 'alone');
});

test('any other request is of text embedding, without a bound on items', () => {
  const { sent, answers } = batched(codec, ['{"inputs":"a"}', '{"inputs":["b"]}'], '[[1],[2]]');
  assert.equal(sent, '{"inputs":["a","b"]}');
  assert.deepEqual(answers, ['[[1]]', '[[2]]']);
  assert.equal(itemsOf(codec, request('{"inputs":"a","parameters":{}}')).maxCompany, Number.MAX_SAFE_INTEGER);
});

test('the two never share a key', () => {
  const zeroShot = itemsOf(codec, request('{"inputs":"a","parameters":{"candidate_labels":["x"]}}')).key;
  assert.notEqual(itemsOf(codec, request('{"inputs":"a","parameters":{}}')).key, zeroShot);
  assert.notEqual(itemsOf(codec, request('{"inputs":"a"}')).key, zeroShot);
});
