import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Answered, type Asked, ask } from '../support/conformance/ask.ts';
import { type ConformanceServer, startConformanceServer } from '../support/conformance/index.ts';

let server: ConformanceServer;
before(async () => {
  server = await startConformanceServer();
});
after(() => server.close());

const to = (contract: string, body: unknown, asked?: Asked): Promise<Answered> => ask(server, contract, body, asked);

interface Output {
  readonly name: string;
  readonly shape: number[];
  readonly data?: unknown[];
  readonly parameters?: { readonly binary_data_size: number };
}

interface Inferred {
  readonly id?: string;
  readonly outputs: Output[];
}

async function inferred(body: unknown): Promise<Inferred> {
  const { status, text } = await to('kserve-v2', body);
  assert.equal(status, 200, text);
  return JSON.parse(text) as Inferred;
}

async function errorOf(contract: string, body: unknown, asked?: Asked): Promise<string> {
  const { status, text } = await to(contract, body, asked);
  assert.equal(status, 400, text);
  return (JSON.parse(text) as { error: string }).error;
}

const input = (datatype: string, shape: number[], data: unknown): object => ({ name: 'x', datatype, shape, data });

test('KServe V1 prints NaN and ints that no double holds', async () => {
  const { text } = await to('kserve-v1', '{"instances": ["nan", [99], "a", "b", "c", "d"]}');
  assert.match(text, /^\{"predictions": \[NaN, NaN, /);
  assert.match(text, /1234567\d{13}/);
  assert.match(await errorOf('kserve-v1', { instances: ['a', 'poison'] }), /poison/);
  assert.match(await errorOf('kserve-v1', { instances: ['a', null] }), /None/);
});

test('TorchServe takes the envelope only', async () => {
  assert.equal((await to('torchserve-json-envelope', { data: 'a' })).status, 400);
});

test('KServe V2 reads flat and nested data alike and gives the id back', async () => {
  const flat = await inferred({ id: 'é', inputs: [input('FP32', [2, 2], [1, 2, 3, 4.5])] });
  const nested = await inferred({
    inputs: [
      input(
        'FP32',
        [2, 2],
        [
          [1.0, 2],
          [3, 4.5],
        ],
      ),
    ],
  });
  assert.equal(flat.id, 'é');
  assert.equal('id' in nested, false);
  assert.deepEqual(flat.outputs, nested.outputs);
});

test('KServe V2: a row of a batch has its own answer, whatever the datatype', async () => {
  for (const [datatype, one, two] of [
    ['BYTES', 'é"', 'b'],
    ['INT64', 1, 2],
    ['BOOL', true, false],
    ['FP64', 0.1, 0.2],
  ] as const) {
    const both = await inferred({ inputs: [input(datatype, [2, 1], [one, two])] });
    const alone = await inferred({ inputs: [input(datatype, [1, 1], [two])] });
    for (const [at, output] of both.outputs.entries()) {
      assert.deepEqual(output.data?.slice(output.data.length / 2), alone.outputs[at]?.data, `${datatype} ${output.name}`);
    }
    assert.equal(both.outputs.length, datatype === 'FP64' ? 1 : 2);
  }
});

test('KServe V2 holds data against shape, and inputs against each other', async () => {
  await errorOf('kserve-v2', { inputs: [input('FP32', [2, 2], [1, 2, 3])] });
  await errorOf('kserve-v2', { inputs: [input('INT8', [1], [300])] });
  await errorOf('kserve-v2', { inputs: [input('NONE', [1], [3])] });
  await errorOf('kserve-v2', { inputs: [input('FP32', [1], [1]), { ...input('FP32', [2], [1, 2]), name: 'z' }] });
  assert.match(await errorOf('kserve-v2', { inputs: [input('FP32', [1], [1])], outputs: [{ name: 'no' }] }), /'no'/);
});

test('KServe V2: parameters show in the answers', async () => {
  const inputs = [input('FP32', [1], [1])];
  const plain = await inferred({ inputs });
  assert.notDeepEqual((await inferred({ inputs, parameters: { t: 1 } })).outputs, plain.outputs);
  assert.notDeepEqual((await inferred({ inputs: [{ ...inputs[0], parameters: { t: 1 } }] })).outputs, plain.outputs);
});

/** A binary request of one row with all kinds of tensors. */
function binaryRequest(outputs: readonly object[]): { readonly header: Buffer; readonly body: Buffer } {
  const raw = [Buffer.alloc(4), Buffer.alloc(8), Buffer.from([1]), Buffer.from([2, 0, 0, 0, 0xc3, 0xa9])] as const;
  raw[0].writeFloatLE(1.5);
  raw[1].writeBigInt64LE(-5n);
  const inputs = ['FP32', 'INT64', 'BOOL', 'BYTES'].map((datatype, at) => ({
    name: datatype.toLowerCase(),
    datatype,
    shape: [1, 1],
    parameters: { binary_data_size: raw[at]?.length },
  }));
  const header = Buffer.from(JSON.stringify({ inputs, outputs }));
  return { header, body: Buffer.concat([header, ...raw]) };
}

const jsonTwin = {
  inputs: [
    { name: 'fp32', datatype: 'FP32', shape: [1, 1], data: [1.5] },
    { name: 'int64', datatype: 'INT64', shape: [1, 1], data: [-5] },
    { name: 'bool', datatype: 'BOOL', shape: [1, 1], data: [true] },
    { name: 'bytes', datatype: 'BYTES', shape: [1, 1], data: ['é'] },
  ],
};

test('Triton takes both header forms, and answers each output as asked for', async () => {
  const { header, body } = binaryRequest([
    { name: 'y', parameters: { binary_data: false } },
    { name: 'said', parameters: { binary_data: true } },
    { name: 'flags', parameters: { binary_data: true } },
  ]);
  const type = 'application/vnd.sagemaker-triton.binary+json';
  const bySageMaker = await to('triton-v2-binary', body, { contentType: `${type};json-header-size=${header.length}` });
  const plain = await to('triton-v2-binary', body, {
    contentType: 'application/octet-stream',
    headers: { 'inference-header-content-length': String(header.length) },
  });
  const size = plain.headers.get('inference-header-content-length');
  assert.equal(bySageMaker.contentType, `${type};json-header-size=${size}`);
  assert.equal(plain.contentType, 'application/octet-stream');
  assert.deepEqual(bySageMaker.bytes, plain.bytes);
  const { outputs } = JSON.parse(plain.bytes.subarray(0, Number(size)).toString()) as Inferred;
  const raw = plain.bytes.subarray(Number(size));
  const twin = (await inferred(jsonTwin)).outputs;
  assert.deepEqual(outputs[0], twin[0]);
  assert.equal(raw.readUInt32LE(0), (outputs[1]?.parameters?.binary_data_size ?? 0) - 4);
  assert.equal(raw.subarray(4, -2).toString(), twin.find(({ name }) => name === 'said')?.data?.[0]);
  assert.deepEqual([...raw.subarray(-2)].map(Boolean), twin.find(({ name }) => name === 'flags')?.data);
});

test('Triton without raw outputs answers plain JSON, and holds sizes against bytes', async () => {
  const { header, body } = binaryRequest([{ name: 'y' }]);
  const contentType = (size: number): string => `application/vnd.sagemaker-triton.binary+json;json-header-size=${size}`;
  const answer = await to('kserve-v2', body, { contentType: contentType(header.length) });
  assert.equal(answer.contentType, 'application/json');
  await errorOf('triton-v2-binary', body, { contentType: contentType(header.length - 1) });
  await errorOf('triton-v2-binary', Buffer.concat([body, Buffer.from([0])]), { contentType: contentType(header.length) });
  await errorOf('triton-v2-binary', body.subarray(0, -1), { contentType: contentType(header.length) });
  await errorOf('triton-v2-binary', body, { contentType: 'application/octet-stream' });
});

test('TensorFlow Serving: rows are of one shape, and NaN is printed', async () => {
  const { text } = await to('tfserving-predict', '{"instances": [[1.0], [99]]}');
  assert.match(text, /^\{\n {4}"predictions": \[\S+, NaN\n {4}\]\n\}$/);
  await errorOf('tfserving-predict', { instances: [[1], [1, 2]] });
  await errorOf('tfserving-predict', { instances: [[1]], inputs: [[1]] });
});

test('TensorFlow Serving: columns come back as columns, examples as a result', async () => {
  const rows = JSON.parse((await to('tfserving-predict', { inputs: { x: [[1], [2]], z: [3, 4] } })).text) as {
    outputs: { y: unknown[] };
  };
  assert.equal(rows.outputs.y.length, 2);
  await errorOf('tfserving-predict', { inputs: { x: [[1], [2]], z: [3] } });
  const one = JSON.parse((await to('tfserving-predict', { inputs: [[1], [2]] })).text) as { outputs: unknown[] };
  assert.equal(one.outputs.length, 2);
  const examples = [{ a: 1 }, { a: 2 }];
  const classified = JSON.parse((await to('tfserving-predict', { examples })).text) as { result: unknown[][] };
  assert.deepEqual(
    classified.result.map((row) => row.length),
    [2, 2],
  );
  const headers = { 'x-amzn-sagemaker-custom-attributes': 'tfs-method=regress' };
  const regressed = JSON.parse((await to('tfserving-predict', { examples }, { headers })).text) as { result: unknown[] };
  assert.equal(typeof regressed.result[1], 'number');
});

test('SageMaker TensorFlow: one JSON line is not wrapped', async () => {
  const lines = { contentType: 'application/jsonlines', accept: 'application/jsonlines' };
  const { text: two } = await to('sagemaker-tfs-jsonlines', '[1.0, 2.0]\n[3.0, 4.0]\n', lines);
  const { text: one } = await to('sagemaker-tfs-jsonlines', '[1.0, 2.0]', lines);
  const count = (text: string): number => (JSON.parse(text) as { predictions: unknown[] }).predictions.length;
  assert.deepEqual([count(one), count(two), one.includes('\n')], [1, 2, false]);
  await errorOf('sagemaker-tfs-jsonlines', '{"x": 1.0}', lines);
  assert.equal(count((await to('sagemaker-tfs-jsonlines', '{"x": 1.0}\n{"x": 2.0}', lines)).text), 2);
  assert.equal(count((await to('sagemaker-tfs-jsonlines', '[[1.0], [2.0]]', lines)).text), 2);
  assert.equal((await to('sagemaker-tfs-jsonlines', 'a', { contentType: 'text/plain' })).status, 415);
});

test('SageMaker TensorFlow: CSV and bare JSON become instances, and the model is named by an attribute', async () => {
  const json = await to('sagemaker-tfs-jsonlines', '[[1.0,2.0],[3.0,4.0]]');
  const csv = await to('sagemaker-tfs-jsonlines', '1.0,2.0\n3.0,4.0\n', { contentType: 'text/csv' });
  assert.equal(json.text, csv.text);
  const headers = { 'x-amzn-sagemaker-custom-attributes': 'tfs-model-name=other' };
  assert.notEqual((await to('sagemaker-tfs-jsonlines', '[[1.0,2.0],[3.0,4.0]]', { headers })).text, json.text);
});
