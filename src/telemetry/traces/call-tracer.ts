import {
  type Context,
  context as contexts,
  defaultTextMapSetter,
  type HrTime,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api';
import type { CallEnding } from '../../batching/port.ts';
import type { BegunCall, CallTrace, CallTracer } from '../../endpoints/events.ts';
import type { RequestTrace } from '../../endpoints/port.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Headers } from '../../kernel/headers.ts';
import type { SpanAttributes } from './attributes.ts';
import type { Traces } from './port.ts';
import { sinceEpoch, spanTime } from './span-time.ts';

/** What the calls of an endpoint are made to. */
export interface CallTarget {
  readonly spanName: string;
  /** Whether it is another process. */
  readonly isRemote: boolean;
  readonly attributes: SpanAttributes;
  /** Whether the call bears its place in the trace. */
  readonly isToldTrace: boolean;
}

/** More links would make a span larger than what it tells is worth; the SDK's own default, too. */
const MOST_LINKS = 128;

/**
 * A span for each call, linked to the spans of the requests in it, as they are to it. It is a child of the first request in it that is sampled,
 * so that a call is sampled when anybody in it is; of records, which nobody traces, it begins a trace.
 */
export function callTracer(traces: Traces, clock: Clock, target: CallTarget): CallTracer {
  const kind = target.isRemote ? SpanKind.CLIENT : SpanKind.INTERNAL;
  return {
    began(call) {
      const since = sinceEpoch(clock);
      const links = call.requests.slice(0, MOST_LINKS).map(({ context }) => ({ context }));
      const attributes = { ...target.attributes, ...beginning(call) };
      const options = { kind, startTime: spanTime(since + clock.now()), attributes, links };
      const parent = parentOf(call.requests);
      const span = traces.tracer.startSpan(target.spanName, options, parent);
      const context = span.spanContext();
      for (const request of call.requests) request.sentIn(context);
      const inside = trace.setSpan(ROOT_CONTEXT, span);
      const headers: Record<string, string> = {};
      if (target.isToldTrace && !traces.isToldByOthers()) traces.propagator.inject(inside, headers, defaultTextMapSetter);
      return new SpanOfCall(span, inside, headers, () => spanTime(since + clock.now()));
    },
  };
}

function parentOf(requests: readonly RequestTrace[]): Context {
  const sampled = requests.find(({ context }) => (context.traceFlags & TraceFlags.SAMPLED) !== 0);
  const { context } = sampled ?? requests[0] ?? {};
  return context === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, context);
}

class SpanOfCall implements CallTrace {
  readonly headers: Headers;
  readonly #span: Span;
  readonly #inside: Context;
  readonly #now: () => HrTime;
  #status: number | undefined;

  constructor(span: Span, inside: Context, headers: Headers, now: () => HrTime) {
    this.headers = headers;
    this.#inside = inside;
    this.#span = span;
    this.#now = now;
  }

  within<T>(make: () => T): T {
    return contexts.with(this.#inside, make);
  }

  answered(status: number): void {
    this.#status = status;
  }

  ended(call: CallEnding): void {
    const span = this.#span;
    if (span.isRecording()) {
      span.setAttributes(ending(call, this.#status));
      if (wentWrong(call)) span.setStatus({ code: SpanStatusCode.ERROR });
    }
    span.end(this.#now());
  }
}

/** A call that nobody waited for any more was broken off by us. */
function wentWrong(call: CallEnding): boolean {
  return call !== 'ok' && call !== 'aborted';
}

function beginning({ items, bytes, cost, reason, requests }: BegunCall): SpanAttributes {
  return {
    'tidegate.batch.size': items,
    'tidegate.batch.requests': requests.length,
    'tidegate.batch.reason': reason,
    'tidegate.batch.bytes': bytes,
    'tidegate.batch.cost': cost,
  };
}

function ending(call: CallEnding, status: number | undefined): SpanAttributes {
  const type = status === undefined || status < 400 ? call : String(status);
  return {
    ...(status === undefined ? {} : { 'http.response.status_code': status }),
    ...(wentWrong(call) ? { 'error.type': type } : {}),
    'tidegate.call.ending': call,
  };
}
