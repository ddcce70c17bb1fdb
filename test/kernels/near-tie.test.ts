import { expect, it } from 'vitest';
import { nearTie as nearHalfJs } from '../../src/js/sums.ts';
import { Bench, lengths, modules } from './module.ts';

const margin = 2 ** -24;
/** Beyond the margin of every half, on both sides. */
const far = [0, 1, -1, 0.25, -0.25, 0.5 - 2 ** -23, 0.5 + 2 ** -23, -0.5 - 2 ** -23, 2 ** 40, -(2 ** 52)];
const near = [
  0.5,
  -0.5,
  1.5,
  -2.5,
  0.5 - margin,
  0.5 + margin,
  -0.5 - margin,
  2 ** 40 + 0.5,
  12345.5 - margin,
];
const row = (count: number) => Array.from({ length: count }, (_, i) => far[i % far.length]!);

for (const module of modules) {
  const nearTie = (bench: Bench, address: number, count: number, within = margin) => {
    let answer = 0;
    const stray = bench.strays([], () => {
      answer = module.exports.nearTie_f64!(address, count, within);
    });
    expect(stray).toBe(false);
    return answer !== 0;
  };

  it(`nearTie_f64 of ${module.name} finds a sum near a half in every place of every length`, () => {
    for (const count of lengths(4)) {
      const bench = new Bench(module.memory);
      const sums = row(count);
      const address = bench.put(Float64Array, sums, 8);
      expect(nearTie(bench, address, count), `none of ${count}`).toBe(false);
      for (const sum of near) {
        for (let place = 0; place < count; place++) {
          bench.write(Float64Array, address + 8 * place, [sum]);
          expect(nearTie(bench, address, count), `${sum} at ${place} of ${count}`).toBe(true);
          bench.write(Float64Array, address + 8 * place, [sums[place]!]);
        }
      }
    }
  });

  it(`nearTie_f64 of ${module.name} takes the margin that it is given`, () => {
    for (const count of [1, 2, 3]) {
      for (const distance of [2 ** -10, 2 ** -30]) {
        for (const sum of [7.5 - distance, 7.5 + distance, -7.5 - distance]) {
          const bench = new Bench(module.memory);
          const address = bench.put(Float64Array, [...row(count - 1), sum]);
          expect(nearTie(bench, address, count, distance)).toBe(true);
          expect(nearTie(bench, address, count, distance * 0.99)).toBe(false);
        }
      }
    }
  });

  it(`nearTie_f64 of ${module.name} finds no half in NaN and infinity, nor in nothing`, () => {
    const bench = new Bench(module.memory);
    const sums = [NaN, Infinity, -Infinity];
    const address = bench.put(Float64Array, sums);
    for (let count = 0; count <= sums.length; count++) {
      expect(nearTie(bench, address, count), `${count}`).toBe(false);
    }
  });

  it(`nearTie_f64 of ${module.name} reads nothing before the first sum and beyond the last`, () => {
    for (const count of lengths(4)) {
      const bench = new Bench(module.memory);
      const address = bench.put(Float64Array, [0.5, ...row(count), 0.5]) + 8;
      expect(nearTie(bench, address, count), `${count}`).toBe(false);
      const last = bench.putLast(Float64Array, row(count));
      expect(module.exports.nearTie_f64!(last, count, margin)).toBe(0);
    }
  });
}

it('nearTie of js takes the first sums', () => {
  expect(nearHalfJs(Float64Array.of(1, -2.25, 0.5), 2, margin)).toBe(false);
  expect(nearHalfJs(Float64Array.of(1, -2.25, 0.5), 3, margin)).toBe(true);
  for (const sum of near) expect(nearHalfJs(Float64Array.of(sum), 1, margin), `${sum}`).toBe(true);
  for (const sum of [...far, NaN, Infinity]) {
    expect(nearHalfJs(Float64Array.of(sum), 1, margin), `${sum}`).toBe(false);
  }
});
