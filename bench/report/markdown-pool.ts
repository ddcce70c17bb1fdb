import type { PageResult } from '../pool/chromium.ts';
import type { PoolCellResult } from '../pool/measure-cell.ts';
import type { NativeThreadsResult } from '../pool/native.ts';
import type { SmallCalls } from '../pool/small-calls.ts';
import { short, table } from './markdown.ts';
import { type ModelResult, speedupsOf } from './print-model.ts';
import { ratios } from './print-pool.ts';

/** What `bench:pool` found. */
export interface PoolReport {
  readonly cells: readonly PoolCellResult[];
  readonly small: SmallCalls;
  readonly pages: readonly PageResult[];
}

/** Medians, and how many times as fast two threads are. */
export function markdownOfPool({ cells }: PoolReport, native: readonly NativeThreadsResult[]): string {
  const lines = cells.flatMap(({ cell, arrays, shared }) =>
    Object.entries({ arrays, shared }).map(([from, times]) => {
      const { toOne, toSync } = ratios(times);
      const medians = [times.sync, times.one, times.two].map(({ median }) => short(median));
      const opencv = Object.values(native.find((result) => result.cell === cell)?.native ?? {});
      const other = from === 'arrays' && opencv.length > 0 ? short(Math.min(...opencv)) : '';
      return [`\`${cell}\``, from, ...medians, toOne.toFixed(2), toSync.toFixed(2), other];
    }),
  );
  const heads = ['median ms', 'image and `out`', 'function', 'pool of 1', 'pool of 2'];
  return table([...heads, '1 / 2', 'function / 2', 'OpenCV, 2 threads'], lines);
}

/** How long the calling thread waits at the 99th percentile, idle and while two threads compute. */
export function markdownOfDelays({ cells, pages }: PoolReport): string {
  const pageOf = (cell: string, transport: string) => {
    const page = pages.find((result) => result.cell === cell && result.transport === transport);
    return page ? `${short(page.idle.timers.p99)} / ${short(page.pooled.timers.p99)}` : '';
  };
  const lines = cells.map(({ cell, idleDelay, delay }) => [
    `\`${cell}\``,
    `${short(idleDelay.p99)} / ${short(delay.p99)}`,
    pageOf(cell, 'shared'),
    pageOf(cell, 'transferred'),
  ]);
  return table(
    ['idle / pooled, ms', 'Node, timer of 1 ms', 'Chromium, timer of 4 ms, shared', 'transferred'],
    lines,
  );
}

/** Medians in a page, of the function and of a pool of two threads. */
export function markdownOfPages({ cells, pages }: PoolReport): string {
  const lines = cells.flatMap(({ cell }) => {
    const [shared, transferred] = ['shared', 'transferred'].map((transport) =>
      pages.find((result) => result.cell === cell && result.transport === transport),
    );
    if (!shared || !transferred) return [];
    const times = [shared.functionMs, shared.poolMs, transferred.functionMs, transferred.poolMs].map(short);
    return [[`\`${cell}\``, ...times]];
  });
  return table(
    ['median ms', 'isolated page: function', 'pool of 2', 'other page: function', 'pool of 2'],
    lines,
  );
}

export function markdownOfModel(results: readonly ModelResult[]): string {
  const threads = results[0]?.simulated.slice(1).map(({ threads }) => `${threads} threads`) ?? [];
  const lines = results.map((result) => {
    const { cell, from, bytesPerPixel, measured, simulated } = result;
    const times = [measured.two, simulated[1]!.totalMs].map(short);
    return [`\`${cell}\``, from, bytesPerPixel.toFixed(2), ...times, ...speedupsOf(result)];
  });
  const heads = ['', 'image and `out`', 'bytes copied for a pixel', '2 threads, ms', 'simulated, ms'];
  return table([...heads, ...threads], lines);
}
