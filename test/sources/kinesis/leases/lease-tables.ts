import { after, before } from 'node:test';
import { type AttributeValue, DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { systemClock } from '../../../../src/kernel/clock.ts';
import type { Lease } from '../../../../src/sources/kinesis/lease-port.ts';
import { DynamoLeaseStore } from '../../../../src/sources/kinesis/leases/dynamo-lease-store.ts';
import type { Emulator } from '../../../support/kinesis/emulator.ts';
import { startDynalite, TEST_CREDENTIALS } from '../../../support/kinesis/emulators.ts';

export type Row = Readonly<Record<string, AttributeValue>>;

/** Lease tables of one file's tests, in dynalite. */
export function leaseTables() {
  let emulator: Emulator;
  let client: DynamoDBClient;
  let tables = 0;
  before(async () => {
    Object.assign(process.env, TEST_CREDENTIALS);
    emulator = await startDynalite();
    client = new DynamoDBClient({ endpoint: emulator.url, region: 'us-east-1' });
  });
  after(async () => {
    client.destroy();
    await emulator.close();
  });

  /** A table with these rows, by our store and past it. */
  async function tableOf(...rows: readonly Row[]) {
    tables += 1;
    const TableName = `golden-${tables}`;
    const store = new DynamoLeaseStore({ region: 'us-east-1', endpointUrl: emulator.url, table: TableName, clock: systemClock });
    await store.ready();
    for (const Item of rows) await client.send(new PutItemCommand({ TableName, Item }));
    const row = async (key = rows[0]?.['leaseKey']?.S ?? ''): Promise<Row> => {
      const { Item } = await client.send(new GetItemCommand({ TableName, Key: { leaseKey: { S: key } }, ConsistentRead: true }));
      return ordered(Item ?? {});
    };
    const lease = async (key?: string): Promise<Lease> => {
      const found = (await store.list()).find((each) => key === undefined || each.key === key);
      if (found === undefined) throw new Error('Expected a lease');
      return found;
    };
    return { store, row, lease };
  }
  return { tableOf };
}

/** The order of a set's members means nothing. */
export function ordered(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, value.SS === undefined ? value : { SS: value.SS.toSorted() }]),
  );
}
