import assert from 'node:assert/strict';
import { test } from 'node:test';
import { batched, binary, fp32, itemsOf, join, json, prefixed, SAGEMAKER, type Style } from './messages.ts';

const header = (rows: number, bytes: number, texts: number, rest = ''): string =>
  `{"inputs":[{"name":"x","shape":[${rows},2],"datatype":"FP32","parameters":{"binary_data_size":${bytes}}},` +
  `{"name":"n","shape":[${rows}],"datatype":"INT8","data":[${Array.from({ length: rows }, () => 5).join()}]},` +
  `{"name":"a","shape":[${rows},2],"datatype":"BYTES","parameters":{"k":1,"binary_data_size":${texts}}}]${rest}}`;

function request(style: Style, numbers: readonly number[], texts: readonly string[], rest = '') {
  const raw = [fp32(...numbers), prefixed(...texts)] as const;
  return binary(header(numbers.length / 2, raw[0].length, raw[1].length, rest), Buffer.concat(raw), style);
}

for (const style of ['sagemaker', 'triton'] as const) {
  test(`raw tensors beside JSON ones are cut into rows and joined in the order of the header (${style})`, () => {
    const first = request(style, [1, 2, 3, 4], ['a', '', 'é', 'long text']);
    const second = request(style, [5, 6], ['x', 'yz'], ',"id":"b"');
    const [one, other] = [itemsOf(first), itemsOf(second)];
    assert.equal(one.key, other.key);
    assert.deepEqual(one.layoutHeaders, ['content-type', 'inference-header-content-length']);
    assert.deepEqual(one.items[1]?.parts, [prefixed('é', 'long text'), Buffer.from('5'), fp32(3, 4)]);
    const { length, bytes, cost } = one.items[1] ?? assert.fail();
    assert.deepEqual([length, bytes, cost], [28, 29, 1]);
    assert.deepEqual(
      join([...one.items, ...other.items]),
      request(style, [1, 2, 3, 4, 5, 6], ['a', '', 'é', 'long text', 'x', 'yz']),
    );
  });
}

const reply = (rows: number, y: Buffer, z: string, t: Buffer, id = '') =>
  binary(
    `{${id}"outputs":[{"name":"t","shape":[${rows}],"datatype":"BYTES","parameters":{"binary_data_size":${t.length}}},` +
      `{"name":"z","shape":[${rows},1],"datatype":"INT32","data":${z}},` +
      `{"name":"y","shape":[${rows},1],"datatype":"FP32","parameters":{"binary_data_size":${y.length}, "q":1}}]}`,
    Buffer.concat([t, y]),
  );

test('a binary reply is cut by its own headers, with the size of each header anew, for JSON requests too', () => {
  const input = (rows: number): string =>
    `"inputs":[{"name":"x","shape":[${rows}],"datatype":"INT8","data":[${Array.from({ length: rows }, () => 1).join()}]}]`;
  const { answers } = batched([json(`{"id":"a",${input(2)}}`), json(`{${input(1)}}`)], () =>
    reply(3, fp32(1, 2, 3), '[[1], [2], [3]]', prefixed('a', 'bc', 'd')),
  );
  assert.deepEqual(answers, [
    { status: 200, ...reply(2, fp32(1, 2), '[[1], [2]]', prefixed('a', 'bc'), '"id":"a",') },
    { status: 200, ...reply(1, fp32(3), '[[3]]', prefixed('d')) },
  ]);
});

test('a JSON reply to a binary request is handed out as JSON', () => {
  const requests = [request('triton', [1, 2], ['a', 'b'], ',"id":"a"'), request('triton', [3, 4], ['c', 'd'])];
  const outputs = (rows: number, data: string): string =>
    `"outputs":[{"name":"y","shape":[${rows}],"datatype":"FP32","data":${data}}]`;
  const { answers } = batched(requests, () => json(`{${outputs(2, '[1,2]')}}`));
  assert.deepEqual(
    answers.map(({ headers, body }) => [headers['content-type'], body.toString()]),
    [
      ['application/json', `{"id":"a",${outputs(1, '[1]')}}`],
      ['application/json', `{${outputs(1, '[2]')}}`],
    ],
  );
});

test('how the header size is told is part of the key, the size itself is not', () => {
  const keyOf = (style: Style): string => itemsOf(request(style, [1, 2], ['a', 'b'])).key;
  assert.notEqual(keyOf('sagemaker'), keyOf('triton'));
  const { headers, body } = request('triton', [1, 2], ['a', 'b']);
  const otherType = itemsOf({ headers: { ...headers, 'content-type': 'application/x-other' }, body });
  assert.notEqual(otherType.key, keyOf('triton'));
  const both = { ...headers, 'content-type': SAGEMAKER + (headers['inference-header-content-length'] ?? '') };
  const { items, key } = itemsOf({ headers: both, body });
  assert.ok(![keyOf('sagemaker'), keyOf('triton')].includes(key));
  assert.deepEqual(join(items), { headers: both, body });
});

test('every datatype of a fixed size has its size', () => {
  const sizes = {
    BOOL: 1,
    INT8: 1,
    UINT8: 1,
    INT16: 2,
    UINT16: 2,
    FP16: 2,
    BF16: 2,
    INT32: 4,
    UINT32: 4,
    FP32: 4,
    INT64: 8,
    UINT64: 8,
    FP64: 8,
  };
  for (const [datatype, bytes] of Object.entries(sizes)) {
    const size = 2 * 3 * bytes;
    const head = `{"inputs":[{"name":"x","shape":[2,3],"datatype":"${datatype}","parameters":{"binary_data_size":${size}}}]}`;
    const { items } = itemsOf(binary(head, Buffer.alloc(size)));
    assert.deepEqual(
      items.map(({ length }) => length),
      [3 * bytes, 3 * bytes],
      datatype,
    );
  }
});
