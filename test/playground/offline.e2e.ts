import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterEach, expect, it } from 'vitest';
import { type Server, serve } from '../browser/server.ts';
import { inBrowsers, waitForResult } from './browsers.ts';
import { project } from './build.ts';
import { shownResult } from './pixels.ts';

const folder = '/some/folder/';

let root: string | undefined;
let server: Server | undefined;
afterEach(async () => {
  await server?.close();
  if (root !== undefined) rmSync(root, { recursive: true });
});

/** The built page in a folder of a host that has nothing else. */
async function serveInFolder(): Promise<Server> {
  root = mkdtempSync(join(tmpdir(), 'playground-'));
  cpSync(join(project, 'dist'), join(root, folder), { recursive: true });
  server = await serve({ root, path: folder });
  return server;
}

/** Waits until the service worker has stored everything. */
async function stored(page: Page): Promise<void> {
  await page.waitForFunction(async () => {
    const { active } = await navigator.serviceWorker.ready;
    return active?.state === 'activated' && navigator.serviceWorker.controller !== null;
  });
}

inBrowsers((open) => {
  it('works from any folder, and without its server after the first load', async () => {
    const { address, close } = await serveInFolder();
    // A service worker looks for its successor, in vain.
    const page = await open('', { site: address, expected: [/sw\.js/, /ServiceWorker/] });
    const before = await shownResult(page);
    await stored(page);
    await close();

    await page.reload();
    await waitForResult(page);
    const after = await shownResult(page);
    expect([after.rows, after.columns]).toEqual([before.rows, before.columns]);
    expect(after.colourAt(7, 11)).toEqual(before.colourAt(7, 11));

    // A part and a sample that were not loaded before.
    await page.goto(`${address}?embed#picture=ascent`);
    await waitForResult(page);
    await page.goto(`${address}#tab=tutorial`);
    await page.waitForSelector('.tutorial canvas');
    expect(await page.$eval('.tutorial h2', ({ textContent }) => textContent)).toBe('An image of two steps');
  });

  it('starts without service workers', async () => {
    const { address } = await serveInFolder();
    const page = await open('', {
      site: address,
      before: () => Reflect.deleteProperty(Navigator.prototype, 'serviceWorker'),
    });
    expect(await page.evaluate(() => 'serviceWorker' in navigator)).toBe(false);
    expect((await shownResult(page)).rows).toBeGreaterThan(0);
  });

  it('says what happened where a tab cannot be loaded', async () => {
    const { address, close } = await serveInFolder();
    const page = await open('', {
      site: address,
      before: () => Reflect.deleteProperty(Navigator.prototype, 'serviceWorker'),
      expected: [/assets\/tab-/, /Failed to load resource/, /dynamically imported module/],
    });
    await close();
    const [, , tutorial] = await page.$$('.tabs button');
    await tutorial!.click();
    const alert = await page.waitForSelector('.later[role="alert"]');
    expect(await alert!.evaluate(({ textContent }) => textContent)).toBe(
      'This part of the page could not be loaded. Reload the page to try again.',
    );
  });
});
