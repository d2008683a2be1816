import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Message } from '../../../src/codecs/port.ts';
import { binary, extract, fp32, itemsOf, json, prefixed, SAGEMAKER } from './messages.ts';

const tensor = (members: string): string => `{"inputs":[{${members}}]}`;
const good = '"name":"x","shape":[2,2],"datatype":"FP32","data":[1,2,3,4]';
const raw = (datatype: string, size: number | string, shape = '[2,2]'): string =>
  tensor(`"name":"x","shape":${shape},"datatype":"${datatype}","parameters":{"binary_data_size":${size}}`);
const sixteen = fp32(1, 2, 3, 4);

const alone: Readonly<Record<string, Message>> = {
  'no object': json('[1]'),
  'a scalar': json('7'),
  'no inputs': json('{}'),
  'empty inputs': json('{"inputs":[]}'),
  'inputs that are no list': json(`{"inputs":{${good}}}`),
  'a tensor that is no object': json('{"inputs":[1]}'),
  'no name': json(tensor(good.replace('"name":"x",', ''))),
  'no shape': json(tensor(good.replace('"shape":[2,2],', ''))),
  'no datatype': json(tensor(good.replace('"datatype":"FP32",', ''))),
  'no data': json(tensor(good.replace(',"data":[1,2,3,4]', ''))),
  'data that are no list': json(tensor(good.replace('[1,2,3,4]', '1'))),
  'no batch axis': json(tensor(good.replace('[2,2]', '[]'))),
  'no rows': json(tensor('"name":"x","shape":[0,2],"datatype":"FP32","data":[]')),
  'rows without elements': json(tensor('"name":"x","shape":[2,0],"datatype":"FP32","data":[]')),
  'a negative size': json(tensor(good.replace('[2,2]', '[2,-2]'))),
  'a size that is no whole number': json(tensor(good.replace('[2,2]', '[2.0,2]'))),
  'an enormous size': json(tensor(good.replace('[2,2]', '[2,99999999999999999999]'))),
  'enormously many rows': json(tensor(good.replace('[2,2]', '[999999999999,2]'))),
  'different numbers of rows': json(`{"inputs":[{${good}},{"name":"y","shape":[4,1],"datatype":"FP32","data":[1,2,3,4]}]}`),
  'two inputs of one name': json(`{"inputs":[{${good}},{${good}}]}`),
  'too few elements': json(tensor(good.replace('3,4', '3'))),
  'too many elements': json(tensor(good.replace('3,4', '3,4,5'))),
  'a ragged list': json(tensor(good.replace('[1,2,3,4]', '[[1],[2,3,4]]'))),
  'too few lists': json(tensor(good.replace('[1,2,3,4]', '[[1,2]]'))),
  'too many lists': json(tensor(good.replace('[1,2,3,4]', '[[1,2],[3,4],[5,6]]'))),
  'lists nested too deeply': json(tensor(good.replace('[1,2,3,4]', '[[[1],[2]],[[3],[4]]]'))),
  'lists beside elements': json(tensor(good.replace('[1,2,3,4]', '[1,2,[3,4]]'))),
  'elements that are objects': json(tensor(good.replace('[1,2,3,4]', '[1,2,3,{}]'))),
  'a key twice': json(tensor(`${good},"k":{"a":1,"\\u0061":2}`)),
  'data twice': json(tensor(`${good},"data":[4,3,2,1]`)),
  'ids twice': json(`{"id":"a","id":"b",${tensor(good).slice(1)}`),
  'an id that is no text': json(`{"id":7,${tensor(good).slice(1)}`),
  'much beside the data': json(`{"k":"${'a'.repeat(70_000)}",${tensor(good).slice(1)}`),
  'many values beside the data': json(`{"k":[${'1,'.repeat(70_000)}1],${tensor(good).slice(1)}`),
  'a byte order mark': json(`\ufeff${tensor(good)}`),
  'deep nesting': json(`{"k":${'['.repeat(200)}${']'.repeat(200)},${tensor(good).slice(1)}`),
  'shared memory': json(tensor(`"name":"x","shape":[1],"datatype":"FP32","data":[1],"parameters":{"shared_memory_region":"r"}`)),
  'a stream': json(`{"stream":true,${tensor(good).slice(1)}`),
  'binary data without a header size': json(raw('FP32', 16)),
  'data beside binary data': binary(tensor(`${good},"parameters":{"binary_data_size":16}`), sixteen),
  'an unknown datatype': binary(raw('FP8', 16), sixteen),
  'too small a binary_data_size': binary(raw('FP32', 12), sixteen),
  'too large a binary_data_size': binary(raw('FP32', 20), sixteen),
  'a binary_data_size that is no number': binary(raw('FP32', '"16"'), sixteen),
  'another size than the elements': binary(raw('FP32', 12), sixteen.subarray(4)),
  'bytes that are no tensor': binary(tensor(good), sixteen),
  'too few texts': binary(raw('BYTES', 15), prefixed('a', 'b', 'c')),
  'too many texts': binary(raw('BYTES', 25), prefixed('a', 'b', 'c', 'd', 'e')),
  'a text beyond the end': binary(raw('BYTES', 16), Buffer.alloc(16, 0xff)),
  'a header that is no JSON': binary('nothing', sixteen),
  'a header size beyond the end': { headers: { 'content-type': `${SAGEMAKER}999` }, body: Buffer.from(tensor(good)) },
  'no header size': { headers: { 'content-type': SAGEMAKER }, body: Buffer.from(tensor(good)) },
  'a header size that is no number': {
    headers: { 'content-type': 'application/octet-stream', 'inference-header-content-length': '1e3' },
    body: Buffer.from(tensor(good)),
  },
  'two header sizes': {
    headers: { 'content-type': SAGEMAKER + tensor(good).length, 'inference-header-content-length': '7' },
    body: Buffer.from(tensor(good)),
  },
  'many rows': binary(raw('INT8', 65_537, '[65537]'), Buffer.alloc(65_537)),
  'raw bytes without a header size': { headers: { 'content-type': 'application/octet-stream' }, body: Buffer.from([0xff, 0]) },
};

