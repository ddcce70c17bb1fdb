import { expect, it } from 'vitest';
import { random } from '../support/random.ts';
import { Bench, floats, Matrix, modules } from './module.ts';

for (const module of modules) {
  for (const { suffix, array, lanes, round } of floats) {
    const bytes = array.BYTES_PER_ELEMENT;

    it.each([1, 2, 4])(`multiply_${suffix} of ${module.name}, groups of %i vectors`, (vectors) => {
      const next = random(vectors);
      // Integers for the fused binary: see direct.test.ts.
      const number = module.roundsTwice ? () => next() * 2 - 1 : () => Math.round(next() * 40) - 20;
      const group = vectors * lanes;
      for (const count of [1, 2, 5]) {
        const bench = new Bench(module.memory);
        const rows = new Matrix(bench, array, count, 2 * group, 0);
        const other = new Matrix(bench, array, count, 2 * group, 0);
        const a = rows.fill(number);
        const b = other.fill(number);
        const stray = bench.strays(rows.regions, () => {
          module.exports[`multiply_${suffix}`]!(rows.address, other.address, group * bytes, count);
        });
        expect(stray).toBe(false);
        for (let row = 0; row < count; row++) {
          const products = (part: (ar: number, ai: number, br: number, bi: number) => number) =>
            Array.from({ length: group }, (_, g) =>
              part(a[row]![g]!, a[row]![group + g]!, b[row]![g]!, b[row]![group + g]!),
            );
          expect(rows.read(row)).toEqual([
            ...products((ar, ai, br, bi) => round(round(ar * br) - round(ai * bi))),
            ...products((ar, ai, br, bi) => round(round(ar * bi) + round(ai * br))),
          ]);
        }
      }
    });

    it.each([1, 3])(`conjugate_${suffix} of ${module.name}, rows of %i vectors`, (vectors) => {
      const next = random(vectors);
      const pairs = [
        [1, 5],
        [7, 2],
        [3, 0],
      ] as const;
      const bench = new Bench(module.memory);
      const rowTable = bench.put(Int32Array, pairs.flat());
      const spectrum = new Matrix(bench, array, 16, vectors * lanes + 3, 2);
      const before = spectrum.fill(() => next() - 0.5);
      const written = (row: number) => spectrum.region(row, vectors * lanes);
      const regions = pairs.flatMap(([, to]) => [written(2 * to), written(2 * to + 1)]);
      const stray = bench.strays(regions, () => {
        module.exports[`conjugate_${suffix}`]!(
          spectrum.address,
          spectrum.pitchBytes,
          rowTable,
          pairs.length,
          vectors * 16,
        );
      });
      expect(stray).toBe(false);
      for (const [from, to] of pairs) {
        const read = (row: number) => spectrum.read(row).slice(0, vectors * lanes);
        const imaginary = before[2 * from + 1]!.slice(0, vectors * lanes);
        expect(read(2 * to)).toEqual(before[2 * from]!.slice(0, vectors * lanes));
        expect(read(2 * to + 1)).toEqual(imaginary.map((value) => -value));
      }
    });
  }
}
