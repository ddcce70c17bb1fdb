import { describe, expect, it } from 'vitest';
import { random } from '../random.ts';
import { Bench, floats, integers, lengths, modules } from './module.ts';

const storages = [
  ...integers,
  { suffix: 'f32', array: Float32Array, least: -1e3, greatest: 1e3 },
  { suffix: 'f64', array: Float64Array, least: -1e3, greatest: 1e3 },
] as const;

/** Indices a margin may hold for a row of `count`: both ends, the fill value, the middle. */
function margin(length: number, count: number): number[] {
  return Array.from({ length }, (_, i) => [-1, 0, count - 1, count >> 1, -1][i % 5]!);
}

for (const module of modules) {
  for (const { suffix, array, lanes, round } of floats) {
    for (const storage of storages) {
      const isFloat = storage.suffix.startsWith('f');
      describe(`pad_${storage.suffix}_${suffix} of ${module.name}`, () => {
        it.each([
          [0, 0],
          [1, 0],
          [0, 3],
          [5, 2],
        ])('margins of %i and %i, every length and misalignment', (left, right) => {
          for (const count of lengths(4 * lanes)) {
            for (const misalignment of [0, 1, 4]) check(count, left, right, misalignment);
          }
        });

        function check(count: number, leftCount: number, rightCount: number, misalignment: number): void {
          const rows = 3;
          const gap = 2;
          const next = random(count + leftCount * 100);
          const element = () => {
            const value = storage.least + next() * (storage.greatest - storage.least);
            return isFloat ? value : Math.round(value);
          };
          const sourcePitch = count + gap;
          const raw = Array.from({ length: rows * sourcePitch }, element);
          raw[0] = storage.least;
          raw[count - 1] = storage.greatest;
          const source = Array.from(new storage.array(raw));
          const left = margin(leftCount, count);
          const right = margin(rightCount, count);
          const fill = 0.25;
          const pitch = leftCount + count + rightCount;

          const bench = new Bench(module.memory);
          const sourceAddress = bench.put(storage.array, source, misalignment);
          const leftAddress = bench.put(Int32Array, left);
          const rightAddress = bench.put(Int32Array, right);
          const length = rows * pitch;
          const destination = bench.room(length * array.BYTES_PER_ELEMENT, misalignment);
          const { values, stray } = bench.run(array, destination, length, () => {
            module.exports[`pad_${storage.suffix}_${suffix}`]!(
              sourceAddress,
              sourcePitch * storage.array.BYTES_PER_ELEMENT,
              rows,
              count,
              leftAddress,
              leftCount,
              rightAddress,
              rightCount,
              fill,
              destination,
              pitch * array.BYTES_PER_ELEMENT,
            );
          });

          const expected = Array.from({ length: rows }, (_, row) => {
            const at = (index: number) => (index < 0 ? fill : round(source[row * sourcePitch + index]!));
            return [...left, ...Array.from({ length: count }, (_, i) => i), ...right].map(at);
          }).flat();
          const where = `count ${count}, misaligned by ${misalignment}`;
          expect(values, where).toEqual(expected);
          expect(stray, `${where}: a byte outside the destination changed`).toBe(false);
        }
      });
    }

    it(`pad_${suffix}_${suffix} of ${module.name} leaves rows that stand in place, and gives them margins`, () => {
      const bench = new Bench(module.memory);
      const row = [NaN, 1, 2, 3, 4, 5, NaN, NaN];
      const destination = bench.put(array, [...row, ...row]);
      const left = bench.put(Int32Array, [1]);
      const right = bench.put(Int32Array, [4, -1]);
      const bytes = array.BYTES_PER_ELEMENT;
      const { values, stray } = bench.run(array, destination, 16, () => {
        module.exports[`pad_${suffix}_${suffix}`]!(
          destination + bytes,
          8 * bytes,
          2,
          5,
          left,
          1,
          right,
          2,
          9,
          destination,
          8 * bytes,
        );
      });
      expect(values).toEqual([2, 1, 2, 3, 4, 5, 5, 9, 2, 1, 2, 3, 4, 5, 5, 9]);
      expect(stray).toBe(false);
    });
  }
}
