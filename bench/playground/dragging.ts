import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ElementHandle, Page } from 'puppeteer-core';
import sharp from 'sharp';
import { random } from '../../test/support/random.ts';
import { newBrowser, resultsOf, settled } from './browser.ts';
import { computedBy, renderersOf } from './processes.ts';

const photo = fileURLToPath(new URL('../../demo/images/face.jpg', import.meta.url));

const SIDE_PX = 1024;
/** The hand goes so far up and down from where it took the tap. */
const REACH_PX = 100;

/** What the address says of a picture, by the name of its row. */
export const pictures = {
  'gray float32': 'elements=float32&dtype=auto',
  'colour bytes into float32': 'colour=yes&elements=uint8clamped&dtype=float32',
  'colour bytes into bytes': 'colour=yes&elements=uint8clamped&dtype=uint8clamped',
} as const;

export interface Dragged {
  readonly picture: keyof typeof pictures;
  readonly kernelSide: number;
  /** Results that the page showed in a second. */
  readonly framesPerSecond: number;
  /** Milliseconds that the page's threads compute for one of them, however busy the machine is. */
  readonly pageMs: number;
  readonly workerMs: number;
  /** Of the call alone, as the page says. */
  readonly call: string;
}

/** Drags a tap up and down for so many milliseconds while the page shows a picture of one megapixel. */
export async function measureDragging(
  address: string,
  picture: keyof typeof pictures,
  kernelSide: number,
  timeMs: number,
): Promise<Dragged> {
  const folder = await mkdtemp(join(tmpdir(), 'playground-'));
  const browser = await newBrowser();
  try {
    const page = await browser.newPage();
    await page.setViewport({ width: 1280, height: 900 });
    await page.goto(`${address}#side=${SIDE_PX}&${pictures[picture]}&kernel=${noisyKernel(kernelSide)}`);
    const file = join(folder, 'picture.png');
    await sharp(photo).resize(SIDE_PX, SIDE_PX, { fit: 'fill' }).png().toFile(file);
    await settled(page);
    const before = await resultsOf(page);
    const input = await page.$('section.picture input[type="file"]');
    await (input as ElementHandle<HTMLInputElement>).uploadFile(file);
    await page.waitForFunction(
      (before) => Number(document.documentElement.dataset.results) > before,
      {},
      before,
    );
    await settled(page);
    const renderers = await renderersOf(browser);
    const start = timesOf(renderers);
    const { shown, framesPerSecond } = await drag(page, timeMs);
    const end = timesOf(renderers);
    const call = await page.$eval('.why dl dd', ({ textContent }) => textContent ?? '');
    return {
      ...{ picture, kernelSide, framesPerSecond, call },
      // Where not one was shown, it takes longer than all that was computed.
      pageMs: (end.page - start.page) / Math.max(1, shown),
      workerMs: (end.worker - start.worker) / Math.max(1, shown),
    };
  } finally {
    await browser.close();
    await rm(folder, { recursive: true });
  }
}

function timesOf(renderers: readonly number[]) {
  return { page: computedBy(renderers, 'main'), worker: computedBy(renderers, 'DedicatedWorker') };
}

async function drag(page: Page, timeMs: number) {
  const cell = await page.$('.kernel-grid input');
  await cell!.scrollIntoView();
  const box = (await cell!.boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  const before = await resultsOf(page);
  const start = performance.now();
  for (let move = 0; performance.now() - start < timeMs; move++) {
    await page.mouse.move(x, y + REACH_PX * Math.sin(move / 10));
  }
  const shown = (await resultsOf(page)) - before;
  const seconds = (performance.now() - start) / 1000;
  await page.mouse.up();
  return { shown, framesPerSecond: shown / seconds };
}

/** Without separable parts, so that each tap counts. */
function noisyKernel(side: number): string {
  const next = random(2);
  const row = () => Array.from({ length: side }, () => (2 * next() - 1).toFixed(2).replace('-0.00', '0'));
  return Array.from({ length: side }, () => row().map(Number).join()).join(';');
}
