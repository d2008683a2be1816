import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { PutRecordCommand } from '@aws-sdk/client-kinesis';
import { createStream, startDynalite, startKinesalite, TEST_CREDENTIALS, testClient } from '../support/kinesis/emulators.ts';
import { type KserveModel, serveModel } from '../support/kserve-model.ts';
import { configFile, freePort, start } from './tidegate.ts';

// The four questions of docs/explain.md, asked of the gateway as its users have it: a process, a header, a log, /metrics.

const folder = mkdtempSync(join(tmpdir(), 'tidegate-explain-'));

function config({ url }: KserveModel): string {
  const endpoint = (more: string): string => `{ upstream: { type: http, url: "${url}" }, codec: kserve-v1, ${more} }`;
  return `
server: { shutdownGraceMs: 2000 }
telemetry: { accessLog: all }
endpoints:
  m: ${endpoint('batching: { maxInFlight: 1 }')}
  patient: ${endpoint('batching: { policy: linger, maxQueueDelayMs: 120 }')}
  gone: { upstream: { type: http, url: "http://127.0.0.1:9" }, codec: kserve-v1, queue: { timeoutMs: 300 } }
  small: ${endpoint('batching: { maxInFlight: 1, maxBatchSize: 2 }, queue: { maxQueueSize: 3 }')}
`;
}

const STREAM = `streams:
  tickets:
    source: { type: kinesis, streamName: tickets, region: us-east-1, failoverMs: 2000, checkpointMs: 500, idleMs: 200 }
    endpoint: m
    sink: { type: jsonl, path: "${join(folder, 'scored.jsonl')}" }
    onFailure: { type: jsonl, path: "${join(folder, 'dead.jsonl')}" }
`;

type Line = Readonly<Record<string, unknown>>;

