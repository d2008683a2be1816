import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { describe, it, type TestContext } from 'node:test';
import type { Upstream, UpstreamCall } from '../../../src/upstreams/port.ts';
import { createSageMakerUpstream } from '../../../src/upstreams/sagemaker/index.ts';
import { refusal } from '../../../src/upstreams/sagemaker/refusal.ts';
import { createRuntimeClient } from '../../../src/upstreams/sagemaker/runtime-client.ts';
import { closedPort } from '../../support/local-server.ts';
import { answerEndlessly } from '../endless-reply.ts';
import { awsEnvironment, FAKE_CREDENTIALS, type Received, sampleError, stubSageMaker } from './sagemaker-stub.ts';

const open = (): AbortSignal => new AbortController().signal;

function callOf(body: string, headers: Record<string, string> = {}): UpstreamCall {
  return { headers, body: Buffer.from(body), itemCount: 1, cost: 1 };
}

/** A stub, an upstream that calls it, and what the stub received. */
async function connect(
  test: TestContext,
  answer: (response: ServerResponse, received: Received) => void,
  options: { path?: string; maxSockets?: number; maxReplyBytes?: number } = {},
) {
  awsEnvironment(test, FAKE_CREDENTIALS);
  const { path = '', ...rest } = options;
  const stub = await stubSageMaker(test, answer);
  return { ...stub, upstream: upstreamAt(test, stub.url + path, rest) };
}

function upstreamAt(
  test: TestContext,
  endpointUrl: string,
  options: { maxSockets?: number; maxReplyBytes?: number } = {},
): Upstream {
  const upstream = createSageMakerUpstream({ endpointName: 'flan-t5', region: 'eu-west-3', endpointUrl, ...options });
  test.after(() => upstream.close());
  return upstream;
}

describe('the request', () => {
  it('is a signed InvokeEndpoint with the bytes of the body', async (test) => {
    const { upstream, received } = await connect(test, (response) => response.end());
    await upstream.invoke({ ...callOf(''), body: Uint8Array.from([0, 255, 10]) }, open());
    const [request] = received;
    assert.deepEqual(
      [request?.method, request?.url, request?.body],
      ['POST', '/endpoints/flan-t5/invocations', Buffer.from([0, 255, 10])],
    );
    assert.match(
      request?.headers.authorization ?? '',
      /^AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE\/\d{8}\/eu-west-3\/sagemaker\/aws4_request/,
    );
  });

  it('keeps the base path of endpointUrl', async (test) => {
    const { upstream, received } = await connect(test, (response) => response.end(), { path: '/base' });
    await upstream.invoke(callOf('x'), open());
    assert.equal(received[0]?.url, '/base/endpoints/flan-t5/invocations');
  });

  it('carries every header of the caller and the hop header, all of them signed', async (test) => {
    const { upstream, received } = await connect(test, (response) => response.end());
    const named = [...upstream.callerHeaders, 'content-type', 'x-tidegate-hop'];
    const headers = Object.fromEntries(named.map((name, index) => [name, `value-${index}`]));
    await upstream.invoke(callOf('x', { ...headers, accept: 'text/csv' }), open());
    const seen = received[0]?.headers ?? {};
    assert.deepEqual(Object.fromEntries(named.map((name) => [name, seen[name]])), headers);
    assert.equal(seen.accept, 'text/csv');
    const signed = /SignedHeaders=([^,]+)/.exec(seen.authorization ?? '')?.[1]?.split(';') ?? [];
    assert.deepEqual(
      named.filter((name) => !signed.includes(name)),
      [],
    );
  });

  it('has no content type and no accept when the caller gave none', async (test) => {
    const { upstream, received } = await connect(test, (response) => response.end());
    await upstream.invoke(callOf('x'), open());
    assert.deepEqual([received[0]?.headers['content-type'], received[0]?.headers.accept], [undefined, undefined]);
  });

  it('reuses its connection, and opens no more than maxSockets', async (test) => {
    const { upstream, received } = await connect(test, (response) => response.end(), { maxSockets: 1 });
    await Promise.all([upstream.invoke(callOf('1'), open()), upstream.invoke(callOf('2'), open())]);
    await upstream.invoke(callOf('3'), open());
    assert.equal(new Set(received.map(({ request }) => request.socket)).size, 1);
  });
});

