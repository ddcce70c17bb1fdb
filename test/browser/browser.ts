import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import type { Summary } from '../package/run-suite.ts';

export const executablePath = process.env.CHROMIUM || '/usr/bin/chromium';

export const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface Visit {
  /** What the page found. */
  readonly summary: Summary;
  /** The text of every script that it loaded. */
  readonly scripts: readonly string[];
}

/** Gives the tests of a file a headless Chromium: a function that visits an address and reads the summary there. */
export function useBrowser(): (address: string) => Promise<Visit> {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args, headless: true });
  });
  afterAll(() => browser?.close());
  return (address) => visit(browser!, address);
}

async function visit(browser: Browser, address: string): Promise<Visit> {
  const page = await browser.newPage();
  page.setDefaultTimeout(90_000);
  try {
    const scripts: Promise<string>[] = [];
    page.on('response', (response) => {
      if (response.headers()['content-type'] === 'text/javascript') scripts.push(response.text());
    });
    const failed = new Promise<never>((_, reject) => page.on('pageerror', reject));
    const summary = await Promise.race([readSummary(page, address), failed]);
    return { summary, scripts: await Promise.all(scripts) };
  } finally {
    await page.close();
  }
}

async function readSummary(page: Page, address: string): Promise<Summary> {
  await page.goto(address);
  return JSON.parse((await page.locator('script[type="application/json"]').textContent()) ?? '');
}
