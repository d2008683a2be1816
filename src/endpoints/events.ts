import type { CallEnding, DispatchReason } from '../batching/port.ts';
import type { Headers } from '../kernel/headers.ts';
import type { RequestTrace } from './port.ts';

/** A call that is about to be made. */
export interface BegunCall {
  readonly items: number;
  /** Of the joined request. */
  readonly bytes: number;
  /** In the codec's unit. */
  readonly cost: number;
  readonly reason: DispatchReason;
  /** Whose items it holds, each once; only those that are traced. */
  readonly requests: readonly RequestTrace[];
}

/** Follows the calls of one endpoint. */
export interface CallTracer {
  began(call: BegunCall): CallTrace;
}

/** A call as who traces it sees it. */
export interface CallTrace {
  /** What is sent along with it. */
  readonly headers: Headers;
  /** Makes the call in its place of the trace, for others that instrument what makes it. */
  within<T>(make: () => T): T;
  /** @param status of HTTP */
  answered(status: number): void;
  ended(call: CallEnding): void;
}
