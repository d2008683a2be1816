import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { cpus } from 'node:os';
import { type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import type { UserConfig } from '../../src/config/index.ts';
import { openConsole, startBrowser } from './chromium.ts';
import { startGateway } from './gateway.ts';

const ENDPOINTS = 10;
const RATE = 1000;
const ROUNDS = Number(process.env['COST_ROUNDS'] ?? 3);
const SPAN_MS = Number(process.env['COST_SPAN_MS'] ?? 10_000);
const LIMIT = 0.05;
const RESULT = new URL('../../bench/results/console.json', import.meta.url);

const CONFIG: UserConfig = {
  endpoints: Object.fromEntries(
    Array.from({ length: ENDPOINTS }, (_, index) => [
      `model-${index}`,
      { upstream: { type: 'simulated' as const, baseMs: 20, perItemMs: 1, concurrency: 2 }, codec: 'kserve-v1' },
    ]),
  ),
};

/** So many a second over all endpoints, whatever becomes of those before. @returns how many were answered well */
function openLoop(t: TestContext, url: string): () => number {
  const agent = new Agent({ keepAlive: true });
  const body = '{"instances":[1]}';
  const headers = { 'content-type': 'application/json', 'content-length': body.length };
  const begin = performance.now();
  let sent = 0;
  let answered = 0;
  const timer = setInterval(() => {
    const due = ((performance.now() - begin) / 1000) * RATE;
    for (; sent < due; sent += 1) {
      const path = `/endpoints/model-${sent % ENDPOINTS}/invocations`;
      const sending = request(`${url}${path}`, { method: 'POST', agent, headers }, (reply) => {
        if (reply.statusCode === 200) answered += 1;
        reply.resume();
      });
      sending.on('error', () => {});
      sending.end(body);
    }
  }, 5);
  t.after(() => {
    clearInterval(timer);
    agent.destroy();
  });
  return () => answered;
}

/** CPU seconds of the gateway so far. */
async function gatewaySeconds(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^process_cpu_seconds_total (\S+)$/m.exec(text)?.[1]);
}

/** CPU seconds of all of the browser's processes so far. */
async function browserSeconds(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = (await session.send('SystemInfo.getProcessInfo')) as { processInfo: readonly { cpuTime: number }[] };
  await session.detach();
  return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}

/** Shares of one core over a span. */
async function shares(url: string, browser: Browser): Promise<{ readonly gateway: number; readonly browser: number }> {
  const from = performance.now();
  const [gatewayFrom, browserFrom] = [await gatewaySeconds(url), await browserSeconds(browser)];
  await pause(SPAN_MS);
  const [gateway, seen] = [(await gatewaySeconds(url)) - gatewayFrom, (await browserSeconds(browser)) - browserFrom];
  const seconds = (performance.now() - from) / 1000;
  return { gateway: gateway / seconds, browser: seen / seconds };
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const rounded = (value: number): number => Number(value.toPrecision(4));

test(`with ${ENDPOINTS} endpoints at ${RATE} requests/s it costs less than 5 % of a core, in the gateway and in the browser`, async (t) => {
  const url = await startGateway(t, CONFIG);
  const browser = await startBrowser();
  t.after(() => browser.close());
  const answered = openLoop(t, url);
  await pause(5000);
  const begin = { at: performance.now(), answered: answered() };
  const rounds: { readonly without: number; readonly with: number; readonly browser: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const without = await shares(url, browser);
    const { page } = await openConsole(t, browser, url);
    // Opening it is not what is measured.
    await pause(3000);
    const watched = await shares(url, browser);
    await page.close();
    rounds.push({ without: rounded(without.gateway), with: rounded(watched.gateway), browser: rounded(watched.browser) });
    // For a minute the figures go on; what that costs shows in `without` of the next round.
  }
  const answeredPerSecond = rounded((1000 * (answered() - begin.answered)) / (performance.now() - begin.at));
  const cost = {
    gateway: rounded(median(rounds.map((each) => each.with - each.without))),
    browser: rounded(median(rounds.map(({ browser: share }) => share))),
  };
  const settings = { endpoints: ENDPOINTS, requestsPerSecond: RATE, rounds: ROUNDS, spanMs: SPAN_MS };
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version };
  const result = {
    what: 'the live page: shares of one core',
    command: 'npm run test:browser',
    settings,
    machine,
    answeredPerSecond,
    rounds,
    cost,
  };
  console.log(JSON.stringify(result));
  if (process.env['RECORD'] !== undefined) writeFileSync(RESULT, `${JSON.stringify(result, null, 1)}\n`);
  assert.ok(answeredPerSecond > 0.9 * RATE, `only ${answeredPerSecond} requests/s were answered`);
  assert.ok(cost.gateway < LIMIT && cost.browser < LIMIT, JSON.stringify(cost));
});
