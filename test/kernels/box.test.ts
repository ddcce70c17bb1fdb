import { describe, expect, it } from 'vitest';
import { integers } from '../support/random.ts';
import { Bench, modules, type RawModule } from './module.ts';
import { correlated, type Ending, ended, Picture, putEnding, resultRows, scratch } from './sums.ts';

const short: readonly Ending[] = [
  { sums: 'int16', result: 'u8', scaling: 'multiply', divisor: 9 },
  { sums: 'uint16', result: 'u16', scaling: 'none', divisor: 1 },
  { sums: 'uint16', result: 'f32', scaling: 'none', divisor: 1 },
  { sums: 'int16', result: 'u8', scaling: 'divide', divisor: 6 },
];
const long: readonly Ending[] = [
  { sums: 'int32', result: 'u8', scaling: 'divide', divisor: 100 },
  { sums: 'int32', result: 'u16', scaling: 'multiply', divisor: 35 },
  { sums: 'int32', result: 'i16', scaling: 'none', divisor: 1 },
  { sums: 'int32', result: 'f32', scaling: 'none', divisor: 1 },
];
const kinds = [
  { suffix: 'u8_i16', array: Uint8Array, bytes: 2, least: 0, greatest: 255, endings: short },
  { suffix: 'u8_i32', array: Uint8Array, bytes: 4, least: 0, greatest: 255, endings: long },
  { suffix: 'i16_i32', array: Int16Array, bytes: 4, least: -32768, greatest: 32767, endings: long },
  { suffix: 'u16_i32', array: Uint16Array, bytes: 4, least: 0, greatest: 65535, endings: long },
] as const;
type Kind = (typeof kinds)[number];

/** A box kernel may write a vector more than its rows hold. */
const VECTOR_BYTES = 16;

/** Fewer than a vector of 4 or 8 lanes, its multiples and their neighbours, several. */
const counts = [1, 2, 3, 4, 5, 7, 8, 9, 12, 15, 16, 17, 33, 64, 75];

function check(
  module: RawModule,
  { suffix, array, bytes, least, greatest }: Kind,
  [height, width]: readonly [number, number],
  count: number,
  ending: Ending,
  [rows, columnStep]: readonly [number, number],
  [left, right]: readonly [number, number],
): void {
  const inside = count + (width - 1) * columnStep - left - right;
  if (inside < 1) return;
  // Not `height` times an element, so that it cannot be taken for one.
  const [fill, initial] = [1234, -77];
  const bench = new Bench(module.memory);
  const picture = new Picture(
    bench,
    array,
    { rows: rows + height - 1, count: inside, left, right },
    integers(count + width, least, greatest),
  );
  const columns = scratch(bench, picture.continuedCount * bytes, VECTOR_BYTES);
  const prefixes = scratch(bench, (picture.continuedCount + columnStep) * bytes, VECTOR_BYTES);
  const sums = scratch(bench, count * bytes, VECTOR_BYTES);
  const table = putEnding(bench, ending);
  const result = resultRows(bench, ending, rows, count);
  const stray = bench.strays([columns, prefixes, sums, ...result.regions], () => {
    module.exports[`box_${suffix}`]!(
      picture.address,
      picture.pitchBytes,
      inside,
      height,
      columns.address,
      picture.leftAddress,
      left,
      picture.rightAddress,
      right,
      fill,
      width,
      columnStep,
      prefixes.address,
      initial,
      sums.address,
      table,
      result.address,
      result.pitchBytes,
      rows,
      count,
    );
  });
  const where = `${height} x ${width}, ${rows} x ${count} results, ${columnStep} channels, ${left} and ${right} beyond`;
  expect(stray, `${where}: a byte elsewhere changed`).toBe(false);
  const column = { values: Array.from({ length: height }, () => [1]), rowStep: 1, columnStep: 1 };
  const across = { values: [Array<number>(width).fill(1)], rowStep: 1, columnStep };
  for (let row = 0; row < rows; row++) {
    const continued = [picture.continued(correlated(picture.rows, column, 0, row, inside), fill)];
    const expected = correlated(continued, across, initial, 0, count).map((sum) => ended(sum, ending));
    expect(result.read(row), `${where}, row ${row}`).toEqual(expected);
  }
}

describe.each(modules)('$name', (module) => {
  describe.each(kinds)('box_$suffix', (kind) => {
    const { endings } = kind;

    it.each([
      [1, 1],
      [1, 5],
      [2, 3],
      [3, 3],
      [5, 1],
      [7, 20],
    ])('%i x %i ones at every count of results, by channels', (...size) => {
      for (const columnStep of [1, 2, 3, 4, 5, 8]) {
        for (const [n, count] of counts.entries()) {
          check(module, kind, size, count, endings[n % endings.length]!, [4, columnStep], [0, 0]);
          const margins = [columnStep, 2 * columnStep] as const;
          check(module, kind, size, count, endings[(n + 1) % endings.length]!, [3, columnStep], margins);
        }
      }
    });

    it('rows of results from one to nine', () => {
      for (let rows = 1; rows <= 9; rows++) {
        for (const ending of endings) check(module, kind, [3, 3], 21, ending, [rows, 1], [1, 1]);
      }
    });

    it('long rows, whose prefix sums wrap around in 16 bits and come back', () => {
      for (const columnStep of [1, 2, 3, 4]) {
        for (const ending of endings) {
          check(module, kind, [2, 3], 1500, ending, [2, columnStep], [columnStep, columnStep]);
        }
      }
    });
  });
});
