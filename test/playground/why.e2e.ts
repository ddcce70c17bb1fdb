import type { Page } from 'puppeteer-core';
import { expect, it } from 'vitest';
import { axeFaults } from './axe.ts';
import { afterResult, inBrowsers } from './browsers.ts';
import { byText, choose, unfold } from './recorded.ts';
import { breakableWorkers, breakWorkers } from './workers.ts';

inBrowsers((open) => {
  it('names the method, what each would take, and what this browser can do', async () => {
    const page = await open('#kernel=gaussian:size=15&side=128');
    expect(await page.$eval('.why p', (sentence) => sentence.textContent)).toMatch(
      /^(Direct sums|Separable passes) on WebAssembly with (relaxed )?SIMD, because .+\.$/,
    );
    const bars = await rowsOf(page, 'What each method would take, estimated');
    expect(bars.map(({ name }) => name)).toEqual(['Direct sums', 'Separable passes', 'Fourier transforms']);
    for (const { text } of bars) expect(text).toMatch(/^([\d.]+ ms|ruled out)/);
    const timed = bars.filter(({ text }) => / ms/.test(text));
    const longest = Math.max(...timed.map(({ text }) => Number.parseFloat(text)));
    expect(timed.length).toBeGreaterThan(1);
    for (const { text, barPercent } of timed) {
      const expected = (100 * Number.parseFloat(text)) / longest;
      // Times are written with two digits: either may be 5 % off.
      expect(Math.abs(barPercent - expected)).toBeLessThanOrEqual(0.11 * expected);
    }
    expect(await textOf(page)).toContain('JavaScript: works.');
    expect(await textOf(page)).toMatch(/\d+ cores?; a call uses one\./);
    expect(await axeFaults(page)).toEqual([]);
  });

  it('explains the method that is asked for', async () => {
    const page = await open('#kernel=1,2,3;4,5,6&side=128');
    await unfold(page, 'keyboard', 'Method');
    await afterResult(page, () => choose(page, 'keyboard', 'Method', 'direct'));
    expect(await page.$eval('.why p strong', (method) => method.textContent)).toBe('Direct sums');
    expect(await textOf(page)).toContain('none: the result is exact');
  });

  it('times the very call on JavaScript and on WebAssembly, and anew when the call changes', async () => {
    const page = await open('#kernel=box:size=9&side=64', { viewport: { width: 1280, height: 600 } });
    expect(await page.$eval('.live', ({ textContent }) => textContent)).toContain(
      'Measured when you look here.',
    );
    await page.$eval('.live', (place) => place.scrollIntoView());
    await page.waitForFunction(() => document.querySelector('.live table') !== null);
    expect(await page.$eval('.live p', (sentence) => sentence.textContent)).toMatch(
      /^(WebAssembly is .* times as fast as JavaScript|JavaScript is .* times as fast as WebAssembly|WebAssembly and JavaScript take equally long)\.$/,
    );
    const bars = await rowsOf(page, 'This call, timed in this browser');
    expect(bars.map(({ name }) => name)).toEqual([
      expect.stringMatching(/^WebAssembly with (relaxed )?SIMD$/),
      'JavaScript',
    ]);
    for (const { text } of bars) expect(Number.parseFloat(text)).toBeGreaterThan(0);

    // The result is not timed before the next task: the times of the call before are gone at once.
    const isAnew = await page.evaluate(async () => {
      const live = document.querySelector('.live')!;
      const gone = new Promise<boolean>((resolve) => {
        new MutationObserver(() => {
          if (live.textContent?.includes('Timing')) resolve(true);
        }).observe(live, { childList: true, subtree: true, characterData: true });
      });
      location.hash = '#kernel=box:size=3&side=64';
      return gone;
    });
    expect(isAnew).toBe(true);
    await page.waitForFunction(() => document.querySelector('.live table') !== null);
  });

  it('times the call at once where a screen shows that place', async () => {
    const page = await open('#side=64', { viewport: { width: 2560, height: 1440 } });
    await page.waitForFunction(() => document.querySelector('.live table') !== null);
  });

  it('says that a call could not be timed where the worker for it breaks off', async () => {
    const page = await open('#kernel=box:size=9&side=64', { before: breakableWorkers });
    await page.evaluate(breakWorkers);
    await page.$eval('.live', (place) => place.scrollIntoView());
    await page.waitForFunction(() =>
      document.querySelector('.live')!.textContent!.includes('This call could not be timed: The part'),
    );
  });

  it('counts the frames of a camera', async () => {
    const page = await open('#side=64');
    await (await byText(page, 'button', 'Start the camera')).click();
    // Whole ones, as beside the button.
    await page.waitForFunction(() =>
      /The camera: \d+ frames per second\./.test(document.querySelector('.why')!.textContent!),
    );
    await page.$eval('.live', (place) => place.scrollIntoView());
    await page.waitForSelector('.live table');
    const bars = await rowsOf(page, 'This call, timed in this browser');
    expect(bars).toHaveLength(2);
    for (const { text } of bars) expect(Number.parseFloat(text)).toBeGreaterThan(0);
    // The next frames are the same call; another kernel is none.
    const isKept = await page.evaluate(async () => {
      const { dataset } = document.documentElement;
      const wanted = Number(dataset.results) + 5;
      while (Number(dataset.results) < wanted) await new Promise(requestAnimationFrame);
      return document.querySelector('.live table') !== null;
    });
    expect(isKept).toBe(true);
    await page.select('.kernel-menu select', 'box');
    await page.waitForFunction(() => document.querySelector('.live')!.textContent!.includes('Timing'));
    await page.waitForSelector('.live table');
    await (await byText(page, 'button', 'Stop and keep this picture')).click();
    await page.waitForFunction(() => !document.querySelector('.why')!.textContent!.includes('frames per'));
  });

  it('says why JavaScript computes, where a policy forbids WebAssembly', async () => {
    const policy =
      "default-src 'self'; img-src 'self' blob: data:; script-src 'self'; style-src 'self'; worker-src 'self'";
    const page = await open('#side=64', {
      headers: { 'content-security-policy': policy },
      expected: [/content.security.policy|wasm/i],
    });
    expect(await page.$eval('.notices', (notices) => notices.textContent)).toBe(
      "Computed by JavaScript: this page's security policy forbids WebAssembly.",
    );
    expect(await textOf(page)).toContain(
      "WebAssembly with SIMD: does not work, because this page's security policy forbids WebAssembly.",
    );
    await page.$eval('.live', (place) => place.scrollIntoView());
    await page.waitForFunction(() => document.querySelectorAll('.live tr').length === 1);
  });
});

const textOf = (page: Page) => page.$eval('.why', (panel) => (panel as HTMLElement).innerText);

async function rowsOf(page: Page, caption: string) {
  return page.evaluate((caption) => {
    const table = [...document.querySelectorAll('table')].find(
      (table) => table.caption?.textContent === caption,
    )!;
    return [...table.rows].map((row) => ({
      name: row.cells[0]!.textContent!,
      text: row.cells[1]!.textContent!,
      barPercent: Number.parseFloat(row.querySelector<HTMLElement>('.bar')?.style.width ?? ''),
    }));
  }, caption);
}
