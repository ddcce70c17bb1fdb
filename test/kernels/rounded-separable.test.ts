import { describe, expect, it } from 'vitest';
import { integers } from '../support/random.ts';
import { Bench, Matrix, modules, type RawModule } from './module.ts';
import { counts, type Ending, ended, Picture, putEnding, resultRows, scratch } from './sums.ts';

/** Bytes count 2^6 times; 2^15 is a tap of 1. */
const UNIT = 2 ** 6;
const ONE = 2 ** 15;
/** Rows that stand between the passes, and columns that the first one takes at a time. */
const BLOCK_ROWS = 8;
const BLOCK_COLUMNS = 1024;

const endings: readonly Ending[] = [
  { sums: 'int16', result: 'u8', scaling: 'shift6', divisor: UNIT },
  { sums: 'int16', result: 'i16', scaling: 'shift6', divisor: UNIT },
  { sums: 'int16', result: 'u16', scaling: 'shift6', divisor: UNIT },
];

/** A product of a tap with an element, or with two whose taps are the same. */
interface Term {
  readonly tap: number;
  readonly place: number;
  readonly mirrored: number | null;
}

function roundedSum(terms: readonly Term[], element: (place: number) => number): number {
  return terms.reduce((sum, { tap, place, mirrored }) => {
    const elements = element(place) + (mirrored === null ? 0 : element(mirrored));
    return sum + Math.floor((tap * elements + ONE / 2) / ONE);
  }, 0);
}

/** Symmetric: pairs, and one in the middle of an odd number. */
function symmetric(length: number, seed: number): Term[] {
  const next = integers(seed, 1, Math.floor(ONE / length) - 1);
  return Array.from({ length: Math.ceil(length / 2) }, (_, place) => {
    const other = length - 1 - place;
    return { tap: next(), place, mirrored: other === place ? null : other };
  });
}

/** One by one, of both signs, whose magnitudes add up to less than 1. */
function lopsided(length: number, seed: number): Term[] {
  const most = Math.floor(ONE / length) - 1;
  const next = integers(seed, -most, most);
  return Array.from({ length }, (_, place) => ({ tap: next(), place, mirrored: null }));
}

function check(
  module: RawModule,
  column: { terms: readonly Term[]; step: number },
  across: { terms: readonly Term[]; step: number },
  count: number,
  ending: Ending,
  rows: number,
  [left, right]: readonly [number, number],
): void {
  const lengthOf = (terms: readonly Term[]) =>
    1 + Math.max(...terms.map(({ place, mirrored }) => Math.max(place, mirrored ?? 0)));
  const height = (lengthOf(column.terms) - 1) * column.step + 1;
  const inside = count + (lengthOf(across.terms) - 1) * across.step - left - right;
  if (inside < 1) return;
  const fill = -1717;
  const bench = new Bench(module.memory);
  const kind = integers(count, 0, 3);
  const any = integers(count + 1, 0, 255);
  const picture = new Picture(
    bench,
    Uint8Array,
    { rows: rows + height - 1, count: inside, left, right },
    () => [0, 255, any(), any()][kind()]!,
  );
  const between = new Matrix(bench, Int16Array, BLOCK_ROWS, picture.continuedCount, 3);
  const put = (terms: readonly Term[], stepBytes: number) => ({
    offsets: bench.put(
      Int32Array,
      terms.map(({ place }) => place * stepBytes),
    ),
    mirrored: bench.put(
      Int32Array,
      terms.map(({ mirrored }) => (mirrored === null ? -1 : mirrored * stepBytes)),
    ),
    taps: bench.put(
      Int16Array,
      terms.map(({ tap }) => tap),
    ),
  });
  const columns = put(column.terms, column.step * picture.pitchBytes);
  const alongRow = put(across.terms, 2 * across.step);
  const sums = scratch(bench, 2 * count);
  const table = putEnding(bench, ending);
  const result = resultRows(bench, ending, rows, count);
  const stray = bench.strays([...between.regions, sums, ...result.regions], () => {
    module.exports.roundedSeparable_u8!(
      picture.address,
      picture.pitchBytes,
      inside,
      columns.offsets,
      columns.mirrored,
      columns.taps,
      column.terms.length,
      between.address,
      between.pitchBytes,
      picture.leftAddress,
      left,
      picture.rightAddress,
      right,
      fill,
      alongRow.offsets,
      alongRow.mirrored,
      alongRow.taps,
      across.terms.length,
      sums.address,
      table,
      result.address,
      result.pitchBytes,
      rows,
      count,
    );
  });
  const where = `${column.terms.length} and ${across.terms.length} products, ${rows} x ${count} results, steps of ${column.step} and ${across.step}`;
  expect(stray, `${where}: a byte elsewhere changed`).toBe(false);
  for (let row = 0; row < rows; row++) {
    const vertical = Array.from({ length: inside }, (_, x) =>
      roundedSum(column.terms, (place) => UNIT * picture.rows[row + place * column.step]![x]!),
    );
    const line = picture.continued(vertical, fill);
    const expected = Array.from({ length: count }, (_, x) =>
      ended(
        roundedSum(across.terms, (place) => line[x + place * across.step]!),
        ending,
      ),
    );
    expect(result.read(row), `${where}, row ${row}`).toEqual(expected);
  }
}

