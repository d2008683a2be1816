import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import type { Gateway } from '../../../src/gateway/index.ts';
import { startTestGateway } from '../../support/gateway.ts';

let gateway: Gateway;

before(async () => {
  gateway = await startTestGateway({
    endpoints: { a: { default: true, upstream: { type: 'simulated', baseMs: 1, perItemMs: 0 } } },
  });
});
after(() => gateway.stop());

/** Sends raw bytes; the one answer to them. */
async function answerTo(bytes: string): Promise<{ status: string | undefined; head: string; body: string }> {
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.write(bytes);
  await once(socket, 'close');
  const [head = '', body = ''] = Buffer.concat(chunks).toString().split('\r\n\r\n');
  return { status: /^HTTP\/1\.1 (\d{3})/.exec(head)?.[1], head, body };
}

/** Refusals that Node, or what serves files, would make in a form of their own. */
const REFUSED: Readonly<Record<string, readonly [bytes: string, status: string, code: string]>> = {
  'a request without a host': ['GET /ping HTTP/1.1\r\n\r\n', '400', 'MALFORMED_REQUEST'],
  'a file with a null byte in its name': [get('/docs/static/a%00.js'), '400', 'MALFORMED_REQUEST'],
  'a file outside of the files': [get('/docs/static/..%2f..%2fpackage.json'), '404', 'ROUTE_NOT_FOUND'],
  'a file that there is not': [get('/docs/static/nothing.js'), '404', 'ROUTE_NOT_FOUND'],
  'a file if it were another one': [get('/docs/static/swagger-ui.css', 'If-Match: "a"\r\n'), '400', 'MALFORMED_REQUEST'],
};

function get(path: string, more = ''): string {
  return `GET ${path} HTTP/1.1\r\nHost: a\r\n${more}Connection: close\r\n\r\n`;
}

for (const [name, [bytes, status, code]] of Object.entries(REFUSED)) {
  test(`${name} is refused in the form of any other error`, async () => {
    const answer = await answerTo(bytes);
    assert.equal(answer.status, status, answer.body);
    assert.match(answer.head, /^x-amzn-errortype: ValidationError\r?$/im);
    assert.match(answer.head, /^content-type: application\/json\r?$/im);
    const told = JSON.parse(answer.body) as { code: string; Message: string };
    assert.equal(told.code, code);
    assert.doesNotMatch(told.Message, /node_modules/);
  });
}

test('an expectation that nobody knows is left aside', async () => {
  const body = '{"instances":[1]}';
  const head = `POST /invocations HTTP/1.1\r\nHost: a\r\nExpect: miracles\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n`;
  assert.equal((await answerTo(head + body)).body, '{"predictions":[1]}');
});
