import type { SinkRecord } from '../port.ts';

/** In characters; what Kinesis counts are code points. */
const MAX_KEY_LENGTH = 256;

/** What Kinesis counts of a record: its data and its partition key, in bytes. */
export function sizeOf({ partitionKey, data }: SinkRecord): number {
  return Buffer.byteLength(partitionKey) + data.length;
}

/** Why the stream would never take a record; undefined when it may. */
export function whyRefused(record: SinkRecord, maxRecordBytes: number): string | undefined {
  const { partitionKey } = record;
  if (partitionKey === '') return 'The partition key is empty.';
  if (partitionKey.length > MAX_KEY_LENGTH && [...partitionKey].length > MAX_KEY_LENGTH)
    return `The partition key is longer than ${MAX_KEY_LENGTH} characters.`;
  const bytes = sizeOf(record);
  if (bytes <= maxRecordBytes) return undefined;
  return `The record has ${bytes} bytes, its partition key included; the stream takes ${maxRecordBytes}.`;
}
