import { describe, expect, it } from 'vitest';
import { Bench, floats, lengths, modules } from './module.ts';

describe.each(modules)('range of $name', (module) => {
  for (const { suffix, array } of floats) {
    const run = (values: readonly number[], hasAlpha: boolean) => {
      const bench = new Bench(module.memory);
      const source = bench.put(array, values, array.BYTES_PER_ELEMENT);
      const into = bench.room(16);
      const result = bench.run(Float64Array, into, 2, () => {
        module.exports[`range_${suffix}`]!(source, values.length, Number(hasAlpha), into);
      });
      expect(result.stray).toBe(false);
      return result.values;
    };

    it(`finds the smallest and the greatest ${suffix} in every place of every length`, () => {
      for (const count of lengths(8)) {
        for (let place = 0; place < count; place++) {
          const values = Array.from({ length: count }, (_, i) => (i % 3) - 1);
          values[place] = -8;
          values[(place + 1) % count] = 16;
          expect(run(values, false)).toEqual([count === 1 ? 16 : -8, 16]);
        }
      }
    });

    it(`leaves out what is not a finite ${suffix}`, () => {
      for (const value of [NaN, Infinity, -Infinity]) {
        for (const count of lengths(8)) {
          for (let place = 0; place < count; place++) {
            const values = new Array<number>(count).fill(2);
            values[place] = value;
            expect(run(values, false)).toEqual(count === 1 ? [Infinity, -Infinity] : [2, 2]);
          }
        }
      }
    });

    it(`leaves out alpha of ${suffix}`, () => {
      for (const pixels of [1, 2, 3, 4, 5, 9, 16]) {
        for (let place = 0; place < 4 * pixels; place++) {
          const values = Array.from({ length: 4 * pixels }, (_, i): number => (i % 4 === 3 ? 100 : 1));
          values[place] = -9;
          expect(run(values, true)).toEqual([place % 4 === 3 ? 1 : -9, 1]);
        }
      }
    });

    it(`reads no ${suffix} beyond the last`, () => {
      for (const count of lengths(8)) {
        const bench = new Bench(module.memory);
        const source = bench.putLast(array, new Array(count).fill(3));
        const into = bench.room(16);
        module.exports[`range_${suffix}`]!(source, count, 0, into);
        expect(bench.read(Float64Array, into, 2)).toEqual([3, 3]);
      }
    });
  }
});
