import assert from 'node:assert/strict';
import { test } from 'node:test';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { RequestTrace, TraceContext } from '../../../src/endpoints/port.ts';
import { callTracer } from '../../../src/telemetry/traces/call-tracer.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const SIZE = { items: 1, bytes: 1, cost: 1, reason: 'slot' } as const;

/** A request in a trace of its own; `sent` has the calls that it was told of. */
function requestOf(number: number, traceFlags: number) {
  const sent: TraceContext[] = [];
  const id = number.toString(16);
  const context = { traceId: id.padStart(32, 'a'), spanId: id.padStart(16, 'b'), traceFlags };
  return { context, sent, sentIn: (call) => void sent.push(call) } satisfies RequestTrace & { sent: TraceContext[] };
}

function tracerOver(isToldTrace = true) {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const tracer = provider.getTracer('t');
  const parts = { propagator: new W3CTraceContextPropagator(), nests: false, isToldByOthers: () => false, close: async () => {} };
  const target = { spanName: 'call', isRemote: true, isToldTrace, attributes: {} };
  return { exporter, calls: callTracer({ tracer, ...parts }, new VirtualClock(), target) };
}

test('of 200 requests 128 are linked to; all are told of the call, and it says how many they are', () => {
  const { exporter, calls } = tracerOver();
  const requests = Array.from({ length: 200 }, (_, index) => requestOf(index + 1, 1));
  calls.began({ ...SIZE, requests }).ended('ok');
  const [span] = exporter.getFinishedSpans();
  assert.deepEqual([span?.links.length, span?.attributes['tidegate.batch.requests']], [128, 200]);
  assert.ok(
    requests.every(({ sent }) => sent[0]?.spanId === span?.spanContext().spanId && sent.length === 1),
    'told',
  );
});

test('a call is sampled when anybody in it is, and then of his trace; when nobody is, it is not', () => {
  const { exporter, calls } = tracerOver();
  const [no, yes] = [requestOf(1, 0), requestOf(2, 1)];
  calls.began({ ...SIZE, requests: [no, yes] }).ended('ok');
  assert.equal(exporter.getFinishedSpans()[0]?.parentSpanContext?.spanId, yes.context.spanId);
  const trace = calls.began({ ...SIZE, requests: [no] });
  trace.ended('ok');
  assert.equal(exporter.getFinishedSpans().length, 1);
  assert.match(trace.headers['traceparent'] ?? '', new RegExp(`^00-${no.context.traceId}-[\\da-f]{16}-00$`));
});

test('a call of records, which nobody traces, begins a trace', () => {
  const { exporter, calls } = tracerOver();
  calls.began({ ...SIZE, requests: [] }).ended('timeout');
  const [span] = exporter.getFinishedSpans();
  assert.deepEqual([span?.parentSpanContext, span?.attributes['error.type']], [undefined, 'timeout']);
});

test('a call that is not to be told its trace bears none', () => {
  assert.deepEqual(tracerOver(false).calls.began({ ...SIZE, requests: [requestOf(1, 1)] }).headers, {});
});
