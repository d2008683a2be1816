import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BATCHING_OFF, gatewayConfig, writeConfig } from '../../bench/contestants/gateway-config.ts';
import { countersOf } from '../../bench/contestants/gateway-counters.ts';
import { loadConfig, resolveConfig } from '../../src/config/index.ts';

async function resolved(config: string) {
  return resolveConfig(await loadConfig({ path: writeConfig(config), env: {}, codecNames: ['kserve-v1'] }));
}

test('the gateway takes the generated config, and what it leaves out is as by default', async () => {
  const upstream = { type: 'http', url: 'http://127.0.0.1:8501/invocations' };
  const { endpoints } = await resolved(gatewayConfig({ bench: { upstream, codec: 'kserve-v1' } }));
  assert.equal(endpoints.bench?.batching.maxBatchSize, 32);
  assert.equal(endpoints.bench?.batching.policy, 'adaptive');
});

test('with batching off each request is a call of its own and none waits', async () => {
  const { endpoints } = await resolved(gatewayConfig({ bench: { upstream: { type: 'simulated' }, batching: BATCHING_OFF } }));
  assert.equal(endpoints.bench?.batching.maxBatchSize, 1);
  assert.equal(endpoints.bench?.batching.maxInFlight, 1024);
});

test('counters are summed over labels', () => {
  const metrics = `
# HELP tidegate_batches_total Calls.
tidegate_batches_total{endpoint="bench",reason="slot"} 3
tidegate_batches_total{endpoint="bench",reason="size"} 4
tidegate_batch_size_sum{endpoint="bench"} 150
tidegate_batch_size_bucket{le="1",endpoint="bench"} 99
tidegate_in_flight_batches{endpoint="bench"} 1
tidegate_queue_depth{endpoint="bench"} 5
process_cpu_seconds_total 1.5e-3
`;
  assert.deepEqual(countersOf(metrics), { calls: 7, items: 150, underway: 6 });
});
