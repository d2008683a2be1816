import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { ROOT_CONTEXT, type SpanContext, trace } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { TracesOptions } from '../../../src/telemetry/options.ts';
import { openSdk } from '../../../src/telemetry/traces/open-sdk.ts';

/** What becomes of so many spans. */
function spansOf(options: Partial<TracesOptions>, parent: SpanContext | undefined, count = 400) {
  const exporter = new InMemorySpanExporter();
  const { tracer } = openSdk({ exporter: 'otlp', ...options }, '1.2.3', new SimpleSpanProcessor(exporter));
  const within = parent === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, parent);
  for (let made = 0; made < count; made += 1) tracer.startSpan('s', {}, within).end();
  return exporter.getFinishedSpans();
}

function environment(context: TestContext, variables: Readonly<Record<string, string>>): void {
  Object.assign(process.env, variables);
  context.after(() => {
    for (const name of Object.keys(variables)) delete process.env[name];
  });
}

function parent(traceFlags: number): SpanContext {
  return { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags, isRemote: true };
}

test('sampleRatio is the share of what nobody has decided on; the caller’s own decision stands', () => {
  const some = spansOf({ sampleRatio: 0.5 }, undefined).length;
  assert.ok(some > 100 && some < 300, `${some} of 400`);
  assert.equal(spansOf({ sampleRatio: 0 }, parent(1)).length, 400);
  assert.equal(spansOf({ sampleRatio: 1 }, parent(0)).length, 0);
  assert.equal(spansOf({}, undefined).length, 400);
});

test('OTEL_TRACES_SAMPLER and OTEL_SERVICE_NAME count where the config says nothing', (context) => {
  environment(context, {
    OTEL_TRACES_SAMPLER: 'always_off',
    OTEL_SERVICE_NAME: 'theirs',
    OTEL_RESOURCE_ATTRIBUTES: 'deployment=blue',
  });
  assert.equal(spansOf({}, undefined).length, 0);
  const name = (options: Partial<TracesOptions>) => spansOf({ sampleRatio: 1, ...options }, undefined, 1)[0]?.resource.attributes;
  assert.deepEqual([name({})?.['service.name'], name({})?.['deployment']], ['theirs', 'blue']);
  assert.equal(name({ serviceName: 'ours' })?.['service.name'], 'ours');
});

test('without either, the service is tidegate, of its version', () => {
  const attributes = spansOf({}, undefined, 1)[0]?.resource.attributes ?? {};
  assert.deepEqual([attributes['service.name'], attributes['service.version']], ['tidegate', '1.2.3']);
});
