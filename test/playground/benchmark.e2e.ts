import type { Page } from 'puppeteer-core';
import { expect, it, vi } from 'vitest';
import { axeFaults } from './axe.ts';
import { inBrowsers, phone } from './browsers.ts';
import { button } from './results.ts';
import { breakableWorkers, breakWorkers } from './workers.ts';

/** Opens the tab and chooses cells, by the space bar. */
async function choose(page: Page, names: readonly string[]): Promise<void> {
  await page.waitForSelector('.benchmark form');
  for (const label of await page.$$('.benchmark .cells label')) {
    const [name, isChosen] = await label.evaluate((element) => [
      element.querySelector('code')!.textContent,
      element.querySelector('input')!.checked,
    ]);
    if (isChosen === names.includes(String(name))) continue;
    await (await label.$('input'))!.focus();
    await page.keyboard.press(' ');
  }
  await page.select('.benchmark select', '100');
}

async function finished(page: Page, cells: number): Promise<void> {
  await page.waitForFunction(
    (cells) =>
      !document.querySelector('.benchmark progress') &&
      document.querySelectorAll('.benchmark table').length === cells,
    // Pictures of two megapixels, and programs to compile, on a machine that has other things to do.
    { timeout: 120_000 },
    cells,
  );
}

/** Contenders, and whether each was timed. */
function rowsOf(page: Page): Promise<{ readonly [contender: string]: string }> {
  return page.$$eval('.benchmark tbody tr', (rows) =>
    Object.fromEntries((rows as HTMLElement[]).map((row) => [row.dataset.contender, row.className])),
  );
}

vi.setConfig({ testTimeout: 150_000 });

inBrowsers((open) => {
  it('measures what is chosen, by keyboard, and gives a table to copy', async () => {
    const page = await open('#tab=benchmark', {
      before: () => {
        Object.defineProperty(navigator, 'clipboard', {
          value: { writeText: async (text: string) => Object.assign(globalThis, { copied: text }) },
        });
      },
    });
    await choose(page, ['seed', 'stride2']);
    await page.focus('.benchmark button[type="submit"]');
    await page.keyboard.press('Enter');
    await finished(page, 2);

    const timed = { loops: 'timed', js: 'timed', wasm: 'timed', 'wasm-relaxed': 'timed' };
    expect(await rowsOf(page)).toEqual({ ...timed, 'wasm-relaxed, resident': 'timed' });
    const medians = await page.$$eval('.benchmark tbody td:nth-child(2)', (cells) =>
      cells.map(({ textContent }) => Number(textContent)),
    );
    expect(medians).toHaveLength(10);
    for (const median of medians) expect(median).toBeGreaterThan(0);
    // The longest bar of each table is that of the slowest.
    const widths = await page.$$eval('.benchmark .bar', (bars) =>
      bars.map((bar) => Number.parseFloat((bar as HTMLElement).style.width)),
    );
    for (const first of [0, 5]) {
      const of = <T>(list: readonly T[]) => list.slice(first, first + 5);
      expect(Math.max(...of(widths))).toBe(100);
      expect(of(widths).indexOf(100)).toBe(of(medians).indexOf(Math.max(...of(medians))));
    }

    await (await button(page, '.benchmark', 'Copy as Markdown')).press('Enter');
    await page.waitForFunction(() => document.querySelector('.benchmark')!.textContent!.includes('Copied.'));
    const copied = await page.evaluate(() => (globalThis as { copied?: string }).copied);
    expect(copied).toMatch(
      /^convolve-wasm \d+\.\d+\.\d+ in (Chrome|Firefox) \d+, \d+ cores, \d{4}-\d\d-\d\d\n/,
    );
    expect(copied!.match(/^\| `(seed|stride2)`: /gm)).toHaveLength(10);
    for (const theme of ['light', 'dark']) {
      await page.evaluate((theme) => {
        document.documentElement.dataset.theme = theme;
      }, theme);
      expect(await axeFaults(page)).toEqual([]);
    }
  });

  it('forecasts loops that nobody waits for, and stops at once', async () => {
    const page = await open('#tab=benchmark', { viewport: phone });
    await choose(page, ['rgba-sigma-10']);
    await (await button(page, '.benchmark', 'Run')).click();
    await finished(page, 1);
    expect(await rowsOf(page)).toMatchObject({
      loops: 'skipped',
      js: 'timed',
      'stackblur-canvas': 'timed',
      glur: 'timed',
    });
    const text = await page.$eval('.benchmark tbody', ({ textContent }) => textContent);
    expect(text).toMatch(/skipped: would take [\d.]+ s a call/);
    expect(text).toMatch(/no exact Gaussian: up to [\d.]+ of 255 off/);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(phone.width);

    await (await button(page, '.benchmark', 'Run')).click();
    await page.waitForSelector('.benchmark progress');
    await (await button(page, '.benchmark', 'Stop')).click();
    await page.waitForFunction(() => !document.querySelector('.benchmark progress'));
    // A worker that went on would answer.
    expect(await page.$$('.benchmark table')).toHaveLength(0);
    expect(await (await button(page, '.benchmark', 'Run')).evaluate(({ disabled }) => disabled)).toBe(false);
  });

  it('says which problem could not be measured, and goes on to the end', async () => {
    const page = await open('#tab=benchmark', { before: breakableWorkers });
    await choose(page, ['seed', 'stride2']);
    await page.evaluate(breakWorkers);
    await (await button(page, '.benchmark', 'Run')).click();
    const alert = await page.waitForSelector('.benchmark [role="alert"]');
    await page.waitForFunction(() => !document.querySelector('.benchmark progress'));
    expect(await alert!.evaluate(({ textContent }) => textContent)).toMatch(
      /^(seed|stride2): The part of this page that computes could not start, or broke off\.$/,
    );
    expect(await (await button(page, '.benchmark', 'Run')).evaluate(({ disabled }) => disabled)).toBe(false);
  });

  it('loads opencv.js on demand, whose answers are right, too', async () => {
    const page = await open('#tab=benchmark');
    const loaded = () =>
      page.evaluate(
        () => performance.getEntriesByType('resource').filter(({ name }) => name.includes('opencv')).length,
      );
    await choose(page, ['seed', 'u8-edge3']);
    expect(await loaded()).toBe(0);
    await page.click('.benchmark .choices label:nth-child(2)');
    await (await button(page, '.benchmark', 'Run')).click();
    await finished(page, 2);
    expect(await rowsOf(page)).toMatchObject({ opencv: 'timed', 'opencv, resident': 'timed' });
  });

  it('has nothing that axe finds before it runs, in the dark', async () => {
    const page = await open('#tab=benchmark', { scheme: 'dark' });
    await page.waitForSelector('.benchmark form');
    expect(await axeFaults(page)).toEqual([]);
  });
});
