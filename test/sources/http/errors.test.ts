import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import type { Gateway } from '../../../src/gateway/index.ts';
import { metric, startTestGateway } from '../../support/gateway.ts';

let gateway: Gateway;

before(async () => {
  gateway = await startTestGateway({
    server: { bodyLimitBytes: 1000, maxBufferedBytes: 1500, requestTimeoutMs: 300 },
    endpoints: { fake: { upstream: { type: 'simulated', baseMs: 1, perItemMs: 0 } } },
  });
});
after(() => gateway.stop());

interface Answer {
  readonly status: number;
  readonly type: string | null;
  readonly code: string | undefined;
  readonly headers: Headers;
}

async function ask(path: string, init: RequestInit): Promise<Answer> {
  const reply = await fetch(`${gateway.url}${path}`, init);
  const text = await reply.text();
  assert.match(reply.headers.get('content-type') ?? '', /^application\/json/);
  assert.match(reply.headers.get('x-amzn-requestid') ?? '', /^[0-9a-f-]{36}$/);
  const body = JSON.parse(text) as { Message: string; code: string };
  assert.equal(typeof body.Message, 'string');
  return { status: reply.status, type: reply.headers.get('x-amzn-errortype'), code: body.code, headers: reply.headers };
}

function post(body: string | Buffer, headers: Record<string, string> = { 'content-type': 'application/json' }): RequestInit {
  return { method: 'POST', body, headers };
}

/** Sends raw bytes; all that came back until the connection closed. */
async function raw(bytes: string): Promise<string> {
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.write(bytes);
  await once(socket, 'close');
  return Buffer.concat(chunks).toString();
}

const CASES: readonly [string, string, RequestInit, number, string, string][] = [
  ['a body declared JSON that is not', '/invocations', post('{"instances":[1,'), 400, 'ValidationError', 'INVALID_JSON'],
  ['an unknown endpoint', '/endpoints/nobody/invocations', post('{}'), 400, 'ValidationError', 'UNKNOWN_ENDPOINT'],
  [
    'an endpoint name like a prototype',
    '/endpoints/__proto__/invocations',
    post('{}'),
    400,
    'ValidationError',
    'UNKNOWN_ENDPOINT',
  ],
  ['a body above the limit', '/invocations', post('x'.repeat(1001)), 413, 'ValidationError', 'BODY_TOO_LARGE'],
  ['a body far above the limit', '/invocations', post('x'.repeat(100_000)), 413, 'ValidationError', 'BODY_TOO_LARGE'],
  ['no such route', '/nowhere', { method: 'GET' }, 404, 'ValidationError', 'ROUTE_NOT_FOUND'],
  ['the wrong method', '/invocations', { method: 'GET' }, 405, 'ValidationError', 'METHOD_NOT_ALLOWED'],
  [
    'a content type that is none',
    '/invocations',
    post('{}', { 'content-type': 'garbage' }),
    415,
    'ValidationError',
    'INVALID_CONTENT_TYPE',
  ],
  ['a path that does not decode', '/endpoints/%zz/invocations', post('{}'), 400, 'ValidationError', 'MALFORMED_REQUEST'],
  [
    'an endpoint name too long to be one',
    `/endpoints/${'x'.repeat(300)}/invocations`,
    post('{}'),
    400,
    'ValidationError',
    'MALFORMED_REQUEST',
  ],
  [
    'a max wait that is no number',
    '/invocations',
    post('{}', { 'x-tidegate-max-wait-ms': 'soon' }),
    400,
    'ValidationError',
    'INVALID_HEADER',
  ],
  [
    'a timeout of nothing',
    '/invocations',
    post('{}', { 'x-tidegate-timeout-ms': '0' }),
    400,
    'ValidationError',
    'INVALID_HEADER',
  ],
];

