import assert from 'node:assert/strict';
import { after, before, type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { type KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { systemClock } from '../../../src/kernel/clock.ts';
import { SdkFanOut } from '../../../src/sources/kinesis/sdk-fan-out.ts';
import { createSdkStream } from '../../../src/sources/kinesis/sdk-stream.ts';
import { type Position, StreamError, type StreamFault, type Told } from '../../../src/sources/kinesis/stream-port.ts';
import {
  createStream,
  type Emulator,
  mergeShards,
  splitShard,
  startKinesalite,
  testClient,
} from '../../support/kinesis/emulators.ts';
import { FanOutServer } from '../../support/kinesis/fan-out/fan-out-server.ts';
import { closedPort } from '../../support/local-server.ts';

const SHARDS = ['shardId-000000000000', 'shardId-000000000001'] as const;
const ALL: Position = { kind: 'TRIM_HORIZON' };

let kinesis: Emulator;
let operator: KinesisClient;
before(async () => {
  kinesis = await startKinesalite();
  operator = testClient(kinesis.url);
});
after(async () => {
  operator.destroy();
  await kinesis.close();
});

let streams = 0;

/** A stream, its server, and the SDK's way to it. All of it ends with the test. */
async function opened(context: TestContext, shards = 1) {
  streams += 1;
  const name = `stream-${streams}`;
  await createStream(operator, name, shards);
  const server = await FanOutServer.start(kinesis.url);
  const client = testClient(server.url);
  const options = { region: 'us-east-1', endpointUrl: server.url };
  const stream = createSdkStream({ ...options, stream: name }, client);
  const fanOut = new SdkFanOut({ ...options, clock: systemClock, consumerName: 'ours' }, stream, client);
  context.after(async () => {
    fanOut.close();
    client.destroy();
    await server.close();
  });
  const put = async (from: number, to: number, bytes = 0): Promise<void> => {
    for (let at = from; at < to; at += 50) {
      const Records = Array.from({ length: Math.min(50, to - at) }, (_, index) => ({
        PartitionKey: `k${at + index}`,
        Data: Buffer.from(String(at + index).padEnd(bytes)),
      }));
      await operator.send(new PutRecordsCommand({ StreamName: name, Records }));
    }
  };
  return { name, server, fanOut, stream, put };
}

/** What is told until so many records were. */
async function told(subscription: AsyncIterator<Told>, records: number): Promise<Told[]> {
  const all: Told[] = [];
  for (let count = 0; count < records; ) {
    const { value, done } = await subscription.next();
    if (done === true) throw new Error(`It ended after ${count} records`);
    all.push(value);
    count += value.records.length;
  }
  return all;
}

const bodies = (all: readonly Told[]): number[] =>
  all.flatMap(({ records }) => records.map(({ data }) => Number(data.toString())));
const numbers = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index);
const hasFault = (fault: StreamFault) => (thrown: unknown) => thrown instanceof StreamError && thrown.fault === fault;

async function until(holds: () => boolean, what: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (holds()) return;
    await pause(20);
  }
  assert.fail(`never: ${what}`);
}

test('a consumer is registered where there is none, waited for, and found by whoever comes next', async (context) => {
  const { server, fanOut } = await opened(context);
  await assert.rejects(fanOut.subscribe(SHARDS[0], ALL, new AbortController().signal).next());
  await fanOut.ready();
  await fanOut.ready();
  assert.deepEqual([server.consumers.names, server.astray], [['ours'], []]);
});

