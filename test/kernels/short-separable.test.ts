import { describe, expect } from 'vitest';
import { integers } from '../support/random.ts';
import { Bench, Matrix, modules, type RawModule } from './module.ts';
import { checkShort, listed, tapsOf } from './short.ts';
import {
  correlated,
  type Ending,
  ended,
  Picture,
  putEnding,
  reachOf,
  resultRows,
  scratch,
  wrapped,
} from './sums.ts';

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

describe.each(modules)('$name', (module) => checkShort(module, separable));
