/*
 * How to write a test of the playground:
 *
 *   inBrowsers((open) => {
 *     it('blurs', async () => {
 *       const page = await open();
 *       await afterResult(page, () => page.select('#preset', 'gaussian'));
 *       expect((await shownResult(page)).rows).toBe(512);
 *     });
 *   });
 *
 * `open` opens the built page in Chromium, and in Firefox; any error, warning or failed request of the page fails the
 * test at its end, save those that `open` was told to expect. `npx vitest run --config test/playground/vitest.config.ts
 * NAME` runs the files that have NAME in their path; it builds the page first. `npx tsc -p test/playground` checks types.
 *
 * Both browsers are driven by puppeteer. In Firefox, over WebDriver BiDi, all of these work: click, type, keyboard, mouse
 * with wheel, select, uploadFile, evaluate, evaluateOnNewDocument, waitForFunction, setViewport, screenshot, frames.
 * These do not: emulateMediaFeatures (use the options of `open`), touchscreen (Chromium alone), createCDPSession.
 */
import puppeteer, { type Browser, type Page, type Viewport } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest';
import { args, executablePath } from '../browser/chromium.ts';
import { type Server, serve } from '../browser/server.ts';
import { project } from './build.ts';

export type BrowserName = 'Chromium' | 'Firefox';

export interface Look {
  readonly scheme?: 'light' | 'dark';
  readonly reducedMotion?: boolean;
}

export interface OpenOptions extends Look {
  readonly viewport?: Viewport;
  /** Of every response: a content-security policy, say. */
  readonly headers?: { readonly [name: string]: string };
  /** Faults that the test expects: what a message of the console contains. */
  readonly expected?: readonly RegExp[];
  /** Runs in the page before its own scripts. */
  readonly before?: () => void;
  /** Opens this address instead of the built page. */
  readonly site?: string;
  /** Does not wait for the first result. */
  readonly isEarly?: boolean;
}

/** Opens the built page; `address` is what follows the folder: `?embed`, `#...`. */
export type Open = (address?: string, options?: OpenOptions) => Promise<Page>;

export const desktop = { width: 1280, height: 900 };
export const phone = { width: 360, height: 740, isMobile: false };

/** On a busy machine. How long anything takes is not these tests' business. */
const PATIENCE_MS = 90_000;

const launch: { readonly [name in BrowserName]: (look: Look) => Promise<Browser> } = {
  Chromium: () =>
    puppeteer.launch({
      executablePath,
      args: [...args, '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
      headless: true,
      timeout: PATIENCE_MS,
    }),
  Firefox: ({ scheme, reducedMotion }) =>
    puppeteer.launch({
      browser: 'firefox',
      executablePath: process.env.FIREFOX || '/usr/bin/firefox-esr',
      headless: true,
      timeout: PATIENCE_MS,
      extraPrefsFirefox: {
        'media.navigator.streams.fake': true,
        'media.navigator.permission.disabled': true,
        'ui.systemUsesDarkTheme': scheme === 'dark' ? 1 : 0,
        'ui.prefersReducedMotion': reducedMotion ? 1 : 0,
      },
    }),
};

/** Names the only browser to test in, for runs that share the tests: .ci/run. */
const only = process.env.PLAYGROUND_BROWSER;

/** Describes tests once for each browser. */
export function inBrowsers(
  tests: (open: Open, name: BrowserName) => void,
  names: readonly BrowserName[] = ['Chromium', 'Firefox'],
): void {
  for (const name of names)
    describe.skipIf(only !== undefined && only !== name)(`in ${name}`, () => {
      /** By their look: Firefox has its preferences from its start on. */
      const browsers = new Map<string, Promise<Browser>>();
      const servers: Server[] = [];
      let pages: { readonly page: Page; readonly faults: string[] }[] = [];
      let plain: Server;

      beforeAll(async () => {
        plain = await serve({ root: `${project}/dist`, path: '/' });
        servers.push(plain);
      });

      afterEach(async () => {
        const faults = pages.flatMap((opened) => opened.faults);
        await Promise.all(pages.map(({ page }) => (page.isClosed() ? undefined : page.close())));
        pages = [];
        expect(faults).toEqual([]);
      });

      afterAll(async () => {
        for (const browser of browsers.values()) await (await browser).close();
        for (const server of servers) await server.close();
      });

      async function siteWith(headers: OpenOptions['headers']): Promise<string> {
        if (!headers) return plain.address;
        const server = await serve({ root: `${project}/dist`, path: '/' }, { ...headers });
        servers.push(server);
        return server.address;
      }

      tests(async (address = '', options = {}) => {
        const { scheme = 'light', reducedMotion = false, viewport = desktop, expected = [] } = options;
        const look = name === 'Firefox' ? { scheme, reducedMotion } : {};
        const key = JSON.stringify(look);
        if (!browsers.has(key)) browsers.set(key, launch[name](look));
        const page = await (await browsers.get(key)!).newPage();
        const faults: string[] = [];
        pages.push({ page, faults });
        watch(page, (fault) => {
          if (!expected.some((pattern) => pattern.test(fault))) faults.push(fault);
        });
        page.setDefaultTimeout(PATIENCE_MS);
        await page.setViewport(viewport);
        if (name === 'Chromium') {
          await page.emulateMediaFeatures([
            { name: 'prefers-color-scheme', value: scheme },
            { name: 'prefers-reduced-motion', value: reducedMotion ? 'reduce' : 'no-preference' },
          ]);
        }
        if (options.before) await page.evaluateOnNewDocument(options.before);
        await page.goto((options.site ?? (await siteWith(options.headers))) + address);
        if (!options.isEarly) await waitForResult(page);
        return page;
      }, name);
    });
}

function watch(page: Page, tell: (fault: string) => void): void {
  page.on('console', (message) => {
    if (['error', 'warn'].includes(message.type())) tell(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => tell(`error: ${error instanceof Error ? error.message : String(error)}`));
  page.on('requestfailed', (request) => {
    // A page that is closed or left gives its requests up.
    const reason = request.failure()?.errorText ?? '';
    if (!/ABORTED/i.test(reason)) tell(`failed request: ${request.url()} ${reason}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) tell(`${response.status()}: ${response.url()}`);
  });
}

/*
 * The page tells its progress by two attributes of <html>:
 * `data-state`: `busy` while a call is computed, then `ready`, or `failed` where a sentence says why there is no result;
 * `data-results`: how many results it has shown.
 */

/** Waits until the page computes nothing, and what it computed is drawn. */
export async function waitForResult(page: Page, state: 'ready' | 'failed' = 'ready'): Promise<void> {
  await page.waitForFunction((state) => document.documentElement.dataset.state === state, {}, state);
  await drawn(page);
}

/** Acts, and waits until the page shows a result that is newer. */
export async function afterResult(page: Page, act: () => Promise<unknown>): Promise<void> {
  const before = await page.evaluate(() => Number(document.documentElement.dataset.results ?? 0));
  await act();
  await page.waitForFunction(
    (before) => {
      const { state, results } = document.documentElement.dataset;
      return state === 'ready' && Number(results) > before;
    },
    {},
    before,
  );
  await drawn(page);
}

/** Components draw in the frame after they change. */
async function drawn(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve) =>
        requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
      ),
  );
}
