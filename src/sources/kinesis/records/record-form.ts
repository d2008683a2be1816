import type { CallerHeaders } from '../../../endpoints/port.ts';
import { ERRORS, type ErrorCode } from '../../../kernel/errors.ts';
import type { Entry } from './entry.ts';

/** A request for the endpoint, or why none can be made. */
export type Made = { readonly headers: CallerHeaders; readonly body: Buffer } | { readonly unreadable: string };

/** What records look like and what becomes of them. */
export interface RecordForm {
  /** The entries of one record, in order, with sub-sequence numbers from 0 on; none for one that is empty. */
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

/** Why records die that no request dies of: none can be made of them, they are too old, or their result is too large for its sink. */
const OF_RECORDS = ['INVALID_RECORD', 'RECORD_EXPIRED', 'RESULT_REFUSED'] as const;

/** All that a dead letter may say in `error.code`. */
export const DEATHS: ReadonlySet<string> = new Set([...Object.keys(ERRORS), ...OF_RECORDS]);

export interface Failure {
  readonly code: ErrorCode | (typeof OF_RECORDS)[number];
  readonly message: string;
  readonly originalStatusCode?: number;
  readonly attempts: number;
}
