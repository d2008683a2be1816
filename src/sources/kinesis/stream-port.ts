/** What the door needs of a Kinesis stream: the API's calls, one to one. Every promise rejects with a StreamError. */
export interface StreamPort {
  /**
   * The service's wall clock, in milliseconds since the Unix epoch, as far as its answers have told: a position in time is meant
   * by that clock, and one in its future is refused.
   */
  now(): number;
  describe(): Promise<StreamFacts>;
  /** All shards that can be read, of every page: closed ones too. */
  shards(): Promise<readonly Shard[]>;
  iterator(shardId: string, from: Position): Promise<string>;
  /** One GetRecords of at most `limit` (1 to 10 000) records. */
  records(iterator: string, limit: number): Promise<Page>;
}

/** Enhanced fan-out: records are pushed to a registered consumer, at a rate of its own. Rejects with a StreamError. */
export interface FanOutPort {
  /** Registers the consumer where it is not; resolves when it can subscribe. */
  ready(): Promise<void>;
  /**
   * One subscription: what it tells until Kinesis ends it, after five minutes at the latest. Nothing is fetched ahead of what is
   * asked for, beyond what is on the wire. Only the signal ends it before its time, and its connection with it.
   */
  subscribe(shardId: string, from: Position, signal: AbortSignal): AsyncIterator<Told>;
}

/** What a subscription tells now and then, records or not. */
export interface Told {
  readonly records: readonly StreamRecord[];
  /**
   * A sequence number up to which everything has been told, which may not be that of a record: where the next subscription goes on,
   * AFTER it. Undefined at the end of a closed shard.
   */
  readonly continuation: string | undefined;
  /** How old what is told next is; 0 at the tip. */
  readonly millisBehindLatest: number | undefined;
}

export interface StreamFacts {
  readonly arn: string;
  /** Records are placed without regard to their partition keys, which may then be missing. */
  readonly ignoresKeys: boolean;
  readonly retentionHours: number;
  /** Of a record with its partition key. */
  readonly maxRecordBytes: number;
}

export interface Shard {
  readonly id: string;
  /** Two where it came from a merge; a parent that has expired is named all the same. */
  readonly parents: readonly string[];
  /** Decimal. */
  readonly startingHashKey: string;
  readonly endingHashKey: string;
  readonly isClosed: boolean;
}

export type Position =
  | { readonly kind: 'TRIM_HORIZON' | 'LATEST' }
  /** Milliseconds since the Unix epoch. */
  | { readonly kind: 'AT_TIMESTAMP'; readonly wallMs: number }
  | { readonly kind: 'AT_SEQUENCE_NUMBER' | 'AFTER_SEQUENCE_NUMBER'; readonly sequenceNumber: string };

export interface Page {
  readonly records: readonly StreamRecord[];
  /** Undefined behind the last record of a closed shard. */
  readonly next: string | undefined;
  /** How old what is read next is; 0 at the tip. */
  readonly millisBehindLatest: number | undefined;
}

export interface StreamRecord {
  /** Decimal, of any length: compared as a number, never as text. */
  readonly sequenceNumber: string;
  readonly partitionKey: string | undefined;
  readonly data: Buffer;
  /** Milliseconds since the Unix epoch. */
  readonly arrivedAt: number;
}

/**
 * `throttled`: the limits of the shard or the account, or a subscription that another one has been put in the place of. `expired`: the iterator; get another one. `missing`: no such stream or
 * shard. `denied`: credentials or permissions. `unavailable`: anything that may pass, a broken connection or a time-out too.
 */
export type StreamFault = 'throttled' | 'expired' | 'missing' | 'denied' | 'unavailable';

export class StreamError extends Error {
  override readonly name = 'StreamError';
  readonly fault: StreamFault;

  constructor(fault: StreamFault, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.fault = fault;
  }
}
