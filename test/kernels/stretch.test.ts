import { describe, expect, it } from 'vitest';
import { roundHalfEvenSaturate } from '../conformance/oracle.ts';
import { random } from '../support/random.ts';
import { Bench, floats, lengths, modules } from './module.ts';

describe.each(modules)('stretch of $name', (module) => {
  for (const { suffix, array } of floats) {
    const run = (
      given: readonly number[],
      { part = 1, least = 0, spread = 1, hasAlpha = false, isQuick = true },
    ) => {
      const bench = new Bench(module.memory);
      const source = bench.put(array, given, array.BYTES_PER_ELEMENT);
      const held = bench.read(array, source, given.length);
      const into = bench.room(given.length, 1);
      const { values, stray } = bench.run(Uint8Array, into, given.length, () => {
        const numbers = [part, least, spread, Number(isQuick), into];
        module.exports[`stretch_${suffix}`]!(source, given.length, Number(hasAlpha), ...numbers);
      });
      const expected = held.map((value, i) => {
        const isKept = hasAlpha && i % 4 === 3;
        return roundHalfEvenSaturate(isKept ? value : 255 * ((value * part - least) / spread), 'uint8');
      });
      expect(stray).toBe(false);
      expect(values).toEqual(expected);
    };

    it(`maps ${suffix} as in float64, at every length`, () => {
      const next = random(3);
      for (const isQuick of [true, false]) {
        for (const count of lengths(16)) {
          const given = Array.from({ length: count }, () => 500 * next());
          run(given, { least: -500, spread: 1000, isQuick });
          run(given, { least: -500, spread: 1000, isQuick, hasAlpha: true });
          run(given, { least: -125, spread: 250, part: 0.25, isQuick: false });
        }
      }
    });

    it(`rounds ties of ${suffix} half to even, and what is next to one rightly`, () => {
      // 255 / 170 is 1.5.
      run(
        Array.from({ length: 171 }, (_, i) => i),
        { spread: 170 },
      );
      run(
        Array.from({ length: 171 }, (_, i) => i * 3 + 1e-5),
        { least: 1e-5, spread: 510 },
      );
      const ties = Array.from({ length: 256 }, (_, i) => ((i + 0.5) / 255) * 7);
      for (const nudge of [0, 2 ** -22, -(2 ** -22), 2 ** -40]) {
        run(
          ties.map((tie) => tie * (1 + nudge)),
          { spread: 7 },
        );
        run(
          ties.map((tie) => tie * (1 + nudge) + 3),
          { least: 3, spread: 7 },
        );
      }
    });

    it(`sees one ${suffix} next to a tie, wherever it is among others`, () => {
      // A number that float32 alone rounds the other way: see the kernel's `quick`.
      const { fround } = Math;
      const spread = 7;
      const isMissed = (value: number) =>
        roundHalfEvenSaturate(fround(value * fround(255 / spread)), 'uint8') !==
        roundHalfEvenSaturate((255 * value) / spread, 'uint8');
      const ties = Array.from({ length: 255 }, (_, i) => ((i + 0.5) / 255) * spread);
      const missed = ties.flatMap((tie) => [-2, -1, 0, 1, 2].map((n) => fround(tie * (1 + n * 2 ** -24))));
      const value = missed.find(isMissed);
      expect(value).toBeDefined();
      for (let place = 0; place < 16; place++) {
        const given = new Array<number>(16).fill(1);
        given[place] = value as number;
        run(given, { spread });
      }
    });

    it(`saturates infinite ${suffix}, makes 0 of NaN, and misses no tie beside them`, () => {
      for (const value of [Infinity, -Infinity, NaN]) {
        for (let place = 0; place < 16; place++) {
          const given = Array.from({ length: 16 }, (_, i): number => (i === (place + 1) % 16 ? 85.00001 : 1));
          given[place] = value;
          run(given, { spread: 170 });
        }
      }
      run([3, NaN, Infinity, -Infinity, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3], {
        least: 3,
        spread: Infinity,
        isQuick: false,
      });
    });

    it(`reads no ${suffix} beyond the last`, () => {
      for (const count of lengths(16)) {
        const bench = new Bench(module.memory);
        const source = bench.putLast(array, new Array(count).fill(3));
        const into = bench.room(count);
        module.exports[`stretch_${suffix}`]!(source, count, 0, 1, 0, 3, 1, into);
        expect(bench.read(Uint8Array, into, count)).toEqual(new Array(count).fill(255));
      }
    });
  }
});