test('records come as they were put, and each next subscription goes on exactly where the one before ended', async (context) => {
  const { server, fanOut, put } = await opened(context);
  await fanOut.ready();
  await put(0, 100);
  const first = new AbortController();
  const begun = await told(fanOut.subscribe(SHARDS[0], ALL, first.signal), 100);
  const { records, continuation, millisBehindLatest } = begun.at(-1) ?? assert.fail('nothing told');
  assert.deepEqual(bodies(begun), numbers(0, 100));
  assert.deepEqual([records.at(-1)?.partitionKey, millisBehindLatest, continuation], ['k99', 0, records.at(-1)?.sequenceNumber]);
  assert.ok(Math.abs((records[0]?.arrivedAt ?? 0) - Date.now()) < 10_000, 'it arrived now');
  first.abort();
  await put(100, 110);
  await pause(5100);
  const second = new AbortController();
  const from: Position = { kind: 'AFTER_SEQUENCE_NUMBER', sequenceNumber: continuation ?? '' };
  assert.deepEqual(bodies(await told(fanOut.subscribe(SHARDS[0], from, second.signal), 10)), numbers(100, 110));
  second.abort();
  assert.deepEqual(server.astray, []);
});

test('a continuation of no record is a place to begin at and after, and before what comes next', {
  timeout: 60_000,
}, async (context) => {
  const { server, fanOut, stream, put } = await opened(context);
  await fanOut.ready();
  server.switches.idleMs = 2500;
  await put(0, 10);
  const first = new AbortController();
  const subscription = fanOut.subscribe(SHARDS[0], ALL, first.signal);
  const last = (await told(subscription, 10)).at(-1)?.records.at(-1)?.sequenceNumber ?? '0';
  const idle = await subscription.next();
  const sequenceNumber = idle.done === true ? '' : (idle.value.continuation ?? '');
  assert.ok(BigInt(sequenceNumber) > BigInt(last), `${sequenceNumber} behind ${last}`);
  first.abort();
  await put(10, 20);
  for (const kind of ['AT_SEQUENCE_NUMBER', 'AFTER_SEQUENCE_NUMBER'] as const) {
    await pause(5100);
    const next = new AbortController();
    assert.deepEqual(bodies(await told(fanOut.subscribe(SHARDS[0], { kind, sequenceNumber }, next.signal), 10)), numbers(10, 20));
    next.abort();
    const { records } = await stream.records(await stream.iterator(SHARDS[0], { kind, sequenceNumber }), 100);
    assert.deepEqual(
      records.map(({ data }) => Number(data.toString())),
      numbers(10, 20),
    );
  }
});

test('the signal closes the stream and its connection, wherever the subscription is: nothing is left open', async (context) => {
  const { server, fanOut, put } = await opened(context, 2);
  await fanOut.ready();
  await put(0, 10);
  const reading = SHARDS.map((shardId) => {
    const stop = new AbortController();
    return { stop, subscription: fanOut.subscribe(shardId, ALL, stop.signal) };
  });
  await Promise.all(reading.map(({ subscription }) => subscription.next()));
  assert.deepEqual(server.open, { sessions: 2, streams: 2 });
  const [inTheMiddle, between] = reading;
  const waiting = inTheMiddle?.subscription.next();
  const ended = waiting?.then(
    (next) => next.done,
    () => true,
  );
  await pause(50);
  inTheMiddle?.stop.abort(new Error('lost'));
  between?.stop.abort(new Error('lost'));
  await until(() => server.open.sessions === 0 && server.open.streams === 0, 'the connections are closed');
  assert.equal(await ended, true);
});

test('subscriptions that are refused or given up, time and again, leave no sockets behind', async (context) => {
  const { server, fanOut } = await opened(context);
  await fanOut.ready();
  const sockets = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length;
  const rounds = async (count: number): Promise<void> => {
    for (let round = 0; round < count; round += 1) {
      const stop = new AbortController();
      await fanOut
        .subscribe(SHARDS[0], ALL, stop.signal)
        .next()
        .catch(() => undefined);
      stop.abort();
    }
    await until(() => server.open.sessions === 0, 'the connections are closed');
  };
  await rounds(5);
  const before = sockets();
  await rounds(50);
  await until(() => sockets() <= before + 4, `${sockets()} sockets are at most ${before}`);
});

test('one that is given up before it is answered leaves nothing open either', async (context) => {
  const { server, fanOut } = await opened(context);
  await fanOut.ready();
  for (const ms of [0, 1, 3, 10, 30]) {
    const stop = new AbortController();
    const next = fanOut.subscribe(SHARDS[0], ALL, stop.signal).next();
    const settled = next.catch(() => undefined);
    await pause(ms);
    stop.abort();
    await settled;
  }
  await until(() => server.open.sessions === 0 && server.open.streams === 0, 'the connections are closed');
});

