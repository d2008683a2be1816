import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { type TestContext, test } from 'node:test';
import { createSdkStream, type SdkStream } from '../../../src/sources/kinesis/sdk-stream.ts';
import { StreamError, type StreamFault } from '../../../src/sources/kinesis/stream-port.ts';
import { closedPort, readBody, serveHttp } from '../../support/local-server.ts';

process.env['AWS_ACCESS_KEY_ID'] = 'test';
process.env['AWS_SECRET_ACCESS_KEY'] = 'test';

interface Asked {
  readonly target: string;
  readonly body: Record<string, unknown>;
}

type Answer = (asked: Asked, response: ServerResponse) => void;

/** A stream whose service answers as told, and what it was asked. */
async function streamOf(context: TestContext, answer: Answer, stream = 'input'): Promise<{ stream: SdkStream; asked: Asked[] }> {
  const asked: Asked[] = [];
  const endpointUrl = await serveHttp(context, async (request, response) => {
    const target = String(request.headers['x-amz-target']);
    asked.push({ target, body: JSON.parse(String(await readBody(request))) });
    answer(asked.at(-1)!, response);
  });
  return { stream: opened(context, endpointUrl, stream), asked };
}

function opened(context: TestContext, endpointUrl: string | undefined, name = 'input', requestTimeoutMs = 5000): SdkStream {
  const stream = createSdkStream({
    stream: name,
    region: 'us-east-1',
    requestTimeoutMs,
    ...(endpointUrl !== undefined && { endpointUrl }),
  });
  context.after(() => stream.close());
  return stream;
}

function reply(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
}

const hasFault = (fault: StreamFault) => (thrown: unknown) => thrown instanceof StreamError && thrown.fault === fault;

const FAULTS: readonly (readonly [string, StreamFault])[] = [
  ['ProvisionedThroughputExceededException', 'throttled'],
  ['LimitExceededException', 'throttled'],
  ['KMSThrottlingException', 'throttled'],
  ['ThrottlingException', 'throttled'],
  ['ExpiredIteratorException', 'expired'],
  ['ResourceNotFoundException', 'missing'],
  ['AccessDeniedException', 'denied'],
  ['ExpiredTokenException', 'denied'],
  ['UnrecognizedClientException', 'denied'],
  ['InvalidSignatureException', 'denied'],
  ['IncompleteSignature', 'denied'],
  ['ExpiredNextTokenException', 'unavailable'],
  ['InvalidArgumentException', 'unavailable'],
  ['InternalFailure', 'unavailable'],
];

for (const [name, fault] of FAULTS) {
  test(`${name} is ${fault}, after one call`, async (context) => {
    const { stream, asked } = await streamOf(context, (_, response) => reply(response, { __type: name, message: 'no' }, 400));
    await assert.rejects(stream.records('iterator', 1), hasFault(fault));
    assert.equal(asked.length, 1);
  });
}

test('an answer that is no JSON, a 503 and a broken connection are unavailable', async (context) => {
  const answers: Answer[] = [
    (_, response) => response.writeHead(502).end('<html>'),
    (_, response) => response.writeHead(503).end(),
    (_, response) => response.destroy(),
  ];
  const { stream } = await streamOf(context, (asked, response) => answers.shift()?.(asked, response));
  for (const _ of [1, 2, 3]) await assert.rejects(stream.records('iterator', 1), hasFault('unavailable'));
});

test('nobody listening is unavailable', async (context) => {
  await assert.rejects(opened(context, await closedPort()).describe(), hasFault('unavailable'));
});

test('a call without an answer ends by its time-out, before the head and within the body', {
  timeout: 10_000,
}, async (context) => {
  let calls = 0;
  const endpointUrl = await serveHttp(context, (_, response) => {
    calls += 1;
    if (calls > 1) response.writeHead(200, { 'content-length': 100 }).write('{');
  });
  const stream = opened(context, endpointUrl, 'input', 100);
  await assert.rejects(stream.records('iterator', 1), hasFault('unavailable'));
  await assert.rejects(stream.records('iterator', 1), hasFault('unavailable'));
  assert.equal(calls, 2);
});

test('a call ends by its time-out though its connection is never idle', { timeout: 10_000 }, async (context) => {
  const endpointUrl = await serveHttp(context, (_, response) => {
    const timer = setInterval(() => response.writeProcessing(), 20);
    response.on('close', () => clearInterval(timer));
  });
  await assert.rejects(opened(context, endpointUrl, 'input', 100).records('iterator', 1), hasFault('unavailable'));
});

