import type { Frame, Page } from 'puppeteer-core';

export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8ClampedArray;
}

/** The pixels of a canvas, as they are in it. */
export async function canvasPixels(page: Page | Frame, selector: string): Promise<Pixels> {
  const { width, height, base64 } = await page.evaluate((selector) => {
    const canvas = document.querySelector<HTMLCanvasElement>(selector);
    if (!canvas) throw new Error(`no ${selector}`);
    const { width, height } = canvas;
    // Of a copy: Chromium warns where a canvas is read twice that was not made for that.
    const copy = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
    copy.drawImage(canvas, 0, 0);
    const { data } = copy.getImageData(0, 0, width, height);
    let bytes = '';
    for (let at = 0; at < data.length; at += 8192)
      bytes += String.fromCharCode(...data.subarray(at, at + 8192));
    return { width, height, base64: btoa(bytes) };
  }, selector);
  return { width, height, rgba: new Uint8ClampedArray(Buffer.from(base64, 'base64')) };
}

export interface View {
  readonly rows: number;
  readonly columns: number;
  /** Whether an element is within what the view shows. */
  isSeen(row: number, column: number): boolean;
  /** `[red, green, blue, alpha]` in the middle of an element. */
  colourAt(row: number, column: number): readonly number[];
}

/**
 * What a view shows, element by element. Its canvas has `data-view`, and tells where the elements are in its own pixels:
 * `data-left` and `data-top` of the first element (0 if left out) and `data-cell-width`, `data-cell-height` of each (1);
 * `data-rows` and `data-columns` count the elements (those of the canvas).
 */
export async function shownView(page: Page | Frame, name: 'kernel' | 'picture' | 'result'): Promise<View> {
  const selector = `canvas[data-view="${name}"]`;
  const { width, height, rgba } = await canvasPixels(page, selector);
  const data = await page.$eval(selector, (canvas) => ({ ...(canvas as HTMLCanvasElement).dataset }));
  const number = (key: string, other: number) => (data[key] === undefined ? other : Number(data[key]));
  const x = (column: number) => Math.floor(number('left', 0) + (column + 0.5) * number('cellWidth', 1));
  const y = (row: number) => Math.floor(number('top', 0) + (row + 0.5) * number('cellHeight', 1));
  const isSeen = (row: number, column: number) =>
    x(column) >= 0 && x(column) < width && y(row) >= 0 && y(row) < height;
  return {
    rows: number('rows', height),
    columns: number('columns', width),
    isSeen,
    colourAt(row, column) {
      if (!isSeen(row, column)) throw new Error(`[${row}, ${column}] is not seen`);
      const at = 4 * (y(row) * width + x(column));
      return Array.from(rgba.subarray(at, at + 4));
    },
  };
}

export function shownResult(page: Page | Frame): Promise<View> {
  return shownView(page, 'result');
}
