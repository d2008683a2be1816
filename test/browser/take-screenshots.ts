/** Takes the pictures of docs/console.md anew: `npm run -s build && node --import tsx test/browser/take-screenshots.ts`; a palette of 232 colours makes them a third as large. */
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { CONFIG } from '../support/demo-stream/config.ts';
import { startBrowser } from './chromium.ts';
import { traffic } from './gateway.ts';
import { startStreaming } from './streaming.ts';

const ENDPOINTS = {
  'flan-t5': { default: true, upstream: simulated(60, 8, 1), codec: 'kserve-v1', batching: { latencySloMs: 400 } },
  'zero-shot': { upstream: simulated(25, 3, 2), codec: 'kserve-v1', batching: { latencySloMs: 250 } },
  sentiment: { upstream: simulated(12, 1, 1), codec: 'kserve-v1' },
  model: CONFIG.endpoints.model,
};
const REQUESTS = { 'flan-t5': 6, 'zero-shot': 12, sentiment: 9 };
/** Long enough for a picture of some minutes. */
const RUNS_MS = Number(process.env['RUNS_MS'] ?? 150_000);
const WIDTH = 1180;
let browser: Browser | undefined;

function simulated(baseMs: number, perItemMs: number, concurrency: number) {
  return { type: 'simulated', baseMs, perItemMs, concurrency, jitter: 0.06, refuse: 'poison' } as const;
}

after(() => browser?.close());

test('pictures', async (t) => {
  const { url, produce } = await startStreaming(t, { endpoints: ENDPOINTS, streams: CONFIG.streams });
  produce();
  for (const [endpoint, each] of Object.entries(REQUESTS)) traffic(t, url, endpoint, each);
  browser = await startBrowser();
  const context = await browser.newContext({ viewport: { width: WIDTH, height: 900 }, colorScheme: 'light' });
  const page = await context.newPage();
  await page.goto(`${url}/console`);
  await pause(RUNS_MS);
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"instances":["poison"]}' };
  for (let i = 0; i < 3; i += 1) {
    await (await fetch(`${url}/endpoints/flan-t5/invocations`, init)).arrayBuffer();
    await pause(2000);
  }
  const take = async (name: string, width: number): Promise<void> => {
    await page.setViewportSize({ width, height: 900 });
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    // As high as it is: what nobody sees is not drawn.
    await page.setViewportSize({ width, height });
    await pause(1500);
    await page.screenshot({ path: fileURLToPath(new URL(`../../docs/images/${name}.png`, import.meta.url)) });
  };
  await page.locator('#send-go').click();
  await pause(1000);
  await take('console-light', WIDTH);
  await page.getByRole('switch', { name: 'Dark' }).click();
  await page.getByRole('button', { name: 'zero-shot' }).click();
  await page.locator('#send-go').click();
  await take('console-dark', WIDTH);
  await page.getByRole('switch', { name: 'Dark' }).click();
  await take('console-360', 360);
});
