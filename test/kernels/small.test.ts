import { describe, expect, it } from 'vitest';
import { narrow as narrowJs } from '../../src/js/narrow.ts';
import { Bench, floats, integers, lengths, modules } from './module.ts';

for (const module of modules) {
  for (const { suffix, array, lanes, round } of floats) {
    const bytes = array.BYTES_PER_ELEMENT;

    it(`flip_${suffix} of ${module.name} reverses every length`, () => {
      for (const count of lengths(lanes)) {
        for (const misalignment of [0, 1, 4]) {
          const taps = Array.from({ length: count }, (_, i) => i + 0.5);
          const bench = new Bench(module.memory);
          const source = bench.put(array, taps, misalignment);
          const destination = bench.room(count * bytes, misalignment);
          const { values, stray } = bench.run(array, destination, count, () => {
            module.exports[`flip_${suffix}`]!(source, count, destination);
          });
          expect(values, `${count}`).toEqual(taps.toReversed());
          expect(stray).toBe(false);
        }
      }
    });

    it.each([
      [1, 2],
      [1, 3],
      [3, 2],
      [4, 5],
    ])(`split_${suffix} of ${module.name} deals pixels of %i channels into %i phases`, (channels, phases) => {
      for (const pixels of [1, 2, 3, 7, 16, 33]) {
        const source = Array.from({ length: pixels * channels }, (_, i) => i + 1);
        const phaseLength = Math.ceil(pixels / phases) * channels;
        const bench = new Bench(module.memory);
        const from = bench.put(array, source);
        const to = bench.room(phases * phaseLength * bytes);
        const { values, stray } = bench.run(array, to, phases * phaseLength, () => {
          module.exports[`split_${suffix}`]!(from, pixels, channels, phases, to, phaseLength * bytes);
        });
        const expected = new Array<number>(phases * phaseLength).fill(Number.NaN);
        source.forEach((value, i) => {
          const pixel = Math.floor(i / channels);
          expected[(pixel % phases) * phaseLength + Math.floor(pixel / phases) * channels + (i % channels)] =
            value;
        });
        expect(values, `${pixels}`).toEqual(expected);
        expect(stray).toBe(false);
      }
    });

    describe(`narrow_${suffix} of ${module.name} and of js`, () => {
      it.each(integers)(
        'to $suffix: half to even, saturated, NaN to 0',
        ({ suffix: type, array: result, least, greatest }) => {
          const halves = [
            0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 0.49999997, 0.75, -0.25, 126.5, 127.5, 254.5, 255.5,
          ];
          const limits = [
            least - 1,
            least - 0.5,
            least,
            least + 0.5,
            greatest - 0.5,
            greatest,
            greatest + 0.5,
            greatest + 1,
          ];
          const special = [NaN, Infinity, -Infinity, 0, -0, 1e30, -1e30];
          const sums = [...halves, ...limits, ...special].map(round);
          const bench = new Bench(module.memory);
          const source = bench.put(array, sums, 4);
          const destination = bench.room(sums.length * result.BYTES_PER_ELEMENT, 1);
          const { values, stray } = bench.run(result, destination, sums.length, () => {
            module.exports[`narrow_${suffix}_${type}`]!(source, sums.length, destination);
          });
          const expected = sums.map((sum) => saturate(halfToEven(sum), least, greatest));
          expect(values).toEqual(expected);
          expect(stray).toBe(false);
          const inPlace = Float64Array.from(sums);
          narrowJs(inPlace, inPlace.length, least, greatest);
          expect(Array.from(new result(inPlace))).toEqual(expected);
        },
      );
    });
  }
}

function halfToEven(value: number): number {
  const below = Math.floor(value);
  const above = value - below;
  if (above !== 0.5) return above < 0.5 ? below : below + 1;
  return below % 2 === 0 ? below : below + 1;
}

function saturate(value: number, least: number, greatest: number): number {
  if (Number.isNaN(value)) return 0;
  return Math.min(Math.max(value, least), greatest) + 0;
}
