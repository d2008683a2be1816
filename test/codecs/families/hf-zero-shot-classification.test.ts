import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCodec } from '../../../src/codecs/index.ts';
import { batched, itemsOf, mismatchOf, reply, request, resultsOf } from '../messages.ts';

const codec = createCodec('hf-zero-shot-classification');
const answer = (name: string): string => `{"sequence":"${name}","labels":["x"],"scores":[1.0]}`;

function body(inputs: string, parameters: string): string {
  return `{"inputs": ${inputs}, "parameters": ${parameters}}`;
}

test('what cannot be taken apart goes alone', () => {
  const labels = '{"candidate_labels":["x"]}';
  for (const alone of [
    body('["a"]', labels),
    body('[]', labels),
    body('["a", 1]', labels),
    body('1', labels),
    body('""', labels),
    body('["a",""]', labels),
    body('"a"', '{"candidate_labels":["x"],"seed":1}'),
    body('"a"', '{"candidate_labels":[]}'),
    body('"a"', '{"candidate_labels":" , "}'),
    body('"a"', '{"candidate_labels":["x", 1]}'),
    body('"a"', '{}'),
    body('"a"', 'null'),
    '{"inputs":"a"}',
    '{"sequences":"a","candidate_labels":["x"]}',
  ]) {
    assert.equal(codec.extract(request(alone)).kind, 'alone', alone);
  }
  assert.equal(codec.extract(request(body('"a"', labels), 'application/json; charset=utf-8')).kind, 'alone');
});

test('a top level that the container refuses is told so', () => {
  for (const refused of ['[]', '[{"inputs":"a"}]', '"a"', '1', 'null']) {
    const extraction = codec.extract(request(refused));
    assert.equal(extraction.kind === 'invalid' && extraction.code, 'INVALID_SHAPE', refused);
  }
});

test('rows are labels, and bound how many go together', () => {
  const rowsOf = (labels: string): number[] => {
    const { items, maxCompany } = itemsOf(codec, request(body('"abc"', `{"candidate_labels":${labels}}`)));
    return [items[0]?.cost ?? 0, items[0]?.length ?? 0, maxCompany];
  };
  assert.deepEqual(rowsOf('["x","y","z"]'), [3, 5, 21]);
  assert.deepEqual(rowsOf('"x, y,, z"'), [3, 5, 21]);
  assert.deepEqual(rowsOf(JSON.stringify(Array.from({ length: 65 }, String))), [65, 5, 1]);
});

test('a joined call states its rows and keeps all other bytes', () => {
  const answers = `[${answer('a')},${answer('b')}]`;
  const sent = (parameters: string): string => batched(codec, [body('"a"', parameters), body('"b"', parameters)], answers).sent;
  const expect = (parameters: string): string => body('["a","b"]', parameters);
  assert.equal(sent('{ "candidate_labels": "x,y" }'), expect('{ "candidate_labels": "x,y","batch_size":4 }'));
  assert.equal(sent('{"batch_size" : 1 ,"candidate_labels":["x"]}'), expect('{"batch_size" : 2 ,"candidate_labels":["x"]}'));
  assert.equal(
    sent('{"candidate_labels":["x"],"b\\u0061tch_size":null}'),
    expect('{"candidate_labels":["x"],"b\\u0061tch_size":2}'),
  );
});

test('rows are stated also where the parameters come before the inputs', () => {
  const bodies = [
    '{"parameters":{"candidate_labels":["x"]},"inputs":"a"}',
    '{"parameters":{"candidate_labels":["x"]},"inputs":"b"}',
  ];
  const { sent } = batched(codec, bodies, `[${answer('a')},${answer('b')}]`);
  assert.equal(sent, '{"parameters":{"candidate_labels":["x"],"batch_size":2},"inputs":["a","b"]}');
});

test('the batch size of a request is no part of its key, everything else is', () => {
  const keyOf = (parameters: string): string => itemsOf(codec, request(body('"a"', parameters))).key;
  const key = keyOf('{"candidate_labels":["x"]}');
  assert.equal(keyOf('{"candidate_labels":["x"],"batch_size":8}'), key);
  assert.notEqual(keyOf('{"candidate_labels":["y"]}'), key);
  assert.notEqual(keyOf('{"candidate_labels":["x"],"multi_label":true}'), key);
  assert.notEqual(
    keyOf('{"candidate_labels":["x"],"more":{"batch_size":8}}'),
    keyOf('{"candidate_labels":["x"],"more":{"batch_size":9}}'),
  );
});

test('a bare text is answered bare, a list in the list that the model wrote', () => {
  const labels = '{"candidate_labels":["x"]}';
  const reply3 = ` [ ${answer('a')} , ${answer('b')} , ${answer('c')} ]\n`;
  const { answers } = batched(codec, [body('"a"', labels), body('["b","c"]', labels)], reply3);
  assert.deepEqual(answers, [` ${answer('a')}\n`, ` [ ${answer('b')} , ${answer('c')} ]\n`]);
});

test('the last one of a list too large for a call is sent bare, and its answer joins the others', () => {
  const { items } = itemsOf(codec, request(body('["a","b","c"]', '{"candidate_labels":["x"]}')));
  assert.equal(codec.join(items.slice(2)).body.toString(), body('"c"', '{"candidate_labels":["x"],"batch_size":1}'));
  const last = resultsOf(codec, reply(answer('c')), items.slice(2));
  const first = resultsOf(codec, reply(`[${answer('a')}, ${answer('b')}]`), items.slice(0, 2));
  assert.equal(codec.assemble([...first, ...last], items).body.toString(), `[${['a', 'b', 'c'].map(answer).join(', ')}]`);
  const other = resultsOf(codec, reply(`[${answer('b')}, ${answer('c')}]`), items.slice(1));
  assert.equal(codec.assemble([...last, ...other], items).body.toString(), `[${['c', 'b', 'c'].map(answer).join(', ')}]`);
  assert.equal(codec.assemble([...last, ...last, ...last], items).body.toString(), `[${['c', 'c', 'c'].map(answer).join(',')}]`);
});

test('a reply of another shape is a mismatch', () => {
  const { items } = itemsOf(codec, request(body('["a","b"]', '{"candidate_labels":["x"]}')));
  const says = (text: string): string => mismatchOf(codec, reply(text), items);
  assert.equal(says(answer('a')), 'expected a list of results');
  assert.equal(says(`[${answer('a')}]`), 'expected 2 results, got 1');
  assert.equal(says(`[${answer('a')},[${answer('b')}]]`), 'expected an object with labels and scores as result 1');
  assert.equal(says(`[${answer('a')},{"error":"no"}]`), 'expected an object with labels and scores as result 1');
  assert.equal(says('{"error":"no"}'), 'expected a list of results');
});
