import { describe, expect, it } from 'vitest';
import { frequencies, transforms, twiddles } from '../../src/plan/transform.ts';

const U = Number.EPSILON / 2;

it('transforms have all lengths 4^a 3^b and 2 * 4^a 3^b from 8 to 8192, in order', () => {
  const lengths: number[] = [];
  for (let length = 8; length <= 8192; length += 4) {
    let rest = length / 4;
    while (rest % 3 === 0) rest /= 3;
    if (Number.isInteger(Math.log2(rest))) lengths.push(length);
  }
  expect(transforms.map(({ length }) => length)).toEqual(lengths);
});

const cases = transforms.map((transform) => [transform.length, transform] as const);

describe.each(cases)('transform of length %i', (length, transform) => {
  const { radices } = transform;

  it('is 4 times the product of the radices, of which only the last may be 2', () => {
    expect(radices.reduce((product, radix) => product * radix, 4)).toBe(length);
    expect(radices.slice(0, -1).every((radix) => radix === 3 || radix === 4)).toBe(true);
    expect([2, 3, 4]).toContain(radices.at(-1));
  });

  it('has every frequency once', () => {
    const order = frequencies(transform);
    expect(Array.from(order).sort((a, b) => a - b)).toEqual(Array.from({ length }, (_, f) => f));
    expect(order[0]).toBe(0);
  });

  it('has powers of the roots of unity for factors', () => {
    const factors = twiddles(transform);
    let at = 0;
    let part = length;
    let error = 0;
    let stretch = 0;
    for (const radix of [4, ...radices]) {
      for (let j = 0; j < part / radix; j++) {
        for (let power = 1; power < radix; power++, at += 2) {
          // Rounded, an angle this large may be off by 8 U.
          const angle = (-2 * Math.PI * ((j * power) % part)) / part;
          const [real, imaginary] = [factors[at]!, factors[at + 1]!];
          error = Math.max(error, Math.hypot(real - Math.cos(angle), imaginary - Math.sin(angle)));
          stretch = Math.max(stretch, Math.abs(real * real + imaginary * imaginary - 1));
        }
      }
      part /= radix;
    }
    expect(at).toBe(factors.length);
    expect(part).toBe(1);
    expect(error).toBeLessThan(10 * U);
    expect(stretch).toBeLessThan(5 * U);
  });
});

const eights = cases.filter(([length]) => length % 8 === 0);

it.each(eights)('a transform of length %i has exact factors for right angles', (length, transform) => {
  const factors = Array.from(twiddles(transform), (factor) => factor + 0);
  expect(factors.slice(0, 6)).toEqual([1, 0, 1, 0, 1, 0]);
  const eighth = 6 * (length / 8);
  expect(factors.slice(eighth + 2, eighth + 4)).toEqual([0, -1]);
});
