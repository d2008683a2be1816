import { type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetRecordsCommand, GetShardIteratorCommand, type KinesisClient, ListShardsCommand } from '@aws-sdk/client-kinesis';
import type { InputRecord, StoredCheckpoint } from './account.ts';

/** Every record of a stream, shard by shard, in the order of each. */
export async function recordsOf(client: KinesisClient, StreamName: string): Promise<InputRecord[]> {
  const { Shards = [] } = await client.send(new ListShardsCommand({ StreamName }));
  return (await Promise.all(Shards.map(({ ShardId = '' }) => recordsOfShard(client, StreamName, ShardId)))).flat();
}

async function recordsOfShard(client: KinesisClient, StreamName: string, shardId: string): Promise<InputRecord[]> {
  const position = { StreamName, ShardId: shardId, ShardIteratorType: 'TRIM_HORIZON' } as const;
  let { ShardIterator } = await client.send(new GetShardIteratorCommand(position));
  const records: InputRecord[] = [];
  while (ShardIterator !== undefined) {
    const page = await client.send(new GetRecordsCommand({ ShardIterator }));
    for (const { SequenceNumber = '', PartitionKey = '', Data = new Uint8Array() } of page.Records ?? [])
      records.push({ shardId, sequenceNumber: SequenceNumber, partitionKey: PartitionKey, data: Buffer.from(Data).toString() });
    ShardIterator = (page.Records ?? []).length === 0 ? undefined : page.NextShardIterator;
  }
  return records;
}

/** What a lease table says; nothing where there is no table yet. */
export async function checkpointsOf(client: DynamoDBClient, TableName: string): Promise<StoredCheckpoint[]> {
  try {
    const { Items = [] } = await client.send(new ScanCommand({ TableName, ConsistentRead: true }));
    return Items.map((item) => ({ shardId: item['leaseKey']?.S ?? '', checkpoint: item['checkpoint']?.S ?? '' }));
  } catch (thrown) {
    if (thrown instanceof Error && thrown.name === 'ResourceNotFoundException') return [];
    throw thrown;
  }
}
