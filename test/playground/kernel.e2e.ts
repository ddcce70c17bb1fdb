import { kernels, type PixelImage } from 'convolve-wasm';
import type { Page } from 'puppeteer-core';
import { expect, it } from 'vitest';
import { generate } from '../../demo/playground/src/picture/generate.ts';
import { axeFaults } from './axe.ts';
import { afterResult, inBrowsers, phone, waitForResult } from './browsers.ts';
import { alerts, button, expectResult, field, typeInto, waitForAlert } from './results.ts';

const start = '#picture=zone&side=40';
const zone = ((): PixelImage => {
  const { data, ...size } = generate('zone', 40);
  return { ...size, data: Uint8ClampedArray.from(data) };
})();
const part = 'section.kernel';
const cell = (row: number, column: number) => `.kernel-grid [data-row="${row}"][data-column="${column}"]`;

/** The numbers in the cells. */
function cells(page: Page): Promise<string[][]> {
  return page.$$eval('.kernel-grid tbody tr', (rows) =>
    rows.map((row) => Array.from(row.querySelectorAll('input'), ({ value }) => value)),
  );
}

function facts(page: Page): Promise<string[]> {
  return page.$$eval('section.kernel dd', (all) => all.map(({ textContent }) => textContent));
}

inBrowsers((open, browser) => {
  it('edits taps by keys: types, and goes from cell to cell', async () => {
    const page = await open(start);
    await page.focus(cell(0, 0));
    await afterResult(page, () => page.keyboard.type('5'));
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await afterResult(page, () => page.keyboard.type('1/4'));
    await page.keyboard.press('ArrowRight');
    expect(await page.evaluate(() => document.activeElement!.getAttribute('aria-label'))).toBe(
      'Row 1, column 2',
    );
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowLeft');
    expect(await page.evaluate(() => document.activeElement!.getAttribute('aria-label'))).toBe(
      'Row 2, column 1',
    );
    expect(await cells(page)).toEqual([
      ['5', '0', '1'],
      ['-2', '0.25', '2'],
      ['-1', '0', '1'],
    ]);
    await expectResult(page, zone, [
      [5, 0, 1],
      [-2, 0.25, 2],
      [-1, 0, 1],
    ]);
    // One stop for the key Tab, at the cell that had the focus last.
    expect(await page.$$eval('.kernel-grid input[tabindex="0"]', (all) => all.length)).toBe(1);
  });

  it('edits taps by the pointer: a cell is dragged, finer with Shift', async () => {
    const page = await open(start);
    const drag = async (row: number, column: number, upPx: number) => {
      const target = (await page.$(cell(row, column)))!;
      await target.scrollIntoView();
      const box = (await target.boundingBox())!;
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(x, y - upPx / 2);
      await page.mouse.move(x, y - upPx);
    };
    await afterResult(page, () => drag(1, 0, 60));
    // Live: the pointer is still down.
    expect((await cells(page))[1]).toEqual(['-0.5', '0', '2']);
    await page.mouse.up();
    await page.mouse.move(0, 0);
    expect((await cells(page))[1]).toEqual(['-0.5', '0', '2']);
    await page.keyboard.down('Shift');
    await afterResult(page, () => drag(0, 2, -20));
    await page.keyboard.up('Shift');
    await page.mouse.up();
    await expectResult(page, zone, [
      [-1, 0, 0.95],
      [-0.5, 0, 2],
      [-1, 0, 1],
    ]);
  });

  it('marks what is no number, says so, and keeps the tap', async () => {
    const page = await open(start);
    const input = (await page.$(cell(1, 1)))!;
    await typeInto(input as never, 'abc');
    await waitForAlert(page, '"abc" is not a number. The tap stays as it was.');
    expect(await input.evaluate((element) => element.getAttribute('aria-invalid'))).toBe('true');
    expect(await axeFaults(page, part)).toEqual([]);
    await expectResult(page, zone, kernels.sobelX());
    await page.keyboard.press('ArrowDown');
    expect(await alerts(page)).toEqual([]);
    expect((await cells(page))[1]).toEqual(['-2', '0', '2']);
  });

  it('has every kernel of the package by name', async () => {
    const page = await open(start);
    const menu = await page.$eval('.kernel-menu optgroup', (group) =>
      Array.from(group.querySelectorAll('option'), ({ value }) => value),
    );
    expect(menu.sort()).toEqual(Object.keys(kernels).sort());
    for (const name of menu as (keyof typeof kernels)[]) {
      if (name === 'sobelX') continue;
      await afterResult(page, () => page.select('.kernel-menu select', name));
      const made = kernels[name]();
      const kernel = 'shape' in made ? made : [[...made]];
      await expectResult(page, zone, kernel);
    }
  });

  it('takes the parameters of a kernel, for rows and columns apart', async () => {
    const page = await open(start);
    await afterResult(page, () => page.select('.kernel-menu select', 'gaussian'));
    await (await field(page, part, 'Different')).click();
    await typeInto(await field(page, part, 'Sigma, rows'), '1.5');
    await typeInto(await field(page, part, 'Sigma, columns'), '0.5');
    await afterResult(page, async () =>
      typeInto(await field(page, part, 'Order of derivative, columns'), '1'),
    );
    await expectResult(page, zone, kernels.gaussian({ sigma: [1.5, 0.5], order: [0, 1] }));

    await afterResult(page, () => page.select('.kernel-menu select', 'motionBlur'));
    await typeInto(await field(page, part, 'Length'), '7');
    await afterResult(page, async () => typeInto(await field(page, part, 'Angle'), '30'));
    await expectResult(page, zone, kernels.motionBlur({ length: 7, angle: Math.PI / 6 }));

    await afterResult(page, () => page.select('.kernel-menu select', 'gaussian1d'));
    await afterResult(page, async () => (await field(page, part, 'As a column')).click());
    await expectResult(
      page,
      zone,
      Array.from(kernels.gaussian1d(), (tap) => [tap]),
    );
  });

  it('shows kernels by name that are too large to edit', async () => {
    const bytes = { dtype: 'uint8' } as const;
    const page = await open(`${start}&dtype=uint8`);
    await afterResult(page, () => page.select('.kernel-menu select', 'gaussian'));
    await typeInto(await field(page, part, 'Sigma'), '8');
    await page.waitForFunction(() =>
      document.querySelector('section.kernel')!.textContent.includes('65 x 65 taps: too many to edit here.'),
    );
    await waitForResult(page);
    await expectResult(page, zone, kernels.gaussian({ sigma: 8 }), bytes);
    expect(await page.$('.kernel-grid')).toBeNull();
    expect((await facts(page)).slice(0, 3)).toEqual(['65 x 65', '1', '1: separable, a column times a row']);
    expect(await page.$eval('.taps-picture canvas', (canvas) => (canvas as HTMLCanvasElement).width)).toBe(
      65,
    );
    expect(await axeFaults(page, part)).toEqual([]);
    await page.waitForFunction(() => location.hash.includes('kernel=gaussian:sigma=8'));
    const again = await open(`${start}&dtype=uint8&kernel=gaussian:sigma=8`);
    await expectResult(again, zone, kernels.gaussian({ sigma: 8 }), bytes);
    // The sum of one of its results.
    await again.focus('[aria-label^="Result,"]');
    await again.keyboard.press('ArrowDown');
    await again.waitForFunction(() => document.body.textContent.includes('The 20 largest products'));
    expect(await again.$eval('.terms tfoot th', (rest) => rest.textContent)).toBe('The other 4205 together');
  });

  it('says beside a field why a kernel is refused, and goes back to the one that counts', async () => {
    const page = await open(start);
    await afterResult(page, () => page.select('.kernel-menu select', 'gaussian'));
    const sigma = await field(page, part, 'Sigma');
    await typeInto(sigma, '20');
    await waitForResult(page);
    const truncate = await field(page, part, 'Truncate');
    await typeInto(truncate, '8');
    await waitForAlert(
      page,
      'This kernel has 321 x 321 taps; the playground takes up to 255 x 255. The kernel stays as it was.',
    );
    expect(await truncate.evaluate((input) => input.parentElement!.textContent)).toContain('321 x 321');
    expect(await axeFaults(page, part)).toEqual([]);
    await page.keyboard.press('Tab');
    expect(await truncate.evaluate(({ value }) => value)).toBe('');
    expect(await alerts(page)).toEqual([]);
    await typeInto(sigma, '999');
    await waitForAlert(page, 'Sigma is at most 20.');
    expect(await sigma.evaluate(({ value }) => value)).toBe('999');
    await page.waitForFunction(() => location.hash.endsWith('sigma=20'));
    await page.keyboard.press('Tab');
    expect(await sigma.evaluate(({ value }) => value)).toBe('20');
  });

  it('takes a decimal comma in fields and cells of one number', async () => {
    const page = await open(start);
    await afterResult(page, () => page.select('.kernel-menu select', 'gaussian'));
    await typeInto(await field(page, part, 'Sigma'), '1,5');
    await page.waitForFunction(() => location.hash.includes('sigma=1.5'));
    await waitForResult(page);
    await expectResult(page, zone, kernels.gaussian({ sigma: 1.5 }));
    await afterResult(page, () => page.select('.kernel-menu select', 'sobelX'));
    await page.focus(cell(1, 1));
    await page.keyboard.type('2,5');
    await page.waitForFunction(() => location.hash.includes('-2,2.5,2'));
  });

  it.each([
    ['1/0', 'A number cannot be divided by 0.'],
    ['1e400', '"1e400" is too large: numbers go up to 1.7e308.'],
    ['12x', '"12x" is not a number.'],
  ])('takes nothing of %s in a cell', async (text, sentence) => {
    const page = await open(start);
    await page.focus(cell(1, 1));
    await page.keyboard.type(text);
    await waitForAlert(page, `${sentence} The tap stays as it was.`);
    await waitForResult(page);
    await expectResult(page, zone, kernels.sobelX());
  });

  it('has any size from 1 x 1 to 31 x 31, odd and even', async () => {
    const page = await open(start);
    // The size of a kernel by name follows from its name.
    expect(await page.evaluate(() => document.querySelector('section.kernel')!.textContent)).not.toContain(
      'Columns',
    );
    await (await button(page, part, 'Edit as numbers')).focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement!.matches('.number-field input'));
    const write = async (name: string, count: number) => {
      await typeInto(await field(page, part, name), String(count));
      await page.keyboard.press('Enter');
    };
    await afterResult(page, () => write('Rows', 4));
    await expectResult(page, zone, [
      [-1, 0, 1],
      [-2, 0, 2],
      [-1, 0, 1],
      [0, 0, 0],
    ]);
    await afterResult(page, () => write('Rows', 31));
    await afterResult(page, () => write('Columns', 31));
    expect(await page.$$eval('.kernel-grid input', (all) => all.length)).toBe(31 * 31);
    await page.focus(cell(30, 30));
    await afterResult(page, () => page.keyboard.type('3'));
    const large = Array.from({ length: 31 }, () => Array<number>(31).fill(0));
    for (const [row, taps] of [
      [-1, 0, 1],
      [-2, 0, 2],
      [-1, 0, 1],
    ].entries())
      large[row]!.splice(0, 3, ...taps);
    large[30]![30] = 3;
    await expectResult(page, zone, large);
    await afterResult(page, () => write('Rows', 1));
    await afterResult(page, () => write('Columns', 1));
    await expectResult(page, zone, [[-1]]);
  });

  it('crops nothing while a size is typed', async () => {
    const page = await open(`${start}&kernel=1,2,3;4,5,6;7,8,9`);
    const columns = await field(page, part, 'Columns');
    await typeInto(columns, '1');
    await typeInto(columns, '32');
    await waitForAlert(page, 'Columns is at most 31.');
    await page.keyboard.press('Tab');
    expect(await columns.evaluate(({ value }) => value)).toBe('3');
    expect((await cells(page))[2]).toEqual(['7', '8', '9']);
    await typeInto(columns, '1.5');
    await waitForAlert(page, 'Columns is a whole number.');
    // The arrows of the field count at once.
    await typeInto(columns, '3');
    await afterResult(page, () => page.keyboard.press('ArrowUp'));
    expect((await cells(page))[2]).toEqual(['7', '8', '9', '0']);
    await typeInto(columns, '2');
    await afterResult(page, () => page.keyboard.press('Tab'));
    expect((await cells(page))[2]).toEqual(['7', '8']);
  });

  it('says which taps float32 does not hold', async () => {
    const page = await open(`${start}&kernel=1e308`);
    const text = () => page.$eval(part, (panel) => panel.textContent);
    expect(await text()).toContain('Taps beyond 3.4e38 are infinite in float32.');
    expect((await facts(page))[1]).toBe('1e+308');
    await page.focus('[aria-label^="Result,"]');
    await page.keyboard.press('ArrowDown');
    await page.waitForFunction(() => document.querySelectorAll('.terms').length === 3);
    expect(await page.$$eval('.terms td', (all) => all.map((each) => each.textContent))).toContain('∞');
  });

  it('multiplies a column and a row', async () => {
    const page = await open(start);
    // The same taps as those of the Sobel kernel that the page starts with.
    await page.select('.kernel-menu select', 'outer');
    await typeInto(await field(page, part, 'Column'), '1, 3');
    await afterResult(page, async () => typeInto((await page.$$('.list-field input'))[1] as never, '2 0 -1'));
    expect(await cells(page)).toEqual([
      ['2', '0', '-1'],
      ['6', '0', '-3'],
    ]);
    await expectResult(page, zone, [
      [2, 0, -1],
      [6, 0, -3],
    ]);
    await typeInto((await page.$$('.list-field input'))[0] as never, '1, x');
    await waitForAlert(page, '"x" is not a number.');
    expect(await cells(page)).toEqual([
      ['2', '0', '-1'],
      ['6', '0', '-3'],
    ]);
  });

  it('takes a kernel as text, and says what is wrong with it', async () => {
    const page = await open(start);
    await page.click('.paste-kernel summary');
    const text = await field(page, part, 'Numbers of the kernel');
    await afterResult(page, () => typeInto(text, 'np.array([[1, 2], [3, 4]])'));
    await expectResult(page, zone, [
      [1, 2],
      [3, 4],
    ]);
    await typeInto(text, '[[1, 2], [3]]');
    await waitForAlert(page, 'Row 1 has 1 number, row 0 has 2.');
    await typeInto(text, 'letters');
    await waitForAlert(page, '"letters" is not a number.');
    await text.evaluate((area) => {
      area.value = Array(40).fill(1).join();
      area.dispatchEvent(new InputEvent('input', { bubbles: true }));
    });
    await waitForAlert(page, 'This kernel has 1 x 40 taps; the playground takes up to 31 x 31.');
    expect(await text.evaluate((area) => area.parentElement!.textContent)).toContain('1 x 40');
    expect(await axeFaults(page, part)).toEqual([]);
    expect(await cells(page)).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
  });

  it('takes a kernel that is pasted into a cell', async () => {
    const page = await open(start);
    await page.focus(cell(0, 0));
    await afterResult(page, () =>
      page.evaluate(() => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', '1\t2\n3\t4\n5\t6');
        // Firefox makes no event with a clipboard of a script's own.
        const paste = new Event('paste', { bubbles: true, cancelable: true });
        Object.defineProperty(paste, 'clipboardData', { value: clipboardData });
        document.activeElement!.dispatchEvent(paste);
      }),
    );
    expect(await cells(page)).toEqual([
      ['1', '2'],
      ['3', '4'],
      ['5', '6'],
    ]);
  });

  it('turns, transposes and negates, and takes it back', async () => {
    const page = await open(start);
    const press = (text: string) => afterResult(page, async () => (await button(page, part, text)).click());
    await press('Transpose');
    expect(await cells(page)).toEqual([
      ['-1', '-2', '-1'],
      ['0', '0', '0'],
      ['1', '2', '1'],
    ]);
    await press('Rotate 90°');
    expect(await cells(page)).toEqual([
      ['1', '0', '-1'],
      ['2', '0', '-2'],
      ['1', '0', '-1'],
    ]);
    await press('Negate');
    await afterResult(page, async () => {
      await (await button(page, part, 'Rotate 180°')).focus();
      await page.keyboard.press('Enter');
    });
    expect(await cells(page)).toEqual([
      ['1', '0', '-1'],
      ['2', '0', '-2'],
      ['1', '0', '-1'],
    ]);
    await press('Reset');
    await expectResult(page, zone, kernels.sobelX());
    expect(await page.$eval('.kernel-menu select', (menu) => (menu as HTMLSelectElement).value)).toBe(
      'sobelX',
    );
  });

  it('resets to the kernel of a link, and to that of a tutorial', async () => {
    const page = await open(`${start}&kernel=1,2;3,4`);
    const press = async (name: string) => (await button(page, part, name)).click();
    const edited = async () => {
      for (const name of ['Negate', 'Transpose']) await afterResult(page, () => press(name));
      await afterResult(page, () => press('Reset'));
    };
    await edited();
    expect(await cells(page)).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
    await page.evaluate(() => {
      location.hash = '#tab=tutorial&tutorial=scipy-2';
    });
    await page.locator('::-p-aria([name="Open in the playground"][role="button"])').click();
    await page.waitForSelector(part);
    await waitForResult(page);
    const before = await cells(page);
    expect(before).toHaveLength(10);
    await edited();
    expect(await cells(page)).toEqual(before);
  });

  it('tells the size, the sum and the rank, and normalizes', async () => {
    const page = await open(start);
    expect(await facts(page)).toEqual(['3 x 3', '0', '1: separable, a column times a row']);
    const normalize = await field(page, part, 'Normalize');
    await normalize.click();
    await page.waitForFunction(() => document.body.textContent.includes('Not divided: the sum is 0.'));
    await afterResult(page, () => page.select('.kernel-menu select', 'SciPy tutorial, kernel 1'));
    expect(await facts(page)).toEqual(['10 x 10', '0', '1: separable, a column times a row']);
    await afterResult(page, () => page.select('.kernel-menu select', 'NumPy tutorial, edges'));
    expect((await facts(page))[2]).toBe('2: not separable, a sum of 2 products of a column and a row');
    await page.focus(cell(0, 0));
    await afterResult(page, () => page.keyboard.type('3'));
    await expectResult(
      page,
      zone,
      [
        [3, -1, -1],
        [-1, 8, -1],
        [-1, -1, -1],
      ],
      { normalize: true },
    );
    await normalize.focus();
    await afterResult(page, () => page.keyboard.press(' '));
    await expectResult(page, zone, [
      [3, -1, -1],
      [-1, 8, -1],
      [-1, -1, -1],
    ]);
  });

  it.each(['pointer', 'keys'])('switches between convolution and correlation by %s', async (device) => {
    const page = await open(start);
    const sentences = () =>
      page.$$eval('section.kernel fieldset .hint', (all) => all.map((hint) => hint.textContent));
    expect(await sentences()).toEqual([
      'The tap -1 of row 0, column 0 is applied at row 2, column 2.',
      'Convolution flips the kernel: it is turned by 180 degrees before it slides over the picture.',
    ]);
    await expectResult(page, zone, kernels.sobelX());
    await afterResult(page, async () => {
      if (device === 'pointer') return (await field(page, part, 'correlate2d')).click();
      await (await field(page, part, 'convolve2d')).focus();
      await page.keyboard.press('ArrowRight');
    });
    expect(await sentences()).toEqual([
      'The tap -1 of row 0, column 0 is applied at row 0, column 0.',
      'Correlation slides the kernel over the picture as it is written.',
    ]);
    await expectResult(page, zone, kernels.sobelX(), { operation: 'correlate2d' });
  });

  it('draws the kernel as written and as applied, and marks one tap in both', async () => {
    const page = await open(`${start}&kernel=1,0,0;0,0,-2`);
    const drawn = () =>
      page.$$eval('.taps-picture canvas', (canvases) =>
        canvases.map((canvas) => {
          const { width, height } = canvas as HTMLCanvasElement;
          const { data } = (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height);
          // Which is larger, red or blue, and how opaque.
          return Array.from({ length: width * height }, (_, at) =>
            Math.round((Math.sign(data[4 * at]! - data[4 * at + 2]!) * data[4 * at + 3]!) / 76.5),
          );
        }),
      );
    expect(await drawn()).toEqual([
      [1, 0, 0, 0, 0, -2],
      [-2, 0, 0, 0, 0, 1],
    ]);
    const picture = (await page.$('.taps-picture'))!;
    await picture.scrollIntoView();
    const box = (await picture.boundingBox())!;
    await page.mouse.move(box.x + box.width - 3, box.y + box.height - 3);
    await page.waitForFunction(() =>
      document.body.textContent.includes('The tap -2 of row 1, column 2 is applied at row 0, column 0.'),
    );
  });

  it('draws the taps in one colour around 0, also where all are the same, and long kernels as more than a line', async () => {
    const page = await open(`${start}&kernel=1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1`);
    const [colour, height] = await page.$eval('canvas[data-view="kernel"]', (canvas) => {
      const view = canvas as HTMLCanvasElement;
      return [[...view.getContext('2d')!.getImageData(2, 2, 1, 1).data], view.clientHeight] as const;
    });
    // The red end of the map.
    expect(colour).toEqual([103, 0, 31, 255]);
    expect(height).toBe(16);
    expect(await page.$$eval('.taps-picture', ([first]) => first!.clientHeight)).toBe(12);
    const { left, right } = (await page.$eval('.look figure .scrolled', (box) =>
      box.getBoundingClientRect().toJSON(),
    )) as DOMRect;
    expect(right - left).toBeLessThan(300);
    expect(await axeFaults(page, 'section.look')).toEqual([]);
    await page.setViewport(phone);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  });

  it('marks the tap under the pointer in the other drawing, too', async () => {
    const page = await open(`${start}&kernel=1,2,3;4,5,6`);
    /** The rows and columns of both marks. */
    const marks = () =>
      page.$$eval('.taps-picture', (pictures) =>
        pictures.map((picture) => {
          const { top, left } = picture.getBoundingClientRect();
          const mark = picture.querySelector('.mark')!.getBoundingClientRect();
          return [(mark.top - top) / mark.height, (mark.left - left) / mark.width].map(Math.round);
        }),
      );
    const [written, applied] = await page.$$('.taps-picture');
    const pointAt = async (picture: typeof written, row: number, column: number) => {
      await picture!.scrollIntoView();
      const { x, y, width, height } = (await picture!.boundingBox())!;
      await page.mouse.move(x + ((column + 0.5) * width) / 3, y + ((row + 0.5) * height) / 2);
      await page.evaluate(
        () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
      );
      return marks();
    };
    const first = [
      [0, 1],
      [1, 1],
    ];
    expect(await pointAt(written, 0, 1)).toEqual(first);
    expect(await pointAt(applied, 0, 0)).toEqual([
      [1, 2],
      [0, 0],
    ]);
    expect(await pointAt(applied, 1, 1)).toEqual(first);
    await afterResult(page, async () => (await field(page, part, 'correlate2d')).click());
    expect(await pointAt(applied, 0, 2)).toEqual([
      [0, 2],
      [0, 2],
    ]);
  });

  it('fits a phone, and axe finds nothing', async () => {
    const page = await open(`${start}&kernel=box:size=31`, { viewport: phone, scheme: 'dark' });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    expect(await axeFaults(page, part)).toEqual([]);
  });

  if (browser === 'Chromium') {
    it('edits taps by a finger', async () => {
      const page = await open(start, { viewport: { ...phone, hasTouch: true } });
      const target = (await page.$(cell(1, 0)))!;
      await target.scrollIntoView();
      const box = (await target.boundingBox())!;
      const [x, y] = [box.x + 10, box.y + 10];
      await page.touchscreen.touchStart(x, y);
      await page.touchscreen.touchMove(x, y - 20);
      await afterResult(page, () => page.touchscreen.touchMove(x, y - 40));
      await page.touchscreen.touchEnd();
      expect((await cells(page))[1]).toEqual(['-1', '0', '2']);
    });
  }
});
