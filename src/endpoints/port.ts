import type { Arrivals, Credit, Story } from '../batching/port.ts';
import type { TidegateError } from '../kernel/errors.ts';
import type { Headers } from '../kernel/headers.ts';

export type { Arrivals } from '../batching/port.ts';

/** Header fields as a door has them: lower-case names. */
export type CallerHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Where something stands in a trace (W3C Trace Context): ids in lower-case hexadecimal, flags as in `traceparent`. */
export interface TraceContext {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceFlags: number;
}

/** A request as who traces it sees it. */
export interface RequestTrace {
  readonly context: TraceContext;
  /** A call with it is under way. */
  sentIn(call: TraceContext): void;
}

/** One caller's request, as any door hands it in. */
export interface InferenceRequest {
  readonly headers: CallerHeaders;
  readonly body: Buffer;
  /** Monotonic time at which it began to arrive; now when absent. */
  readonly arrivedAt?: number;
  /** The deadline, in milliseconds from its arrival; the endpoint's own when absent. */
  readonly timeoutMs?: number | undefined;
  /** The longest it may be held back for batching alone, in milliseconds; unbounded when absent. */
  readonly maxWaitMs?: number | undefined;
  /** 0 is the highest; the middle one when absent, the lowest for doors that pull. */
  readonly priority?: number | undefined;
  /** Room taken beforehand, by doors that pull. */
  readonly credit?: Credit;
  /** Where somebody traces it. */
  readonly trace?: RequestTrace | undefined;
}

/** How a request ended, and how that came about. The reply is what the model would have answered to it alone. */
export type InferenceOutcome =
  | { readonly kind: 'answered'; readonly reply: InferenceReply; readonly story: Story }
  | { readonly kind: 'failed'; readonly error: TidegateError; readonly story: Story };

export interface InferenceReply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** A request under way. */
export interface Submitted {
  /** The caller has left: it is not computed if that can be helped, and nobody is told of its outcome any more. */
  cancel(): void;
}

/** Told how a request ended. It must not throw, nor submit: what else came of the same call has still to be told. */
export type Settle = (outcome: InferenceOutcome) => void;

/** What doors see of an endpoint. */
export interface EndpointPort {
  readonly name: string;
  /** `settle` is called at most once, and never before this returns. */
  submit(request: InferenceRequest, settle: Settle): Submitted;
  /** Room for a door that pulls, before it reads so many bytes. */
  credit(bytes: number, signal: AbortSignal): Promise<Credit>;
  /** Room for a door that is pushed to, while a body arrives. To be given back before it is submitted. */
  readonly arrivals: Arrivals;
}

/** Finds endpoints for doors. */
export interface EndpointDirectory {
  get(name: string): EndpointPort | undefined;
  /** The one that answers `POST /invocations`. */
  readonly default: EndpointPort | undefined;
}
