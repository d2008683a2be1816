import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  ParentBasedSampler,
  type SpanProcessor,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-base';
import type { TracesOptions } from '../options.ts';
import type { Traces } from './port.ts';

const NAME = 'tidegate';

/** The SDK, by itself: it is registered nowhere, and no other library's spans come to it. */
export function openSdk(options: TracesOptions, version: string, processor: SpanProcessor = otlp(options)): Traces {
  const { sampleRatio, serviceName } = options;
  const root = sampleRatio === undefined ? undefined : new TraceIdRatioBasedSampler(sampleRatio);
  const provider = new BasicTracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': NAME, 'service.version': version }))
      .merge(detectResources({ detectors: [envDetector] }))
      .merge(resourceFromAttributes(serviceName === undefined ? {} : { 'service.name': serviceName })),
    spanProcessors: [processor],
    ...(root === undefined ? {} : { sampler: new ParentBasedSampler({ root }) }),
  });
  return {
    tracer: provider.getTracer(NAME, version),
    propagator: new W3CTraceContextPropagator(),
    nests: false,
    isToldByOthers: () => false,
    close: () => provider.shutdown(),
  };
}

function otlp({ endpoint }: TracesOptions): SpanProcessor {
  const url = endpoint === undefined ? {} : { url: `${endpoint.replace(/\/$/, '')}/v1/traces` };
  return new BatchSpanProcessor(new OTLPTraceExporter(url));
}
