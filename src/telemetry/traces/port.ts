import type { Context, TextMapGetter, TextMapSetter, Tracer } from '@opentelemetry/api';

/** What spans are made with. */
export interface Traces {
  readonly tracer: Tracer;
  readonly propagator: Propagator;
  /** Whether somebody else's span may be under way when a request comes in: then ours is its child. */
  readonly nests: boolean;
  /** Whether an instrumentation of the HTTP client puts the place in the trace into calls by itself: a second header of the name would make both void. */
  isToldByOthers(): boolean;
  /** Sends what is left. Rejects where it cannot. */
  close(): Promise<void>;
}

/** How a place in a trace travels in headers. */
export interface Propagator {
  extract<C>(context: Context, carrier: C, getter: TextMapGetter<C>): Context;
  inject<C>(context: Context, carrier: C, setter: TextMapSetter<C>): void;
}
