import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, test } from 'node:test';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import type { Gateway } from '../../src/gateway/index.ts';
import { file } from '../auth/files.ts';
import { startTestGateway } from '../support/gateway.ts';

const TOKENS = { search: 'search-token-0123456789', rotated: 'search-token-9876543210', ops: 'operators-token-012345' };
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const SESSION = 'session-token-0123456789';
const tokens = file('search.txt', `# both are good while clients change over\n${TOKENS.search}\n${TOKENS.rotated}\n`);
let gateway: Gateway;

before(async () => {
  gateway = await startTestGateway({
    server: { reloadSeconds: 0 },
    endpoints: {
      a: { default: true, upstream: { type: 'simulated', baseMs: 1, perItemMs: 0 } },
      b: { upstream: { type: 'simulated', baseMs: 1, perItemMs: 0 } },
      open: { upstream: { type: 'simulated', baseMs: 1, perItemMs: 0 } },
    },
    auth: {
      tokens: {
        search: { file: tokens, endpoints: ['a'] },
        operators: { file: file('ops.txt', TOKENS.ops), endpoints: '*', admin: true },
      },
      sigv4: {
        keys: {
          batch: { accessKeyId: 'AKIDEXAMPLE', secretFile: file('secret', SECRET), endpoints: ['a'] },
          session: {
            accessKeyId: 'ASIAEXAMPLE',
            secretFile: file('secret', SECRET),
            sessionTokenFile: file('session', SESSION),
            endpoints: '*',
          },
        },
      },
      anonymous: ['open'],
    },
  });
});
after(() => gateway.stop());

interface Answer {
  readonly status: number;
  readonly type: string | null;
  readonly code: string | undefined;
  readonly challenge: string | null;
}

async function ask(path: string, headers: Record<string, string> = {}, init: RequestInit = {}): Promise<Answer> {
  const reply = await fetch(`${gateway.url}${path}`, { ...init, headers });
  const text = await reply.text();
  const { code } = (text.startsWith('{') ? JSON.parse(text) : {}) as { code?: string };
  return {
    status: reply.status,
    type: reply.headers.get('x-amzn-errortype'),
    code,
    challenge: reply.headers.get('www-authenticate'),
  };
}

function invoke(path: string, authorization?: string, body = '{"instances":[1]}'): Promise<Answer> {
  const headers = { 'content-type': 'application/json', ...(authorization === undefined ? {} : { authorization }) };
  return ask(path, headers, { method: 'POST', body });
}

const refusals = (reason: string): Promise<number> => {
  const scrape = fetch(`${gateway.url}/metrics`, { headers: { authorization: `Bearer ${TOKENS.ops}` } });
  return scrape.then(async (reply) => {
    const line = (await reply.text())
      .split('\n')
      .find((each) => each.startsWith(`tidegate_auth_refusals_total{reason="${reason}"}`));
    return Number(line?.split(' ')[1] ?? 0);
  });
};

const A = '/endpoints/a/invocations';
const B = '/endpoints/b/invocations';
const basic = (password: string): string => `Basic ${Buffer.from(`anybody:${password}`).toString('base64')}`;