describe('the reply', () => {
  it('keeps status, body bytes and the headers of the API', async (test) => {
    const headers = {
      'content-type': 'text/csv',
      'x-amzn-requestid': 'id',
      'x-amzn-invoked-production-variant': 'blue',
      'x-amzn-sagemaker-custom-attributes': 'trace=1',
      'x-amzn-sagemaker-new-session-id': 's; Expires=2030-01-01T00:00:00Z',
      'x-amzn-sagemaker-closed-session-id': 's0',
    };
    const { upstream } = await connect(test, (response) => response.writeHead(200, headers).end(Buffer.from([1, 255])));
    assert.deepEqual(await upstream.invoke(callOf('x'), open()), { status: 200, headers, body: Buffer.from([1, 255]) });
  });

  for (const name of [
    'ModelError.client',
    'ModelError.timeout',
    'ThrottlingException',
    'ValidationError.noEndpoint',
    'ServiceUnavailable',
    'InternalDependencyException',
    'ModelNotReadyException',
  ]) {
    it(`gives ${name} as it came, byte for byte, after one attempt`, async (test) => {
      const error = sampleError(name);
      const { upstream, received } = await connect(test, (response) =>
        response.writeHead(error.status, error.headers).end(error.text),
      );
      const reply = await upstream.invoke(callOf('x'), open());
      assert.deepEqual([reply.status, Buffer.from(reply.body).toString()], [error.status, error.text]);
      assert.deepEqual(
        reply.headers,
        Object.fromEntries(Object.entries(error.headers).map(([header, value]) => [header.toLowerCase(), value])),
      );
      assert.equal(received.length, 1);
    });
  }

  it('gives an error body that is no JSON as it came', async (test) => {
    const html = '<html>502 Bad Gateway</html>';
    const { upstream } = await connect(test, (response) => response.writeHead(502, { 'content-type': 'text/html' }).end(html));
    const reply = await upstream.invoke(callOf('x'), open());
    assert.deepEqual(
      [reply.status, reply.headers, Buffer.from(reply.body).toString()],
      [502, { 'content-type': 'text/html' }, html],
    );
  });

  for (const [given, headers, body] of [
    ['the header with a URI', { 'x-amzn-errortype': 'ThrottlingException:http://internal.amazon.com/' }, '{}'],
    ['code', {}, '{"code":"ThrottlingException"}'],
    ['__type with a namespace', {}, '{"__type":"com.amazon.coral#ThrottlingException"}'],
  ] as const) {
    it(`names the error of ${given} in x-amzn-errortype`, async (test) => {
      const { upstream } = await connect(test, (response) => response.writeHead(400, headers).end(body));
      const reply = await upstream.invoke(callOf('x'), open());
      assert.equal(reply.headers['x-amzn-errortype'], 'ThrottlingException');
    });
  }

  for (const type of ['Fehler–im–Modell', 'a b', '', 'x'.repeat(129)]) {
    it(`names an error UnknownError whose own name is none: ${JSON.stringify(type.slice(0, 20))}`, async (test) => {
      const body = JSON.stringify({ __type: type });
      const { upstream } = await connect(test, (response) => response.writeHead(400).end(body));
      const reply = await upstream.invoke(callOf('x'), open());
      assert.deepEqual([reply.headers['x-amzn-errortype'], Buffer.from(reply.body).toString()], ['UnknownError', body]);
    });
  }

  it('gives expired credentials, as the service says it, as 403', async (test) => {
    const headers = { 'x-amzn-errortype': 'ExpiredTokenException' };
    const body = '{"message":"The security token included in the request is expired"}';
    const { upstream } = await connect(test, (response) => response.writeHead(403, headers).end(body));
    const reply = await upstream.invoke(callOf('x'), open());
    assert.deepEqual([reply.status, reply.headers, Buffer.from(reply.body).toString()], [403, headers, body]);
  });
});

