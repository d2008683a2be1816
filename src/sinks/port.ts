/** One result or dead letter on its way out. */
export interface SinkRecord {
  /** That of the input record, so that a stream keeps its order by key. */
  readonly partitionKey: string;
  /** One JSON object, without a line feed. */
  readonly data: Buffer;
}

/** `refused`: no attempt could ever succeed, as with a record that is larger than the stream takes. */
export type Stored = { readonly kind: 'durable' } | { readonly kind: 'refused'; readonly reason: string };

/** Who has put a record. Told one of the two, once, perhaps before `put` returns; must not throw. */
export interface Depositor {
  stored(stored: Stored): void;
  /** The sink was closed, or its output has ended: the record may be stored, or not. */
  lost(error: Error): void;
}

/** Where results and dead letters go. */
export interface Sink {
  /**
   * The depositor is told once the record is as durable as this sink makes it, and not before. Tries again for as long as it
   * takes, so that whoever waits for it stops reading; lost is only what `close` leaves behind.
   */
  put(record: SinkRecord, depositor: Depositor): void;
  /** Takes nothing more; resolves when what was put is durable, or after `graceMs`, and then what is not is lost. */
  close(graceMs: number): Promise<void>;
}

/** Puts one record. @throws what it was lost by */
export function deposit(sink: Pick<Sink, 'put'>, record: SinkRecord): Promise<Stored> {
  return new Promise((stored, lost) => sink.put(record, { stored, lost }));
}

/** What a sink tells of itself. */
export interface SinkListener {
  /** So many records became durable, by one write. */
  wrote(records: number, bytes: number, durationMs: number): void;
  /** A write failed, as a whole or for some records, which are tried again. */
  failed(reason: 'throttled' | 'unavailable' | 'denied', records: number, message: string): void;
}
