import { convolve2d, correlate2d, type Kernel, type NdArray, type PixelImage } from 'convolve-wasm';
import type { Page } from 'puppeteer-core';
import { expect, it } from 'vitest';
import { sceneOf } from '../../demo/playground/src/engine/scene.ts';
import { decodeState } from '../../demo/playground/src/state/address.ts';
import { axeFaults } from './axe.ts';
import { afterResult, inBrowsers, waitForResult } from './browsers.ts';
import { choose, control, copied, record, savedArray, toggle, unfold, type Way, write } from './recorded.ts';

/** A picture of whole numbers, so that sums are exact on every backend. The kernel is of even size. */
const start = '#picture=noise&side=40&elements=float32&kernel=1,2,0,-3;4,0,1,1';
const boundary = 'Beyond the edges';
const stride = 'Stride: keep each n-th result';
const dilation = 'Dilation: distance between taps';
const padding = 'Padding in pixels';

type Act = (page: Page, way: Way) => Promise<void>;

/** Each changes the call, the next one goes on from there. */
const acts: readonly (readonly [name: string, act: Act])[] = [
  ['mode full', (page, way) => choose(page, way, 'Mode', 'full')],
  ['boundary wrap', (page, way) => choose(page, way, 'Rows and columns', 'wrap', boundary)],
  ['boundary reflect', (page, way) => choose(page, way, 'Rows and columns', 'reflect', boundary)],
  [
    'boundary fill for columns',
    async (page, way) => {
      await toggle(page, way, 'Different for rows and columns', boundary);
      await choose(page, way, 'Columns', 'fill', boundary);
    },
  ],
  ['boundary edge for rows', (page, way) => choose(page, way, 'Rows', 'edge', boundary)],
  ['a fill value', (page, way) => write(page, way, 'Fill value', '-2.5')],
  ['boundary symm for both', (page, way) => choose(page, way, 'Rows', 'symm', boundary)],
  ['mode padding', (page, way) => choose(page, way, 'Mode', 'padding')],
  ['padding of all sides', (page, way) => write(page, way, 'All sides', '3', padding)],
  [
    'padding of one side',
    async (page, way) => {
      await toggle(page, way, 'Each side apart', padding);
      await write(page, way, 'Left', '12', padding);
    },
  ],
  ['a stride', (page, way) => write(page, way, 'Rows and columns', '2', stride)],
  [
    'a stride of columns',
    async (page, way) => {
      await toggle(page, way, 'Different for rows and columns', stride);
      await write(page, way, 'Columns', '3', stride);
    },
  ],
  ['a dilation', (page, way) => write(page, way, 'Rows and columns', '4', dilation)],
  ['mode same', (page, way) => choose(page, way, 'Mode', 'same')],
  ['a delta', (page, way) => write(page, way, 'Delta, added to each sum', '0.5')],
  ['a type of the result', (page, way) => choose(page, way, 'Type of the result', 'int16')],
  ['precision', (page, way) => choose(page, way, 'Precision', 'fast')],
  ['NaN', (page, way) => choose(page, way, 'NaN', 'ignore')],
  ['a method', (page, way) => choose(page, way, 'Method', 'direct')],
  ['mode valid', (page, way) => choose(page, way, 'Mode', 'valid')],
];

