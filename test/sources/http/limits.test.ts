import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { UserConfig } from '../../../src/config/index.ts';
import type { Gateway } from '../../../src/gateway/index.ts';
import { metric, startTestGateway } from '../../support/gateway.ts';
import { serveHttp } from '../../support/local-server.ts';

const HEAD = 'POST /invocations HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n';

async function start(
  context: TestContext,
  server: NonNullable<UserConfig['server']>,
  answer = Buffer.from('{"predictions":[1]}'),
): Promise<Gateway> {
  const url = await serveHttp(context, (request, response) => request.resume().once('end', () => response.end(answer)));
  const gateway = await startTestGateway({ server, endpoints: { a: { upstream: { type: 'http', url }, codec: 'passthrough' } } });
  context.after(() => gateway.stop());
  return gateway;
}

function open(context: TestContext, gateway: Gateway): Socket {
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1').on('error', () => {});
  context.after(() => socket.destroy());
  return socket;
}

function all(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve) => socket.once('close', () => resolve(Buffer.concat(chunks).toString())));
}

/** What has come when all that is looked for has. */
async function until(socket: Socket, wanted: RegExp): Promise<string> {
  let text = '';
  while (!wanted.test(text)) text += String(((await once(socket, 'data')) as [Buffer])[0]);
  return text;
}

async function statusOf(gateway: Gateway): Promise<number> {
  const reply = await fetch(`${gateway.url}/invocations`, { method: 'POST', body: 'x'.repeat(500) });
  await reply.arrayBuffer();
  return reply.status;
}

test('who announces much and sends next to nothing gives way to who needs the room; who is quick does not', {
  timeout: 20_000,
}, async (context) => {
  const gateway = await start(context, { maxBufferedBytes: 1000, requestTimeoutMs: 10_000 });
  const slow = open(context, gateway);
  const told = all(slow);
  slow.write(`${HEAD}content-length: 1000\r\n\r\n1`);
  await pause(300);
  assert.equal(await statusOf(gateway), 503, 'it is not judged by a moment');
  await pause(1000);
  assert.equal(await statusOf(gateway), 200);
  assert.match(await told, /^HTTP\/1\.1 408 .*"code":"CLIENT_TOO_SLOW"\}$/s);
  assert.equal(await metric(gateway, 'tidegate_slow_clients_total{stage="room"}'), 1);
  const quick = open(context, gateway);
  quick.write(`${HEAD}content-length: 1000\r\n\r\n${'x'.repeat(900)}`);
  await pause(1300);
  assert.equal(await statusOf(gateway), 503, 'who is quick is waited for');
  quick.write('x'.repeat(100));
  const [chunk] = (await once(quick, 'data')) as [Buffer];
  assert.match(chunk.toString(), /^HTTP\/1\.1 200 /);
});

test('an answer that nobody reads is cut in time, and holds room until then', { timeout: 20_000 }, async (context) => {
  const answer = Buffer.alloc(16 * 1_048_576, ' ');
  const gateway = await start(context, { responseTimeoutMs: 1500, maxBufferedBytes: 20 * 1_048_576 }, answer);
  const deaf = open(context, gateway);
  deaf.write(`${HEAD}content-length: 2\r\n\r\n{}`);
  while ((await metric(gateway, 'tidegate_requests_total{door="http",endpoint="a",code="200"}')) < 1) await pause(20);
  assert.equal(await metric(gateway, 'tidegate_slow_clients_total{stage="answer"}'), 0);
  while ((await metric(gateway, 'tidegate_slow_clients_total{stage="answer"}')) < 1) await pause(50);
  deaf.resume();
  await once(deaf, 'close');
  assert.ok(deaf.bytesRead < answer.length, `${deaf.bytesRead} bytes came`);
  assert.equal(await statusOf(gateway), 200, 'who reads gets all of it');
});

test('connections beyond the limit are closed, and counted', async (context) => {
  const gateway = await start(context, { maxConnections: 2 });
  const [one, other] = [open(context, gateway), open(context, gateway)];
  await Promise.all([one, other].map((socket) => once(socket, 'connect')));
  assert.equal(await all(open(context, gateway)), '');
  one.destroy();
  while ((await metric(gateway, 'tidegate_connections_refused_total{reason="limit"}').catch(() => 0)) < 1) await pause(20);
  // Else stopping would wait for its first request, as long as it may.
  other.destroy();
});

test('headers have a size and a time of their own; a connection has its number of requests', async (context) => {
  const gateway = await start(context, { maxHeaderBytes: 2048, headersTimeoutMs: 300, maxRequestsPerSocket: 2 });
  const big = open(context, gateway);
  big.write(`GET /ping HTTP/1.1\r\nhost: a\r\nx: ${'y'.repeat(3000)}\r\n\r\n`);
  assert.match(await all(big), /^HTTP\/1\.1 431 .*"code":"HEADERS_TOO_LARGE"/s);
  const slow = open(context, gateway);
  slow.write('GET /ping HTTP/1.1\r\n');
  assert.match(await all(slow), /^HTTP\/1\.1 408 .*"code":"CLIENT_TOO_SLOW"/s);
  assert.equal(await metric(gateway, 'tidegate_slow_clients_total{stage="request"}'), 1);
  const many = open(context, gateway);
  many.write('GET /ping HTTP/1.1\r\nhost: a\r\n\r\n'.repeat(2));
  // Node leaves it to the client to close then, and does so itself only as with any that is idle.
  assert.match(await until(many, /"ready".*"ready"/s), /^HTTP\/1\.1 200 .*HTTP\/1\.1 200 .*connection: close\r\n/is);
});
