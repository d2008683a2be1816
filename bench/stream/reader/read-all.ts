import { setTimeout as pause } from 'node:timers/promises';
import {
  type _Record,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  ListShardsCommand,
} from '@aws-sdk/client-kinesis';
import { cpuMs } from '../../measure/cpu.ts';

/** As many as Kinesis gives at once. */
const PAGE_RECORDS = 10_000;

/** What Kinesis allows a shard: five calls a second and 2 MiB. A page of a paced reader is what that comes to. */
const SHORTEST_MS = 200;
const BYTES_PER_MS = (2 * 1024 * 1024) / 1000;

export interface ReadAll {
  readonly records: number;
  readonly calls: number;
  readonly elapsedMs: number;
  readonly cpuMs: number;
}

/**
 * Calls GetRecords and does nothing else: a loop for each shard, side by side, until `count` records are read.
 * @param pacedBytes of a record: as fast as Kinesis allows; undefined: as fast as the emulator answers
 */
export async function readAll(
  client: KinesisClient,
  StreamName: string,
  count: number,
  pacedBytes: number | undefined,
): Promise<ReadAll> {
  const Limit = pacedBytes === undefined ? PAGE_RECORDS : Math.ceil((SHORTEST_MS * BYTES_PER_MS) / pacedBytes);
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
      const askedAt = performance.now();
      const page = await client.send(new GetRecordsCommand({ ShardIterator, Limit }));
      calls += 1;
      // Here that is the end of the shard, for all was put before.
      if (!page.Records?.length) return;
      records += page.Records.length;
      endedAt = performance.now();
      ShardIterator = page.NextShardIterator;
      if (pacedBytes !== undefined) await pause(Math.max(0, askedAt + pauseAfter(page.Records) - performance.now()));
    }
  };
  await Promise.all(iterators.map(({ ShardIterator }) => shard(ShardIterator)));
  if (records < count) throw new Error(`${records} of ${count} records could be read`);
  return { records, calls, elapsedMs: endedAt - startedAt, cpuMs: cpuMs() - cpuBefore };
}

function pauseAfter(records: readonly _Record[]): number {
  const bytes = records.reduce((sum, { Data }) => sum + (Data?.length ?? 0), 0);
  return Math.max(SHORTEST_MS, bytes / BYTES_PER_MS);
}
