import type { PauseReason } from '../pulled/gate.ts';
import type { RecordOutcome } from './delivery/delivery.ts';
import type { LeaseStoreError } from './lease-port.ts';
import type { Acquisition } from './leases/lease-keeper.ts';
import type { Entry } from './records/entry.ts';
import type { Failure } from './records/record-form.ts';
import type { StreamFault } from './stream-port.ts';

/** Which record it is; none of what it holds. */
export type BuriedEntry = Pick<Entry, 'shardId' | 'sequenceNumber' | 'subSequenceNumber'>;

/** What the stream door tells of itself. */
export interface StreamListener {
  read(records: number, bytes: number): void;
  /** A record has come to its durable end. */
  ended(outcome: RecordOutcome): void;
  /** What a record died of; told before its dead letter is written. */
  buried(entry: BuriedEntry, why: Pick<Failure, 'code' | 'attempts' | 'originalStatusCode'>): void;
  /** A record is sent again. */
  retried(): void;
  /** Nothing is sent, for this reason, but one record once in a while; undefined: all are again. */
  paused(reason: PauseReason | undefined): void;
  leased(shardId: string, how: Acquisition): void;
  /** A shard is not this worker's any more: all of it is done, it was handed over to who asked for it or to anybody, or its lease was lost. */
  left(shardId: string, why: 'ended' | 'released' | 'lost', message: string): void;
  /** An iterator was opened again, or a subscription. */
  reopened(shardId: string): void;
  /** A call to the stream or the lease table failed, and will be made again. */
  fault(of: 'stream' | 'leases', fault: StreamFault | LeaseStoreError['fault'], message: string): void;
  /** Something that is a fault of ours. */
  internal(thrown: unknown): void;
}

/** How a stream stands. */
export interface StreamSnapshot {
  /** Shards in this worker's hands. */
  readonly leases: number;
  readonly bufferedBytes: number;
  /** How long the stream keeps records; undefined until it has said so. */
  readonly retentionMs: number | undefined;
  readonly paused: PauseReason | undefined;
  readonly shards: readonly ShardSnapshot[];
}

export interface ShardSnapshot {
  readonly shardId: string;
  readonly millisBehindLatest: number | undefined;
  /** Since when the stored checkpoint has been behind what is read; 0 or little where it is not. */
  readonly checkpointAgeMs: number;
  /** The age of the oldest record that is read and not done; 0 where all are. */
  readonly oldestMs: number;
}
