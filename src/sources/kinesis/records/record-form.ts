import type { CallerHeaders } from '../../../endpoints/port.ts';
import type { Entry } from './entry.ts';

/** A request for the endpoint, or why none can be made. */
export type Made = { readonly headers: CallerHeaders; readonly body: Buffer } | { readonly unreadable: string };

/** What records look like and what becomes of them. */
export interface RecordForm {
  /** The entries of one record, in order; none for one that is empty. */
  entriesOf(record: RawRecord): readonly Entry[];
  requestOf(entry: Entry): Made;
  resultOf(entry: Entry, answer: Answer): Buffer;
  deadLetterOf(entry: Entry, why: Failure): Buffer;
}

export interface RawRecord {
  readonly shardId: string;
  readonly sequenceNumber: string;
  readonly partitionKey: string | undefined;
  readonly arrivedAt: number;
  readonly data: Buffer;
}

export interface Answer {
  readonly contentType: string | undefined;
  readonly body: Buffer;
}

export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly originalStatusCode?: number;
  readonly attempts: number;
}
