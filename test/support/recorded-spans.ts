import { propagation, trace } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { BasicTracerProvider, InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';

const exporter = new InMemorySpanExporter();

/** What a user does who loads an SDK of his own before the gateway: it is this process's, and keeps its spans in memory. */
export function recordSpans(): { readonly spans: () => readonly ReadableSpan[]; readonly forget: () => void } {
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  return { spans: () => exporter.getFinishedSpans(), forget: () => exporter.reset() };
}
