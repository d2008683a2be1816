import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:https';
import { test } from 'node:test';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import type { UserConfig } from '../../src/config/index.ts';
import type { Gateway } from '../../src/gateway/index.ts';
import { file } from '../auth/files.ts';
import { issue } from '../support/certificates.ts';
import { startTestGateway } from '../support/gateway.ts';

const HOUR_MS = 3_600_000;
const EXPIRED = { from: new Date(Date.now() - 2 * HOUR_MS), to: new Date(Date.now() - HOUR_MS) };
const authority = issue({ name: 'authority', isAuthority: true });
const stranger = issue({ name: 'stranger', isAuthority: true });
const own = issue({ name: 'gateway', by: authority });
const CLIENTS = {
  good: issue({ name: 'client', by: authority }),
  expired: issue({ name: 'expired', by: authority, ...EXPIRED }),
  early: issue({ name: 'early', by: authority, from: new Date(Date.now() + HOUR_MS) }),
  stranger: issue({ name: 'client', by: stranger }),
  selfSigned: issue({ name: 'client' }),
};

function filesOf(name: string, issued: { readonly cert: string; readonly key: string }) {
  return { certFile: file(`${name}.pem`, issued.cert), keyFile: file(`${name}.key`, issued.key) };
}

function start(server: UserConfig['server'], admin: UserConfig['admin'] = {}): Promise<Gateway> {
  return startTestGateway({
    server: { reloadSeconds: 0, ...server },
    admin,
    endpoints: { a: { upstream: { type: 'simulated', baseMs: 1, perItemMs: 0 } } },
  });
}

const mutual = { ...filesOf('own', own), caFile: file('ca.pem', authority.cert), clientAuth: 'required' } as const;

interface Answer {
  readonly status: number | undefined;
  readonly type: unknown;
  readonly body: string;
}

function ask(
  url: string,
  client: { readonly cert?: string; readonly key?: string } = {},
  path = '/invocations',
): Promise<Answer> {
  const { cert, key } = client;
  const method = path === '/invocations' ? 'POST' : 'GET';
  return new Promise((resolve, reject) => {
    const options = { method, ca: authority.cert, cert, key, agent: false, headers: { 'content-type': 'application/json' } };
    const sent = request(`${url}${path}`, options, (reply) => {
      const chunks: Buffer[] = [];
      reply.on('data', (chunk: Buffer) => chunks.push(chunk));
      reply.on('end', () =>
        resolve({ status: reply.statusCode, type: reply.headers['x-amzn-errortype'], body: Buffer.concat(chunks).toString() }),
      );
    });
    sent.on('error', reject);
    sent.end(method === 'POST' ? '{"instances":[1]}' : undefined);
  });
}

