import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { parse as parseYaml } from 'yaml';
import { configFile, ROOT, run, runHere } from './tidegate.ts';

test('config prints the resolved config on stdout and nothing else', async () => {
  const path = configFile('small.yaml', 'endpoints: { a: { upstream: { type: simulated, baseMs: "${BASE_MS}" } } }\n');
  const { code, stdout, stderr } = await run(['config', '-c', path], { BASE_MS: '7' });
  assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
  const printed = parseYaml(stdout);
  assert.equal(printed.endpoints.a.upstream.baseMs, 7);
  assert.equal(printed.endpoints.a.codec.name, 'kserve-v1');
  assert.equal(printed.server.port, 8080);
});

test('what config prints is a config that prints the same', async () => {
  const first = await runHere(['config', '-c', `${ROOT}examples/simulated.yaml`]);
  const second = await runHere(['config', '-c', configFile('printed.yaml', first.stdout)]);
  assert.deepEqual(second, first);
});

test('without a file config prints the embedded demo', async () => {
  const { code, stdout } = await runHere(['config']);
  assert.equal(code, 0);
  assert.deepEqual(Object.keys(parseYaml(stdout).endpoints), ['demo', 'fake']);
});

test('every problem is a line on stderr, and the code is 2', async () => {
  const path = configFile('bad.yaml', 'endpoints:\n  a:\n    upstream: { type: simulated, basMs: 3 }\n    codec: nonesuch\n');
  const { code, stdout, stderr } = await run(['config', '-c', path]);
  assert.deepEqual({ code, stdout }, { code: 2, stdout: '' });
  const lines = stderr.trimEnd().split('\n');
  assert.equal(lines.length, 2);
  assert.ok(lines[0]?.startsWith(`${path}:3:34 endpoints.a.upstream.basMs: expected one of `), lines[0]);
  assert.ok(lines[1]?.startsWith(`${path}:4:12 endpoints.a.codec: expected the name of a codec `), lines[1]);
});

test('a file that is not there is told in one line, with code 2', async () => {
  const { code, stdout, stderr } = await runHere(['config', '-c', 'no-such.yaml']);
  assert.deepEqual({ code, stdout }, { code: 2, stdout: '' });
  assert.match(stderr, /^no-such\.yaml: expected a readable file, found no such file\n$/);
});

test('what serve would refuse later config refuses, with code 2', async () => {
  const upstream = '{ type: http, url: "http://me:secret@x:99999/", forwardHeaders: [Host] }';
  const path = configFile('refused.yaml', `endpoints:\n  a: { codec: passthrough, upstream: ${upstream} }\n`);
  const { code, stdout, stderr } = await runHere(['config', '-c', path]);
  assert.deepEqual({ code, stdout }, { code: 2, stdout: '' });
  const [url, header, ...more] = stderr.trimEnd().split('\n');
  assert.ok(url?.startsWith(`${path}:2:57 endpoints.a.upstream.url: expected an http or https URL`), url);
  assert.ok(header?.startsWith(`${path}:2:103 endpoints.a.upstream.forwardHeaders[0]: expected the name of`), header);
  assert.ok(more.length === 0 && !stderr.includes('secret'), stderr);
});

for (const example of readdirSync(`${ROOT}examples`).filter((name) => name.endsWith('.yaml'))) {
  test(`the example ${example} is a valid config`, async () => {
    const { code, stderr } = await runHere(['config', '-c', `${ROOT}examples/${example}`]);
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
  });
}
