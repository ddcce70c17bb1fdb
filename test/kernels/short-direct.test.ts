import { describe, expect } from 'vitest';
import { integers } from '../support/random.ts';
import { Bench, Matrix, modules, type RawModule } from './module.ts';
import { checkShort, listed, tapsOf } from './short.ts';
import { correlated, type Ending, ended, Picture, putEnding, reachOf, resultRows, scratch } from './sums.ts';

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

describe.each(modules)('$name', (module) => checkShort(module, direct));
