import { describe, expect, it } from 'vitest';
import { integers } from '../support/random.ts';
import { Bench, Matrix, modules, type RawModule } from './module.ts';
import {
  correlated,
  counts,
  type Ending,
  ended,
  Picture,
  putEnding,
  reachOf,
  resultRows,
  scratch,
  type Taps,
} from './sums.ts';

const endings: readonly Ending[] = [
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

const storages = {
  u8: { array: Uint8Array, least: 0, greatest: 255, offset: 0 },
  i16: { array: Int16Array, least: -32768, greatest: 32767, offset: 0 },
  // These are staged as 2^15 less.
  u16: { array: Uint16Array, least: 0, greatest: 65535, offset: 32768 },
};
type Storage = keyof typeof storages;

/** Any tap of a row of a dilated kernel, 0 where it has none. */
function tapAt({ values, rowStep }: Taps, row: number, column: number): number {
  return row >= 0 && row % rowStep === 0 ? (values[row / rowStep]?.[column] ?? 0) : 0;
}

/** For a pair of rows the taps of a result, and those of the result below, whose rows are one less. */
function tapsOfPair(taps: Taps, pair: number, column: number): number[] {
  const [before, upper, lower] = [-1, 0, 1].map((row) => tapAt(taps, 2 * pair + row, column)) as [
    number,
    number,
    number,
  ];
  return [upper, lower, before, upper];
}

/** Small enough that sums stay within 2^24 of 0, where they are float32 numbers; the extremes of elements are among them. */
function tapsOf(
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
function elements(seed: number, { least, greatest }: { least: number; greatest: number }): () => number {
  const next = integers(seed, 0, 9);
  const any = integers(seed + 1, least, greatest);
  return () => {
    const kind = next();
    return kind === 0 ? least : kind === 1 ? greatest : any();
  };
}

describe.each(modules)('$name', (module) => {
  describe.each(Object.keys(storages) as Storage[])('dotDirect_%s', (suffix) => {
    const storage = storages[suffix];
    const check = (
      size: readonly [number, number],
      count: number,
      ending: Ending,
      [rows, columnStep, rowStep]: readonly [number, number, number],
      [left, right]: readonly [number, number],
    ) =>
      direct(module, suffix, tapsOf(size, storage.greatest, rowStep, columnStep), count, ending, rows, [
        left,
        right,
      ]);

    it.each(sizes)('sums up %i x %i taps at every count of results', (...size) => {
      for (const [n, count] of counts.entries()) {
        check(size, count, endings[n % endings.length]!, [3, 1, 1], [0, 0]);
        check(size, count, endings[(n + 1) % endings.length]!, [4, 1, 1], [2, 1]);
      }
    });

    it.each(sizes)('%i x %i taps by channels, dilated, with margins', (...size) => {
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
        for (const height of [1, 2, 3, 6]) check([height, 2], 35, endings[0]!, [rows, 1, 1], [1, 1]);
      }
    });

    it('holds sums of 32 bits', () => {
      const taps = { values: [[32767], [-32768]], rowStep: 1, columnStep: 1 };
      for (const count of [1, 6, 18, 40]) {
        direct(module, suffix, taps, count, { ...endings[1]!, divisor: 2 ** 15 }, 3, [1, 1]);
      }
    });
  });

  describe('dotSeparable_u8', () => {
    const check = (
      [columnTaps, rowTaps]: readonly [number, number],
      count: number,
      ending: Ending,
      [rows, columnStep, rowStep]: readonly [number, number, number],
      margins: readonly [number, number],
    ) => {
      // What lies between has 16 bits.
      const next = integers(columnTaps, -Math.floor(128 / columnTaps), Math.floor(128 / columnTaps));
      const column = {
        values: Array.from({ length: columnTaps }, () => [next()]),
        rowStep,
        columnStep: 1,
      };
      const across = tapsOf([1, rowTaps], 32767, 1, columnStep);
      separable(module, column, across, count, ending, rows, margins);
    };

    it.each(
      sizes.concat([
        [7, 7],
        [8, 9],
      ]),
    )('%i and %i taps at every count of results', (...size) => {
      for (const [n, count] of counts.entries()) {
        check(size, count, endings[n % endings.length]!, [3, 1, 1], [0, 0]);
        check(size, count, endings[(n + 1) % endings.length]!, [4, 1, 1], [2, 1]);
      }
    });

    it.each(sizes)('%i and %i taps by channels, dilated, with margins', (...size) => {
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

    it('one row of results to seven, under odd and even numbers of vertical taps', () => {
      for (let rows = 1; rows <= 7; rows++) {
        for (const height of [1, 2, 3, 6]) check([height, 3], 35, endings[0]!, [rows, 1, 1], [1, 1]);
      }
    });

    it('holds what 16 bits hold between the passes, and sums of 32', () => {
      const column = { values: [[-128], [128]], rowStep: 1, columnStep: 1 };
      const across = { values: [[32767, -32767]], rowStep: 1, columnStep: 1 };
      for (const count of [1, 6, 18, 40]) {
        separable(module, column, across, count, { ...endings[1]!, divisor: 2 ** 15 }, 3, [1, 1]);
      }
    });
  });
});

/** Sums of more than 24 bits are rounded to float32 before they are divided. */
function endedWide(sum: number, ending: Ending): number {
  return ended(ending.scaling === 'none' ? sum : Math.fround(sum), ending);
}

function direct(
  module: RawModule,
  suffix: Storage,
  taps: Taps,
  count: number,
  ending: Ending,
  rows: number,
  [left, right]: readonly [number, number],
): void {
  const { array, offset } = storages[suffix];
  const reach = reachOf(taps);
  const inside = count + reach.columns - 1 - left - right;
  if (inside < 1) return;
  const [fill, initial] = [201 - offset, -3000];
  const bench = new Bench(module.memory);
  const picture = new Picture(
    bench,
    array,
    { rows: rows + reach.rows - 1, count: inside, left, right },
    elements(count, storages[suffix]),
  );
  const staged = new Matrix(bench, Int16Array, 2, picture.continuedCount, 3);
  const pairRows = Math.ceil((reach.rows + 1) / 2);
  const pairs = new Matrix(bench, Int32Array, Math.ceil(rows / 2) + pairRows - 1, picture.continuedCount, 3);
  const offsets: number[] = [];
  const values: number[] = [];
  for (let pair = 0; pair < pairRows; pair++) {
    for (const v of taps.values[0]!.keys()) {
      offsets.push(pair * pairs.pitchBytes + 4 * v * taps.columnStep);
      values.push(...tapsOfPair(taps, pair, v));
    }
  }
  const offsetAddress = bench.put(Int32Array, offsets);
  const tapAddress = bench.put(Int16Array, values);
  const sums = scratch(bench, 8 * count);
  const table = putEnding(bench, ending);
  const result = resultRows(bench, ending, rows, count);
  const stray = bench.strays([...staged.regions, ...pairs.regions, sums, ...result.regions], () => {
    module.exports[`dotDirect_${suffix}`]!(
      picture.address,
      picture.pitchBytes,
      picture.rows.length,
      inside,
      picture.leftAddress,
      left,
      picture.rightAddress,
      right,
      fill,
      staged.address,
      staged.pitchBytes,
      pairs.address,
      pairRows,
      offsetAddress,
      tapAddress,
      offsets.length,
      initial,
      sums.address,
      table,
      result.address,
      result.pitchBytes,
      rows,
      count,
    );
  });
  const where = `${taps.values.length} x ${taps.values[0]!.length} taps, ${rows} x ${count} results, steps of ${taps.rowStep} and ${taps.columnStep}`;
  expect(stray, `${where}: a byte elsewhere changed`).toBe(false);
  const continued = picture.rows.map((row) =>
    picture.continued(
      row.map((element) => element - offset),
      fill,
    ),
  );
  for (let row = 0; row < rows; row++) {
    const expected = correlated(continued, taps, initial, row, count).map((sum) => endedWide(sum, ending));
    expect(result.read(row), `${where}, row ${row}`).toEqual(expected);
  }
}

function separable(
  module: RawModule,
  column: Taps,
  across: Taps,
  count: number,
  ending: Ending,
  rows: number,
  [left, right]: readonly [number, number],
): void {
  const { columnStep } = across;
  const reach = reachOf(column).rows;
  const inside = count + reachOf(across).columns - 1 - left - right;
  if (inside < 1) return;
  const [fill, initial] = [-32768, 5000];
  const bench = new Bench(module.memory);
  const picture = new Picture(
    bench,
    Uint8Array,
    { rows: rows + reach - 1, count: inside, left, right },
    elements(count, storages.u8),
  );
  const between = new Matrix(bench, Int16Array, 2, picture.continuedCount, columnStep + 1);
  const pairs = new Matrix(bench, Int32Array, 1, picture.continuedCount, 0);
  const columnPairs = Math.ceil((reach + 1) / 2);
  const columnValues = Array.from({ length: columnPairs }, (_, pair) => tapsOfPair(column, pair, 0)).flat();
  const [rowTaps] = across.values as [readonly number[]];
  const rowPairs = Math.ceil(rowTaps.length / 2);
  const rowOffsets = Array.from({ length: rowPairs }, (_, pair) => 4 * 2 * pair * columnStep);
  const rowValues = Array.from({ length: 2 * rowPairs }, (_, v) => rowTaps[v] ?? 0);
  const addresses = {
    columnValues: bench.put(Int16Array, columnValues),
    rowOffsets: bench.put(Int32Array, rowOffsets),
    rowValues: bench.put(Int16Array, rowValues),
  };
  const sums = scratch(bench, 4 * count);
  const table = putEnding(bench, ending);
  const result = resultRows(bench, ending, rows, count);
  const stray = bench.strays([...between.regions, ...pairs.regions, sums, ...result.regions], () => {
    module.exports.dotSeparable_u8!(
      picture.address,
      picture.pitchBytes,
      picture.rows.length,
      inside,
      addresses.columnValues,
      columnPairs,
      between.address,
      between.pitchBytes,
      picture.leftAddress,
      left,
      picture.rightAddress,
      right,
      fill,
      pairs.address,
      columnStep,
      addresses.rowOffsets,
      addresses.rowValues,
      rowPairs,
      initial,
      sums.address,
      table,
      result.address,
      result.pitchBytes,
      rows,
      count,
    );
  });
  const where = `${column.values.length} and ${rowTaps.length} taps, ${rows} x ${count} results, steps of ${column.rowStep} and ${columnStep}`;
  expect(stray, `${where}: a byte elsewhere changed`).toBe(false);
  for (let row = 0; row < rows; row++) {
    const continued = [picture.continued(correlated(picture.rows, column, 0, row, inside), fill)];
    const expected = correlated(continued, across, initial, 0, count).map((sum) => endedWide(sum, ending));
    expect(result.read(row), `${where}, row ${row}`).toEqual(expected);
  }
}
