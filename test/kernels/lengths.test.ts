import { describe, expect, it } from 'vitest';
import { Bench, lengths, modules } from './module.ts';

const types = [
  {
    suffix: 'i16',
    array: Int16Array,
    result: Float32Array,
    numbers: [0, 3, -4, 1020, -1020, 1023, 7, 1, -1],
  },
  {
    suffix: 'f32',
    array: Float32Array,
    result: Float32Array,
    numbers: [0, 3, -4, 0.1, 1e-45, -3e38, Infinity, NaN, 1e-30, 16777217],
  },
  {
    suffix: 'f64',
    array: Float64Array,
    result: Float64Array,
    // Two small ones side by side: alone in a vector, one would be computed like its large neighbour.
    numbers: [0, 3, -4, 0.1, 5e-324, -1.7e308, Infinity, NaN, 1e-200, 1e-170, 1e200, 2 ** -480],
  },
] as const;

describe.each(modules)('lengths of $name', (module) => {
  it.each(types)(
    'of $suffix are roots of sums of squares, at every length',
    ({ suffix, array, result, numbers }) => {
      for (const count of lengths(8)) {
        for (let shift = 0; shift < numbers.length; shift++) {
          const bench = new Bench(module.memory);
          const pick = (i: number) => numbers[i % numbers.length]!;
          const width = array.BYTES_PER_ELEMENT;
          const given = [0, 1].map((k) => Array.from({ length: count }, (_, i) => pick(i + k * shift)));
          const x = bench.put(array, given[0]!, width);
          const y = bench.put(array, given[1]!, 0);
          const held = [x, y].map((address) => bench.read(array, address, count));
          const into = bench.room(count * result.BYTES_PER_ELEMENT, result.BYTES_PER_ELEMENT);
          const { values, stray } = bench.run(result, into, count, () => {
            module.exports[`lengths_${suffix}`]!(x, y, count, into);
          });
          expect(stray).toBe(false);
          for (let i = 0; i < count; i++) {
            const exact = Math.hypot(held[0]![i]!, held[1]![i]!);
            // Of numbers that are not tiny; a sum that overflows is infinite.
            if (suffix !== 'f64') expect(values[i]).toBe(Math.fround(exact));
            else if (Number.isFinite(exact)) {
              expect(Math.abs(values[i]! - exact)).toBeLessThanOrEqual(exact * 2 ** -51 + 5e-324);
            } else expect(values[i]).toBe(exact);
          }
        }
      }
    },
  );

  it.each(types)('reads no $suffix beyond the last', ({ suffix, array, result }) => {
    for (const count of lengths(8)) {
      const bench = new Bench(module.memory);
      const x = bench.putLast(array, new Array(count).fill(3));
      const into = bench.room(count * result.BYTES_PER_ELEMENT);
      module.exports[`lengths_${suffix}`]!(x, x, count, into);
      expect(bench.read(result, into, count)).toEqual(new Array(count).fill(result.of(Math.sqrt(18))[0]));
    }
  });
});