test('shards are listed page after page, and a token stands for the stream', async (context) => {
  const shard = (id: string, more: object) => ({
    ShardId: id,
    HashKeyRange: { StartingHashKey: '0', EndingHashKey: '9' },
    SequenceNumberRange: { StartingSequenceNumber: '1' },
    ...more,
  });
  const pages = [
    {
      Shards: [shard('a', { SequenceNumberRange: { StartingSequenceNumber: '1', EndingSequenceNumber: '2' } })],
      NextToken: 't1',
    },
    { Shards: [], NextToken: 't2' },
    { Shards: [shard('b', { ParentShardId: 'a' }), shard('c', { ParentShardId: 'a', AdjacentParentShardId: 'x' })] },
  ];
  const { stream, asked } = await streamOf(context, (_, response) => reply(response, pages.shift()));
  const range = { startingHashKey: '0', endingHashKey: '9' };
  assert.deepEqual(await stream.shards(), [
    { id: 'a', parents: [], ...range, isClosed: true },
    { id: 'b', parents: ['a'], ...range, isClosed: false },
    { id: 'c', parents: ['a', 'x'], ...range, isClosed: false },
  ]);
  assert.deepEqual(
    asked.map(({ body }) => body),
    [{ StreamName: 'input' }, { NextToken: 't1' }, { NextToken: 't2' }],
  );
});

test('a stream that places records without regard to their keys says so, and one that takes large records', async (context) => {
  const summary = {
    StreamARN: 'arn:x',
    RetentionPeriodHours: 48,
    RecordDistributionStrategy: 'AUTO',
    MaxRecordSizeInKiB: 10_240,
  };
  const { stream } = await streamOf(context, (_, response) => reply(response, { StreamDescriptionSummary: summary }));
  assert.deepEqual(await stream.describe(), {
    arn: 'arn:x',
    ignoresKeys: true,
    retentionHours: 48,
    maxRecordBytes: 10 * 1024 * 1024,
  });
});

test('a position is asked for as the API has it', async (context) => {
  const { stream, asked } = await streamOf(context, (_, response) => reply(response, { ShardIterator: 'it' }));
  assert.equal(await stream.iterator('s', { kind: 'TRIM_HORIZON' }), 'it');
  await stream.iterator('s', { kind: 'AT_TIMESTAMP', wallMs: 1_700_000_000_123 });
  await stream.iterator('s', { kind: 'AFTER_SEQUENCE_NUMBER', sequenceNumber: '9'.repeat(56) });
  const id = { StreamName: 'input', ShardId: 's' };
  assert.deepEqual(
    asked.map(({ body }) => body),
    [
      { ...id, ShardIteratorType: 'TRIM_HORIZON' },
      { ...id, ShardIteratorType: 'AT_TIMESTAMP', Timestamp: 1_700_000_000.123 },
      { ...id, ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: '9'.repeat(56) },
    ],
  );
});

test('a page is handed on as it came, and a stream known by its ARN is named with every call', async (context) => {
  const arn = 'arn:aws:kinesis:us-east-1:000000000000:stream/input';
  const record = { SequenceNumber: '1', Data: 'AP8=', ApproximateArrivalTimestamp: 1_700_000_000.5 };
  const { stream, asked } = await streamOf(
    context,
    (_, response) => reply(response, { Records: [record, { ...record, PartitionKey: 'k' }], MillisBehindLatest: 7 }),
    arn,
  );
  const expected = { sequenceNumber: '1', data: Buffer.from([0, 255]), arrivedAt: 1_700_000_000_500 };
  assert.deepEqual(await stream.records('it', 3), {
    records: [
      { ...expected, partitionKey: undefined },
      { ...expected, partitionKey: 'k' },
    ],
    next: undefined,
    millisBehindLatest: 7,
  });
  assert.deepEqual(asked[0]?.body, { StreamARN: arn, ShardIterator: 'it', Limit: 3 });
  assert.equal(asked[0]?.target, 'Kinesis_20131202.GetRecords');
});

test('AWS_ENDPOINT_URL_KINESIS says where to call when the options do not', async (context) => {
  const url = await serveHttp(context, (_, response) => reply(response, { ShardIterator: 'there' }));
  process.env['AWS_ENDPOINT_URL_KINESIS'] = url;
  context.after(() => delete process.env['AWS_ENDPOINT_URL_KINESIS']);
  assert.equal(await opened(context, undefined).iterator('s', { kind: 'LATEST' }), 'there');
});
