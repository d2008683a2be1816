import {
  type AttributeValue,
  ConditionalCheckFailedException,
  CreateTableCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ResourceInUseException,
  ResourceNotFoundException,
  ScanCommand,
  type ScanCommandOutput,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { type AwsClientOptions, awsClientConfig } from '../../../kernel/aws-client.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { sleep } from '../../../kernel/sleep.ts';
import type { Checkpoint, Lease, LeaseStore, NewLease, Written } from '../lease-port.ts';
import { asLeaseStoreError } from './lease-fault.ts';
import { ATTRIBUTE, checkpointAttributes, leaseOf, newRow, type Row } from './lease-row.ts';

export interface DynamoLeaseStoreOptions extends AwsClientOptions {
  readonly table: string;
  readonly clock: Clock;
}

/** What a write sets and removes, beside the counter. */
interface Change {
  readonly set?: Row;
  readonly remove?: readonly string[];
}

const TABLE_POLL_MS = 500;

/**
 * The lease table in DynamoDB, in KCL's schema and by KCL's conditions (`DynamoDBLeaseRefresher`): partial updates, so that what
 * others keep in a row stays; one counter as the lock. The table is made with on-demand capacity and without KCL 3's index,
 * which KCL adds by itself when it needs one.
 */
export class DynamoLeaseStore implements LeaseStore {
  readonly #client: DynamoDBClient;
  readonly #table: string;
  readonly #clock: Clock;

  constructor({ table, clock, ...options }: DynamoLeaseStoreOptions) {
    this.#client = new DynamoDBClient(awsClientConfig(options));
    this.#table = table;
    this.#clock = clock;
  }

  async ready(): Promise<void> {
    while ((await this.#status()) !== 'ACTIVE') await sleep(this.#clock, TABLE_POLL_MS, new AbortController().signal);
  }

  async list(): Promise<readonly Lease[]> {
    const leases: Lease[] = [];
    let from: Record<string, AttributeValue> | undefined;
    do {
      const page: ScanCommandOutput = await this.#ask('Scan', () =>
        this.#client.send(new ScanCommand({ TableName: this.#table, ConsistentRead: true, ExclusiveStartKey: from })),
      );
      for (const row of page.Items ?? []) leases.push(...[leaseOf(row)].filter((lease) => lease !== undefined));
      from = page.LastEvaluatedKey;
    } while (from !== undefined);
    return leases;
  }

  async create(lease: NewLease): Promise<boolean> {
    const command = new PutItemCommand({
      TableName: this.#table,
      Item: newRow(lease),
      ConditionExpression: 'attribute_not_exists(#key)',
      ExpressionAttributeNames: { '#key': ATTRIBUTE.key },
    });
    return this.#ask('PutItem', () =>
      this.#client.send(command).then(
        () => true,
        (thrown: unknown) => {
          if (thrown instanceof ConditionalCheckFailedException) return false;
          throw thrown;
        },
      ),
    );
  }

  /** The count of switches is KCL's: from one owner to another. */
  take(lease: Lease, owner: string, latestSinceMs?: number): Promise<Written> {
    const switches = lease.ownerSwitches + (lease.owner === undefined || lease.owner === owner ? 0 : 1);
    return this.#write(lease, {
      set: {
        [ATTRIBUTE.owner]: { S: owner },
        [ATTRIBUTE.switches]: { N: String(switches) },
        ...(latestSinceMs !== undefined && { [ATTRIBUTE.latestSince]: { N: String(Math.floor(latestSinceMs)) } }),
      },
      remove: [ATTRIBUTE.checkpointOwner],
    });
  }

  renew(lease: Lease): Promise<Written> {
    return this.#write(lease, {});
  }

  checkpoint(lease: Lease, checkpoint: Checkpoint): Promise<Written> {
    return this.#write(lease, {
      set: { ...checkpointAttributes(checkpoint), [ATTRIBUTE.switches]: { N: '0' } },
      remove: [ATTRIBUTE.pending, ATTRIBUTE.pendingSubSequence, ATTRIBUTE.pendingState],
    });
  }

  release(lease: Lease): Promise<Written> {
    return this.#write(lease, { remove: [ATTRIBUTE.owner] });
  }

  async setChildren(key: string, children: readonly string[]): Promise<void> {
    const command = new UpdateItemCommand({
      TableName: this.#table,
      Key: keyOf(key),
      UpdateExpression: 'SET #children = :children',
      ConditionExpression: 'attribute_exists(#key)',
      ExpressionAttributeNames: { '#children': ATTRIBUTE.children, '#key': ATTRIBUTE.key },
      ExpressionAttributeValues: { ':children': { SS: [...children] } },
    });
    await this.#ask('UpdateItem', () => this.#client.send(command).catch(unlessGone));
  }

  async remove(key: string): Promise<void> {
    await this.#ask('DeleteItem', () => this.#client.send(new DeleteItemCommand({ TableName: this.#table, Key: keyOf(key) })));
  }

  close(): void {
    this.#client.destroy();
  }

  async #status(): Promise<string | undefined> {
    return this.#ask('DescribeTable', async () => {
      try {
        const { Table } = await this.#client.send(new DescribeTableCommand({ TableName: this.#table }));
        return Table?.TableStatus;
      } catch (thrown) {
        if (!(thrown instanceof ResourceNotFoundException)) throw thrown;
        await this.#client.send(this.#createTable()).catch((error: unknown) => {
          if (!(error instanceof ResourceInUseException)) throw error;
        });
        return undefined;
      }
    });
  }

  #createTable(): CreateTableCommand {
    return new CreateTableCommand({
      TableName: this.#table,
      AttributeDefinitions: [{ AttributeName: ATTRIBUTE.key, AttributeType: 'S' }],
      KeySchema: [{ AttributeName: ATTRIBUTE.key, KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    });
  }

  /** An owner's write: adds one to the counter, on condition that nobody else has. */
  async #write(lease: Lease, { set = {}, remove = [] }: Change): Promise<Written> {
    const values = { ...set, [ATTRIBUTE.counter]: { N: String(lease.counter + 1) } };
    const setting = Object.keys(values).map((name) => `#${name} = :${name}`);
    const removing = remove.map((name) => `#${name}`);
    const command = new UpdateItemCommand({
      TableName: this.#table,
      Key: keyOf(lease.key),
      UpdateExpression: `SET ${setting.join(', ')}${removing.length > 0 ? ` REMOVE ${removing.join(', ')}` : ''}`,
      ConditionExpression: `#${ATTRIBUTE.counter} = :known`,
      ExpressionAttributeNames: Object.fromEntries([...Object.keys(values), ...remove].map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: {
        ...Object.fromEntries(Object.entries(values).map(([name, value]) => [`:${name}`, value])),
        ':known': { N: String(lease.counter) },
      },
      ReturnValues: 'ALL_NEW',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    return this.#ask('UpdateItem', async () => {
      try {
        const { Attributes } = await this.#client.send(command);
        const written = Attributes === undefined ? undefined : leaseOf(Attributes);
        return written === undefined ? { kind: 'lost', found: undefined } : { kind: 'written', lease: written };
      } catch (thrown) {
        if (!(thrown instanceof ConditionalCheckFailedException)) throw thrown;
        return { kind: 'lost', found: thrown.Item === undefined ? await this.#read(lease.key) : leaseOf(thrown.Item) };
      }
    });
  }

  /** For stores that do not return the row that failed a condition. */
  async #read(key: string): Promise<Lease | undefined> {
    const { Item } = await this.#client.send(
      new GetItemCommand({ TableName: this.#table, Key: keyOf(key), ConsistentRead: true }),
    );
    return Item === undefined ? undefined : leaseOf(Item);
  }

  async #ask<T>(operation: string, call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (thrown) {
      throw asLeaseStoreError(operation, thrown);
    }
  }
}

function keyOf(key: string): Record<string, AttributeValue> {
  return { [ATTRIBUTE.key]: { S: key } };
}

function unlessGone(thrown: unknown): void {
  if (!(thrown instanceof ConditionalCheckFailedException)) throw thrown;
}
