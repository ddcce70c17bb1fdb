import { describe, expect, it } from 'vitest';
import type { ConvolveOptions } from '../../src/base/types.ts';
import { convolve2d, explain, prepare } from '../../src/index.ts';
import { backendNames, backendsHere, mayBeMissing } from '../support/backends.ts';
import { integers, random } from '../support/random.ts';

/* Integer results of passes and transforms are those of direct sums, also where a sum is half way between two integers. */

const [rows, columns] = [120, 150];
const next = integers(1, 0, 255);
const noise = Uint8Array.from({ length: rows * columns }, next);
const uniform = random(2);

const bell = Array.from({ length: 21 }, (_, i) => Math.exp(-(((i - 10) / 5) ** 2)));
const area = bell.reduce((a, b) => a + b) ** 2;
const gaussian = bell.map((c) => bell.map((r) => (c * r) / area));
/** Means of ten by ten bytes are halves one time in a hundred, but no such tap is held exactly. */
const hundredths = Array.from({ length: 10 }, () => new Array<number>(10).fill(1 / 100));
const rough = Array.from({ length: 31 }, () => Array.from({ length: 31 }, () => uniform() / 480));
/** Without structure, so that passes do not serve; 900 of them, so that transforms are faster than direct sums. */
const counts = Array.from({ length: 900 }, integers(3, 0, 2));
const sum = counts.reduce((a, b) => a + b);
counts[0] = (counts[0] as number) + (sum % 2) + (Number.isInteger(Math.log2(sum + (sum % 2))) ? 2 : 0);
const divisor = counts.reduce((a, b) => a + b);
const weights = { data: Float64Array.from(counts), shape: [30, 30] };
/** The same means as of `weights` that are normalised, but by taps that are not held exactly. */
const shares = { data: Float64Array.from(counts, (count) => count / divisor), shape: [30, 30] };

describe.each(backendNames)('%s', (backend) => {
  it.skipIf(mayBeMissing(backend)).each([
    ['a Gaussian', gaussian, 'separable'],
    ['means that are often halves', hundredths, 'separable'],
    ['a large kernel without structure', rough, 'fft'],
    ['means by a large kernel that are sometimes halves', shares, 'fft'],
  ] as const)('%s', (_, kernel, method) => {
    const image = { data: noise, shape: [rows, columns] };
    for (const dtype of ['uint8', 'int16', 'int32'] as const) {
      const options = { mode: 'same', boundary: 'reflect', dtype, backend } as const;
      expect(explain(image, kernel, options).method).toBe(method);
      const expected = convolve2d(image, kernel, { ...options, method: 'direct' });
      expect(convolve2d(image, kernel, options).data).toEqual(expected.data);
      // Without the second look some would differ: see the halves.
      expect((explain(image, kernel, options).plan as { tieMargin: number }).tieMargin).toBeGreaterThan(0);
    }
  });
});

describe('means that are divided by an even number, whose halves only integers tell', () => {
  const image = { data: noise, shape: [rows, columns] };

  it.each(backendsHere)('%s', (backend) => {
    const options = { mode: 'same', boundary: 'reflect', backend } as const;
    const sums = convolve2d(image, weights, { ...options, dtype: 'float64', method: 'direct' }).data;
    expect(sums.some((value) => (2 * value) % divisor === 0 && value % divisor !== 0)).toBe(true);
    const expected = Array.from(sums, (value) => {
      const floor = Math.floor(value / divisor);
      const twice = 2 * (value - floor * divisor);
      return floor + Number(twice > divisor || (twice === divisor && floor % 2 === 1));
    });
    const { data } = convolve2d(image, weights, { ...options, dtype: 'uint8', normalize: true });
    expect([...data]).toEqual(expected);
  });
});

describe.each(backendNames)('transforms by taps of two decimals on %s', (backend) => {
  const image = { data: noise, shape: [rows, columns] };
  const decimals = Array.from({ length: 9 }, () =>
    Array.from({ length: 11 }, () => Math.round(200 * uniform() - 100) / 100),
  );
  const cases: [string, ConvolveOptions][] = [
    ['a fill value', { boundary: 'fill', fillvalue: 7 }],
    ['reflection', { boundary: 'reflect' }],
    ['strides', { boundary: 'wrap', stride: [2, 3] }],
    ['dilation', { boundary: 'symm', dilation: [3, 2] }],
    ['delta', { boundary: 'edge', delta: 0.25 }],
  ];

  it.skipIf(mayBeMissing(backend)).each(cases)('are those of direct sums with %s', (_, given) => {
    const options = { mode: 'same', dtype: 'int16', backend, ...given } as const;
    const plan = explain(image, decimals, { ...options, method: 'fft' }).plan as { tieMargin: number };
    expect(plan.tieMargin).toBeGreaterThan(0);
    const expected = convolve2d(image, decimals, { ...options, method: 'direct' });
    expect(convolve2d(image, decimals, { ...options, method: 'fft' }).data).toEqual(expected.data);
  });
});

describe.each(backendNames)('means that can be halves on %s', (backend) => {
  const [height, width] = [60, 62];
  const image = { data: Uint8Array.from({ length: height * width }, next), shape: [height, width] };
  const ones = [
    [1, 1, 1],
    [1, 1, 1],
  ];
  const options = { mode: 'same', boundary: 'reflect', normalize: true, dtype: 'uint8', backend } as const;

  it.skipIf(mayBeMissing(backend))('are the same with a stride, and in other types', () => {
    const { data } = convolve2d(image, ones, options);
    // Sums are 6 times as much.
    const sums = convolve2d(image, ones, { ...options, normalize: false, dtype: 'int16' }).data;
    expect([...sums].some((sum) => sum % 6 === 3)).toBe(true);
    const strided = convolve2d(image, ones, { ...options, stride: 2 });
    expect([...strided.data]).toEqual(
      [...data].filter((_, i) => (i % width) % 2 === 0 && Math.floor(i / width) % 2 === 0),
    );
    expect([...convolve2d(image, ones, { ...options, dtype: 'int32' }).data]).toEqual([...data]);
    const wide = { data: Int32Array.from(image.data), shape: image.shape };
    expect(convolve2d(wide, ones, options).data).toEqual(data);
    const [bank] = convolve2d(image, [ones, [[1, -1]]], { ...options, stride: 2 });
    expect(bank!.data).toEqual(strided.data);
    using prepared = prepare(ones, { ...options, stride: 2, shape: image.shape });
    expect(prepared.run(image).data).toEqual(strided.data);
  });
});
