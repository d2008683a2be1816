import type { Headers } from '../../kernel/headers.ts';
import type { Tolerance } from '../compare/tolerance.ts';

export interface ProbeRequest {
  /** A request body a line, to be tried instead of the family's own samples. */
  readonly input?: AsyncIterable<Uint8Array>;
  /** Of the requests of `input`. */
  readonly headers: Headers;
  readonly tolerance: Tolerance;
  /** Calls for each size whose latency is measured; 0 measures nothing. */
  readonly repeats: number;
}
