import { describe, expect, it } from 'vitest';
import { integers } from '../support/random.ts';
import { Bench, Matrix, modules, type RawModule } from './module.ts';
import { correlated, type Ending, ended, Picture, putEnding, resultRows } from './sums.ts';

const weights = [1, 4, 6, 4, 1];
const ending: Ending = { sums: 'uint16', result: 'u8', scaling: 'shift8', divisor: 256 };
/** As in assembly/constants.ts. */
const BLOCK_ROWS = 16;
/** What the kernel reads beyond the last row between its passes: four vectors of 8 elements. */
const BEYOND = 32;

function check(
  module: RawModule,
  {
    count,
    rows,
    step,
    left,
    right,
  }: { count: number; rows: number; step: number; left: number; right: number },
  next = integers(count, 0, 255),
): void {
  const inside = count + 4 * step - left - right;
  const fill = 16 * 200;
  const bench = new Bench(module.memory);
  const size = { rows: rows + 4, count: inside, left, right };
  const picture = new Picture(bench, Uint8Array, size, next);
  const between = new Matrix(bench, Int16Array, BLOCK_ROWS, picture.continuedCount, 1);
  bench.room(2 * BEYOND);
  const table = putEnding(bench, ending);
  const result = resultRows(bench, ending, rows, count);
  const stray = bench.strays([...between.regions, ...result.regions], () => {
    module.exports.binomial_u8!(
      picture.address,
      picture.pitchBytes,
      inside,
      between.address,
      between.pitchBytes,
      picture.leftAddress,
      left,
      picture.rightAddress,
      right,
      fill,
      step,
      table,
      result.address,
      result.pitchBytes,
      rows,
      count,
    );
  });
  const where = `${rows} x ${count} results, step ${step}, borders of ${left} and ${right}`;
  expect(stray, `${where}: a byte elsewhere changed`).toBe(false);
  const column = { values: weights.map((tap) => [tap]), rowStep: 1, columnStep: 1 };
  const across = { values: [weights], rowStep: 1, columnStep: step };
  for (let row = 0; row < rows; row++) {
    const vertical = correlated(picture.rows, column, 0, row, inside);
    const continued = [picture.continued(vertical, fill)];
    const expected = correlated(continued, across, 0, 0, count).map((sum) => ended(sum, ending));
    expect(result.read(row), `${where}, row ${row}`).toEqual(expected);
  }
}

describe.each(modules)('binomial_u8 of $name', (module) => {
  it.each([1, 3, 4])('elements %i apart, at every count of results, with borders and without', (step) => {
    for (const count of [16, 17, 23, 31, 32, 33, 47, 48, 64, 65, 100, 128, 131, 200]) {
      check(module, { count, rows: 3, step, left: 0, right: 0 });
      if (count > 4 * step) check(module, { count, rows: 2, step, left: 2 * step, right: 2 * step });
    }
  });

  it('one row of results to three blocks of them', () => {
    for (let rows = 1; rows <= 35; rows++) check(module, { count: 35, rows, step: 1, left: 2, right: 2 });
    check(module, { count: 35, rows: 2 * BLOCK_ROWS + 3, step: 4, left: 8, right: 8 });
  });

  it('bytes that are all 255, or all 0', () => {
    for (const byte of [0, 255])
      check(module, { count: 50, rows: 9, step: 3, left: 0, right: 0 }, () => byte);
  });

  it('sums that are ties', () => {
    // A single 8 under weights of 16 and 36 makes 128 and 288; 24 and 8 make others.
    const next = integers(7, 0, 3);
    check(module, { count: 200, rows: 20, step: 1, left: 2, right: 2 }, () => 8 * next());
  });
});
