import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { createHttpUpstream } from '../../../src/upstreams/http/index.ts';
import type { Upstream } from '../../../src/upstreams/port.ts';
import { createSageMakerUpstream } from '../../../src/upstreams/sagemaker/index.ts';
import { startTestGateway } from '../../support/gateway.ts';
import { echo, serveHttp } from '../../support/local-server.ts';

const ATTRIBUTES = 'x-amzn-sagemaker-custom-attributes';

const UPSTREAMS: Readonly<Record<string, (url: string) => Upstream>> = {
  http: (url) => createHttpUpstream({ url, forwardHeaders: [ATTRIBUTES] }),
  sagemaker: (url) => {
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
    return createSageMakerUpstream({ endpointName: 'm', region: 'us-east-1', endpointUrl: url });
  },
};

for (const [type, create] of Object.entries(UPSTREAMS)) {
  for (const [name, value] of Object.entries({
    'a line end': 'a\r\nx-injected: 1',
    'a line feed': 'a\nx-injected: 1',
    'a carriage return': 'a\rx-injected: 1',
    'a null byte': 'a\0b',
    'a line end folded': 'a\r\n b',
    // Its low byte is a line feed: who cuts characters down to bytes sends one.
    'a character beyond Latin-1': 'a\u560d\u560ax-injected: 1',
    'a line separator of Unicode': 'a\u2028x-injected: 1',
  })) {
    test(`a header with ${name}, as a stream or a file may bring, does not reach the model of an ${type} upstream`, async (context) => {
      let seen = 0;
      const url = await serveHttp(context, (request, response) => {
        seen += 1;
        return echo(request, response);
      });
      const upstream = create(url);
      context.after(() => upstream.close());
      const call = { headers: { [ATTRIBUTES]: value }, body: Buffer.from('{}'), itemCount: 1, cost: 1 };
      await assert.rejects(upstream.invoke(call, new AbortController().signal));
      assert.equal(seen, 0, 'the model was called');
    });
  }
}

/** A gateway before a model that answers with what it was sent. */
async function echoing(
  context: Parameters<typeof serveHttp>[0],
  codec: string | { name: string; items: string; results: string },
) {
  const seen: { headers: Record<string, unknown>; body: string }[] = [];
  const url = await serveHttp(context, async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    seen.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    response.end(JSON.stringify({ predictions: [1] }));
  });
  const gateway = await startTestGateway({
    endpoints: { a: { upstream: { type: 'http', url, forwardHeaders: [ATTRIBUTES] }, codec } },
  });
  context.after(() => gateway.stop());
  return { gateway, seen };
}

test('bytes above ASCII in a header reach the model as they came', async (context) => {
  const { gateway, seen } = await echoing(context, 'passthrough');
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  const head = `POST /invocations HTTP/1.1\r\nhost: a\r\n${ATTRIBUTES}: \xe9\xff\xc2\x85end\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}`;
  socket.write(Buffer.from(head, 'latin1'));
  socket.resume();
  await once(socket, 'close');
  assert.equal(seen[0]?.headers[ATTRIBUTES], '\xe9\xff\xc2\x85end');
});

test('names like those of prototypes are keys and headers like any others', async (context) => {
  const { gateway, seen } = await echoing(context, { name: 'json', items: '/instances', results: '/predictions' });
  const body =
    '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"instances":[{"__proto__":{"polluted":1}}],"toString":1}';
  const lines = ['content-type: application/json', '__proto__: polluted', 'constructor: x', 'x-tidegate-priority: 0'].map(
    (line) => `${line}\r\n`,
  );
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  const target = '/invocations?__proto__[polluted]=1&constructor[prototype][polluted]=1&__proto__=x';
  socket.write(
    `POST ${target} HTTP/1.1\r\nhost: a\r\n${lines.join('')}content-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
  );
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  await once(socket, 'close');
  assert.match(Buffer.concat(chunks).toString(), /^HTTP\/1\.1 200 /);
  assert.equal(seen[0]?.body, body);
  assert.equal(Reflect.get({}, 'polluted'), undefined);
});
