import Table from 'cli-table3';
import type { Rates, Simulated } from '../pool/simulate.ts';
import { significant } from './significant.ts';

export interface ModelResult {
  readonly cell: string;
  /** Where image and result lie: in the caller's arrays, or in shared memory. */
  readonly from: 'arrays' | 'shared';
  /** Milliseconds: of the function, and of pools of one thread and of two. */
  readonly measured: { readonly sync: number; readonly one: number; readonly two: number };
  /** Of the image, that the thread that calls copies to workers and back. */
  readonly bytesPerPixel: number;
  readonly simulated: readonly (Simulated & {
    readonly threads: number;
    readonly pieces: number;
    /** Than one thread, simulated. */
    readonly speedup: number;
    readonly limit: string;
  })[];
}

export function printModel(rates: Rates, results: readonly ModelResult[], sidePx: number): void {
  const gigabytes = (bytesPerMs: number) => significant(bytesPerMs / 1e6);
  console.log(
    `\nThe thread that calls copies ${gigabytes(rates.copyBytesPerMs)} GB/s; two threads read and write ${gigabytes(rates.memoryBytesPerMs)} GB/s; a message takes ${(1000 * rates.messageMs).toFixed(0)} µs`,
  );
  const threads = results[0]?.simulated.map(({ threads }) => threads) ?? [];
  const table = new Table({
    head: [
      ...['cell', 'from', 'copied bytes a pixel', '2 threads, ms: measured', 'simulated'],
      ...threads.slice(1).map((count) => `${count} threads`),
    ],
    style: { head: [], border: [], compact: true },
  });
  for (const result of results) {
    const [, two] = result.simulated;
    table.push([
      ...[result.cell, result.from, result.bytesPerPixel.toFixed(2)],
      ...[significant(result.measured.two), significant(two!.totalMs)],
      ...speedupsOf(result),
    ]);
  }
  console.log(`\n${sidePx} x ${sidePx}: how many times as fast as one thread, and what limits it\n${table}`);
}

export function speedupsOf({ simulated }: ModelResult): string[] {
  return simulated.slice(1).map(({ speedup, limit }) => `${speedup.toFixed(1)}: ${limit}`);
}
