import type { SinkRecord } from '../port.ts';

/** A stream that takes records, and nothing else of the API. */
export interface PutPort {
  /** One PutRecords. @returns an outcome for each record, by index. @throws {PutError} when the call failed as a whole */
  putRecords(records: readonly SinkRecord[]): Promise<readonly PutOutcome[]>;
  /** Ends its connections. */
  close(): void;
}

export type PutOutcome =
  | { readonly kind: 'stored' }
  | { readonly kind: 'failed'; readonly fault: 'throttled' | 'unavailable'; readonly message: string };

/**
 * `throttled`: the limits of the stream, the account or the key. `denied`: credentials, permissions, no such stream: somebody has to
 * do something. `invalid`: the call, or a record of it, is not what the API takes. `unavailable`: anything that may pass; whether
 * records were stored is then unknown.
 */
export type PutFault = 'throttled' | 'denied' | 'invalid' | 'unavailable';

export class PutError extends Error {
  override readonly name = 'PutError';
  readonly fault: PutFault;

  constructor(fault: PutFault, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.fault = fault;
  }
}
