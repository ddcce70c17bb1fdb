import { describe, expect, it } from 'vitest';
import { roundHalfEvenSaturate } from '../conformance/oracle.ts';
import { Bench, floats, lengths, modules } from './module.ts';

const numbers = [
  -0.5,
  0.5,
  1.5,
  -2.5,
  254.5,
  255.5,
  300,
  -300,
  NaN,
  Infinity,
  -Infinity,
  1e30,
  -1e30,
  7.25,
  99,
];

describe.each(modules)('bytes of $name', (module) => {
  for (const { suffix, array } of floats) {
    it(`rounds and saturates ${suffix}, or magnitudes of them but of alpha, at every length`, () => {
      for (const count of lengths(16)) {
        for (const [areMagnitudes, hasAlpha] of [
          [false, false],
          [true, false],
          [true, true],
          [false, true],
        ] as const) {
          for (const shift of [0, 5, 11]) {
            const given = Array.from({ length: count }, (_, i) => numbers[(i + shift) % numbers.length]!);
            const bench = new Bench(module.memory);
            const source = bench.put(array, given, array.BYTES_PER_ELEMENT);
            const into = bench.room(count, 1);
            const { values, stray } = bench.run(Uint8Array, into, count, () => {
              module.exports[`bytes_${suffix}`]!(
                source,
                count,
                Number(areMagnitudes),
                Number(hasAlpha),
                into,
              );
            });
            const expected = given.map((value, i) =>
              roundHalfEvenSaturate(
                areMagnitudes && !(hasAlpha && i % 4 === 3) ? Math.abs(value) : value,
                'uint8',
              ),
            );
            expect(values, `${count}`).toEqual(expected);
            expect(stray).toBe(false);
          }
        }
      }
    });

    it(`reads no ${suffix} beyond the last`, () => {
      for (const count of lengths(16)) {
        const bench = new Bench(module.memory);
        const source = bench.putLast(array, new Array(count).fill(-3));
        const into = bench.room(count);
        module.exports[`bytes_${suffix}`]!(source, count, 1, 0, into);
        expect(bench.read(Uint8Array, into, count)).toEqual(new Array(count).fill(3));
      }
    });
  }
});
