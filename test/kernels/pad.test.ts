import { describe, expect, it } from 'vitest';
import { random } from '../support/random.ts';
import { Bench, floats, integers, lengths, modules } from './module.ts';

const storages = [
  ...integers,
  { suffix: 'f32', array: Float32Array, least: -1e3, greatest: 1e3 },
  { suffix: 'f64', array: Float64Array, least: -1e3, greatest: 1e3 },
] as const;

/** Indices a margin may hold for a row of `count`: the fill value, both ends, the middle. */
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
            for (const misalignment of [0, 1, 4]) check(0, count, left, right, misalignment);
          }
        });

        it.each([1, 5, 16])('from element %i on, with margins of all the row', (first) => {
          for (const count of [0, 1, lanes, 3 * lanes + 1]) check(first, count, 5, 6, 4);
        });

        function check(
          first: number,
          count: number,
          leftCount: number,
          rightCount: number,
          misalignment: number,
        ): void {
          const rows = 3;
          const gap = 2;
          const end = first + count;
          const next = random(count + leftCount * 100 + first);
          const element = () => {
            const value = storage.least + next() * (storage.greatest - storage.least);
            return isFloat ? value : Math.round(value);
          };
          const sourcePitch = end + gap;
          const raw = Array.from({ length: rows * sourcePitch }, element);
          raw[0] = storage.least;
          raw[end - 1] = storage.greatest;
          const source = Array.from(new storage.array(raw));
          const left = margin(leftCount, end);
          const right = margin(rightCount, end);
          const fill = 0.25;
          const written = leftCount + count + rightCount;
          const pitch = written + gap;

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
              first,
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

          const untouched = new Array<number>(gap).fill(NaN);
          const expected = Array.from({ length: rows }, (_, row) => {
            const at = (index: number) => (index < 0 ? fill : round(source[row * sourcePitch + index]!));
            const interior = Array.from({ length: count }, (_, i) => first + i);
            return [...[...left, ...interior, ...right].map(at), ...untouched];
          }).flat();
          const where = `first ${first}, count ${count}, misaligned by ${misalignment}`;
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
          0,
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

    it(`pad_${suffix}_${suffix} of ${module.name} leaves rows in place that stand there from element 2 on`, () => {
      const bench = new Bench(module.memory);
      const row = [1, 2, 3, 4, 5, NaN, NaN];
      const source = bench.put(array, [...row, ...row]);
      const left = bench.put(Int32Array, [3]);
      const right = bench.put(Int32Array, [0, -1]);
      const bytes = array.BYTES_PER_ELEMENT;
      const { values, stray } = bench.run(array, source, 14, () => {
        module.exports[`pad_${suffix}_${suffix}`]!(
          source,
          7 * bytes,
          2,
          2,
          3,
          left,
          1,
          right,
          2,
          9,
          source + bytes,
          7 * bytes,
        );
      });
      expect(values).toEqual([1, 4, 3, 4, 5, 1, 9, 1, 4, 3, 4, 5, 1, 9]);
      expect(stray).toBe(false);
    });
  }
}
