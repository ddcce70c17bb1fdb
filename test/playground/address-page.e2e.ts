import { correlate2d, grayscale, kernels } from 'convolve-wasm';
import type { Page } from 'puppeteer-core';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { encodeState } from '../../demo/playground/src/state/address.ts';
import { initialState } from '../../demo/playground/src/state/state.ts';
import { afterResult, inBrowsers, waitForResult } from './browsers.ts';
import { choose, control, copied, record, savedArray } from './recorded.ts';

inBrowsers((open) => {
  it('follows the state, and the state follows it', async () => {
    const page = await open('#picture=steps');
    await afterResult(page, () => choose(page, 'pointer', 'Mode', 'valid'));
    await hashIs(page, '#picture=steps&mode=valid');

    await afterResult(page, () => go(page, '#picture=steps&mode=full'));
    expect(await (await control(page, 'Mode')).evaluate((select) => select.value)).toBe('full');
    await afterResult(page, () => page.evaluate(() => history.back()));
    expect(await (await control(page, 'Mode')).evaluate((select) => select.value)).toBe('valid');
    await hashIs(page, '#picture=steps&mode=valid');

    await afterResult(page, () => go(page, ''));
    expect(await (await control(page, 'Mode')).evaluate((select) => select.value)).toBe('same');
  });

  it('has an entry of the history for each tab, so that one can go back', async () => {
    const page = await open('#picture=steps');
    await afterResult(page, () => choose(page, 'pointer', 'Mode', 'valid'));
    await page.click('nav ::-p-text(Benchmark)');
    await page.waitForSelector('.benchmark');
    await hashIs(page, '#picture=steps&tab=benchmark&mode=valid');
    await page.click('nav ::-p-text(Tutorial)');
    await hashIs(page, '#picture=steps&tab=tutorial&mode=valid');
    await page.evaluate(() => history.back());
    await page.waitForSelector('.benchmark');
    await page.evaluate(() => history.back());
    await page.waitForSelector('.play');
    await hashIs(page, '#picture=steps&mode=valid');
    expect(await (await control(page, 'Mode')).evaluate((select) => select.value)).toBe('valid');
    await page.evaluate(() => history.forward());
    await page.waitForSelector('.benchmark');
  });

  it('is there at once, and before the page is left, so that a reload loses nothing', async () => {
    const page = await open('#picture=steps');
    // Changes faster than the address may follow.
    const hash = await page.evaluate(() => {
      const select = document.querySelector<HTMLSelectElement>('select[name="colours"]')!;
      for (const name of ['gray', 'viridis']) {
        select.value = name;
        select.dispatchEvent(new Event('change', { bubbles: true }));
      }
      dispatchEvent(new Event('pagehide'));
      return location.hash;
    });
    expect(hash).toBe('#picture=steps&colours=viridis');
    await page.reload();
    await waitForResult(page);
    expect(await page.$eval('select[name="colours"]', (select) => (select as HTMLSelectElement).value)).toBe(
      'viridis',
    );
  });

  it('carries how one looks, too', async () => {
    const hash =
      '#colour=yes&side=64&layout=slider&slider=20&pointed=3,4&channel=2&speed=1000&code=SciPy&time=100';
    const page = await open(hash, { before: record });
    expect(
      await page.evaluate(() =>
        ['input[type="range"][max="100"]', 'select[name="channel"]', 'select[name="speed"]'].map(
          (control) => document.querySelector<HTMLInputElement>(`.look ${control}`)!.value,
        ),
      ),
    ).toEqual(['20', '2', '1000']);
    expect(await page.$eval('.code', (code) => code.getAttribute('aria-label'))).toBe('Code in SciPy');
    // And back: each of them is in the link that one copies.
    expect(new URL(await copied(page, 'Copy link')).hash.slice(1).split('&').sort()).toEqual(
      hash.slice(1).split('&').sort(),
    );

    await page.click('nav ::-p-text(Benchmark)');
    await page.waitForSelector('.benchmark form');
    for (const label of await page.$$('.benchmark .cells label')) {
      if (await label.$eval('input', ({ checked }) => checked)) await label.click();
    }
    await page.click('.benchmark .cells label');
    await page.click('.benchmark .choices label:nth-child(2)');
    await page.waitForFunction(() => location.hash.endsWith('&problems=f32-3&time=100&opencv=yes'));
    await page.reload();
    await page.waitForSelector('.benchmark form');
    expect(
      await page.$$eval('.benchmark input', (boxes) => boxes.map(({ checked }) => checked).filter(Boolean)),
    ).toEqual([true, true]);
  });

  it('says which part of a link it did not understand, and takes the rest', async () => {
    const page = await open('#picture=steps&mode=full&stride=none&colours=viridis');
    const notice = await page.$('.notices');
    expect(await notice!.evaluate((notices) => notices.textContent)).toContain(
      'Ignored in the link: “stride”. The defaults are used there.',
    );
    await hashIs(page, '#picture=steps&mode=full&colours=viridis');
    await (await page.$('.notices button'))!.click();
    await page.waitForFunction(() => document.querySelector('.notices')!.textContent === '');

    // The next change takes the sentence away, too.
    await go(page, '#mode=none');
    await page.waitForFunction(() => document.querySelector('.notices')!.textContent!.includes('“mode”'));
    await choose(page, 'pointer', 'Mode', 'full');
    await page.waitForFunction(() => document.querySelector('.notices')!.textContent === '');
    await hashIs(page, '#mode=full');
  });

  it('carries a small picture of the own', async () => {
    const rgb = Uint8Array.from({ length: 3 * 20 }, (_, at) => (at * at * 13) % 256);
    const png = await sharp(rgb, { raw: { width: 5, height: 4, channels: 3 } })
      .png()
      .toBuffer();
    const own = { ...initialState, picture: { from: 'own', id: 0, name: '' } } as const;
    const hash = encodeState(
      { ...own, operation: 'correlate2d', kernel: { from: 'preset', name: 'box', options: {} } },
      { name: 'five.png', bytes: new Uint8Array(png) },
    );
    const page = await open(`#${hash}`, { before: record });
    const rgba = await sharp(rgb, { raw: { width: 5, height: 4, channels: 3 } })
      .ensureAlpha()
      .raw()
      .toBuffer();
    const image = grayscale({ data: new Uint8ClampedArray(rgba), width: 5, height: 4 });
    const expected = correlate2d(image, kernels.box(), { mode: 'same', boundary: 'symm', dtype: 'float32' });
    const { data, shape } = await savedArray(page, 'Result as .npy');
    expect(shape).toEqual([4, 5]);
    expect(Array.from(data, (value, at) => Math.abs(value - expected.data[at]!) < 1e-3)).not.toContain(false);
    await afterResult(page, () => choose(page, 'pointer', 'Mode', 'full'));
    await hashIs(page, `#${hash}&mode=full`);
  });

  it('leaves the camera off until someone starts it', async () => {
    const page = await open('#picture=camera', { before: countCameras, isEarly: true });
    await waitForResult(page, 'failed');
    expect(await page.evaluate(() => document.body.innerText)).toContain('The camera is off.');
    expect(await page.evaluate(() => document.documentElement.dataset.cameras)).toBeUndefined();
  });

  it('takes any text', async () => {
    for (const hash of [
      '#%',
      '#=&==&',
      '#kernel=1,2;3&picture=own:%:%&__proto__=1',
      '#main',
      `#${'x'.repeat(5000)}`,
    ]) {
      const page = await open(hash);
      expect(await page.$eval('canvas[data-view="result"]', () => true)).toBe(true);
      await page.close();
    }
  });
});

function countCameras(): void {
  navigator.mediaDevices.getUserMedia = () => {
    document.documentElement.dataset.cameras = 'asked';
    return Promise.reject(new Error('no'));
  };
}

async function go(page: Page, hash: string): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, hash);
}

/** The address follows a moment later. */
async function hashIs(page: Page, hash: string): Promise<void> {
  await page.waitForFunction((hash) => location.hash === hash, {}, hash);
}
