import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { FaultProxy } from '../../../support/kinesis/fault-proxy.ts';
import { jsonObject, listIn, serviceCall, textIn } from '../../../support/kinesis/service-call.ts';
import { closedPort, readBody, serveHttp } from '../../../support/local-server.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

type Json = Record<string, unknown>;

/** A service that stores what it is put and answers in its own words, behind a proxy on virtual time. */
async function proxied(context: TestContext): Promise<{ proxy: FaultProxy; clock: VirtualClock; got: string[] }> {
  const got: string[] = [];
  const service = await serveHttp(context, async (request, response) => {
    const { operation, input } = serviceCall(request.headers, await readBody(request));
    const records = listIn(input, 'Records').map((record) => String(textIn(record, 'Data')));
    got.push(records.length > 0 ? records.join() : operation);
    const stored = records.map((data) => ({ SequenceNumber: `seq-${data}`, ShardId: 's' }));
    response.end(
      JSON.stringify({
        FailedRecordCount: 0,
        ShardIterator: `${textIn(input, 'ShardId')}#0`,
        NextShardIterator: `${textIn(input, 'ShardIterator')}'`,
        Records: operation === 'GetRecords' ? [{ Data: 'A'.repeat(4 * 1_048_576) }] : stored,
      }),
    );
  });
  const clock = new VirtualClock(1000);
  const proxy = await FaultProxy.start(service, clock);
  context.after(() => proxy.close());
  return { proxy, clock, got };
}

/** The status and body of a call's answer, or `broken`. */
async function call(proxy: FaultProxy, operation: string, input: Json): Promise<{ status: number; output: Json } | 'broken'> {
  try {
    const headers = { 'x-amz-target': `Kinesis_20131202.${operation}` };
    const response = await fetch(proxy.url, { method: 'POST', headers, body: JSON.stringify(input) });
    return { status: response.status, output: jsonObject(Buffer.from(await response.arrayBuffer())) };
  } catch {
    return 'broken';
  }
}

/** What the service called its refusal; `fine` where there was none. */
async function said(proxy: FaultProxy, operation: string, input: Json): Promise<unknown> {
  const answer = await call(proxy, operation, input);
  return answer === 'broken' ? answer : (answer.output['__type'] ?? 'fine');
}

const put = (stream: string, ...data: string[]): Json => ({
  StreamName: stream,
  Records: data.map((each) => ({ Data: each, PartitionKey: 'k' })),
});

const THROTTLED = 'ProvisionedThroughputExceededException';

test('records that fail do not reach the service, and each has its answer in its place', async (context) => {
  const { proxy, got } = await proxied(context);
  await call(proxy, 'PutRecords', put('out', 'a'));
  proxy.failRecords({ times: 1 });
  proxy.failRecords({ times: 1, code: THROTTLED });
  const answer = await call(proxy, 'PutRecords', put('out', 'b', 'c', 'd', 'e'));
  assert.deepEqual(got, ['a', 'd,e']);
  assert.ok(answer !== 'broken');
  assert.equal(answer.output['FailedRecordCount'], 2);
  assert.deepEqual(
    listIn(answer.output, 'Records').map((record) => record['ErrorCode'] ?? record['SequenceNumber']),
    ['InternalFailure', THROTTLED, 'seq-d', 'seq-e'],
  );
  assert.equal(proxy.met('record'), 2);
});

test('a call all of whose records fail does not reach the service, nor one with too many records', async (context) => {
  const { proxy, got } = await proxied(context);
  proxy.failRecords({ times: 2 });
  const answer = await call(proxy, 'PutRecords', put('out', 'a', 'b'));
  assert.equal(answer !== 'broken' && answer.output['FailedRecordCount'], 2);
  assert.equal(await said(proxy, 'PutRecords', put('out', ...Array.from({ length: 501 }, String))), 'ValidationException');
  assert.deepEqual(got, []);
});

test('records beyond the rate of a stream are throttled one by one, until a second later', async (context) => {
  const { proxy, clock, got } = await proxied(context);
  proxy.recordsPerSecond = 3;
  await call(proxy, 'PutRecords', put('out', 'a', 'b'));
  await call(proxy, 'PutRecords', put('out', 'c', 'd'));
  await call(proxy, 'PutRecords', put('other', 'e'));
  await clock.advance(1000);
  await call(proxy, 'PutRecords', put('out', 'f'));
  assert.deepEqual(got, ['a,b', 'c', 'e', 'f']);
});

