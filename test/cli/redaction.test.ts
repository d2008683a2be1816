import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { serveHttp } from '../support/local-server.ts';
import { configFile, start } from './tidegate.ts';

const TOKEN = 'MARK-good-token-0123456789';
const WRONG = 'MARK-wrong-token-0123456789';
const SECRET = 'MARKsecretaccesskey0123456789';
const SESSION = 'MARK-session-token-0123456789';
const PAYLOAD = 'MARK-payload';

/** The model's ways to go wrong, each of which quotes what it was sent. */
const MODEL = ['200', '400', '500', '503', '401', 'garbage', 'cut'];

test('whatever happens, no line of the log holds a token, a key, a signature or a payload', {
  timeout: 60_000,
}, async (context) => {
  let turn = 0;
  const model = await serveHttp(context, async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const how = MODEL[turn % MODEL.length] ?? '';
    turn += 1;
    if (how === 'cut') response.destroy();
    else if (how === 'garbage') response.end(`not JSON: ${Buffer.concat(chunks).toString()}`);
    else
      response
        .writeHead(Number(how), { 'x-amzn-errortype': PAYLOAD })
        .end(`{"predictions":["${Buffer.concat(chunks).toString('hex')}", MARK]`);
  });
  const config = {
    server: { port: 0, requestTimeoutMs: 500, bodyLimitBytes: 10_000 },
    telemetry: { logLevel: 'trace', accessLog: 'all' },
    auth: {
      tokens: { search: { file: configFile('tokens', TOKEN), endpoints: ['a'] } },
      sigv4: { keys: { batch: { accessKeyId: 'AKIDEXAMPLE', secretFile: configFile('secret', SECRET), endpoints: '*' } } },
    },
    endpoints: { a: { default: true, upstream: { type: 'http', url: model }, codec: 'kserve-v1', retry: { maxAttempts: 1 } } },
  };
  const { child, outcome } = start(['serve', '-c', configFile('redaction.json', JSON.stringify(config))]);
  context.after(() => child.kill('SIGKILL'));
  const url = await new Promise<string>((resolve) => {
    createInterface(child.stderr ?? process.stdin).on('line', (line) => {
      const found = /"url":"([^"]+)"/.exec(line);
      if (found?.[1] !== undefined) resolve(found[1]);
    });
  });
  const ask = (path: string, headers: Record<string, string>, body = `{"instances":["${PAYLOAD}"]}`) =>
    fetch(`${url}${path}`, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } }).then((reply) =>
      reply.text(),
    );
  const good = { authorization: `Bearer ${TOKEN}`, 'x-amzn-sagemaker-custom-attributes': 'MARK-attributes' };
  for (const _ of MODEL) await ask('/invocations?token=MARK-query', good);
  for (const [path, headers, body] of [
    ['/invocations', { authorization: `Bearer ${WRONG}` }],
    ['/invocations', { authorization: `Basic ${Buffer.from(`u:${WRONG}`).toString('base64')}` }],
    ['/invocations', { authorization: `MARK ${TOKEN}` }],
    ['/invocations', {}],
    ['/endpoints/b/invocations', good],
    ['/endpoints/%zzMARK/invocations', good],
    ['/MARK-nowhere', good],
    ['/metrics', good],
    ['/invocations', { ...good, 'content-type': 'MARK' }],
    ['/invocations', { ...good, 'x-tidegate-timeout-ms': 'MARK' }],
    ['/invocations', good, `{"instances":[${PAYLOAD}`],
    ['/invocations', good, PAYLOAD.repeat(2000)],
  ] as const)
    await ask(path, headers, body);
  for (const [secretAccessKey, systemClockOffset] of [
    [SECRET, 0],
    [`${SECRET}x`, 0],
    [SECRET, 3_600_000],
  ] as const) {
    const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey, sessionToken: SESSION };
    const sdk = new SageMakerRuntimeClient({
      region: 'us-east-1',
      endpoint: url,
      maxAttempts: 1,
      credentials,
      systemClockOffset,
    });
    const Body = `{"instances":["${PAYLOAD}"]}`;
    await sdk.send(new InvokeEndpointCommand({ EndpointName: 'a', Body, ContentType: 'application/json' })).catch(() => {});
    sdk.destroy();
  }
  for (const bytes of [
    `MARK\r\n\r\n`,
    `POST /invocations HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${TOKEN}\r\ncontent-length: 99\r\n\r\nMARK`,
  ]) {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.on('error', () => {}).resume();
    socket.write(bytes);
    await once(socket, 'close');
  }
  child.kill('SIGTERM');
  const { code, stdout, stderr } = await outcome;
  assert.equal(code, 0);
  const marked = `${stdout}${stderr}`
    .split('\n')
    .filter((line) => line.includes('MARK') || line.includes(Buffer.from(PAYLOAD).toString('hex')));
  assert.deepEqual(marked, []);
  const events = stderr
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const refused = events.filter(({ event }) => event === 'refused');
  assert.deepEqual([...new Set(refused.map(({ reason, caller }) => `${String(reason)} ${String(caller)}`))].toSorted(), [
    'endpoint search',
    'expired batch',
    'malformed undefined',
    'missing undefined',
    'route search',
    'signature batch',
    'token undefined',
  ]);
  for (const { remote } of refused) assert.equal(remote, '127.0.0.1');
  assert.ok(events.length > 30, `only ${events.length} lines`);
});
