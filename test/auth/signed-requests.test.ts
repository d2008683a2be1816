import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Socket } from 'node:net';
import { test } from 'node:test';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { CredentialGuard } from '../../src/auth/credential-guard.ts';
import type { RefusalReason } from '../../src/auth/events.ts';
import { OPERATOR, type RequestHead } from '../../src/auth/port.ts';
import { canonicalRequest } from '../../src/auth/sigv4/canonical-request.ts';
import { SigningKey } from '../../src/auth/sigv4/signing-key.ts';
import { TidegateError } from '../../src/kernel/errors.ts';
import { file } from './files.ts';

const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const NOW = Date.UTC(2026, 0, 31, 12);
const BODY = Buffer.from('{"text":"é"}');
const socket = new Socket();

let now = NOW;
let told: RefusalReason[] = [];

const key = { accessKeyId: 'AKIDEXAMPLE', secretFile: file('key', SECRET), endpoints: ['a'], admin: true };
const guard = await CredentialGuard.open(
  { sigv4: { keys: { k: key }, region: 'eu-west-1', maxSkewSeconds: 300 }, anonymous: [] },
  ({ reason }) => told.push(reason),
  () => now,
);

/** What the SDK sends, signed at NOW. */
async function signedBySdk(region = 'eu-west-1'): Promise<RequestHead> {
  let sent: RequestHead | undefined;
  const client = new SageMakerRuntimeClient({
    region,
    endpoint: 'http://gateway:8080',
    maxAttempts: 1,
    systemClockOffset: NOW - Date.now(),
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: SECRET },
    requestHandler: {
      handle: ({ method, path, headers }: { method: string; path: string; headers: Record<string, string> }) => {
        const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
        sent = { method, url: path, headers: Object.fromEntries(lower) as IncomingHttpHeaders, socket };
        throw new Error('captured');
      },
    } as never,
  });
  const command = new InvokeEndpointCommand({
    EndpointName: 'a',
    Body: BODY,
    ContentType: 'application/json',
    CustomAttributes: ' a  b ',
  });
  await client.send(command).catch(() => {});
  return sent ?? assert.fail('nothing was sent');
}

/** As botocore signs: without the hash of the body among the headers. */
function signedHere(headers: IncomingHttpHeaders, payloadHash: string, service = 'sagemaker'): RequestHead {
  const all: IncomingHttpHeaders = { host: 'gateway', 'x-amz-date': '20260131T120000Z', ...headers };
  const names = Object.keys(all).sort();
  const request: RequestHead = { method: 'POST', url: '/endpoints/a/invocations', headers: all, socket };
  const scope = { day: '20260131', region: 'eu-west-1', service };
  const hashed = createHash('sha256')
    .update(canonicalRequest(request, names, payloadHash))
    .digest('hex');
  const text = `AWS4-HMAC-SHA256\n20260131T120000Z\n20260131/eu-west-1/${service}/aws4_request\n${hashed}`;
  const signature = new SigningKey(SECRET).sign(scope, text).toString('hex');
  all.authorization = `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260131/eu-west-1/${service}/aws4_request, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return request;
}

const sha256 = (body: Buffer): string => createHash('sha256').update(body).digest('hex');

interface Asked {
  readonly body?: Buffer;
  readonly wanted?: string | typeof OPERATOR;
  readonly at?: number;
}

function verdict(request: RequestHead, { body = BODY, wanted = 'a', at = NOW }: Asked = {}): string {
  told = [];
  now = at;
  const said = guard.admit(request, wanted);
  const refused = said instanceof TidegateError ? said : said.atBody?.(body);
  assert.equal(told.length, refused === undefined ? 0 : 1, 'each refusal is told once');
  return told[0] ?? 'admitted';
}

const with_ = (request: RequestHead, headers: IncomingHttpHeaders): RequestHead => ({
  ...request,
  headers: { ...request.headers, ...headers },
});

test('what an SDK signed is let in as it is, and refused with anything in it changed', async () => {
  const request = await signedBySdk();
  assert.equal(request.headers['x-amz-content-sha256'], sha256(BODY));
  assert.equal(verdict(request), 'admitted');
  assert.equal(verdict(request, { body: Buffer.from('{"text":"e"}') }), 'payload');
  assert.equal(verdict(request, { body: Buffer.alloc(0) }), 'payload');
  assert.equal(verdict({ ...request, url: '/endpoints/b/invocations' }, { wanted: 'b' }), 'signature');
  assert.equal(verdict({ ...request, url: `${request.url}?a=1` }), 'signature');
  assert.equal(verdict({ ...request, method: 'PUT' }), 'signature');
  for (const name of ['host', 'content-type', 'x-amzn-sagemaker-custom-attributes', 'amz-sdk-request'])
    assert.equal(verdict(with_(request, { [name]: 'other' })), 'signature', name);
  assert.equal(verdict(with_(request, { 'x-amz-content-sha256': sha256(Buffer.from('x')) })), 'signature');
  assert.equal(verdict(with_(request, { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' })), 'payload');
});

test('a header that a proxy adds does no harm, unless it is one that must be signed', async () => {
  const request = await signedBySdk();
  assert.equal(verdict(with_(request, { 'x-forwarded-for': '10.0.0.1' })), 'admitted');
  assert.equal(verdict(with_(request, { 'x-amzn-sagemaker-target-model': 'other' })), 'not-signed');
  assert.equal(verdict(with_(request, { 'x-amz-security-token': 'other' })), 'not-signed');
});

test('the body’s hash need not be stated: it is computed', () => {
  const request = signedHere({ 'content-type': 'application/json' }, sha256(BODY));
  assert.equal(verdict(request), 'admitted');
  assert.equal(verdict(request, { body: Buffer.from('other') }), 'signature');
});

test('a body that is not signed is refused, however well the rest is', () => {
  assert.equal(verdict(signedHere({ 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }, 'UNSIGNED-PAYLOAD')), 'payload');
  assert.equal(verdict(signedHere({}, 'UNSIGNED-PAYLOAD')), 'signature');
});

test('date, region and service are those that are asked for', async () => {
  const request = await signedBySdk();
  assert.equal(verdict(request, { at: NOW + 300_000 }), 'admitted', 'again, by whoever saw it: nothing is remembered');
  for (const at of [NOW + 302_000, NOW - 302_000]) assert.equal(verdict(request, { at }), 'expired');
  assert.equal(verdict(await signedBySdk('us-east-1')), 'signature');
  assert.equal(verdict(signedHere({}, sha256(BODY), 'bedrock')), 'signature');
  assert.equal(verdict(with_(request, { 'x-amz-date': '20260201T120000Z' })), 'malformed', 'another day than that of the key');
  assert.equal(verdict(with_(request, { 'x-amz-date': undefined })), 'malformed');
});

test('good credentials are good for what is listed, and operators’ routes are asked for without a body', async () => {
  const request = signedHere({}, sha256(Buffer.alloc(0)));
  assert.equal(verdict(request, { body: Buffer.alloc(0), wanted: 'b' }), 'endpoint');
  assert.equal(verdict(request, { body: Buffer.alloc(0), wanted: OPERATOR }), 'admitted');
});
