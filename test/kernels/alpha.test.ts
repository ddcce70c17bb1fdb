import { expect, it } from 'vitest';
import { replaceAlpha } from '../../src/js/alpha.ts';
import { integers } from '../support/random.ts';
import { Bench, lengths, modules } from './module.ts';

const noise = (pixels: number, seed: number) => Array.from({ length: 4 * pixels }, integers(seed, 0, 255));

for (const module of modules) {
  it(`keepAlpha and makeOpaque of ${module.name} replace every fourth byte alone, at every length and misalignment`, () => {
    for (const pixels of lengths(4)) {
      for (const [from, to] of [
        [0, 0],
        [1, 3],
        [4, 8],
      ] as const) {
        const [source, values] = [noise(pixels, 1), noise(pixels, 2)];
        const replaced = (by: (i: number) => number) =>
          values.map((value, i) => (i % 4 === 3 ? by(i) : value));
        const bench = new Bench(module.memory);
        const sourceAddress = bench.put(Uint8Array, source, from);
        const address = bench.put(Uint8Array, values, to);
        const kept = bench.run(Uint8Array, address, 4 * pixels, () => {
          module.exports.keepAlpha!(sourceAddress, pixels, address);
        });
        expect(kept).toEqual({ values: replaced((i) => source[i]!), stray: false });
        const opaque = bench.run(Uint8Array, address, 4 * pixels, () => {
          module.exports.makeOpaque!(address, pixels);
        });
        expect(opaque).toEqual({ values: replaced(() => 255), stray: false });

        const elements = (list: number[], at: number) => {
          const data = new Uint8Array(at + list.length + 4).fill(77);
          data.set(list, at);
          return { data, dtype: 'uint8', at } as const;
        };
        for (const given of [elements(source, from), null]) {
          const pixelsOf = elements(values, to);
          replaceAlpha(given, pixelsOf, pixels);
          const expected = elements(given ? kept.values : opaque.values, to);
          expect(pixelsOf.data).toEqual(expected.data);
        }
      }
    }
  });

  it(`keepAlpha and makeOpaque of ${module.name} touch nothing beyond the last pixel`, () => {
    for (const pixels of [1, 3, 5]) {
      const bench = new Bench(module.memory);
      const first = bench.putLast(Uint8Array, noise(pixels, 3));
      module.exports.makeOpaque!(first, pixels);
      module.exports.keepAlpha!(first, pixels, bench.room(4 * pixels));
      module.exports.keepAlpha!(bench.room(4 * pixels), pixels, first);
    }
  });
}