for (const [name, message] of Object.entries(alone)) {
  test(`goes alone: ${name}`, () => {
    assert.equal(extract(message).kind, 'alone');
  });
}

test('goes alone: what counts for a call or a sequence, wherever parameters stand', () => {
  for (const key of ['sequence_id', 'sequence_start', 'sequence_end', 'seed', 'priority', 'shared_memory_byte_size']) {
    const parameters = `"parameters":{"${key}":1}`;
    assert.equal(extract(json(`{${parameters},${tensor(good).slice(1)}`)).kind, 'alone', key);
    assert.equal(extract(json(tensor(`${good},${parameters}`))).kind, 'alone', key);
    assert.equal(extract(json(`{"outputs":[{"name":"y",${parameters}}],${tensor(good).slice(1)}`)).kind, 'alone', key);
  }
});

test('a body that is declared JSON and is not is known to be refused', () => {
  for (const body of ['', '{', tensor(good).replace('4]', '4,]'), `${tensor(good)}}`, tensor(good).replace('4', '04')]) {
    const extraction = extract(json(body));
    assert.equal(extraction.kind === 'invalid' && extraction.code, 'INVALID_JSON', body);
  }
  assert.equal(extract({ ...json(''), body: Buffer.from([0x22, 0xff, 0x22]) }).kind, 'invalid');
});

test('whatever tells the model something else keeps requests apart; spelling, ids and the order of keys do not', () => {
  const base =
    '{"id":"a","parameters":{"p":1,"q":{"r":2}},"inputs":[{"name":"x","shape":[1,2],"datatype":"FP32","data":[1,2]}],"outputs":[{"name":"y"}]}';
  const keyOf = (body: string): string => itemsOf(json(body)).key;
  const same = [
    base.replace('"a"', '"b"'),
    base.replace('"id":"a",', ''),
    base.replace('[1,2],"datatype"', '[2,2],"datatype"').replace('"data":[1,2]', '"data":[[1,2],[3,4]]'),
    base.replaceAll(':', ' : ').replaceAll(',', ', '),
    base.replace('"p":1,"q":{"r":2}', '"q":{"r":2},"p":1'),
    base.replace('"name":"x",', '').replace('"data":[1,2]', '"data":[1,2],"n\\u0061me":"\\u0078"'),
  ];
  for (const body of same) assert.equal(keyOf(body), keyOf(base), body);
  const others = [
    base.replace('"x"', '"X"'),
    base.replace('FP32', 'FP64'),
    base.replace('"p":1', '"p":1.0'),
    base.replace('[1,2],"datatype"', '[1,2,1],"datatype"'),
    base.replace('"name":"y"', '"name":"y","parameters":{"binary_data":true}'),
    base.replace('"name":"y"', '"name":"y","data":[1]'),
    base.replace('"name":"y"', '"name":"y","data":[2]'),
    base.replace('"datatype"', '"parameters":{"content_type":"np"},"datatype"'),
    base.replace('"outputs"', '"k":1,"outputs"'),
  ];
  assert.equal(new Set([base, ...others].map(keyOf)).size, others.length + 1);
  const rawInput = raw('FP32', 8, '[1,2]').slice(0, -1);
  const asJson = tensor('"name":"x","shape":[1,2],"datatype":"FP32","parameters":{},"data":[1,2]').slice(0, -1);
  assert.notEqual(itemsOf(binary(`${rawInput}}`, fp32(1, 2))).key, itemsOf(binary(`${asJson}}`, Buffer.alloc(0))).key);
});
