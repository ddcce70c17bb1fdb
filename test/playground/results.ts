import {
  type ConvolveOptions,
  convolve2d,
  correlate2d,
  type Kernel,
  type Operation,
  type PixelImage,
} from 'convolve-wasm';
import type { ElementHandle, Page } from 'puppeteer-core';
import { expect } from 'vitest';
import { rasterOf } from '../../demo/playground/src/engine/raster.ts';
import { shownResult } from './pixels.ts';

const operations = { convolve2d, correlate2d };

/** The options of the state that the page starts with. */
const initial = { mode: 'same', boundary: 'symm', dtype: 'float32' } as const;

/** Expects that the page shows the package's own result, pixel by pixel where they are seen. */
export async function expectResult(
  page: Page,
  image: PixelImage,
  kernel: Kernel,
  { operation = 'convolve2d', ...options }: ConvolveOptions & { readonly operation?: Operation } = {},
): Promise<void> {
  const result = operations[operation](image, kernel, { ...initial, ...options }) as PixelImage;
  const { rgba } = rasterOf(result, 'auto');
  const view = await shownResult(page);
  expect([view.rows, view.columns]).toEqual([result.height, result.width]);
  // Primes: every row and column of a pattern is met.
  const step = (length: number) => (length > 100 ? 7 : 1);
  const differences: string[] = [];
  let seen = 0;
  for (let row = 0; row < view.rows; row += step(view.rows)) {
    for (let column = 0; column < view.columns; column += step(view.columns)) {
      if (!view.isSeen(row, column)) continue;
      seen++;
      const at = 4 * (row * view.columns + column);
      const [shown, own] = [view.colourAt(row, column), Array.from(rgba.subarray(at, at + 4))];
      if (!isSameColour(shown, own)) differences.push(`[${row}, ${column}]: ${shown} instead of ${own}`);
    }
  }
  expect(seen).toBeGreaterThan(0);
  expect(differences.slice(0, 5)).toEqual([]);
}

/** Where a pixel is clear, the view shows the gray or white squares that lie under it. */
function isSameColour(shown: readonly number[], own: readonly number[]): boolean {
  if (own[3] === 0) return ['204,204,204,255', '255,255,255,255'].includes(shown.join());
  return shown.join() === own.join();
}

/** The field with a label that begins with this text. */
export async function field(
  page: Page,
  part: string,
  label: string,
): Promise<ElementHandle<HTMLInputElement>> {
  const found = await page.evaluateHandle(
    (part, label) => {
      const labels = [...document.querySelectorAll<HTMLLabelElement>(`${part} label`)];
      return labels.find(({ textContent }) => textContent.trim().startsWith(label))?.control ?? null;
    },
    part,
    label,
  );
  const element = found.asElement();
  if (!element) throw new Error(`no field "${label}" in ${part}`);
  return element as ElementHandle<HTMLInputElement>;
}

/** The button with this text. */
export async function button(
  page: Page,
  part: string,
  text: string,
): Promise<ElementHandle<HTMLButtonElement>> {
  const found = await page.evaluateHandle(
    (part, text) => {
      const buttons = [...document.querySelectorAll<HTMLButtonElement>(`${part} button`)];
      return buttons.find(({ textContent }) => textContent.trim() === text) ?? null;
    },
    part,
    text,
  );
  const element = found.asElement();
  if (!element) throw new Error(`no button "${text}" in ${part}`);
  return element as ElementHandle<HTMLButtonElement>;
}

/** Types into a field instead of what stands there. */
export async function typeInto(field: ElementHandle<HTMLInputElement>, text: string): Promise<void> {
  await field.focus();
  await field.evaluate((input) => input.select());
  await field.type(text);
}

/** What stands in the page's alerts. */
export function alerts(page: Page): Promise<string[]> {
  return page.$$eval('[role="alert"]', (elements) =>
    elements.map(({ textContent }) => textContent ?? '').filter(Boolean),
  );
}

/** Waits for an alert that contains a text. */
export async function waitForAlert(page: Page, text: string): Promise<void> {
  await page.waitForFunction(
    (text) =>
      [...document.querySelectorAll('[role="alert"]')].some((alert) => alert.textContent.includes(text)),
    {},
    text,
  );
}
