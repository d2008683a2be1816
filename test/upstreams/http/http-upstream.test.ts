import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import type { HttpUpstreamOptions } from '../../../src/upstreams/http/http-upstream.ts';
import { createHttpUpstream } from '../../../src/upstreams/http/index.ts';
import type { UpstreamCall } from '../../../src/upstreams/port.ts';
import { closedPort, echo, readBody, serveHttp, serveTcp } from '../../support/local-server.ts';
import { answerEndlessly } from '../endless-reply.ts';

const open = new AbortController().signal;

function callOf(body: string, headers: Record<string, string> = {}): UpstreamCall {
  return { headers, body: Buffer.from(body), itemCount: 1, cost: 1 };
}

function upstreamFor(test: TestContext, options: Partial<HttpUpstreamOptions> & { url: string }) {
  const upstream = createHttpUpstream({ forwardHeaders: [], ...options });
  test.after(() => upstream.close());
  return upstream;
}

describe('the request', () => {
  it('is a POST of the bytes to path and query', async (test) => {
    const seen: { method?: string | undefined; url?: string | undefined; body?: string } = {};
    const url = await serveHttp(test, async (request, response) => {
      Object.assign(seen, { method: request.method, url: request.url, body: (await readBody(request)).toString('latin1') });
      response.end();
    });
    const upstream = upstreamFor(test, { url: `${url}/base/invocations?variant=a` });
    await upstream.invoke({ ...callOf(''), body: Uint8Array.from([0, 255, 10]) }, open);
    assert.deepEqual(seen, { method: 'POST', url: '/base/invocations?variant=a', body: '\x00\xff\n' });
  });

  it("carries the call's headers and, apart from them, only those of the connection", async (test) => {
    let raw: string[] = [];
    const url = await serveHttp(test, (request, response) => {
      raw = request.rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
      response.end();
    });
    const headers = { 'content-type': 'application/json', accept: '*/*', 'x-model': 'a', 'x-tidegate-hop': 'h' };
    await upstreamFor(test, { url }).invoke(callOf('{}', headers), open);
    assert.deepEqual(raw.sort(), ['accept', 'connection', 'content-length', 'content-type', 'host', 'x-model', 'x-tidegate-hop']);
  });

  it('has no content type when the caller gave none', async (test) => {
    let seen: IncomingMessage['headers'] = {};
    const url = await serveHttp(test, (request, response) => {
      seen = request.headers;
      response.end();
    });
    await upstreamFor(test, { url }).invoke(callOf('x'), open);
    assert.equal('content-type' in seen, false);
  });

  // Two and not one: undici keeps a connection back for one turn of the event loop after each answer.
  it('keeps connections: calls one after the other take turns on at most two', async (test) => {
    const sockets = new Set<Socket>();
    const url = await serveHttp(test, (request, response) => {
      sockets.add(request.socket);
      void echo(request, response);
    });
    const upstream = upstreamFor(test, { url });
    for (let call = 0; call < 10; call += 1) await upstream.invoke(callOf(`${call}`), open);
    assert.ok(sockets.size <= 2, `${sockets.size} connections`);
  });
});

describe('the reply', () => {
  it('keeps status, body bytes and headers, joined where repeated, without those of the connection', async (test) => {
    const url = await serveHttp(test, (_request, response) => {
      response.sendDate = false;
      response.setHeader('Connection', 'keep-alive, X-Private');
      response.setHeader('X-Private', '1');
      response.setHeader('X-Many', ['a', 'b']);
      response.setHeader('Content-Type', 'text/csv');
      response.writeHead(422);
      response.write(Buffer.from([1, 2]));
      response.end(Buffer.from([255]));
    });
    const reply = await upstreamFor(test, { url }).invoke(callOf('x'), open);
    assert.deepEqual(reply, {
      status: 422,
      headers: { 'x-many': 'a, b', 'content-type': 'text/csv' },
      body: Buffer.from([1, 2, 255]),
    });
  });

  it('may be empty', async (test) => {
    const url = await serveHttp(test, (_request, response) => response.writeHead(204).end());
    const reply = await upstreamFor(test, { url }).invoke(callOf('x'), open);
    assert.deepEqual([reply.status, reply.body.length], [204, 0]);
  });

  it('is the final one when interim answers come before it', async (test) => {
    const url = await serveHttp(test, (_request, response) => {
      response.writeEarlyHints({ link: '</style.css>; rel=preload' });
      response.setHeader('x-final', '1');
      response.writeHead(201).end('done');
    });
    const reply = await upstreamFor(test, { url }).invoke(callOf('x'), open);
    assert.deepEqual([reply.status, reply.headers['x-final'], reply.headers['link']], [201, '1', undefined]);
  });
});

