import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Boundary, DType } from '../../src/base/types.ts';
import { explain, prepare } from '../../src/index.ts';
import { arrayOf } from '../support/containers.ts';
import { noise } from '../support/noise.ts';
import { byPieces, chunksOf, collect, isSame, type Pixels, seekable, whole } from './streams.ts';

function imageOf(dtype: DType, width: number, height: number, channels: number): Pixels {
  return { data: noise(dtype, [width * height * channels]).data, width, height, channels };
}

function kernelOf(rows: number, columns: number): number[][] {
  return Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (_, j) => Math.cos(3 * i + 7 * j + 1)),
  );
}

const ones = (size: number) => kernelOf(size, size).map((row) => row.map(() => 0.1));
const product = (size: number) => kernelOf(size, size).map((row, i) => row.map((_, j) => (i + 1) * (j + 2)));

/** Each with a kernel or a filter, options, and what it shows. */
const scenes: readonly [string, DType, number, unknown, Record<string, unknown>][] = [
  ['direct sums', 'float32', 1, kernelOf(5, 5), { method: 'direct' }],
  [
    'direct sums of integers',
    'uint8',
    3,
    [
      [1, 2, 1],
      [2, 4, 2],
      [1, 2, 1],
    ],
    { dtype: 'uint8', normalize: true },
  ],
  ['rounded sums', 'uint8', 1, kernelOf(3, 5), { dtype: 'int16' }],
  ['two passes', 'float32', 1, product(21), { method: 'separable' }],
  ['running sums', 'float32', 1, ones(41), {}],
  ['transforms', 'float32', 1, kernelOf(31, 31), { method: 'fft' }],
  ['transforms of bytes', 'uint8', 1, kernelOf(25, 25), { method: 'fft' }],
  ['float64', 'float64', 1, kernelOf(7, 3), { delta: 1 }],
  ['stride and dilation', 'float32', 1, kernelOf(7, 5), { stride: [3, 2], dilation: [2, 1] }],
  ['a stride over rows', 'uint16', 1, kernelOf(3, 3), { stride: [7, 1] }],
  ['NaN to ignore', 'float32', 1, ones(5), { nan: 'ignore' }],
  ['canvas pixels', 'uint8clamped', 4, kernelOf(5, 5), {}],
];

const boundaries: readonly Boundary[] = ['fill', 'symm', 'reflect', 'edge', 'wrap'];

async function expectSame(image: Pixels, kernel: unknown, options: Record<string, unknown>, rows?: unknown) {
  const { width, height, channels } = image;
  const source = rows ?? chunksOf(image, [777]);
  const got = await collect(byPieces(source, kernel, { width, height, channels, ...options }));
  expect(isSame(got, whole(image, kernel, options))).toBe(true);
  return got;
}

describe.each(scenes)('%s', (_, dtype, channels, kernel, given) => {
  const image = given.method === 'fft' ? imageOf(dtype, 90, 2500, 1) : imageOf(dtype, 500, 400, channels);
  if (given.nan !== undefined) for (let i = 0; i < image.data.length; i += 97) image.data[i] = NaN;

  it.each(boundaries)('are the same with the boundary %s', async (boundary) => {
    for (const mode of ['full', 'same', 'valid']) {
      const rows = boundary === 'wrap' ? seekable(image) : undefined;
      const { strips } = await expectSame(image, kernel, { ...given, boundary, mode }, rows);
      expect(strips).toBeGreaterThan(1);
    }
  });

  it('are the same where the height is not known, but for the last bits of transforms', async () => {
    const options = { ...given, boundary: 'reflect', mode: 'same' };
    const { width } = image;
    const got = await collect(byPieces(chunksOf(image, [777]), kernel, { width, channels, ...options }));
    const wanted = whole(image, kernel, options);
    if (given.method !== 'fft') expect(isSame(got, wanted)).toBe(true);
    else {
      const { errorBound, sumOfTaps } = explain(
        { shape: [image.height, width], dtype },
        kernel as number[][],
        { ...options, method: 'fft' } as object,
      );
      const bound = 2 * errorBound * sumOfTaps * 256;
      expect(got.data.length).toBe(wanted.data.length);
      expect(got.data.every((value, i) => Math.abs(value - wanted.data[i]!) <= bound)).toBe(true);
    }
  });
});

