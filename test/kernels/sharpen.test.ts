import { expect, it } from 'vitest';
import { sharpen as sharpenJs } from '../../src/js/sharpen.ts';
import { random } from '../support/random.ts';
import { Bench, floats, lengths, modules } from './module.ts';

for (const module of modules) {
  for (const { suffix, array, lanes, round } of floats) {
    it(`sharpen_${suffix} of ${module.name} moves what is far from the blurred, at every length and misalignment`, () => {
      const dtype = suffix === 'f32' ? 'float32' : 'float64';
      const next = random(3);
      for (const count of lengths(lanes)) {
        for (const amount of [0.7, -1, 3]) {
          for (const misalignment of [0, 4]) {
            const elements = Array.from({ length: count }, () => round(100 * next()));
            const blurred = Array.from({ length: count }, () => round(100 * next()));
            // As far as the threshold is not beyond it.
            elements[0] = 50;
            blurred[0] = 38;
            if (count > 3) [elements[2], blurred[2], elements[3], blurred[3]] = [NaN, 1, 1, NaN];
            const bench = new Bench(module.memory);
            const source = bench.put(array, elements, misalignment);
            const address = bench.put(array, blurred, misalignment);
            const result = bench.run(array, address, count, () => {
              module.exports[`sharpen_${suffix}`]!(source, address, count, amount, 12);
            });
            const expected = elements.map((element, i) => {
              const difference = round(element - blurred[i]!);
              return Math.abs(difference) > 12 ? round(element + round(round(amount) * difference)) : element;
            });
            expect(result).toEqual({ values: expected, stray: false });
            const listOf = (values: number[], at: number) => {
              const data = new array(new ArrayBuffer(array.BYTES_PER_ELEMENT * (count + at)), 0, count + at);
              data.set([...new Array<number>(at).fill(5), ...values]);
              return { data: data as Float32Array, dtype, at } as const;
            };
            const into = listOf(blurred, 2);
            sharpenJs(listOf(elements, 1), into, count, amount, 12);
            expect(Array.from(into.data)).toEqual([5, 5, ...expected]);
          }
        }
      }
    });

    it(`sharpen_${suffix} of ${module.name} reads nothing beyond the last element`, () => {
      for (const count of lengths(lanes)) {
        const bench = new Bench(module.memory);
        const last = bench.putLast(array, new Array<number>(count).fill(1));
        const other = bench.put(array, new Array<number>(count).fill(1));
        module.exports[`sharpen_${suffix}`]!(last, other, count, 1, 0);
        module.exports[`sharpen_${suffix}`]!(other, last, count, 1, 0);
      }
    });
  }
}
