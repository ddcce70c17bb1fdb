import { describe, expect, it } from 'vitest';
import { random } from '../support/random.ts';
import { Bench, lengths, Matrix, modules } from './module.ts';

interface Shape {
  readonly name: string;
  readonly tapRows: number;
  readonly tapColumns: number;
  /** In staged rows. */
  readonly rowStep: number;
  readonly tapRowStep: number;
  /** In elements; 0: at uneven distances. */
  readonly columnStep: number;
}

const shapes: readonly Shape[] = [
  { name: '1 x 1', tapRows: 1, tapColumns: 1, rowStep: 1, tapRowStep: 1, columnStep: 1 },
  { name: '3 x 3', tapRows: 3, tapColumns: 3, rowStep: 1, tapRowStep: 1, columnStep: 1 },
  { name: '2 x 4 of 3 channels', tapRows: 2, tapColumns: 4, rowStep: 1, tapRowStep: 1, columnStep: 3 },
  { name: '3 x 2 uneven', tapRows: 3, tapColumns: 2, rowStep: 1, tapRowStep: 1, columnStep: 0 },
  { name: '3 x 2 of every second row', tapRows: 3, tapColumns: 2, rowStep: 2, tapRowStep: 1, columnStep: 1 },
  { name: '3 x 2 dilated', tapRows: 3, tapColumns: 2, rowStep: 1, tapRowStep: 2, columnStep: 2 },
  { name: 'a column of 5', tapRows: 5, tapColumns: 1, rowStep: 1, tapRowStep: 1, columnStep: 1 },
  { name: 'a row of 5', tapRows: 1, tapColumns: 5, rowStep: 1, tapRowStep: 1, columnStep: 2 },
  { name: 'a row of 3, uneven', tapRows: 1, tapColumns: 3, rowStep: 1, tapRowStep: 1, columnStep: 0 },
];

for (const module of modules) {
  describe(`unfused_f64 of ${module.name} rounds each operation`, () => {
    it.each(shapes)('$name', ({ tapRows, tapColumns, rowStep, tapRowStep, columnStep }) => {
      for (const rows of [1, 2, 5]) {
        for (const count of [...lengths(16), ...lengths(8)]) {
          const next = random(count * 31 + rows);
          const bench = new Bench(module.memory);
          const offsets = Array.from({ length: tapColumns }, (_, v) => (columnStep || (v * 7) % 5) * v);
          const reach = Math.max(...offsets);
          const stagedRows = (rows - 1) * rowStep + (tapRows - 1) * tapRowStep + 1;
          const staged = new Matrix(bench, Float64Array, stagedRows, count + reach, 3);
          const source = staged.fill(() => next() * 2 - 1);
          const taps = Array.from({ length: tapRows * tapColumns }, () => next() * 2 - 1);
          const delta = next();
          const results = new Matrix(bench, Float64Array, rows, count, rows);
          const offsetTable = bench.put(
            Int32Array,
            offsets.map((offset) => 8 * offset),
          );
          const tapTable = bench.put(Float64Array, taps);
          const stray = bench.strays(results.regions, () => {
            module.exports.unfused_f64!(
              ...[staged.address, rowStep * staged.pitchBytes, tapRowStep * staged.pitchBytes],
              ...[8 * columnStep, offsetTable, tapTable, tapRows, tapColumns, delta],
              ...[results.address, results.pitchBytes, rows, count],
            );
          });
          expect(stray).toBe(false);
          for (let row = 0; row < rows; row++) {
            const expected = Array.from({ length: count }, (_, x) => {
              let sum = 0;
              for (let u = 0; u < tapRows; u++) {
                for (let v = 0; v < tapColumns; v++) {
                  sum +=
                    taps[u * tapColumns + v]! * source[row * rowStep + u * tapRowStep]![x + offsets[v]!]!;
                }
              }
              return sum + delta;
            });
            expect(results.read(row), `row ${row} of ${rows}, ${count} results`).toEqual(expected);
          }
        }
      }
    });
  });
}
