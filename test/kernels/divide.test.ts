import { expect, it } from 'vitest';
import { divide as divideJs } from '../../src/js/sums.ts';
import { Bench, lengths, modules } from './module.ts';

const [initial, divisor] = [3.5, 7];
const sums = (count: number) => Array.from({ length: count }, (_, i) => i * i - 11);
const quotients = (count: number) => sums(count).map((sum) => (sum + initial) / divisor);

for (const module of modules) {
  it(`divide_f64 of ${module.name} divides every sum, at every length`, () => {
    for (const count of lengths(2)) {
      for (const misalignment of [0, 8]) {
        const bench = new Bench(module.memory);
        const address = bench.put(Float64Array, sums(count), misalignment);
        const { values, stray } = bench.run(Float64Array, address, count, () => {
          module.exports.divide_f64!(address, count, initial, divisor);
        });
        expect(values, `${count}`).toEqual(quotients(count));
        expect(stray).toBe(false);
      }
    }
  });
}

it('divide of js does the same, and leaves the rest', () => {
  const values = Float64Array.from(sums(9));
  divideJs(values, 7, { initial, divisor });
  expect([...values]).toEqual([...quotients(7), ...sums(9).slice(7)]);
});
