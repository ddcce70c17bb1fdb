import { describe, expect, it } from 'vitest';
import type { Image, NdArray } from '../../src/base/types.ts';
import { gaussianBlur, kernels, unsharpMask } from '../../src/index.ts';
import { backendNames, mayBeMissing } from '../support/backends.ts';
import { filled } from '../support/containers.ts';
import { integers, random } from '../support/random.ts';

function greatestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
}

const bytes = (shape: number[], seed: number) => filled(shape, 'uint8', integers(seed, 0, 255));

describe.each(backendNames)('unsharpMask, %s', (backend) => {
  describe.skipIf(mayBeMissing(backend))('it', () => {
    const mask = (image: Image, options: object) =>
      unsharpMask(image, { ...options, backend } as never) as NdArray;

    it('softens by a negative amount: by -1 it is the blur itself', () => {
      const floats = filled([12, 15], 'float32', random(1));
      const blurred = gaussianBlur(floats, { sigma: 1.4, backend });
      for (const threshold of [0, 1e-9]) {
        const result = mask(floats, { sigma: 1.4, amount: -1, threshold });
        expect(greatestDifference(result.data, blurred.data)).toBeLessThan(1e-6);
      }
      for (const precision of ['exact', 'fast'] as const) {
        const image = bytes([12, 15, 3], 2);
        const expected = gaussianBlur(image, { sigma: 1.4, precision: 'exact', backend });
        const { data } = mask(image, { sigma: 1.4, amount: -1, precision });
        expect(greatestDifference(data, expected.data)).toBeLessThanOrEqual(1);
        const half = mask(image, { sigma: 1.4, amount: -0.5, precision });
        expect(greatestDifference(half.data, image.data)).toBeLessThan(greatestDifference(data, image.data));
      }
      expect(kernels.unsharpMask({ size: 3, amount: -1 }).data).toEqual(kernels.gaussian({ size: 3 }).data);
    });

    it('of integers is the rounded image + amount * (image - blurred), whatever the precision', () => {
      for (const dtype of ['uint8', 'int16', 'uint16', 'int32'] as const) {
        const image = filled([20, 17], dtype, integers(3, 0, 127));
        for (const own of [
          { sigma: 1 },
          { size: 5 },
          { sigma: 4, amount: 2.5 },
          { sigma: 12, truncate: 2 },
        ]) {
          const { amount = 1, ...gaussian } = own as { amount?: number };
          const blurred = gaussianBlur(image, {
            ...gaussian,
            dtype: 'float64',
            precision: 'exact',
            backend,
          }).data;
          const expected = Array.from(image.data, (value, i) => value + amount * (value - blurred[i]!));
          const [least, greatest] = {
            uint8: [0, 255],
            int16: [-32768, 32767],
            uint16: [0, 65535],
            int32: [-1e9, 1e9],
          }[dtype] as [number, number];
          const clamped = expected.map((value) => Math.min(Math.max(value, least), greatest));
          const exact = mask(image, { ...own, precision: 'exact' }).data;
          expect(greatestDifference(exact, clamped)).toBeLessThanOrEqual(0.5 + 1e-9);
          expect(greatestDifference(mask(image, { ...own, precision: 'fast' }).data, clamped)).toBeLessThan(
            1.4,
          );
        }
      }
    });

    it('compares what is exact with a threshold, under fast precision too', () => {
      const image = bytes([60, 70], 5);
      const blurred = gaussianBlur({ ...image, data: Float64Array.from(image.data) }, { sigma: 12, backend });
      // Next to differences that occur, on both sides of them.
      for (const place of [100, 2000, 3000]) {
        const difference = Math.abs(image.data[place]! - blurred.data[place]!);
        for (const threshold of [difference - 1e-3, difference + 1e-3]) {
          const own = { sigma: 12, threshold };
          const exact = mask(image, { ...own, precision: 'exact' });
          expect(mask(image, { ...own, precision: 'fast' }).data).toEqual(exact.data);
        }
      }
    });

    it('compares exactly with the threshold: a difference as large as it is left alone', () => {
      // The blurred middle is 128 - 32.
      const image = { data: Uint8Array.of(0, 128, 128), shape: [1, 3] };
      const options = { size: [1, 3], boundary: 'edge' } as const;
      expect(Array.from(mask(image, { ...options, threshold: 31.5 }).data)).toEqual([0, 160, 128]);
      expect(Array.from(mask(image, { ...options, threshold: 32 }).data)).toEqual([0, 128, 128]);
    });
  });
});

it('refuses an amount that is no finite number', () => {
  const image = bytes([3, 3], 4);
  for (const amount of [NaN, Infinity, '1']) {
    expect(() => unsharpMask(image, { amount: amount as number })).toThrow(
      expect.objectContaining({ code: 'ERR_OPTION' }),
    );
  }
});
