import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { type TestContext, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { createSdkStream } from '../../../../src/sources/kinesis/sdk-stream.ts';
import {
  createStream,
  type Emulator,
  startDynalite,
  startKinesalite,
  startKinesisLocal,
  testClient,
} from '../../../support/kinesis/emulators.ts';
import { FaultProxy } from '../../../support/kinesis/fault-proxy.ts';

async function proxied(context: TestContext, emulator: Emulator): Promise<FaultProxy> {
  const proxy = await FaultProxy.start(emulator.url);
  context.after(async () => {
    await proxy.close();
    await emulator.close();
  });
  return proxy;
}

async function isRunning(pid: number): Promise<boolean> {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function untilGone(pid: number): Promise<void> {
  for (let waited = 0; waited < 10_000 && (await isRunning(pid)); waited += 50) await delay(50);
  assert.equal(await isRunning(pid), false);
}

async function connects(host: string, port: number): Promise<boolean> {
  const socket = connect(port, host);
  const outcome = await once(socket, 'connect').then(
    () => true,
    () => false,
  );
  socket.destroy();
  return outcome;
}

test('kinesis-local can be reached by the loopback alone, and ends when it is closed', async (context) => {
  const emulator = await startKinesisLocal();
  context.after(() => emulator.close());
  const port = Number(new URL(emulator.url).port);
  const others = Object.values(networkInterfaces()).flatMap((each = []) =>
    each.filter(({ internal, family }) => !internal && family === 'IPv4'),
  );
  context.diagnostic(`${others.length} other addresses`);
  assert.equal(await connects('127.0.0.1', port), true);
  for (const { address } of others) assert.equal(await connects(address, port), false, address);
  await emulator.close();
  assert.equal(await isRunning(emulator.pid), false);
});

test('kinesis-local ends with the process that started it, though that was killed', async () => {
  const script = fileURLToPath(new URL('./orphan.ts', import.meta.url));
  const parent = fork(script, { execArgv: ['--import', 'tsx'] });
  const [pid] = await once(parent, 'message');
  assert.equal(await isRunning(Number(pid)), true);
  parent.kill('SIGKILL');
  await untilGone(Number(pid));
});

for (const start of [startKinesisLocal, startKinesalite])
  test(`records that fail are not in the stream, and the others are: ${start.name}`, async (context) => {
    const emulator = await start();
    const proxy = await proxied(context, emulator);
    const [operator, writer] = [testClient(emulator.url), testClient(proxy.url)];
    await createStream(operator, 'out');
    proxy.failRecords({ share: 0.3 });
    const sent = Array.from({ length: 200 }, (_, index) => `record ${index}`);
    const { Records = [], FailedRecordCount } = await writer.send(
      new PutRecordsCommand({
        StreamName: 'out',
        Records: sent.map((each) => ({ PartitionKey: each, Data: Buffer.from(each) })),
      }),
    );
    const stored = sent.filter((_, index) => Records[index]?.ErrorCode === undefined);
    assert.equal(FailedRecordCount, sent.length - stored.length);
    assert.ok(stored.length > 100 && stored.length < 180);
    const stream = createSdkStream({ stream: 'out' }, operator);
    const iterator = await stream.iterator('shardId-000000000000', { kind: 'TRIM_HORIZON' });
    const { records } = await stream.records(iterator, 1000);
    assert.deepEqual(records.map(({ data }) => String(data)).toSorted(), stored.toSorted());
    assert.ok(Records.every(({ ErrorCode, SequenceNumber }) => (ErrorCode === undefined) === (SequenceNumber !== undefined)));
    operator.destroy();
    writer.destroy();
  });

test('a write to dynalite whose answer is lost has landed', async (context) => {
  const proxy = await proxied(context, await startDynalite());
  const call = async (operation: string, input: unknown): Promise<unknown> => {
    const response = await fetch(proxy.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `DynamoDB_20120810.${operation}`,
        'x-amz-date': '20260101T000000Z',
        authorization:
          'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
      },
      body: JSON.stringify(input),
    });
    return response.json();
  };
  await call('CreateTable', {
    TableName: 'leases',
    AttributeDefinitions: [{ AttributeName: 'leaseKey', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'leaseKey', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  });
  await delay(100);
  const Item = { leaseKey: { S: 'a' }, leaseCounter: { N: '1' } };
  proxy.inject({ how: 'lost', operations: ['PutItem'], names: ['leases'], times: 1 });
  await assert.rejects(call('PutItem', { TableName: 'leases', Item }));
  assert.deepEqual(await call('GetItem', { TableName: 'leases', Key: { leaseKey: { S: 'a' } } }), { Item });
});
