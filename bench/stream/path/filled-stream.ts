import type { Page, StreamPort, StreamRecord } from '../../../src/sources/kinesis/stream-port.ts';
import { bodyOf, keyOf } from '../records.ts';

/** A stream in memory of so many records, which are made as they are read; each of its shards is closed. */
export function filledStream(count: number, shards: number): StreamPort {
  const perShard = Math.ceil(count / shards);
  const page = (iterator: string, limit: number): Page => {
    const [shard = 0, from = 0] = iterator.split(':').map(Number);
    const end = Math.min(perShard, count - shard * perShard);
    const upTo = Math.min(from + limit, end);
    const records: StreamRecord[] = [];
    for (let at = from; at < upTo; at += 1) records.push(recordOf(shard * perShard + at));
    return { records, next: `${shard}:${upTo}`, millisBehindLatest: upTo < end ? 1000 : 0 };
  };
  return {
    now: () => Date.now(),
    describe: async () => ({ arn: 'arn', ignoresKeys: false, retentionHours: 24, maxRecordBytes: 1_048_576 }),
    shards: async () =>
      Array.from({ length: shards }, (_, shard) => ({
        id: `shardId-${String(shard).padStart(12, '0')}`,
        parents: [],
        startingHashKey: String(shard),
        endingHashKey: String(shard),
        isClosed: false,
      })),
    iterator: async (shardId) => `${Number(shardId.slice(8))}:0`,
    records: async (iterator, limit) => page(iterator, limit),
  };
}

function recordOf(id: number): StreamRecord {
  return {
    sequenceNumber: `49${String(id).padStart(54, '0')}`,
    partitionKey: keyOf(id),
    arrivedAt: 1_700_000_000_000,
    data: Buffer.from(bodyOf({ id, dueAt: 0 })),
  };
}
