import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classify } from '../../src/endpoints/classify.ts';

function http(status: number, body = 'said', attempt = 1) {
  return classify({ status, headers: {}, body: Buffer.from(body) }, { attempt, dialect: 'http' });
}

function aws(status: number, type: string, body: unknown, attempt = 1) {
  return classify(
    { status, headers: { 'x-amzn-errortype': type }, body: Buffer.from(JSON.stringify(body)) },
    { attempt, dialect: 'aws' },
  );
}

test('a success is no ending', () => {
  assert.equal(http(200), undefined);
  assert.equal(http(201), undefined);
});

for (const [status, call, code, type, told] of [
  [400, 'refused', 'MODEL_REFUSED', 'ModelError', 424],
  [422, 'refused', 'MODEL_REFUSED', 'ModelError', 424],
  [424, 'refused', 'MODEL_REFUSED', 'ModelError', 424],
  [401, 'rejected', 'ENDPOINT_REFUSED', 'ModelError', 424],
  [403, 'rejected', 'ENDPOINT_REFUSED', 'ModelError', 424],
  [404, 'rejected', 'ENDPOINT_REFUSED', 'ModelError', 424],
  [405, 'rejected', 'ENDPOINT_REFUSED', 'ModelError', 424],
  [415, 'rejected', 'ENDPOINT_REFUSED', 'ModelError', 424],
  [302, 'rejected', 'ENDPOINT_REFUSED', 'ModelError', 424],
  [413, 'tooLarge', 'MODEL_REFUSED', 'ModelError', 424],
  [429, 'throttled', 'UPSTREAM_THROTTLED', 'ServiceUnavailable', 503],
  [503, 'throttled', 'UPSTREAM_THROTTLED', 'ServiceUnavailable', 503],
  [500, 'failed', 'MODEL_FAILED', 'ModelError', 424],
  [502, 'failed', 'MODEL_FAILED', 'ModelError', 424],
  [504, 'timeout', 'MODEL_TIMEOUT', 'ModelError', 424],
] as const) {
  test(`a model server's ${status} means ${call}, and is told as ${told} ${type}`, () => {
    const ending = http(status);
    assert.equal(ending?.call, call);
    assert.deepEqual([ending.error.code, ending.error.type, ending.error.status], [code, type, told]);
    assert.deepEqual(ending.error.original, { statusCode: status, message: 'said' });
  });
}

test('a 500 with a body that stands after a whole retry is a refusal, one without a body is not', () => {
  assert.equal(http(500, 'boom', 2)?.call, 'refused');
  assert.equal(http(500, '', 2)?.call, 'failed');
  assert.equal(http(502, 'boom', 2)?.call, 'failed');
});

test('a ModelError of SageMaker keeps its message, original status, original message and log stream', () => {
  const body = {
    Message: 'Received client error (400) …',
    OriginalStatusCode: 400,
    OriginalMessage: '{"code":400}',
    LogStreamArn: 'arn:x',
  };
  const ending = aws(424, 'ModelError', body);
  assert.equal(ending?.call, 'refused');
  assert.equal(ending.error.message, body.Message);
  assert.deepEqual(ending.error.original, { statusCode: 400, message: '{"code":400}', logStreamArn: 'arn:x' });
});

test('a ModelError with original status 0 is a timeout, with 500 a failure, with 503 no room', () => {
  assert.equal(aws(424, 'ModelError', { Message: 'm', OriginalStatusCode: 0, OriginalMessage: 'o' })?.call, 'timeout');
  assert.equal(aws(424, 'ModelError', { Message: 'm', OriginalStatusCode: 500, OriginalMessage: 'o' })?.call, 'failed');
  assert.equal(aws(424, 'ModelError', { Message: 'm', OriginalStatusCode: 503, OriginalMessage: 'o' })?.call, 'throttled');
});

for (const [status, type] of [
  [400, 'ThrottlingException'],
  [429, 'ModelNotReadyException'],
  [503, 'ServiceUnavailable'],
  [429, 'SomethingNew'],
] as const) {
  test(`${status} ${type} of AWS means no room now`, () => {
    const ending = aws(status, type, { message: null });
    assert.deepEqual([ending?.call, ending?.error.status, ending?.error.type], ['throttled', 503, 'ServiceUnavailable']);
  });
}

for (const [status, type] of [
  [400, 'ValidationError'],
  [403, 'AccessDeniedException'],
  [403, 'ExpiredTokenException'],
] as const) {
  test(`${status} ${type} of AWS is every caller's, passed on as it came`, () => {
    const ending = aws(status, type, { Message: 'as it came' });
    assert.deepEqual(
      [ending?.call, ending?.error.status, ending?.error.type, ending?.error.message],
      ['rejected', status, type, 'as it came'],
    );
  });
}

test('530 InternalDependencyException is a failure, passed on under its name when it is final', () => {
  const ending = aws(530, 'InternalDependencyException', { Message: 'm' });
  assert.deepEqual([ending?.call, ending?.error.type, ending?.error.status], ['failed', 'InternalDependencyException', 530]);
});

test('the type is read as SDKs read it: before a colon, after a hash', () => {
  assert.equal(aws(400, 'com.amazon#ThrottlingException:http://x', {})?.call, 'throttled');
});

test('a model server can not make its refusal of one item everybody’s by naming it as AWS would', () => {
  const reply = { status: 400, headers: { 'x-amzn-errortype': 'ValidationError' }, body: Buffer.from('{"Message":"bad"}') };
  assert.equal(classify(reply, { attempt: 1, dialect: 'http' })?.call, 'refused');
  assert.equal(classify(reply, { attempt: 1, dialect: 'aws' })?.call, 'rejected');
});

test('what no header can hold is not passed on as a type, nor a status that is none', () => {
  const ending = aws(700, 'Zugriff€', { Message: 'm' });
  assert.deepEqual([ending?.error.type, ending?.error.status], ['UnknownError', 502]);
});
