import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classify, type Ending } from '../../src/endpoints/classify.ts';
import { ENDING_TABLE } from '../../src/endpoints/ending-table.ts';
import { type Said, whatWasSaid } from '../../src/endpoints/said.ts';

function reply(status: number, body: unknown, type?: string) {
  const headers: Record<string, string> = type === undefined ? {} : { 'x-amzn-errortype': type };
  return { status, headers, body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)) };
}

function http(status: number, body = 'said'): Said | undefined {
  return whatWasSaid(reply(status, body), 'http');
}

function aws(status: number, type: string, body: unknown): Said | undefined {
  return whatWasSaid(reply(status, body, type), 'aws');
}

function nobody(what: Extract<Said, { by: 'nobody' }>['what']): Said {
  return { by: 'nobody', what, message: 'it broke' };
}

function modelError(status: number | undefined, original = 'said'): Said | undefined {
  const body = { Message: 'Received', OriginalStatusCode: status, OriginalMessage: original };
  return aws(424, 'ModelError', body);
}

function ending(said: Said | undefined): Ending {
  assert.ok(said !== undefined, 'a success');
  return classify(said);
}

const TOO_LONG =
  "1 validation error detected: Value at 'body' failed to satisfy constraint: Member must have length less than or equal to 6291456";

/** What was said, how it is read, and code, type and status of what callers are told. */
const CASES: readonly (readonly [string, Said | undefined, string, string, string, number])[] = [
  ['no connection', nobody('unreachable'), 'unreachable', 'UPSTREAM_UNREACHABLE', 'ServiceUnavailable', 503],
  ['a broken connection', nobody('broken'), 'failed', 'MODEL_FAILED', 'ModelError', 424],
  ['an unreadable reply', nobody('unreadable'), 'unreadable', 'MODEL_FAILED', 'ModelError', 424],
  ['a reply too large', nobody('tooLarge'), 'replyTooLarge', 'MODEL_FAILED', 'ModelError', 424],
  ['no answer in time', nobody('timeout'), 'timeout', 'MODEL_TIMEOUT', 'ModelError', 424],
  ['a model’s 400', http(400), 'refused', 'MODEL_REFUSED', 'ModelError', 424],
  ['a model’s 422', http(422), 'refused', 'MODEL_REFUSED', 'ModelError', 424],
  ['a model’s 424', http(424), 'refused', 'MODEL_REFUSED', 'ModelError', 424],
  ['a model’s 401', http(401), 'rejected', 'ENDPOINT_REFUSED', 'ModelError', 424],
  ['a model’s 403', http(403), 'rejected', 'ENDPOINT_REFUSED', 'ModelError', 424],
  ['a model’s 404', http(404), 'rejected', 'ENDPOINT_REFUSED', 'ModelError', 424],
  ['a model’s 405', http(405), 'rejected', 'ENDPOINT_REFUSED', 'ModelError', 424],
  ['a model’s 415', http(415), 'refused', 'MODEL_REFUSED', 'ModelError', 424],
  ['a redirect', http(302), 'rejected', 'ENDPOINT_REFUSED', 'ModelError', 424],
  ['a model’s 413', http(413), 'tooLarge', 'MODEL_REFUSED', 'ModelError', 424],
  ['a model’s 429', http(429), 'throttled', 'UPSTREAM_THROTTLED', 'ServiceUnavailable', 503],
  ['a model’s 503', http(503), 'throttled', 'UPSTREAM_THROTTLED', 'ServiceUnavailable', 503],
  ['a model’s 500 with words', http(500), 'erred', 'MODEL_FAILED', 'ModelError', 424],
  ['a model’s 500 without', http(500, ''), 'failed', 'MODEL_FAILED', 'ModelError', 424],
  ['a model’s 408', http(408), 'failed', 'MODEL_FAILED', 'ModelError', 424],
  ['a model’s 502', http(502), 'failed', 'MODEL_FAILED', 'ModelError', 424],
  ['a model’s 504', http(504), 'timeout', 'MODEL_TIMEOUT', 'ModelError', 424],
  ['a ModelError of 400', modelError(400), 'refused', 'MODEL_REFUSED', 'ModelError', 424],
  ['a ModelError of 500', modelError(500), 'erred', 'MODEL_FAILED', 'ModelError', 424],
  ['a ModelError of 500 without words', modelError(500, ''), 'failed', 'MODEL_FAILED', 'ModelError', 424],
  ['a ModelError of 503', modelError(503), 'throttled', 'UPSTREAM_THROTTLED', 'ServiceUnavailable', 503],
  ['a ModelError of 0', modelError(0), 'timeout', 'MODEL_TIMEOUT', 'ModelError', 424],
  [
    'SageMaker’s throttling',
    aws(400, 'ThrottlingException', { message: null }),
    'throttled',
    'UPSTREAM_THROTTLED',
    'ServiceUnavailable',
    503,
  ],
  ['a model that loads', aws(429, 'ModelNotReadyException', {}), 'throttled', 'UPSTREAM_THROTTLED', 'ServiceUnavailable', 503],
  ['SageMaker overloaded', aws(503, 'ServiceUnavailable', {}), 'throttled', 'UPSTREAM_THROTTLED', 'ServiceUnavailable', 503],
  ['a 429 of a new name', aws(429, 'SomethingNew', {}), 'throttled', 'UPSTREAM_THROTTLED', 'ServiceUnavailable', 503],
  [
    'this gateway’s loop',
    aws(400, 'ValidationError', { code: 'LOOP_DETECTED' }),
    'rejected',
    'LOOP_DETECTED',
    'ValidationError',
    400,
  ],
  ['SageMaker’s 413', aws(413, 'RequestEntityTooLarge', {}), 'tooLarge', 'ENDPOINT_REFUSED', 'RequestEntityTooLarge', 413],
  [
    'a body too long for the API',
    aws(400, 'ValidationError', { Message: TOO_LONG }),
    'tooLarge',
    'ENDPOINT_REFUSED',
    'ValidationError',
    400,
  ],
  ['SageMaker’s own 500', aws(500, 'InternalFailure', {}), 'failed', 'MODEL_FAILED', 'InternalFailure', 500],
  ['SageMaker’s 530', aws(530, 'InternalDependencyException', {}), 'failed', 'MODEL_FAILED', 'InternalDependencyException', 530],
  [
    'an unknown endpoint',
    aws(400, 'ValidationError', { Message: 'Endpoint ep of account 1 not found.' }),
    'rejected',
    'ENDPOINT_REFUSED',
    'ValidationError',
    400,
  ],
  ['denied access', aws(403, 'AccessDeniedException', {}), 'rejected', 'ENDPOINT_REFUSED', 'AccessDeniedException', 403],
  ['an expired token', aws(403, 'ExpiredTokenException', {}), 'rejected', 'ENDPOINT_REFUSED', 'ExpiredTokenException', 403],
];

