import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { readBody, serveHttp } from '../support/local-server.ts';
import { configFile, freePort, ROOT, start } from './tidegate.ts';

const MODEL = 'endpoints: { fake: { upstream: { type: simulated, baseMs: 1 } } }\n';

/** Serves one request as a process, and ends by SIGTERM. @returns the scripts that it loaded, as V8 counts them */
async function serveOne(config: string, env: Record<string, string> = {}, lingerMs = 0) {
  const port = await freePort();
  const coverage = mkdtempSync(join(tmpdir(), 'tidegate-scripts-'));
  const running = start(['serve', '-c', config, '--port', String(port)], { NODE_V8_COVERAGE: coverage, ...env });
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"instances":[1]}' };
  const invoke = () => fetch(`http://127.0.0.1:${port}/invocations`, init).catch(() => undefined);
  let status: number | undefined;
  while (status !== 200 && running.child.exitCode === null) {
    status = (await invoke())?.status;
    if (status !== 200) await pause(20);
  }
  await pause(lingerMs);
  const stoppedAt = performance.now();
  running.child.kill('SIGTERM');
  const outcome = await running.outcome;
  const stopMs = performance.now() - stoppedAt;
  const scripts = readdirSync(coverage).flatMap((file) => {
    const { result } = JSON.parse(readFileSync(join(coverage, file), 'utf8')) as { result: { url: string }[] };
    return result.map(({ url }) => url);
  });
  return { ...outcome, stopMs, scripts: scripts.filter((url) => /@opentelemetry\/(?!api\/)/.test(url)), all: scripts };
}

async function collector(context: TestContext) {
  const received: { readonly url: string; readonly type: string; readonly body: string }[] = [];
  const url = await serveHttp(context, async (request, response) => {
    const body = (await readBody(request)).toString('latin1');
    received.push({ url: request.url ?? '', type: request.headers['content-type'] ?? '', body });
    response.end();
  });
  return { url, received };
}

// Its API alone is: by prom-client.
test('where nothing is traced, nothing of OpenTelemetry’s SDK is loaded, nor what uses it', { timeout: 60_000 }, async () => {
  const { code, scripts, all } = await serveOne(configFile('untraced.yaml', MODEL));
  assert.equal(code, 0);
  assert.ok(all.length > 100, `${all.length} scripts`);
  assert.deepEqual(scripts, []);
  assert.ok(!all.some((url) => url.includes('telemetry/traces/')), 'ours');
});

test('spans go to the collector, the last of them when it stops', { timeout: 60_000 }, async (context) => {
  const { url, received } = await collector(context);
  const config = `telemetry: { traces: { exporter: otlp, endpoint: "${url}", serviceName: door-1 } }\n${MODEL}`;
  const { code, scripts, stderr } = await serveOne(configFile('traced.yaml', config));
  assert.equal(code, 0, stderr);
  assert.ok(scripts.length > 20, 'the SDK is loaded');
  assert.deepEqual([received[0]?.url, received[0]?.type], ['/v1/traces', 'application/x-protobuf']);
  const body = received.map((each) => each.body).join('');
  for (const word of ['door-1', 'POST /invocations', 'invoke simulated', 'tidegate.batch.size', 'tidegate.queue.duration'])
    assert.ok(body.includes(word), `no ${word}`);
});

test('examples/traced.yaml runs, and its spans bear its name', { timeout: 60_000 }, async (context) => {
  const { url, received } = await collector(context);
  const { code, stderr } = await serveOne(join(ROOT, 'examples/traced.yaml'), { COLLECTOR: url });
  assert.equal(code, 0, stderr);
  assert.ok(received[0]?.body.includes('tidegate-demo'), 'service.name');
});

test('the address comes from OTEL_EXPORTER_OTLP_ENDPOINT where the config has none', { timeout: 60_000 }, async (context) => {
  const { url, received } = await collector(context);
  const config = configFile('traced-env.yaml', `telemetry: { traces: { exporter: otlp } }\n${MODEL}`);
  const { code } = await serveOne(config, { OTEL_EXPORTER_OTLP_ENDPOINT: url });
  assert.deepEqual([code, received[0]?.url], [0, '/v1/traces']);
});

for (const [what, env, lingerMs, told] of [
  ['while it serves', { OTEL_BSP_SCHEDULE_DELAY: '10', OTEL_EXPORTER_OTLP_TIMEOUT: '100' }, 500, 'spans cannot be sent'],
  ['when it stops, which it does not keep it from', {}, 0, 'the last spans could not be sent'],
  ['when it stops, refused or not', { OTEL_EXPORTER_OTLP_TIMEOUT: '100' }, 0, 'the last spans could not be sent'],
] as const) {
  test(`a collector that is not there is told of in the log, ${what}`, { timeout: 60_000 }, async () => {
    const port = await freePort();
    const traces = `traces: { exporter: otlp, endpoint: "http://127.0.0.1:${port}" }`;
    const config = `server: { shutdownGraceMs: 500 }\ntelemetry: { ${traces} }\n${MODEL}`;
    const { code, stderr, stopMs } = await serveOne(configFile('untold.yaml', config), env, lingerMs);
    assert.equal(code, 0);
    assert.ok(stopMs < 5000, `${stopMs} ms`);
    const lines = stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.ok(
      lines.some(({ event, msg }) => event === 'traces' && msg === told),
      stderr,
    );
  });
}
