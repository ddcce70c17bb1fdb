import { fileURLToPath } from 'node:url';
import { launchChromium } from '../../test/browser/chromium.ts';
import { serve } from '../../test/browser/server.ts';
import { dtypeOf } from '../cells/cell.ts';
import { statistics } from '../measure/statistics.ts';
import { cellOf, type PooledCell } from './cells.ts';
import type { Delay } from './event-loop.ts';

/** Gaps between timers that should come each 4 ms, and between frames that should come each 16.7 ms. */
export interface PageDelay {
  readonly timers: Delay;
  readonly frames: Delay;
}

export interface PageResult {
  readonly cell: PooledCell;
  readonly browser: string;
  readonly transport: string;
  readonly idle: PageDelay;
  readonly pooled: PageDelay;
  /** Medians of the function and of a pool of two threads, from the caller's array into `out`. */
  readonly functionMs: number;
  readonly poolMs: number;
}

interface Gaps {
  readonly timers: readonly number[];
  readonly frames: readonly number[];
}

interface Measured {
  readonly idle: Gaps;
  readonly pooled: Gaps;
  readonly functionTimes: readonly number[];
  readonly poolTimes: readonly number[];
  readonly transport: string;
  readonly failure: string | undefined;
}

/** Memory can be shared in pages that are served with these. */
const isolated = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

/** How long a page in Chromium waits while two threads compute a cell, with shared memory, or without, where pieces are copies. */
export async function measureInChromium(
  cells: readonly PooledCell[],
  sidePx: number,
  timeMs: number,
  isIsolated: boolean,
): Promise<PageResult[]> {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const server = await serve({ root, path: '/bench/pool/page.html' }, isIsolated ? isolated : {});
  const browser = await launchChromium();
  try {
    const results: PageResult[] = [];
    for (const cell of cells) {
      const page = await browser.newPage();
      await page.goto(server.address);
      await page.waitForFunction('document.title === "ready"');
      const call = `measure(${JSON.stringify(problemOf(cell, sidePx))}, ${timeMs})`;
      const { idle, pooled, functionTimes, poolTimes, transport, failure } =
        await page.evaluate<Measured>(call);
      if (failure !== undefined) throw new Error(`no workers in the page: ${failure}`);
      results.push({
        cell,
        browser: `Chromium ${browser.version()}`,
        transport,
        idle: delaysOf(idle),
        pooled: delaysOf(pooled),
        functionMs: statistics(functionTimes).median,
        poolMs: statistics(poolTimes).median,
      });
      await page.close();
    }
    return results;
  } finally {
    await browser.close();
    await server.close();
  }
}

/** As plain data. */
function problemOf(name: PooledCell, sidePx: number): object {
  const { image, kernel, options, blur } = cellOf(name, 1);
  const [, , ...channels] = image.shape;
  return {
    dtype: dtypeOf(image.data),
    shape: [sidePx, sidePx, ...channels],
    // The kernel of a blur is its own.
    kernel: blur ? undefined : { data: [...kernel.data], shape: kernel.shape },
    options,
    blur,
  };
}

function delaysOf({ timers, frames }: Gaps): PageDelay {
  return { timers: delayOf(timers), frames: delayOf(frames) };
}

function delayOf(gaps: readonly number[]): Delay {
  const sorted = [...gaps].sort((a, b) => a - b);
  const { median, greatest } = statistics(sorted);
  return { p50: median, p99: sorted[Math.ceil(0.99 * sorted.length) - 1]!, greatest };
}
