import {
  type Context,
  context as contexts,
  defaultTextMapGetter,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import type { TraceContext } from '../../endpoints/port.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { BegunRequest, RequestEvent, RequestTracer, TracedRequest } from '../../sources/http/events.ts';
import type { SpanAttributes } from './attributes.ts';
import type { Traces } from './port.ts';
import { sinceEpoch, spanTime } from './span-time.ts';

/** A span for each request, child of what its caller says it is; with a link to each call that it is in. */
export function requestTracer(traces: Traces, clock: Clock): RequestTracer {
  return {
    began(request) {
      const { parent, kind } = parentOf(traces, request);
      const { method, route } = request;
      const startMs = sinceEpoch(clock) + request.arrivedAt;
      const options = { kind, startTime: spanTime(startMs), attributes: beginning(request) };
      const span = traces.tracer.startSpan(`${method} ${route}`, options, parent);
      return new SpanOfRequest(span, startMs);
    },
  };
}

/** An instrumentation of HTTP may have made a span for the request already: ours is then about its inside. */
function parentOf({ propagator, nests }: Traces, { headers }: BegunRequest): { parent: Context; kind: SpanKind } {
  const active = nests ? contexts.active() : ROOT_CONTEXT;
  if (trace.getSpan(active) !== undefined) return { parent: active, kind: SpanKind.INTERNAL };
  return { parent: propagator.extract(active, headers, defaultTextMapGetter), kind: SpanKind.SERVER };
}

class SpanOfRequest implements TracedRequest {
  readonly context: SpanContext;
  readonly #span: Span;
  /** Since the Unix epoch. */
  readonly #startMs: number;

  constructor(span: Span, startMs: number) {
    this.context = span.spanContext();
    this.#span = span;
    this.#startMs = startMs;
  }

  /** Also of its own child: by the links alone it can be told in which calls it was. */
  sentIn(call: TraceContext): void {
    this.#span.addLink({ context: call });
  }

  ended(event: RequestEvent): void {
    const span = this.#span;
    if (span.isRecording()) {
      span.setAttributes(ending(event));
      // What is told in words may quote a payload.
      if (event.status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    }
    span.end(spanTime(this.#startMs + event.durationMs));
  }
}

function beginning({ endpoint, requestId, method, route, url, scheme, headers }: BegunRequest): SpanAttributes {
  const agent = headers['user-agent'];
  return {
    'http.request.method': method,
    'http.route': route,
    'url.path': url.split('?', 1)[0] ?? url,
    'url.scheme': scheme,
    ...(typeof agent === 'string' ? { 'user_agent.original': agent } : {}),
    'tidegate.endpoint': endpoint,
    'tidegate.request.id': requestId,
  };
}

/** By the conventions of HTTP a 4xx is no error of the server. */
function ending({ status, error, story }: RequestEvent): SpanAttributes {
  return {
    ...(status === 499 ? { 'tidegate.client.left': true } : { 'http.response.status_code': status }),
    ...(status >= 500 ? { 'error.type': error?.code ?? String(status) } : {}),
    ...(error === undefined ? {} : { 'tidegate.error.code': error.code }),
    ...(story === undefined ? {} : told(story)),
  };
}

function told({
  queueMs,
  heldMs,
  upstreamMs,
  calls,
  batchSize,
  reason,
  trouble,
}: NonNullable<RequestEvent['story']>): SpanAttributes {
  return {
    'tidegate.queue.duration': queueMs / 1000,
    'tidegate.held.duration': heldMs / 1000,
    'tidegate.call.count': calls,
    ...(calls === 0 ? {} : { 'tidegate.call.duration': upstreamMs / 1000, 'tidegate.batch.size': batchSize }),
    ...(reason === undefined ? {} : { 'tidegate.batch.reason': reason }),
    ...(trouble === undefined ? {} : { 'tidegate.call.trouble': trouble }),
  };
}
