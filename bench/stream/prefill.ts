import { type KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { bodyOf, keyOf, type Numbered, type RecordSize } from './records.ts';

/** Kinesis's bound on one PutRecords. */
const PER_CALL = 500;

/** Puts records 0 to `count` - 1. @returns records a second */
export async function prefill(client: KinesisClient, stream: string, count: number, size: RecordSize = 'small'): Promise<number> {
  const startedAt = performance.now();
  for (let from = 0; from < count; from += PER_CALL) {
    const length = Math.min(PER_CALL, count - from);
    await putAll(
      client,
      stream,
      Array.from({ length }, (_, i) => ({ id: from + i, dueAt: 0 })),
      size,
    );
  }
  return (count / (performance.now() - startedAt)) * 1000;
}

/** One call. @throws {Error} when the stream does not take all */
export async function putAll(
  client: KinesisClient,
  stream: string,
  records: readonly Numbered[],
  size: RecordSize = 'small',
): Promise<void> {
  const Records = records.map((record) => ({ PartitionKey: keyOf(record.id), Data: Buffer.from(bodyOf(record, size)) }));
  const { FailedRecordCount } = await client.send(new PutRecordsCommand({ StreamName: stream, Records }));
  if (FailedRecordCount) throw new Error(`The stream ${stream} refused ${FailedRecordCount} records`);
}
