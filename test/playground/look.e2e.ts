import { type ConvolveOptions, convolve2d, correlate2d, type PixelImage } from 'convolve-wasm';
import type { Page } from 'puppeteer-core';
import { expect, it } from 'vitest';
import { rasterOf } from '../../demo/playground/src/engine/raster.ts';
import { generate } from '../../demo/playground/src/picture/generate.ts';
import { inBrowsers, waitForResult } from './browsers.ts';
import { shownResult, shownView, type View } from './pixels.ts';

/** 16 x 16 elements of noise, as float32. */
const noise = 'picture=noise&side=16&elements=float32';
const noiseImage = generate('noise', 16);
const kernel = [
  [1, 2, 0],
  [0, -3, 1],
];
const kernelText = 'kernel=1,2,0;0,-3,1';

/** What the page computes by default. */
const byDefault: ConvolveOptions = { mode: 'same', boundary: 'symm', dtype: 'float32' };

function expectElements(view: View, image: PixelImage): void {
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
async function drawn(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  );
}

async function pointAt(page: Page, name: 'picture' | 'result', row: number, column: number) {
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

async function waitForPlace(page: Page, row: number, column: number): Promise<void> {
  const title = `Row ${row}, column ${column}`;
  await page.waitForFunction((title) => document.querySelector('.sum h3')?.textContent === title, {}, title);
}

const toldSum = (page: Page) => page.$eval('.equation output', (output) => output.textContent);
const scaleOf = (page: Page, name: string) =>
  page.$eval(`canvas[data-view="${name}"]`, (canvas) =>
    Number((canvas as HTMLCanvasElement).dataset.cellWidth),
  );
const topOf = (page: Page, name: string) =>
  page.$eval(`canvas[data-view="${name}"]`, (canvas) => Number((canvas as HTMLCanvasElement).dataset.top));

/** As the page writes numbers. */
const written = (value: number) => String(Number(value.toPrecision(5))).replace('-', '−');

inBrowsers((open, browser) => {
  it('shows results in gray, and in blue and red where some are negative', async () => {
    const page = await open(`#${noise}&kernel=1,2,1;2,4,2;1,2,1&normalize=yes`);
    const blur = [
      [1, 2, 1],
      [2, 4, 2],
      [1, 2, 1],
    ];
    expectElements(await shownResult(page), convolve2d(noiseImage, blur, { ...byDefault, normalize: true }));
    const signed = await open(`#${noise}&${kernelText}`);
    expectElements(await shownResult(signed), convolve2d(noiseImage, kernel, byDefault));
    expect(await signed.$eval('.views figure:last-child .ticks', (ticks) => ticks.textContent)).toContain(
      '0',
    );
  });

  it('gives NaN a colour of its own, and says how many there are', async () => {
    const page = await open('#picture=holes&side=32&elements=float32&kernel=1,1;1,1');
    const result = convolve2d(
      generate('holes', 32),
      [
        [1, 1],
        [1, 1],
      ],
      byDefault,
    );
    const count = result.data.filter(Number.isNaN).length;
    expect(count).toBeGreaterThan(0);
    expectElements(await shownResult(page), result);
    expect(await page.$eval('.views figure:last-child .range', (text) => text.textContent)).toContain(
      `${count} NaN`,
    );
  });

  it.each<[text: string, options: ConvolveOptions]>([
    ['mode=full', { mode: 'full' }],
    ['mode=valid', { mode: 'valid' }],
    ['stride=2,3&mode=full', { mode: 'full', stride: [2, 3] }],
    ['dilation=2,3', { dilation: [2, 3] }],
    [
      'mode=padding&padding=3,0;1,4',
      {
        mode: undefined,
        padding: [
          [3, 0],
          [1, 4],
        ],
      },
    ],
  ])('draws each result at its place in the picture: %s', async (text, options) => {
    const page = await open(`#${noise}&${kernelText}&${text}`);
    const { mode, ...others } = { ...byDefault, ...options };
    const result = convolve2d(noiseImage, kernel, mode ? { mode, ...others } : others);
    const view = await shownResult(page);
    expectElements(view, result);

    // A kernel with one 1 at its centre would copy the picture: so the results lie on its pixels.
    const [picture, shown] = await Promise.all(
      (['picture', 'result'] as const).map((name) =>
        page.$eval(`canvas[data-view="${name}"]`, (canvas) => {
          const { left, top, cellWidth } = (canvas as HTMLCanvasElement).dataset;
          return { left: Number(left), top: Number(top), cellWidth: Number(cellWidth) };
        }),
      ),
    );
    const [, strideX] = (options.stride ?? [1, 1]) as [number, number];
    expect(shown!.cellWidth).toBeCloseTo(strideX * picture!.cellWidth);
    // The window of the first result, in elements of the picture, and its centre as mode `same` has it.
    const [dilationY, dilationX] = (options.dilation ?? [1, 1]) as [number, number];
    const extent = [dilationY + 1, 2 * dilationX + 1] as const;
    const centre = extent.map((length) => length - 1 - Math.floor((length - 1) / 2)) as [number, number];
    const before = {
      full: [extent[0] - 1, extent[1] - 1],
      same: centre,
      valid: [0, 0],
      padding: [3, 1],
    }[mode ?? 'padding'];
    expect((shown!.top - picture!.top) / picture!.cellWidth).toBeCloseTo(centre[0] - before[0]!, 6);
    expect((shown!.left - picture!.left) / picture!.cellWidth).toBeCloseTo(centre[1] - before[1]!, 6);
  });

  it.each(['fill', 'wrap', 'symm', 'reflect', 'edge'] as const)(
    'draws the picture as the rule %s continues it',
    async (boundary) => {
      const page = await open(`#${noise}&${kernelText}&boundary=${boundary},${boundary}&fillvalue=100`);
      // An eighth of the side is shown, which is more than this kernel reaches.
      const border = 2;
      const padding = [
        [border, border],
        [border, border],
      ] as const;
      const continued = correlate2d(noiseImage, [[1]], { padding, boundary, fillvalue: 100 });
      const { low, high } = rasterOf(noiseImage, 'auto');
      const view = await shownView(page, 'picture');
      for (let row = -border; row < 16 + border; row++) {
        for (let column = -border; column < 16 + border; column++) {
          const isInside = row >= 0 && row < 16 && column >= 0 && column < 16;
          const value = continued.data[(row + border) * continued.width + column + border]!;
          const gray = Math.round((255 * (value - low)) / (high - low));
          const [red, , , alpha] = view.colourAt(row, column);
          // What is dimmed is rounded with its alpha, to steps of 1 / 0.45.
          expect(Math.abs(red! - gray), `[${row}, ${column}]`).toBeLessThanOrEqual(isInside ? 0 : 4);
          if (isInside) expect(alpha).toBe(255);
          else expect(alpha).toBeLessThan(160);
        }
      }
    },
  );

  it('tells the sum under the mouse, which the package has too', async () => {
    const page = await open(`#${noise}&${kernelText}`);
    const result = convolve2d(noiseImage, kernel, byDefault);
    for (const [row, column] of [
      [0, 0],
      [7, 3],
      [15, 15],
    ] as const) {
      for (const name of ['result', 'picture'] as const) {
        const { x, y } = await pointAt(page, name, row, column);
        await page.mouse.move(x, y);
        await waitForPlace(page, row, column);
        expect(await toldSum(page)).toBe(written(result.data[row * 16 + column]!));
      }
    }
    const cells = await page.$$eval('.grids table', (tables) =>
      tables.map((table) => [...table.querySelectorAll('tbody td')].map((cell) => cell.textContent)),
    );
    // As it is applied: turned.
    expect(cells[1]).toEqual(['1', '−3', '0', '0', '2', '1']);
    expect(cells[0]).toHaveLength(6);
    // Away from the views, the chosen result counts again: there is none.
    await page.mouse.move(1, 1);
    await page.waitForFunction(() => !document.querySelector('.sum h3'));
  });

  it('moves the window by keys, and tells it to screen readers', async () => {
    const page = await open(`#${noise}&${kernelText}`);
    const result = convolve2d(noiseImage, kernel, byDefault);
    await page.focus('.plane[aria-label^="Result"]');
    const moves: readonly (readonly [key: string, row: number, column: number])[] = [
      ['ArrowRight', 0, 0],
      ['ArrowRight', 0, 1],
      ['ArrowDown', 1, 1],
      ['End', 1, 15],
      ['ArrowRight', 1, 15],
      ['PageDown', 11, 15],
      ['Home', 11, 0],
      ['ArrowUp', 10, 0],
      ['ArrowLeft', 10, 0],
    ];
    for (const [key, row, column] of moves) {
      await page.keyboard.press(key as 'End');
      await waitForPlace(page, row, column);
      expect(await toldSum(page)).toBe(written(result.data[row * 16 + column]!));
    }
    const sentence = `Row 10, column 0: sum ${written(result.data[160]!)}`;
    await page.waitForFunction(
      (sentence) => document.querySelector('.sum [role=status]')?.textContent === sentence,
      {},
      sentence,
    );
    await page.waitForFunction(() => location.hash.includes('pointed=10,0'));
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => !location.hash.includes('pointed='));
  });

  it('keeps a result that was clicked, also in the address', async () => {
    const page = await open(`#${noise}&${kernelText}`);
    const { x, y } = await pointAt(page, 'picture', 4, 9);
    await page.mouse.click(x, y);
    await page.mouse.move(1, 1);
    await waitForPlace(page, 4, 9);
    await page.waitForFunction(() => location.hash.includes('pointed=4,9'));
    await page.reload();
    await waitForResult(page);
    await waitForPlace(page, 4, 9);
  });

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
    await page.mouse.wheel({ deltaY: -300 });
    await page.waitForFunction(() => location.hash.includes('zoom='));
    const wheeled = await expectTogether();
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
    await page.select('.look-controls select', 'slider');
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

  it('lets the result appear step by step, and as it plays', async () => {
    const page = await open(`#${noise}&${kernelText}`);
    const seen = async () => {
      await drawn(page);
      const view = await shownResult(page);
      let count = 0;
      for (let index = 0; index < 256; index++) {
        const alpha = view.colourAt(Math.floor(index / 16), index % 16)[3];
        if (alpha === 255) count++;
        else expect(alpha).toBe(0);
      }
      return count;
    };
    expect(await seen()).toBe(256);
    const press = (name: string) => page.locator(`::-p-aria([name="${name}"][role="button"])`).click();
    for (let steps = 1; steps <= 3; steps++) {
      await press('Step');
      await waitForPlace(page, 0, steps - 1);
      expect(await seen()).toBe(steps);
    }
    // The window reaches beyond the picture at the border.
    expect(
      await page.$$eval('.grids table:first-of-type td.beyond', (cells) => cells.length),
    ).toBeGreaterThan(0);
    await press('Show all');
    expect(await seen()).toBe(256);

    await page.focus('.plane[aria-label^="Result"]');
    await page.keyboard.press(' ');
    await waitForPlace(page, 0, 2);
    await page.keyboard.press(' ');
    await page.waitForSelector('::-p-aria([name="Play"][role="button"])');
    const paused = await seen();
    expect(paused).toBeGreaterThanOrEqual(3);
    expect(paused).toBeLessThan(256);

    const [speed] = await page.$$('.look-controls label ::-p-text(Speed)');
    expect(speed).toBeDefined();
    await page.evaluate(() => {
      const label = [...document.querySelectorAll('.look-controls label')].find((label) =>
        label.textContent!.startsWith('Speed'),
      )!;
      const select = label.querySelector('select')!;
      select.value = '20000';
      select.dispatchEvent(new Event('change', { bubbles: true }));
    });
    await press('Play');
    await waitForPlace(page, 15, 15);
    expect(await seen()).toBe(256);
  });

  it('does not play by itself where less motion is asked for', async () => {
    const page = await open(`#${noise}&${kernelText}`, { reducedMotion: true });
    const names = await page.$$eval('.look-controls button', (buttons) =>
      buttons.map(({ textContent }) => textContent),
    );
    expect(names).toContain('Step');
    expect(names).not.toContain('Play');
    await page.focus('.plane[aria-label^="Result"]');
    for (const column of [0, 1, 2]) {
      await page.keyboard.press(' ');
      await waitForPlace(page, 0, column);
    }
  });

  it('stops a call that takes long, and starts again', async () => {
    const page = await open(`#${noise}&${kernelText}`, {
      isEarly: true,
      // The first worker never gets its call, as if it computed for ever.
      before: () => {
        const { postMessage } = Worker.prototype;
        const silent = new WeakSet<Worker>();
        let isFirst = true;
        Worker.prototype.postMessage = function (this: Worker, ...message: unknown[]) {
          if (isFirst) silent.add(this);
          isFirst = false;
          if (!silent.has(this)) Reflect.apply(postMessage, this, message);
        };
      },
    });
    const press = (name: string) => page.locator(`::-p-aria([name="${name}"][role="button"])`).click();
    await press('Stop');
    await page.waitForFunction(() =>
      document.querySelector('.look [role=alert]')?.textContent?.includes('Stopped.'),
    );
    await press('Start again');
    await waitForResult(page);
    expect(await page.$('.look [role=alert]')).toBeNull();
    expectElements(await shownResult(page), convolve2d(noiseImage, kernel, byDefault));
  });

  it('says it when the worker does not start', async () => {
    const page = await open(`#${noise}&${kernelText}`, {
      isEarly: true,
      expected: [/broken/],
      before: () => {
        const Original = Worker;
        let isFirst = true;
        globalThis.Worker = class extends Original {
          constructor(address: string | URL, options?: WorkerOptions) {
            super(isFirst ? 'data:text/javascript,throw new Error("broken")' : address, options);
            isFirst = false;
          }
        };
      },
    });
    await waitForResult(page, 'failed');
    expect(await page.$eval('.look [role=alert]', (alert) => alert.textContent)).toContain('could not start');
    const press = (name: string) => page.locator(`::-p-aria([name="${name}"][role="button"])`).click();
    await press('Start again');
    await waitForResult(page);
    expectElements(await shownResult(page), convolve2d(noiseImage, kernel, byDefault));
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

  it('draws the kernel as it is applied', async () => {
    const page = await open(`#${noise}&${kernelText}`);
    const data = Float64Array.from(kernel.flat()).reverse();
    expectElements(await shownView(page, 'kernel'), { data, width: 3, height: 2, channels: 1 });
  });
});
