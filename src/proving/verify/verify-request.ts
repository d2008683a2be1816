import type { Headers } from '../../kernel/headers.ts';
import type { Tolerance } from '../compare/tolerance.ts';

export interface VerifyRequest {
  /** The file: a request body a line. */
  readonly input: AsyncIterable<Uint8Array>;
  /** Of every request. */
  readonly headers: Headers;
  /** Items in a batch, at least 2 each. */
  readonly sizes: readonly number[];
  readonly tolerance: Tolerance;
  /** Calls at once. */
  readonly concurrency: number;
  /** Told after each line and each call. */
  readonly onProgress?: (progress: VerifyProgress) => void;
}

export interface VerifyProgress {
  readonly readBytes: number;
  readonly records: number;
  readonly calls: number;
  readonly differences: number;
}
