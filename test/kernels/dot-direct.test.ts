import { describe, expect, it } from 'vitest';
import { checkDot, elements, endedWide, endings, type Storage, storages, tapsOf, tapsOfPair } from './dot.ts';
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

    checkDot(check, 2);

    it('holds sums of 32 bits', () => {
      const taps = { values: [[32767], [-32768]], rowStep: 1, columnStep: 1 };
      for (const count of [1, 6, 18, 40]) {
        direct(module, suffix, taps, count, { ...endings[1]!, divisor: 2 ** 15 }, 3, [1, 1]);
      }
    });
  });
});

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
