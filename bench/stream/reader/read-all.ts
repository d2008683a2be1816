import { GetRecordsCommand, GetShardIteratorCommand, type KinesisClient, ListShardsCommand } from '@aws-sdk/client-kinesis';
import { cpuMs } from '../../measure/cpu.ts';

/** As many as Kinesis gives at once, which is what the gateway comes to ask for where records are small. */
const PAGE_RECORDS = 10_000;

export interface ReadAll {
  readonly records: number;
  readonly calls: number;
  readonly elapsedMs: number;
  readonly cpuMs: number;
}

/** Calls GetRecords and does nothing else: a loop for each shard, side by side, until `count` records are read. */
export async function readAll(client: KinesisClient, StreamName: string, count: number): Promise<ReadAll> {
  const { Shards = [] } = await client.send(new ListShardsCommand({ StreamName }));
  const iterators = await Promise.all(
    Shards.map(({ ShardId }) =>
      client.send(new GetShardIteratorCommand({ StreamName, ShardId, ShardIteratorType: 'TRIM_HORIZON' })),
    ),
  );
  let records = 0;
  let calls = 0;
  const startedAt = performance.now();
  let endedAt = startedAt;
  const cpuBefore = cpuMs();
  const shard = async (first: string | undefined): Promise<void> => {
    for (let ShardIterator = first; ShardIterator !== undefined && records < count; ) {
      const page = await client.send(new GetRecordsCommand({ ShardIterator, Limit: PAGE_RECORDS }));
      calls += 1;
      // Here that is the end of the shard, for all was put before.
      if (!page.Records?.length) return;
      records += page.Records.length;
      endedAt = performance.now();
      ShardIterator = page.NextShardIterator;
    }
  };
  await Promise.all(iterators.map(({ ShardIterator }) => shard(ShardIterator)));
  if (records < count) throw new Error(`${records} of ${count} records could be read`);
  return { records, calls, elapsedMs: endedAt - startedAt, cpuMs: cpuMs() - cpuBefore };
}
