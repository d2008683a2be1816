import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, type TestContext, test } from 'node:test';
import type { UserConfig } from '../../src/config/index.ts';
import type { Hello, Tick } from '../../src/console/feed.ts';
import type { Gateway } from '../../src/gateway/index.ts';
import { file } from '../auth/files.ts';
import { metric, startTestGateway } from '../support/gateway.ts';

const FAKE = { upstream: { type: 'simulated', baseMs: 1, perItemMs: 0 } } as const;
const OURS = { 'content-type': 'application/json', 'x-tidegate-console': '1' };
let gateway: Gateway;

before(async () => {
  gateway = await startTestGateway({ endpoints: { fake: FAKE } });
});
after(() => gateway.stop());

type Told = { readonly event: string; readonly data: Tick & Partial<Hello> };

/** A feed, event by event. */
async function feed(t: TestContext, url: string): Promise<() => Promise<Told>> {
  const aborted = new AbortController();
  t.after(() => aborted.abort());
  const reply = await fetch(`${url}/console/feed`, { signal: aborted.signal });
  assert.equal(reply.headers.get('content-type'), 'text/event-stream; charset=utf-8');
  const reader = (reply.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  return async () => {
    for (;;) {
      const [, whole = '', event = '', data = ''] = /([\s\S]*?event: (\w+)\ndata: (.*)\n\n)/.exec(text) ?? [];
      text = text.slice(whole.length);
      if (whole !== '') return { event, data: JSON.parse(data) as Told['data'] };
      const { value, done } = await reader.read();
      if (done) return { event: 'end', data: {} as Told['data'] };
      text += value;
    }
  };
}

test('the page and all that it names are served, under a policy that lets in nothing else', async () => {
  const page = await fetch(`${gateway.url}/console`);
  const text = await page.text();
  assert.equal(page.status, 200);
  assert.match(page.headers.get('content-security-policy') ?? '', /^default-src 'none'; script-src 'self'; style-src 'self';/);
  assert.doesNotMatch(page.headers.get('content-security-policy') ?? '', /unsafe/);
  assert.deepEqual([...text.matchAll(/<script(?![^>]* src=)|<style| style=| on\w+=/g)].length, 0);
  const named = [...text.matchAll(/(?:src|href)="(console\/[^"]+)"/g)].map(([, url]) => url ?? '');
  assert.ok(named.length >= 6, String(named));
  for (const name of named) {
    const reply = await fetch(`${gateway.url}/${name}`);
    assert.deepEqual([name, reply.status, reply.headers.get('x-content-type-options')], [name, 200, 'nosniff']);
    const known = await fetch(reply.url, { headers: { 'if-none-match': reply.headers.get('etag') ?? '' } });
    assert.equal(known.status, 304);
  }
  const other = await fetch(`${gateway.url}/console/`, { redirect: 'manual' });
  assert.deepEqual([other.status, other.headers.get('location')], [308, '../console']);
});

test('no path leads to a file that is not of the page', async () => {
  for (const path of [
    '..%2findex.js',
    '..%2f..%2f..%2fpackage.json',
    '%2e%2e',
    'tsconfig.json',
    'feed.ts',
    '__proto__',
    'constructor',
  ]) {
    assert.equal((await fetch(`${gateway.url}/console/${path}`)).status, 404, path);
  }
});

test('a feed begins with everything, and tells of requests within the next second', async (t) => {
  const next = await feed(t, gateway.url);
  const hello = await next();
  assert.equal(hello.event, 'hello');
  assert.deepEqual(hello.data.about?.['fake'], {
    codec: 'kserve-v1',
    upstream: 'simulated',
    policy: 'adaptive',
    maxBatchSize: 32,
    latencySloMs: null,
    sample: { contentType: 'application/json', body: '{"instances":[[6.8,2.8,4.8,1.4]]}' },
    isDefault: true,
  });
  const sent = Array.from({ length: 8 }, () =>
    fetch(`${gateway.url}/invocations`, { method: 'POST', headers: OURS, body: '{"instances":[1]}' }),
  );
  await Promise.all(sent);
  let answered = 0;
  while (answered < 8) {
    const { event, data } = await next();
    assert.equal(event, 'tick');
    answered = Math.max(answered, data.endpoints[0]?.answered ?? 0);
  }
  assert.equal(answered, 8);
});

test('what the page sends is answered and counted as any request is', async () => {
  const before = await metric(gateway, 'tidegate_requests_total{door="http",endpoint="fake",code="200"}');
  const reply = await fetch(`${gateway.url}/console/endpoints/fake/invocations`, {
    method: 'POST',
    headers: OURS,
    body: '{"instances":[7]}',
  });
  assert.deepEqual([reply.status, await reply.text()], [200, '{"predictions":[7]}']);
  assert.match(reply.headers.get('server-timing') ?? '', /size=1/);
  assert.equal(await metric(gateway, 'tidegate_requests_total{door="http",endpoint="fake",code="200"}'), before + 1);
});

test('what another site could make a browser send is refused', async () => {
  const url = `${gateway.url}/console/endpoints/fake/invocations`;
  const plain = await fetch(url, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{"instances":[7]}' });
  assert.deepEqual([plain.status, ((await plain.json()) as { code: string }).code], [400, 'INVALID_HEADER']);
  const asked = await fetch(url, { method: 'OPTIONS', headers: { 'access-control-request-headers': 'x-tidegate-console' } });
  assert.deepEqual([asked.status, asked.headers.get('access-control-allow-origin')], [405, null]);
});

test('an endpoint that is not there, and a body of a wrong shape, are told as anywhere', async () => {
  const send = async (name: string, body: string): Promise<unknown> => {
    const reply = await fetch(`${gateway.url}/console/endpoints/${name}/invocations`, { method: 'POST', headers: OURS, body });
    return ((await reply.json()) as { code: string }).code;
  };
  assert.deepEqual([await send('nobody', '{}'), await send('fake', '{')], ['UNKNOWN_ENDPOINT', 'INVALID_JSON']);
});

async function started(t: TestContext, config: UserConfig, read?: () => UserConfig): Promise<Gateway> {
  const other = await startTestGateway(config, read);
  t.after(() => other.stop());
  return other;
}

test('with a server for operators all of it is there, and only there', async (t) => {
  const other = await started(t, { admin: { port: await freePort() }, endpoints: { fake: FAKE } });
  assert.equal((await fetch(`${other.url}/console`)).status, 404);
  assert.equal((await fetch(`${other.adminUrl}/console`)).status, 200);
  const next = await feed(t, other.adminUrl);
  assert.equal((await next()).event, 'hello');
  const send = { method: 'POST', headers: OURS, body: '{"instances":[7]}' };
  const reply = await fetch(`${other.adminUrl}/console/endpoints/fake/invocations`, send);
  assert.equal(await reply.text(), '{"predictions":[7]}');
  assert.equal((await fetch(`${other.url}/console/endpoints/fake/invocations`, send)).status, 404);
});

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test('where there are credentials, only operators come in, and they send only where they may', async (t) => {
  const other = await started(t, {
    server: { reloadSeconds: 0 },
    endpoints: { a: FAKE, b: FAKE },
    auth: {
      tokens: {
        caller: { file: file('console-caller', 'a-caller-token-0123456789'), endpoints: '*' },
        ops: { file: file('console-ops', 'operators-token-012345'), endpoints: ['a'], admin: true },
      },
    },
  });
  const status = async (path: string, token?: string, init: RequestInit = {}): Promise<number> => {
    const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const reply = await fetch(`${other.url}${path}`, { ...init, headers: { ...OURS, ...authorization } });
    await reply.body?.cancel();
    return reply.status;
  };
  const ops = 'operators-token-012345';
  for (const path of ['/console', '/console/main.js', '/console/feed']) {
    assert.deepEqual(
      [path, await status(path), await status(path, 'a-caller-token-0123456789'), await status(path, ops)],
      [path, 401, 403, 200],
    );
  }
  const send = { method: 'POST', body: '{"instances":[7]}' };
  const to = (name: string): string => `/console/endpoints/${name}/invocations`;
  assert.deepEqual(
    [await status(to('a'), undefined, send), await status(to('a'), ops, send), await status(to('b'), ops, send)],
    [401, 200, 403],
  );
});

test('a reload that brings an endpoint is told on open feeds', async (t) => {
  let config: UserConfig = { endpoints: { fake: FAKE } };
  const other = await started(t, config, () => config);
  const next = await feed(t, other.url);
  assert.deepEqual(Object.keys((await next()).data.about ?? {}), ['fake']);
  config = { endpoints: { fake: FAKE, more: FAKE } };
  await other.reload();
  for (;;) {
    const { event, data } = await next();
    if (event !== 'hello') continue;
    assert.deepEqual(Object.keys(data.about ?? {}), ['fake', 'more']);
    break;
  }
});

test('a stop does not wait for feeds: it ends them', async (t) => {
  const other = await startTestGateway({ endpoints: { fake: FAKE } });
  const next = await feed(t, other.url);
  await next();
  const from = performance.now();
  await other.stop();
  assert.ok(performance.now() - from < 900, `${performance.now() - from} ms`);
  while ((await next()).event !== 'end');
});
