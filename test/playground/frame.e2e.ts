import type { Page } from 'puppeteer-core';
import { expect, it } from 'vitest';
import { axeFaults } from './axe.ts';
import { inBrowsers, phone, waitForResult } from './browsers.ts';
import { drawn } from './look-page.ts';
import { canvasPixels } from './pixels.ts';
import { button } from './results.ts';

inBrowsers((open) => {
  it('starts with the play tab, under a title that says what is shown', async () => {
    const page = await open();
    expect(await page.title()).toBe('sobelX of Photograph: raccoon · Convolution playground');
    expect(await currentTab(page)).toBe('Play');
  });

  it.each(['pointer', 'keys'])('goes to each tab by %s', async (device) => {
    const page = await open();
    for (const tab of ['Benchmark', 'Tutorial', 'Play']) {
      const button = await page.waitForSelector(`nav ::-p-text(${tab})`);
      if (device === 'pointer') await button!.click();
      else {
        await button!.focus();
        await page.keyboard.press('Enter');
      }
      await page.waitForFunction((tab) => document.title.startsWith(tab) || tab === 'Play', {}, tab);
      expect(await currentTab(page)).toBe(tab);
    }
    await waitForResult(page);
    expect(await page.$('canvas[data-view="result"]')).not.toBeNull();
  });

  it('skips to the content with the first two keys', async () => {
    const page = await open();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement!.textContent)).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement!.tagName)).toBe('MAIN');
  });

  it('shows its keys on "?" and on a button, and closes them on Escape', async () => {
    const page = await open();
    const isOpen = () => page.$eval('dialog.keys', (dialog) => (dialog as HTMLDialogElement).open);
    await page.keyboard.type('?');
    expect(await isOpen()).toBe(true);
    expect(await axeFaults(page)).toEqual([]);
    const titles = await page.$$eval('dialog.keys h3', (all) => all.map(({ textContent }) => textContent));
    expect(titles).toEqual(['Everywhere', 'Picture and result', 'Grid of the kernel', 'Tutorial']);
    await page.keyboard.press('Escape');
    expect(await isOpen()).toBe(false);
    await page.click('.keys-button');
    expect(await isOpen()).toBe(true);
    await page.click('dialog.keys form button');
    expect(await isOpen()).toBe(false);
    expect(await page.evaluate(() => document.activeElement!.textContent)).toBe('Keys');
  });

  it('takes a theme, and remembers it', async () => {
    const page = await open('', { scheme: 'dark' });
    const system = await paper(page);
    await page.select('select[aria-label="Theme"]', 'light');
    const light = await paper(page);
    expect(light).not.toBe(system);
    await page.reload();
    await waitForResult(page);
    expect(await paper(page)).toBe(light);
    await page.select('select[aria-label="Theme"]', 'system');
    expect(await paper(page)).toBe(system);
  });

  it('works where storage is refused', async () => {
    const page = await open('', {
      before: () =>
        Object.defineProperty(globalThis, 'localStorage', {
          get: () => {
            throw new DOMException('refused', 'SecurityError');
          },
        }),
    });
    const before = await paper(page);
    await page.select('select[aria-label="Theme"]', 'dark');
    expect(await paper(page)).not.toBe(before);
  });

  it('shows a sentence in place of a part that breaks, and the rest', async () => {
    const page = await open('', {
      // Firefox gives an error object without its words.
      expected: [/canvas broke|JSHandle@error/],
      isEarly: true,
      before: () => {
        CanvasRenderingContext2D.prototype.putImageData = () => {
          throw new Error('canvas broke');
        };
      },
    });
    await page.waitForSelector('.stage .broken');
    expect(await page.$eval('.stage [role="alert"]', ({ textContent }) => textContent)).toBe(
      'The view broke: canvas broke',
    );
    expect(await page.$$eval('.stage .broken button', (buttons) => buttons.length)).toBe(2);
    expect(await page.$('#options-title')).not.toBeNull();
    expect(await axeFaults(page)).toEqual([]);
  });

  it('starts over where the state makes a part break', async () => {
    const page = await open('#picture=zone&kernel=1,2;3,4', {
      expected: [/canvas broke|JSHandle@error/],
      isEarly: true,
      before: () => {
        const { putImageData } = CanvasRenderingContext2D.prototype;
        CanvasRenderingContext2D.prototype.putImageData = () => {
          throw new Error('canvas broke');
        };
        const mend = () => {
          CanvasRenderingContext2D.prototype.putImageData = putImageData;
        };
        addEventListener('click', mend, { capture: true });
      },
    });
    await page.waitForSelector('.stage .broken');
    await (await button(page, '.stage', 'Start over with the first picture and kernel')).click();
    await page.waitForSelector('.stage .broken', { hidden: true });
    await page.waitForSelector('.stage canvas[data-view="result"]');
    expect(await page.title()).toBe('sobelX of Photograph: raccoon · Convolution playground');
  });

  it.each(['side by side', 'with a slider'])(
    'keeps a small result in sight on a phone, %s',
    async (layout) => {
      const page = await open(layout === 'side by side' ? '' : '#layout=slider', { viewport: phone });
      expect(await page.$('.peek')).toBeNull();
      await page.$eval('#kernel-title', (title) => title.scrollIntoView());
      const small = await page.waitForSelector('.peek .go');
      await page.waitForFunction(() => {
        const { width, height } = document.querySelector<HTMLCanvasElement>('.peek canvas')!;
        const large = document.querySelector<HTMLCanvasElement>('canvas[data-view="result"]')!;
        return width === large.width && height === large.height;
      });
      expect(await canvasPixels(page, '.peek canvas')).toEqual(
        await canvasPixels(page, 'canvas[data-view="result"]'),
      );
      expect(await axeFaults(page)).toEqual([]);
      await small!.click();
      await page.waitForFunction(() => !document.querySelector('.peek'));
      expect(await page.evaluate(() => document.activeElement!.getAttribute('role'))).toBe('application');
    },
  );

  it('closes the small result for good', async () => {
    const page = await open('', { viewport: phone });
    await page.$eval('#kernel-title', (title) => title.scrollIntoView());
    await page.locator('.peek ::-p-aria([name="Close the small result"])').click();
    await page.waitForFunction(() => !document.querySelector('.peek'));
    await page.$eval('#look-title', (title) => title.scrollIntoView());
    await page.$eval('#options-title', (title) => title.scrollIntoView());
    await drawn(page);
    expect(await page.$('.peek')).toBeNull();
  });

  it('shows views first and as wide as the page on a phone, and larger ones on a larger screen', async () => {
    const widthOf = (page: Page) => page.$$eval('.plane', ([plane]) => plane!.getBoundingClientRect().width);
    const small = await open('', { viewport: phone });
    // Firefox's scroll bar takes some of the width.
    expect(await widthOf(small)).toBeGreaterThan(280);
    const tops = await small.$$eval('.plane, .kernel-view, .look select', (elements) =>
      elements.map((element) => element.getBoundingClientRect().top || Number.POSITIVE_INFINITY),
    );
    expect(tops).toEqual([...tops].sort((one, other) => one - other));
    expect(tops[1]).toBeLessThan(phone.height);
    expect(await widthOf(await open('', { viewport: { width: 2560, height: 1440 } }))).toBeGreaterThan(640);
  });

  it('says in its own HTML what is wrong where its scripts do not run', async () => {
    const page = await open('', {
      headers: { 'content-security-policy': "script-src 'none'" },
      isEarly: true,
      expected: [/./],
    });
    expect(await page.$eval('#app', ({ textContent }) => textContent)).toMatch(/If this sentence stays/);
  });
});

function currentTab(page: Page): Promise<string> {
  return page.$eval('nav [aria-current="page"]', ({ textContent }) => textContent ?? '');
}

function paper(page: Page): Promise<string> {
  return page.$eval('html', (html) => getComputedStyle(html).backgroundColor);
}
