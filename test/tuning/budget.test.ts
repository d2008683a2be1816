import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type SentCall, tuneInVirtualTime } from './tune-in-virtual-time.ts';

const worlds = fc.record({
  device: fc.record({
    baseMs: fc.double({ min: 0, max: 200, noNaN: true }),
    perItemMs: fc.double({ min: 0.01, max: 20, noNaN: true }),
    concurrency: fc.integer({ min: 1, max: 8 }),
    jitter: fc.constantFrom(0, 0.3),
    errorRate: fc.constantFrom(0, 0.1),
    throttleAbove: fc.constantFrom(undefined, 1, 3),
    seed: fc.nat(1000),
  }),
  maxBatchSize: fc.constantFrom(1, 5, 32),
  maxCalls: fc.integer({ min: 1, max: 300 }),
  maxSeconds: fc.integer({ min: 1, max: 20 }),
});

test('never more calls than announced, nor items, nor one that begins later, whatever the endpoint does', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(worlds, async ({ device, maxBatchSize, maxCalls, maxSeconds }) => {
      const { throttleAbove, ...rest } = device;
      const world = {
        device: throttleAbove === undefined ? rest : device,
        batching: { maxBatchSize },
        request: { maxCalls, maxSeconds },
      };
      const { sent, tookMs, failed } = await outcomeOf(world);
      assert.ok(sent.length <= maxCalls, `${sent.length} calls`);
      assert.ok(sent.reduce((sum, { items }) => sum + items, 0) <= maxCalls * maxBatchSize, 'items');
      assert.ok(
        sent.every(({ items }) => items <= maxBatchSize),
        'size',
      );
      assert.ok(
        sent.every(({ beganAt }) => beganAt < 1000 * maxSeconds),
        'time',
      );
      const longest = Math.max(0, ...sent.map(({ tookMs: each }) => each ?? 0));
      assert.ok(failed || tookMs <= 1000 * maxSeconds + longest + 1, `${tookMs} ms, the longest call ${longest}`);
    }),
    { numRuns: 60 },
  );
});

async function outcomeOf(world: Parameters<typeof tuneInVirtualTime>[0]) {
  const sent: SentCall[] = [];
  const run = await tuneInVirtualTime({ ...world, sent }).catch((error: unknown) => error);
  const tookMs = run instanceof Error || run === null ? 0 : (run as { tookMs: number }).tookMs;
  return { sent, tookMs, failed: run instanceof Error };
}
