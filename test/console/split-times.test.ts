import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SplitTimes } from '../../src/console/split-times.ts';

function near(actual: number | undefined, expected: number, within = 0.05): void {
  assert.ok(actual !== undefined && Math.abs(actual / expected - 1) <= within, `${actual} is not about ${expected}`);
}

test('a quantile is within 5 % of the exact one, and its split is that of the requests that took so long', () => {
  const times = new SplitTimes(30);
  // 98 in 10 ms without a wait, one of 100 ms in the queue, one of 900 ms upstream.
  for (let i = 0; i < 98; i += 1) times.add(0, 10);
  times.add(100, 10);
  times.add(50, 900);
  const [p50, p99, most] = times.at([0.5, 0.99, 1]) ?? [];
  assert.deepEqual(p50, { queueMs: 0, upstreamMs: 10 });
  assert.deepEqual(p99, { queueMs: 100, upstreamMs: 10 });
  assert.deepEqual(most, { queueMs: 50, upstreamMs: 900 });
});

test('quantiles of spread-out times are near the exact ones', () => {
  const times = new SplitTimes(30);
  for (let ms = 1; ms <= 1000; ms += 1) times.add(ms / 4, (3 * ms) / 4);
  const [p50, p95, p99] = (times.at([0.5, 0.95, 0.99]) ?? []).map(({ queueMs, upstreamMs }) => queueMs + upstreamMs);
  near(p50, 500);
  near(p95, 950);
  near(p99, 990);
});

test('what is older than the window counts no more, and an empty window has no quantiles', () => {
  const times = new SplitTimes(3);
  times.add(0, 500);
  times.tick();
  times.add(0, 5);
  assert.equal(times.at([1])?.[0]?.upstreamMs, 500);
  times.tick();
  times.tick();
  assert.equal(times.at([1])?.[0]?.upstreamMs, 5);
  times.tick();
  assert.equal(times.at([1]), undefined);
});

test('no time is too short or too long to be counted', () => {
  const times = new SplitTimes(2);
  times.add(0, 0);
  times.add(0, 10_000_000);
  const [least, most] = times.at([0.5, 1]) ?? [];
  assert.deepEqual([least?.upstreamMs, most?.upstreamMs], [0, 10_000_000]);
});
