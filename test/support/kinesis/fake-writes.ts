import type { Clock } from '../../../src/kernel/clock.ts';
import { StreamError } from '../../../src/sources/kinesis/stream-port.ts';
import { WriteLimit } from './fake-limits.ts';
import { type FakeShard, sizeOf } from './fake-shard.ts';

const MAX_RECORDS = 500;
const MAX_CALL_BYTES = 10_485_760;
const MAX_RECORD_BYTES = 1_048_576;

export interface PutEntry {
  readonly partitionKey: string;
  readonly data: Buffer;
  /** Decimal. */
  readonly explicitHashKey?: string;
}

type PutErrorCode = 'ProvisionedThroughputExceededException' | 'InternalFailure';

export type PutOutcome =
  | { readonly shardId: string; readonly sequenceNumber: string }
  | { readonly errorCode: PutErrorCode; readonly errorMessage: string };

export interface WriteOptions {
  readonly maxRecordBytes?: number;
  readonly limits?: { readonly writes?: boolean };
}

/** PutRecords: refused as a whole where it is too large, and record by record where a shard has no room or fails. */
export class FakeWrites {
  /** The share of the records that fail with InternalFailure, drawn at random. */
  failingShare = 0;
  readonly #clock: Clock;
  readonly #shardFor: (entry: PutEntry) => FakeShard;
  readonly #options: WriteOptions;
  readonly #limits = new Map<string, WriteLimit>();
  readonly #failNext: PutErrorCode[] = [];

  constructor(clock: Clock, shardFor: (entry: PutEntry) => FakeShard, options: WriteOptions) {
    this.#clock = clock;
    this.#shardFor = shardFor;
    this.#options = options;
  }

  /** The next so many records fail. */
  failNext(records: number, errorCode: PutErrorCode = 'InternalFailure'): void {
    this.#failNext.push(...Array.from({ length: records }, () => errorCode));
  }

  put(entries: readonly PutEntry[], append: (entry: PutEntry, shard: FakeShard) => string): readonly PutOutcome[] {
    this.#refuseTooLarge(entries);
    return entries.map((entry) => {
      const shard = this.#shardFor(entry);
      const errorCode = this.#errorOf(entry, shard);
      if (errorCode !== undefined) return { errorCode, errorMessage: `${errorCode} for shard ${shard.id}` };
      return { shardId: shard.id, sequenceNumber: append(entry, shard) };
    });
  }

  #refuseTooLarge(entries: readonly PutEntry[]): void {
    const { maxRecordBytes = MAX_RECORD_BYTES } = this.#options;
    const sizes = entries.map(sizeOf);
    if (entries.length < 1 || entries.length > MAX_RECORDS) throw refused(`${entries.length} records`);
    if (sizes.some((bytes) => bytes > maxRecordBytes)) throw refused(`a record of more than ${maxRecordBytes} bytes`);
    if (sizes.reduce((sum, bytes) => sum + bytes, 0) > MAX_CALL_BYTES) throw refused('more than 10 MiB');
    if (entries.some(({ partitionKey }) => partitionKey.length < 1 || partitionKey.length > 256))
      throw refused('a partition key not of 1 to 256 characters');
  }

  #errorOf(entry: PutEntry, shard: FakeShard): PutErrorCode | undefined {
    const next = this.#failNext.shift();
    if (next !== undefined) return next;
    if (this.failingShare > 0 && this.#clock.random() < this.failingShare) return 'InternalFailure';
    if (this.#options.limits?.writes === false) return undefined;
    const limit = this.#limits.get(shard.id) ?? new WriteLimit();
    this.#limits.set(shard.id, limit);
    return limit.take(sizeOf(entry), this.#clock.now()) ? undefined : 'ProvisionedThroughputExceededException';
  }
}

/** ValidationException or InvalidArgumentException, for which the port has no fault of its own. */
function refused(what: string): StreamError {
  return new StreamError('unavailable', `PutRecords: ${what}`);
}
