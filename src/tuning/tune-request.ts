import type { Headers } from '../kernel/headers.ts';

export interface TuneRequest {
  /** A request body a line, to be sent instead of the family's own samples. */
  readonly input?: AsyncIterable<Uint8Array>;
  /** Of the requests of `input`. */
  readonly headers: Headers;
  /** Items in a call; doublings up to what a call may hold when left out. */
  readonly sizes?: readonly number[];
  /** Calls under way at once. */
  readonly concurrency: readonly number[];
  readonly maxCalls: number;
  readonly maxSeconds: number;
  /** The best setting must keep to it; `latencySloMs` of the config when left out. */
  readonly p99Ms?: number;
}

/** Told after each call. */
export interface TuneProgress {
  readonly calls: number;
  /** Of the budget, by calls or by time, whichever is nearer its end. */
  readonly spent: number;
  readonly doing: string;
}
