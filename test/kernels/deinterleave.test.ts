import { expect, it } from 'vitest';
import { deinterleave } from '../../src/js/borders.ts';
import { Bench, floats, modules } from './module.ts';

const layouts = [
  { channels: 1, phases: 2 },
  { channels: 1, phases: 3 },
  { channels: 3, phases: 2 },
  { channels: 4, phases: 5 },
];
const pixelCounts = [1, 2, 3, 7, 8, 9, 16, 33];

/** Element i of the source is i + 1; what nobody writes stays NaN. */
function dealt(pixels: number, channels: number, phases: number, phaseLength: number): number[] {
  const expected = new Array<number>(phases * phaseLength).fill(Number.NaN);
  for (let i = 0; i < pixels * channels; i++) {
    const pixel = Math.floor(i / channels);
    expected[(pixel % phases) * phaseLength + Math.floor(pixel / phases) * channels + (i % channels)] = i + 1;
  }
  return expected;
}

for (const { channels, phases } of layouts) {
  const deals = `deals pixels of ${channels} channels into ${phases} phases`;

  for (const module of modules) {
    for (const { suffix, array } of floats) {
      it(`deinterleave_${suffix} of ${module.name} ${deals}`, () => {
        const bytes = array.BYTES_PER_ELEMENT;
        for (const pixels of pixelCounts) {
          const phaseLength = Math.ceil(pixels / phases) * channels;
          const bench = new Bench(module.memory);
          const from = bench.put(
            array,
            Array.from({ length: pixels * channels }, (_, i) => i + 1),
          );
          const to = bench.room(phases * phaseLength * bytes);
          const { values, stray } = bench.run(array, to, phases * phaseLength, () => {
            module.exports[`deinterleave_${suffix}`]!(
              from,
              pixels,
              channels,
              phases,
              to,
              phaseLength * bytes,
            );
          });
          expect(values, `${pixels} pixels`).toEqual(dealt(pixels, channels, phases, phaseLength));
          expect(stray).toBe(false);
        }
      });
    }
  }

  it(`split of js ${deals}`, () => {
    for (const pixels of pixelCounts) {
      const phaseLength = Math.ceil(pixels / phases) * channels;
      const source = Float64Array.from({ length: pixels * channels }, (_, i) => i + 1);
      const destination = new Float64Array(phases * phaseLength + 2).fill(Number.NaN);
      deinterleave(source, 0, pixels, channels, phases, destination, 1, phaseLength);
      const expected = [Number.NaN, ...dealt(pixels, channels, phases, phaseLength), Number.NaN];
      expect(Array.from(destination), `${pixels} pixels`).toEqual(expected);
    }
  });
}
