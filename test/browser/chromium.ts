import { existsSync } from 'node:fs';
import type { TestContext } from 'node:test';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const PATH = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

/** A browser without a window. @throws {Error} where there is none */
export async function startBrowser(): Promise<Browser> {
  if (!existsSync(PATH)) throw new Error(`There is no Chromium at ${PATH}: install one, or say where it is by CHROMIUM_PATH`);
  return chromium.launch({ executablePath: PATH, args: ['--no-sandbox', '--disable-background-networking'] });
}

export interface OpenPage {
  readonly page: Page;
  /** What it said in the browser's log, and what it threw. */
  readonly faults: string[];
}

/** A console that has heard everything. Layout shifts are noted from its beginning. */
export async function openConsole(
  t: TestContext,
  browser: Browser,
  url: string,
  { hash = '', ...options }: BrowserContextOptions & { readonly hash?: string } = {},
): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  t.after(() => context.close());
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (thrown) => faults.push(String(thrown)));
  await page.addInitScript(noteShifts);
  await page.goto(`${url}/console${hash}`);
  await page.locator('#board').waitFor({ state: 'visible' });
  return { page, faults };
}

interface Shift {
  readonly value: number;
  readonly hadRecentInput: boolean;
  readonly sources?: readonly { readonly node?: { readonly nodeName: string; readonly id?: string } }[];
}

/** Runs in the page. */
function noteShifts(): void {
  const shifts: string[] = [];
  Object.assign(globalThis, { shifts });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { value, hadRecentInput, sources = [] } = entry as unknown as Shift;
      // What moves because somebody asked for it is no fault.
      if (!hadRecentInput) shifts.push(`${value} by ${sources.map(({ node }) => `${node?.nodeName}#${node?.id}`).join()}`);
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

export function shiftsOf(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => (globalThis as unknown as { shifts: string[] }).shifts);
}

/** Whatever is asked for, until it is so; the runner's own time-out is the limit. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 50));
}