const filters: readonly [string, DType, number, Record<string, unknown>][] = [
  ['gaussianBlur', 'uint8', 1, { sigma: 1 }],
  ['gaussianBlur', 'uint8', 3, { sigma: 5 }],
  ['gaussianBlur', 'float32', 1, { sigma: 5 }],
  ['gaussianBlur', 'float32', 1, { sigma: 3, order: [1, 0] }],
  ['gaussianBlur', 'uint8clamped', 4, { sigma: 3, alpha: 'preserve' }],
  ['gaussianBlur', 'uint8clamped', 4, { sigma: 3 }],
  ['gaussianBlur', 'uint8clamped', 4, { sigma: 3, colorSpace: 'srgb-linear' }],
  ['boxBlur', 'float32', 1, { size: 15 }],
  ['motionBlur', 'uint8', 3, { length: 25, angle: 1 }],
  ['sharpen', 'uint8', 3, {}],
  ['unsharpMask', 'uint8', 3, { sigma: 3, threshold: 4 }],
  ['unsharpMask', 'uint8clamped', 4, { sigma: 3, alpha: 'premultiply' }],
  ['emboss', 'uint8', 1, {}],
  ['edges', 'uint8clamped', 4, {}],
  ['sobel', 'uint8', 1, { output: 'magnitude', dtype: 'uint8' }],
  ['sobel', 'uint8clamped', 4, { output: 'magnitude' }],
  ['scharr', 'float32', 1, { output: 'angle' }],
  ['prewitt', 'uint16', 1, { output: 'x' }],
  ['laplacian', 'uint8', 1, {}],
  ['laplacianOfGaussian', 'uint8', 1, { sigma: 3 }],
];

describe.each(filters)('%s of %s by %i', (name, dtype, channels, given) => {
  const image = imageOf(dtype, 300, 400, channels);

  it.each(boundaries)('is the same with the boundary %s', async (boundary) => {
    const rows = boundary === 'wrap' ? seekable(image) : undefined;
    await expectSame(image, name, { ...given, boundary }, rows);
  });
});

it('cuts a Gaussian at several rates into bands that are lower than those in memory, with the same bits', async () => {
  const image = imageOf('uint8', 12_000, 1800, 1);
  const options = { sigma: 20 };
  const { strips } = await expectSame(image, 'gaussianBlur', options);
  expect(strips).toBeGreaterThan(1);
  const blur = prepare('gaussianBlur', { ...options, shape: [1800, 12_000], dtype: 'uint8' });
  const { plan } = blur.explain() as unknown as { plan: { bands: readonly unknown[] } };
  blur.dispose();
  expect(plan.bands.length).toBeLessThan(strips);
});

it.each([1, 2, 5, 8, 9, 10, 30])('serves %i rows under a kernel of 9', async (height) => {
  for (const boundary of boundaries) {
    for (const [mode, width] of [
      ['same', 20],
      ['full', 20],
      ['valid', 5],
      ['valid', 9],
    ] as const) {
      // In mode `valid` a kernel that is larger in one axis only is refused.
      if (mode === 'valid' && height > 9 && width < 9) continue;
      const image = imageOf('float32', width, height, 1);
      for (const operation of ['convolve2d', 'correlate2d']) {
        const options = { boundary, mode, operation };
        await expectSame(image, kernelOf(9, 9), options, seekable(image));
        if (boundary !== 'wrap') await expectSame(image, kernelOf(9, 9), options);
      }
    }
  }
});

it('gives what the whole image does for any chunks, kernel, options and shape', async () => {
  const sides = fc.record({ top: fc.nat(12), bottom: fc.nat(12), left: fc.nat(3), right: fc.nat(3) });
  const scene = fc.record({
    dtype: fc.constantFrom(...(Object.keys(arrayOf) as DType[])),
    width: fc.integer({ min: 1, max: 600 }),
    height: fc.integer({ min: 1, max: 500 }),
    channels: fc.integer({ min: 1, max: 4 }),
    rows: fc.integer({ min: 1, max: 12 }),
    columns: fc.integer({ min: 1, max: 5 }),
    boundary: fc.constantFrom(...boundaries),
    padding: sides,
    stride: fc.integer({ min: 1, max: 4 }),
    dilation: fc.integer({ min: 1, max: 3 }),
    lengths: fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 4 }),
    isKnown: fc.boolean(),
    reuse: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(
      scene,
      async ({ dtype, width, height, channels, rows, columns, boundary, padding, ...rest }) => {
        const { stride, dilation, lengths, isKnown, reuse } = rest;
        const image = imageOf(dtype, width, height, channels);
        const kernel = kernelOf(rows, columns);
        const { top, bottom, left, right } = padding;
        const extra = (rows - 1) * dilation;
        const sides = [
          [top + extra, bottom],
          [left + (columns - 1) * dilation, right],
        ];
        const options = { boundary, padding: sides, stride, dilation, method: 'direct' };
        const source = boundary === 'wrap' ? seekable(image) : chunksOf(image, lengths);
        const shape = { width, channels, ...(isKnown && { height }) };
        const strips = byPieces(source, kernel, { ...shape, ...options });
        if (reuse) {
          let at = 0;
          const { data } = whole(image, kernel, options);
          const again = byPieces(boundary === 'wrap' ? source : chunksOf(image, lengths), kernel, {
            ...shape,
            ...options,
            reuse,
          });
          for await (const strip of again) {
            expect(strip.data.every((value, i) => Object.is(value, data[at + i]))).toBe(true);
            at += strip.data.length;
          }
          expect(at).toBe(data.length);
        } else expect(isSame(await collect(strips), whole(image, kernel, options))).toBe(true);
      },
    ),
    { numRuns: 60 },
  );
});
