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
  wrapped,
} from './sums.ts';

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
function tapsOf([rows, columns]: readonly [number, number], rowStep: number, columnStep: number): Taps {
  const next = integers(rows * 10 + columns, -32768, 32767);
  const values = Array.from({ length: rows }, (_, u) =>
    Array.from({ length: columns }, (_, v) => ((u + 2 * v) % 5 === 3 ? 0 : next())),
  );
  return { values, rowStep, columnStep };
}

/** Lists the taps that are not 0. */
function listed(
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

function direct(
  module: RawModule,
  size: readonly [number, number],
  count: number,
  ending: Ending,
  [rows, columnStep, rowStep]: readonly [number, number, number],
  [left, right]: readonly [number, number],
): void {
  const taps = tapsOf(size, rowStep, columnStep);
  const reach = reachOf(taps);
  const inside = count + reach.columns - 1 - left - right;
  if (inside < 1) return;
  const [fill, initial] = [201, -30000];
  const bench = new Bench(module.memory);
  const picture = new Picture(
    bench,
    Uint8Array,
    { rows: rows + reach.rows - 1, count: inside, left, right },
    integers(count, 0, 255),
  );
  const staged = new Matrix(bench, Int16Array, picture.rows.length, picture.continuedCount, 3);
  const [offsets, values] = listed(taps, (row, x) => row * staged.pitchBytes + 2 * x);
  const offsetAddress = bench.put(Int32Array, offsets);
  const tapAddress = bench.put(Int16Array, values);
  const sums = scratch(bench, 2 * count);
  const table = putEnding(bench, ending);
  const result = resultRows(bench, ending, rows, count);
  const stray = bench.strays([...staged.regions, sums, ...result.regions], () => {
    module.exports.shortDirect_u8!(
      picture.address,
      picture.pitchBytes,
      inside,
      picture.leftAddress,
      left,
      picture.rightAddress,
      right,
      fill,
      staged.address,
      staged.pitchBytes,
      reach.rows,
      offsetAddress,
      tapAddress,
      values.length,
      initial,
      sums.address,
      table,
      result.address,
      result.pitchBytes,
      rows,
      count,
    );
  });
  const where = `${size.join(' x ')} taps, ${rows} x ${count} results, steps of ${rowStep} and ${columnStep}`;
  expect(stray, `${where}: a byte elsewhere changed`).toBe(false);
  const continued = picture.rows.map((row) => picture.continued(row, fill));
  for (let row = 0; row < rows; row++) {
    const expected = correlated(continued, taps, initial, row, count).map((sum) => ended(sum, ending));
    expect(result.read(row), `${where}, row ${row}`).toEqual(expected);
  }
}

function separable(
  module: RawModule,
  [columnTaps, rowTaps]: readonly [number, number],
  count: number,
  ending: Ending,
  [rows, columnStep, rowStep]: readonly [number, number, number],
  [left, right]: readonly [number, number],
): void {
  const column = tapsOf([columnTaps, 1], rowStep, 1);
  const across = tapsOf([1, rowTaps], 1, columnStep);
  const reach = reachOf(across).columns;
  const inside = count + reach - 1 - left - right;
  if (inside < 1) return;
  const [fill, initial] = [-31000, 12345];
  const bench = new Bench(module.memory);
  const picture = new Picture(
    bench,
    Uint8Array,
    { rows: rows + reachOf(column).rows - 1, count: inside, left, right },
    integers(count, 0, 255),
  );
  const between = new Matrix(bench, Int16Array, 1, picture.continuedCount, 0);
  const [columnOffsets, columnValues] = listed(column, (row) => row * picture.pitchBytes);
  const [rowOffsets, rowValues] = listed(across, (_, x) => 2 * x);
  const addresses = {
    columnOffsets: bench.put(Int32Array, columnOffsets),
    columnValues: bench.put(Int16Array, columnValues),
    rowOffsets: bench.put(Int32Array, rowOffsets),
    rowValues: bench.put(Int16Array, rowValues),
  };
  const sums = scratch(bench, 2 * count);
  const table = putEnding(bench, ending);
  const result = resultRows(bench, ending, rows, count);
  const stray = bench.strays([...between.regions, sums, ...result.regions], () => {
    module.exports.shortSeparable_u8!(
      picture.address,
      picture.pitchBytes,
      inside,
      addresses.columnOffsets,
      addresses.columnValues,
      columnValues.length,
      between.address,
      picture.leftAddress,
      left,
      picture.rightAddress,
      right,
      fill,
      addresses.rowOffsets,
      addresses.rowValues,
      rowValues.length,
      initial,
      sums.address,
      table,
      result.address,
      result.pitchBytes,
      rows,
      count,
    );
  });
  const where = `${columnTaps} and ${rowTaps} taps, ${rows} x ${count} results, steps of ${rowStep} and ${columnStep}`;
  expect(stray, `${where}: a byte elsewhere changed`).toBe(false);
  for (let row = 0; row < rows; row++) {
    const vertical = correlated(picture.rows, column, 0, row, inside).map((sum) => wrapped(sum, 'int16'));
    const continued = [picture.continued(vertical, fill)];
    const expected = correlated(continued, across, initial, 0, count).map((sum) => ended(sum, ending));
    expect(result.read(row), `${where}, row ${row}`).toEqual(expected);
  }
}

describe.each(modules)('$name', (module) => {
  describe.each([
    ['shortDirect_u8', direct],
    ['shortSeparable_u8', separable],
  ] as const)('%s', (_, check) => {
    it.each(sizes)('sums up %i x %i taps at every count of results, in 16 bits', (...size) => {
      for (const [n, count] of counts.entries()) {
        check(module, size, count, endings[n % endings.length]!, [3, 1, 1], [0, 0]);
        check(module, size, count, endings[(n + 1) % endings.length]!, [2, 1, 1], [2, 1]);
      }
    });

    it.each(sizes)('%i x %i taps by channels, dilated, with margins', (...size) => {
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
  });
});
