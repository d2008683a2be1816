import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { type KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import type { UserConfig } from '../../src/config/index.ts';
import type { Gateway } from '../../src/gateway/index.ts';
import { metric, metricSum, startTestGateway } from '../support/gateway.ts';
import { recordsOf } from '../support/kinesis/contents.ts';
import type { Emulator } from '../support/kinesis/emulator.ts';
import { createStream, startDynalite, startKinesalite, TEST_CREDENTIALS, testClient } from '../support/kinesis/emulators.ts';
import { readBody, serveHttp } from '../support/local-server.ts';

let kinesis: Emulator;
let dynamo: Emulator;
let client: KinesisClient;
before(async () => {
  [kinesis, dynamo] = await Promise.all([startKinesalite(), startDynalite()]);
  Object.assign(process.env, TEST_CREDENTIALS, { AWS_ENDPOINT_URL_KINESIS: kinesis.url, AWS_ENDPOINT_URL_DYNAMODB: dynamo.url });
  client = testClient(kinesis.url);
});
after(async () => {
  client.destroy();
  await Promise.all([kinesis.close(), dynamo.close()]);
});

const folder = mkdtempSync(join(tmpdir(), 'tidegate-streams-'));

function configOf(name: string, more: Partial<NonNullable<UserConfig['streams']>[string]> = {}): UserConfig {
  return {
    endpoints: { model: { upstream: { type: 'simulated', baseMs: 5, perItemMs: 0.1 }, codec: 'kserve-v1' } },
    streams: {
      [name]: {
        source: { type: 'kinesis', streamName: name, region: 'us-east-1', failoverMs: 2000, checkpointMs: 500, idleMs: 200 },
        endpoint: 'model',
        sink: { type: 'jsonl', path: join(folder, `${name}.jsonl`) },
        onFailure: { type: 'jsonl', path: join(folder, `${name}.dead.jsonl`) },
        ...more,
      },
    },
  };
}

async function put(stream: string, bodies: readonly string[]): Promise<void> {
  for (let at = 0; at < bodies.length; at += 100) {
    const Records = bodies
      .slice(at, at + 100)
      .map((body, index) => ({ PartitionKey: `key ${(at + index) % 7}`, Data: Buffer.from(body) }));
    await client.send(new PutRecordsCommand({ StreamName: stream, Records }));
  }
}

async function contents(stream: string): Promise<string[]> {
  return (await recordsOf(client, stream)).map(({ data }) => data);
}

function lines(name: string): { [key: string]: unknown }[] {
  // What stands behind the last line feed is being written.
  return readFileSync(join(folder, name), 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

/** Stopped at the end of the test, however it ends. */
async function started(context: TestContext, config: UserConfig): Promise<Gateway> {
  const gateway = await startTestGateway(config);
  context.after(() => gateway.stop());
  return gateway;
}

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  assert.fail(`never: ${what}`);
}

test('records of all shards are answered in shared batches, and each has one result with its source', async (context) => {
  await createStream(client, 'plain', 3);
  const bodies = Array.from({ length: 300 }, (_, index) => `{"instances":[${index}]}`);
  await put('plain', bodies);
  const gateway = await started(context, configOf('plain'));
  await until(
    '300 results',
    async () => (await metric(gateway, 'tidegate_stream_records_total{stream="plain",outcome="ok"}')) === 300,
  );
  assert.equal(await metric(gateway, 'tidegate_stream_leases{stream="plain"}'), 3);
  const batches = await metricSum(gateway, 'tidegate_batches_total');
  assert.ok(batches < 150, `${batches} batches`);
  await gateway.stop();
  const results = lines('plain.jsonl');
  assert.deepEqual(
    results.map(({ result }) => JSON.stringify(result)).toSorted(),
    bodies.map((_, index) => `{"predictions":[${index}]}`).toSorted(),
  );
  assert.equal(new Set(results.map(({ shardId, sequenceNumber }) => JSON.stringify([shardId, sequenceNumber]))).size, 300);
  assert.deepEqual(Object.keys(results[0] ?? {}), [
    'stream',
    'shardId',
    'sequenceNumber',
    'subSequenceNumber',
    'partitionKey',
    'result',
  ]);
});

test('after an orderly stop the next gateway begins where the first ended', async (context) => {
  await createStream(client, 'resumed', 2);
  await put(
    'resumed',
    Array.from({ length: 100 }, (_, index) => `{"instances":[${index}]}`),
  );
  const first = await started(context, configOf('resumed'));
  await until(
    'some results',
    async () => (await metric(first, 'tidegate_stream_records_total{stream="resumed",outcome="ok"}')) > 20,
  );
  await first.stop();
  await put(
    'resumed',
    Array.from({ length: 50 }, (_, index) => `{"instances":[${100 + index}]}`),
  );
  const second = await started(context, configOf('resumed'));
  await until('all results', () => lines('resumed.jsonl').length >= 150);
  await second.stop();
  const results = lines('resumed.jsonl').map(({ result }) => (result as { predictions: number[] }).predictions[0]);
  assert.deepEqual(
    results.toSorted((a, b) => Number(a) - Number(b)),
    Array.from({ length: 150 }, (_, index) => index),
  );
});

test('results go to another stream by the input’s key; what is refused to the dead-letter stream, with its data', async (context) => {
  await Promise.all(['input', 'output', 'dead'].map((name) => createStream(client, name, 1)));
  await put('input', ['{"text":"a","id":1}', '{"text":"b","id":2}', '{"id":3}']);
  const gateway = await started(
    context,
    configOf('input', {
      request: { template: { instances: [{ $: '/text' }] } },
      result: { id: '/id', includeInput: true },
      sink: { type: 'kinesis', streamName: 'output', region: 'us-east-1' },
      onFailure: { type: 'kinesis', streamName: 'dead', region: 'us-east-1' },
    }),
  );
  await until('all three', async () => (await contents('output')).length === 2 && (await contents('dead')).length === 1);
  await gateway.stop();
  const results = (await contents('output')).map((text) => JSON.parse(text));
  assert.deepEqual(
    results.map(({ id, input, result }) => ({ id, input, result })),
    [
      { id: 1, input: { text: 'a', id: 1 }, result: { predictions: ['a'] } },
      { id: 2, input: { text: 'b', id: 2 }, result: { predictions: ['b'] } },
    ],
  );
  const [letter] = (await contents('dead')).map((text) => JSON.parse(text));
  assert.deepEqual([letter.error.code, Buffer.from(letter.data, 'base64').toString()], ['INVALID_RECORD', '{"id":3}']);
});

test('HTTP requests share calls with a stream that is far behind, and are answered in time', async (context) => {
  await createStream(client, 'shared', 2);
  await put(
    'shared',
    Array.from({ length: 2000 }, (_, index) => `{"instances":[${index}]}`),
  );
  let turn = Promise.resolve();
  let isRead = (): void => {};
  const backlog = new Promise<void>((resolve) => (isRead = resolve));
  const calls: (readonly number[])[] = [];
  const url = await serveHttp(context, async (request, response) => {
    const { instances } = JSON.parse((await readBody(request)).toString()) as { instances: number[] };
    calls.push(instances);
    await backlog;
    turn = turn.then(() => pause(20 + instances.length));
    await turn;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ predictions: instances }));
  });
  const config = configOf('shared', { ordering: 'none' });
  const gateway = await started(context, {
    ...config,
    endpoints: { model: { upstream: { type: 'http', url }, codec: 'kserve-v1' } },
  });
  const read = 'tidegate_stream_read_total{stream="shared",what="records"}';
  await until('the backlog is read', async () => (await metric(gateway, read)) === 2000);
  isRead();
  await until('the backlog is under way', () => calls.length > 5);
  const headers = { 'content-type': 'application/json', 'x-tidegate-timeout-ms': '2000' };
  const isHttp = (instance: number): boolean => instance < 0;
  for (let number = 1; number <= 10; number += 1) {
    const answer = await fetch(`${gateway.url}/endpoints/model/invocations`, {
      method: 'POST',
      headers,
      body: `{"instances":[${-number}]}`,
    });
    console.log(
      number,
      answer.status,
      answer.headers.get('server-timing'),
      calls.length,
      calls
        .slice(-4)
        .map((c) => c.length)
        .join(),
      await metricSum(gateway, 'tidegate_queue_depth'),
    );
    assert.deepEqual([answer.status, await answer.text()], [200, `{"predictions":[${-number}]}`]);
  }
  assert.ok((await metric(gateway, 'tidegate_stream_buffered_bytes{stream="shared"}')) > 0, 'the stream is behind all the while');
  // Before the model does: what was read is finished.
  await gateway.stop();
  const shared = calls.filter((instances) => instances.some(isHttp) && !instances.every(isHttp));
  assert.ok(shared.length > 7, `${shared.length} of 10 shared a call`);
});

test('a stream that is not there ends the start with its name', async () => {
  await assert.rejects(startTestGateway(configOf('no-such-stream')), /streams\.no-such-stream: .*ResourceNotFoundException/);
});
