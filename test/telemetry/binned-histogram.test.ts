import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Histogram, Registry } from 'prom-client';
import { BinnedHistogram } from '../../src/telemetry/binned-histogram.ts';

test('what is scraped is what prom-client would tell, bounds and all', async () => {
  const common = { name: 'took_seconds', help: 'How long it "took"', labelNames: ['endpoint', 'outcome'] };
  const [ours, theirs] = [new Registry(), new Registry()];
  const mine = new BinnedHistogram({ ...common, bounds: [0.1, 1, 10] }, ours);
  const reference = new Histogram({ ...common, buckets: [0.1, 1, 10], registers: [theirs] });
  for (const [endpoint, value] of [
    ['a', 0.05],
    ['a', 0.1],
    ['a', 0.100001],
    ['a', 10],
    ['a', 11],
    ['b "x"\n', 0],
  ] as const) {
    mine.labels(endpoint, 'ok').observe(value);
    reference.labels(endpoint, 'ok').observe(value);
  }
  assert.equal(await ours.metrics(), await theirs.metrics());
});
