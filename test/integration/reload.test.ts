import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import type { UserConfig } from '../../src/config/index.ts';
import type { Gateway } from '../../src/gateway/index.ts';
import { metric, startTestGateway } from '../support/gateway.ts';
import { readBody, serveHttp } from '../support/local-server.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

/** A model that says its name for each instance; while it is held, it says nothing. */
async function model(t: TestContext, name: string) {
  let gate = Promise.resolve();
  const calls: number[] = [];
  const url = await serveHttp(t, async (request, response) => {
    const { instances } = JSON.parse((await readBody(request)).toString()) as { instances: unknown[] };
    calls.push(instances.length);
    await gate;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ predictions: instances.map(() => name) }));
  });
  const hold = (): (() => void) => {
    let open = (): void => {};
    gate = new Promise((resolve) => {
      open = resolve;
    });
    return open;
  };
  return { url: `${url}/invocations`, calls, hold };
}

async function stage(t: TestContext, first: UserConfig) {
  let config = first;
  const gateway = await startTestGateway(first, () => config);
  t.after(() => gateway.stop());
  const reload = (next: UserConfig): Promise<void> => {
    config = next;
    return gateway.reload();
  };
  return { gateway, reload };
}

async function ask(gateway: Gateway, endpoint: string): Promise<unknown> {
  const reply = await fetch(`${gateway.url}/endpoints/${endpoint}/invocations`, {
    method: 'POST',
    headers: JSON_TYPE,
    body: '{"instances":[1]}',
  });
  const body = (await reply.json()) as { predictions?: unknown[]; code?: string };
  return body.predictions?.[0] ?? body.code;
}

const at = (url: string): NonNullable<UserConfig['endpoints']>[string] => ({
  upstream: { type: 'http', url },
  codec: 'kserve-v1',
});

test('what is under way ends with the model that it was sent to, what comes is sent to the new one', async (t) => {
  const [old, next] = [await model(t, 'old'), await model(t, 'new')];
  const { gateway, reload } = await stage(t, { endpoints: { m: at(old.url) } });
  const release = old.hold();
  const underWay = ask(gateway, 'm');
  while (old.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
  await reload({ endpoints: { m: at(next.url) } });
  assert.equal(await ask(gateway, 'm'), 'new');
  release();
  assert.equal(await underWay, 'old');
  assert.deepEqual([old.calls, next.calls], [[1], [1]]);
  assert.equal(await metric(gateway, 'tidegate_config_reloads_total{outcome="taken"}'), 1);
  assert.equal(await metric(gateway, 'tidegate_last_reload_successful{what="config"}'), 1);
});

test('endpoints come and go; one that has not changed keeps what it has learned', async (t) => {
  const one = await model(t, 'one');
  const { gateway, reload } = await stage(t, { endpoints: { kept: at(one.url), gone: at(one.url) } });
  for (let call = 0; call < 5; call += 1) await ask(gateway, 'kept');
  const learned = await metric(gateway, 'tidegate_latency_model_base_seconds{endpoint="kept"}');
  assert.ok(learned > 0);
  await reload({ endpoints: { kept: at(one.url), come: at(one.url) } });
  assert.deepEqual([await ask(gateway, 'come'), await ask(gateway, 'gone')], ['one', 'UNKNOWN_ENDPOINT']);
  assert.equal(await metric(gateway, 'tidegate_latency_model_base_seconds{endpoint="kept"}'), learned);
  assert.equal(await metric(gateway, 'tidegate_queue_depth{endpoint="gone"}'), 0);
});

test('a config that cannot be used is refused as a whole: the one in force stays', async (t) => {
  const one = await model(t, 'one');
  const { gateway, reload } = await stage(t, { endpoints: { m: at(one.url) } });
  const folder = mkdtempSync(path.join(tmpdir(), 'tidegate-reload-'));
  const stream = {
    source: { type: 'kinesis', streamName: 's', region: 'us-east-1', endpointUrl: 'http://127.0.0.1:9' },
    endpoint: 'm',
    sink: { type: 'jsonl', path: path.join(folder, 'missing', 'results.jsonl') },
    onFailure: { type: 'discard' },
  } as const;
  await assert.rejects(reload({ endpoints: { m: at(one.url), more: at(one.url) }, streams: { s: stream } }), /ENOENT/);
  await assert.rejects(
    reload({ endpoints: { m: at(one.url) }, server: { keepAliveTimeoutMs: 1000 } }),
    /server\.keepAliveTimeoutMs/,
  );
  await assert.rejects(reload({ endpoints: { m: at(one.url) }, auth: { anonymous: ['m'] } }), /auth: expected .* restart/);
  assert.deepEqual([await ask(gateway, 'm'), await ask(gateway, 'more')], ['one', 'UNKNOWN_ENDPOINT']);
  assert.equal(await metric(gateway, 'tidegate_config_reloads_total{outcome="refused"}'), 3);
  assert.equal(await metric(gateway, 'tidegate_last_reload_successful{what="config"}'), 0);
});

test('operators may ask for it over HTTP, others may not; without auth there is no such route', async (t) => {
  const one = await model(t, 'one');
  const folder = mkdtempSync(path.join(tmpdir(), 'tidegate-reload-'));
  const file = (name: string): string => {
    writeFileSync(path.join(folder, name), `${name}-0123456789abcdef\n`);
    return path.join(folder, name);
  };
  const tokens = {
    operator: { file: file('operator'), endpoints: [], admin: true },
    caller: { file: file('caller'), endpoints: ['m'] },
  };
  const config: UserConfig = { endpoints: { m: at(one.url) }, auth: { tokens } };
  let next: UserConfig = config;
  const gateway = await startTestGateway(config, () => next);
  t.after(() => gateway.stop());
  const reload = async (token: string): Promise<readonly unknown[]> => {
    const headers = { authorization: `Bearer ${token}-0123456789abcdef` };
    const reply = await fetch(`${gateway.adminUrl}/admin/reload`, { method: 'POST', headers });
    const { code, reloaded } = (await reply.json()) as { code?: string; reloaded?: boolean };
    return [reply.status, code ?? reloaded];
  };
  assert.deepEqual(
    [await reload('operator'), await reload('caller'), await reload('nobody')],
    [
      [200, true],
      [403, 'FORBIDDEN_ROUTE'],
      [401, 'INVALID_TOKEN'],
    ],
  );
  next = { ...config, admin: { host: '127.0.0.2' } };
  assert.deepEqual(await reload('operator'), [400, 'CONFIG_REFUSED']);
  next = { endpoints: { m: at(one.url) }, auth: { tokens: { operator: { ...tokens.operator, endpoints: ['m'] } } } };
  assert.deepEqual(
    [await reload('operator'), await reload('caller')],
    [
      [200, true],
      [401, 'INVALID_TOKEN'],
    ],
  );

  const open = await startTestGateway({ endpoints: { m: at(one.url) } });
  t.after(() => open.stop());
  assert.equal((await fetch(`${open.adminUrl}/admin/reload`, { method: 'POST' })).status, 404);
});
