import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { CreateTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { systemClock } from '../../../../src/kernel/clock.ts';
import { LeaseStoreError } from '../../../../src/sources/kinesis/lease-port.ts';
import { DynamoLeaseStore } from '../../../../src/sources/kinesis/leases/dynamo-lease-store.ts';
import { startDynalite, TEST_CREDENTIALS } from '../../../support/kinesis/emulators.ts';

Object.assign(process.env, TEST_CREDENTIALS);
const emulator = await startDynalite();
const endpoint = emulator.url;
const client = new DynamoDBClient({ endpoint, region: 'us-east-1' });
after(async () => {
  client.destroy();
  await emulator.close();
});

const isManaged = (thrown: unknown): boolean =>
  thrown instanceof LeaseStoreError && thrown.fault === 'managed' && /COMPATIBLE_WITH_2X/.test(thrown.message);

function storeOf(table: string): DynamoLeaseStore {
  return new DynamoLeaseStore({ region: 'us-east-1', endpointUrl: endpoint, table, clock: systemClock, requestTimeoutMs: 2000 });
}

/** What a fleet of KCL 3 says of itself in its own table, before it has moved into the lease table. */
for (const [cv, isRefused] of [
  ['CLIENT_VERSION_3X', true],
  ['CLIENT_VERSION_3X_WITH_ROLLBACK', true],
  ['CLIENT_VERSION_UPGRADE_FROM_2X', false],
  ['CLIENT_VERSION_2X', false],
] as const) {
  test(`beside a fleet that is at ${cv} the table is ${isRefused ? 'refused' : 'shared'}`, async () => {
    const TableName = `app-${cv}-CoordinatorState`;
    await client.send(
      new CreateTableCommand({
        TableName,
        AttributeDefinitions: [{ AttributeName: 'key', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'key', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
    const store = storeOf(`app-${cv}`);
    const put = new PutItemCommand({ TableName, Item: { key: { S: 'Migration3.0' }, cv: { S: cv }, mts: { N: '1' } } });
    while (
      !(await client.send(put).then(
        () => true,
        () => false,
      ))
    );
    if (isRefused) await assert.rejects(store.ready(), isManaged);
    else await store.ready();
    store.close();
  });
}

test('so is a lease table that says so itself, as of KCL 3.5, whenever it does', async () => {
  const store = storeOf('single');
  await store.ready();
  assert.deepEqual(await store.list(), []);
  const state = {
    leaseKey: { S: 'Migration3.0' },
    entityType: { S: 'CLIENT_VERSION_MIGRATION' },
    cv: { S: 'CLIENT_VERSION_3X' },
  };
  await client.send(new PutItemCommand({ TableName: 'single', Item: state }));
  await assert.rejects(store.list(), isManaged);
  store.close();
});
