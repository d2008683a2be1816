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
const csv = { contentType: 'text/csv' };

async function statusOf(contract: string, body: unknown, asked?: Asked): Promise<number> {
  return (await to(contract, body, asked)).status;
}

/** The predictions of MLflow, as they are spelled. */
async function predictions(body: unknown, asked?: Asked): Promise<string[]> {
  const { status, text } = await to('mlflow-csv', body, asked);
  assert.equal(status, 200, text);
  return (/^\{"predictions": \[(.*)\]\}$/.exec(text)?.[1] ?? '').split(', ');
}

test('MLflow: a row shows the dtype that its column has in the whole frame', async () => {
  const split = (...data: string[]): string => `{"dataframe_split":{"columns":["a"],"data":[${data.join()}]}}`;
  const [alone] = await predictions(split('[1]'));
  assert.equal((await predictions(split('[1]', '[2]')))[0], alone);
  for (const company of ['[2.0]', '[null]', '["x"]'])
    assert.notEqual((await predictions(split('[1]', company)))[0], alone, company);
  const [record] = await predictions('{"dataframe_records":[{"a":1}]}');
  assert.equal(record, alone);
  for (const company of ['{"a":1.5}', '{}', '{"b":1}']) {
    assert.notEqual((await predictions(`{"dataframe_records":[{"a":1},${company}]}`))[0], alone, company);
  }
  assert.equal((await predictions('a\n1\n', csv))[0], alone);
  assert.equal((await predictions('a\n1\n2\n', csv))[0], alone);
  for (const company of ['2.0', 'x', 'NA']) assert.notEqual((await predictions(`a\n1\n${company}\n`, csv))[0], alone, company);
  const [row] = await predictions('{"inputs":{"x":[[1]]}}');
  assert.equal((await predictions('{"inputs":{"x":[[1],[2]]}}'))[0], row);
  for (const company of ['[2.0]', '["x"]'])
    assert.notEqual((await predictions(`{"inputs":{"x":[[1],${company}]}}`))[0], row, company);
});

test('MLflow: params, forms and content types are checked', async () => {
  assert.notDeepEqual(await predictions({ inputs: [1], params: { t: 1 } }), await predictions({ inputs: [1] }));
  assert.equal((await predictions({ instances: [{ a: 1 }, { a: 2 }] })).length, 2);
  assert.deepEqual(await predictions('a,b\n"x\ny","1"\n', csv), await predictions({ dataframe_records: [{ a: 'x\ny', b: 1 }] }));
  assert.equal(await statusOf('mlflow-csv', { inputs: [1] }, { contentType: 'application/json; charset=utf-8' }), 200);
  assert.equal(await statusOf('mlflow-csv', { inputs: [1] }, { contentType: 'application/json; format=pandas-split' }), 415);
  assert.equal(await statusOf('mlflow-csv', { inputs: [1], instances: [1] }), 400);
  assert.equal(await statusOf('mlflow-csv', { inputs: { x: [[1], [1, 2]] } }), 400);
  assert.equal(await statusOf('mlflow-csv', 'a\n1\n1,2\n', csv), 400);
  const error = JSON.parse(
    (await to('mlflow-dataframe-split', { dataframe_records: [{ a: 'poison' }, { a: 'b' }] })).text,
  ) as object;
  assert.deepEqual(Object.keys(error), ['error_code', 'message']);
});

test('XGBoost: a line for each row, or commas between them, or JSON', async () => {
  const [one, two] = (await to('xgboost-csv', '1,2\n3,4', csv)).text.split('\n');
  assert.equal((await to('xgboost-csv', '1,2', csv)).text, `${one}\n`);
  assert.equal((await to('xgboost-csv-comma', '1,2\n3,4\n', csv)).text, `${one},${two}`);
  const json = await to('xgboost-csv', '1,2\n3,4', { ...csv, accept: 'application/json' });
  assert.equal(json.text, `{"predictions": [{"score": ${one}}, {"score": ${two}}]}`);
});

test('XGBoost: the first row decides the delimiter, and rows must be equally long', async () => {
  assert.equal((await to('xgboost-csv', '1;2\n3;4', csv)).text, (await to('xgboost-csv', '1,2\n3,4', csv)).text);
  assert.equal(await statusOf('xgboost-csv', '1,2\n3;4', csv), 415);
  assert.equal(await statusOf('xgboost-csv', '1,2\n3', csv), 415);
  assert.equal(await statusOf('xgboost-csv', '1,2\n3,x', csv), 415);
  assert.equal(await statusOf('xgboost-csv', '1,2\n3,poison', csv), 400);
  assert.equal(await statusOf('xgboost-csv', '', csv), 204);
  assert.equal(await statusOf('xgboost-csv', '1', { ...csv, accept: 'x/y' }), 406);
});

test('XGBoost: the index base of libsvm is guessed from the whole payload', async () => {
  const libsvm = { contentType: 'text/libsvm' };
  const { text: alone } = await to('xgboost-libsvm', '0 1:1.5 3:2.0', libsvm);
  const line = async (payload: string): Promise<string> =>
    `${(await to('xgboost-libsvm', payload, libsvm)).text.split('\n')[0]}\n`;
  assert.equal(await line('0 1:1.5 3:2.0\n0 2:1'), alone);
  assert.notEqual(await line('0 1:1.5 3:2.0\n0 0:1'), alone);
});

test('built-in algorithms take and give JSON, JSON lines and CSV', async () => {
  const json = await to('sagemaker-builtin-json', '{"instances": [{"features": [1.0, 99]}, {"features": [2.5, 1]}]}');
  assert.match(
    json.text,
    /^\{"predictions": \[\{"score": NaN, "predicted_label": [01]\}, \{"score": \S+, "predicted_label": [01]\}\]\}$/,
  );
  const nested = await to('sagemaker-builtin-json', '{"instances":[{"data":{"features":{"values":[1]}}}]}');
  assert.equal(nested.status, 200);
  const lines = await to('sagemaker-rcf-json', '{"features":[1]}\n{"features":[2]}\n', {
    contentType: 'application/jsonlines',
    accept: 'text/csv',
  });
  assert.match(lines.text, /^\S+\n\S+\n$/);
  const rows = await to('sagemaker-rcf-json', '1\n2', { ...csv, accept: 'application/jsonlines' });
  assert.match(rows.text, /^\{"score": \S+\}\n\{"score": \S+\}\n$/);
  assert.equal(await statusOf('sagemaker-rcf-json', '1,2\n3', csv), 400);
  assert.equal(await statusOf('sagemaker-rcf-json', '1', { contentType: 'application/x-text' }), 415);
});

test('built-in algorithms: the configuration holds for all instances', async () => {
  const instances = [{ features: [1] }];
  const plain = await to('sagemaker-builtin-json', { instances });
  const configured = await to('sagemaker-builtin-json', { instances, configuration: { num_samples: 3 } });
  assert.notEqual(plain.text, configured.text);
});

test('BlazingText answers a bare list, in the type of the request', async () => {
  const body = { instances: ['a', 'b'], configuration: { k: 2 } };
  const reply = JSON.parse((await to('sagemaker-blazingtext-json', body)).text) as { label: string[] }[];
  assert.deepEqual(
    reply.map(({ label }) => label.length),
    [2, 2],
  );
  assert.equal(await statusOf('sagemaker-blazingtext-json', body, { accept: 'application/jsonlines' }), 400);
  const lines = await to('sagemaker-blazingtext-json', '{"source":"a","k":2}\n', { contentType: 'application/jsonlines' });
  assert.deepEqual(JSON.parse(lines.text), reply[0]);
});
