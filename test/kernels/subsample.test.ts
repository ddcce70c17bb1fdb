import { expect, it } from 'vitest';
import { Bench, floats, modules } from './module.ts';

for (const module of modules) {
  for (const { suffix, array } of floats) {
    it.each([1, 2, 3, 5])(`subsample_${suffix} of ${module.name} keeps one pixel of %i`, (stride) => {
      for (const channels of [1, 3, 4]) {
        for (const pixels of [1, 2, 7]) {
          const length = ((pixels - 1) * stride + 1) * channels;
          const bench = new Bench(module.memory);
          const numbers = Array.from({ length }, (_, i) => i);
          const source = bench.put(array, numbers, 4);
          const destination = bench.room(pixels * channels * array.BYTES_PER_ELEMENT, 1);
          const { values, stray } = bench.run(array, destination, pixels * channels, () => {
            module.exports[`subsample_${suffix}`]!(source, pixels, channels, stride, destination);
          });
          expect(values).toEqual(numbers.filter((i) => Math.floor(i / channels) % stride === 0));
          expect(stray).toBe(false);
        }
      }
    });
  }
}
