import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pino } from 'pino';
import type { HeartSnapshot } from '../../src/batching/events.ts';
import { NO_STORY } from '../../src/batching/port.ts';
import { EndpointLog, heartListener, Metrics } from '../../src/telemetry/index.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const SNAPSHOT: HeartSnapshot = {
  queuedItems: 3,
  queuedBytes: 99,
  queueBounds: { maxSize: 4, maxBytes: 1000 },
  inFlight: 1,
  inFlightLimit: 2,
  breaker: 'half-open' as const,
  batchSizeCap: 8,
  concurrency: 1,
  latency: { baseMs: 10, perCostMs: 0.5, band: { lower: 0.9, upper: 1.2 }, paddingCosts: false },
};

const LOAD = { items: 1, cost: 1, longest: 1 };

function setup() {
  const lines: Record<string, unknown>[] = [];
  const logger = pino({}, { write: (line: string) => lines.push(JSON.parse(line) as Record<string, unknown>) });
  const clock = new VirtualClock();
  const metrics = new Metrics(() => [['m', SNAPSHOT]], '1.2.3');
  const listen = heartListener(metrics, new EndpointLog(logger, clock, 'm'), 'm');
  return { lines, clock, listen, text: () => metrics.registry.metrics() };
}

test('each event of the heart is counted where the interface says', async () => {
  const { listen, text } = setup();
  listen({ type: 'dispatched', reason: 'size', items: 32, bytes: 500, cost: 32, waits: [4, 6] });
  listen({ type: 'landed', call: 'ok', items: 32, load: LOAD, durationMs: 26 });
  listen({ type: 'landed', call: 'rejected', items: 1, load: LOAD, durationMs: 1 });
  listen({ type: 'landed', call: 'mismatch', items: 2, load: LOAD, durationMs: 1 });
  listen({ type: 'settled', inTime: true, story: NO_STORY });
  listen({ type: 'settled', inTime: false, story: NO_STORY });
  listen({ type: 'expired', wasSent: false });
  listen({ type: 'shed', reason: 'full' });
  listen({ type: 'cancelled', stage: 'queued' });
  listen({ type: 'retried', reason: 'throttled' });
  listen({ type: 'isolation', outcome: 'split' });
  const all = await text();
  for (const line of [
    'tidegate_batches_total{endpoint="m",reason="size"} 1',
    'tidegate_batch_size_sum{endpoint="m"} 32',
    'tidegate_batch_bytes_sum{endpoint="m"} 500',
    'tidegate_queue_wait_seconds_count{endpoint="m"} 2',
    'tidegate_queue_wait_seconds_sum{endpoint="m"} 0.01',
    'tidegate_upstream_duration_seconds_count{endpoint="m",outcome="ok"} 2',
    'tidegate_upstream_duration_seconds_count{endpoint="m",outcome="refused"} 1',
    'tidegate_codec_mismatch_total{endpoint="m"} 1',
    'tidegate_deadline_total{endpoint="m",outcome="met"} 1',
    'tidegate_deadline_total{endpoint="m",outcome="missed"} 2',
    'tidegate_deadline_total{endpoint="m",outcome="shed"} 1',
    'tidegate_shed_total{endpoint="m",reason="full"} 1',
    'tidegate_cancelled_total{endpoint="m",stage="queued"} 1',
    'tidegate_retries_total{endpoint="m",reason="throttled"} 1',
    'tidegate_isolations_total{endpoint="m",outcome="split"} 1',
    'tidegate_queue_depth{endpoint="m"} 3',
    'tidegate_queue_limit{endpoint="m"} 4',
    'tidegate_queue_bytes_limit{endpoint="m"} 1000',
    'tidegate_queue_bytes{endpoint="m"} 99',
    'tidegate_in_flight_batches{endpoint="m"} 1',
    'tidegate_in_flight_limit{endpoint="m"} 2',
    'tidegate_upstream_concurrency{endpoint="m"} 1',
    'tidegate_latency_model_base_seconds{endpoint="m"} 0.01',
    'tidegate_latency_model_upper_ratio{endpoint="m"} 1.2',
    'tidegate_latency_model_padded{endpoint="m"} 0',
    'tidegate_latency_model_base_seconds{endpoint="m"} 0.01',
    'tidegate_latency_model_per_cost_seconds{endpoint="m"} 0.0005',
    'tidegate_build_info{version="1.2.3"} 1',
  ]) {
    assert.ok(all.split('\n').includes(line), line);
  }
});

test('trouble of one kind is warned of once in ten seconds, with how many more there were', async () => {
  const { lines, clock, listen } = setup();
  for (let i = 0; i < 50; i += 1) listen({ type: 'landed', call: 'failed', items: 4, load: LOAD, durationMs: 1 });
  listen({ type: 'landed', call: 'timeout', items: 4, load: LOAD, durationMs: 1 });
  assert.deepEqual(
    lines.map(({ event, endpoint }) => [event, endpoint]),
    [
      ['failed', 'm'],
      ['timeout', 'm'],
    ],
  );
  await clock.advance(10_000);
  listen({ type: 'landed', call: 'failed', items: 4, load: LOAD, durationMs: 1 });
  assert.equal(lines.at(-1)?.['suppressed'], 49);
});

test('a lone request that the model refuses is no trouble of the endpoint', () => {
  const { lines, listen } = setup();
  listen({ type: 'landed', call: 'refused', items: 1, load: LOAD, durationMs: 1 });
  assert.deepEqual(lines, []);
});
