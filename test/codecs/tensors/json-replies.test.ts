import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answered, assemble, batched, itemsOf, json, split } from './messages.ts';

const x = (shape: string, data: string): string => `{"name":"x","shape":${shape},"datatype":"FP32","data":${data}}`;

test('each caller finds its own id in the reply, as a server that has read it writes it: in place of one that the model made up, or before the outputs', () => {
  const requests = ['"id":"\\u0061\\"",', '', '"id":null,'].map((id) => json(`{${id}"inputs":[${x('[1,1]', '[1]')}]}`));
  const outputs = (shape: string, data: string): string =>
    `"outputs": [{"name":"y","shape":${shape},"datatype":"FP32","data":${data}}]`;
  const answers = (head: string, tail = ''): string[] =>
    batched(requests, () => json(`${head}${outputs('[3]', '[1,2,3]')}${tail}}`)).answers.map(({ body }) => body.toString());
  const [first, second, third] = [outputs('[1]', '[1]'), outputs('[1]', '[2]'), outputs('[1]', '[3]')];
  assert.deepEqual(answers('{"id": "made-up", "m":1, '), [
    `{"id": "a\\"", "m":1, ${first}}`,
    `{"id": "made-up", "m":1, ${second}}`,
    `{"id": "made-up", "m":1, ${third}}`,
  ]);
  assert.deepEqual(answers('{"m": 1, '), [`{"m": 1, "id": "a\\"", ${first}}`, `{"m": 1, ${second}}`, `{"m": 1, ${third}}`]);
  assert.equal(answers('{', ' , "m":1')[0], `{"id": "a\\"" , ${first} , "m":1}`);
  assert.equal(answers('{')[0], `{"id": "a\\"",${first}}`);
});

test('a reply is handed out as the model wrote it: flat or nested, spaced as it was', () => {
  const two = json(`{"inputs":[${x('[2,1]', '[1,2]')}]}`);
  const one = json(`{"inputs":[${x('[1,1]', '[3]')}]}`);
  const outputs = (rows: number, y: string, z: string, e: string): string =>
    `{"model_name": "m", "outputs": [{"name": "y", "shape": [${rows}, 2], "data": ${y}, "datatype": "FP32"}, ` +
    `{"name": "z", "datatype": "BYTES", "shape": [${rows}, 1, 1], "data": ${z}}, ` +
    `{"name": "e", "datatype": "BYTES", "shape": [${rows}, 0], "data": ${e}}], "v": 1.0}\n`;
  const { answers } = batched([two, one], () =>
    json(outputs(3, '[ 1.0, 1e-05, NaN, 2, -0.0, 12345678901234567890 ]', '[[["["]], [["]"]], [["\\u00e9"]]]', '[[], [],[]]')),
  );
  assert.deepEqual(
    answers.map(({ body }) => body.toString()),
    [
      outputs(2, '[ 1.0, 1e-05, NaN, 2 ]', '[[["["]], [["]"]]]', '[[], []]'),
      outputs(1, '[ -0.0, 12345678901234567890 ]', '[[["\\u00e9"]]]', '[[]]'),
    ],
  );
});

test('rows without elements in one list have no commas between them', () => {
  const output = (rows: number): string => `{"outputs":[{"name":"y","shape":[${rows},0],"datatype":"FP32","data":[ ]}]}`;
  const { answers } = batched([json(`{"inputs":[${x('[2,1]', '[1,2]')}]}`), json(`{"inputs":[${x('[1,1]', '[3]')}]}`)], () =>
    json(output(3)),
  );
  assert.deepEqual(
    answers.map(({ body }) => body.toString()),
    [output(2), output(1)],
  );
  const { items } = itemsOf(json(`{"inputs":[${x('[2,1]', '[1,2]')}]}`));
  const results = items.flatMap((item) => split(answered(json(output(1))), [item]));
  assert.equal(assemble(results, items).body.toString(), output(2));
});

test('rows of one request may come from several calls, one of which tells what stands between two', () => {
  const { items } = itemsOf(json(`{"id":"i","inputs":[${x('[3,1]', '[1,2,3]')}]}`));
  const output = (rows: number, data: string): string =>
    `{"outputs": [{"name": "y", "shape": [${rows}], "datatype": "FP32", "data": ${data}}]}`;
  const results = [
    ...split(answered(json(output(1, '[1]'))), items.slice(0, 1)),
    ...split(answered(json(output(2, '[2, 3]'))), items.slice(1)),
  ];
  assert.equal(assemble(results, items).body.toString(), `{"id": "i",${output(3, '[1, 2, 3]').slice(1)}`);
  const singles = (...data: string[]): string => {
    const parts = data.flatMap((one, at) => split(answered(json(output(1, one))), items.slice(at, at + 1)));
    return assemble(parts, items).body.toString();
  };
  assert.equal(singles('[1]', '[2]', '[3]'), `{"id": "i",${output(3, '[1,2,3]').slice(1)}`);
  const pair = (rows: number, data: string): string => output(rows, data).replace(`[${rows}]`, `[${rows}, 2]`);
  const pairs = ['[[1, 2]]', '[[3, 4]]', '[[5, 6]]'].flatMap((data, at) =>
    split(answered(json(pair(1, data))), items.slice(at, at + 1)),
  );
  assert.equal(assemble(pairs, items).body.toString(), `{"id": "i",${pair(3, '[[1, 2], [3, 4], [5, 6]]').slice(1)}`);
  const wider = split(
    answered(json('{"outputs":[{"name":"y","shape":[1,2],"datatype":"FP32","data":[1,2]}]}')),
    items.slice(0, 1),
  );
  assert.throws(() => assemble([...wider, ...results.slice(1)], items));
});
