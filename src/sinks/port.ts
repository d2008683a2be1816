/** One result or dead letter on its way out. */
export interface SinkRecord {
  /** That of the input record, so that a stream keeps its order by key. */
  readonly partitionKey: string;
  /** One JSON object, without a line feed. */
  readonly data: Buffer;
}

/** `refused`: no attempt could ever succeed, as with a record that is larger than the stream takes. */
export type Stored = { readonly kind: 'durable' } | { readonly kind: 'refused'; readonly reason: string };

/** Where results and dead letters go. */
export interface Sink {
  /**
   * Resolves once the record is as durable as this sink makes it, and not before. Tries again for as long as it takes, so that
   * whoever waits for it stops reading; rejects only with what `close` leaves behind.
   */
  put(record: SinkRecord): Promise<Stored>;
  /** Takes nothing more; resolves when what was put is durable, or after `graceMs`, and then rejects what is not. */
  close(graceMs: number): Promise<void>;
}

/** What a sink tells of itself. */
export interface SinkListener {
  /** So many records became durable, by one write. */
  wrote(records: number, bytes: number, durationMs: number): void;
  /** A write failed, as a whole or for some records, which are tried again. */
  failed(reason: 'throttled' | 'unavailable' | 'denied', records: number, message: string): void;
}
