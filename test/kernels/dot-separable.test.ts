import { describe, expect, it } from 'vitest';
import { integers } from '../support/random.ts';
import { checkDot, elements, endedWide, endings, storages, tapsOf, tapsOfPair } from './dot.ts';
import { Bench, Matrix, modules, type RawModule } from './module.ts';
import {
  correlated,
  type Ending,
  Picture,
  putEnding,
  reachOf,
  resultRows,
  scratch,
  type Taps,
} from './sums.ts';

describe.each(modules)('$name', (module) => {
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

  checkDot(check, 3, [
    [7, 7],
    [8, 9],
  ]);

  it('holds what 16 bits hold between the passes, and sums of 32', () => {
    const column = { values: [[-128], [128]], rowStep: 1, columnStep: 1 };
    const across = { values: [[32767, -32767]], rowStep: 1, columnStep: 1 };
    for (const count of [1, 6, 18, 40]) {
      separable(module, column, across, count, { ...endings[1]!, divisor: 2 ** 15 }, 3, [1, 1]);
    }
  });
});

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
