import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { Gateway } from '../../src/gateway/index.ts';
import { metric, startTestGateway } from '../support/gateway.ts';

function start(server: { shutdownDelayMs?: number; shutdownGraceMs?: number }, baseMs: number): Promise<Gateway> {
  const batching = { maxInFlight: 1, maxBatchSize: 1 };
  return startTestGateway({ server, endpoints: { fake: { upstream: { type: 'simulated', baseMs, perItemMs: 0 }, batching } } });
}

function invoke(gateway: Gateway, instance: number): Promise<Response> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: `{"instances":[${instance}]}` };
  return fetch(`${gateway.url}/invocations`, init);
}

async function codeOf(reply: Response): Promise<string> {
  return ((await reply.json()) as { code: string }).code;
}

/** Asks until it is so; the test runner's own time-out is the limit. */
async function readyz(gateway: Gateway, status: number): Promise<void> {
  while ((await fetch(`${gateway.url}/readyz`)).status !== status) await pause(1);
}

/** Asks until so many requests wait or are under way, one a call. */
async function taken(gateway: Gateway, requests: number): Promise<void> {
  const held = async () =>
    (await metric(gateway, 'tidegate_queue_depth{endpoint="fake"}')) +
    (await metric(gateway, 'tidegate_in_flight_batches{endpoint="fake"}'));
  while ((await held()) < requests) await pause(1);
}

test('a stop answers what is queued, then closes', async () => {
  const gateway = await start({}, 300);
  const replies = [0, 1, 2].map((instance) => invoke(gateway, instance));
  await taken(gateway, 3);
  const stopped = gateway.stop();
  assert.deepEqual(
    await Promise.all(replies.map(async (reply) => (await reply).text())),
    [0, 1, 2].map((i) => `{"predictions":[${i}]}`),
  );
  await stopped;
  await assert.rejects(fetch(`${gateway.url}/ping`));
});

test('while it drains it is not ready, and what comes is refused with 503 DRAINING', async () => {
  const gateway = await start({}, 400);
  assert.equal((await fetch(`${gateway.url}/readyz`)).status, 200);
  const inside = invoke(gateway, 1);
  await taken(gateway, 1);
  const stopped = gateway.stop();
  await readyz(gateway, 503);
  assert.equal((await fetch(`${gateway.url}/ping`)).status, 503);
  assert.equal((await fetch(`${gateway.url}/healthz`)).status, 200);
  const late = await invoke(gateway, 2);
  assert.deepEqual(
    [late.status, late.headers.get('x-amzn-errortype'), await codeOf(late)],
    [503, 'ServiceUnavailable', 'DRAINING'],
  );
  assert.equal((await inside).status, 200);
  await stopped;
});

test('during shutdownDelayMs it is not ready and still serves', async () => {
  const gateway = await start({ shutdownDelayMs: 200 }, 1);
  const stopped = gateway.stop();
  await readyz(gateway, 503);
  assert.equal((await invoke(gateway, 1)).status, 200);
  await stopped;
});

test('what is not done when the grace ends is refused with 503, in flight or queued', async () => {
  const gateway = await start({ shutdownGraceMs: 50 }, 10_000);
  const replies = [invoke(gateway, 1), invoke(gateway, 2)];
  await taken(gateway, 2);
  const stopped = gateway.stop();
  for (const reply of await Promise.all(replies)) assert.deepEqual([reply.status, await codeOf(reply)], [503, 'DRAINING']);
  await stopped;
});

test('a port that is taken is an error of the start, and nothing is left running', async () => {
  const gateway = await start({}, 1);
  const port = Number(new URL(gateway.url).port);
  await assert.rejects(
    startTestGateway({ server: { port }, endpoints: { fake: { upstream: { type: 'simulated' } } } }),
    (error: NodeJS.ErrnoException) => error.code === 'EADDRINUSE',
  );
  await gateway.stop();
});

test('with a port of its own, admin has health and metrics and the invocation port has not', async () => {
  const gateway = await start({}, 1);
  const port = Number(new URL(gateway.url).port);
  await gateway.stop();
  const split = await startTestGateway({ admin: { port }, endpoints: { fake: { upstream: { type: 'simulated' } } } });
  assert.notEqual(split.url, split.adminUrl);
  for (const [url, path, status] of [
    [split.adminUrl, '/metrics', 200],
    [split.adminUrl, '/readyz', 200],
    [split.adminUrl, '/invocations', 404],
    [split.url, '/metrics', 404],
    [split.url, '/readyz', 404],
    [split.url, '/ping', 200],
  ] as const) {
    assert.equal((await fetch(`${url}${path}`)).status, status, `${url === split.url ? 'main' : 'admin'} ${path}`);
  }
  await split.stop();
});

test('who is still sending when the gateway stops may end, and is told 503', async () => {
  const gateway = await start({ shutdownGraceMs: 5000 }, 1);
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.write('POST /invocations HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 17\r\n\r\n{"inst');
  await pause(300);
  const stopped = gateway.stop();
  await pause(1300);
  socket.write('ances":[1]}');
  await Promise.all([stopped, once(socket, 'close')]);
  assert.match(Buffer.concat(chunks).toString(), /^HTTP\/1\.1 503 [^]*connection: close[^]*"code":"DRAINING"/i);
});

test('an answer given while it stops is the last on its connection, and says so', async () => {
  const gateway = await start({ shutdownDelayMs: 300, shutdownGraceMs: 5000 }, 50);
  assert.equal((await invoke(gateway, 1)).headers.get('connection'), 'keep-alive');
  const underWay = invoke(gateway, 2);
  await pause(10);
  const stopped = gateway.stop();
  const replies = [await underWay, await invoke(gateway, 3)];
  assert.deepEqual(
    replies.map(({ status, headers }) => [status, headers.get('connection')]),
    [
      [200, 'close'],
      [200, 'close'],
    ],
  );
  await stopped;
});
