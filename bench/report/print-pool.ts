import Table from 'cli-table3';
import { goalIsShared, pooledCells } from '../pool/cells.ts';
import type { PageResult } from '../pool/chromium.ts';
import type { Delay } from '../pool/event-loop.ts';
import type { PoolCellResult, ThreadTimes } from '../pool/measure-cell.ts';
import type { NativeThreadsResult } from '../pool/native.ts';
import type { SmallCalls } from '../pool/small-calls.ts';
import { significant } from './significant.ts';

/** Milliseconds that a pooled call of 256 x 256 may take longer; and that the event loop may wait, at the 99th percentile. */
const MAX_SMALL_MS = 0.3;
const MAX_DELAY_MS = 10;

export function ratios({ sync, one, two }: ThreadTimes) {
  return { toOne: one.median / two.median, toSync: sync.median / two.median };
}

export function printPoolCells(results: readonly PoolCellResult[]): void {
  const table = newTable([
    'cell',
    'from',
    'pieces',
    'function, ms',
    '1 thread',
    '2 threads',
    '1 / 2',
    'function / 2',
  ]);
  for (const { cell, pieces, arrays, shared } of results) {
    for (const [from, times] of Object.entries({ arrays, shared })) {
      const { toOne, toSync } = ratios(times);
      const medians = [times.sync, times.one, times.two].map(({ median }) => significant(median));
      table.push([cell, from, `${pieces}`, ...medians, toOne.toFixed(2), toSync.toFixed(2)]);
    }
  }
  console.log(`\nMedians, the image from the caller's array, or from shared memory, into \`out\`\n${table}`);
  for (const { cell, arrays, shared } of results) {
    const goal = pooledCells[cell];
    const times = goalIsShared.includes(cell) ? shared : arrays;
    const { toOne, toSync } = ratios(times);
    const verdict = (ratio: number) => (ratio >= goal ? 'reached' : 'missed');
    console.log(
      `  ${cell}: ${goal} times as fast; than 1 thread ${toOne.toFixed(2)}, ${verdict(toOne)}; than the function ${toSync.toFixed(2)}, ${verdict(toSync)}`,
    );
  }
}

export function printDelays(results: readonly PoolCellResult[]): void {
  const table = newTable(['cell', 'idle, p99 ms', 'p50', 'p99', 'greatest', `p99 < ${MAX_DELAY_MS}`]);
  for (const { cell, delay, idleDelay } of results) {
    table.push([cell, significant(idleDelay.p99), ...columnsOf(delay), verdictOf(delay)]);
  }
  console.log(`\nEvent loop of Node while 2 threads compute: gaps of a timer of 1 ms\n${table}`);
}

export function printPages(results: readonly PageResult[]): void {
  const [first] = results;
  if (first === undefined) return;
  const table = newTable([
    ...['cell', 'transport', 'function, ms', 'pool', 'gaps of', 'idle, p99 ms', 'p50', 'p99', 'greatest'],
    `late by < ${MAX_DELAY_MS}`,
  ]);
  for (const { cell, transport, idle, pooled, functionMs, poolMs } of results) {
    const times = [functionMs, poolMs].map(significant);
    for (const of of ['timers', 'frames'] as const) {
      const late = pooled[of].p99 - idle[of].p50;
      const verdict = late < MAX_DELAY_MS ? 'yes' : 'no';
      table.push([
        cell,
        transport,
        ...times,
        of,
        significant(idle[of].p99),
        ...columnsOf(pooled[of]),
        verdict,
      ]);
    }
  }
  console.log(`\n${first.browser} while 2 threads compute: gaps of a timer of 4 ms, and of frames\n${table}`);
}

export function printSmallCalls({ sync, atOnce, byWorkers }: SmallCalls): void {
  const more = (time: number) => `${significant(time)} (${(time - sync).toFixed(3)} more)`;
  const verdict = atOnce - sync < MAX_SMALL_MS ? 'reached' : 'missed';
  console.log(
    `\n256 x 256, 3 x 3, ms: function ${significant(sync)}, pool ${more(atOnce)}: at most ${MAX_SMALL_MS} more ${verdict}; with workers forced ${more(byWorkers)}`,
  );
}

export function printNativeThreads(results: readonly NativeThreadsResult[]): void {
  if (results.length === 0) return;
  const table = newTable(['cell', 'pool, ms', 'OpenCV, ms', 'pool / OpenCV']);
  for (const { cell, pool, native } of results) {
    for (const [row, time] of Object.entries(native)) {
      table.push([cell, significant(pool), `${significant(time)} (${row})`, (pool / time).toFixed(2)]);
    }
  }
  console.log(`\nTwo threads each\n${table}`);
}

function columnsOf({ p50, p99, greatest }: Delay): string[] {
  return [p50, p99, greatest].map(significant);
}

function verdictOf({ p99 }: Delay): string {
  return p99 < MAX_DELAY_MS ? 'yes' : 'no';
}

function newTable(head: string[]) {
  return new Table({ head, style: { head: [], border: [], compact: true } });
}
