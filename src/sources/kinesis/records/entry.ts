/** One request that a stream record holds: its only one, or one of its sub-records or lines; with whom its result names as its source. */
export interface Entry {
  readonly stream: string;
  readonly shardId: string;
  /** Decimal. */
  readonly sequenceNumber: string;
  /** Its index among the entries of the record, from 0. */
  readonly subSequenceNumber: number;
  /** That of the sub-record, where it is one. */
  readonly partitionKey: string | undefined;
  /** When the record came into the stream, in milliseconds since the Unix epoch. */
  readonly arrivedAt: number;
  /** What the record holds for it: unpacked, one sub-record or line of several. */
  readonly data: Buffer;
  /** Why no request can be made of it; undefined for one that can be tried. */
  readonly unreadable?: string;
}
