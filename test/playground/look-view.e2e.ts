import { convolve2d } from 'convolve-wasm';
import { expect, it } from 'vitest';
import { axeFaults } from './axe.ts';
import { desktop, inBrowsers, phone } from './browsers.ts';
import {
  byDefault,
  drawn,
  expectElements,
  kernel,
  kernelText,
  noise,
  noiseImage,
  pointAt,
  scaleOf,
  topOf,
  waitForPlace,
} from './look-page.ts';
import { shownResult } from './pixels.ts';

inBrowsers((open, browser) => {
  it('zooms and pans both views together, by wheel, drag, keys and buttons', async () => {
    const page = await open(`#${noise}&${kernelText}`);
    const expectTogether = async () => {
      await drawn(page);
      expect(await scaleOf(page, 'result')).toBeCloseTo(await scaleOf(page, 'picture'));
      expect(await topOf(page, 'result')).toBeCloseTo(await topOf(page, 'picture'));
      return scaleOf(page, 'picture');
    };
    const whole = await expectTogether();
    const { x, y } = await pointAt(page, 'picture', 8, 8);
    await page.mouse.move(x, y);
    // Without the focus the page scrolls.
    await page.mouse.wheel({ deltaY: 50 });
    await page.waitForFunction(() => scrollY > 0);
    expect(await expectTogether()).toBe(whole);
    await page.mouse.wheel({ deltaY: -50 });
    await page.waitForFunction(() => scrollY === 0);
    // With Ctrl, or with the focus, it zooms.
    await page.keyboard.down('Control');
    await page.mouse.wheel({ deltaY: -30 });
    await page.keyboard.up('Control');
    await page.waitForFunction(() => location.hash.includes('zoom='));
    expect(await expectTogether()).toBeGreaterThan(1.2 * whole);
    await page.focus('.plane[aria-label^="Picture"]');
    await page.keyboard.press('0');
    expect(await expectTogether()).toBeCloseTo(whole);
    await page.mouse.wheel({ deltaY: -300 });
    await page.waitForFunction(
      (whole) =>
        Number(document.querySelector<HTMLElement>('canvas[data-view="picture"]')!.dataset.cellWidth) >
        1.2 * whole,
      {},
      whole,
    );
    const wheeled = await expectTogether();
    expect(await page.evaluate(() => scrollY)).toBe(0);
    expect(wheeled).toBeGreaterThan(1.2 * whole);

    const before = await topOf(page, 'result');
    await page.mouse.down();
    await page.mouse.move(x + 5, y + 20, { steps: 4 });
    await page.mouse.up();
    await expectTogether();
    expect(await topOf(page, 'result')).toBeCloseTo(before + 20, 0);
    // A drag chooses nothing.
    expect(await page.evaluate(() => location.hash)).not.toContain('pointed=');

    await page.focus('.plane[aria-label^="Result"]');
    await page.keyboard.press('-');
    expect(await expectTogether()).toBeCloseTo(wheeled / 1.5 < whole ? whole : wheeled / 1.5, 4);
    await page.keyboard.press('0');
    expect(await expectTogether()).toBeCloseTo(whole);
    await page.waitForFunction(() => !location.hash.includes('zoom='));
    await page.click('button[aria-label="Zoom in"]');
    await page.click('button[aria-label="Zoom in"]');
    expect(await expectTogether()).toBeCloseTo(1.5 ** 2 * whole);
    await page.focus('.plane[aria-label^="Picture"]');
    const panned = await topOf(page, 'picture');
    await page.keyboard.down('Shift');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.up('Shift');
    await expectTogether();
    expect(await topOf(page, 'picture')).toBeLessThan(panned);
  });

  it('lays the picture over the result, up to a slider', async () => {
    const page = await open(`#${noise}&${kernelText}`);
    await page.select('.look select[name="layout"]', 'slider');
    await page.waitForSelector('.before-after');
    const clip = () => page.$eval('.before', (part) => (part as HTMLElement).style.clipPath);
    expect(await clip()).toContain('50%');
    await page.focus('.slider-label input');
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() =>
      document.querySelector<HTMLElement>('.before')!.style.clipPath.includes('49%'),
    );
    await page.keyboard.press('End');
    await page.waitForFunction(() =>
      document.querySelector<HTMLElement>('.before')!.style.clipPath.includes(' 0%'),
    );
    const box = await (await page.$('.slider-label input'))!.boundingBox();
    await page.mouse.click(box!.x + box!.width / 4, box!.y + box!.height / 2);
    await page.waitForFunction(() =>
      /7[3-7]%/.test(document.querySelector<HTMLElement>('.before')!.style.clipPath),
    );
    await page.waitForFunction(() => location.hash.includes('layout=slider'));
    await drawn(page);
    expectElements(await shownResult(page), convolve2d(noiseImage, kernel, byDefault));
    expect(await scaleOf(page, 'result')).toBe(await scaleOf(page, 'picture'));
  });

  if (browser === 'Chromium') {
    it('takes a tap, and two fingers', async () => {
      const page = await open(`#${noise}&${kernelText}`, {
        viewport: { width: 360, height: 740, hasTouch: true, isMobile: false },
      });
      await page.$eval('canvas[data-view="result"]', (canvas) => canvas.scrollIntoView({ block: 'center' }));
      const { x, y } = await pointAt(page, 'result', 5, 6);
      await page.touchscreen.tap(x, y);
      await waitForPlace(page, 5, 6);
      const before = await scaleOf(page, 'result');
      const one = await page.touchscreen.touchStart(x - 10, y);
      const other = await page.touchscreen.touchStart(x + 10, y);
      await one.move(x - 40, y);
      await other.move(x + 40, y);
      await one.end();
      await other.end();
      await drawn(page);
      expect(await scaleOf(page, 'result')).toBeGreaterThan(1.5 * before);
      expect(await scaleOf(page, 'picture')).toBeCloseTo(await scaleOf(page, 'result'));
    });
  }

  it.each([
    'layout=slider&colour=yes&pointed=3,4',
    'picture=holes&elements=float32&nan=ignore&kernel=gaussian:size=9&pointed=0,0&zoom=4,0.1,0.1',
  ])('has nothing that axe finds: %s', async (state) => {
    for (const scheme of ['light', 'dark'] as const) {
      for (const viewport of [desktop, phone]) {
        const page = await open(`#side=32&${state}`, { scheme, viewport });
        await page.waitForSelector('.sum h3');
        expect(await axeFaults(page, '.look')).toEqual([]);
        await page.close();
      }
    }
  });
});
