import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import type { UserConfig } from '../../src/config/index.ts';
import { openConsole, shiftsOf, startBrowser, until } from './chromium.ts';
import { gatewayOf, startGateway, traffic } from './gateway.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const CONFIG: UserConfig = {
  server: { shutdownGraceMs: 200 },
  endpoints: {
    fake: {
      default: true,
      upstream: { type: 'simulated', baseMs: 5, perItemMs: 1, concurrency: 1, refuse: 'poison' },
      batching: { latencySloMs: 200 },
    },
    // Nothing listens there.
    down: { upstream: { type: 'http', url: 'http://127.0.0.1:9/invocations' }, codec: 'kserve-v1' },
  },
};
let browser: Browser;

before(async () => {
  browser = await startBrowser();
});
after(() => browser.close());

/** A gateway at which much happens, good and bad. */
async function busy(t: TestContext): Promise<string> {
  const url = await startGateway(t, CONFIG);
  traffic(t, url, 'fake', 5);
  traffic(t, url, 'down', 1);
  traffic(t, url, 'fake', 1, '{"instances":["poison"]}');
  return url;
}

const textOf = async (page: Page, id: string): Promise<string> => (await page.locator(`#${id}`).textContent()) ?? '';
const hasDrawn = (page: Page) => () => page.evaluate(() => document.querySelectorAll('.chart canvas').length > 0);

for (const width of [1280, 360])
  test(`while much happens nothing shifts, nothing is said in the log, and the figures are there: ${width} px`, async (t) => {
    const { page, faults } = await openConsole(t, browser, await busy(t), { viewport: { width, height: 900 } });
    await until(hasDrawn(page));
    await page.locator('#events .bad').first().waitFor();
    await pause(4000);
    await page.getByRole('button', { name: 'down' }).click();
    await pause(2500);
    await page.getByRole('button', { name: 'fake' }).click();
    await pause(2500);
    assert.deepEqual(await shiftsOf(page), []);
    assert.deepEqual(faults, []);
    assert.match(await textOf(page, 'tile-rate'), /^\d+(\.\d)?$/);
    assert.match(await textOf(page, 'tile-p99'), /^[\d.]+$/);
    assert.match(await textOf(page, 'legend-line'), /^learned: [\d.]+ ms \+ [\d.]+ ms × cost$/);
    assert.match(await textOf(page, 'split'), /p50.*queue \+ .*upstream.*p95.*p99/);
    assert.match(await textOf(page, 'reasons'), /slot – a slot was free/);
    assert.match(await textOf(page, 'events'), /fakeThe item at fault was found/);
    assert.match(await textOf(page, 'events'), /downBreaker open: the endpoint is down \(unreachable\)/);
    const down = page.locator('#overview tr', { hasText: 'down' });
    assert.match((await down.textContent()) ?? '', /open$/);
  });

for (const colorScheme of ['light', 'dark'] as const)
  for (const width of [1280, 360])
    test(`all of it is accessible, every text in AA contrast: ${colorScheme}, ${width} px`, async (t) => {
      const { page } = await openConsole(t, browser, await busy(t), { colorScheme, viewport: { width, height: 900 } });
      await page.locator('#send-go').click();
      await page.locator('#events .bad').first().waitFor();
      await pause(1500);
      // What is scrolled away cannot be judged.
      await page.evaluate(() => {
        for (const panel of document.querySelectorAll<HTMLElement>('.panel.events')) panel.style.height = 'auto';
      });
      await page.evaluate(AXE);
      const found = await page.evaluate(() => {
        const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
        return axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] });
      });
      const said = (of: typeof found.violations) => of.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
      const contrast = ({ id }: { readonly id: string }): boolean => id === 'color-contrast';
      assert.deepEqual([said(found.violations), said(found.incomplete.filter(contrast))], [[], []]);
      const judged = found.passes.find(contrast)?.nodes.length ?? 0;
      assert.ok(judged > 60, `${judged} texts judged`);
    });

