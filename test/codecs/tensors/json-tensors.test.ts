import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tensorsRequest } from '../../../src/codecs/tensors/index.ts';
import { answered, assemble, itemsOf, join, json, split } from './messages.ts';

const x = (shape: string, data: string): string => `{"name":"x","shape":${shape},"datatype":"FP32","data":${data}}`;

function partsOf(body: string): string[][] {
  return itemsOf(json(body)).items.map(({ parts }) => parts.map((part) => part.toString()));
}

test('an item is a row, whether data are flat or nested, and numbers keep their text', () => {
  const rows = [['1.0,1e-05'], ['-0.0,12345678901234567890'], ['NaN,-Infinity']];
  for (const data of [
    '[1.0,1e-05,-0.0,12345678901234567890,NaN,-Infinity]',
    '[ 1.0 , 1e-05,\n-0.0,\t12345678901234567890, NaN,-Infinity ]',
    '[[1.0,1e-05],[-0.0,12345678901234567890],[NaN,-Infinity]]',
    '[ [1.0, 1e-05] ,[-0.0 ,12345678901234567890], [NaN,-Infinity]]',
  ]) {
    assert.deepEqual(partsOf(`{"inputs":[${x('[3,2]', data)}]}`), rows, data);
  }
});

test('texts keep their escapes, white space and brackets', () => {
  const body = `{"inputs":[{"name":"t","shape":[2,2],"datatype":"BYTES","data":[["a ]", "[\\""],["\\u00e9, é","\\\\"]]}]}`;
  assert.deepEqual(partsOf(body), [['"a ]","[\\""'], ['"\\u00e9, é","\\\\"']]);
});

test('rows of any depth are one list of elements', () => {
  assert.deepEqual(partsOf(`{"inputs":[${x('[2,2,1,2]', '[[[[1,2]],[[3,4]]],[[[5,6]],[[7,8]]]]')}]}`), [
    ['1,2,3,4'],
    ['5,6,7,8'],
  ]);
  assert.deepEqual(partsOf(`{"inputs":[${x('[3]', '[1, 2,3]')}]}`), [['1'], ['2'], ['3']]);
});

test('requests that list their inputs in another order share a call, as the first of them lists its own', () => {
  const y = (data: string): string => `{"name":"a","shape":[1],"datatype":"INT64","data":${data}}`;
  const bodies = [`{"inputs":[${x('[1,2]', '[1,2]')},${y('[3]')}]}`, `{"inputs":[${y('[30]')},${x('[1,2]', '[10,20]')}]}`];
  const items = bodies.flatMap((body) => itemsOf(json(body)).items);
  assert.equal(new Set(bodies.map((body) => itemsOf(json(body)).key)).size, 1);
  assert.equal(
    join(items).body.toString(),
    '{"inputs":[{"name":"x","shape":[2,2],"datatype":"FP32","data":[1,2,10,20]},{"name":"a","shape":[2],"datatype":"INT64","data":[3,30]}]}',
  );
  assert.equal(
    join(items.toReversed()).body.toString(),
    '{"inputs":[{"name":"a","shape":[2],"datatype":"INT64","data":[30,3]},{"name":"x","shape":[2,2],"datatype":"FP32","data":[10,20,1,2]}]}',
  );
});

test('the id is left out with one comma, wherever it stands; all else reaches the model as it was written', () => {
  const input = x('[1,1]', '[1]');
  const cut = [
    [`{"id":"a","inputs":[${input}],"é": 1.0}\n`, `{"inputs":[${input}],"é": 1.0}\n`],
    [`{ "inputs":[${input}] , "id" : "a" , "é": 1.0}`, `{ "inputs":[${input}] , "é": 1.0}`],
    [`{ "inputs" : [ ${input} ] , "id" : "a" }`, `{ "inputs" : [ ${input} ] }`],
    [`{"id":null,"inputs":[${input}]}`, `{"inputs":[${input}]}`],
  ];
  for (const [body = '', sent] of cut) assert.equal(join(itemsOf(json(body)).items).body.toString(), sent);
});

test('an envelope keeps its bytes when the body it came from is written over', () => {
  const first = json(`{"id":"a","inputs":[${x('[1,1]', '[1]')}],"k":1}`);
  const envelope = itemsOf(first).items[0]?.envelope;
  first.body.fill(0x20);
  const { items } = itemsOf(json(`{"inputs":[${x('[1,1]', '[7]')}],"k":1}`));
  assert.equal(envelope?.join(items).body.toString(), `{"inputs":[${x('[1,1]', '[7]')}],"k":1}`);
  const own = items.map((item) => ({ ...item, envelope: envelope ?? assert.fail() }));
  const answer = json('{"outputs":[{"name":"y","shape":[1],"datatype":"FP32","data":[1]}]}');
  assert.match(assemble(split(answered(answer), own), own).body.toString(), /^\{"id":"a",/);
});

test('a tensor of a million numbers is taken apart', () => {
  const million = Array.from({ length: 1_000_000 }, (_, index) => index % 1000);
  const { items } = itemsOf(json(`{"inputs":[${x('[4,250000]', JSON.stringify(million))}],"k":1}`));
  assert.equal(items.length, 4);
});

test('a call holds as many rows as the options say, or any number', () => {
  const message = json(`{"inputs":[${x('[2,1]', '[1,2]')}]}`);
  for (const [maxItems, maxCompany] of [
    [7, 7],
    [undefined, Number.MAX_SAFE_INTEGER],
  ] as const) {
    const extraction = tensorsRequest({ binary: false, maxItems }).extract(message);
    assert.equal(extraction.kind === 'items' && extraction.maxCompany, maxCompany);
  }
});
