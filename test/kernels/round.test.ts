import { expect, it } from 'vitest';
import { round as roundJs } from '../../src/js/sums.ts';
import { Bench, floats, modules } from './module.ts';

/** What each sum rounds to; never -0. */
const rounded: readonly (readonly [number, number])[] = [
  [-0.5, 0],
  [0.5, 0],
  [1.5, 2],
  [2.5, 2],
  [-1.5, -2],
  [-2.5, -2],
  [-0, 0],
  [-0.25, 0],
  [0.75, 1],
  [-3, -3],
  [8388607.5, 8388608],
  [-4194303.5, -4194304],
];

for (const { suffix, array } of floats) {
  for (const module of modules) {
    it(`round_${suffix} of ${module.name} rounds half to even, at every length`, () => {
      for (let count = 0; count <= rounded.length; count++) {
        for (const first of [0, rounded.length - count]) {
          const sums = rounded.slice(first, first + count);
          const bench = new Bench(module.memory);
          const address = bench.put(
            array,
            sums.map(([sum]) => sum),
            4,
          );
          const { values, stray } = bench.run(array, address, count, () => {
            module.exports[`round_${suffix}`]!(address, count);
          });
          expect(values, `${count} from ${first}`).toEqual(sums.map(([, whole]) => whole));
          expect(stray).toBe(false);
        }
      }
    });
  }

  it(`round of js does the same in ${suffix}`, () => {
    const sums = new array(rounded.map(([sum]) => sum));
    roundJs(sums, sums.length);
    expect(Array.from(sums)).toEqual(rounded.map(([, whole]) => whole));
  });
}