test('by keyboard alone an endpoint is chosen, a body written and sent, and the theme switched', async (t) => {
  const { page, faults } = await openConsole(t, browser, await startGateway(t, CONFIG));
  const seen: string[] = [];
  const tabTo = async (wanted: string): Promise<void> => {
    for (let i = 0; i < 40; i += 1) {
      await page.keyboard.press('Tab');
      const now = await page.evaluate(() => {
        const { activeElement } = document;
        if (activeElement === null) return { name: '', outline: '' };
        return {
          name: activeElement.id || (activeElement.textContent ?? ''),
          outline: getComputedStyle(activeElement).outlineStyle,
        };
      });
      seen.push(now.name);
      assert.notEqual(now.outline, 'none', `where ${now.name} has the focus, nothing shows it`);
      if (now.name === wanted) return;
    }
    assert.fail(`${wanted} is not reached: ${seen.join()}`);
  };
  await tabTo('Skip to the endpoint');
  await tabTo('theme');
  await page.keyboard.press('Space');
  assert.equal(await page.evaluate(() => document.documentElement.dataset['theme']), 'dark');
  await tabTo('down');
  await page.keyboard.press('Enter');
  assert.equal(await textOf(page, 'detail-title'), 'down');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  assert.equal(await textOf(page, 'detail-title'), 'fake');
  await tabTo('send-body');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('{"instances":["by keyboard"]}');
  await tabTo('send-go');
  await page.keyboard.press('Enter');
  await page.locator('#answer-body', { hasText: 'by keyboard' }).waitFor();
  assert.match(await textOf(page, 'answer-status'), /^HTTP 200 after .* a call of 1 item/);
  assert.match(await textOf(page, 'answer-split'), /queue \+ .* upstream/);
  await tabTo('answer-body');
  assert.deepEqual(faults, []);
});

test('an error is shown as what it is', async (t) => {
  const { page } = await openConsole(t, browser, await startGateway(t, CONFIG));
  await page.locator('#send-body').fill('{"instances":["poison"]}');
  await page.keyboard.press('ControlOrMeta+Enter');
  await page.locator('#answer-body', { hasText: 'MODEL_REFUSED' }).waitFor();
  assert.match(await textOf(page, 'answer-status'), /^HTTP 424/);
  assert.ok(await page.locator('#answer-status.bad').isVisible(), 'it is not marked');
});

test('before anything has come every panel says so, and a first request fills them', async (t) => {
  const { page, faults } = await openConsole(t, browser, await startGateway(t, CONFIG));
  const empty = await page.evaluate(() =>
    [...document.querySelectorAll('.is-empty')].map((each) => getComputedStyle(each, '::after').content),
  );
  assert.deepEqual(empty.length, 7);
  assert.ok(empty.includes('"No requests yet: send one below."'), empty.join());
  assert.equal(await page.locator('#events-empty').isVisible(), true);
  await page.locator('#send-go').click();
  await until(async () => (await page.locator('.is-empty').count()) <= 1);
  assert.deepEqual(await shiftsOf(page), []);
  assert.deepEqual(faults, []);
});

for (const width of [360, 768, 1920])
  test(`at ${width} px nothing is wider than the page`, async (t) => {
    const { page } = await openConsole(t, browser, await busy(t), { viewport: { width, height: 800 } });
    await until(hasDrawn(page));
    await page.locator('#send-body').fill(`{"instances":["${'a long word '.repeat(20)}${'x'.repeat(500)}"]}`);
    await page.locator('#send-go').click();
    await page.locator('#answer-body', { hasText: 'a long word' }).waitFor();
    const wide = await page.evaluate(() => {
      const room = document.documentElement.clientWidth;
      const over = [...document.querySelectorAll('body *')].filter((each) => each.getBoundingClientRect().right > room + 0.5);
      return {
        scrolls: Math.max(0, document.documentElement.scrollWidth - room),
        over: over.map((each) => each.outerHTML.slice(0, 90)),
      };
    });
    assert.deepEqual(wide, { scrolls: 0, over: [] });
  });

