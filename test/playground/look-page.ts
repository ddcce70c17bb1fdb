import type { ConvolveOptions, PixelImage } from 'convolve-wasm';
import type { Frame, Page } from 'puppeteer-core';
import { expect } from 'vitest';
import { rasterOf } from '../../demo/playground/src/engine/raster.ts';
import { generate } from '../../demo/playground/src/picture/generate.ts';
import type { View } from './pixels.ts';

/** 16 x 16 elements of noise, as float32. */
export const noise = 'picture=noise&side=16&elements=float32';
export const noiseImage = generate('noise', 16);
export const kernel = [
  [1, 2, 0],
  [0, -3, 1],
];
export const kernelText = 'kernel=1,2,0;0,-3,1';

/** What the page computes by default. */
export const byDefault: ConvolveOptions = { mode: 'same', boundary: 'symm', dtype: 'float32' };

export function expectElements(view: View, image: PixelImage): void {
  const { rgba } = rasterOf(image, 'auto');
  expect([view.rows, view.columns]).toEqual([image.height, image.width]);
  for (let row = 0; row < image.height; row++) {
    for (let column = 0; column < image.width; column++) {
      const at = 4 * (row * image.width + column);
      expect(view.colourAt(row, column), `[${row}, ${column}]`).toEqual([...rgba.subarray(at, at + 4)]);
    }
  }
}

/** Two frames on: what was asked of the page is drawn. */
export async function drawn(page: Page | Frame): Promise<void> {
  await page.evaluate(
    () => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  );
}

export async function pointAt(page: Page, name: 'picture' | 'result', row: number, column: number) {
  const place = await page.$eval(
    `canvas[data-view="${name}"]`,
    (canvas, row, column) => {
      const { left, top, cellWidth, cellHeight } = (canvas as HTMLCanvasElement).dataset;
      const box = canvas.getBoundingClientRect();
      const density = (canvas as HTMLCanvasElement).width / box.width;
      return {
        x: box.left + (Number(left) + (column + 0.5) * Number(cellWidth)) / density,
        y: box.top + (Number(top) + (row + 0.5) * Number(cellHeight)) / density,
      };
    },
    row,
    column,
  );
  return place;
}

export async function waitForPlace(page: Page, row: number, column: number): Promise<void> {
  const title = `Row ${row}, column ${column}`;
  await page.waitForFunction((title) => document.querySelector('.sum h3')?.textContent === title, {}, title);
}

export const toldSum = (page: Page) => page.$eval('.equation output', (output) => output.textContent);
export const scaleOf = (page: Page, name: string) =>
  page.$eval(`canvas[data-view="${name}"]`, (canvas) =>
    Number((canvas as HTMLCanvasElement).dataset.cellWidth),
  );
export const topOf = (page: Page, name: string) =>
  page.$eval(`canvas[data-view="${name}"]`, (canvas) => Number((canvas as HTMLCanvasElement).dataset.top));

/** As the page writes numbers. */
export const written = (value: number) => String(Number(value.toPrecision(5))).replace('-', '−');

/** Presses a button of the views; the page's tabs have a button "Play", too. */
export function press(page: Page, name: string): Promise<void> {
  return page.locator(`.look ::-p-aria([name="${name}"][role="button"])`).click();
}
