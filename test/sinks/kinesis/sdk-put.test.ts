import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type TestContext, test } from 'node:test';
import { PutError, type PutFault, type PutPort } from '../../../src/sinks/kinesis/put-port.ts';
import { createSdkPut, type SdkPutOptions } from '../../../src/sinks/kinesis/sdk-put.ts';
import { closedPort, readBody, serveHttp } from '../../support/local-server.ts';

process.env['AWS_ACCESS_KEY_ID'] = 'test';
process.env['AWS_SECRET_ACCESS_KEY'] = 'test';

interface Asked {
  readonly target: string;
  readonly body: unknown;
  readonly connection: unknown;
}

type Answer = (response: ServerResponse) => void;

/** A stream whose service answers as told, and what it was asked. */
async function streamOf(
  context: TestContext,
  answer: Answer,
  options: Partial<SdkPutOptions> = {},
): Promise<{ stream: PutPort; asked: Asked[] }> {
  const asked: Asked[] = [];
  const endpointUrl = await serveHttp(context, async (request: IncomingMessage, response: ServerResponse) => {
    const body: unknown = JSON.parse(String(await readBody(request)));
    asked.push({ target: String(request.headers['x-amz-target']), body, connection: request.socket });
    answer(response);
  });
  return { stream: opened(context, { endpointUrl, ...options }), asked };
}

function opened(context: TestContext, options: Partial<SdkPutOptions>): PutPort {
  const stream = createSdkPut({ streamName: 'results', region: 'us-east-1', requestTimeoutMs: 5000, ...options });
  context.after(() => stream.close());
  return stream;
}

function reply(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
}

const RECORD = { partitionKey: 'a', data: Buffer.from('{}') };
const STORED = { SequenceNumber: '1', ShardId: 'shardId-000000000000' };

const hasFault = (fault: PutFault) => (thrown: unknown) => thrown instanceof PutError && thrown.fault === fault;

test('a call is one PutRecords, on a connection that is kept', async (context) => {
  const { stream, asked } = await streamOf(context, (response) => reply(response, { FailedRecordCount: 0, Records: [STORED] }));
  await stream.putRecords([RECORD]);
  assert.deepEqual(await stream.putRecords([RECORD]), [{ kind: 'stored' }]);
  assert.equal(asked[0]?.target, 'Kinesis_20131202.PutRecords');
  assert.deepEqual(asked[0]?.body, { StreamName: 'results', Records: [{ PartitionKey: 'a', Data: 'e30=' }] });
  assert.equal(asked[0]?.connection, asked[1]?.connection);
});

test('a stream known by its ARN is named so', async (context) => {
  const streamName = 'arn:aws:kinesis:us-east-1:000000000000:stream/results';
  const { stream, asked } = await streamOf(context, (response) => reply(response, { Records: [STORED] }), { streamName });
  await stream.putRecords([RECORD]);
  assert.deepEqual(asked[0]?.body, { StreamARN: streamName, Records: [{ PartitionKey: 'a', Data: 'e30=' }] });
});

test('AWS_ENDPOINT_URL_KINESIS is where to call when nothing else is said', async (context) => {
  const endpointUrl = await serveHttp(context, (_, response) => reply(response, { Records: [STORED] }));
  process.env['AWS_ENDPOINT_URL_KINESIS'] = endpointUrl;
  context.after(() => delete process.env['AWS_ENDPOINT_URL_KINESIS']);
  assert.deepEqual(await opened(context, {}).putRecords([RECORD]), [{ kind: 'stored' }]);
});

test('each record has an outcome of its own, and none is stored without a sequence number', async (context) => {
  const results = [
    STORED,
    { ErrorCode: 'ProvisionedThroughputExceededException', ErrorMessage: 'full' },
    { ErrorCode: 'InternalFailure', ErrorMessage: 'Internal Service Failure' },
    { SequenceNumber: '2', ShardId: 's', ErrorCode: null, ErrorMessage: null },
    {},
  ];
  const { stream } = await streamOf(context, (response) => reply(response, { FailedRecordCount: 2, Records: results }));
  assert.deepEqual(await stream.putRecords(results.map(() => RECORD)), [
    { kind: 'stored' },
    { kind: 'failed', fault: 'throttled', message: 'ProvisionedThroughputExceededException: full' },
    { kind: 'failed', fault: 'unavailable', message: 'InternalFailure: Internal Service Failure' },
    { kind: 'stored' },
    { kind: 'failed', fault: 'unavailable', message: 'no sequence number: ' },
  ]);
});

test('an answer with other than one result for each record stores nothing', async (context) => {
  const { stream } = await streamOf(context, (response) => reply(response, { Records: [STORED] }));
  await assert.rejects(stream.putRecords([RECORD, RECORD]), hasFault('unavailable'));
});

const FAULTS: readonly (readonly [string, PutFault])[] = [
  ['ProvisionedThroughputExceededException', 'throttled'],
  ['LimitExceededException', 'throttled'],
  ['KMSThrottlingException', 'throttled'],
  ['ThrottlingException', 'throttled'],
  ['ValidationException', 'invalid'],
  ['InvalidArgumentException', 'invalid'],
  ['SerializationException', 'invalid'],
  ['ResourceNotFoundException', 'denied'],
  ['AccessDeniedException', 'denied'],
  ['ExpiredTokenException', 'denied'],
  ['UnrecognizedClientException', 'denied'],
  ['KMSDisabledException', 'denied'],
  ['InternalFailure', 'unavailable'],
];

for (const [name, fault] of FAULTS) {
  test(`${name} is ${fault}, after one call`, async (context) => {
    const { stream, asked } = await streamOf(context, (response) => reply(response, { __type: name, message: 'no' }, 400));
    await assert.rejects(stream.putRecords([RECORD]), hasFault(fault));
    assert.equal(asked.length, 1);
  });
}

test('an answer that is not of the service counts by its status', async (context) => {
  const statuses = [413, 403, 429, 502, 503];
  const { stream } = await streamOf(context, (response) => void response.writeHead(statuses.shift() ?? 500).end('<html>'));
  for (const fault of ['invalid', 'denied', 'throttled', 'unavailable', 'unavailable'] as const)
    await assert.rejects(stream.putRecords([RECORD]), hasFault(fault));
});

test('a broken connection, nobody listening and no answer in time are unavailable', async (context) => {
  const broken = await streamOf(context, (response) => void response.destroy());
  await assert.rejects(broken.stream.putRecords([RECORD]), hasFault('unavailable'));
  await assert.rejects(opened(context, { endpointUrl: await closedPort() }).putRecords([RECORD]), hasFault('unavailable'));
  const silent = await streamOf(context, () => {}, { requestTimeoutMs: 50 });
  await assert.rejects(silent.stream.putRecords([RECORD]), hasFault('unavailable'));
});
