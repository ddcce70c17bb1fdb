import type { Browser, CDPSession, Page } from 'puppeteer-core';
import { newBrowser, resultsOf, settled } from './browser.ts';
import { renderersOf, residentOf } from './processes.ts';

/** Megabytes, at one moment. */
export interface Memory {
  readonly minute: number;
  /** JavaScript's heap of the page and of its worker, after a collection. */
  readonly pageHeap: number;
  readonly workerHeap: number;
  /** All memory of the processes that show pages, WebAssembly's and pictures, too. */
  readonly resident: number;
}

export interface Webcam {
  readonly framesPerSecond: number;
  readonly memory: readonly Memory[];
}

const SAMPLE_MS = 15_000;

/** Runs the camera for so many minutes. */
export async function measureWebcam(address: string, minutes: number): Promise<Webcam> {
  const browser = await newBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(address);
    await settled(page);
    const before = await resultsOf(page);
    await page.evaluate(() => {
      const buttons = [...document.querySelectorAll<HTMLButtonElement>('section.picture button')];
      buttons.find(({ textContent }) => textContent === 'Start the camera')!.click();
    });
    await page.waitForFunction(
      (before) => Number(document.documentElement.dataset.results) > before + 5,
      {},
      before,
    );
    const [start, first] = [performance.now(), await resultsOf(page)];
    const memory: Memory[] = [];
    const passed = () => (performance.now() - start) / 60_000;
    do {
      memory.push(await memoryOf(browser, page, passed()));
      await new Promise((resolve) => setTimeout(resolve, SAMPLE_MS));
    } while (passed() < minutes);
    memory.push(await memoryOf(browser, page, passed()));
    const framesPerSecond = ((await resultsOf(page)) - first) / (60 * passed());
    return { framesPerSecond, memory };
  } finally {
    await browser.close();
  }
}

async function memoryOf(browser: Browser, page: Page, minute: number): Promise<Memory> {
  const [worker] = page.workers();
  return {
    minute,
    pageHeap: await heapOfPage(page),
    workerHeap: worker ? await heapOf(worker.client) : 0,
    resident: residentOf(await renderersOf(browser)),
  };
}

async function heapOfPage(page: Page): Promise<number> {
  const session = await page.createCDPSession();
  const heap = await heapOf(session);
  await session.detach();
  return heap;
}

async function heapOf(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize / 2 ** 20;
}