for (const [name, path, init, status, type, code] of CASES) {
  test(`${name} is answered ${status} ${code} in the form of AWS`, async () => {
    const answer = await ask(path, init);
    assert.deepEqual([answer.status, answer.type, answer.code], [status, type, code]);
    const toldOfBatch = answer.headers.get('server-timing') ?? '';
    if (init.method === 'POST' && code !== 'MALFORMED_REQUEST') assert.match(toldOfBatch, /batch;desc="size=0 reason=none"/);
  });
}

test('a wrong method is told which one is right', async () => {
  const { headers } = await ask('/endpoints/fake/invocations', { method: 'DELETE' });
  assert.equal(headers.get('allow'), 'POST');
});

for (const [name, bytes, status, code] of [
  ['bytes that are not HTTP', 'GARBAGE\r\n\r\n', '400 Bad Request', 'MALFORMED_REQUEST'],
  [
    'headers too large',
    `GET /ping HTTP/1.1\r\nhost: a\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`,
    '431 Request Header Fields Too Large',
    'HEADERS_TOO_LARGE',
  ],
  [
    'a content length and chunks at once',
    'POST /invocations HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n',
    '400 Bad Request',
    'MALFORMED_REQUEST',
  ],
] as const) {
  test(`${name}: ${status}, in the form of AWS, and the connection closed`, async () => {
    const answer = await raw(bytes);
    assert.ok(answer.startsWith(`HTTP/1.1 ${status}\r\n`), answer);
    assert.match(answer, /x-amzn-errortype: ValidationError\r\n/);
    assert.match(answer, new RegExp(`"code":"${code}"`));
  });
}

test('a client too slow to send its request is answered 408', async () => {
  const answer = await raw('POST /invocations HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\n12');
  assert.ok(answer.startsWith('HTTP/1.1 408 Request Timeout\r\n'), answer);
  assert.match(answer, /"code":"CLIENT_TOO_SLOW"/);
});

test('bodies still arriving are bounded over all connections: 503 beyond, and room again when they are gone', async () => {
  const half = `POST /invocations HTTP/1.1\r\nhost: a\r\ncontent-length: 1000\r\n\r\n${'x'.repeat(900)}`;
  const slow = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  slow.on('error', () => {});
  slow.write(half);
  const full = async (): Promise<boolean> => (await ask('/invocations', post('y'.repeat(900)))).code === 'BUFFER_FULL';
  while (!(await full()));
  const refused = await ask('/invocations', post('y'.repeat(900)));
  assert.deepEqual([refused.status, refused.type], [503, 'ServiceUnavailable']);
  assert.ok(Number(refused.headers.get('retry-after')) >= 1);
  assert.ok(Number(refused.headers.get('x-amz-retry-after')) >= 1);
  slow.destroy();
  while (await full());
});

test('a missing content type, an unknown one and an empty body go to the model as they are', async () => {
  const answers = await Promise.all(
    [
      post(Buffer.from('{"instances":[1]}'), {}),
      post('{"instances":[2]}', { 'content-type': 'application/x-text' }),
      { method: 'POST' },
    ].map(async (init) => {
      const reply = await fetch(`${gateway.url}/invocations`, init);
      return [reply.status, await reply.text()] as const;
    }),
  );
  assert.deepEqual(answers[0], [200, '{"predictions":[1]}']);
  assert.deepEqual(answers[1], [200, '{"predictions":[2]}']);
  assert.equal(answers[2]?.[0], 424);
});

test('errors are counted by code under the endpoint, or under unknown', async () => {
  const before = await metric(gateway, 'tidegate_requests_total{door="http",endpoint="unknown",code="400"}');
  await ask('/endpoints/somebody-else/invocations', post('{}'));
  assert.equal(await metric(gateway, 'tidegate_requests_total{door="http",endpoint="unknown",code="400"}'), before + 1);
});

test('none of this stopped the gateway from answering', async () => {
  const reply = await fetch(`${gateway.url}/invocations`, post('{"instances":["fine"]}'));
  assert.deepEqual([reply.status, await reply.text()], [200, '{"predictions":["fine"]}']);
});
