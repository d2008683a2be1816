import type { StoredRecord } from '../../support/kinesis/contents.ts';

/** A result or a dead letter, as it stands in its stream. */
export interface OutputRecord {
  readonly shardId: string;
  readonly sequenceNumber: string;
  readonly subSequenceNumber: number;
  readonly partitionKey: string;
  readonly result?: { readonly predictions: readonly number[] };
  readonly error?: { readonly code: string };
  /** In base64. */
  readonly data?: string;
}

/** Up to where a shard is said to be done, as it stands in the lease table. */
export interface StoredCheckpoint {
  readonly shardId: string;
  readonly checkpoint: string;
}

export interface Account {
  /** Input records that have neither a result nor a dead letter. */
  readonly lost: number;
  /** Of those, the ones that a stored checkpoint says are done: what must never be. */
  readonly ahead: number;
  /** Results and dead letters beyond the first of their record. */
  readonly twice: number;
  /** Results that are not those of their record. */
  readonly wrong: number;
  /** Results that first came out behind a later one of their key. */
  readonly disorders: number;
  readonly dead: number;
}

/** What became of a stream's records. Checkpoints have to be read before the outputs are. */
export function accountOf(
  inputs: readonly StoredRecord[],
  checkpoints: readonly StoredCheckpoint[],
  results: readonly OutputRecord[],
  deadLetters: readonly OutputRecord[],
): Account {
  const sources = new Map(inputs.map((record) => [record.sequenceNumber, record]));
  const durable = new Set([...results, ...deadLetters].map(({ sequenceNumber }) => sequenceNumber));
  const stored = new Map(checkpoints.map(({ shardId, checkpoint }) => [shardId, checkpoint]));
  const lost = inputs.filter(({ sequenceNumber }) => !durable.has(sequenceNumber));
  return {
    lost: lost.length,
    ahead: lost.filter((record) => isBehind(record, stored.get(record.shardId))).length,
    twice: results.length + deadLetters.length - durable.size,
    wrong: results.filter((result) => !isOf(result, sources.get(result.sequenceNumber))).length,
    disorders: disordersOf(results),
    dead: deadLetters.length,
  };
}

function isBehind({ sequenceNumber }: StoredRecord, checkpoint: string | undefined): boolean {
  if (checkpoint === 'SHARD_END') return true;
  return checkpoint !== undefined && /^\d+$/.test(checkpoint) && BigInt(sequenceNumber) <= BigInt(checkpoint);
}

/** The model echoes. */
function isOf({ shardId, partitionKey, result }: OutputRecord, source: StoredRecord | undefined): boolean {
  if (source?.shardId !== shardId || source.partitionKey !== partitionKey) return false;
  return JSON.stringify(result?.predictions) === JSON.stringify((JSON.parse(source.data) as { instances: unknown }).instances);
}

/** Records of a key are numbered in the order in which they were put. */
function disordersOf(results: readonly OutputRecord[]): number {
  const last = new Map<string, number>();
  const seen = new Set<string>();
  let count = 0;
  for (const { sequenceNumber, partitionKey, result } of results) {
    if (seen.has(sequenceNumber)) continue;
    seen.add(sequenceNumber);
    const number = result?.predictions[0] ?? 0;
    const before = last.get(partitionKey) ?? -1;
    if (number < before) count += 1;
    last.set(partitionKey, Math.max(number, before));
  }
  return count;
}
