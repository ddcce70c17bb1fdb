import { convolve2d } from 'convolve-wasm';
import type { Page } from 'puppeteer-core';
import { expect, it } from 'vitest';
import { rasterOf } from '../../demo/playground/src/engine/raster.ts';
import { inBrowsers } from './browsers.ts';
import { byDefault, drawn, kernel, kernelText, noise, noiseImage, waitForPlace } from './look-page.ts';
import { canvasPixels, type Pixels } from './pixels.ts';

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Around all pixels with the yellow of the marks, which no map of colours has. */
function boxOfMarks({ width, height, rgba }: Pixels): Box {
  const box = { left: width, top: height, right: 0, bottom: 0 };
  for (let at = 0; at < width * height; at++) {
    const [red, green, blue] = rgba.subarray(4 * at, 4 * at + 3);
    if (!(red! > 200 && green! > 160 && blue! < 60)) continue;
    const [x, y] = [at % width, Math.floor(at / width)];
    box.left = Math.min(box.left, x);
    box.top = Math.min(box.top, y);
    box.right = Math.max(box.right, x + 1);
    box.bottom = Math.max(box.bottom, y + 1);
  }
  return box;
}

/** The box of some elements, and what of a line around them is seen. */
async function boxOf(
  page: Page,
  name: 'picture' | 'result',
  [row, column, rows, columns]: readonly number[],
) {
  const data = await page.$eval(`canvas[data-view="${name}"]`, (canvas) => ({
    ...(canvas as HTMLCanvasElement).dataset,
  }));
  const [left, top] = [Number(data.left), Number(data.top)];
  const [wide, high] = [Number(data.cellWidth), Number(data.cellHeight)];
  return {
    left: left + column! * wide,
    top: top + row! * high,
    right: left + (column! + columns!) * wide,
    bottom: top + (row! + rows!) * high,
  };
}

/** Lines lie outside of what they mark, up to 3 px away. */
function expectAround(marks: Box, { left, top, right, bottom }: Box): void {
  for (const distance of [left - marks.left, top - marks.top, marks.right - right, marks.bottom - bottom]) {
    expect(distance).toBeGreaterThan(0);
    expect(distance).toBeLessThan(4.5);
  }
}

const view = (name: 'picture' | 'result') => `canvas[data-view="${name}"]`;

inBrowsers((open) => {
  it('draws the window on the picture, and marks the result', async () => {
    const page = await open(`#${noise}&${kernelText}&colours=gray`);
    for (const name of ['picture', 'result'] as const)
      expect(boxOfMarks(await canvasPixels(page, view(name))).right).toBe(0);
    await page.focus('.plane[aria-label^="Result"]');
    for (const key of ['Home', 'PageDown', 'ArrowRight', 'ArrowRight'] as const)
      await page.keyboard.press(key);
    await waitForPlace(page, 10, 2);
    await drawn(page);
    // 2 x 3 taps, of which the last one of each axis comes first: the centre is the second row and column.
    const [picture, result] = [
      await canvasPixels(page, view('picture')),
      await canvasPixels(page, view('result')),
    ];
    expectAround(boxOfMarks(picture), await boxOf(page, 'picture', [9, 1, 2, 3]));
    expectAround(boxOfMarks(result), await boxOf(page, 'result', [10, 2, 1, 1]));
  });

  it('draws the grid of the pixels where they are large enough', async () => {
    // All results are 0, and black: what is not, is the grid.
    const address = (side: number) => `#picture=noise&side=${side}&kernel=0&dtype=uint8&colours=gray`;
    const page = await open(address(16));
    const box = await boxOf(page, 'result', [0, 0, 16, 16]);
    const { width, rgba } = await canvasPixels(page, view('result'));
    const cellPx = (box.right - box.left) / 16;
    expect(cellPx).toBeGreaterThan(8);
    const redAt = (x: number, y: number) => rgba[4 * (Math.round(y) * width + Math.floor(x))]!;
    const brightest = (x: number, y: number) => Math.max(redAt(x - 1, y), redAt(x, y));
    for (let column = 1; column < 16; column++) {
      const x = box.left + column * cellPx;
      const y = box.top + 5.5 * cellPx;
      expect(redAt(x + cellPx / 2, y)).toBe(0);
      expect(brightest(x, y), `column ${column}`).toBeGreaterThan(20);
    }
    const small = await open(address(256));
    const whole = await boxOf(small, 'result', [0, 0, 256, 256]);
    const pixels = await canvasPixels(small, view('result'));
    for (let x = Math.ceil(whole.left) + 1; x < whole.right - 1; x++)
      expect(pixels.rgba[4 * (Math.round((whole.top + whole.bottom) / 2) * pixels.width + x)]).toBe(0);
  });

  it.each(['gray', 'viridis', 'diverging'] as const)('draws the bar of the colours: %s', async (map) => {
    const page = await open(`#${noise}&${kernelText}&colours=${map}`);
    const { colours } = rasterOf(convolve2d(noiseImage, kernel, byDefault), map);
    const bar = await canvasPixels(page, '.views figure:last-child .bar');
    expect(bar.width).toBe(colours.length);
    expect(new Uint32Array(bar.rgba.buffer)).toEqual(colours);
  });

  it('draws how often each number occurs', async () => {
    const page = await open(`#${noise}&kernel=1&dtype=uint8`);
    const image = convolve2d(noiseImage, [[1]], { dtype: 'uint8' });
    const counts = new Map<number, number>();
    for (const value of image.data) counts.set(value, (counts.get(value) ?? 0) + 1);
    expect(counts.size).toBeGreaterThan(1);
    const { path, tall } = await page.$eval('.views figure:last-child .histogram', (svg) => ({
      path: svg.querySelector('path')!.getAttribute('d')!,
      tall: (svg as SVGSVGElement).viewBox.baseVal.height,
    }));
    const heights = [...path.matchAll(/V([\d.]+)H/g)].map(([, y]) => 1 - Number(y) / tall);
    expect(heights).toHaveLength(256);
    // Roots, with one digit after the point of 32.
    const most = Math.max(...counts.values());
    heights.forEach((height, value) => {
      expect(Math.abs(height - Math.sqrt((counts.get(value) ?? 0) / most)), String(value)).toBeLessThan(0.01);
    });
  });
});
