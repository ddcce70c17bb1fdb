import { expect, it } from 'vitest';
import { unpremultiply as unpremultiplyJs } from '../../src/js/alpha.ts';
import { random } from '../support/random.ts';
import { Bench, floats, modules } from './module.ts';

const settings = [
  { opaque: 1, least: -Infinity, greatest: Infinity, delta: 0 },
  { opaque: 255, least: 0, greatest: 255, delta: 0 },
  { opaque: 255, least: -128, greatest: 127, delta: 0.3 },
];

for (const module of modules) {
  for (const { suffix, array, round } of floats) {
    it(`unpremultiply_${suffix} of ${module.name} divides colours by a saturated alpha, whatever the count and misalignment`, () => {
      const dtype = suffix === 'f32' ? 'float32' : 'float64';
      const next = random(2);
      for (const pixels of [1, 2, 3, 4, 7, 33]) {
        for (const by of settings) {
          for (const misalignment of [0, 4]) {
            const { opaque, least, greatest, delta } = by;
            const bench = new Bench(module.memory);
            const values = Array.from({ length: 4 * pixels }, () => opaque * (1.6 * next() - 0.3));
            // More than opaque; clear; a negative and a missing alpha.
            values.splice(0, 4, 3, -0.5 * opaque, 1, 1.25 * opaque);
            if (pixels > 3) values.splice(4, 12, 9, -9, 0, 0, 1, 2, 3, -0.5, 4, 5, 6, NaN);
            const held = values.map(round);
            const address = bench.put(array, values, misalignment);
            const result = bench.run(array, address, 4 * pixels, () => {
              module.exports[`unpremultiply_${suffix}`]!(address, 4 * pixels, opaque, least, greatest, delta);
            });
            const expected = held.map((value, i) => {
              if (i % 4 === 3) return value;
              const alpha = Math.min(Math.max(held[i - (i % 4) + 3]!, least), greatest);
              const colour = alpha === 0 ? 0 : round(round(value * opaque) / alpha);
              return round(colour + round(delta));
            });
            // Whether a 0 has a sign is of no account.
            expect(result.values.map((value) => value + 0)).toEqual(expected.map((value) => value + 0));
            expect(result.stray).toBe(false);
            const data = new array(
              new ArrayBuffer(array.BYTES_PER_ELEMENT * (4 * pixels + 2)),
              0,
              4 * pixels + 2,
            );
            data.set([5, ...held, 6]);
            unpremultiplyJs({ data: data as Float32Array, dtype, at: 1 }, pixels, by);
            expect(Array.from(data as unknown as Float32Array)).toEqual([5, ...result.values, 6]);
          }
        }
      }
    });

    it(`unpremultiply_${suffix} of ${module.name} reads nothing beyond the last pixel`, () => {
      for (const pixels of [1, 3]) {
        const address = new Bench(module.memory).putLast(array, new Array<number>(4 * pixels).fill(1));
        module.exports[`unpremultiply_${suffix}`]!(address, 4 * pixels, 1, 0, 1, 0);
      }
    });
  }
}
