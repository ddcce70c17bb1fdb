import { fileURLToPath } from 'node:url';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { args, executablePath } from '../../test/browser/chromium.ts';
import { type Server, serve } from '../../test/browser/server.ts';

/** The built page, on this machine. */
export function servePlayground(): Promise<Server> {
  return serve({ root: fileURLToPath(new URL('../../demo/playground/dist', import.meta.url)), path: '/' });
}

/** A browser that has never seen the page, with a camera that shows a test picture. */
export function newBrowser(): Promise<Browser> {
  const camera = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
  return puppeteer.launch({ executablePath, args: [...args, ...camera], headless: true });
}

/** Waits until the page computes nothing. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => document.documentElement.dataset.state === 'ready');
}

/** How many results the page has shown. */
export function resultsOf(page: Page): Promise<number> {
  return page.evaluate(() => Number(document.documentElement.dataset.results));
}
