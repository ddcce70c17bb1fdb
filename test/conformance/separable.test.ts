import { describe, expect, it } from 'vitest';
import type { ConvolveOptions, Method } from '../../src/base/types.ts';
import { convolve2d, sepConvolve2d } from '../../src/index.ts';
import { backendNames, mayBeMissing } from '../support/backends.ts';
import { filled, valuesOf } from '../support/containers.ts';
import { noise } from '../support/fixtures.ts';
import { outer } from './cases/methods.ts';

const column = Array.from({ length: 7 }, noise(1));
const row = Array.from({ length: 10 }, noise(2));
const kernel = outer(column, row);
const settings: ConvolveOptions[] = [
  {},
  { mode: 'same', boundary: 'symm' },
  { mode: 'valid', stride: [2, 3], delta: 0.5 },
  { padding: 3, dilation: [3, 2], fillvalue: 2 },
];

describe.each(backendNames)('two lists of taps on %s', (backend) => {
  describe.skipIf(mayBeMissing(backend))('are their outer product', () => {
    const image = filled([40, 50, 2], 'float64', noise(3));

    it.each(settings)('%j', (options) => {
      const expected = convolve2d(image, kernel, { ...options, method: 'direct', backend });
      for (const method of ['auto', 'direct', 'separable', 'fft'] as Method[]) {
        const actual = sepConvolve2d(image, column, row, { ...options, method, backend });
        expect(actual.shape).toEqual(expected.shape);
        const off = actual.data.map((value, n) => Math.abs(value - expected.data[n]!));
        expect(Math.max(...off)).toBeLessThan(1e-13);
        if (method === 'direct') expect(actual).toEqual(expected);
      }
    });

    it('as typed arrays, into out, of bytes', () => {
      const bytes = filled([30, 30], 'uint8', () => 9);
      const out = new Uint8Array(900);
      const taps = [Uint8Array.of(1, 2, 1), Float32Array.of(0.25, 0.5, 0.25)] as const;
      expect(sepConvolve2d(bytes, ...taps, { mode: 'same', boundary: 'edge', out, backend })).toBe(out);
      expect(out).toEqual(new Uint8Array(900).fill(36));
    });

    it('larger than the image, in mode valid', () => {
      const small = filled([3, 4], 'float64', noise(4));
      const options = { mode: 'valid', backend } as const;
      const expected = convolve2d(small, kernel, options);
      const actual = sepConvolve2d(small, column, row, options);
      expect(actual.shape).toEqual(expected.shape);
      expect(valuesOf(actual)).toEqual(valuesOf(expected));
    });

    it('with factors whose product overflows or underflows', () => {
      const image = filled([20, 30], 'float64', noise(5));
      for (const scale of [1e200, 1e-200]) {
        const large = column.map((tap) => tap * scale);
        const options = { mode: 'same', backend } as const;
        const actual = sepConvolve2d(
          image,
          large,
          row.map((tap) => tap / scale),
          options,
        );
        const expected = sepConvolve2d(image, column, row, options);
        const off = actual.data.map((value, n) => Math.abs(value - expected.data[n]!));
        expect(Math.max(...off)).toBeLessThan(1e-13);
      }
    });
  });
});

it('give the same bits on js and wasm', () => {
  for (const dtype of ['float32', 'float64', 'uint8'] as const) {
    const image = filled([60, 70], dtype, noise(6));
    const run = (backend: 'js' | 'wasm') =>
      sepConvolve2d(image, column, row, { method: 'separable', boundary: 'wrap', backend });
    expect(run('wasm')).toEqual(run('js'));
  }
});
