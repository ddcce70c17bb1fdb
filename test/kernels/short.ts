import { it } from 'vitest';
import { integers } from '../support/random.ts';
import type { RawModule } from './module.ts';
import { counts, type Ending, type Taps } from './sums.ts';

/* What the tests of both kernels with sums of 16 bits share. */

/** Sums are results as they are, or have to be finished. */
const endings: readonly Ending[] = [
  { sums: 'int16', result: 'i16', scaling: 'none', divisor: 1 },
  { sums: 'uint16', result: 'u16', scaling: 'none', divisor: 1 },
  { sums: 'int16', result: 'u8', scaling: 'none', divisor: 1 },
  { sums: 'uint16', result: 'f32', scaling: 'none', divisor: 1 },
  { sums: 'int16', result: 'u8', scaling: 'multiply', divisor: 9 },
];

const sizes: readonly (readonly [number, number])[] = [
  [1, 1],
  [1, 4],
  [2, 1],
  [3, 3],
  [4, 5],
];

/** Taps of 16 bits, so that sums wrap around; a few are 0 and left out. */
export function tapsOf(
  [rows, columns]: readonly [number, number],
  rowStep: number,
  columnStep: number,
): Taps {
  const next = integers(rows * 10 + columns, -32768, 32767);
  const values = Array.from({ length: rows }, (_, u) =>
    Array.from({ length: columns }, (_, v) => ((u + 2 * v) % 5 === 3 ? 0 : next())),
  );
  return { values, rowStep, columnStep };
}

/** Lists the taps that are not 0. */
export function listed(
  taps: Taps,
  distance: (u: number, v: number) => number,
): [offsets: number[], values: number[]] {
  const list = taps.values.flatMap((line, u) =>
    line.flatMap((tap, v) =>
      tap === 0 ? [] : [[distance(u * taps.rowStep, v * taps.columnStep), tap] as const],
    ),
  );
  return [list.map(([offset]) => offset), list.map(([, tap]) => tap)];
}

/** Checks the results of one call of a kernel. */
type Check = (
  module: RawModule,
  size: readonly [number, number],
  count: number,
  ending: Ending,
  [rows, columnStep, rowStep]: readonly [number, number, number],
  [left, right]: readonly [number, number],
) => void;

/** Every size, count and step, in the cheapest combinations. */
export function checkShort(module: RawModule, check: Check): void {
  it.each(sizes)('sums up %i x %i taps at every count of results, in 16 bits', (...size) => {
    for (const [n, count] of counts.entries()) {
      check(module, size, count, endings[n % endings.length]!, [3, 1, 1], [0, 0]);
      check(module, size, count, endings[(n + 1) % endings.length]!, [2, 1, 1], [2, 1]);
    }
  });

  it.each(sizes)('%i x %i taps by channels, dilated, with borders', (...size) => {
    for (const columnStep of [2, 3, 4, 5, 8]) {
      for (const count of [5, 12, 64, 70, 129]) {
        for (const rowStep of [1, 2]) {
          for (const ending of endings) {
            check(module, size, count, ending, [4, columnStep, rowStep], [columnStep, 2 * columnStep]);
          }
        }
      }
    }
  });

  it('one row of results to seven', () => {
    for (let rows = 1; rows <= 7; rows++) {
      for (const ending of endings) check(module, [3, 3], 67, ending, [rows, 1, 1], [1, 1]);
    }
  });
}
