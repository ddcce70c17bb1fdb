import { expect, it } from 'vitest';
import { premultiply as premultiplyJs } from '../../src/js/alpha.ts';
import { random } from '../support/random.ts';
import { Bench, floats, modules } from './module.ts';

for (const module of modules) {
  for (const { suffix, array, round } of floats) {
    it(`premultiply_${suffix} of ${module.name} weights colours, whatever the count and misalignment`, () => {
      const dtype = suffix === 'f32' ? 'float32' : 'float64';
      const next = random(1);
      for (const pixels of [1, 2, 3, 4, 7, 33]) {
        for (const opaque of [1, 255, 65535]) {
          for (const misalignment of [0, 4]) {
            const bench = new Bench(module.memory);
            const values = Array.from({ length: 4 * pixels }, () => opaque * (1.2 * next() - 0.1));
            // An opaque pixel, a clear one, and what is no number.
            values.splice(0, 4, 0.3 * opaque, -0.3 * opaque, opaque, opaque);
            if (pixels > 2) values.splice(4, 8, 9, Infinity, 0, 0, 7, NaN, 1, 0.5 * opaque);
            const held = values.map(round);
            const address = bench.put(array, values, misalignment);
            const result = bench.run(array, address, 4 * pixels, () => {
              module.exports[`premultiply_${suffix}`]!(address, 4 * pixels, opaque);
            });
            const expected = held.map((value, i) =>
              i % 4 === 3 ? value : round(round(value * held[i - (i % 4) + 3]!) / opaque),
            );
            expect(result).toEqual({ values: expected, stray: false });
            const data = new array(
              new ArrayBuffer(array.BYTES_PER_ELEMENT * (4 * pixels + 2)),
              0,
              4 * pixels + 2,
            );
            data.set([5, ...held, 6]);
            premultiplyJs({ data: data as Float32Array, dtype, at: 1 }, pixels, opaque);
            expect(Array.from(data as unknown as Float32Array)).toEqual([5, ...expected, 6]);
          }
        }
      }
    });

    it(`premultiply_${suffix} of ${module.name} reads nothing beyond the last pixel`, () => {
      for (const pixels of [1, 3]) {
        const address = new Bench(module.memory).putLast(array, new Array<number>(4 * pixels).fill(1));
        module.exports[`premultiply_${suffix}`]!(address, 4 * pixels, 1);
      }
    });
  }
}
