import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium } from '../browser/chromium.ts';
import { type Server, serve } from '../browser/server.ts';
import type { Site } from '../browser/sites.ts';
import { inPart } from '../support/part.ts';
import { buildSite, pagesOf } from './build.ts';
import { inspect } from './inspect.ts';
import { headingFaults, type Outline, outlines } from './outline.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const repository = 'https://github.com/convolve-wasm/convolve-wasm/blob/main/';

/** Looked at by whoever changes the look of a page; CI, where nobody looks, makes none: they take as long as everything else. */
const screenshots = join(root, '.cache/screenshots/site');

/** Those pages that axe looks at with all that stands around their text: one of each kind. */
const whole = ['index.html', 'start.html', 'api/index.html'];

/** Pages that a browser looks at at a time: one for each core of a small machine. */
const AT_ONCE = 2;

let site: Site;
let server: Server;
let browser: Browser;
/** Of all pages, by their paths. */
const found = new Map<string, Outline>();

beforeAll(async () => {
  site = buildSite();
  [server, browser] = await Promise.all([serve(site), launchChromium()]);
  const pages = pagesOf(site);
  const page = await browser.newPage();
  await page.goto(server.address);
  const read = await outlines(
    page,
    pages.map((path) => server.address + path),
  );
  await page.close();
  for (const [n, path] of pages.entries()) found.set(path, read[n]!);
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
  if (site) rmSync(site.root, { recursive: true, force: true });
});

it('has the pages of the guide and of the API', () => {
  const guide = [
    'index',
    'start',
    'convolution',
    'options',
    'performance',
    'semantics',
    'changes',
    'api/index',
  ];
  expect([...found.keys()]).toEqual(expect.arrayContaining(guide.map((name) => `${name}.html`)));
  expect([...found.keys()].filter((path) => path.startsWith('api/')).length).toBeGreaterThan(50);
});

it('has headings in order on every page', () => {
  const faults = [...found].flatMap(([path, outline]) =>
    headingFaults(outline).map((fault) => `${path}: ${fault}`),
  );
  expect(faults).toEqual([]);
});

it('has no dead links on any page', () => {
  const dead = [...found].flatMap(([path, { links }]) =>
    links.filter((link) => !leadsSomewhere(link)).map((link) => `${path}: ${link}`),
  );
  expect(dead).toEqual([]);
});

/** Other sites are not asked; files of the repository have to be in it. */
function leadsSomewhere(link: string): boolean {
  if (link.startsWith(repository)) return existsSync(join(root, link.slice(repository.length)));
  if (!link.startsWith(server.address)) return link.startsWith('https://');
  if (link === `${server.address}playground/`)
    return existsSync(join(site.root, site.path, 'playground/index.html'));
  const [path, anchor] = link.slice(server.address.length).split('#') as [string, string?];
  const outline = found.get(path === '' || path.endsWith('/') ? `${path}index.html` : path);
  return outline !== undefined && (!anchor || outline.anchors.includes(decodeURIComponent(anchor)));
}

it('can be read: no errors, nothing that axe finds, light and dark, no wider than a phone', async () => {
  rmSync(screenshots, { recursive: true, force: true });
  const faults: string[] = [];
  const queue = shownPages();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
        faults.push(...(await look(path)).map((fault) => `${path}: ${fault}`));
      }
    }),
  );
  expect(faults).toEqual([]);
});

/** Of the pages that are looked at, each N-th from the K-th on: `SITE_PART=K/N`. */
const isInPart = inPart(process.env.SITE_PART ?? '1/1');

/** All pages but those of the API, which one template makes: of these the largest of each kind. */
function shownPages(): string[] {
  const size = (path: string) => statSync(join(site.root, site.path, path)).size;
  const largest = new Map<string, string>();
  for (const path of found.keys()) {
    const kind = path.startsWith('api/') ? dirname(path) : path;
    const other = largest.get(kind);
    if (other === undefined || size(path) > size(other)) largest.set(kind, path);
  }
  return [...largest.values()].filter(isInPart);
}

async function look(path: string): Promise<string[]> {
  const page = await browser.newPage();
  const file = join(screenshots, path.replace(/\.html$/, ''));
  mkdirSync(dirname(file), { recursive: true });
  const shot = async (look: string) => {
    if (!process.env.CI) await page.screenshot({ path: `${file}.${look}.png`, fullPage: true });
  };
  const part = whole.includes(path) ? 'html' : 'main';
  const faults = await inspect(page, server.address + path, part, shot);
  await page.close();
  return faults;
}

it('leads to the playground by its menu, where it computes', async () => {
  const page = await browser.newPage();
  await page.goto(server.address);
  await page.getByRole('link', { name: 'Playground', exact: true }).first().click();
  await page.locator('html[data-state="ready"]').waitFor({ state: 'attached' });
  expect(page.url()).toBe(`${server.address}playground/`);
  await page.close();
});

it('finds pages by their words', async () => {
  const page = await browser.newPage();
  await page.goto(server.address);
  await page.locator('.DocSearch-Button').click();
  await page.locator('#localsearch-input').fill('premultiply');
  const results = page.locator('.VPLocalSearchBox .result');
  await results.first().waitFor();
  const addresses = await results.evaluateAll((links) =>
    links.map((link) => link.getAttribute('href') ?? ''),
  );
  expect(addresses.some((address) => address.includes('alpha'))).toBe(true);
  await page.close();
});
