import { convolve2d, kernels } from 'convolve-wasm';
import { expect, it } from 'vitest';
import { afterResult, inBrowsers, waitForResult } from './browsers.ts';
import {
  byDefault,
  drawn,
  kernel,
  kernelText,
  noise,
  noiseImage,
  pointAt,
  press,
  scaleOf,
  toldSum,
  waitForPlace,
  written,
} from './look-page.ts';
import { shownResult } from './pixels.ts';
import { field } from './results.ts';

inBrowsers((open) => {
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

  it.each([
    ['kernel=1000', 'sum 1000, result 255'],
    ['kernel=10', 'sum 10'],
  ])('tells screen readers the sum, and the result where it is another: %s', async (kernel, told) => {
    const page = await open(`#picture=steps&dtype=uint8&${kernel}&pointed=0,0`);
    await page.waitForFunction(
      (sentence) => document.querySelector('.sum [role=status]')?.textContent === sentence,
      {},
      `Row 0, column 0: ${told}`,
    );
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

  it('lists the largest products of a large kernel, and adds up the others', async () => {
    const page = await open('#picture=noise&side=16&elements=float32&kernel=gaussian:size=9&pointed=2,15');
    await waitForPlace(page, 2, 15);
    const rows = await page.$$eval('.terms.list tbody tr', (rows) =>
      rows.map((row) => [...row.querySelectorAll('td')].map(({ textContent }) => textContent)),
    );
    const numbers = rows.map((row) => row.map((text) => Number(text!.replace('−', '-'))));
    expect(numbers).toHaveLength(20);
    const products = numbers.map(([, , value, tap, product]) => {
      expect(Math.abs(value! * tap! - product!)).toBeLessThan(0.01);
      return product!;
    });
    expect(products).toEqual([...products].sort((one, other) => other - one));
    const rest = await page.$eval('.terms.list tfoot td', ({ textContent }) => Number(textContent));
    const sum = products.reduce((sum, product) => sum + product, rest);
    expect(Math.abs(sum - Number(await toldSum(page)))).toBeLessThan(0.05);
    const blurred = convolve2d(noiseImage, kernels.gaussian({ size: 9 }), byDefault);
    expect(await toldSum(page)).toBe(written(blurred.data[2 * 16 + 15]!));

    // All of them, on demand.
    expect(await page.$('.sum .grids')).toBeNull();
    await page.click('.sum summary');
    await page.waitForSelector('.sum .grids');
    const [values, taps, all] = await page.$$eval('.grids table', (tables) =>
      tables.map((table) =>
        [...table.querySelectorAll('tbody td')].map(({ textContent }) =>
          Number(textContent!.replace('−', '-')),
        ),
      ),
    );
    expect([values!.length, taps!.length, all!.length]).toEqual([81, 81, 81]);
    expect(
      Math.abs(all!.reduce((total, product) => total + product, 0) - Number(await toldSum(page))),
    ).toBeLessThan(0.05);
    // As the boundary `symm` continues the picture: the row above the first is the first one again.
    const heads = await page.$$eval('.grids table:first-child tbody th', (heads) =>
      heads.map(({ textContent }) => textContent),
    );
    expect(heads.slice(0, 3)).toEqual(['−2', '−1', '0']);
    expect(values!.slice(9, 18)).toEqual(values!.slice(18, 27));
    expect(values![18]).toBeCloseTo(noiseImage.data[11]!, 1);
  });

  it('tells how alpha weights colours, and that it is kept', async () => {
    const page = await open('#side=16&colour=yes&kernel=1,1;1,1&normalize=yes&alpha=premultiply&pointed=3,4');
    await waitForPlace(page, 3, 4);
    const equation = () => page.$eval('.equation', ({ textContent }) => textContent);
    expect(await equation()).toContain('Colours are weighted by alpha');
    await page.select('.look select[name="channel"]', '3');
    await page.waitForFunction(() => !document.querySelector('.equation')!.textContent!.includes('weighted'));
    const kept = await open('#side=16&colour=yes&kernel=1,1;1,1&pointed=3,4');
    await kept.select('.look select[name="channel"]', '3');
    await kept.waitForFunction(() =>
      document.querySelector('.equation')?.textContent?.startsWith('Alpha stays that of the picture: 255'),
    );
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
    for (let steps = 1; steps <= 3; steps++) {
      await press(page, 'Step');
      await waitForPlace(page, 0, steps - 1);
      expect(await seen()).toBe(steps);
    }
    // The window reaches beyond the picture at the border.
    expect(
      await page.$$eval('.grids table:first-of-type td.beyond', (cells) => cells.length),
    ).toBeGreaterThan(0);
    await press(page, 'Show all');
    expect(await seen()).toBe(256);

    // Another shape has other results: counting begins anew.
    const mode = () => field(page, '.options', 'Mode');
    await press(page, 'Step');
    expect(await seen()).toBe(4);
    await afterResult(page, async () => (await mode()).select('full'));
    await drawn(page);
    const full = await shownResult(page);
    expect([full.rows, full.columns]).toEqual([17, 18]);
    for (let row = 0; row < 17; row++) expect(full.colourAt(row, 17)[3]).toBe(255);
    await afterResult(page, async () => (await mode()).select('same'));
    expect(await seen()).toBe(256);

    await page.focus('.plane[aria-label^="Result"]');
    await page.keyboard.press(' ');
    await page.waitForFunction(() =>
      /column ([3-9]|1\d)$/.test(document.querySelector('.sum h3')?.textContent ?? ''),
    );
    await page.keyboard.press(' ');
    await page.waitForSelector('.look ::-p-aria([name="Play"][role="button"])');
    const paused = await seen();
    expect(paused).toBeGreaterThanOrEqual(3);
    expect(paused).toBeLessThan(256);

    await page.select('.look select[name="speed"]', '20000');
    await press(page, 'Play');
    await waitForPlace(page, 15, 15);
    expect(await seen()).toBe(256);
  });

  it('steps and plays on from the chosen result', async () => {
    const page = await open(`#${noise}&${kernelText}&pointed=7,3`);
    await press(page, 'Step');
    await waitForPlace(page, 7, 4);
    await drawn(page);
    const view = await shownResult(page);
    expect([view.colourAt(7, 4)[3], view.colourAt(7, 5)[3]]).toEqual([255, 0]);
    await press(page, 'Show all');
    await press(page, 'Play');
    await page.waitForFunction(() =>
      /^Row (7, column ([6-9]|1\d)|([89]|1\d),)/.test(document.querySelector('.sum h3')?.textContent ?? ''),
    );
  });

  it('shows all results again after Escape, and after a change of the kernel', async () => {
    const page = await open(`#${noise}&${kernelText}`);
    const last = async () => {
      await drawn(page);
      return (await shownResult(page)).colourAt(15, 15)[3];
    };
    await press(page, 'Step');
    expect(await last()).toBe(0);
    await page.focus('.plane[aria-label^="Result"]');
    await page.keyboard.press('Escape');
    expect(await last()).toBe(255);
    await press(page, 'Step');
    expect(await last()).toBe(0);
    await afterResult(page, () => page.select('.kernel select', 'sobelY'));
    expect(await last()).toBe(255);
  });

  it('plays slowly where less motion is asked for, and only when it is told to', async () => {
    const page = await open(`#${noise}&${kernelText}`, { reducedMotion: true });
    expect(await page.$('.sum h3')).toBeNull();
    const speeds = await page.$$eval('.look select[name="speed"] option', (options) =>
      options.map((option) => Number((option as HTMLOptionElement).value)),
    );
    expect(Math.max(...speeds)).toBeLessThanOrEqual(10);
    await press(page, 'Play');
    await waitForPlace(page, 0, 3);
    await press(page, 'Pause');
  });

  it('zooms to the window, and around it', async () => {
    const page = await open('#side=256&pointed=20,30');
    const middleOf = async () => {
      const { x, y } = await pointAt(page, 'result', 20, 30);
      const box = await page.$eval('canvas[data-view="result"]', (canvas) => {
        const { left, top, width, height } = canvas.getBoundingClientRect();
        return { left, top, width, height };
      });
      return [(x - box.left) / box.width, (y - box.top) / box.height];
    };
    const before = await middleOf();
    const scale = await scaleOf(page, 'result');
    await press(page, 'Zoom in');
    await drawn(page);
    expect(await scaleOf(page, 'result')).toBeGreaterThan(scale);
    const after = await middleOf();
    for (const axis of [0, 1]) expect(after[axis]).toBeCloseTo(before[axis]!, 1);
    await press(page, 'Zoom to the window');
    await drawn(page);
    expect(await scaleOf(page, 'picture')).toBeGreaterThan(20);
    for (const part of await middleOf()) expect(part).toBeCloseTo(0.5, 1);
    await press(page, 'Whole picture');
    await drawn(page);
    expect(await scaleOf(page, 'result')).toBeCloseTo(scale, 5);
  });

  it('has the boundary in the toolbar, and all digits of a cell', async () => {
    const page = await open(`#${noise}&${kernelText}&pointed=0,0`);
    await afterResult(page, () => page.select('.look select[name="boundary"]', 'fill'));
    const result = convolve2d(noiseImage, kernel, { ...byDefault, boundary: 'fill' });
    await page.waitForFunction(
      (sum) => document.querySelector('.equation output')?.textContent === sum,
      {},
      written(result.data[0]!),
    );
    const titles = await page.$$eval('.grids table:first-of-type tbody td', (cells) =>
      cells.map((cell) => (cell as HTMLElement).title),
    );
    expect(titles).toContain(String(noiseImage.data[0]));
    const apart = await open(`#${noise}&boundary=wrap,edge`);
    expect(
      await apart.$eval('.look select[name="boundary"]', (select) => (select as HTMLSelectElement).value),
    ).toBe('both');
  });
});