test('a lost answer is to a call that was carried out; a reset, a 503 and an expiry are to calls that were not', async (context) => {
  const { proxy, got } = await proxied(context);
  proxy.inject({ how: 'lost', times: 1, operations: ['UpdateItem'] });
  assert.equal(await said(proxy, 'UpdateItem', { TableName: 't' }), 'broken');
  assert.deepEqual(got, ['UpdateItem']);
  proxy.inject({ how: 'reset', times: 1 });
  assert.equal(await said(proxy, 'UpdateItem', { TableName: 't' }), 'broken');
  proxy.inject({ how: '503', times: 1 });
  assert.equal(await said(proxy, 'UpdateItem', { TableName: 't' }), 'ServiceUnavailable');
  proxy.inject({ how: 'throttled', times: 1 });
  assert.equal(await said(proxy, 'UpdateItem', { TableName: 't' }), THROTTLED);
  proxy.expireIterators(1);
  assert.equal(await said(proxy, 'GetRecords', { ShardIterator: 'i' }), 'ExpiredIteratorException');
  assert.deepEqual(got, ['UpdateItem']);
  assert.equal(await said(proxy, 'UpdateItem', { TableName: 't' }), 'fine');
  assert.deepEqual([proxy.calls('UpdateItem'), proxy.met('lost'), proxy.met('expired')], [5, 1, 1]);
});

test('a call that hangs has no answer until its caller leaves', async (context) => {
  const { proxy, got } = await proxied(context);
  proxy.inject({ how: 'hung', times: 1 });
  const hung = fetch(proxy.url, { method: 'POST', signal: AbortSignal.timeout(100) });
  await assert.rejects(hung, { name: 'TimeoutError' });
  assert.deepEqual(got, []);
});

test('a fault is of the streams and tables it names, whose iterators are known, and for as long as it says', async (context) => {
  const { proxy, clock } = await proxied(context);
  const iterator = async (stream: string): Promise<unknown> => {
    const answer = await call(proxy, 'GetShardIterator', { StreamName: stream, ShardId: `${stream}-1` });
    return answer === 'broken' ? answer : answer.output['ShardIterator'];
  };
  const [one, other] = [await iterator('in'), await iterator('out')];
  proxy.inject({ how: 'reset', names: ['out', 'table'], forMs: 500 });
  assert.equal(await said(proxy, 'GetRecords', { ShardIterator: one }), 'fine');
  assert.equal(await said(proxy, 'GetRecords', { ShardIterator: other }), 'broken');
  assert.equal(await said(proxy, 'PutRecords', { StreamARN: 'arn:aws:kinesis:x:0:stream/out', Records: [] }), 'broken');
  assert.equal(await said(proxy, 'UpdateItem', { TableName: 'table' }), 'broken');
  assert.equal(await said(proxy, 'UpdateItem', { TableName: 'another' }), 'fine');
  await clock.advance(500);
  assert.equal(await said(proxy, 'UpdateItem', { TableName: 'table' }), 'fine');
});

test('reads of a shard are held to the limits of Kinesis, which a page of 3 MiB uses up, until they are lifted', async (context) => {
  const { proxy, clock } = await proxied(context);
  proxy.reads.impose();
  await call(proxy, 'GetShardIterator', { StreamName: 'in', ShardId: 'a' });
  assert.equal(await said(proxy, 'GetRecords', { ShardIterator: 'a#0' }), 'fine');
  await clock.advance(1400);
  assert.equal(await said(proxy, 'GetRecords', { ShardIterator: "a#0'" }), THROTTLED);
  await clock.advance(100);
  assert.equal(await said(proxy, 'GetRecords', { ShardIterator: "a#0'" }), 'fine');
  assert.equal(await said(proxy, 'GetRecords', { ShardIterator: "a#0''" }), THROTTLED);
  proxy.heal();
  assert.equal(await said(proxy, 'GetRecords', { ShardIterator: "a#0''" }), 'fine');
  assert.equal(proxy.met('throttled'), 2);
});

test('of a shard five iterators are given out a second', async (context) => {
  const { proxy, clock } = await proxied(context);
  proxy.reads.impose();
  const ask = (): Promise<unknown> => said(proxy, 'GetShardIterator', { StreamName: 'in', ShardId: 'a' });
  for (let index = 0; index < 5; index += 1) assert.equal(await ask(), 'fine');
  assert.equal(await ask(), THROTTLED);
  assert.equal(await said(proxy, 'GetShardIterator', { StreamName: 'in', ShardId: 'b' }), 'fine');
  await clock.advance(1000);
  assert.equal(await ask(), 'fine');
});

test('a service that is gone breaks the connection', async (context) => {
  const proxy = await FaultProxy.start(await closedPort());
  context.after(() => proxy.close());
  assert.equal(await said(proxy, 'ListShards', {}), 'broken');
});
