import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'puppeteer-core';
import { expect, it } from 'vitest';
import { axeFaults } from './axe.ts';
import { desktop, inBrowsers, phone, waitForResult } from './browsers.ts';

/* What has to hold in every state of the page. */

interface State {
  readonly address: string;
  /** Until then the state is not reached. */
  readonly seen: string;
  readonly act?: (page: Page) => Promise<unknown>;
  readonly isFailed?: boolean;
}

const openAll = (page: Page) =>
  page.$$eval('details', (all) => {
    for (const details of all as HTMLDetailsElement[]) details.open = true;
  });

const loadNothing = async (page: Page) => {
  await openAll(page);
  await page.type('.picture .address input', 'nowhere');
  await page.click('.picture .address button');
};

const states: { readonly [name: string]: State } = {
  play: { address: '', seen: 'canvas' },
  everything: { address: '#colour=yes', seen: 'details[open]', act: openAll },
  sum: { address: '#picture=steps&side=100&pointed=20,0', seen: '.terms' },
  slider: { address: '#layout=slider&picture=zone', seen: '.before-after' },
  'large kernel': { address: '#kernel=gaussian:sigma=5,size=15', seen: '.panel' },
  refused: { address: '#method=separable&kernel=1,2;3,5', seen: '[role="alert"]', isFailed: true },
  'wrong address': { address: '', seen: '.picture [role="alert"]', act: loadNothing },
  'wrong link': { address: '#kernel=abc', seen: '.notices p' },
  keys: { address: '', seen: 'dialog[open]', act: (page) => page.keyboard.type('?') },
  benchmark: { address: '#tab=benchmark', seen: 'main h2' },
  tutorial: { address: '#tab=tutorial', seen: 'main h2' },
  embed: { address: '?embed', seen: '.embed canvas', act: openAll },
};

const wall = { width: 3840, height: 2160 };

/** Looked at by whoever changes the look of the page; CI, where nobody looks, makes none. */
const screenshots = fileURLToPath(new URL('../../.cache/screenshots/playground/', import.meta.url));

inBrowsers((open, browser) => {
  it.each(Object.entries(states))(
    '%s: nothing that axe finds, light and dark, no wider than the screen',
    async (name, state) => {
      const page = await open(state.address, { isEarly: state.isFailed ?? false });
      if (state.isFailed) await waitForResult(page, 'failed');
      await state.act?.(page);
      await page.waitForSelector(state.seen);
      const faults: string[] = [];
      for (const [look, viewport, theme] of [
        ['desktop', desktop, 'light'],
        ['dark', desktop, 'dark'],
        ['phone', phone, 'light'],
        ['wall', wall, 'dark'],
      ] as const) {
        await page.setViewport(viewport);
        await page.evaluate((theme) => {
          document.documentElement.dataset.theme = theme;
        }, theme);
        const scrollWidth = await page.evaluate(() => document.documentElement.scrollWidth);
        if (scrollWidth > viewport.width) faults.push(`${look}: ${scrollWidth} px wide`);
        // Colours and sizes are the same in both browsers.
        if (browser === 'Chromium' ? look !== 'wall' : look === 'desktop') {
          const found = await axeFaults(page);
          faults.push(...found.map((fault) => `${look}: ${fault}`));
        }
        if (browser === 'Chromium') await shoot(page, `${name}-${look}`);
      }
      expect(faults).toEqual([]);
    },
  );

  it.each(['', '#tab=benchmark', '#tab=tutorial', '?embed'])(
    'leads keys to every control, and shows where they are: %s',
    async (address) => {
      const page = await open(address);
      await page.waitForSelector('main :is(h1, h2)');
      await openAll(page);
      expect(await walk(page)).toEqual([]);
    },
  );
});

inBrowsers(
  (open) => {
    it('is used by touch', async () => {
      const page = await open('', { viewport: { ...phone, hasTouch: true, isMobile: true } });
      const result = (await page.$('canvas[data-view="result"]'))!;
      await result.scrollIntoView();
      const box = (await result.boundingBox())!;
      await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
      await page.waitForSelector('.terms');
      await (await page.$('nav button:nth-child(3)'))!.tap();
      await page.waitForFunction(() => document.title.startsWith('Tutorial'));
    });

    it('has edges and a current tab where the system gives the colours', async () => {
      const page = await open();
      const session = await page.createCDPSession();
      await session.send('Emulation.setEmulatedMedia', {
        features: [{ name: 'forced-colors', value: 'active' }],
      });
      const edge = (selector: string) =>
        page.$eval(selector, (element) => getComputedStyle(element).borderBottomColor);
      expect(await edge('nav [aria-current]')).not.toBe(await edge('nav :not([aria-current])'));
      expect(await edge('.keys-button')).not.toBe(
        await page.$eval('body', (body) => getComputedStyle(body).backgroundColor),
      );
      await shoot(page, 'play-forced-colors');
    });
  },
  ['Chromium'],
);

async function shoot(page: Page, name: string): Promise<void> {
  if (process.env.CI) return;
  mkdirSync(screenshots, { recursive: true });
  const path = `${screenshots}${name.replaceAll(' ', '-')}.png` as const;
  await page.screenshot({ path, fullPage: !name.endsWith('wall') });
}

/** Presses Tab until the page ends; returns what is wrong, in words. */
async function walk(page: Page): Promise<string[]> {
  const total = await page.evaluate(() => {
    const all = document.querySelectorAll<HTMLElement>(
      'a[href], button, input, select, textarea, summary, [tabindex="0"]',
    );
    const reachable = Array.from(all).filter(
      (element) =>
        element.tabIndex === 0 &&
        element.checkVisibility({ visibilityProperty: true }) &&
        !element.matches(':disabled') &&
        // Of radio buttons with one name one is reached, and arrow keys lead to the others.
        !element.matches('input[type="radio"]:not(:checked)'),
    );
    reachable.forEach((element, n) => {
      element.dataset.stop = String(n);
    });
    return reachable.length;
  });
  const faults: string[] = [];
  const reached = new Set<string>();
  for (let n = 0; n < total + 20 && reached.size < total; n++) {
    await page.keyboard.press('Tab');
    const { stop, words, isShown } = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      const { top, bottom, left, right } = element.getBoundingClientRect();
      return {
        stop: element.dataset.stop,
        words: `${element.tagName} ${element.ariaLabel ?? element.textContent!.slice(0, 30)}`,
        isShown:
          element === document.body ||
          (outlineStyle !== 'none' &&
            Number.parseFloat(outlineWidth) >= 1 &&
            bottom > 0 &&
            right > 0 &&
            top < innerHeight &&
            left < innerWidth),
      };
    });
    if (!isShown) faults.push(`focus is not seen: ${words}`);
    if (stop !== undefined) reached.add(stop);
  }
  const missed = await page.$$eval('[data-stop]', (all) =>
    all.map((element) => [(element as HTMLElement).dataset.stop!, element.outerHTML.slice(0, 100)] as const),
  );
  return [
    ...faults,
    ...missed.filter(([stop]) => !reached.has(stop)).map(([, html]) => `not reached: ${html}`),
  ];
}