describe('a call without an answer', () => {
  it('is unreachable when nothing listens', async (test) => {
    const upstream = upstreamFor(test, { url: await closedPort() });
    await assert.rejects(upstream.invoke(callOf('x'), open), { name: 'UpstreamFailure', kind: 'unreachable' });
  });

  it('is broken when the connection closes after the request', async (test) => {
    const url = await serveHttp(test, (request) => request.socket.destroy());
    await assert.rejects(upstreamFor(test, { url }).invoke(callOf('x'), open), { name: 'UpstreamFailure', kind: 'broken' });
  });

  it('is broken when the connection is reset after the request', async (test) => {
    const url = await serveTcp(test, (socket) => socket.once('data', () => socket.resetAndDestroy()));
    await assert.rejects(upstreamFor(test, { url }).invoke(callOf('x'), open), { name: 'UpstreamFailure', kind: 'broken' });
  });

  it('is unreadable when the reply ends before its announced length', async (test) => {
    const url = await serveTcp(test, (socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf'));
    });
    await assert.rejects(upstreamFor(test, { url }).invoke(callOf('x'), open), { name: 'UpstreamFailure', kind: 'unreadable' });
  });

  it('is unreadable when a reply in chunks ends before its last', async (test) => {
    const url = await serveTcp(test, (socket) => {
      socket.once('data', () =>
        socket.end('HTTP/1.1 200 OK\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n'),
      );
    });
    await assert.rejects(upstreamFor(test, { url }).invoke(callOf('x'), open), { name: 'UpstreamFailure', kind: 'unreadable' });
  });

  it('is unreadable when the headers of the reply are too large', async (test) => {
    const url = await serveTcp(test, (socket) => {
      socket.once('data', () => socket.end(`HTTP/1.1 200 OK\r\nx-big: ${'x'.repeat(70_000)}\r\n\r\n`));
    });
    await assert.rejects(upstreamFor(test, { url }).invoke(callOf('x'), open), { name: 'UpstreamFailure', kind: 'unreadable' });
  });

  it('is unreadable when the reply is not HTTP', async (test) => {
    const url = await serveTcp(test, (socket) => socket.once('data', () => socket.end('SSH-2.0-OpenSSH_9.6\r\n')));
    await assert.rejects(upstreamFor(test, { url }).invoke(callOf('x'), open), { name: 'UpstreamFailure', kind: 'unreadable' });
  });

  it('is broken once only: the request is never sent a second time', async (test) => {
    let requests = 0;
    const url = await serveHttp(test, (request, response) => {
      requests += 1;
      if (requests === 2) request.socket.destroy();
      else response.end();
    });
    const upstream = upstreamFor(test, { url });
    await upstream.invoke(callOf('1'), open);
    await assert.rejects(upstream.invoke(callOf('2'), open), { kind: 'broken' });
    assert.equal(requests, 2);
  });
});

describe('a reply larger than accepted', () => {
  it('is not read to its end: the call fails as tooLarge and the connection ends', async (test) => {
    const ends = new EventEmitter();
    const url = await serveHttp(test, (_request, response) => answerEndlessly(response).then(() => ends.emit('ended')));
    const ended = once(ends, 'ended');
    const call = upstreamFor(test, { url, maxReplyBytes: 1_000_000 }).invoke(callOf('x'), open);
    await assert.rejects(call, { name: 'UpstreamFailure', kind: 'tooLarge', message: 'the reply is larger than 1000000 bytes' });
    await ended;
  });

  it('is one byte larger, and not one of the exact size', async (test) => {
    const upstream = upstreamFor(test, { url: await serveHttp(test, echo), maxReplyBytes: 3 });
    assert.equal(Buffer.from((await upstream.invoke(callOf('abc'), open)).body).toString(), 'abc');
    await assert.rejects(upstream.invoke(callOf('abcd'), open), { kind: 'tooLarge' });
    assert.equal((await upstream.invoke(callOf('ab'), open)).status, 200);
  });
});