/** The gateway as a process over a model that refuses whole calls in which something is poison. */
async function served(context: TestContext, more = '', env: Record<string, string> = {}) {
  const model = await serveModel(context, (instances, response) => {
    if (!instances.includes('poison')) return undefined;
    response.statusCode = 400;
    return response.end('{"error":"cannot read it"}');
  });
  const port = await freePort();
  const { child, outcome } = start(
    ['serve', '-c', configFile(`${port}.yaml`, config(model) + more), '--port', String(port)],
    env,
  );
  let log = '';
  child.stderr?.on('data', (chunk) => (log += String(chunk)));
  context.after(async () => {
    model.letGo();
    child.kill('SIGTERM');
    await outcome;
  });
  const url = `http://127.0.0.1:${port}`;
  await until(() =>
    fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  const post = async (endpoint: string, instances: readonly unknown[], headers: Record<string, string> = {}) => {
    const init = {
      method: 'POST',
      body: JSON.stringify({ instances }),
      headers: { 'content-type': 'application/json', ...headers },
    };
    const reply = await fetch(`${url}/endpoints/${endpoint}/invocations`, init);
    const id = reply.headers.get('x-amzn-requestid');
    return { status: reply.status, timing: reply.headers.get('server-timing') ?? '', id, body: (await reply.json()) as Line };
  };
  const metric = async (series: string): Promise<number> => {
    const text = await (await fetch(`${url}/metrics`)).text();
    const line = text.split('\n').find((each) => each.startsWith(`tidegate_${series} `));
    return Number(line?.split(' ')[1] ?? 0);
  };
  /** The log line of a request, or of an event; it may be on its way. */
  const logged = async (fits: (line: Line) => boolean): Promise<Line> => {
    let found: Line | undefined;
    await until(() => {
      const lines = log.split('\n').filter((line) => line.startsWith('{'));
      found = lines.map((line) => JSON.parse(line) as Line).find(fits);
      return found !== undefined;
    });
    return found ?? {};
  };
  /** All these wait while one call is under way. */
  const held = async <T>(endpoint: string, waiting: number, send: () => Promise<T>[]): Promise<T[]> => {
    const before = model.calls.length;
    const first = post(endpoint, ['held']);
    await until(() => model.calls.length > before);
    const all = send();
    await until(async () => (await metric(`queue_depth{endpoint="${endpoint}"}`)) === waiting);
    await pause(100);
    model.letGo();
    await first;
    return Promise.all(all);
  };
  return { post, metric, logged, held, child, model };
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await pause(20);
}

function timing(header: string): { queue: number; upstream: number; size: number; reason: string } {
  const [, queue, upstream, size, reason] =
    /queue;dur=([\d.]+), upstream;dur=([\d.]+), batch;desc="size=(\d+) reason=(\w+)"/.exec(header) ?? [];
  return { queue: Number(queue), upstream: Number(upstream), size: Number(size), reason: reason ?? '' };
}

test('why did it take so long: for a slot, for company, or at the model', { timeout: 60_000 }, async (context) => {
  const { post, logged, held } = await served(context);
  const [slow] = await held('m', 1, () => [post('m', [1])]);
  const waited = timing(slow?.timing ?? '');
  assert.ok(waited.queue >= 100 && waited.upstream >= 19, slow?.timing);
  const line = await logged(({ requestId }) => requestId === slow?.id);
  assert.ok(Number(line['queueMs']) >= 100 && Number(line['heldMs']) < 20, `for a slot: ${JSON.stringify(line)}`);
  assert.ok(Number(line['durationMs']) >= Number(line['queueMs']) + Number(line['upstreamMs']) - 1, 'the sum');

  const patient = await post('patient', [1]);
  assert.equal(timing(patient.timing).reason, 'delay');
  const why = await logged(({ requestId }) => requestId === patient.id);
  assert.ok(Number(why['heldMs']) >= 100 && Number(why['queueMs']) >= 100, `for company: ${JSON.stringify(why)}`);
});

test('why was this batch of 3 sent: header, log and metric say', { timeout: 60_000 }, async (context) => {
  const { post, metric, logged, held } = await served(context);
  const before = await metric('batches_total{endpoint="m",reason="slot"}');
  const replies = await held('m', 3, () => [1, 2, 3].map((instance) => post('m', [instance])));
  for (const { timing: header } of replies) assert.deepEqual([timing(header).size, timing(header).reason], [3, 'slot']);
  const { batchSize, reason, calls } = await logged(({ requestId }) => requestId === replies[0]?.id);
  assert.deepEqual([batchSize, reason, calls], [3, 'slot', 1]);
  assert.equal((await metric('batches_total{endpoint="m",reason="slot"}')) - before, 2);

  const full = await held('small', 2, () => [post('small', [4]), post('small', [5])]);
  assert.deepEqual([timing(full[0]?.timing ?? '').size, timing(full[0]?.timing ?? '').reason], [2, 'size']);
});

test('why was it refused: no room, no time, with figures', { timeout: 60_000 }, async (context) => {
  const { post, metric, logged, held } = await served(context);
  const replies = await held('small', 3, () => [post('small', [1, 2]), post('small', [3]), post('small', [4, 5])]);
  const full = replies[2];
  assert.equal(full?.body['code'], 'QUEUE_FULL');
  assert.match(String(full?.body['Message']), /^The queue of this endpoint is full: 3 of 3 items wait, \d+ of \d+ bytes\.$/);
  assert.equal((await logged(({ requestId }) => requestId === full?.id))['code'], 'QUEUE_FULL');
  assert.equal(await metric('shed_total{endpoint="small",reason="full"}'), 1);

  for (let warm = 0; warm < 12; warm += 1) await post('m', [warm]);
  const [late] = await held('m', 0, () => [post('m', [1], { 'x-tidegate-timeout-ms': '15' })]);
  assert.equal(late?.body['code'], 'WOULD_MISS_DEADLINE');
  const { neededMs, haveMs } = await logged(({ requestId }) => requestId === late?.id);
  assert.ok(Number(neededMs) > Number(haveMs) && Number(haveMs) <= 15, `${String(neededMs)} ${String(haveMs)}`);
  const words = `about ${String(neededMs)} ms would be needed, and ${String(haveMs)} ms are left.`;
  assert.equal(late?.body['Message'], `The answer would come after the deadline: ${words}`);
  assert.equal(await metric('shed_total{endpoint="m",reason="deadline"}'), 1);
});

test('why was it refused: the endpoint is down, or the gateway stops', { timeout: 60_000 }, async (context) => {
  const { post, metric, logged, child, model } = await served(context);
  const gone = await Promise.all([1, 2, 3].map((instance) => post('gone', [instance])));
  for (const { status, body } of gone) {
    assert.deepEqual([status, body['code']], [504, 'DEADLINE_PASSED']);
    assert.match(String(body['Message']), /waiting; the endpoint is down/);
  }
  const { call, cause } = await logged(({ event, endpoint }) => event === 'breaker-open' && endpoint === 'gone');
  assert.deepEqual([call, String(cause).includes('ECONNREFUSED')], ['unreachable', true]);
  assert.ok((await metric('breaker_state{endpoint="gone"}')) > 0, 'open');

  const first = post('m', ['held']);
  await until(() => model.calls.length === 1);
  child.kill('SIGTERM');
  await logged(({ state }) => state === 'draining');
  const refused = await post('m', [1]);
  assert.deepEqual([refused.status, refused.body['code']], [503, 'DRAINING']);
  assert.equal((await logged(({ requestId }) => requestId === refused.id))['code'], 'DRAINING');
  model.letGo();
  assert.equal((await first).status, 200);
});

test('which is poison: the request, and of a request sent in parts the item', { timeout: 60_000 }, async (context) => {
  const { post, metric, logged, held } = await served(context);
  const replies = await held('m', 3, () => [1, 'poison', 3].map((instance) => post('m', [instance])));
  assert.deepEqual(
    replies.map(({ status }) => status),
    [200, 424, 200],
  );
  const { code, originalStatus, trouble, reason } = await logged(({ requestId }) => requestId === replies[1]?.id);
  assert.deepEqual([code, originalStatus, trouble, reason], ['MODEL_REFUSED', 400, 'refused', 'isolation']);
  assert.equal(await metric('isolations_total{endpoint="m",outcome="found"}'), 1);

  const list = await post('small', [0, 1, 2, 3, 4, 'poison', 6]);
  assert.deepEqual([list.status, list.body['items']], [424, { first: 5, last: 5 }]);
  const { firstItem, lastItem } = await logged(({ requestId }) => requestId === list.id);
  assert.deepEqual([firstItem, lastItem], [5, 5]);
});

test('which record is poison: the log and the dead letter name shard and sequence number', {
  timeout: 60_000,
}, async (context) => {
  const [kinesis, dynamo] = await Promise.all([startKinesalite(), startDynalite()]);
  const client = testClient(kinesis.url);
  context.after(async () => {
    client.destroy();
    await Promise.all([kinesis.close(), dynamo.close()]);
  });
  await createStream(client, 'tickets', 1);
  const put = async (instance: unknown): Promise<string | undefined> => {
    const Data = Buffer.from(JSON.stringify({ instances: [instance] }));
    return (await client.send(new PutRecordCommand({ StreamName: 'tickets', PartitionKey: String(instance), Data })))
      .SequenceNumber;
  };
  await put(1);
  const sequenceNumber = await put('poison');
  await put(3);
  const env = { ...TEST_CREDENTIALS, AWS_ENDPOINT_URL_KINESIS: kinesis.url, AWS_ENDPOINT_URL_DYNAMODB: dynamo.url };
  const { metric, logged } = await served(context, STREAM, env);
  const { event: _, ...line } = await logged(({ event }) => event === 'dead-letter');
  assert.deepEqual(
    [line['stream'], line['shard'], line['sequenceNumber'], line['subSequenceNumber'], line['code'], line['originalStatus']],
    ['tickets', 'shardId-000000000000', sequenceNumber, 0, 'MODEL_REFUSED', 400],
  );
  await until(async () => (await metric('stream_records_total{stream="tickets",outcome="ok"}')) === 2);
  assert.equal(await metric('stream_records_total{stream="tickets",outcome="dead"}'), 1);
  const letter = JSON.parse(readFileSync(join(folder, 'dead.jsonl'), 'utf8').split('\n')[0] ?? '') as Line;
  assert.equal(letter['sequenceNumber'], sequenceNumber);
  assert.equal((letter['error'] as Line)['code'], 'MODEL_REFUSED');
});
