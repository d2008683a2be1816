import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openLoop } from '../batching/worlds.ts';
import { TestHeart } from '../support/heart.ts';
import { documentAt } from './markdown/documents.ts';

/** What counts, after what the heart has learned in. */
const [LEARNT_MS, END_MS] = [4000, 16_000];

/** `docs/guides/autoscaling.md`: requests a second, items a call, calls a minute, share of the capacity. */
const ROWS = [
  ...documentAt('docs/guides/autoscaling.md').text.matchAll(/^\| (\d+) \| ([\d.]+) \| \d+ ms \| (\d+) \|[^|]*\| (\d+) % \|$/gm),
].map((cells) => cells.slice(1).map(Number));

test('the table of docs/guides/autoscaling.md is what the heart does', async () => {
  assert.equal(ROWS.length, 5);
  for (const [rate = 0, items = 0, calls = 0, share = 0] of ROWS) {
    const made = await callsAt(rate);
    assertNear(made.itemsPerCall, items, `${rate} a second: items a call`);
    assertNear(made.callsPerMinute, calls, `${rate} a second: calls a minute`);
    assert.equal(Math.round((rate * (0.02 + 32 * 0.001) * 100) / 32), share);
  }
});

async function callsAt(rate: number): Promise<{ readonly itemsPerCall: number; readonly callsPerMinute: number }> {
  const heart = new TestHeart({}, { latencyMs: ({ items }) => 20 + items.length });
  openLoop(heart, { perMs: rate / 1000, untilMs: END_MS, deadlineMs: 10_000 });
  await heart.clock.advance(END_MS);
  const calls = heart.calls.filter(({ at }) => at >= LEARNT_MS);
  const items = calls.reduce((sum, { batch }) => sum + batch.items.length, 0);
  return { itemsPerCall: items / calls.length, callsPerMinute: (calls.length * 60_000) / (END_MS - LEARNT_MS) };
}

function assertNear(seen: number, told: number, what: string): void {
  assert.ok(Math.abs(seen - told) <= 0.15 * told, `${what}: ${seen}, not ${told}`);
}
