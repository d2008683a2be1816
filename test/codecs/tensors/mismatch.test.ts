import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Message } from '../../../src/codecs/port.ts';
import { answered, binary, fp32, itemsOf, json, mismatchOf, SAGEMAKER } from './messages.ts';

const two = itemsOf(json('{"inputs":[{"name":"x","shape":[2],"datatype":"FP32","data":[1,2]}]}')).items;
const output = (members: string): string => `{"outputs":[{"name":"y","datatype":"FP32",${members}}]}`;
const mismatches: Readonly<Record<string, Message>> = {
  'no JSON': json('nothing'),
  'an error': json('{"error":"no"}'),
  'no outputs': json('{"outputs":[]}'),
  'no batch axis': json(output('"shape":[],"data":[1]')),
  'another number of rows': json(output('"shape":[1,2],"data":[1,2]')),
  'one output without the rows': json(
    `{"outputs":[{"name":"y","datatype":"FP32","shape":[2],"data":[1,2]},{"name":"c","datatype":"FP32","shape":[1],"data":[1]}]}`,
  ),
  'too few elements': json(output('"shape":[2,2],"data":[1,2,3]')),
  'too many elements': json(output('"shape":[2,2],"data":[1,2,3,4,5]')),
  'a ragged list': json(output('"shape":[2,2],"data":[[1],[2,3,4]]')),
  'elements where there should be none': json(output('"shape":[2,0],"data":[1]')),
  'a key twice': json(output('"shape":[2],"data":[1,2],"shape":[2]')),
  'two lists of outputs': json('{"outputs":[{"name":"y","datatype":"FP32","shape":[2],"data":[1,2]}],"outputs":[]}'),
  'bytes missing': binary(output('"shape":[2],"parameters":{"binary_data_size":8}'), fp32(1)),
  'bytes too many': binary(output('"shape":[2],"parameters":{"binary_data_size":8}'), fp32(1, 2, 3)),
  'another size than the elements': binary(output('"shape":[2],"parameters":{"binary_data_size":4}'), fp32(1)),
  'a bad header size': { headers: { 'content-type': `${SAGEMAKER}9999` }, body: Buffer.from('{}') },
};

for (const [name, message] of Object.entries(mismatches)) {
  test(`a reply is no answer with ${name}`, () => {
    assert.notEqual(mismatchOf(answered(message), two), '');
  });
}
