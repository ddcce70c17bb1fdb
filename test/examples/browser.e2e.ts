import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { oracle, roundHalfEvenSaturate } from '../conformance/oracle.ts';
import { root } from '../package/consumer.ts';
import { gridOf } from '../support/containers.ts';
import { blurred } from '../support/gaussians.ts';
import { useExample } from './browser.ts';
import { greatestDifference } from './run.ts';

const open = useExample();
const reflect = ['reflect', 'reflect'] as const;

/** Part of a page's ImageData. */
interface Pixels {
  readonly data: readonly number[];
  readonly width: number;
  readonly height: number;
}

/** The first rows of what the page's example read last, and of what it made of it. */
function kept(page: Page, rows: number): Promise<{ read: Pixels; written: Pixels }> {
  return page.evaluate((height) => {
    const numbers = ({ data, width }: ImageData) => ({
      data: [...data.slice(0, 4 * width * height)],
      width,
      height,
    });
    return { read: numbers(globalThis.kept.read), written: numbers(globalThis.kept.written) };
  }, rows);
}

/** Keeps a picture for people to look at. With UPDATE_PICTURES=1 it becomes the one in the docs. */
async function keepPicture(name: string, png: Buffer): Promise<void> {
  const folder = process.env.UPDATE_PICTURES ? 'docs/recipes' : '.cache/examples';
  await sharp(png)
    .webp({ quality: 75 })
    .toFile(join(root, folder, `${name}.webp`));
}

describe('react', () => {
  it('blurs a picture, anew for each sigma', async () => {
    const page = await open('react');
    await page.waitForFunction(() => globalThis.kept);
    const first = (await kept(page, 100)).written;
    await page.getByRole('slider').fill('12');
    await page.getByText('sigma 12').waitFor();
    const { read, written } = await kept(page, 148);
    const expected = blurred(read.data, [148, 480, 4], { sigma: [12, 12], boundary: reflect });
    // Rows below the 100th depend on some that are not here: the Gaussian ends 48 rows from its centre.
    const upper = ({ data }: { data: ArrayLike<number> }) => Array.from(data).slice(0, 4 * 480 * 100);
    expect(greatestDifference(upper(written), upper({ data: expected }))).toBeLessThan(2);
    expect(greatestDifference(upper(written), upper(first))).toBeGreaterThan(20);
    const canvas = page.getByRole('img', { name: 'A raccoon' });
    expect(await canvas.evaluate((element: HTMLCanvasElement) => [element.width, element.height])).toEqual([
      480, 360,
    ]);
    await keepPicture('react', await page.locator('main').screenshot());
  });
});

describe('webcam-edges', () => {
  it('shows the length of the gradient of what the camera sees', async () => {
    const page = await open('webcam-edges');
    await page.getByRole('button').click();
    await page.waitForFunction(() =>
      globalThis.kept?.written.data.some((value, n) => n % 4 !== 3 && value > 100),
    );
    const canvas = page.locator('canvas');
    expect(await canvas.evaluate((element: HTMLCanvasElement) => [element.width, element.height])).toEqual([
      640, 480,
    ]);
    // The clock and part of the disc.
    const { read, written } = await kept(page, 160);
    const { width, height } = read;
    const gray = Array.from({ length: width * height }, (_, n) => {
      const [r, g, b] = read.data.slice(4 * n, 4 * n + 3);
      return roundHalfEvenSaturate(0.299 * r! + 0.587 * g! + 0.114 * b!, 'uint8');
    });
    // Below the last row there are more.
    const edges = lengths(gray, width, height).slice(0, -width);
    const shown = written.data.filter((_, n) => n % 4 === 0).slice(0, -width);
    // A gray level may be 1 off here, where fixed point rounds it otherwise than these floats.
    expect(greatestDifference(shown, edges)).toBeLessThanOrEqual(6);
    expect(new Set(written.data.filter((_, n) => n % 4 === 3))).toEqual(new Set([255]));
    await keepPicture('webcam-edges', await canvas.screenshot());
  });

  it('says that there is no camera', async () => {
    const page = await open('webcam-edges');
    await page.evaluate(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error('Requested device not found'));
    });
    await page.getByRole('button').click();
    await page.getByText('No camera: Requested device not found').waitFor();
    expect(await page.getByRole('button').isEnabled()).toBe(true);
  });
});

describe('video-worker', () => {
  it('blurs the frames of a video', async () => {
    const page = await open('video-worker');
    const frames = () => page.locator('output').textContent();
    await page.waitForFunction(() => Number.parseInt(document.querySelector('output')!.value, 10) > 20);
    expect(await frames()).toMatch(/^\d+ frames, \d+ skipped, \d+\.\d ms for the last blur$/);

    // A frame that stays, on both sides.
    await page.evaluate(async () => {
      const video = document.querySelector('video')!;
      video.pause();
      await new Promise((resolve) => setTimeout(resolve, 500));
      const output = document.querySelector('output')!;
      const before = output.value;
      video.currentTime = 1.5;
      while (output.value === before) await new Promise((resolve) => setTimeout(resolve, 20));
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    });
    const { read, written } = await page.evaluate(() => {
      const pixels = (source: HTMLVideoElement | HTMLCanvasElement) => {
        const context = new OffscreenCanvas(320, 240).getContext('2d')!;
        context.drawImage(source, 0, 0);
        return [...context.getImageData(0, 0, 320, 240).data];
      };
      return {
        read: pixels(document.querySelector('video')!),
        written: pixels(document.querySelector('canvas')!),
      };
    });
    const expected = blurred(read, [240, 320, 4], { sigma: [8, 8], boundary: reflect });
    expect(greatestDifference(written, expected)).toBeLessThan(2);
    expect(greatestDifference(written, read)).toBeGreaterThan(40);
    // Both pictures, without the time below them.
    const clip = { x: 32, y: 32, width: 645, height: 240 };
    await keepPicture('video-worker', await page.screenshot({ clip }));
  });
});

/** The length of Sobel's gradient, as bytes. */
function lengths(gray: readonly number[], width: number, height: number): number[] {
  const grid = gridOf({ data: new Float64Array(gray), shape: [height, width] });
  const along = (kernel: number[][]) =>
    oracle(grid, kernel, { operation: 'correlate2d', mode: 'same', boundary: 'reflect' }).values;
  const smooth = [1, 2, 1];
  const x = along(smooth.map((tap) => [-tap, 0, tap]));
  const y = along([smooth.map((tap) => -tap), [0, 0, 0], smooth]);
  return Array.from(x, (value, n) => roundHalfEvenSaturate(Math.hypot(value, y[n]!), 'uint8'));
}
