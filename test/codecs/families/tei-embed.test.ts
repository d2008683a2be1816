import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCodec } from '../../../src/codecs/index.ts';
import { batched, itemsOf, mismatchOf, reply, request } from '../messages.ts';

const codec = createCodec('tei-embed');

test('what cannot be taken apart goes alone', () => {
  for (const inputs of [
    '[]',
    '{}',
    '1',
    'null',
    '""',
    '["a",""]',
    '["a",[1]]',
    '[[1],"a"]',
    '[1,"a"]',
    '[1.5]',
    '[-1]',
    '[[]]',
    '[[ ]]',
    '[[1],[2,-3]]',
    '[[1],2]',
    '[[[1]]]',
    '[["a"]]',
  ]) {
    assert.equal(codec.extract(request(`{"inputs":${inputs}}`)).kind, 'alone', inputs);
  }
});

test('a list of token ids is one item', () => {
  const { items } = itemsOf(codec, request('{"inputs":[101, 7592 ,102]}'));
  assert.deepEqual(
    items.map(({ parts, cost, length }) => [parts.toString(), cost, length]),
    [['[101, 7592 ,102]', 3, 3]],
  );
  const { sent, answers } = batched(codec, ['{"inputs":[1,2]}', '{"inputs":[[3],[4]]}'], '[[0.1],[0.2],[0.3]]');
  assert.equal(sent, '{"inputs":[[1,2],[3],[4]]}');
  assert.deepEqual(answers, ['[[0.1]]', '[[0.2],[0.3]]']);
});

test('a long list of token ids is read once over, also where its last element is none', () => {
  const ids = '1,'.repeat(500_000);
  assert.equal(codec.extract(request(`{"inputs":[${ids}1.5]}`)).kind, 'alone');
  assert.equal(codec.extract(request(`{"inputs":[[${ids}1.5]]}`)).kind, 'alone');
  const { items } = itemsOf(codec, request(`{"inputs":[${ids} 7 ]}`));
  assert.deepEqual(
    items.map(({ cost }) => cost),
    [500_001],
  );
});

test('texts and token ids do not share a call', () => {
  assert.notEqual(itemsOf(codec, request('{"inputs":"a"}')).key, itemsOf(codec, request('{"inputs":[1]}')).key);
});

test('a text, a list of one and a longer list share a call, and each gets a list', () => {
  const { sent, answers } = batched(codec, ['{"inputs":"a"}', '{"inputs":["b"]}', '{"inputs":["c","d"]}'], '[[1],[2],[3],[4]]');
  assert.equal(sent, '{"inputs":["a","b","c","d"]}');
  assert.deepEqual(answers, ['[[1]]', '[[2]]', '[[3],[4]]']);
});

test('cost is tokens, a quarter of the bytes and at least one', () => {
  const { items } = itemsOf(codec, request('{"inputs":["a","abcdefghi"]}'));
  assert.deepEqual(
    items.map(({ cost }) => cost),
    [1, 3],
  );
});

test('a reply of another shape is a mismatch', () => {
  const { items } = itemsOf(codec, request('{"inputs":["a","b"]}'));
  const says = (body: string): string => mismatchOf(codec, reply(body), items);
  assert.equal(says('[0.1,0.2]'), 'expected a list of numbers as result 0');
  assert.equal(says('[[[0.1]],[[0.2]]]'), 'expected a list of numbers as result 0');
  assert.equal(says('[[0.1],[]]'), 'expected a list of numbers as result 1');
  assert.equal(says('[[0.1]]'), 'expected 2 results, got 1');
  assert.equal(says('{"error":"overloaded"}'), 'expected a list of results');
});
