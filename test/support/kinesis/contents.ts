import { GetRecordsCommand, GetShardIteratorCommand, type KinesisClient, ListShardsCommand } from '@aws-sdk/client-kinesis';

/** A record as it stands in a stream. */
export interface StoredRecord {
  readonly shardId: string;
  readonly sequenceNumber: string;
  readonly partitionKey: string;
  readonly data: string;
}

/** Every record of a stream, shard by shard, in the order of each. */
export async function recordsOf(client: KinesisClient, StreamName: string): Promise<StoredRecord[]> {
  const { Shards = [] } = await client.send(new ListShardsCommand({ StreamName }));
  return (await Promise.all(Shards.map(({ ShardId = '' }) => recordsOfShard(client, StreamName, ShardId)))).flat();
}

async function recordsOfShard(client: KinesisClient, StreamName: string, shardId: string): Promise<StoredRecord[]> {
  const position = { StreamName, ShardId: shardId, ShardIteratorType: 'TRIM_HORIZON' } as const;
  let { ShardIterator } = await client.send(new GetShardIteratorCommand(position));
  const records: StoredRecord[] = [];
  while (ShardIterator !== undefined) {
    const page = await client.send(new GetRecordsCommand({ ShardIterator }));
    for (const { SequenceNumber = '', PartitionKey = '', Data = new Uint8Array() } of page.Records ?? [])
      records.push({ shardId, sequenceNumber: SequenceNumber, partitionKey: PartitionKey, data: Buffer.from(Data).toString() });
    ShardIterator = (page.Records ?? []).length === 0 ? undefined : page.NextShardIterator;
  }
  return records;
}
