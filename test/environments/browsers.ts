/* Both browsers, each started once, and what a page shows in them. */
import puppeteer from 'puppeteer-core';
import { launchChromium } from '../browser/chromium.ts';
import { serve } from '../browser/server.ts';
import { type Answer, parse } from './probe.ts';

export type BrowserName = 'Chromium' | 'Firefox';

interface Tab {
  goto(address: string): Promise<unknown>;
  title(): Promise<string>;
  close(): Promise<void>;
}

interface Browser {
  newPage(): Promise<Tab>;
  close(): Promise<void>;
}

const launch: { readonly [name in BrowserName]: () => Promise<Browser> } = {
  Chromium: launchChromium,
  Firefox: () =>
    puppeteer.launch({
      browser: 'firefox',
      executablePath: process.env.FIREFOX || '/usr/bin/firefox-esr',
      headless: true,
    }),
};

const started = new Map<BrowserName, Promise<Browser>>();

export async function closeBrowsers(): Promise<void> {
  for (const browser of started.values()) await (await browser).close();
}

const PATIENCE = 60_000;

/** The answer of a folder's page. */
export async function visitSite(
  name: BrowserName,
  root: string,
  headers?: Parameters<typeof serve>[1],
): Promise<Answer> {
  const server = await serve({ root, path: '/' }, headers);
  try {
    return await visit(name, server.address);
  } finally {
    await server.close();
  }
}

/** The answer that a page leaves in its title. */
export async function visit(name: BrowserName, address: string): Promise<Answer> {
  if (!started.has(name)) started.set(name, launch[name]());
  const browser = (await started.get(name)) as Browser;
  const page = await browser.newPage();
  try {
    await page.goto(address);
    const end = performance.now() + PATIENCE;
    while (performance.now() < end) {
      const title = await page.title();
      if (title.startsWith('{')) return parse(title);
      if (title !== '') throw new Error(title);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('the page shows no answer');
  } finally {
    await page.close();
  }
}
