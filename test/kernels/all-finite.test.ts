import { expect, it } from 'vitest';
import { allFinite as allFiniteJs } from '../../src/js/sums.ts';
import { Bench, floats, lengths, Matrix, modules } from './module.ts';

for (const module of modules) {
  for (const { suffix, array, lanes, greatest } of floats.map((float) => ({
    ...float,
    greatest: float.array === Float32Array ? 2 ** 127 : Number.MAX_VALUE,
  }))) {
    const allFinite = (address: number, pitchBytes: number, rows: number, count: number) =>
      module.exports[`allFinite_${suffix}`]!(address, pitchBytes, rows, count);

    it(`allFinite_${suffix} of ${module.name} shows NaN and infinity wherever they are`, () => {
      for (const count of lengths(2 * lanes)) {
        const bench = new Bench(module.memory);
        const matrix = new Matrix(bench, array, 2, count, 3);
        for (const value of [NaN, Infinity, -Infinity]) {
          for (let place = 0; place < 2 * count; place++) {
            let at = 0;
            matrix.fill(() => (at++ === place ? value : -greatest));
            let result = 0;
            const stray = bench.strays([], () => {
              result = allFinite(matrix.address, matrix.pitchBytes, 2, count);
            });
            expect(stray).toBe(false);
            expect(result, `${value} at ${place} of 2 x ${count}`).toBe(NaN);
          }
        }
        // Their sum overflows, and what lies between the rows is NaN.
        matrix.fill(() => greatest);
        expect(allFinite(matrix.address, matrix.pitchBytes, 2, count)).toBe(0);
      }
    });

    it(`allFinite_${suffix} of ${module.name} reads nothing beyond the last element`, () => {
      for (const count of lengths(2 * lanes)) {
        const address = new Bench(module.memory).putLast(array, new Array<number>(count).fill(1));
        expect(allFinite(address, 0, 1, count)).toBe(0);
      }
    });
  }
}

it('allFinite of js looks at its rows alone', () => {
  const values = Float64Array.of(NaN, 1, -2, NaN, Number.MAX_VALUE, Number.MAX_VALUE, Infinity);
  expect(allFiniteJs({ values, at: 1, rowStride: 3 }, 2, 2)).toBe(0);
  expect(allFiniteJs({ values, at: 1, rowStride: 3 }, 2, 3)).toBe(NaN);
  expect(allFiniteJs({ values, at: 6, rowStride: 1 }, 1, 1)).toBe(NaN);
  expect(allFiniteJs({ values, at: 0, rowStride: 1 }, 1, 1)).toBe(NaN);
});
