import { convolve2d, correlate2d, grayscale } from 'convolve-wasm';
import type { Page } from 'puppeteer-core';
import { expect, it } from 'vitest';
import { rasterOf } from '../../demo/playground/src/engine/raster.ts';
import { tutorialKernels } from '../../demo/playground/src/kernel/tutorial-kernels.ts';
import { generate } from '../../demo/playground/src/picture/generate.ts';
import { tutorialSteps } from '../../demo/playground/src/state/state.ts';
import { resultLength } from '../../demo/playground/src/tutorial/size.ts';
import { axeFaults } from './axe.ts';
import { inBrowsers, phone, waitForResult } from './browsers.ts';
import { canvasPixels, shownResult } from './pixels.ts';
import { button, field, typeInto } from './results.ts';

const { data, ...size } = generate('steps', 512);
const image = { data: Float64Array.from(data), ...size };
const kernel01 = tutorialKernels['SciPy tutorial, kernel 1']! as number[][];
const kernel02 = tutorialKernels['SciPy tutorial, kernel 2']! as number[][];
const options = { boundary: 'symm', mode: 'same' } as const;

/** The text of a number as the page writes it. */
const written = (value: number) => String(value).replace('-', '−');

function headingOf(page: Page): Promise<string> {
  return page.$eval('.tutorial h2', ({ textContent }) => textContent ?? '');
}

async function waitForHeading(page: Page, text: string): Promise<void> {
  await page.waitForFunction(
    (text) => document.querySelector('.tutorial h2')?.textContent === text,
    {},
    text,
  );
}

/** Waits until all that the step shows is computed. */
async function computed(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      document.querySelector('.tutorial canvas') &&
      !document.querySelector('.tutorial')!.textContent!.includes('Computing'),
  );
}

/** Waits until the sums of the pointed pixel are these. */
async function waitForSums(page: Page, sums: readonly string[]): Promise<void> {
  await page.waitForFunction(
    (sums) =>
      [...document.querySelectorAll('.tutorial output')]
        .map(({ textContent }) => textContent)
        .every((text, index) => text?.endsWith(sums[index]!)),
    {},
    sums,
  );
  expect(await page.$$('.tutorial output')).toHaveLength(sums.length);
}

