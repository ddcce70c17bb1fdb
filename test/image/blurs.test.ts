import { describe, expect, it } from 'vitest';
import type { Image, NdArray, PixelImage } from '../../src/base/types.ts';
import * as api from '../../src/index.ts';
import { roundHalfEvenSaturate } from '../conformance/oracle.ts';
import { backendNames, mayBeMissing } from '../support/backends.ts';
import { integers, random } from '../support/random.ts';

type Blur = (image: Image, options?: object) => NdArray & PixelImage;
const blurs = {
  gaussianBlur: { sigma: 1.2 },
  boxBlur: { size: 3 },
  motionBlur: { length: 4, angle: 1 },
} as const;
const filters = api as unknown as { [name: string]: Blur };

/** Canvas pixels with the same alpha everywhere. */
function canvas(height: number, width: number, alpha = 255) {
  const next = integers(height + width, 0, 255);
  const data = new Uint8ClampedArray(4 * height * width).map(next);
  return { data: data.map((value, i) => (i % 4 === 3 ? alpha : value)), width, height };
}

const alphaOf = ({ data }: { data: ArrayLike<number> }) => Array.from(data).filter((_, i) => i % 4 === 3);

describe.each(backendNames)('blurs, %s', (backend) => {
  describe.skipIf(mayBeMissing(backend))('weight colours by alpha', () => {
    describe.each(Object.entries(blurs))('%s', (name, own) => {
      const blur = (image: Image, options: object = {}) =>
        filters[name]!(image, { ...own, ...options, backend });

      it('wherever a pixel of canvas is not opaque', () => {
        for (const [height, width] of [
          [1, 1],
          [3, 5],
          [20, 31],
        ] as const) {
          const count = height * width;
          for (const place of new Set([0, 1, Math.floor(count / 2), count - 2, count - 1])) {
            if (place < 0) continue;
            const image = canvas(height, width);
            image.data[4 * place + 3] = 254;
            const expected = blur(image, { alpha: 'premultiply' });
            expect(blur(image), `${place} of ${height} x ${width}`).toEqual(expected);
            // Bytes that do not lie on boundaries of words.
            const moved = new Uint8ClampedArray(4 * count + 2).subarray(1, 4 * count + 1);
            moved.set(image.data);
            expect(blur({ ...image, data: moved })).toEqual(expected);
          }
        }
      });

      it('so that what is clear has no colour', () => {
        const image = canvas(9, 9, 0);
        for (let i = 0; i < 81; i++) image.data.set(i % 9 < 5 ? [200, 100, 50, 255] : [0, 0, 0, 0], 4 * i);
        const { data } = blur(image);
        for (let i = 0; i < 324; i += 4) {
          if (data[i + 3]! > 0) expect(Array.from(data.slice(i, i + 3))).toEqual([200, 100, 50]);
        }
        expect(new Set(alphaOf({ data })).size).toBeGreaterThan(2);
      });

      it('but not of opaque pixels, whose results are opaque and the same', () => {
        const image = canvas(11, 13);
        for (const boundary of ['reflect', 'symm', 'edge', 'wrap'] as const) {
          const result = blur(image, { boundary });
          expect(result).toEqual(blur(image, { boundary, alpha: 'preserve' }));
          const weighted = blur(image, { boundary, alpha: 'premultiply' });
          expect(
            Array.from(result.data, (value, i) => Math.abs(value - weighted.data[i]!)).every((d) => d <= 1),
          ).toBe(true);
        }
        for (const dtype of ['float32', 'int16', 'int8'] as const) {
          expect(new Set(alphaOf(blur(image, { dtype })))).toEqual(new Set([dtype === 'int8' ? 127 : 255]));
        }
      });

      it('where what lies beyond the edges is clear, unless the fill value is opaque', () => {
        const image = canvas(7, 6);
        const filled = blur(image, { boundary: 'fill' });
        expect(filled).toEqual(blur(image, { boundary: 'fill', alpha: 'premultiply' }));
        expect(Math.min(...alphaOf(filled))).toBeLessThan(255);
        const [white, expected] = [undefined, 'preserve'].map((alpha) =>
          blur(image, { boundary: 'fill', fillvalue: 255, alpha }),
        );
        expect(white).toEqual(expected);
      });

      it('nowhere else by default', () => {
        const image = canvas(6, 7, 100);
        const bytes = new Uint8Array(image.data);
        const others: Image[] = [
          { ...image, data: bytes },
          { data: image.data, shape: [6, 7, 4] },
          { data: image.data.slice(0, 42 * 3), width: 7, height: 6, channels: 3 },
        ];
        for (const other of others) expect(blur(other)).toEqual(blur(other, { alpha: 'filter' }));
        expect(alphaOf(blur(canvas(6, 7, 100), { alpha: 'preserve' }))).toEqual(alphaOf(image));
      });

      it('in memory of a backend as in any other', () => {
        for (const alpha of [255, 90]) {
          const image = canvas(8, 5, alpha);
          const expected = blur(image);
          using resident = api.allocate({ width: 5, height: 8 }, 'uint8clamped', { backend });
          using out = api.allocate({ width: 5, height: 8 }, 'uint8clamped', { backend });
          resident.data.set(image.data);
          expect(blur(resident)).toEqual(expected);
          blur(resident, { out });
          expect(out.data).toEqual(expected.data);
          out.data.fill(0);
          blur(image, { out });
          expect(out.data).toEqual(expected.data);
        }
      });
    });
  });

  describe.skipIf(mayBeMissing(backend))('in linear light', () => {
    /* IEC 61966-2-1. */
    const decoded = (u: number) => (u <= 0.04045 ? u / 12.92 : ((u + 0.055) / 1.055) ** 2.4);
    const encoded = (u: number) => (u <= 0.0031308 ? 12.92 * u : 1.055 * u ** (1 / 2.4) - 0.055);
    const types = {
      uint8: [Uint8Array, 255],
      uint8clamped: [Uint8ClampedArray, 255],
      uint16: [Uint16Array, 65535],
      float32: [Float32Array, 1],
      float64: [Float64Array, 1],
    } as const;

    it.each(Object.keys(types) as (keyof typeof types)[])(
      'are the blurs of decoded colours, encoded again: %s',
      (dtype) => {
        const [array, white] = types[dtype];
        for (const [name, own] of Object.entries(blurs)) {
          for (const channels of [1, 3, 4]) {
            for (const alpha of channels === 4 ? ['filter', 'preserve', 'premultiply'] : ['filter']) {
              const next = random(channels);
              const shape = [7, 9, channels];
              const data = Float64Array.from(
                { length: 63 * channels },
                () => Math.round(white * next() ** 2 * 1e6) / 1e6,
              );
              const image = { data: new array(data), shape };
              const isColour = (i: number) => channels < 4 || i % 4 !== 3;
              const light = Float64Array.from(image.data, (value, i) =>
                isColour(i) ? decoded(value / white) : value / white,
              );
              const reference = filters[name]!({ data: light, shape }, { ...own, alpha, backend });
              for (const precision of ['exact', 'fast']) {
                const options = { ...own, alpha, precision, colorSpace: 'srgb-linear', backend };
                const result = filters[name]!(image, options);
                const slack =
                  white * (dtype === 'float64' ? 2 ** -40 : precision === 'fast' ? 2 ** -16 : 2 ** -18);
                const wrong = Array.from(result.data).findIndex((value, i) => {
                  const exact = white * (isColour(i) ? encoded(reference.data[i]!) : reference.data[i]!);
                  return !(
                    value >= roundHalfEvenSaturate(exact - slack, dtype) &&
                    value <= roundHalfEvenSaturate(exact + slack, dtype)
                  );
                });
                expect(wrong, `${name} of ${channels} channels, ${alpha}, ${precision}`).toBe(-1);
              }
            }
          }
        }
      },
    );

    it('keep a uniform picture, and make edges brighter than in sRGB', () => {
      for (const value of [0, 1, 7, 100, 254, 255]) {
        const image = { data: new Uint8Array(75).fill(value), shape: [5, 5, 3] };
        const { data } = filters.gaussianBlur!(image, { colorSpace: 'srgb-linear', backend });
        expect(Array.from(data)).toEqual(Array.from(image.data));
      }
      const edge = { data: Uint8Array.of(0, 255), shape: [1, 2] };
      const options = { size: [1, 2], boundary: 'wrap', backend };
      expect(Array.from(filters.boxBlur!(edge, { ...options, colorSpace: 'srgb-linear' }).data)).toEqual([
        188, 188,
      ]);
      expect(Array.from(filters.boxBlur!(edge, { ...options, precision: 'exact' }).data)).toEqual([128, 128]);
    });

    it('weight decoded colours by the alpha of canvas pixels', () => {
      const image = canvas(6, 6, 120);
      const options = { colorSpace: 'srgb-linear', backend };
      const result = filters.gaussianBlur!(image, options);
      expect(result).toEqual(filters.gaussianBlur!(image, { ...options, alpha: 'premultiply' }));
      expect(alphaOf(filters.gaussianBlur!(canvas(6, 6), options))).toEqual(new Array(36).fill(255));
    });
  });
});

describe('colorSpace', () => {
  const refused = (call: () => unknown, name: string) =>
    expect(call).toThrow(
      expect.objectContaining({ name, code: expect.stringMatching('ERR_OPTION|ERR_IMAGE') }),
    );

  it('is refused for what are no pixels', () => {
    const linear = { colorSpace: 'srgb-linear' } as const;
    for (const type of [Int8Array, Int16Array, Int32Array, Uint32Array]) {
      refused(() => api.gaussianBlur({ data: new type(9), shape: [3, 3] }, linear), 'RangeError');
    }
    for (const channels of [2, 5]) {
      const image = { data: new Uint8Array(9 * channels), shape: [3, 3, channels] };
      refused(() => api.boxBlur(image, linear), 'RangeError');
    }
    const image = { data: new Uint8Array(9), shape: [3, 3] };
    refused(() => api.motionBlur(image, { colorSpace: 'linear' as never }), 'RangeError');
    refused(() => api.motionBlur(image, { colorSpace: 1 as never }), 'TypeError');
    refused(() => filters.gaussianBlur!(image, { ...linear, order: 1 }), 'RangeError');
    refused(() => api.sharpen(image, linear as never), 'TypeError');
  });
});
