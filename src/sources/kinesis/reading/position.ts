import type { Checkpoint, Lease } from '../lease-port.ts';
import type { Position } from '../stream-port.ts';

/**
 * Where a shard is read from. At a checkpoint that is the checkpointed record itself, for it may be done in part only; what of
 * it is done is left out then (KCL does the same). A lease that has stood at LATEST since before is read from then on: what
 * came in between would be lost else.
 */
export function positionOf(
  { checkpoint, latestSinceMs }: Pick<Lease, 'checkpoint' | 'latestSinceMs'>,
  startMs: number,
): Position {
  switch (checkpoint.kind) {
    case 'record':
      return { kind: 'AT_SEQUENCE_NUMBER', sequenceNumber: checkpoint.sequenceNumber };
    case 'AT_TIMESTAMP':
      return { kind: 'AT_TIMESTAMP', wallMs: startMs };
    case 'LATEST':
      return latestSinceMs === undefined ? { kind: 'LATEST' } : { kind: 'AT_TIMESTAMP', wallMs: latestSinceMs };
    default:
      return { kind: 'TRIM_HORIZON' };
  }
}

/** Whether an entry is behind a checkpoint, that is done. */
export function isDone(sequenceNumber: string, subSequenceNumber: number, checkpoint: Checkpoint): boolean {
  if (checkpoint.kind !== 'record') return false;
  const [own, done] = [BigInt(sequenceNumber), BigInt(checkpoint.sequenceNumber)];
  return own < done || (own === done && subSequenceNumber <= checkpoint.subSequenceNumber);
}

/** Whether a record comes after a checkpoint, as do all that are read later. */
export function isPast(sequenceNumber: string, checkpoint: Checkpoint): boolean {
  return checkpoint.kind !== 'record' || BigInt(sequenceNumber) > BigInt(checkpoint.sequenceNumber);
}
