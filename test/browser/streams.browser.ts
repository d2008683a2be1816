import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Account } from '../support/demo-stream/account.ts';
import { CONFIG } from '../support/demo-stream/config.ts';
import { produce } from '../support/demo-stream/producer.ts';
import { DEAD_LETTERS, INPUT, RESULTS } from '../support/demo-stream/streams.ts';
import { createStream, startDynalite, startKinesalite, TEST_CREDENTIALS, testClient } from '../support/kinesis/emulators.ts';
import { openConsole, shiftsOf, startBrowser } from './chromium.ts';
import { startGateway } from './gateway.ts';

test('a stream is shown with its leases and the lag of each shard, and its dead letters as they come', async (t) => {
  const stop = new AbortController();
  let produced: Promise<void> | undefined;
  // First to end: what is registered later is what it needs.
  t.after(async () => {
    stop.abort();
    await produced;
  });
  const [kinesis, dynamo] = await Promise.all([startKinesalite(), startDynalite()]);
  Object.assign(process.env, TEST_CREDENTIALS, { AWS_ENDPOINT_URL_KINESIS: kinesis.url, AWS_ENDPOINT_URL_DYNAMODB: dynamo.url });
  const client = testClient(kinesis.url);
  await Promise.all([createStream(client, INPUT, 2), createStream(client, RESULTS), createStream(client, DEAD_LETTERS)]);
  const url = await startGateway(t, { ...CONFIG, server: { shutdownGraceMs: 200 } });
  t.after(async () => {
    client.destroy();
    await Promise.all([kinesis.close(), dynamo.close()]);
  });
  const browser = await startBrowser();
  t.after(() => browser.close());
  const { page, faults } = await openConsole(t, browser, url);
  produced = produce(client, new Account(), stop.signal);
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
