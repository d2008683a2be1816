import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Gateway } from '../../../src/gateway/index.ts';
import { startTestGateway } from '../../support/gateway.ts';

let gateway: Gateway;

before(async () => {
  gateway = await startTestGateway({ endpoints: { fake: { upstream: { type: 'simulated' } } } });
});
after(() => gateway.stop());

test('the API description names every public route', async () => {
  const reply = await fetch(`${gateway.url}/openapi.json`);
  assert.equal(reply.status, 200);
  const { openapi, paths } = (await reply.json()) as { openapi: string; paths: Record<string, Record<string, unknown>> };
  assert.match(openapi, /^3\.1/);
  const routes = Object.entries(paths).map(([path, methods]) => `${Object.keys(methods).join()} ${path}`);
  assert.deepEqual(routes.toSorted(), [
    'get /console',
    'get /healthz',
    'get /metrics',
    'get /ping',
    'get /readyz',
    'post /endpoints/{name}/invocations',
    'post /invocations',
  ]);
});

test('its page and what the page loads are served from here', async () => {
  const page = await fetch(`${gateway.url}/docs/`);
  assert.equal(page.status, 200);
  const assets = [...(await page.text()).matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url ?? '');
  assert.ok(assets.length >= 3);
  for (const asset of assets) {
    const reply = await fetch(new URL(asset, `${gateway.url}/docs/`));
    assert.equal(reply.status, 200, asset);
    assert.ok(reply.url.startsWith(gateway.url), asset);
  }
});

test('the metrics are Prometheus text with a build info', async () => {
  const reply = await fetch(`${gateway.url}/metrics`);
  assert.match(reply.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
  assert.match(await reply.text(), /^tidegate_build_info\{version="0\.0\.0-test"\} 1$/m);
});
