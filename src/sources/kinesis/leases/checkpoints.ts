import type { Checkpoint } from '../lease-port.ts';

/** Whether storing `next` over `stored` would go back, or change nothing. Sequence numbers are compared as numbers. */
export function isBehind(next: Checkpoint, stored: Checkpoint): boolean {
  if (stored.kind === 'SHARD_END') return true;
  if (next.kind !== 'record') return next.kind !== 'SHARD_END';
  if (stored.kind !== 'record') return false;
  const [own, other] = [BigInt(next.sequenceNumber), BigInt(stored.sequenceNumber)];
  return own < other || (own === other && next.subSequenceNumber <= stored.subSequenceNumber);
}