describe('a call that cannot be made', () => {
  it('for want of credentials is answered 403 AccessDeniedException', async (test) => {
    awsEnvironment(test, {});
    const reply = await upstreamAt(test, 'http://127.0.0.1:9').invoke(callOf('x'), open());
    assert.deepEqual([reply.status, reply.headers['x-amzn-errortype']], [403, 'AccessDeniedException']);
    assert.match(JSON.parse(Buffer.from(reply.body).toString()).Message, /credentials/);
  });

  it('for want of a region is answered 400 ValidationError', async (test) => {
    awsEnvironment(test, FAKE_CREDENTIALS);
    const upstream = createSageMakerUpstream({ endpointName: 'flan-t5' });
    const reply = await upstream.invoke(callOf('x'), open());
    assert.deepEqual([reply.status, reply.headers['x-amzn-errortype']], [400, 'ValidationError']);
    assert.match(JSON.parse(Buffer.from(reply.body).toString()).Message, /[Rr]egion/);
  });
});

describe('an error of a service that gives credentials', () => {
  it('is given under a name that a header can hold', () => {
    const thrown = Object.assign(new Error('no'), { name: 'Fehler–hier', $metadata: { httpStatusCode: 403 } });
    assert.deepEqual([refusal(thrown).status, refusal(thrown).headers['x-amzn-errortype']], [403, 'UnknownError']);
  });
});

describe('a call without an answer', () => {
  it('is unreachable when nothing listens', async (test) => {
    awsEnvironment(test, FAKE_CREDENTIALS);
    const call = upstreamAt(test, await closedPort()).invoke(callOf('x'), open());
    await assert.rejects(call, { name: 'UpstreamFailure', kind: 'unreachable' });
  });

  it('is broken, and not sent again, when the connection closes after the request', async (test) => {
    const { upstream, received } = await connect(test, (_response, { request }) => request.socket.destroy());
    await assert.rejects(upstream.invoke(callOf('x'), open()), { name: 'UpstreamFailure', kind: 'broken' });
    assert.equal(received.length, 1);
  });

  it('is unreadable when the reply ends before its announced length', async (test) => {
    const { upstream } = await connect(test, (response, { request }) => {
      response.writeHead(200, { 'content-length': '10' }).write('half', () => request.socket.end());
    });
    await assert.rejects(upstream.invoke(callOf('x'), open()), { name: 'UpstreamFailure', kind: 'unreadable' });
  });

  it('is unreadable when the reply is not HTTP', async (test) => {
    const { upstream } = await connect(test, (_response, { request }) => request.socket.end('SSH-2.0-OpenSSH_9.6\r\n'));
    await assert.rejects(upstream.invoke(callOf('x'), open()), { name: 'UpstreamFailure', kind: 'unreadable' });
  });

  it('is tooLarge, and its connection ends, when the reply is larger than accepted', async (test) => {
    const ends = new EventEmitter();
    const answer = (response: ServerResponse): void => void answerEndlessly(response).then(() => ends.emit('ended'));
    const { upstream } = await connect(test, answer, { maxReplyBytes: 1_000_000 });
    const ended = once(ends, 'ended');
    await assert.rejects(upstream.invoke(callOf('x'), open()), { name: 'UpstreamFailure', kind: 'tooLarge' });
    await ended;
  });

  it('is none of these when the reply is as large as accepted', async (test) => {
    const { upstream } = await connect(test, (response) => response.end('abc'), { maxReplyBytes: 3 });
    assert.equal((await upstream.invoke(callOf('x'), open())).body.length, 3);
  });

  it('after close is unreachable', async (test) => {
    const { upstream } = await connect(test, (response) => response.end());
    await upstream.invoke(callOf('x'), open());
    await upstream.close();
    await assert.rejects(upstream.invoke(callOf('x'), open()), { name: 'UpstreamFailure', kind: 'unreachable' });
  });
});

