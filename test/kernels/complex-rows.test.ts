import { describe, expect, it } from 'vitest';
import { complexRow } from '../../src/js/complex-rows.ts';
import { random } from '../support/random.ts';
import { Bench, floats, Matrix, modules } from './module.ts';

const rowTable = [4, 0, 3];
const spectrumRows = 6;

for (const module of modules) {
  for (const { suffix, array, lanes, round } of floats) {
    describe(`complexRows_${suffix} of ${module.name}`, () => {
      const tile = 4 * lanes;

      for (let taps = 1; taps <= 9; taps++) {
        it(`${taps} taps, every step and length`, () => {
          for (const step of [1, 2, 3, 4]) {
            for (const columns of [1, lanes + 1, tile - 1, tile, tile + 1, 3 * tile])
              check(taps, step, columns);
          }
        });
      }

      function check(tapColumns: number, step: number, columns: number): void {
        const next = random(tapColumns * 1000 + step * 100 + columns);
        // Integers for the fused binary: see direct.test.ts.
        const number = module.roundsTwice ? () => next() * 2 - 1 : () => Math.round(next() * 40) - 20;
        const written = Math.ceil(columns / tile) * tile;
        const bench = new Bench(module.memory);
        const table = bench.put(Int32Array, rowTable);
        const taps = Array.from({ length: rowTable.length * tapColumns * 2 }, () => round(number()));
        const tapsAddress = bench.put(array, taps, 4);
        const reach = (tapColumns - 1) * step;
        const spectrum = new Matrix(bench, array, 2 * spectrumRows, written + reach, 1);
        const before = spectrum.fill(number);
        const regions = rowTable.flatMap((row) => [
          spectrum.region(2 * row, written),
          spectrum.region(2 * row + 1, written),
        ]);
        const stray = bench.strays(regions, () => {
          module.exports[`complexRows_${suffix}`]!(
            spectrum.address,
            spectrum.pitchBytes,
            table,
            rowTable.length,
            tapsAddress,
            tapColumns,
            step * array.BYTES_PER_ELEMENT,
            columns * array.BYTES_PER_ELEMENT,
          );
        });
        const where = `step ${step}, ${columns} columns`;
        expect(stray, where).toBe(false);
        rowTable.forEach((row, place) => {
          const [real, imaginary] = [before[2 * row]!, before[2 * row + 1]!];
          const [sumsReal, sumsImaginary] = [real.slice(), imaginary.slice()];
          for (let x = 0; x < written; x++) {
            let sumReal = 0;
            let sumImaginary = 0;
            for (let v = 0; v < tapColumns; v++) {
              const [kr, ki] = taps.slice(2 * (place * tapColumns + v)) as [number, number];
              const [xr, xi] = [real[x + v * step]!, imaginary[x + v * step]!];
              sumReal = round(round(sumReal + round(kr * xr)) - round(ki * xi));
              sumImaginary = round(round(sumImaginary + round(kr * xi)) + round(ki * xr));
            }
            sumsReal[x] = sumReal;
            sumsImaginary[x] = sumImaginary;
          }
          expect(spectrum.read(2 * row), where).toEqual(sumsReal);
          expect(spectrum.read(2 * row + 1), where).toEqual(sumsImaginary);
        });
      }
    });
  }
}

it('complexRow of js correlates in place, by twos', () => {
  const next = random(1);
  const integer = () => Math.round(next() * 40) - 20;
  for (let tapCount = 1; tapCount <= 9; tapCount++) {
    for (const step of [1, 2, 3, 4]) {
      for (const count of [1, 2, 7]) {
        const at = 3;
        const written = count + (count % 2);
        const real = Float64Array.from({ length: at + written + (tapCount - 1) * step + 1 }, integer);
        const imaginary = real.map(integer);
        const taps = Float64Array.from({ length: 2 * tapCount }, integer);
        const expected = { real: real.slice(), imaginary: imaginary.slice() };
        for (let x = at; x < at + written; x++) {
          expected.real[x] = 0;
          expected.imaginary[x] = 0;
          for (let v = 0; v < tapCount; v++) {
            const [kr, ki] = [taps[2 * v]!, taps[2 * v + 1]!];
            const [xr, xi] = [real[x + v * step]!, imaginary[x + v * step]!];
            expected.real[x]! += kr * xr - ki * xi;
            expected.imaginary[x]! += kr * xi + ki * xr;
          }
        }
        complexRow({ real, imaginary }, at, taps, step, count);
        expect({ real, imaginary }, `${tapCount} taps, step ${step}, ${count}`).toEqual(expected);
      }
    }
  }
});