test('who does not read is sent no more than the wire holds', async (context) => {
  const { server, fanOut, put } = await opened(context);
  await fanOut.ready();
  await put(0, 400, 20_000);
  const stop = new AbortController();
  const subscription = fanOut.subscribe(SHARDS[0], ALL, stop.signal);
  const first = await subscription.next();
  await pause(1000);
  const told = (first.value?.records.length ?? 0) * 27_000;
  assert.ok(server.bytesSent < told + 1_048_576, `${server.bytesSent} bytes sent, ${told} of them read`);
  stop.abort();
});

test('a subscription ends by itself when its time is up, without an error, and its connection with it', async (context) => {
  const { server, fanOut, put } = await opened(context);
  await fanOut.ready();
  server.switches.renewAfterMs = 300;
  await put(0, 10);
  const subscription = fanOut.subscribe(SHARDS[0], ALL, new AbortController().signal);
  await told(subscription, 10);
  let next = await subscription.next();
  while (next.done !== true) next = await subscription.next();
  await until(() => server.open.sessions === 0, 'the connection is closed');
});

test('a shard that is closed ends by its children, for those who read it and for those who come late', async (context) => {
  const { name, server, fanOut, put } = await opened(context, 2);
  await fanOut.ready();
  await put(0, 50);
  const [low, high] = SHARDS.map((shardId) => fanOut.subscribe(shardId, ALL, new AbortController().signal));
  await mergeShards(operator, name, ...SHARDS);
  await splitShard(operator, name, 'shardId-000000000002');
  const toEnd = async (subscription: AsyncIterator<Told> | undefined): Promise<number> => {
    let count = 0;
    for (let next = await subscription?.next(); next?.done === false; next = await subscription?.next()) {
      count += next.value.records.length;
      if (next.value.continuation === undefined) return count;
    }
    throw new Error('It ended without children');
  };
  const counts = await Promise.all([toEnd(low), toEnd(high)]);
  assert.equal(counts[0] + counts[1], 50);
  assert.equal(await toEnd(fanOut.subscribe('shardId-000000000002', ALL, new AbortController().signal)), 0);
  assert.deepEqual(server.astray, []);
});

test('what goes wrong has the fault that the reader knows it by', { timeout: 60_000 }, async (context) => {
  const { server, fanOut, stream } = await opened(context, 2);
  await fanOut.ready();
  const { signal } = new AbortController();
  const broken = fanOut.subscribe(SHARDS[0], ALL, signal);
  await broken.next();
  server.drop('in an event');
  await assert.rejects(broken.next(), hasFault('unavailable'));
  await assert.rejects(fanOut.subscribe(SHARDS[0], ALL, signal).next(), hasFault('throttled'), 'within five seconds');
  await assert.rejects(fanOut.subscribe('shardId-000000000007', ALL, signal).next(), hasFault('missing'));
  const taken = fanOut.subscribe(SHARDS[1], ALL, signal);
  await taken.next();
  server.takeOver();
  await assert.rejects(taken.next(), hasFault('throttled'));
  const elsewhere = { region: 'us-east-1', endpointUrl: await closedPort(), clock: systemClock, consumerName: 'ours' };
  const nowhere = new SdkFanOut(elsewhere, stream, operator);
  context.after(() => nowhere.close());
  await assert.rejects(nowhere.subscribe(SHARDS[0], ALL, signal).next(), hasFault('unavailable'));
  await until(() => server.open.sessions === 0, 'the connections are closed');
});

test('a connection that breaks between two events looks like one whose time is up', async (context) => {
  const { server, fanOut } = await opened(context);
  await fanOut.ready();
  const subscription = fanOut.subscribe(SHARDS[0], ALL, new AbortController().signal);
  await subscription.next();
  server.drop('between events');
  assert.equal((await subscription.next()).done, true);
});
