import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { convolve2d } from 'convolve-wasm';
import type { Frame, Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { serve } from '../browser/server.ts';
import { axeFaults } from './axe.ts';
import { inBrowsers } from './browsers.ts';
import { project } from './build.ts';
import { byDefault, drawn, expectElements, kernel, kernelText, noise, noiseImage } from './look-page.ts';
import { shownResult } from './pixels.ts';

/** Another site, whose pages have nothing but a frame. */
let host: Server;
/** Of the playground, for pages without an origin too. */
let shared: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  host = createServer((request, response) => {
    const frame = new URL(request.url!, 'http://localhost').searchParams.get('frame') ?? '';
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(
      `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>An article</title>${frame}</html>`,
    );
  });
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
  shared = await serve({ root: `${project}/dist`, path: '/' }, { 'access-control-allow-origin': '*' });
});
afterAll(async () => {
  host.close();
  host.closeAllConnections();
  await shared.close();
});

/** `localhost` is another site than `127.0.0.1`, which serves the playground. */
function article(source: string, attributes = ''): string {
  const frame = `<iframe title="Playground" width="360" height="300" ${attributes} src="${source}"></iframe>`;
  return `http://localhost:${(host.address() as AddressInfo).port}/?frame=${encodeURIComponent(frame)}`;
}

async function embedded(page: Page, state: 'ready' | 'failed'): Promise<Frame> {
  const frame = page.frames()[1]!;
  await frame.waitForFunction((state) => document.documentElement.dataset.state === state, {}, state);
  return frame;
}

inBrowsers((open) => {
  it.each([
    ['without a sandbox', ''],
    ['in a sandbox with scripts and an origin', 'sandbox="allow-scripts allow-same-origin allow-popups"'],
  ])("shows the result in another site's page, %s", async (_, attributes) => {
    const hash = `${noise}&${kernelText}`;
    const site = article(`${shared.address}?embed#${hash}`, attributes);
    const frame = await embedded(await open('', { site, isEarly: true }), 'ready');
    await drawn(frame);
    expectElements(await shownResult(frame), convolve2d(noiseImage, kernel, byDefault));
    expect(await frame.$('header')).toBeNull();
    const { wide, link } = await frame.evaluate(() => ({
      wide: document.documentElement.scrollWidth,
      link: document.querySelector<HTMLAnchorElement>('footer a')!.href,
    }));
    expect(wide).toBeLessThanOrEqual(360);
    expect(link).toBe(`${shared.address}#${hash}`);
  });

  it('leads out of a frame in which it cannot start, with its state', async () => {
    const plain = await serve({ root: `${project}/dist`, path: '/' });
    const site = article(`${plain.address}?embed#kernel=1,2;3,4`, 'sandbox="allow-scripts"');
    const page = await open('', { site, isEarly: true, expected: [/./] });
    const link = await page.frames()[1]!.waitForSelector('#app a');
    expect(await link!.evaluate((link) => (link as HTMLAnchorElement).href)).toBe(
      `${plain.address}#kernel=1,2;3,4`,
    );
    await plain.close();
  });

  it('links to the whole page with its state, also after a change', async () => {
    const page = await open('?embed#kernel=1,2;3,4', { viewport: { width: 360, height: 300 } });
    const link = () => page.$eval('footer a', (link) => (link as HTMLAnchorElement).href);
    const whole = new URL(page.url());
    whole.search = '';
    expect(await link()).toBe(whole.href);
    await page.click('summary ::-p-text(Change the kernel)');
    await page.$eval('input[aria-label="Row 1, column 1"]', (cell) => (cell as HTMLInputElement).select());
    await page.keyboard.type('5');
    whole.hash = 'kernel=1,2;3,5';
    await page.waitForFunction(
      (address) => document.querySelector<HTMLAnchorElement>('footer a')!.href === address,
      {},
      whole.href,
    );
    expect(await axeFaults(page)).toEqual([]);
  });

  it.each([
    [700, 420],
    [480, 360],
    [360, 300],
  ])('fits into %i x %i pixels without scrolling', async (width, height) => {
    const page = await open('?embed', { viewport: { width, height } });
    const end = await page.evaluate(() => ({
      link: document.querySelector('footer a')!.getBoundingClientRect().bottom,
      page: document.documentElement.scrollHeight,
    }));
    expect(end.link).toBeLessThanOrEqual(height);
    expect(end.page).toBeLessThanOrEqual(height);
  });

  it('shows the kernel when it is opened, and scrolls nothing but the frame', async () => {
    const page = await open('?embed#pointed=20,30', { viewport: { width: 480, height: 360 } });
    expect(await page.$$eval('figcaption', ([first]) => first!.textContent)).toBe('Kernel');
    await page.click('summary ::-p-text(Change the kernel)');
    await page.waitForFunction(
      () => Math.abs(document.querySelector('details')!.getBoundingClientRect().top) < 2,
    );
    const scrollers = await page.$$eval('main, main *', (elements) =>
      elements
        .filter(
          (element) =>
            element.scrollHeight > element.clientHeight + 1 &&
            ['auto', 'scroll'].includes(getComputedStyle(element).overflowY),
        )
        .map(({ className }) => className),
    );
    expect(scrollers).toEqual([]);
  });

  it('says what the frame lacks where a sandbox gives it no origin', async () => {
    const site = article(`${shared.address}?embed`, 'sandbox="allow-scripts"');
    const frame = await embedded(await open('', { site, isEarly: true }), 'failed');
    const sentence = await frame.$eval('[role="alert"]', ({ textContent }) => textContent);
    expect(sentence).toContain('allow-same-origin');
  });
});
