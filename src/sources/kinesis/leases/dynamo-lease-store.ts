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
import { Backoff } from '../../../kernel/backoff.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { type Checkpoint, type Lease, type LeaseStore, LeaseStoreError, type NewLease, type Written } from '../lease-port.ts';
import { asLeaseStoreError } from './lease-fault.ts';
import { ATTRIBUTE, checkpointAttributes, leaseOf, newRow, type Row } from './lease-row.ts';

export interface DynamoLeaseStoreOptions extends AwsClientOptions {
  readonly table: string;
  readonly clock: Clock;
}

/** What a write sets and removes, and what must still be as in the lease that is known. */
interface Change {
  readonly set: Row;
  readonly remove?: readonly string[];
  readonly same: readonly (typeof COUNTER | typeof OWNER | typeof CHECKPOINT_OWNER)[];
}

const { counter: COUNTER, owner: OWNER, checkpointOwner: CHECKPOINT_OWNER } = ATTRIBUTE;

/** How long a table that is being made is left alone at most. */
const TABLE_WAIT_MS = 2_000;

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
    const backoff = new Backoff(this.#clock, TABLE_WAIT_MS);
    while ((await this.#status()) !== 'ACTIVE') await backoff.wait(0, new AbortController().signal);
    await this.#ask('GetItem', async () => refuseManaged(await this.#fleetState()));
  }

  async list(): Promise<readonly Lease[]> {
    const leases: Lease[] = [];
    let from: Record<string, AttributeValue> | undefined;
    do {
      const page: ScanCommandOutput = await this.#ask('Scan', () =>
        this.#client.send(new ScanCommand({ TableName: this.#table, ConsistentRead: true, ExclusiveStartKey: from })),
      );
      for (const row of page.Items ?? []) {
        if (row[ATTRIBUTE.entityType]?.S === FLEET_ENTITY) refuseManaged(row);
        leases.push(...[leaseOf(row)].filter((lease) => lease !== undefined));
      }
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
      same: [COUNTER],
      set: {
        ...counted(lease),
        [ATTRIBUTE.owner]: { S: owner },
        [ATTRIBUTE.switches]: { N: String(switches) },
        ...(latestSinceMs !== undefined && { [ATTRIBUTE.latestSince]: { N: String(Math.floor(latestSinceMs)) } }),
      },
      remove: [CHECKPOINT_OWNER],
    });
  }

  renew(lease: Lease): Promise<Written> {
    return this.#write(lease, { same: [COUNTER, CHECKPOINT_OWNER], set: counted(lease) });
  }

  checkpoint(lease: Lease, checkpoint: Checkpoint): Promise<Written> {
    return this.#write(lease, {
      same: [COUNTER],
      set: { ...counted(lease), ...checkpointAttributes(checkpoint), [ATTRIBUTE.switches]: { N: '0' } },
      remove: [ATTRIBUTE.pending, ATTRIBUTE.pendingSubSequence, ATTRIBUTE.pendingState],
    });
  }

  release(lease: Lease): Promise<Written> {
    return this.#write(lease, { same: [COUNTER, CHECKPOINT_OWNER], set: counted(lease), remove: [OWNER] });
  }

  handOff(lease: Lease, to: string): Promise<Written> {
    const { owner = '' } = lease;
    const known = { ...lease, checkpointOwner: undefined };
    return this.#write(known, { same: [OWNER, CHECKPOINT_OWNER], set: { [OWNER]: { S: to }, [CHECKPOINT_OWNER]: { S: owner } } });
  }

  transfer(lease: Lease): Promise<Written> {
    return this.#write(lease, {
      same: [COUNTER, OWNER, CHECKPOINT_OWNER],
      set: { ...counted(lease), [ATTRIBUTE.switches]: { N: String(lease.ownerSwitches + 1) } },
      remove: [CHECKPOINT_OWNER],
    });
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

  /** On condition that nobody has written what must be the same. */
  async #write(lease: Lease, { set, remove = [], same }: Change): Promise<Written> {
    const known = knownOf(lease);
    const values = Object.fromEntries([
      ...Object.entries(set).map(([name, value]) => [`:${name}`, value]),
      ...same.flatMap((name) => (known[name] === undefined ? [] : [[`:known_${name}`, known[name]]])),
    ]);
    const names = [...Object.keys(set), ...remove, ...same];
    const command = new UpdateItemCommand({
      TableName: this.#table,
      Key: keyOf(lease.key),
      UpdateExpression:
        clause('SET', Object.keys(set), (name) => `#${name} = :${name}`) + clause(' REMOVE', remove, (name) => `#${name}`),
      // The key's own condition, or a row that is gone would be made anew where nothing else is known of it.
      ConditionExpression: ['attribute_exists(#leaseKey)']
        .concat(same.map((name) => (known[name] === undefined ? `attribute_not_exists(#${name})` : `#${name} = :known_${name}`)))
        .join(' AND '),
      ExpressionAttributeNames: Object.fromEntries([ATTRIBUTE.key, ...names].map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: values,
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

  /** What KCL 3 keeps of its version in a table of its own, until it has moved into the lease table (3.5). */
  async #fleetState(): Promise<Row> {
    try {
      const command = new GetItemCommand({ TableName: `${this.#table}-CoordinatorState`, Key: { key: { S: 'Migration3.0' } } });
      return (await this.#client.send(command)).Item ?? {};
    } catch (thrown) {
      // Who may not read that table can still share this one: what protects the leases is their counter.
      if (thrown instanceof ResourceNotFoundException || asLeaseStoreError('GetItem', thrown).fault === 'denied') return {};
      throw thrown;
    }
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

/** What a fleet of KCL 3 says of itself (`cv`) once its leader assigns leases: our taking would work against it. */
const FLEET_ENTITY = 'CLIENT_VERSION_MIGRATION';
const MANAGED: readonly (string | undefined)[] = ['CLIENT_VERSION_3X', 'CLIENT_VERSION_3X_WITH_ROLLBACK'];

/** @throws {LeaseStoreError} */
function refuseManaged({ cv }: Row): void {
  if (!MANAGED.includes(cv?.S)) return;
  const how = 'run the KCL 3 workers with CLIENT_VERSION_CONFIG_COMPATIBLE_WITH_2X, or use another lease table';
  throw new LeaseStoreError('managed', `A leader of KCL 3 assigns the leases of this table (${cv?.S}): ${how}`);
}

function counted({ counter }: Lease): Row {
  return { [COUNTER]: { N: String(counter + 1) } };
}

function knownOf({ counter, owner, checkpointOwner }: Lease) {
  return {
    [COUNTER]: { N: String(counter) },
    [OWNER]: owner === undefined ? undefined : { S: owner },
    [CHECKPOINT_OWNER]: checkpointOwner === undefined ? undefined : { S: checkpointOwner },
  };
}

function clause(verb: string, names: readonly string[], part: (name: string) => string): string {
  return names.length === 0 ? '' : `${verb} ${names.map(part).join(', ')}`;
}

function keyOf(key: string): Record<string, AttributeValue> {
  return { [ATTRIBUTE.key]: { S: key } };
}

function unlessGone(thrown: unknown): void {
  if (!(thrown instanceof ConditionalCheckFailedException)) throw thrown;
}
