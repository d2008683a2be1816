import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import type { Gateway } from '../../../src/gateway/index.ts';
import { metricSum, startTestGateway } from '../../support/gateway.ts';

let gateway: Gateway;

before(async () => {
  gateway = await startTestGateway({
    server: { requestTimeoutMs: 500 },
    endpoints: {
      a: { default: true, upstream: { type: 'simulated', baseMs: 1, perItemMs: 0 } },
      smuggled: { upstream: { type: 'simulated', baseMs: 1, perItemMs: 0 } },
    },
  });
});
after(() => gateway.stop());

const HEAD = 'POST /invocations HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n';
const BODY = '{"instances":[1]}';
const CHUNKED = `11\r\n${BODY}\r\n0\r\n\r\n`;
/** What an attacker would have the gateway, or what is in front of it, take for a request of its own. */
const SMUGGLED = 'POST /endpoints/smuggled/invocations HTTP/1.1\r\nHost: a\r\nContent-Length: 17\r\nX-Rest: ';

/** Sends bytes; the status of every answer until the gateway closes the connection. */
async function statusesOf(bytes: string): Promise<readonly string[]> {
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk)).on('error', () => {});
  socket.write(Buffer.from(bytes, 'latin1'));
  await once(socket, 'close');
  const text = Buffer.concat(chunks).toString('latin1');
  return [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => status ?? '');
}

/** How the first request of a connection may be ambiguous, and what must come back: one answer that says no, and no more. */
const REFUSED: Readonly<Record<string, string>> = {
  'a length and chunks': `${HEAD}Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${SMUGGLED}`,
  'chunks and a length': `${HEAD}Transfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n0\r\n\r\n${SMUGGLED}`,
  'two lengths that differ': `${HEAD}Content-Length: 17\r\nContent-Length: 0\r\n\r\n${BODY}${SMUGGLED}`,
  'two lengths that agree': `${HEAD}Content-Length: 17\r\nContent-Length: 17\r\n\r\n${BODY}${SMUGGLED}`,
  'a list of lengths': `${HEAD}Content-Length: 17, 17\r\n\r\n${BODY}${SMUGGLED}`,
  'a length with a sign': `${HEAD}Content-Length: +17\r\n\r\n${BODY}${SMUGGLED}`,
  'a negative length': `${HEAD}Content-Length: -1\r\n\r\n${BODY}${SMUGGLED}`,
  'a length in hexadecimal': `${HEAD}Content-Length: 0x11\r\n\r\n${BODY}${SMUGGLED}`,
  'a length beyond 64 bits': `${HEAD}Content-Length: 18446744073709551633\r\n\r\n${BODY}${SMUGGLED}`,
  'an empty length': `${HEAD}Content-Length:\r\n\r\n${BODY}${SMUGGLED}`,
  'a space before the colon of the length': `${HEAD}Content-Length : 17\r\n\r\n${BODY}${SMUGGLED}`,
  'a space before the colon of the encoding': `${HEAD}Transfer-Encoding : chunked\r\n\r\n${CHUNKED}${SMUGGLED}`,
  'an encoding that is not chunked': `${HEAD}Transfer-Encoding: xchunked\r\n\r\n${CHUNKED}${SMUGGLED}`,
  'chunked, and then another encoding': `${HEAD}Transfer-Encoding: chunked, identity\r\n\r\n${CHUNKED}${SMUGGLED}`,
  'two encodings': `${HEAD}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n${CHUNKED}${SMUGGLED}`,
  'an encoding with a vertical tab': `${HEAD}Transfer-Encoding: \x0bchunked\r\n\r\n${CHUNKED}${SMUGGLED}`,
  'an encoding over two lines': `${HEAD}Transfer-Encoding:\r\n chunked\r\n\r\n${CHUNKED}${SMUGGLED}`,
  'a folded header': `${HEAD}X-Note: a\r\n Content-Length: 0\r\nContent-Length: 17\r\n\r\n${BODY}${SMUGGLED}`,
  'headers that end in a line feed alone': `${HEAD.replaceAll('\r\n', '\n')}Content-Length: 17\n\n${BODY}${SMUGGLED}`,
  'one header that ends in a line feed alone': `${HEAD}X-Note: a\nContent-Length: 17\r\n\r\n${BODY}${SMUGGLED}`,
  'a carriage return inside a header': `${HEAD}X-Note: a\rContent-Length: 0\r\nContent-Length: 17\r\n\r\n${BODY}${SMUGGLED}`,
  'a null byte inside a header': `${HEAD}X-Note: a\0b\r\nContent-Length: 17\r\n\r\n${BODY}${SMUGGLED}`,
  'a header without a name': `${HEAD}: a\r\nContent-Length: 17\r\n\r\n${BODY}${SMUGGLED}`,
  'a header without a colon': `${HEAD}X-Note\r\nContent-Length: 17\r\n\r\n${BODY}${SMUGGLED}`,
  'a space at the start of the headers': `${HEAD.replace('Host', ' Host')}Content-Length: 17\r\n\r\n${BODY}${SMUGGLED}`,
  'a chunk size with a sign': `${HEAD}Transfer-Encoding: chunked\r\n\r\n+11\r\n${BODY}\r\n0\r\n\r\n${SMUGGLED}`,
  'a chunk size with a prefix': `${HEAD}Transfer-Encoding: chunked\r\n\r\n0x11\r\n${BODY}\r\n0\r\n\r\n${SMUGGLED}`,
  'a chunk size beyond 64 bits': `${HEAD}Transfer-Encoding: chunked\r\n\r\n10000000000000011\r\n${BODY}\r\n0\r\n\r\n${SMUGGLED}`,
  'chunks that end in a line feed alone': `${HEAD}Transfer-Encoding: chunked\r\n\r\n11\n${BODY}\n0\n\n${SMUGGLED}`,
  'a chunk longer than it says': `${HEAD}Transfer-Encoding: chunked\r\n\r\n10\r\n${BODY}\r\n0\r\n\r\n${SMUGGLED}`,
  'a trailer with a length': `${HEAD}Transfer-Encoding: chunked\r\n\r\n11\r\n${BODY}\r\n0\r\nContent-Length: 5\r\n\r\n${SMUGGLED}`,
  'no host': `POST /invocations HTTP/1.1\r\nContent-Length: 17\r\n\r\n${BODY}`,
  'a version that there is not': `${HEAD.replace('HTTP/1.1', 'HTTP/1.9')}Content-Length: 17\r\n\r\n${BODY}${SMUGGLED}`,
  'a target with a space': `${HEAD.replace('/invocations', '/invocations x')}Content-Length: 17\r\n\r\n${BODY}${SMUGGLED}`,
};

