import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type ServerHttp2Stream } from 'node:http2';
import { type TestContext, test } from 'node:test';
import { systemClock } from '../../../src/kernel/clock.ts';
import { SdkFanOut } from '../../../src/sources/kinesis/sdk-fan-out.ts';
import { StreamError, type StreamFault, type Told } from '../../../src/sources/kinesis/stream-port.ts';
import { eventMessage, eventOf, exceptionOf } from '../../support/kinesis/fan-out/event-stream.ts';
import { testClient } from '../../support/kinesis/operator.ts';
import { readBody } from '../../support/local-server.ts';

const EVENT = { Records: [], ContinuationSequenceNumber: '7', MillisBehindLatest: 3 };
const CHILD = { ShardId: 's1', ParentShards: ['s0'], HashKeyRange: { StartingHashKey: '0', EndingHashKey: '9' } };

/** A service that tells these messages to whoever subscribes, and what it was asked. */
async function tells(context: TestContext, messages: readonly Buffer[]): Promise<{ fanOut: SdkFanOut; asked: unknown[] }> {
  const asked: unknown[] = [];
  const server = createServer();
  const answer = async (stream: ServerHttp2Stream): Promise<void> => {
    asked.push(JSON.parse((await readBody(stream)).toString()));
    stream.respond({ ':status': 200, 'content-type': 'application/vnd.amazon.eventstream' });
    stream.end(Buffer.concat(messages));
  };
  server.on('stream', (stream) => void answer(stream));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Expected a port');
  const endpointUrl = `http://127.0.0.1:${address.port}`;
  const client = testClient(endpointUrl);
  const stream = { describe: () => Promise.reject(new StreamError('missing', 'no stream')) };
  const fanOut = new SdkFanOut({ region: 'us-east-1', endpointUrl, consumerName: 'ours', clock: systemClock }, stream, client);
  context.after(() => {
    fanOut.close();
    client.destroy();
    server.close();
  });
  return { fanOut, asked };
}

async function all(fanOut: SdkFanOut): Promise<Told[]> {
  const told: Told[] = [];
  for await (const each of fanOut.subscribe('s0', { kind: 'TRIM_HORIZON' }, new AbortController().signal)) told.push(each);
  return told;
}

const hasFault = (fault: StreamFault, said: RegExp) => (thrown: unknown) =>
  thrown instanceof StreamError && thrown.fault === fault && said.test(thrown.message);

test('what is told comes as it was sent, whether or not it is preceded by an initial response', async (context) => {
  const record = { SequenceNumber: '6', PartitionKey: 'k', Data: 'AP8=', ApproximateArrivalTimestamp: 1_700_000_000.5 };
  const events = [
    eventOf('SubscribeToShardEvent', { ...EVENT, Records: [record] }),
    eventOf('Unheard', {}),
    eventOf('SubscribeToShardEvent', { Records: [], MillisBehindLatest: 0, ChildShards: [CHILD] }),
  ];
  for (const before of [[], [eventOf('initial-response', {})]]) {
    const { fanOut } = await tells(context, [...before, ...events]);
    const data = Buffer.from([0, 255]);
    assert.deepEqual(await all(fanOut), [
      {
        records: [{ sequenceNumber: '6', partitionKey: 'k', data, arrivedAt: 1_700_000_000_500 }],
        continuation: '7',
        millisBehindLatest: 3,
      },
      { records: [], continuation: undefined, millisBehindLatest: 0 },
    ]);
  }
});

test('a position is asked for as the API has it', async (context) => {
  const { fanOut, asked } = await tells(context, [eventOf('initial-response', {})]);
  for (const from of [
    { kind: 'LATEST' },
    { kind: 'AT_TIMESTAMP', wallMs: 1_700_000_000_123 },
    { kind: 'AFTER_SEQUENCE_NUMBER', sequenceNumber: '9'.repeat(56) },
  ] as const)
    await fanOut.subscribe('s0', from, new AbortController().signal).next();
  assert.deepEqual(asked, [
    { ShardId: 's0', StartingPosition: { Type: 'LATEST' } },
    { ShardId: 's0', StartingPosition: { Type: 'AT_TIMESTAMP', Timestamp: 1_700_000_000.123 } },
    { ShardId: 's0', StartingPosition: { Type: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: '9'.repeat(56) } },
  ]);
});

test('an event that says neither where to go on nor that the shard has ended is a fault, and so is one that says both', async (context) => {
  for (const event of [
    { Records: [], MillisBehindLatest: 0 },
    { ...EVENT, ChildShards: [CHILD] },
  ]) {
    const { fanOut } = await tells(context, [eventOf('SubscribeToShardEvent', event)]);
    await assert.rejects(all(fanOut), hasFault('unavailable', /either ContinuationSequenceNumber or ChildShards/));
  }
});

for (const [name, fault] of [
  ['ResourceInUseException', 'throttled'],
  ['ResourceNotFoundException', 'missing'],
  ['KMSAccessDeniedException', 'denied'],
  ['InternalFailureException', 'unavailable'],
  ['SomethingNewException', 'unavailable'],
] as const)
  test(`${name} in the middle of a subscription is ${fault}`, async (context) => {
    const { fanOut } = await tells(context, [eventOf('SubscribeToShardEvent', EVENT), exceptionOf(name, 'by the test')]);
    await assert.rejects(all(fanOut), hasFault(fault, new RegExp(name)));
  });

test('an error of the protocol, and a message that is not whole, are unavailable', async (context) => {
  const error = eventMessage({ ':message-type': 'error', ':error-code': 'InternalError', ':error-message': 'no' }, {});
  const torn = eventOf('SubscribeToShardEvent', EVENT);
  torn[torn.length - 1] = (torn.at(-1) ?? 0) ^ 1;
  for (const message of [error, torn, eventOf('SubscribeToShardEvent', EVENT).subarray(0, 40)]) {
    const { fanOut } = await tells(context, [eventOf('SubscribeToShardEvent', EVENT), message]);
    await assert.rejects(all(fanOut), hasFault('unavailable', /SubscribeToShard/));
  }
});

test('a stream that is not there is told as that', async (context) => {
  const { fanOut } = await tells(context, []);
  await assert.rejects(fanOut.ready(), hasFault('missing', /no stream/));
});
