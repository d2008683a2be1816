import type { _Record as KinesisRecord } from '@aws-sdk/client-kinesis';
import { systemClock } from '../../kernel/clock.ts';
import type { StreamRecord } from './stream-port.ts';

export function asRecord({ SequenceNumber, PartitionKey, Data, ApproximateArrivalTimestamp }: KinesisRecord): StreamRecord {
  const data = Data ?? new Uint8Array();
  return {
    sequenceNumber: given(SequenceNumber, 'SequenceNumber'),
    partitionKey: PartitionKey,
    data: Buffer.from(data.buffer, data.byteOffset, data.byteLength),
    arrivedAt: ApproximateArrivalTimestamp?.getTime() ?? systemClock.wallNow(),
  };
}

/** @throws {Error} when a reply lacks what the API promises. */
export function given<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`Expected ${name} in the reply`);
  return value;
}