describe('a connection that the server closed while idle', () => {
  it('is replaced without the caller noticing', async (test) => {
    const sockets: Socket[] = [];
    const url = await serveHttp(test, (request, response) => {
      sockets.push(request.socket);
      void echo(request, response);
    });
    const upstream = upstreamFor(test, { url });
    await upstream.invoke(callOf('1'), open);
    const [first] = sockets;
    assert.ok(first);
    first.destroy();
    await once(first, 'close');
    const reply = await upstream.invoke(callOf('2'), open);
    assert.equal(Buffer.from(reply.body).toString(), '2');
    assert.notEqual(sockets[1], first);
  });
});

describe('an abort', () => {
  it('before the call rejects with its reason and sends nothing', async (test) => {
    let requests = 0;
    const url = await serveHttp(test, (_request, response) => {
      requests += 1;
      response.end();
    });
    const upstream = upstreamFor(test, { url });
    const reason = new Error('left');
    await assert.rejects(upstream.invoke(callOf('x'), AbortSignal.abort(reason)), (thrown) => thrown === reason);
    await upstream.invoke(callOf('y'), open);
    assert.equal(requests, 1);
  });

  it('while connecting rejects with its reason and takes the request back', async (test) => {
    const bodies: string[] = [];
    const url = await serveHttp(test, async (request, response) => {
      bodies.push((await readBody(request)).toString());
      response.end();
    });
    const upstream = upstreamFor(test, { url });
    const leaving = new AbortController();
    const left = upstream.invoke(callOf('left'), leaving.signal);
    leaving.abort('gone');
    await assert.rejects(left, (thrown) => thrown === 'gone');
    await upstream.invoke(callOf('stayed'), open);
    assert.deepEqual(bodies, ['stayed']);
  });

  it('while the model works rejects with its reason and ends the connection', async (test) => {
    const arrivals = new EventEmitter();
    const url = await serveHttp(test, (request) => arrivals.emit('arrived', request.socket));
    const arrived = once(arrivals, 'arrived');
    const leaving = new AbortController();
    const call = upstreamFor(test, { url }).invoke(callOf('x'), leaving.signal);
    const [socket] = await arrived;
    const reason = new Error('left');
    leaving.abort(reason);
    await assert.rejects(call, (thrown) => thrown === reason);
    await once(socket, 'close');
  });
});

describe('the options', () => {
  it('give the names of the forwarded headers in lower case, each once', (test) => {
    const upstream = upstreamFor(test, { url: 'http://127.0.0.1/', forwardHeaders: ['X-Model', 'x-model', 'Accept', 'x-b'] });
    assert.deepEqual([upstream.callerHeaders, upstream.aloneHeaders], [['x-model', 'x-b'], []]);
  });

  for (const name of [
    'Connection',
    'host',
    'Content-Length',
    'transfer-encoding',
    'Keep-Alive',
    'upgrade',
    'TE',
    'trailer',
    'Proxy-Anything',
    'expect',
    'accept-encoding',
    'no name',
    '',
  ]) {
    it(`refuse to forward ${JSON.stringify(name)}`, () => {
      assert.throws(() => createHttpUpstream({ url: 'http://127.0.0.1/', forwardHeaders: [name] }), /forwardHeaders/);
    });
  }

  for (const url of ['ftp://127.0.0.1/', 'nothing', 'http://user@127.0.0.1/', 'http://:secret@127.0.0.1/']) {
    it(`refuse the url ${url}`, () => {
      assert.throws(() => createHttpUpstream({ url, forwardHeaders: [] }), /`url`/);
    });
  }

  it('refuse a url without telling its password', () => {
    for (const url of ['http://user:secret@127.0.0.1/', 'ftp://user:secret@127.0.0.1/']) {
      assert.throws(
        () => createHttpUpstream({ url, forwardHeaders: [] }),
        (thrown: Error) => !thrown.message.includes('secret'),
      );
    }
  });

  it('forward names that only begin like those of the connection', (test) => {
    const names = ['te-st', 'x-host', 'hostname', 'expected', 'proxy'];
    assert.deepEqual(upstreamFor(test, { url: 'http://127.0.0.1/', forwardHeaders: names }).callerHeaders, names);
  });
});

describe('close', () => {
  it('ends calls under way and refuses later ones', async (test) => {
    const arrivals = new EventEmitter();
    const url = await serveHttp(test, () => arrivals.emit('arrived'));
    const arrived = once(arrivals, 'arrived');
    const upstream = upstreamFor(test, { url });
    const call = assert.rejects(upstream.invoke(callOf('x'), open), { kind: 'broken' });
    await arrived;
    await upstream.close();
    await call;
    await assert.rejects(upstream.invoke(callOf('x'), open), { kind: 'unreachable' });
  });
});