test('after a restart of the gateway it comes back by itself, and begins anew', async (t) => {
  const gateway = await gatewayOf(t, CONFIG);
  const first = await gateway.start();
  const { page, faults } = await openConsole(t, browser, gateway.url);
  await page.locator('#send-go').click();
  await until(async () => (await page.locator('#chart-rate.is-empty').count()) === 0);
  await page.locator('#send-body').fill('{"instances":["kept"]}');
  await first.stop();
  await page.locator('#state', { hasText: 'Disconnected' }).waitFor();
  await page.locator('#send-go').click();
  await page.locator('#answer-status', { hasText: 'cannot be reached' }).waitFor();
  await gateway.start();
  await page.locator('#state', { hasText: 'Ready' }).waitFor();
  assert.equal(await page.locator('#chart-rate.is-empty').count(), 1);
  assert.match(await textOf(page, 'uptime'), /^[\d.]+ (ms|s)$/);
  assert.equal(await page.locator('#send-body').inputValue(), '{"instances":["kept"]}');
  await page.locator('#send-go').click();
  await page.locator('#answer-body', { hasText: 'kept' }).waitFor();
  await until(async () => (await page.locator('#chart-rate.is-empty').count()) === 0);
  // While nobody listens, the browser itself says that it cannot connect.
  assert.deepEqual(
    faults.filter((fault) => !/net::ERR_(CONNECTION_REFUSED|INCOMPLETE_CHUNKED_ENCODING|CONNECTION_RESET)/.test(fault)),
    [],
  );
});

test('a page that cannot be seen, or is paused, has no feed', async (t) => {
  const { page, faults } = await openConsole(t, browser, await startGateway(t, CONFIG));
  let opened = 0;
  let open = 1;
  const isFeed = (url: string): boolean => url.endsWith('/console/feed');
  page.on('request', (request) => {
    if (!isFeed(request.url())) return;
    opened += 1;
    open += 1;
  });
  page.on('requestfailed', (request) => {
    if (isFeed(request.url())) open -= 1;
  });
  const hide = (isHidden: boolean) =>
    page.evaluate((hidden) => {
      Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, isHidden);
  await hide(true);
  await until(async () => open === 0);
  await pause(2500);
  assert.equal(opened, 0);
  await hide(false);
  await until(async () => open === 1);
  await page.locator('#state', { hasText: 'Ready' }).waitFor();
  await page.locator('#pause').click();
  await until(async () => open === 0);
  assert.equal(await textOf(page, 'state'), 'Paused');
  await hide(true);
  await hide(false);
  await pause(2500);
  assert.equal(opened, 1);
  await page.locator('#pause').click();
  await page.locator('#state', { hasText: 'Ready' }).waitFor();
  assert.deepEqual([opened, open, faults], [2, 1, []]);
});

test('that an endpoint goes down is said to who does not see it', async (t) => {
  const url = await startGateway(t, CONFIG);
  const { page } = await openConsole(t, browser, url);
  assert.equal(await textOf(page, 'spoken'), '');
  traffic(t, url, 'down', 1);
  await page.locator('#spoken', { hasText: 'down: Breaker open' }).waitFor();
});

test('the theme is the system’s until another is chosen, and is then kept', async (t) => {
  const { page } = await openConsole(t, browser, await startGateway(t, CONFIG), { colorScheme: 'dark' });
  const theme = () => page.evaluate(() => document.documentElement.dataset['theme']);
  assert.equal(await theme(), 'dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await until(async () => (await theme()) === 'light');
  await page.getByRole('switch', { name: 'Dark' }).click();
  await page.reload();
  assert.deepEqual([await theme(), await page.locator('#theme').getAttribute('aria-checked')], ['dark', 'true']);
});