for (const [name, said, call, code, type, status] of CASES) {
  test(`${name} means ${call}, and is told as ${code}`, () => {
    const { call: is, error } = ending(said);
    assert.deepEqual([is, error.code, error.type, error.status], [call, code, type, status]);
  });
}

test('every row of the table is one that a case of this test falls into', () => {
  const hit = new Set(CASES.map(([, said]) => ENDING_TABLE.findIndex((row) => said !== undefined && row.matches(said))));
  assert.deepEqual(
    [...hit].toSorted((a, b) => a - b),
    ENDING_TABLE.map((_, index) => index),
  );
});

test('a success says nothing', () => {
  assert.equal(http(200), undefined);
  assert.equal(http(201), undefined);
});

test('a ModelError of SageMaker keeps its message, original status, original message and log stream', () => {
  const body = {
    Message: 'Received client error (400) …',
    OriginalStatusCode: 400,
    OriginalMessage: '{"code":400}',
    LogStreamArn: 'arn:x',
  };
  const { error } = ending(aws(424, 'ModelError', body));
  assert.equal(error.message, body.Message);
  assert.deepEqual(error.original, { statusCode: 400, message: '{"code":400}', logStreamArn: 'arn:x' });
});

test('a ModelError without its original status tells it by its message, or by its error code', () => {
  const told = aws(424, 'ModelError', { Message: 'Received server error (503) from primary with message "…"' });
  assert.equal(ending(told).call, 'throttled');
  const coded = aws(424, 'ModelError', { ErrorCode: 'CLIENT_ERROR_FROM_MODEL', OriginalMessage: 'bad' });
  assert.equal(ending(coded).call, 'refused');
});

test('a model server’s words reach the caller as they are', () => {
  assert.deepEqual(ending(http(400, '{"error":"é"}')).error.original, { statusCode: 400, message: '{"error":"é"}' });
});

test('what an AWS service says is passed on in its own words', () => {
  assert.equal(ending(aws(403, 'AccessDeniedException', { Message: 'as it came' })).error.message, 'as it came');
});

test('the type is read as SDKs read it: before a colon, after a hash', () => {
  assert.equal(ending(aws(400, 'com.amazon#ThrottlingException:http://x', {})).call, 'throttled');
});

test('a model server can not make its refusal of one item everybody’s by naming it as AWS would', () => {
  const named = reply(400, { Message: 'bad' }, 'ValidationError');
  assert.equal(ending(whatWasSaid(named, 'http')).call, 'refused');
  assert.equal(ending(whatWasSaid(named, 'aws')).call, 'rejected');
});

test('what no header can hold is not passed on as a type, nor a status that is none', () => {
  const { error } = ending(aws(700, 'Zugriff€', { Message: 'm' }));
  assert.deepEqual([error.type, error.status], ['UnknownError', 502]);
});