for (const [name, path, authorization, status, code, reason] of [
  ['nothing', A, undefined, 401, 'UNAUTHENTICATED', 'missing'],
  ['nothing, for the default endpoint', '/invocations', undefined, 401, 'UNAUTHENTICATED', 'missing'],
  ['nothing, for an endpoint that there is not', '/endpoints/zzz/invocations', undefined, 401, 'UNAUTHENTICATED', 'missing'],
  ['a wrong token', A, 'Bearer wrong-token-0123456789', 401, 'INVALID_TOKEN', 'token'],
  ['a wrong token, for an endpoint open to all', '/endpoints/open/invocations', 'Bearer wrong', 401, 'INVALID_TOKEN', 'token'],
  ['a token and more', A, `Bearer ${TOKENS.search} x`, 401, 'INVALID_TOKEN', 'token'],
  ['an empty token', A, 'Bearer ', 401, 'MALFORMED_AUTHORIZATION', 'malformed'],
  ['a scheme of its own', A, `Token ${TOKENS.search}`, 401, 'MALFORMED_AUTHORIZATION', 'malformed'],
  ['a token as a password', A, basic(TOKENS.search), 401, 'MALFORMED_AUTHORIZATION', 'malformed'],
  ['a token without the endpoint', B, `Bearer ${TOKENS.search}`, 403, 'FORBIDDEN_ENDPOINT', 'endpoint'],
  [
    'a token, for an endpoint that there is not',
    '/endpoints/zzz/invocations',
    `Bearer ${TOKENS.search}`,
    403,
    'FORBIDDEN_ENDPOINT',
    'endpoint',
  ],
  [
    'a token, for a prototype',
    '/endpoints/__proto__/invocations',
    `Bearer ${TOKENS.search}`,
    403,
    'FORBIDDEN_ENDPOINT',
    'endpoint',
  ],
  ['half a signature', A, 'AWS4-HMAC-SHA256 Credential=x', 401, 'MALFORMED_AUTHORIZATION', 'malformed'],
] as const) {
  test(`who brings ${name} is refused with ${code}, which is counted`, async () => {
    const before = await refusals(reason);
    const answer = await invoke(path, authorization);
    assert.deepEqual([answer.status, answer.code], [status, code]);
    assert.equal(answer.challenge, status === 401 ? 'Bearer realm="tidegate"' : null);
    assert.equal(await refusals(reason), before + 1);
  });
}

test('a token is good for its endpoints, an operator’s for all, and for those open to all none is needed', async () => {
  const answers = await Promise.all([
    invoke(A, `Bearer ${TOKENS.search}`),
    invoke('/invocations', `bearer  ${TOKENS.rotated}`),
    invoke(B, `Bearer ${TOKENS.ops}`),
    invoke('/endpoints/open/invocations'),
  ]);
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 200, 200, 200],
  );
  assert.equal((await invoke('/endpoints/zzz/invocations', `Bearer ${TOKENS.ops}`)).code, 'UNKNOWN_ENDPOINT');
});

test('a request without a body is asked about, too', async () => {
  assert.equal((await ask(A, {}, { method: 'POST' })).code, 'UNAUTHENTICATED');
  assert.equal((await ask('/invocations', {}, { method: 'POST' })).code, 'UNAUTHENTICATED');
  assert.equal((await ask(A, { authorization: `Bearer ${TOKENS.search}` }, { method: 'POST' })).code, 'MODEL_REFUSED');
});

test('of a refused request no body is kept, and the connection goes on', async () => {
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const sent = request(`${gateway.url}${A}`, { method: 'POST' }, (reply) => resolve(reply.resume().statusCode));
    sent.on('error', reject);
    sent.end(Buffer.alloc(7 * 1024 * 1024));
  });
  assert.equal(status, 401);
});

for (const path of ['/metrics', '/docs/', '/openapi.json']) {
  test(`${path} is for operators; browsers are asked for a password`, async () => {
    assert.deepEqual(await ask(path), {
      status: 401,
      type: 'MissingAuthenticationTokenException',
      code: 'UNAUTHENTICATED',
      challenge: 'Bearer realm="tidegate", Basic realm="tidegate", charset="UTF-8"',
    });
    const search = await ask(path, { authorization: `Bearer ${TOKENS.search}` });
    assert.deepEqual([search.status, search.code], [403, 'FORBIDDEN_ROUTE']);
    assert.equal((await ask(path, { authorization: basic(TOKENS.search) })).status, 403);
    assert.equal((await ask(path, { authorization: basic('wrong') })).status, 401);
    assert.equal((await ask(path, { authorization: `Bearer ${TOKENS.ops}` })).status, 200);
    assert.equal((await ask(path, { authorization: basic(TOKENS.ops) })).status, 200);
  });
}