inBrowsers((open) => {
  it.each<Way>(['keyboard', 'pointer'])(
    'computes and sizes what the package does with each option, by %s',
    async (way) => {
      const page = await open(start, { before: record });
      for (const title of ['Stride and dilation', 'Numbers', 'Method', 'Why this size'])
        await unfold(page, way, title);
      const picture = await savedArray(page, 'Picture as .npy');
      for (const [name, act] of acts) {
        await afterResult(page, () => act(page, way));
        // Keys may have chosen others on the way.
        await waitForResult(page);
        await expectResultOfPackage(page, name, picture);
      }
      expect(await copied(page, 'Copy link')).toContain(
        'mode=valid&padding=3;12,3&boundary=symm,fill&fillvalue=-2.5&stride=2,3&dilation=4&delta=0.5&' +
          'dtype=int16&precision=fast&nan=ignore&method=direct',
      );
    },
    120_000,
  );

  it('joins what was apart for rows and columns', async () => {
    const page = await open('#side=64&stride=2,3&boundary=wrap,fill', { before: record });
    await unfold(page, 'pointer', 'Stride and dilation');
    await afterResult(page, () => toggle(page, 'pointer', 'Different for rows and columns', stride));
    await afterResult(page, () => toggle(page, 'keyboard', 'Different for rows and columns', boundary));
    expect(await (await control(page, 'Rows and columns', stride)).evaluate(({ value }) => value)).toBe('2');
    expect(new URL(await copied(page, 'Copy link')).hash).toBe('#side=64&boundary=wrap&stride=2');
  });

  it('has alpha for colours alone', async () => {
    const page = await open('#colour=yes&side=64', { before: record });
    await unfold(page, 'pointer', 'Numbers');
    for (const name of ['filter', 'premultiply', 'preserve']) {
      await afterResult(page, () => choose(page, 'pointer', 'Alpha', name));
      await expectResultOfPackage(page, name, await savedArray(page, 'Picture as .npy'));
    }
    await afterResult(page, () => go(page, '#alpha=preserve&side=64'));
    expect(
      await page.$$eval('.options label', (labels) => labels.map((label) => label.textContent)),
    ).not.toContain('Alpha');
    await expectResultOfPackage(page, 'gray', await savedArray(page, 'Picture as .npy'));
  });

  it('tells how the shape comes about', async () => {
    const page = await open(
      '#picture=noise&side=50&kernel=1,2;3,4;5,6&dilation=2,1&stride=3,2&mode=padding&padding=1,2;0,4',
    );
    const lines = await page.$$eval('.formula', (lines) => lines.map((line) => line.textContent));
    expect(lines).toEqual([
      '⌊(picture + before + after − kernel) / stride⌋ + 1',
      'kernel rows = (3 − 1) × 2 + 1 = 5rows = ⌊(50 + 1 + 2 − 5) / 3⌋ + 1 = 17',
      'columns = ⌊(50 + 0 + 4 − 2) / 2⌋ + 1 = 27',
    ]);
    await go(page, '#picture=impulse&side=16&kernel=box:size=31&mode=valid');
    await page.waitForFunction(() =>
      document.querySelector('.shape .hint')?.textContent?.includes('trade places'),
    );
    expect(await page.$eval('.shape output', (output) => output.textContent)).toBe('16 x 16');
  });

  it('draws each boundary as a row of pixels', async () => {
    const page = await open();
    const drawings: string[] = [];
    let drawing = await page.$eval('.rule', (rule) => rule.getAttribute('aria-label'));
    for (const rule of ['fill', 'wrap', 'symm', 'reflect', 'edge']) {
      await choose(page, 'pointer', 'Rows and columns', rule, boundary);
      const next = await page.waitForFunction(
        (last) => {
          const label = document.querySelector('.rule')!.getAttribute('aria-label');
          return label === last ? null : label;
        },
        {},
        drawing,
      );
      drawing = (await next.jsonValue())!;
      drawings.push(drawing);
    }
    expect(drawings.map((text) => text.replace('a b c d continued: ', ''))).toEqual([
      '0 0 0 [a b c d] 0 0 0',
      'b c d [a b c d] a b c',
      'c b a [a b c d] d c b',
      'd c b [a b c d] c b a',
      'a a a [a b c d] d d d',
    ]);
  });

  it('says in place what the package refuses, and what is no number', async () => {
    const page = await open('#method=multirate', { isEarly: true });
    await waitForResult(page, 'failed');
    const sentence = await page.$eval('.options details[open] .error', (error) => error.textContent);
    expect(sentence).toBe(
      '"method" expected one that can compute this, got "multirate": the kernel is no Gaussian by name',
    );
    await afterResult(page, () => choose(page, 'keyboard', 'Method', 'auto'));
    expect(await page.$('.options .error')).toBeNull();

    await unfold(page, 'keyboard', 'Stride and dilation');
    const rows = () =>
      page.$eval('canvas[data-view="result"]', (canvas) => (canvas as HTMLCanvasElement).dataset.rows);
    const before = await rows();
    await write(page, 'keyboard', 'Rows and columns', '33', stride);
    await page.waitForSelector('.options [role=alert]');
    await waitForResult(page);
    // Not a stride of 3.
    expect(await rows()).toBe(before);
    expect(await page.$eval('.options [role=alert]', (alert) => alert.textContent)).toBe(
      'Type a whole number from 1 to 32.',
    );
    expect(await axeFaults(page)).toEqual([]);
    await afterResult(page, () => write(page, 'keyboard', 'Rows and columns', '31', stride));
    expect(await page.$('.options [role=alert]')).toBeNull();

    await unfold(page, 'keyboard', 'Numbers');
    await write(page, 'keyboard', 'Delta, added to each sum', 'abc');
    await page.waitForSelector('.options [role=alert]');
    expect(await page.$eval('.options [role=alert]', (alert) => alert.textContent)).toContain(
      'Type a number',
    );
  });

  it('refuses a result that is too large, before it is computed', async () => {
    const page = await open('#picture=noise&side=64&mode=full&kernel=box:size=255&dilation=64', {
      isEarly: true,
    });
    await waitForResult(page, 'failed');
    expect(await page.evaluate(() => document.body.innerText)).toContain(
      'The result would have 16320 x 16320 pixels. The playground shows up to 16 megapixels.',
    );
  });
});

async function go(page: Page, hash: string): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, hash);
}

/** Holds the numbers of the result, and the shape in the panel, to the package's own. */
async function expectResultOfPackage(page: Page, name: string, picture: NdArray): Promise<void> {
  const { state } = decodeState(new URL(await copied(page, 'Copy link')).hash.slice(1));
  const [height, width, channels = 1] = picture.shape as [number, number, number?];
  const data = state.imageDType === 'uint8clamped' ? new Uint8ClampedArray(picture.data) : picture.data;
  const { kernel, options, operation } = sceneOf(state);
  const image: PixelImage = { data, width, height, channels };
  const expected = { convolve2d, correlate2d }[operation](image, kernel as Kernel, options);
  const found = await savedArray(page, 'Result as .npy');
  expect(found.shape.slice(0, 2), name).toEqual([expected.height, expected.width]);
  expect(Array.from(found.data), name).toEqual(Array.from(expected.data));
  const shape = await page.$eval('.shape output', (output) => output.textContent);
  expect(shape, name).toBe(`${expected.height} x ${expected.width}`);
}
