import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LatencyModel } from '../../../../src/batching/dispatch/latency/latency-model.ts';
import { plausible } from '../../../../src/batching/dispatch/latency/warm-up.ts';
import { Random } from './random.ts';
import { calls, error, items, line, SEEDS, watch } from './upstream.ts';

function latencies(...seen: readonly (readonly [size: number, latencyMs: number])[]): number[] {
  return plausible(seen.map(([size, latencyMs]) => ({ size, latencyMs, residual: 0 }))).map(({ latencyMs }) => latencyMs);
}

test('of two alike calls the quicker one is believed when they differ much, and both when they do not', () => {
  assert.deepEqual(latencies([8, 100], [8, 10]), [10]);
  assert.deepEqual(latencies([8, 20], [8, 10]), [20, 10]);
});

test('when two calls at once found the model cold, the first warm one is believed', () => {
  assert.deepEqual(latencies([8, 100], [8, 100], [8, 10]), [10]);
});

test('one call is believed', () => {
  assert.deepEqual(latencies([8, 100]), [100]);
});

test('no call of any line is dropped, be it all fixed or all by size', () => {
  const random = new Random(1);
  for (const law of [line(10, 0), line(0, 10), line(10, 1)])
    for (let sample = 0; sample < 200; sample += 1) {
      const seen = [...calls(law, 8, random)].map(([load, latencyMs]) => [load.items, latencyMs] as const);
      assert.equal(latencies(...seen).length, 8);
    }
});

test('a first call that was twenty times slower is forgotten with the next ones', () => {
  for (const seed of SEEDS) {
    const law = line(10, 0.5);
    const model = new LatencyModel();
    model.observe(items(8), 20 * law(items(8)));
    watch(model, calls(law, 5, new Random(seed)));
    assert.equal(error(model, law) < 0.01, true, `${error(model, law)}`);
  }
});