inBrowsers((open, name) => {
  it('tells the range of the padded picture, and keeps its buttons in sight', async () => {
    const page = await open('#tab=tutorial&step=numpy-3', { viewport: { width: 1000, height: 400 } });
    await computed(page);
    const range = () => page.$eval('.tutorial .range', ({ textContent }) => textContent!);
    expect(await range()).toMatch(/^0 to /);
    const mean = async () => Number(/mean ([\d.]+)/.exec(await range())![1]);
    const padded = await mean();
    await typeInto(await field(page, '.tutorial', 'Padding'), '0');
    await page.waitForFunction(
      () => !document.querySelector('.tutorial .range')!.textContent!.startsWith('0 to'),
    );
    // 256 x 192 pixels, and two rows and columns of zeros on each side.
    expect(padded).toBeCloseTo(((await mean()) * 256 * 192) / (260 * 196), 1);

    const bottom = await page.$eval('.tutorial .buttons', (row) => row.getBoundingClientRect().bottom);
    expect(bottom).toBeLessThanOrEqual(400);
    await (await button(page, '.tutorial', 'Next')).click();
    await waitForHeading(page, 'Sliding');
    expect(await page.$eval('.tutorial h2', (title) => getComputedStyle(title).outlineStyle)).toBe('none');
  });

  it('goes from step to step by buttons and by keys, and its address names the step', async () => {
    const page = await open('#tab=tutorial');
    await waitForHeading(page, 'An image of two steps');
    const back = await button(page, '.tutorial', 'Back');
    expect(await back.evaluate(({ disabled }) => disabled)).toBe(true);

    // A screen reader reads on from the heading.
    const focused = () => page.evaluate(() => document.activeElement!.textContent);
    await (await button(page, '.tutorial', 'Next')).press('Enter');
    await waitForHeading(page, 'A kernel of two halves');
    expect(await focused()).toBe('A kernel of two halves');
    await page.focus('.tutorial nav button');
    await page.keyboard.press('ArrowRight');
    await waitForHeading(page, 'The convolution');
    expect(await focused()).toBe('The convolution');
    // Buttons move while results come.
    await computed(page);
    await (await button(page, '.tutorial', 'Back')).click();
    await waitForHeading(page, 'A kernel of two halves');
    await computed(page);
    await (await button(page, '.tutorial nav', 'Padding, stride and size')).click();
    await waitForHeading(page, 'Padding, stride and size');
    await page.keyboard.press('ArrowLeft');
    await waitForHeading(page, 'Sliding');

    await page.waitForFunction(() => location.hash.includes('step=numpy-4'));
    await page.reload();
    await waitForHeading(page, 'Sliding');
    // Keys of a field do not step.
    await computed(page);
    await (await field(page, '.tutorial', 'Row')).press('ArrowLeft');
    expect(await headingOf(page)).toBe('Sliding');
  });

  it('shows kernel, image and result as the package computes them', async () => {
    const page = await open('#tab=tutorial&step=scipy-3');
    await computed(page);
    const shown = await canvasPixels(page, '.tutorial [data-plot="result"]');
    const result = rasterOf(convolve2d(image, kernel01, options), 'viridis');
    expect([shown.width, shown.height]).toEqual([result.widthPx, result.heightPx]);
    expect(shown.rgba).toEqual(result.rgba);
    const picture = await canvasPixels(page, '.tutorial [data-plot="picture"]');
    expect(picture.rgba).toEqual(rasterOf(image, 'gray').rgba);
    // As written: the negative half is on the left, blue.
    const kernel = await canvasPixels(page, '.tutorial [data-plot="kernel"]');
    expect([kernel.width, kernel.height]).toEqual([10, 10]);
    const [red, , blue] = kernel.rgba;
    expect(blue).toBeGreaterThan(red!);
  });

  it('shows by the sums at a pixel that the second result is the negative of the first', async () => {
    const page = await open('#tab=tutorial&step=scipy-4');
    await computed(page);
    const first = convolve2d(image, kernel01, options).data;
    const second = convolve2d(image, kernel02, options).data;
    const sumsAt = (row: number, column: number) =>
      [first, second].map((result) => `= ${written(result[100 * row + column]!)}`);

    await typeInto(await field(page, '.tutorial', 'Row'), '70');
    await typeInto(await field(page, '.tutorial', 'Column'), '57');
    await waitForSums(page, sumsAt(70, 57));
    expect(second[7057]).toBe(-first[7057]!);
    expect(first[7057]).not.toBe(0);

    // By the pointer: in the middle of row 20, column 42.
    const plot = await page.$('.tutorial [data-plot="result"]');
    await plot!.scrollIntoView();
    const box = (await plot!.boundingBox())!;
    await page.mouse.click(box.x + (42.5 / 100) * box.width, box.y + (20.5 / 100) * box.height);
    await waitForSums(page, sumsAt(20, 42));
    const row = await field(page, '.tutorial', 'Row');
    expect(await row.evaluate(({ value }) => value)).toBe('20');
  });

  it('outlines its images, whose white is that of the page', async () => {
    const page = await open('#tab=tutorial');
    await computed(page);
    const { style, width, colour, sheet } = await page.$eval('.tutorial [data-plot="picture"]', (canvas) => {
      const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(canvas);
      const sheet = getComputedStyle(canvas.closest('.panel')!).backgroundColor;
      return { style: outlineStyle, width: outlineWidth, colour: outlineColor, sheet };
    });
    expect([style, width]).toEqual(['solid', '1px']);
    expect(colour).not.toBe(sheet);
  });

  it('tells convolution from correlation', async () => {
    const page = await open('#tab=tutorial&step=scipy-5');
    await computed(page);
    const results = [convolve2d, correlate2d].map((call) => call(image, kernel01, options).data);
    await waitForSums(
      page,
      results.map((result) => `= ${written(result[2540]!)}`),
    );
  });

  it('computes sizes with padding and stride as the formula says', async () => {
    const page = await open('#tab=tutorial&step=numpy-5');
    await computed(page);
    await typeInto(await field(page, '.tutorial', 'Padding'), '7');
    await typeInto(await field(page, '.tutorial', 'Stride'), '3');
    const [rows, columns] = [192, 256].map((n) => resultLength(n, 7, 3, 3));
    await page.waitForFunction(
      (rows, columns) => {
        const canvas = document.querySelector<HTMLCanvasElement>('.tutorial [data-plot="result"]');
        return canvas?.height === rows && canvas?.width === columns;
      },
      {},
      rows,
      columns,
    );
    const formula = await page.$eval('.tutorial .formula', ({ textContent }) => textContent);
    expect(formula).toContain(`floor((192 + 2 · 7 − 3) / 3) + 1 = ${rows} rows`);
    expect(formula).toContain(`floor((256 + 2 · 7 − 3) / 3) + 1 = ${columns} columns`);

    // What the package makes of the gray photograph that is shown without its padding.
    const padded = await canvasPixels(page, '.tutorial [data-plot="picture"]');
    expect([padded.height, padded.width]).toEqual([192 + 14, 256 + 14]);
    const gray = grayscale({ data: padded.rgba, width: padded.width, height: padded.height });
    const kernel = tutorialKernels['NumPy tutorial, edges']! as number[][];
    const edges = convolve2d(gray, kernel, { padding: 0, stride: 3, dtype: 'uint8' });
    const shown = await canvasPixels(page, '.tutorial [data-plot="result"]');
    expect(shown.rgba.filter((_, index) => index % 4 === 0)).toEqual(Uint8ClampedArray.from(edges.data));
  });

  it('opens a step in the playground', async () => {
    const page = await open('#tab=tutorial&step=scipy-5&kernel=1,2;3,4&stride=3');
    await computed(page);
    await (await button(page, '.tutorial', 'Open in the playground')).click();
    await page.waitForSelector('canvas[data-view="result"]');
    await waitForResult(page);
    await page.waitForFunction(
      () => document.querySelector<HTMLElement>('canvas[data-view="result"]')?.dataset.rows === '100',
    );
    const view = await shownResult(page);
    const { rgba } = rasterOf(correlate2d(image, kernel01, options), 'viridis');
    // In the lower half: the pointed pixel with its window, which is drawn on the result, is in the upper one.
    for (let at = 5000; at < 10_000; at += 7) {
      const [row, column] = [Math.floor(at / 100), at % 100];
      if (!view.isSeen(row, column)) continue;
      expect(view.colourAt(row, column)).toEqual(Array.from(rgba.subarray(4 * at, 4 * at + 4)));
    }
  });

  if (name === 'Chromium') {
    it.each(tutorialSteps)('axe finds nothing in %s', async (step) => {
      const page = await open(`#tab=tutorial&step=${step}`, { scheme: 'dark', viewport: phone });
      await computed(page);
      expect(await axeFaults(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(phone.width);
    });
  }
});
