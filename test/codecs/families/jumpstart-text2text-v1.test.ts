import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCodec } from '../../../src/codecs/index.ts';
import { batched, itemsOf, mismatchOf, reply, request, resultsOf } from '../messages.ts';

const codec = createCodec('jumpstart-text2text-v1');
const two = ['{"text_inputs":"a"}', '{"text_inputs":"b"}'];
const twoOfTwo = ['{"text_inputs":"a","num_return_sequences":2}', '{"text_inputs":"b","num_return_sequences":2}'];

test('what cannot be taken apart goes alone', () => {
  for (const body of [
    '{"text_inputs":"a","seed":1}',
    '{"text_inputs":["a"]}',
    '{"text_inputs":[]}',
    '{"text_inputs":["a",1]}',
    '{"text_inputs":"a","num_return_sequences":0}',
    '{"text_inputs":"a","num_return_sequences":"2"}',
    '{"text_inputs":"a","id":1,"id":2}',
    '{"inputs":"a"}',
    '[]',
  ]) {
    assert.equal(codec.extract(request(body)).kind, 'alone', body);
  }
});

test('an id is left out of the key and of joined calls, wherever it stands', () => {
  const sent = (first: string): string => {
    const extraction = itemsOf(codec, request(first));
    assert.equal(extraction.key, itemsOf(codec, request('{"text_inputs":"a","k":1}')).key);
    return codec.join([...extraction.items, ...extraction.items]).body.toString();
  };
  assert.equal(sent('{"id": 7 , "text_inputs":"a","k":1}'), '{"text_inputs":["a","a"],"k":1}');
  assert.equal(sent('{"text_inputs":"a", "\\u0069d":{"x":[1]}, "k":1}'), '{"text_inputs":["a","a"], "k":1}');
  assert.equal(sent('{"k":1,"text_inputs":"a" , "id":"7" }'), '{"k":1,"text_inputs":["a","a"] }');
});

test('cost is sequences', () => {
  assert.deepEqual(
    twoOfTwo.map((body) => itemsOf(codec, request(body)).items[0]?.cost),
    [2, 2],
  );
});

test('every shape of reply that the sources allow is taken apart to what one alone gets', () => {
  const answers = (bodies: string[], text: string): string[] => batched(codec, bodies, text).answers;
  assert.deepEqual(answers(two, '{"generated_texts": ["x", "y"]}'), ['{"generated_texts": ["x"]}', '{"generated_texts": ["y"]}']);
  assert.deepEqual(answers(two, '{"generated_texts":[["x"],["y"]]}'), ['{"generated_texts":["x"]}', '{"generated_texts":["y"]}']);
  assert.deepEqual(answers(two, '["x","y"]'), ['["x"]', '["y"]']);
  assert.deepEqual(answers(two, '[["x"],["y"]]'), ['["x"]', '["y"]']);
  const object = '{"generated_text": "x"}';
  assert.deepEqual(answers(two, `[${object},${object}]`), [`[${object}]`, `[${object}]`]);
  assert.deepEqual(answers(twoOfTwo, '{"generated_texts":[["p","q"], ["r","s"]]}'), [
    '{"generated_texts":["p","q"]}',
    '{"generated_texts":["r","s"]}',
  ]);
  assert.deepEqual(answers(twoOfTwo, '{"generated_texts":["p", "q", "r", "s"]}'), [
    '{"generated_texts":["p", "q"]}',
    '{"generated_texts":["r", "s"]}',
  ]);
});

test('a list keeps the shape of the reply to a list', () => {
  const bodies = ['{"text_inputs":["a","b"]}', '{"text_inputs":"c"}'];
  assert.deepEqual(batched(codec, bodies, '{"generated_texts":[["x"], ["y"], ["z"]]}').answers, [
    '{"generated_texts":[["x"], ["y"]]}',
    '{"generated_texts":["z"]}',
  ]);
});

test('a part of one answered flat joins parts answered in lists', () => {
  const { items } = itemsOf(codec, request('{"text_inputs":["a","b","c"],"num_return_sequences":2}'));
  assert.equal(codec.join(items.slice(2)).body.toString(), '{"text_inputs":"c","num_return_sequences":2}');
  const first = resultsOf(codec, reply('{"generated_texts":[["p","q"],["r","s"]]}'), items.slice(0, 2));
  const last = resultsOf(codec, reply('{"generated_texts":["t","u"]}'), items.slice(2));
  assert.equal(codec.assemble([...first, ...last], items).body.toString(), '{"generated_texts":[["p","q"],["r","s"],["t","u"]]}');
});

test('a reply of another shape is a mismatch', () => {
  const says = (bodies: string[], text: string): string =>
    mismatchOf(
      codec,
      reply(text),
      bodies.flatMap((body) => itemsOf(codec, request(body)).items),
    );
  assert.equal(says(two, '{"generated_texts":["x"]}'), 'expected 2 results, got 1');
  assert.equal(says(two, '{"generated_texts":[["x","y"]]}'), 'expected 2 results, got 1');
  assert.equal(says(two, '{"generated_texts":[["x","y"],["z"]]}'), 'expected 1 sequences in result 0');
  assert.equal(says(two, '{"generated_texts":["x",["y"]]}'), 'expected generated texts as results');
  assert.equal(says(two, '["x",{"error":"no"}]'), 'expected generated texts as results');
  assert.equal(says(twoOfTwo, '{"generated_texts":["x","y"]}'), 'expected 4 results, got 2');
  assert.equal(says(two, '{"generated_text":"x"}'), 'expected a list of results at "generated_texts" or as the body');
  assert.equal(says(two, '{"generated_texts":[]}'), 'expected 2 results, got 0');
});
