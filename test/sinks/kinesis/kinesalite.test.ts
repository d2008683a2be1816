import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { GetRecordsCommand, GetShardIteratorCommand, ListShardsCommand } from '@aws-sdk/client-kinesis';
import { createSink } from '../../../src/gateway/create-sink.ts';
import { systemClock } from '../../../src/kernel/clock.ts';
import { deposit, type Sink } from '../../../src/sinks/port.ts';
import { createStream, startKinesalite, testClient } from '../../support/kinesis/emulators.ts';
import { FaultProxy } from '../../support/kinesis/fault-proxy.ts';
import { Told } from '../told.ts';

const MIB = 1_048_576;

const emulator = await startKinesalite();
const proxy = await FaultProxy.start(emulator.url);
const client = testClient(emulator.url);
after(async () => {
  client.destroy();
  await proxy.close();
  await emulator.close();
});

async function sinkTo(streamName: string, told: Told, maxRecordBytes = MIB): Promise<Sink> {
  await createStream(client, streamName, 2);
  const limits = { maxRecordBytes, maxRequestBytes: 5 * MIB };
  return createSink(
    { type: 'kinesis', streamName, region: 'us-east-1', endpointUrl: proxy.url, ...limits },
    { clock: systemClock, listener: told },
  );
}

/** Key and data of all there is in a stream, shard after shard. */
async function contents(streamName: string): Promise<{ key: string | undefined; data: string }[]> {
  const { Shards = [] } = await client.send(new ListShardsCommand({ StreamName: streamName }));
  const pages = Shards.map(async ({ ShardId }) => {
    const position = { StreamName: streamName, ShardId, ShardIteratorType: 'TRIM_HORIZON' } as const;
    const { ShardIterator } = await client.send(new GetShardIteratorCommand(position));
    return client.send(new GetRecordsCommand({ ShardIterator }));
  });
  const records = (await Promise.all(pages)).flatMap(({ Records = [] }) => Records);
  return records.map(({ PartitionKey, Data = Buffer.alloc(0) }) => ({ key: PartitionKey, data: String(Buffer.from(Data)) }));
}

test('records arrive as they were put, under their keys, the largest too', async () => {
  const told = new Told();
  const sink = await sinkTo('plain', told);
  const largest = Buffer.alloc(MIB - 1, 'x');
  const stored = await Promise.all([
    deposit(sink, { partitionKey: 'ключ', data: Buffer.from('{"result":"ü"}') }),
    deposit(sink, { partitionKey: 'b', data: largest }),
  ]);
  await sink.close(1000);
  assert.deepEqual(stored, [{ kind: 'durable' }, { kind: 'durable' }]);
  const found = await contents('plain');
  assert.deepEqual(new Set(found.map(({ key }) => key)), new Set(['ключ', 'b']));
  assert.equal(found.find(({ key }) => key === 'ключ')?.data, '{"result":"ü"}');
  assert.equal(found.find(({ key }) => key === 'b')?.data.length, largest.length);
  assert.deepEqual(told.failures, []);
});

test('failing records, lost replies and refused calls lose nothing and keep the order of a key', async () => {
  const told = new Told();
  const sink = await sinkTo('troubled', told);
  proxy.failRecords({ share: 0.2, forMs: 300 });
  proxy.inject({ how: 'lost', operations: ['PutRecords'], times: 2 });
  proxy.inject({ how: '503', operations: ['PutRecords'], times: 1 });
  proxy.inject({ how: 'throttled', operations: ['PutRecords'], times: 1 });
  const put: Promise<unknown>[] = [];
  for (let round = 0; round < 3; round += 1)
    for (let key = 0; key < 200; key += 1)
      put.push(deposit(sink, { partitionKey: `k${key}`, data: Buffer.from(`${key}:${round}`) }));
  await Promise.all(put);
  await sink.close(1000);
  const found = await contents('troubled');
  for (let key = 0; key < 200; key += 1) {
    const data = found.filter((record) => record.key === `k${key}`).map((record) => record.data);
    const once = data.filter((text, index) => text !== data[index - 1]);
    assert.deepEqual(once, [`${key}:0`, `${key}:1`, `${key}:2`]);
  }
  assert.ok(proxy.met('lost') === 2 && proxy.met('record') > 0, 'there was trouble');
  assert.deepEqual(new Set(told.reasons), new Set(['unavailable', 'throttled']));
});

test('a record larger than this stream takes is refused by itself, whatever was configured', async () => {
  const told = new Told();
  const sink = await sinkTo('small', told, 2 * MIB);
  await deposit(sink, { partitionKey: 'first', data: Buffer.from('{}') });
  const [one, large, other] = await Promise.all([
    deposit(sink, { partitionKey: 'a', data: Buffer.from('{}') }),
    deposit(sink, { partitionKey: 'b', data: Buffer.alloc(MIB + 1) }),
    deposit(sink, { partitionKey: 'c', data: Buffer.from('{}') }),
  ]);
  await sink.close(1000);
  assert.deepEqual([one.kind, large.kind, other.kind], ['durable', 'refused', 'durable']);
});

test('a stream that is not there is told, and waited for', async () => {
  const told = new Told();
  const limits = { maxRecordBytes: MIB, maxRequestBytes: 5 * MIB };
  const sink = await createSink(
    { type: 'kinesis', streamName: 'later', region: 'us-east-1', endpointUrl: emulator.url, ...limits },
    { clock: systemClock, listener: told },
  );
  const stored = deposit(sink, { partitionKey: 'a', data: Buffer.from('{}') });
  while (told.failures.length === 0) await new Promise((resolve) => setImmediate(resolve));
  await createStream(client, 'later');
  assert.deepEqual(await stored, { kind: 'durable' });
  await sink.close(1000);
  assert.deepEqual(new Set(told.reasons), new Set(['denied']));
});
