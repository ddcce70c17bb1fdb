import { integers } from '../support/random.ts';
import { type Ending, ended, type Taps } from './sums.ts';

/* What the tests of both kernels with sums of 32 bits share. */

export const endings: readonly Ending[] = [
  { sums: 'int32', result: 'i16', scaling: 'none', divisor: 1 },
  { sums: 'int32', result: 'u16', scaling: 'multiply', divisor: 2 ** 12 },
  { sums: 'int32', result: 'u8', scaling: 'multiply', divisor: 2 ** 16 },
  { sums: 'int32', result: 'f32', scaling: 'multiply', divisor: 2 ** 20 },
];

export const sizes: readonly (readonly [number, number])[] = [
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