describe.each(modules)('roundedSeparable_u8 of $name', (module) => {
  it.each([
    [1, 1],
    [2, 3],
    [3, 2],
    [5, 8],
    [21, 21],
  ])('%i and %i taps at every count of results', (columnTaps, rowTaps) => {
    for (const [n, count] of counts.entries()) {
      const ending = endings[n % endings.length]!;
      const column = { terms: symmetric(columnTaps, n), step: 1 };
      const across = { terms: symmetric(rowTaps, n + 1), step: 1 };
      check(module, column, across, count, ending, 3, [0, 0]);
      check(module, column, { terms: lopsided(rowTaps, n), step: 1 }, count, ending, 3, [2, 1]);
      check(module, { terms: lopsided(columnTaps, n), step: 1 }, across, count, ending, 3, [1, 1]);
    }
  });

  it('by channels, dilated, with margins', () => {
    for (const columnStep of [2, 3, 4, 5]) {
      for (const count of [3, 12, 66, 129]) {
        for (const ending of endings) {
          const column = { terms: symmetric(4, count), step: 2 };
          const across = { terms: symmetric(5, count), step: columnStep };
          check(module, column, across, count, ending, 2, [columnStep, 2 * columnStep]);
        }
      }
    }
  });

  it.each([1, 7, 8, 9, 16, 19])('%i rows of results', (rows) => {
    for (const count of [20, 70]) {
      const taps = { terms: symmetric(3, rows), step: 1 };
      check(module, taps, taps, count, endings[0]!, rows, [1, 1]);
    }
  });

  it.each([-1, 0, 1, 3, 8, 70, BLOCK_COLUMNS + 5])('rows of a block of columns and %i elements', (more) => {
    const taps = { terms: symmetric(3, 5), step: 1 };
    check(module, taps, taps, BLOCK_COLUMNS + more, endings[0]!, BLOCK_ROWS + 2, [1, 1]);
  });

  it('holds the greatest elements under taps that add up to 1', () => {
    const pair = [{ tap: ONE / 2, place: 0, mirrored: 1 }];
    const near = [
      { tap: ONE - 2, place: 0, mirrored: null },
      { tap: 1, place: 1, mirrored: null },
    ];
    for (const terms of [pair, near]) {
      for (const count of [3, 30, 140]) {
        for (const ending of endings) {
          check(module, { terms, step: 1 }, { terms, step: 1 }, count, ending, 3, [1, 0]);
        }
      }
    }
  });
});