for (const [name, bytes] of Object.entries(REFUSED)) {
  test(`a request with ${name} is refused once, and its connection closed`, { timeout: 10_000 }, async () => {
    assert.deepEqual(await statusesOf(bytes), ['400']);
    assert.equal(await metricSum(gateway, 'tidegate_batches_total'), 0, 'a model was called');
  });
}

/** What is unusual and clear: read by everybody in the same way. */
const ANSWERED: Readonly<Record<string, readonly [bytes: string, statuses: readonly string[]]>> = {
  'two requests at once': [
    `${HEAD}Content-Length: 17\r\n\r\n${BODY}${HEAD}Content-Length: 17\r\nConnection: close\r\n\r\n${BODY}`,
    ['200', '200'],
  ],
  'chunks with an extension, and a trailer': [
    `${HEAD}Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n11;a=b\r\n${BODY}\r\n0\r\nX-Trailer: 5\r\n\r\n`,
    ['200'],
  ],
  'an encoding in capitals': [`${HEAD}Transfer-Encoding: CHUNKED\r\nConnection: close\r\n\r\n${CHUNKED}`, ['200']],
  'two hosts': [`${HEAD}Host: b\r\nContent-Length: 17\r\nConnection: close\r\n\r\n${BODY}`, ['200']],
  'a request inside the body of one that has none by its method': [
    `GET /ping HTTP/1.1\r\nHost: a\r\nContent-Length: ${SMUGGLED.length}\r\nConnection: close\r\n\r\n${SMUGGLED}`,
    ['200'],
  ],
  'a request behind one that says close': [
    `GET /ping HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n${SMUGGLED}\r\n\r\n${BODY}`,
    ['200'],
  ],
  'an upgrade that nobody offers': [
    `GET /ping HTTP/1.1\r\nHost: a\r\nConnection: upgrade, close\r\nUpgrade: h2c\r\n\r\n`,
    ['200'],
  ],
};

for (const [name, [bytes, statuses]] of Object.entries(ANSWERED)) {
  test(`${name}: answered ${statuses.length === 1 ? 'once' : 'each once'}`, { timeout: 10_000 }, async () => {
    assert.deepEqual(await statusesOf(bytes), statuses);
    const text = await (await fetch(`${gateway.url}/metrics`)).text();
    assert.doesNotMatch(text, /^tidegate_requests_total\{[^}]*endpoint="smuggled"/m);
  });
}
