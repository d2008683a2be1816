import type { Checkpoint } from '../../../src/sources/kinesis/lease-port.ts';
import type { Entry } from '../../../src/sources/kinesis/records/entry.ts';

/** An entry of the stream `input`; its data says its number. */
export function entry(number: number, more: Partial<Entry> = {}): Entry {
  return {
    stream: 'input',
    shardId: 'shardId-0',
    sequenceNumber: String(number),
    subSequenceNumber: 0,
    partitionKey: `key ${number}`,
    arrivedAt: 1_700_000_000_000,
    data: Buffer.from(JSON.stringify({ n: number })),
    ...more,
  };
}

export function record(sequenceNumber: number | string, subSequenceNumber = 0): Checkpoint {
  return { kind: 'record', sequenceNumber: String(sequenceNumber), subSequenceNumber };
}
