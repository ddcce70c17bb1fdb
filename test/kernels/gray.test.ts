import { describe, expect, it } from 'vitest';
import { roundHalfEvenSaturate } from '../conformance/oracle.ts';
import { random } from '../support/random.ts';
import { Bench, floats, integers, lengths, modules } from './module.ts';

/** BT.601 in 15-bit fixed point, and not. */
const fixed = [9798, 19235, 3735] as const;
const exact = [0.299, 0.587, 0.114] as const;

const unsigned = [
  { suffix: 'u8', array: Uint8Array, greatest: 255 },
  { suffix: 'u16', array: Uint16Array, greatest: 65535 },
] as const;
const others = [...floats, ...integers.filter(({ suffix }) => suffix !== 'u8' && suffix !== 'u16')];

/** Extremes in every channel, and numbers between. */
function pixels(count: number, channels: number, greatest: number): number[] {
  const next = random(count);
  return Array.from({ length: count * channels }, (_, i) => {
    const kind = Math.floor(i / channels) % 5;
    if (kind < 2) return kind * greatest;
    return Math.floor((0.5 + next() / 2) * (greatest + 1)) % (greatest + 1);
  });
}

describe.each(modules)('gray of $name', (module) => {
  for (const { suffix, array, greatest } of unsigned) {
    for (const channels of [3, 4]) {
      it(`adds up ${suffix} pixels of ${channels} channels in fixed point, at every length and misalignment`, () => {
        for (const count of lengths(16)) {
          for (const misalignment of [0, array.BYTES_PER_ELEMENT]) {
            const values = pixels(count, channels, greatest);
            const sums = Array.from({ length: count }, (_, i) => {
              const [red, green, blue] = values.slice(channels * i) as [number, number, number];
              return Math.floor((red * fixed[0] + green * fixed[1] + blue * fixed[2] + 2 ** 14) / 2 ** 15);
            });
            const bench = new Bench(module.memory);
            const source = bench.put(array, values, misalignment);
            const into = bench.room(count * array.BYTES_PER_ELEMENT, misalignment);
            const { values: results, stray } = bench.run(array, into, count, () => {
              module.exports[`gray_${suffix}`]!(source, channels, ...fixed, count, into);
            });
            expect(results, `${count}`).toEqual(sums);
            expect(stray).toBe(false);
          }
        }
      });

      it(`reads no ${suffix} beyond the last pixel of ${channels} channels`, () => {
        for (const count of lengths(16)) {
          const bench = new Bench(module.memory);
          const source = bench.putLast(array, pixels(count, channels, greatest));
          const into = bench.room(count * array.BYTES_PER_ELEMENT);
          module.exports[`gray_${suffix}`]!(source, channels, ...fixed, count, into);
        }
      });
    }
  }

  for (const { suffix, array } of others) {
    it(`adds up ${suffix} in float64, rounds half to even and saturates`, () => {
      const type = { i8: 'int8', i16: 'int16', u32: 'uint32', i32: 'int32' }[suffix as string];
      for (const channels of [3, 4]) {
        const bench = new Bench(module.memory);
        const given = [1, 2, 3, 1.5, -100, 7, 4e9, 3e9, 5e9, -4e9, -3e9, -3e9, 127, 127, 127, NaN, 1, 1];
        const source = bench.put(
          array,
          given.flatMap((value, i) => (channels === 4 && i % 3 === 2 ? [value, 9] : [value])),
          array.BYTES_PER_ELEMENT,
        );
        const held = bench.read(array, source, (given.length / 3) * channels);
        const into = bench.room(6 * array.BYTES_PER_ELEMENT);
        const { values, stray } = bench.run(array, into, 6, () => {
          module.exports[`gray_${suffix}`]!(source, channels, ...exact, 6, into);
        });
        const sums = Array.from({ length: 6 }, (_, i) => {
          const [red, green, blue] = held.slice(channels * i) as [number, number, number];
          const sum = red * exact[0] + green * exact[1] + blue * exact[2];
          if (type !== undefined) return roundHalfEvenSaturate(sum, type as 'int8');
          return suffix === 'f32' ? Math.fround(sum) : sum;
        });
        expect(values).toEqual(sums);
        expect(stray).toBe(false);
      }
    });
  }

  it('saturates weights that add up to more than 1', () => {
    const bench = new Bench(module.memory);
    const source = bench.put(Int8Array, [100, 100, 100, -100, -100, -100, 1, 1, 0]);
    const into = bench.room(3);
    module.exports.gray_i8!(source, 3, 0.5, 1, 0.5, 3, into);
    // 1.5 becomes 2.
    expect(bench.read(Int8Array, into, 3)).toEqual([127, -128, 2]);
  });
});
