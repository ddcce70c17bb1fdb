import { describe, expect, it } from 'vitest';
import { Bench, lengths, modules } from './module.ts';

describe.each(modules)('pixels of $name', (module) => {
  for (const channels of [1, 3]) {
    const given = (count: number) => Array.from({ length: channels * count }, (_, i) => (i * 37 + 1) % 251);
    const expected = (count: number) =>
      Array.from({ length: count }, (_, i) => {
        const colours = given(count).slice(channels * i, channels * (i + 1));
        return channels === 1 ? [colours[0]!, colours[0]!, colours[0]!, 255] : [...colours, 255];
      }).flat();

    it(`gives ${channels} channels an opaque fourth, at every length`, () => {
      for (const count of lengths(16)) {
        const bench = new Bench(module.memory);
        const source = bench.put(Uint8Array, given(count), 1);
        const into = bench.room(4 * count, 2);
        const { values, stray } = bench.run(Uint8Array, into, 4 * count, () => {
          module.exports.pixels!(source, channels, count, into);
        });
        expect(values).toEqual(expected(count));
        expect(stray).toBe(false);
      }
    });

    it(`reads ${channels} channels from the end of where they go, before it writes there`, () => {
      for (const count of lengths(16)) {
        const bench = new Bench(module.memory);
        const into = bench.room(4 * count);
        const source = into + (4 - channels) * count;
        bench.write(Uint8Array, source, given(count));
        const { values, stray } = bench.run(Uint8Array, into, 4 * count, () => {
          module.exports.pixels!(source, channels, count, into);
        });
        expect(values).toEqual(expected(count));
        expect(stray).toBe(false);
      }
    });

    it(`reads no byte beyond ${channels} channels`, () => {
      for (const count of lengths(16)) {
        const bench = new Bench(module.memory);
        const source = bench.putLast(Uint8Array, given(count));
        const into = bench.room(4 * count);
        module.exports.pixels!(source, channels, count, into);
        expect(bench.read(Uint8Array, into, 4 * count)).toEqual(expected(count));
      }
    });
  }
});
