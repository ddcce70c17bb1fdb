import { expect, it } from 'vitest';
import { Bench, floats, lengths, modules } from './module.ts';

for (const module of modules) {
  for (const { suffix, array, lanes } of floats) {
    it(`flip_${suffix} of ${module.name} reverses every length`, () => {
      const bytes = array.BYTES_PER_ELEMENT;
      for (const count of lengths(lanes)) {
        for (const misalignment of [0, 1, 4]) {
          const taps = Array.from({ length: count }, (_, i) => i + 0.5);
          const bench = new Bench(module.memory);
          const source = bench.put(array, taps, misalignment);
          const destination = bench.room(count * bytes, misalignment);
          const { values, stray } = bench.run(array, destination, count, () => {
            module.exports[`flip_${suffix}`]!(source, count, destination);
          });
          expect(values, `${count}`).toEqual(taps.slice().reverse());
          expect(stray).toBe(false);
        }
      }
    });
  }
}
