import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { families } from '../../src/codecs/index.ts';
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

const CONFORMANCE = `${ROOT}examples/conformance.yaml`;

async function probe(endpoint: string, ...more: readonly string[]) {
  const at = more.includes('-c') ? [] : ['-c', CONFORMANCE];
  const { code, stdout, stderr } = await runHere(['probe', ...at, '--endpoint', endpoint, '--json', ...more], env);
  return { code, stderr, report: stdout === '' ? undefined : JSON.parse(stdout) };
}

describe('each codec fits the container that it is for, and no more calls are sent than announced', () => {
  for (const { name, samples } of families.filter((family) => family.samples.length > 0 && family.name !== 'embedded')) {
    const contract = { mlflow: 'mlflow-csv', xgboost: 'xgboost-csv' }[name] ?? name;
    test(name, async () => {
      assert.ok(samples.length >= 2, 'two samples');
      const before = server.calls(contract).length;
      const { code, stderr, report } = await probe(contract, '--repeats', '1');
      const sent = server.calls(contract).length - before;
      assert.deepEqual([code, report.verdict, report.answers], [0, 'fits', 'equal'], JSON.stringify(report.why));
      assert.equal(report.callsSent, sent);
      assert.equal(stderr.split('\n')[0], `plan: at most ${report.plan.calls} calls`);
      assert.ok(sent <= report.plan.calls, `${sent} of ${report.plan.calls}`);
      assert.deepEqual(report.latency.points.length, 4);
    });
  }
});

test('what is sent is said before, and nothing is sent where only that is asked for', async () => {
  const { code, stderr, report } = await probe('tei-embed', '--dry-run');
  assert.deepEqual([code, report, server.calls('tei-embed').filter(({ items }) => items > 64).length], [0, undefined, 0]);
  assert.match(stderr, /^plan: at most \d+ calls\n +1 {2}one request, by itself\n/);
});

test('batch_size is tried, and so is every other codec that would take the requests apart', async () => {
  const { report } = await probe('hf-text-classification-topk', '--repeats', '0');
  assert.deepEqual([report.injection.parameter, report.injection.accepted], ['batch_size', true]);
  const fit = report.families.filter(({ fits }: { fits: boolean }) => fits).map(({ name }: { name: string }) => name);
  assert.ok(fit.includes('djl-lmi-dynamic-batch') && !fit.includes('tei-embed'), fit.join());
});

test('a container that takes no lists, or answers the first of one, does not fit', async () => {
  const path = configFile(
    'unfit.yaml',
    endpointsConfig({
      tgi: { url: `${server.url}/jumpstart-text2text-v2-tgi/invocations`, codec: 'hf-text-generation' },
      first: {
        url: `${server.url}/docunderstanding-summarization/invocations`,
        codec: '{ name: json, items: /text, results: /summary, accepts: one, answersOne: bare }',
      },
    }),
  );
  const input = configFile('texts.jsonl', '{"text":"a long story"}\n{"text":"another"}\n');
  const [tgi, first] = [await probe('tgi', '-c', path), await probe('first', '-c', path, '--input', input)];
  assert.deepEqual([tgi.code, tgi.report.verdict], [1, 'does-not-fit']);
  assert.match(tgi.report.why, /MODEL_REFUSED 422/);
  assert.deepEqual([first.code, first.report.verdict], [1, 'does-not-fit']);
  assert.match(first.report.why, /REPLY_MISMATCH .* expected a list of results at "summary"/);
  assert.match(first.stderr, /^tidegate: json does not fit first: /m);
});

test('answers that are mixed up in a batch are told with their place', async () => {
  const model = await modelSaying((instances) => ({ predictions: instances.map((_, index) => instances.at(index - 1)) }));
  const path = configFile('mixed.yaml', endpointsConfig({ m: { url: model.url, codec: 'kserve-v1' } }));
  const { code, report } = await probe('m', '-c', path);
  await model.close();
  assert.deepEqual([code, report.verdict, report.difference.place], [1, 'does-not-fit', '$.predictions[0][0]']);
});

test('a model whose answers differ each time is compared by shape only, and that is said', async () => {
  const model = await modelSaying((instances, call) => ({ predictions: instances.map(() => call / 7) }));
  const path = configFile('unsteady.yaml', endpointsConfig({ m: { url: model.url, codec: 'kserve-v1' } }));
  const { code, report } = await probe('m', '-c', path);
  await model.close();
  assert.deepEqual([code, report.answers], [0, 'same-shape']);
  assert.match(report.warnings.join(), /each time: only shapes were compared/);
});

test('one sentence says what is wrong: no such endpoint, nobody there, no such file, no record', async () => {
  const port = await freePort();
  const path = configFile('down.yaml', endpointsConfig({ m: { url: `http://127.0.0.1:${port}/`, codec: 'kserve-v1' } }));
  const empty = configFile('empty.jsonl', '\n');
  for (const [args, code, said] of [
    [['nope'], 2, /--endpoint: expected one of m; found "nope"/],
    [['m'], 1, /m cannot be called: UPSTREAM_UNREACHABLE 503: .*ECONNREFUSED/],
    [['m', '--input', 'no.jsonl'], 2, /no\.jsonl: expected a readable file, found no such file/],
    [['m', '--input', empty], 2, /empty\.jsonl: holds no records/],
  ] as const) {
    const answer = await probe(args[0], '-c', path, ...args.slice(1));
    assert.equal(answer.code, code, answer.stderr);
    assert.match(answer.stderr, said);
  }
});

test('for people, the shapes stand side by side', async () => {
  const { code, stdout } = await runHere(['probe', '-c', CONFORMANCE, '--endpoint', 'kserve-v1', '--repeats', '1'], env);
  assert.equal(code, 0);
  assert.match(stdout, /^one +\{instances: \[\[number x4\] x1\]\} {2}-> {2}200 \{predictions: \[number x1\]\}/m);
  assert.match(stdout, /^list of two +\{instances: \[\[number x4\] x2\]\} {2}-> {2}200 \{predictions: \[number x2\]\}/m);
  assert.match(stdout, /^FITS: the answers of a joined call equal those got alone, byte for byte$/m);
});

test('what proves nothing is no success: no samples, or requests that the codec does not put together', async () => {
  const model = await modelSaying((instances) => ({ predictions: instances }));
  const codec = (items: string): string => `{ name: json, items: ${items}, results: /predictions }`;
  const path = configFile(
    'own.yaml',
    endpointsConfig({ wrong: { url: model.url, codec: codec('/texts') }, right: { url: model.url, codec: codec('/instances') } }),
  );
  const input = configFile('own.jsonl', '{"instances":[1]}\n{"instances":[2]}\n');
  const bare = await probe('right', '-c', path);
  const wrong = await probe('wrong', '-c', path, '--input', input, '--repeats', '0');
  const right = await probe('right', '-c', path, '--input', input, '--repeats', '0');
  await model.close();
  assert.equal(bare.code, 2);
  assert.match(bare.stderr, /--input: expected a file of requests, for the codec `json` has no samples of its own/);
  assert.equal(wrong.code, 1);
  assert.match(wrong.stderr, /none of "texts"/);
  assert.deepEqual([right.code, right.report.verdict], [0, 'fits']);
});
