import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { CONFIG } from '../support/demo-stream/config.ts';
import { openConsole, shiftsOf, startBrowser } from './chromium.ts';
import { startStreaming } from './streaming.ts';

test('a stream is shown with its leases and the lag of each shard, and its dead letters as they come', async (t) => {
  const { url, produce } = await startStreaming(t, CONFIG);
  const browser = await startBrowser();
  t.after(() => browser.close());
  const { page, faults } = await openConsole(t, browser, url);
  produce();
  const stream = page.locator('#stream-list .stream');
  await stream.locator('tbody tr', { hasText: 'shardId-000000000001' }).waitFor();
  await page.locator('#events li', { hasText: 'A record became a dead letter' }).waitFor();
  await page.locator('#events li', { hasText: 'Lease taken: shardId-000000000000' }).waitFor();
  await pause(1500);
  assert.equal(await stream.locator('h3').textContent(), 'tickets');
  assert.match((await stream.locator('.about').textContent()) ?? '', /^2 leases · [\d.]+ records\/s read · [\d.]+\/s done/);
  const shards = await stream.locator('tbody tr').allTextContents();
  assert.deepEqual(shards.length, 2);
  for (const shard of shards) assert.match(shard, /^shardId-00000000000[01](–|[\d.]+ m?s)[\d.]+ m?s[\d.]+ m?s$/);
  assert.deepEqual([await shiftsOf(page), faults], [[], []]);
});
