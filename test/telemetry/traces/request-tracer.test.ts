import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Context, type ContextManager, context, ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { requestTracer } from '../../../src/telemetry/traces/request-tracer.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const REQUEST = {
  endpoint: 'm',
  requestId: 'r',
  method: 'POST',
  route: '/invocations',
  url: '/invocations',
  scheme: 'http',
} as const;
const PARENT = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) };
const HEADERS = { traceparent: `00-${PARENT.traceId}-${PARENT.spanId}-01` };

function tracerOver(nests: boolean) {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const clock = new VirtualClock();
  const parts = { propagator: new W3CTraceContextPropagator(), isToldByOthers: () => false, close: () => Promise.resolve() };
  const tracer = provider.getTracer('t');
  return { tracer, clock, exporter, requests: requestTracer({ ...parts, tracer, nests }, clock) };
}

/** As a context manager would have it inside somebody's span. */
function inside<T>(active: Context, work: () => T): T {
  const manager: ContextManager = {
    active: () => active,
    with: (_, work, self, ...given) => work.apply(self as never, given),
    bind: (_, target) => target,
    enable: () => manager,
    disable: () => manager,
  };
  context.setGlobalContextManager(manager);
  try {
    return work();
  } finally {
    context.disable();
  }
}

for (const [nests, kind, what] of [
  [true, SpanKind.INTERNAL, 'its child, and no second server'],
  [false, SpanKind.SERVER, 'the caller’s child, where the SDK is the gateway’s own'],
] as const) {
  test(`a request inside somebody’s span is ${what}`, () => {
    const { tracer, clock, exporter, requests } = tracerOver(nests);
    const theirs = tracer.startSpan('theirs');
    const active = trace.setSpan(ROOT_CONTEXT, theirs);
    const event = { door: 'http', endpoint: 'm', requestId: 'r', status: 200, durationMs: 5 } as const;
    inside(active, () => requests.began({ ...REQUEST, headers: HEADERS, arrivedAt: clock.now() }).ended(event));
    const [span] = exporter.getFinishedSpans();
    assert.equal(span?.kind, kind);
    assert.equal(span.parentSpanContext?.spanId, nests ? theirs.spanContext().spanId : PARENT.spanId);
    assert.deepEqual(span.duration, [0, 5_000_000]);
  });
}
