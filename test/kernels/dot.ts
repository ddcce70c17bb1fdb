import { it } from 'vitest';
import { integers } from '../support/random.ts';
import { counts, type Ending, ended, type Taps } from './sums.ts';

/* What the tests of both kernels with sums of 32 bits share. */

export const endings: readonly Ending[] = [
  { sums: 'int32', result: 'i16', scaling: 'none', divisor: 1 },
  { sums: 'int32', result: 'u16', scaling: 'multiply', divisor: 2 ** 12 },
  { sums: 'int32', result: 'u8', scaling: 'multiply', divisor: 2 ** 16 },
  { sums: 'int32', result: 'f32', scaling: 'multiply', divisor: 2 ** 20 },
];

const sizes: readonly (readonly [number, number])[] = [
  [1, 1],
  [1, 3],
  [2, 2],
  [3, 1],
  [4, 5],
  [5, 4],
];

export const storages = {
  u8: { array: Uint8Array, least: 0, greatest: 255, offset: 0 },
  i16: { array: Int16Array, least: -32768, greatest: 32767, offset: 0 },
  // These are staged as 2^15 less.
  u16: { array: Uint16Array, least: 0, greatest: 65535, offset: 32768 },
};
export type Storage = keyof typeof storages;

/** Any tap of a row of a dilated kernel, 0 where it has none. */
function tapAt({ values, rowStep }: Taps, row: number, column: number): number {
  return row >= 0 && row % rowStep === 0 ? (values[row / rowStep]?.[column] ?? 0) : 0;
}

/** For a pair of rows the taps of a result, and those of the result below, whose rows are one less. */
export function tapsOfPair(taps: Taps, pair: number, column: number): number[] {
  const [before, upper, lower] = [-1, 0, 1].map((row) => tapAt(taps, 2 * pair + row, column)) as [
    number,
    number,
    number,
  ];
  return [upper, lower, before, upper];
}

/** Small enough that sums stay within 2^24 of 0, where they are float32 numbers; the extremes of elements are among them. */
export function tapsOf(
  [rows, columns]: readonly [number, number],
  greatest: number,
  rowStep: number,
  columnStep: number,
): Taps {
  const most = Math.min(32767, Math.floor(2 ** 24 / greatest / rows / columns));
  const next = integers(rows * 10 + columns, -most, most);
  const values = Array.from({ length: rows }, () => Array.from({ length: columns }, next));
  return { values, rowStep, columnStep };
}

/** Extremes, and what lies between. */
export function elements(
  seed: number,
  { least, greatest }: { least: number; greatest: number },
): () => number {
  const next = integers(seed, 0, 9);
  const any = integers(seed + 1, least, greatest);
  return () => {
    const kind = next();
    return kind === 0 ? least : kind === 1 ? greatest : any();
  };
}

/** Sums of more than 24 bits are rounded to float32 before they are divided. */
export function endedWide(sum: number, ending: Ending): number {
  return ended(ending.scaling === 'none' ? sum : Math.fround(sum), ending);
}

/** Checks the results of one call of a kernel. */
type Check = (
  size: readonly [number, number],
  count: number,
  ending: Ending,
  [rows, columnStep, rowStep]: readonly [number, number, number],
  [left, right]: readonly [number, number],
) => void;

/**
 * Every size, count and step, in the cheapest combinations; one to seven rows of results.
 *
 * @param columns Columns of taps under every number of rows.
 * @param others Sizes that are checked at every count only.
 */
export function checkDot(check: Check, columns: number, others: typeof sizes = []): void {
  it.each([...sizes, ...others])('%i x %i taps at every count of results', (...size) => {
    for (const [n, count] of counts.entries()) {
      check(size, count, endings[n % endings.length]!, [3, 1, 1], [0, 0]);
      check(size, count, endings[(n + 1) % endings.length]!, [4, 1, 1], [2, 1]);
    }
  });

  it.each(sizes)('%i x %i taps by channels, dilated, with borders', (...size) => {
    for (const columnStep of [2, 3, 4, 5]) {
      for (const count of [3, 16, 37, 70]) {
        for (const rowStep of [1, 2, 3]) {
          for (const ending of endings) {
            check(size, count, ending, [5, columnStep, rowStep], [columnStep, 2 * columnStep]);
          }
        }
      }
    }
  });

  it('one row of results to seven, under odd and even numbers of rows of taps', () => {
    for (let rows = 1; rows <= 7; rows++) {
      for (const height of [1, 2, 3, 6]) check([height, columns], 35, endings[0]!, [rows, 1, 1], [1, 1]);
    }
  });
}
