import { describe, expect, it } from 'vitest';
import { random } from '../support/random.ts';
import { type ArrayType, Bench, floats, Matrix, modules } from './module.ts';

const upTo = (count: number, multiple: number) => Math.ceil(count / multiple) * multiple;

for (const module of modules) {
  describe.each(floats)(`rowSums_$suffix of ${module.name}`, ({ suffix, array, lanes, round }) => {
    it.each([
      [1, 32],
      [2, 1],
      [5, 5],
      [17, 4],
      [70, 32],
    ])('%i taps in blocks of %i, each operation rounded', (tapCount, blockTaps) => {
      for (const count of [1, lanes, 4 * lanes - 1, 4 * lanes, 4 * lanes + 1, 9 * lanes]) {
        for (const rowCount of [1, 2, 5]) {
          const bench = new Bench(module.memory);
          const next = random(count + tapCount);
          const columns = upTo(count, 4 * lanes);
          const source = new Matrix(bench, array, rowCount + tapCount - 1, columns, 3);
          const rows = source.fill(() => round(next() - 0.5));
          const taps = Array.from({ length: tapCount }, () => round(next() - 0.5));
          const destination = new Matrix(bench, array, rowCount, columns, 5);
          const tapAddress = bench.put(array, taps, array.BYTES_PER_ELEMENT);
          const stray = bench.strays(destination.regions, () => {
            module.exports[`rowSums_${suffix}`]!(
              source.address,
              source.pitchBytes,
              tapAddress,
              tapCount,
              blockTaps,
              count,
              destination.address,
              destination.pitchBytes,
              rowCount,
            );
          });
          expect(stray).toBe(false);
          for (let row = 0; row < rowCount; row++) {
            const expected = Array.from({ length: count }, (_, x) => {
              let sum = 0;
              for (let first = 0; first < tapCount; first += blockTaps) {
                const block = taps
                  .slice(first, first + blockTaps)
                  .reduce((sum, tap, j) => round(sum + round(tap * rows[row + first + j]![x]!)), 0);
                sum = round(sum + block);
              }
              return sum;
            });
            expect(destination.read(row).slice(0, count)).toEqual(expected);
          }
        }
      }
    });
  });

  const types: readonly { suffix: string; array: ArrayType; lanes: number }[] = [
    ...floats,
    { suffix: 'i16', array: Int16Array, lanes: 8 },
  ];
  describe.each(types)(`transpose_$suffix of ${module.name}`, ({ suffix, array, lanes }) => {
    it('matrices of any size', () => {
      for (const rowCount of [1, lanes, lanes + 1, 3 * lanes]) {
        for (const columnCount of [1, lanes - 1, lanes, 2 * lanes + 1, 5 * lanes]) {
          const bench = new Bench(module.memory);
          const source = new Matrix(bench, array, upTo(rowCount, lanes), upTo(columnCount, lanes), 1);
          let last = 0;
          const rows = source.fill(() => ++last);
          const destination = new Matrix(bench, array, upTo(columnCount, lanes), upTo(rowCount, lanes), 3);
          const stray = bench.strays(destination.regions, () => {
            module.exports[`transpose_${suffix}`]!(
              source.address,
              source.pitchBytes,
              rowCount,
              columnCount,
              destination.address,
              destination.pitchBytes,
            );
          });
          expect(stray).toBe(false);
          for (let column = 0; column < columnCount; column++) {
            const expected = rows.slice(0, rowCount).map((row) => row[column]!);
            expect(destination.read(column).slice(0, rowCount)).toEqual(expected);
          }
        }
      }
    });
  });

  it(`quantize of ${module.name} rounds 64 times a number half to even, and saturates`, () => {
    const values = [
      0,
      1,
      255,
      -1,
      0.5 / 64,
      1.5 / 64,
      2.5 / 64,
      -0.5 / 64,
      1000,
      -1000,
      0.3,
      511.99,
      0.49 / 64,
    ];
    const expected = [0, 64, 16320, -64, 0, 2, 2, 0, 32767, -32768, 19, 32767, 0];
    for (let first = 0; first < values.length; first++) {
      const bench = new Bench(module.memory);
      const given = values.slice(first);
      const source = bench.put(Float32Array, [...given, ...new Array<number>(8).fill(7)], 4);
      const length = upTo(given.length, 8);
      const destination = bench.room(2 * length, 2);
      const after = bench.run(Int16Array, destination, length, () => {
        module.exports.quantize!(source, given.length, destination);
      });
      expect(after.stray).toBe(false);
      expect(after.values.slice(0, given.length).map((value) => value + 0)).toEqual(expected.slice(first));
    }
  });
}
