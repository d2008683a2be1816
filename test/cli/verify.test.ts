import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { type ConformanceServer, startConformanceServer } from '../support/conformance/index.ts';
import { endpointsConfig, modelSaying } from './proving.ts';
import { configFile, freePort, ROOT, runHere } from './tidegate.ts';

let server: ConformanceServer;
let env: Record<string, string>;
before(async () => {
  server = await startConformanceServer();
  env = { CONFORMANCE_URL: server.url };
});
after(() => server.close());

/** Runs `verify` over these records; its code, what it says, and its report. */
async function verify(endpoint: string, records: readonly unknown[], ...more: readonly string[]) {
  const input = configFile(
    'records.jsonl',
    records.map((record) => `${typeof record === 'string' ? record : JSON.stringify(record)}\n`).join(''),
  );
  const file = configFile('report.json', '');
  const at = more.includes('-c') ? [] : ['-c', `${ROOT}examples/conformance.yaml`];
  const outcome = await runHere(['verify', ...at, '--endpoint', endpoint, '--input', input, '--report', file, ...more], env);
  const text = readFileSync(file, 'utf8');
  return { ...outcome, report: text === '' ? undefined : JSON.parse(text) };
}

const numbers = (count: number): unknown[] => Array.from({ length: count }, (_, index) => ({ instances: [index] }));

test('each record is sent alone and in batches of each size', async () => {
  const records = Array.from({ length: 20 }, (_, index) => ({ inputs: `text ${index}`, parameters: { top_k: 1 } }));
  const contract = 'hf-text-classification-topk';
  const { code, stdout, report } = await verify(contract, [...records, { inputs: 'of another kind' }], '--sizes', '2,8');
  const calls = server.calls(contract);
  assert.equal(code, 0, stdout);
  assert.deepEqual(
    calls.map(({ items }) => items).sort((a, b) => a - b),
    [...Array.from({ length: 20 }, () => 1), ...Array.from({ length: 10 }, () => 2), 4, 8, 8],
  );
  const { records: all, batched, equal, alone, calls: sent } = report.summary;
  assert.deepEqual({ all, batched, equal, alone, sent }, { all: 21, batched: 20, equal: 20, alone: 1, sent: calls.length });
  assert.match(stdout, /PASSED: every answer is the same alone and batched\./);
});

test('a record that is refused alone and in company is no difference', async () => {
  const texts = ['good', 'poison', 'better', 'best'].map((inputs) => ({ inputs }));
  const { code, report } = await verify(
    'hf-fill-mask',
    texts.map(({ inputs }) => ({ inputs: `${inputs} [MASK]` })),
    '--sizes',
    '4',
  );
  assert.deepEqual([code, report.summary.refused, report.summary.equal], [0, 1, 4]);
});

test('each difference is told with its record, its place and both values, and the code is 1', async () => {
  const model = await modelSaying((instances) => ({
    predictions: instances.map((instance) => (instances.length > 4 && instance === 5 ? 'wrong' : instance)),
  }));
  const path = configFile('wrong.yaml', endpointsConfig({ m: { url: model.url, codec: 'kserve-v1' } }));
  const { code, stdout, stderr, report } = await verify('m', numbers(8), '-c', path, '--sizes', '2,8');
  await model.close();
  assert.equal(code, 1);
  assert.deepEqual(
    report.differences.map(({ line, batchSize, place, alone, batched }: Record<string, unknown>) => [
      line,
      batchSize,
      place,
      alone,
      batched,
    ]),
    [[6, 8, '$.predictions[0]', '{"predictions":[5]}', '{"predictions":["wrong"]}']],
  );
  assert.match(stdout, / {2}line 6, batch of 8: text at \$\.predictions\[0\]\n {4}alone {4}\{"predictions":\[5\]\}\n/);
  assert.match(stderr, /^tidegate: verify: not every answer is the same alone and batched$/m);
});

test('numbers may differ by the tolerance, and by no more', async () => {
  const model = await modelSaying((instances) => ({
    predictions: instances.map((instance) => Number(instance) + 0.5 + instances.length / 1e4),
  }));
  const path = configFile('noisy.yaml', endpointsConfig({ m: { url: model.url, codec: 'kserve-v1' } }));
  const strict = await verify('m', numbers(4), '-c', path, '--sizes', '4');
  const loose = await verify('m', numbers(4), '-c', path, '--sizes', '4', '--tolerance', '0.001');
  await model.close();
  assert.deepEqual([strict.code, strict.report.summary.differing], [1, 4]);
  assert.deepEqual([loose.code, loose.report.summary.equalWithinTolerance], [0, 4]);
});

test('lines that are no requests are told, the others compared all the same', async () => {
  const { code, stdout, report } = await verify('kserve-v1', [
    { instances: [[1, 2, 3, 4]] },
    '',
    'not JSON',
    { instances: [[5, 6, 7, 8]] },
  ]);
  assert.deepEqual([code, report.summary.equal, report.summary.blankLines, report.invalid[0].lines], [1, 2, 1, [3]]);
  assert.match(stdout, /line 3: INVALID_JSON/);
});

test('where nothing can be compared, nothing has passed', async () => {
  const { code, stdout, stderr } = await verify('jumpstart-text2text-v2-tgi', [{ inputs: 'a' }, { inputs: 'b' }]);
  assert.equal(code, 1);
  assert.match(stdout, /Nothing was compared: no two records may share a call\./);
  assert.match(stderr, /nothing was compared/);
});

test('an endpoint that is not there ends it at once, with code 1; a file that is not there with code 2', async () => {
  const path = configFile(
    'gone.yaml',
    endpointsConfig({ m: { url: `http://127.0.0.1:${await freePort()}/`, codec: 'kserve-v1' } }),
  );
  const gone = await verify('m', numbers(3), '-c', path);
  assert.equal(gone.code, 1);
  assert.match(gone.stderr, /UPSTREAM_UNREACHABLE 503: .*ECONNREFUSED/);
  const { code, stderr } = await runHere(['verify', '-c', path, '--endpoint', 'm', '--input', 'no.jsonl'], env);
  assert.equal(code, 2);
  assert.match(stderr, /no\.jsonl: expected a readable file/);
});

test('a record that is larger than a call may be is told so, and those beside it are compared', async () => {
  const huge = { instances: [['x'.repeat(7_000_000)]] };
  const { code, report } = await verify(
    'kserve-v1',
    [huge, ...numbers(2).map(() => ({ instances: [[1, 2, 3, 4]] }))],
    '--sizes',
    '2',
  );
  assert.deepEqual([code, report.summary.equal], [0, 2]);
  assert.deepEqual(report.alone[0].lines, [1]);
  assert.match(report.alone[0].reason, /larger than what may share a call/);
});

test('a row of XGBoost that cannot be read is its own, and costs no other', async () => {
  const rows = ['1,2,3', '4,5,6', 'a,b,c', '7,8,9'];
  const { code, report } = await verify('xgboost-csv', rows, '--content-type', 'text/csv', '--sizes', '2,4');
  assert.deepEqual([code, report.summary.refused, report.summary.equal], [0, 1, 4]);
});

test('a report that cannot be written is told before anything is sent', async () => {
  const before = server.calls('kserve-v1').length;
  const { code, stderr } = await verify('kserve-v1', numbers(3), '--report', '/no/such/folder/report.json');
  assert.deepEqual([code, server.calls('kserve-v1').length], [2, before]);
  assert.match(stderr, /--report \/no\/such\/folder\/report\.json: ENOENT/);
});
