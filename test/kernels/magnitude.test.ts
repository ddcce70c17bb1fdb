import { expect, it } from 'vitest';
import { magnitude as magnitudeJs } from '../../src/js/sums.ts';
import { Bench, floats, lengths, Matrix, modules } from './module.ts';

for (const module of modules) {
  for (const { suffix, array, lanes } of floats) {
    const counts = lengths(2 * lanes);
    const set = (rows: number, count: number) => {
      const bench = new Bench(module.memory);
      const matrix = new Matrix(bench, array, rows, count, 3);
      const sum = () => {
        let result = 0;
        const stray = bench.strays([], () => {
          result = module.exports[`magnitude_${suffix}`]!(matrix.address, matrix.pitchBytes, rows, count);
        });
        expect(stray).toBe(false);
        return result;
      };
      return { matrix, sum };
    };

    it(`magnitude_${suffix} of ${module.name} takes every element of every length`, () => {
      for (const count of counts) {
        for (const rows of [1, 2, 3]) {
          const { matrix, sum } = set(rows, count);
          let last = 0;
          matrix.fill(() => (++last % 2 === 0 ? last : -last));
          expect(sum(), `${rows} x ${count}`).toBe((last * (last + 1)) / 2);
        }
      }
    });

    it(`magnitude_${suffix} of ${module.name} shows NaN and infinity wherever they are`, () => {
      for (const count of counts) {
        const { matrix, sum } = set(2, count);
        for (const value of [NaN, Infinity, -Infinity]) {
          for (let place = 0; place < 2 * count; place++) {
            let at = 0;
            matrix.fill(() => (at++ === place ? value : 1));
            expect(sum(), `${value} at ${place} of 2 x ${count}`).toBe(Math.abs(value));
          }
        }
        matrix.fill(() => -0);
        expect(sum()).toBe(0);
      }
    });

    it(`magnitude_${suffix} of ${module.name} reads nothing beyond the last element`, () => {
      for (const count of lengths(2 * lanes)) {
        const address = new Bench(module.memory).putLast(array, new Array<number>(count).fill(1));
        expect(module.exports[`magnitude_${suffix}`]!(address, 0, 1, count)).toBe(count);
      }
    });
  }
}

it('magnitude of js takes the first elements', () => {
  expect(magnitudeJs(Float64Array.of(1, -2, 3, NaN), 3)).toBe(6);
  expect(magnitudeJs(Float64Array.of(1, -2, NaN), 3)).toBe(NaN);
  expect(magnitudeJs(Float64Array.of(1, -Infinity, 3), 3)).toBe(Infinity);
});
