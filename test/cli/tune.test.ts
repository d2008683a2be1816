import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { CliContext } from '../../src/cli/index.ts';
import { endpointsConfig } from './proving.ts';
import { configFile, freePort, runHere, start } from './tidegate.ts';

const SIMULATED = configFile(
  'tune.yaml',
  `endpoints:
  quick: { upstream: { type: simulated, baseMs: 4, perItemMs: 0.2 }, codec: kserve-v1 }
  slow: { upstream: { type: simulated, baseMs: 200, perItemMs: 1 }, codec: kserve-v1 }
  own: { upstream: { type: simulated }, codec: { name: json, items: /instances, results: /predictions } }
`,
);

/** Runs `tune` in a folder of its own; its files by their names. */
async function tune(endpoint: string, more: readonly string[], context: Partial<CliContext> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-tune-'));
  const [json, svg] = [join(folder, 'report.json'), join(folder, 'chart.svg')];
  const at = more.includes('-c') ? [] : ['-c', SIMULATED];
  const args = ['tune', ...at, '--endpoint', endpoint, '--json', json, '--svg', svg, ...more];
  const outcome = await runHere(args, {}, context);
  const read = (path: string): string | undefined => (existsSync(path) ? readFileSync(path, 'utf8') : undefined);
  return { ...outcome, report: JSON.parse(read(json) ?? 'null'), svg: read(svg), json, chart: svg };
}

test('the plan comes first, then the report, the YAML, a JSON file and a chart', async () => {
  const { code, stdout, stderr, report, svg, json, chart } = await tune('quick', [
    '--yes',
    '--max-calls',
    '150',
    '--max-seconds',
    '20',
  ]);
  assert.equal(code, 0, stderr);
  assert.match(stderr, /^plan: at most 150 calls with at most 4,800 items, the last of them begun within 20 s\n/);
  assert.match(stderr, / {2}a call {6}1, 2, 4, 8, 16, 32 items\n {2}at once {5}1, 2, 4, 8 calls\n/);
  assert.ok(stderr.includes(`wrote ${json}\nwrote ${chart}\n`), stderr);
  assert.match(stdout, /^quick: codec kserve-v1, upstream simulated\nsent \d+ calls with [\d,]+ items in [\d.]+ s\n/);
  assert.match(stdout, /^Batching {2}PAYS: [\d.]+ times the items a second at \d+ a call as at 1, \d at once$/m);
  assert.match(stdout, /^Adaptive {2}under the same load, \d+ clients: [\d,]+ items\/s, \d+ % of the best setting$/m);
  assert.match(stdout, /^endpoints:\n {2}quick:\n {4}batching:\n {6}policy: adaptive\n {6}maxBatchSize: \d+$/m);
  assert.ok(report.sent.calls <= 150, 'calls');
  assert.ok(report.latency.perItemMs > 0.05 && report.latency.perItemMs < 1, 'an item');
  assert.match(svg ?? '', /^<svg [^>]*>\n<title>quick: throughput against latency<\/title>/);
  assert.match(svg ?? '', />p99 latency, ms<.*>items per second</s);
  assert.match(svg ?? '', />best: \d+ x \d</);
  assert.match(svg ?? '', />adaptive: \d+ % of the best</);
});

test('on a terminal it asks; only a yes goes on', async () => {
  for (const [said, code] of [
    ['y', 0],
    [' YES ', 0],
    ['', 1],
    ['n', 1],
    ['maybe', 1],
  ] as const) {
    const args = ['--max-calls', '12', '--sizes', '1,2', '--concurrency', '1'];
    const outcome = await tune('quick', args, { answer: async () => said });
    assert.equal(outcome.code, code, outcome.stderr);
    assert.match(outcome.stderr, /go on\? \[y\/N\] /);
    assert.equal(outcome.report === null, code === 1);
    if (code === 1) assert.match(outcome.stderr, /tidegate: tune: not agreed to; nothing was sent$/m);
  }
});