test('health is asked about by those who have no credentials', async () => {
  for (const path of ['/healthz', '/readyz', '/ping']) assert.equal((await ask(path)).status, 200, path);
});

function client(more: ConstructorParameters<typeof SageMakerRuntimeClient>[0] = {}, accessKeyId = 'AKIDEXAMPLE') {
  return new SageMakerRuntimeClient({
    region: 'eu-central-1',
    endpoint: gateway.url,
    maxAttempts: 1,
    credentials: { accessKeyId, secretAccessKey: SECRET },
    ...more,
  });
}

async function invokeSigned(sdk: SageMakerRuntimeClient, EndpointName = 'a', CustomAttributes = 'a  b,c'): Promise<string> {
  try {
    const Body = JSON.stringify({ instances: ['é\u{1f600}'] });
    const reply = await sdk.send(
      new InvokeEndpointCommand({ EndpointName, Body, ContentType: 'application/json', CustomAttributes, InferenceId: 'id 1' }),
    );
    return Buffer.from(reply.Body).toString();
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  } finally {
    sdk.destroy();
  }
}

test('an unmodified AWS SDK is let in by its signature, and refused by it, with the errors that it knows', async () => {
  assert.equal(await invokeSigned(client()), '{"predictions":["é\u{1f600}"]}');
  assert.equal(await invokeSigned(client(), 'b'), 'AccessDeniedException');
  const wrong = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: `${SECRET}x` };
  assert.equal(await invokeSigned(client({ credentials: wrong })), 'InvalidSignatureException');
  assert.equal(await invokeSigned(client({}, 'AKIDOTHER')), 'UnrecognizedClientException');
});

test('a session token must be the configured one, where one is', async () => {
  const credentials = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: SECRET };
  assert.equal(await invokeSigned(client({ credentials })), 'UnrecognizedClientException');
  const other = { ...credentials, sessionToken: `${SESSION}x` };
  assert.equal(await invokeSigned(client({ credentials: other })), 'UnrecognizedClientException');
  const right = { ...credentials, sessionToken: SESSION };
  assert.equal(await invokeSigned(client({ credentials: right })), '{"predictions":["é\u{1f600}"]}');
});

test('a client whose clock is off is refused, hears the time by that, and comes in on its second try', async () => {
  const before = await refusals('expired');
  assert.equal(await invokeSigned(client({ systemClockOffset: -600_000 })), 'InvalidSignatureException');
  assert.equal(await refusals('expired'), before + 1);
  const patient = client({ systemClockOffset: 600_000, maxAttempts: 2 });
  assert.equal(await invokeSigned(patient), '{"predictions":["é\u{1f600}"]}');
});

test('files are read again on demand: a token taken out is refused, a new one is good; a file that cannot be used changes nothing', async () => {
  const status = async (token: string): Promise<number> => (await invoke(A, `Bearer ${token}`)).status;
  file('search.txt', `${TOKENS.rotated}\nsearch-token-brand-new\n`);
  assert.deepEqual([await status(TOKENS.search), await status('search-token-brand-new')], [200, 401]);
  await gateway.reload();
  assert.deepEqual([await status(TOKENS.search), await status('search-token-brand-new')], [401, 200]);
  file('search.txt', 'short');
  await assert.rejects(gateway.reload(), /search\.txt auth\.tokens\.search\.file: expected a secret of at least 16 characters/);
  assert.deepEqual([await status(TOKENS.rotated), await status('search-token-brand-new')], [200, 200]);
});

test('refusals are counted as requests of their endpoint', async () => {
  const text = await (await fetch(`${gateway.url}/metrics`, { headers: { authorization: `Bearer ${TOKENS.ops}` } })).text();
  assert.match(text, /^tidegate_requests_total\{door="http",endpoint="a",code="401"\} \d+$/m);
  assert.match(text, /^tidegate_requests_total\{door="http",endpoint="unknown",code="403"\} \d+$/m);
});