async function counted(adminUrl: string, series: string): Promise<number> {
  const text = await (await fetch(`${adminUrl}/metrics`)).text();
  return Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${series} `))
      ?.slice(series.length + 1) ?? 0,
  );
}

test('invocations go over TLS where it is configured; plain HTTP does not, and is counted', async (context) => {
  const gateway = await start({ tls: filesOf('own', own) }, { port: await freePort() });
  context.after(() => gateway.stop());
  assert.match(gateway.url, /^https:/);
  assert.match(gateway.adminUrl, /^http:/);
  assert.deepEqual(await ask(gateway.url), { status: 200, type: undefined, body: '{"predictions":[1]}' });
  await assert.rejects(fetch(gateway.url.replace('https', 'http')));
  assert.equal(await counted(gateway.adminUrl, 'tidegate_connections_refused_total{reason="handshake"}'), 1);
  const expiry = await counted(gateway.adminUrl, 'tidegate_certificate_expiry_timestamp_seconds{server="server"}');
  assert.equal(expiry * 1000, Date.parse(new X509Certificate(own.cert).validTo));
});

test('old versions of TLS are refused', async (context) => {
  const gateway = await start({ tls: { ...filesOf('own', own), minVersion: 'TLSv1.3' } });
  context.after(() => gateway.stop());
  const socket = connect({ ...at(gateway), maxVersion: 'TLSv1.2' });
  await assert.rejects(once(socket, 'secureConnect'), /protocol version/);
});

test('who has no good client certificate is told why, and counted', async (context) => {
  const gateway = await start({ tls: mutual }, { port: await freePort() });
  context.after(() => gateway.stop());
  assert.equal((await ask(gateway.url, CLIENTS.good)).status, 200);
  for (const [client, reason] of [
    [{}, 'certificate-missing'],
    [CLIENTS.expired, 'certificate-expired'],
    [CLIENTS.early, 'certificate'],
    [CLIENTS.stranger, 'certificate'],
    [CLIENTS.selfSigned, 'certificate'],
  ] as const) {
    const series = `tidegate_auth_refusals_total{reason="${reason}"}`;
    const before = await counted(gateway.adminUrl, series);
    const answer = await ask(gateway.url, client);
    assert.deepEqual([answer.status, answer.type], [403, 'AccessDeniedException'], reason);
    assert.match(answer.body, /"code":"CLIENT_CERTIFICATE_REFUSED"/);
    assert.equal(await counted(gateway.adminUrl, series), before + 1, reason);
  }
  assert.equal(
    await counted(gateway.adminUrl, 'tidegate_requests_total{door="http",endpoint="a",code="200"}'),
    1,
    'nobody else came in',
  );
});

for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
  test(`no session is resumed past the check of the certificate, over ${version}`, async (context) => {
    const gateway = await start({ tls: mutual });
    context.after(() => gateway.stop());
    let session: Buffer | undefined;
    for (const client of [CLIENTS.good, {}, {}]) {
      const socket = connect({
        ...at(gateway),
        ...client,
        minVersion: version,
        maxVersion: version,
        ...(session ? { session } : {}),
      });
      socket.on('session', (given: Buffer) => (session = given));
      let resumed: boolean | undefined;
      socket.once('secureConnect', () => (resumed = socket.isSessionReused()));
      const answer = await said(socket);
      assert.equal(resumed, false, 'resumed');

      const status = client === CLIENTS.good ? '200 OK' : '403 Forbidden';
      assert.ok(answer.startsWith(`HTTP/1.1 ${status}`), answer.split('\r\n', 1)[0]);
      session ??= socket.getSession();
    }
  });
}

test('a renewed certificate, and other authorities, are taken up without a restart; what cannot be used is not', async (context) => {
  const tls = { ...mutual, ...filesOf('renewed', own), caFile: file('renewed-ca.pem', authority.cert) };
  const gateway = await start({ tls });
  context.after(() => gateway.stop());
  const next = issue({ name: 'next gateway', by: authority });
  filesOf('renewed', next);
  file('renewed-ca.pem', stranger.cert);
  await gateway.reload();
  const socket = connect({ ...at(gateway), ...CLIENTS.stranger });
  await once(socket, 'secureConnect');
  assert.equal(socket.getPeerCertificate().subject.CN, 'next gateway');
  socket.destroy();
  assert.equal((await ask(gateway.url, CLIENTS.stranger)).status, 200);
  assert.equal((await ask(gateway.url, CLIENTS.good)).status, 403);
  const expired = issue({ name: 'expired gateway', by: authority, ...EXPIRED });
  filesOf('renewed', expired);
  await assert.rejects(
    gateway.reload(),
    /renewed\.pem server\.tls\.certFile: expected certificates that are valid now, found one that expired on 20/,
  );
  assert.equal((await ask(gateway.url, CLIENTS.stranger)).status, 200);
});

for (const [name, tls, message] of [
  [
    'an expired certificate',
    filesOf('expired', issue({ name: 'expired', by: authority, ...EXPIRED })),
    new RegExp(
      `expired\\.pem server\\.tls\\.certFile: expected .* valid now, found one that expired on ${EXPIRED.to.toISOString().slice(0, 19)}`,
    ),
  ],
  [
    'one that is not yet valid',
    filesOf('early', issue({ name: 'early', from: new Date(Date.now() + HOUR_MS) })),
    /early\.pem .* found one that is valid from 20/,
  ],
  [
    'the key of another',
    { ...filesOf('own', own), keyFile: file('other.key', authority.key) },
    /other\.key server\.tls\.keyFile: .* found another one/,
  ],
  [
    'no key',
    { ...filesOf('own', own), keyFile: file('no.key', 'SECRET') },
    /no\.key server\.tls\.keyFile: expected a private key as PEM, .* something else/,
  ],
  [
    'no certificate',
    { ...filesOf('own', own), certFile: file('no.pem', own.key) },
    /no\.pem server\.tls\.certFile: .* found none/,
  ],
  [
    'no file',
    { ...filesOf('own', own), certFile: '/nowhere.pem' },
    /^ConfigError: \/nowhere\.pem server\.tls\.certFile: expected a readable file, found no such file$/,
  ],
] as const) {
  test(`${name} is a mistake in the config, told by file`, async () => {
    await assert.rejects(start({ tls }), message);
  });
}

function at(gateway: Gateway): ConnectionOptions {
  return { host: '127.0.0.1', port: Number(new URL(gateway.url).port), ca: authority.cert };
}

/** Asks for /ping; all that came back. */
async function said(socket: TLSSocket): Promise<string> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', () => {});
  socket.write('GET /ping HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n');
  await once(socket, 'close');
  return Buffer.concat(chunks).toString();
}

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('Expected a port');
  return address.port;
}