test('a terminal sees a bar, in colour unless NO_COLOR says no; the report has no colour at all', async () => {
  const ESCAPE = '\u001B[';
  for (const [env, coloured] of [
    [{}, true],
    [{ NO_COLOR: '1' }, false],
  ] as const) {
    let stderr = '';
    const terminal = { isTTY: true, columns: 100, write: (text: string) => void (stderr += text) };
    const { stdout } = await tune('quick', ['--yes', '--max-calls', '60', '--no-json', '--no-svg'], { stderr: terminal, env });
    assert.equal(stderr.includes(`${ESCAPE}36m`), coloured);
    assert.match(stderr, /tune .*\d+% {2}\d+ calls, \d+ items? a call, 1 at once/);
    assert.ok(!stdout.includes(ESCAPE) && !stderr.includes('wrote'), 'plain, and no files');
  }
});

test('one sentence says what is wrong, with code 2, and nothing is sent or written', async () => {
  const empty = configFile('empty.jsonl', '\n');
  for (const [endpoint, args, said] of [
    ['quick', [], /^tidegate: expected --yes, for there is no terminal to ask on; nothing was sent$/m],
    ['nope', ['--yes'], /--endpoint: expected one of quick, slow, own; found "nope"/],
    ['own', ['--yes'], /--input: expected a file of requests, for the codec `json` has no samples of its own/],
    ['quick', ['--yes', '--input', 'no.jsonl'], /no\.jsonl: expected a readable file, found no such file/],
    ['quick', ['--yes', '--input', empty], /empty\.jsonl: holds no records/],
    ['quick', ['--yes', '--sizes', '0,4'], /Expected an integer >= 1/],
    ['quick', ['--yes', '--concurrency', '1,x'], /Expected an integer from 1 to 256/],
    ['quick', ['--yes', '--max-calls', '0'], /Expected an integer >= 1/],
    ['quick', ['--yes', '--max-seconds', '0'], /Expected an integer from 1 to 86400/],
    ['quick', ['--yes', '--p99', '0'], /Expected a number > 0/],
    ['quick', ['--yes', '--svg', '/no/such/folder/chart.svg'], /--svg \/no\/such\/folder\/chart\.svg: ENOENT/],
    ['quick', ['--yes', '--json', tmpdir()], /expected a file, found a directory/],
  ] as const) {
    const { code, stdout, stderr, json } = await tune(endpoint, args);
    assert.deepEqual({ code, stdout }, { code: 2, stdout: '' }, stderr);
    assert.match(stderr, said);
    assert.ok(!existsSync(json), 'no file');
  }
});

test('an endpoint that is not there ends it with code 1', async () => {
  const url = `http://127.0.0.1:${await freePort()}/`;
  const { code, stderr, json } = await tune('m', [
    '--yes',
    '-c',
    configFile('gone.yaml', endpointsConfig({ m: { url, codec: 'kserve-v1' } })),
  ]);
  assert.equal(code, 1);
  assert.match(stderr, /m cannot be called: UPSTREAM_UNREACHABLE 503: .*ECONNREFUSED/);
  assert.ok(!existsSync(json), 'no file');
});

test('a budget that ends before anything is measured is told, with code 1', async () => {
  const { code, stdout, stderr, svg } = await tune('quick', ['--yes', '--max-calls', '1']);
  assert.deepEqual([code, svg], [1, undefined]);
  assert.match(stdout, /Nothing was measured\./);
  assert.match(stderr, /^tidegate: tune: the budget ended before anything was measured$/m);
});

test('asked to stop, the process waits for the calls under way, reports what there is, and ends with code 1', async () => {
  const { child, outcome } = start(['tune', '-c', SIMULATED, '--endpoint', 'slow', '--yes', '--no-json', '--no-svg']);
  await new Promise<void>((resolve) => {
    let stderr = '';
    child.stderr?.on('data', (chunk) => {
      stderr += String(chunk);
      // After the first lines of progress, at least one setting is measured.
      if (/^tune: \d+%/m.test(stderr)) resolve();
    });
  });
  child.kill('SIGTERM');
  const { code, stdout, stderr } = await outcome;
  assert.equal(code, 1, stderr);
  assert.match(stdout, /^Latency|^Best/m);
  assert.match(stderr, /^tidegate: tune: stopped before the end$/m);
});