describe('a clock that is an hour off', () => {
  const HOUR_MS = 3_600_000;
  const date = (): string => new Date(Date.now() + HOUR_MS).toUTCString();
  const timeOf = (ms: number): string => new Date(ms).toISOString().replaceAll(/[-:]/g, '');
  const refuse = (response: ServerResponse): void => {
    const headers = { date: date(), 'x-amzn-errortype': 'InvalidSignatureException' };
    response.writeHead(403, headers).end('{"message":"Signature expired"}');
  };

  it('costs the first calls a refusal, which callers hear nothing of', async (test) => {
    const inTime = (signedAt: string): boolean => signedAt > timeOf(Date.now() + HOUR_MS / 2);
    const { upstream, received } = await connect(test, (response, { headers }) => {
      if (inTime(String(headers['x-amz-date']))) response.writeHead(200, { date: date() }).end('answered');
      else refuse(response);
    });
    const replies = await Promise.all(['a', 'b'].map((body) => upstream.invoke(callOf(body), open())));
    replies.push(await upstream.invoke(callOf('c'), open()));
    assert.deepEqual(new Set(replies.map(({ status, body }) => `${status} ${body.toString()}`)), new Set(['200 answered']));
    assert.equal(received.length, 5);
    assert.deepEqual(received.map(({ body }) => body.toString()).toSorted(), ['a', 'a', 'b', 'b', 'c']);
  });

  it('hides no refusal that has another reason: one more call, and it comes as it was said', async (test) => {
    const { upstream, received } = await connect(test, refuse);
    assert.equal((await upstream.invoke(callOf('x'), open())).status, 403);
    assert.equal((await upstream.invoke(callOf('x'), open())).status, 403);
    assert.equal(received.length, 3);
  });
});

describe('an abort', () => {
  it('before the call rejects with its reason and sends nothing', async (test) => {
    const { upstream, received } = await connect(test, (response) => response.end());
    await assert.rejects(upstream.invoke(callOf('x'), AbortSignal.abort('left')), (thrown) => thrown === 'left');
    await upstream.invoke(callOf('y'), open());
    assert.equal(received.length, 1);
  });

  it('while the SDK waits for credentials rejects with its reason', async (test) => {
    awsEnvironment(test, {});
    const options = { endpointName: 'flan-t5', region: 'eu-west-3', endpointUrl: 'http://127.0.0.1:9' };
    const client = createRuntimeClient(options);
    client.config.credentials = () => new Promise(() => {});
    const leaving = new AbortController();
    const call = createSageMakerUpstream(options, client).invoke(callOf('x'), leaving.signal);
    leaving.abort('left');
    await assert.rejects(call, (thrown) => thrown === 'left');
  });

  it('while the endpoint works rejects with its reason and ends the connection', async (test) => {
    const arrivals = new EventEmitter();
    const { upstream } = await connect(test, (_response, { request }) => arrivals.emit('arrived', request.socket));
    const arrived = once(arrivals, 'arrived');
    const leaving = new AbortController();
    const call = upstream.invoke(callOf('x'), leaving.signal);
    const [socket] = await arrived;
    const reason = new Error('left');
    leaving.abort(reason);
    await assert.rejects(call, (thrown) => thrown === reason);
    await once(socket, 'close');
  });
});

describe('the header lists', () => {
  it('make sessions, explanations and inference ids go alone, and are all among what is sent on', (test) => {
    const upstream = upstreamAt(test, 'http://127.0.0.1:9');
    assert.deepEqual([...upstream.aloneHeaders].sort(), [
      'x-amzn-sagemaker-enable-explanations',
      'x-amzn-sagemaker-inference-id',
      'x-amzn-sagemaker-session-id',
    ]);
    assert.ok(upstream.aloneHeaders.every((name) => upstream.callerHeaders.includes(name)));
  });
});
