import { convolve2d, grayscale, kernels } from 'convolve-wasm';
import type { Page } from 'puppeteer-core';
import { expect, it } from 'vitest';
import { rasterOf } from '../../demo/playground/src/engine/raster.ts';
import { axeFaults } from './axe.ts';
import { desktop, inBrowsers, phone } from './browsers.ts';
import { shownResult } from './pixels.ts';

inBrowsers((open, name) => {
  it("shows the package's own result of the picture and kernel that it starts with", async () => {
    // As close as elements are pixels, or more.
    const page = await open('#zoom=4,0.5,0.5');
    const photograph = await decoded(page, 'samples/face.jpg', 512);
    const gray = grayscale(photograph);
    const result = convolve2d(gray, kernels.sobelX(), { mode: 'same', boundary: 'symm', dtype: 'float32' });
    const { rgba } = rasterOf(result, 'auto');

    const view = await shownResult(page);
    expect([view.rows, view.columns]).toEqual([result.height, result.width]);
    let count = 0;
    for (let row = 0; row < view.rows; row++) {
      for (let column = 0; column < view.columns; column++) {
        if (!view.isSeen(row, column)) continue;
        const at = 4 * (row * view.columns + column);
        expect(view.colourAt(row, column)).toEqual(Array.from(rgba.subarray(at, at + 4)));
        count++;
      }
    }
    expect(count).toBeGreaterThan(1000);
  });

  it.each([desktop, phone, { width: 2560, height: 1440 }])(
    'moves nothing while it loads: $width x $height',
    async (viewport) => {
      // Firefox does not tell.
      if (name === 'Firefox') return;
      const page = await open('', { viewport, before: watchShifts });
      // `good` of web.dev/articles/cls.
      expect(await page.evaluate(() => (self as unknown as { shift: number }).shift)).toBeLessThan(0.1);
    },
  );

  it('has nothing that axe finds', async () => {
    expect(await axeFaults(await open())).toEqual([]);
  });
});

/** Adds up how much is moved, and how far (a `layout-shift`, in parts of the window). */
function watchShifts(): void {
  const page = self as unknown as { shift: number };
  page.shift = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      page.shift += (entry as PerformanceEntry & { value: number }).value;
  }).observe({ type: 'layout-shift', buffered: true });
}

/** A picture as this browser decodes and scales it. */
async function decoded(page: Page, address: string, maxSidePx: number) {
  const { width, height, bytes } = await page.evaluate(
    async (address, maxSidePx) => {
      const bitmap = await createImageBitmap(await (await fetch(address)).blob());
      const scale = Math.min(1, maxSidePx / Math.max(bitmap.width, bitmap.height));
      const [width, height] = [Math.round(bitmap.width * scale), Math.round(bitmap.height * scale)];
      const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
      context.drawImage(bitmap, 0, 0, width, height);
      const { data } = context.getImageData(0, 0, width, height);
      return { width, height, bytes: Array.from(data) };
    },
    address,
    maxSidePx,
  );
  return { data: new Uint8ClampedArray(bytes), width, height, channels: 4 as const };
}
