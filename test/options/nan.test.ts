import { describe, expect, it } from 'vitest';
import type { ConvolveOptions, DType, Image } from '../../src/base/types.ts';
import {
  allocate,
  convolve2d,
  correlate2d,
  explain,
  gaussianBlur,
  prepare,
  sepConvolve2d,
  sobel,
} from '../../src/index.ts';
import { boundaries, operations } from '../conformance/cases/geometry.ts';
import { type Grid, type OracleOptions, oracle, roundHalfEvenSaturate } from '../conformance/oracle.ts';
import { backendNames, mayBeMissing } from '../support/backends.ts';
import { filled, gridOf, layouts, nested, valuesOf } from '../support/containers.ts';
import { random } from '../support/random.ts';

const api = { convolve2d, correlate2d };

/** Numbers of which every fifth or so is missing. */
function holes(seed: number): () => number {
  const next = random(seed);
  return () => (next() < 0.2 ? NaN : next() * 10);
}

/** sum(k x valid) / sum(k valid) * sum(k), as its definition reads; with the scale that its error is relative to. */
function ignoring(
  image: Image,
  kernel: number[][],
  options: OracleOptions,
): { value: number; scale: number }[] {
  const { delta = 0, fillvalue = 0, ...geometry } = options;
  const grid = gridOf(image);
  const part = (of: (value: number) => number): Grid => ({ ...grid, at: (i, j, c) => of(grid.at(i, j, c)) });
  const whole = Number.isNaN(fillvalue) ? 0 : 1;
  const sums = oracle(
    part((x) => (Number.isNaN(x) ? 0 : x)),
    kernel,
    { ...geometry, fillvalue: whole * (fillvalue || 0) },
  );
  const weights = oracle(
    part((x) => (Number.isNaN(x) ? 0 : 1)),
    kernel,
    { ...geometry, fillvalue: whole },
  );
  const total = kernel.flat().reduce((a, b) => a + b);
  return Array.from(sums.values, (sum, n) => {
    const weight = weights.values[n]!;
    const value = weight === 0 ? NaN : (sum / weight) * total + delta;
    return { value, scale: (sums.magnitude[n]! / Math.abs(weight)) * Math.abs(total) + Math.abs(delta) };
  });
}

function expectNear(
  data: ArrayLike<number>,
  expected: { value: number; scale: number }[],
  dtype: DType,
): void {
  expect(data.length).toBe(expected.length);
  const unit = dtype === 'float32' ? 2 ** -22 : 2 ** -42;
  expected.forEach(({ value, scale }, n) => {
    if (Number.isNaN(value)) {
      expect(data[n]).toBe(dtype.startsWith('float') ? NaN : 0);
      return;
    }
    expect(data[n]).toBeGreaterThanOrEqual(roundHalfEvenSaturate(value - unit * scale, dtype));
    expect(data[n]).toBeLessThanOrEqual(roundHalfEvenSaturate(value + unit * scale, dtype));
  });
}

describe.each(backendNames)('ignored NaN, %s', (backend) => {
  describe.skipIf(mayBeMissing(backend))('by themselves', () => {
    it('are interpolated, as astropy does', () => {
      // astropy.convolution.convolve([[1, nan, 3], [4, 5, 6]], kernel, boundary='extend', normalize_kernel=False)
      const image = [
        [1, NaN, 3],
        [4, 5, 6],
      ];
      const options = { mode: 'same', boundary: 'edge', nan: 'ignore', backend } as const;
      expect(convolve2d(image, [[1, 1, 1]], options)).toEqual([
        [3, 6, 9],
        [13, 15, 17],
      ]);
      const mean = correlate2d(image, [[1, 2, 1]], { ...options, normalize: true });
      expect(mean).toEqual([
        [1, 2, 3],
        [4.25, 5, 5.75],
      ]);
    });

    it('leave NaN where nothing remains, an integer 0', () => {
      const image = [[NaN, NaN, NaN, NaN, 8]];
      const options = { mode: 'same', boundary: 'edge', nan: 'ignore', normalize: true, backend } as const;
      expect(convolve2d(image, [[1, 2, 1]], options)).toEqual([[NaN, NaN, NaN, 8, 8]]);
      expect(
        convolve2d({ data: Float32Array.from(image[0]!), shape: [1, 5] }, [[1, 2, 1]], {
          ...options,
          dtype: 'int8',
        }).data,
      ).toEqual(Int8Array.of(0, 0, 0, 8, 8));
    });

    it('leave no trace where weights are no binary fractions', () => {
      const image = filled([40, 40], 'float64', () => NaN);
      image.data[0] = 3;
      const kernel = nested(7, 7, random(1));
      const { data } = convolve2d(image, kernel, { mode: 'same', nan: 'ignore', normalize: true, backend });
      const near = (n: number) => n % 40 <= 3 && n < 160;
      // Beyond the edges there are zeros, which are no NaN.
      const inside = (n: number) => n % 40 > 3 && n % 40 < 36 && n > 160 && n < 1440;
      for (let n = 0; n < data.length; n++) {
        if (inside(n)) expect(data[n]).toBe(NaN);
        if (near(n)) expect(data[n]).toBeGreaterThanOrEqual(0);
      }
    });

    const settings = operations.flatMap((operation) =>
      boundaries.flatMap((boundary) =>
        (
          [
            { mode: 'same' },
            { mode: 'full', stride: [2, 1] },
            { padding: 1, dilation: 2, delta: -3 },
            { mode: 'valid' },
          ] as const
        ).map((geometry) => ({ operation, boundary, geometry })),
      ),
    );

    it.each(settings)('$operation, $boundary, $geometry', ({ operation, boundary, geometry }) => {
      const kernel = nested(3, 4, random(3));
      for (const dtype of ['float32', 'float64'] as const) {
        const image = filled([8, 13, 2], dtype, holes(4));
        for (const fillvalue of [2, NaN]) {
          const options: ConvolveOptions = { ...geometry, boundary, fillvalue };
          const result = api[operation](image, kernel, { ...options, nan: 'ignore', backend });
          expectNear(result.data as Float32Array, ignoring(image, kernel, { ...options, operation }), dtype);
        }
      }
    });

    it('in results of every type, in every layout', () => {
      const kernel = nested(3, 3, random(5));
      const options = { mode: 'same', boundary: 'wrap' } as const;
      for (const layout of layouts) {
        const image = filled([5, 8], 'float32', holes(6), layout);
        const expected = ignoring(image, kernel, { ...options, operation: 'convolve2d' });
        for (const dtype of ['float32', 'float64', 'int16', 'uint8'] as const) {
          const { data } = convolve2d(image, kernel, { ...options, nan: 'ignore', dtype, backend });
          expectNear(data, expected, dtype);
        }
      }
    });

    it('where image and kernel are swapped', () => {
      const image = filled([2, 3], 'float64', () => 2);
      image.data[4] = NaN;
      const kernel = nested(4, 5, random(7));
      const options = { mode: 'valid', nan: 'ignore', backend } as const;
      const expected = ignoring(image, kernel, { mode: 'valid', operation: 'correlate2d' });
      expectNear(correlate2d(image, kernel, options).data, expected, 'float64');
    });

    it('in arrays of kernels, `prepare`, `out` and memory of a backend', () => {
      const image = filled([9, 12], 'float32', holes(8));
      const kernels = [nested(3, 3, random(9)), nested(1, 5, random(10)), nested(3, 3, random(11))];
      const options = { mode: 'same', boundary: 'symm', nan: 'ignore', backend } as const;
      const singles = kernels.map((kernel) => convolve2d(image, kernel, options).data);
      expect(convolve2d(image, kernels, options).map(({ data }) => data)).toEqual(singles);
      using bank = prepare(kernels, { ...options, shape: [9, 12] });
      const whole = filled([9, 12], 'float32', random(12));
      for (const each of [image, whole, image]) {
        expect(bank.run(each)).toEqual(convolve2d(each, kernels, options));
      }
      using resident = allocate([9, 12], 'float32', { backend });
      resident.data.set(image.data);
      using out = allocate([9, 12], 'float32', { backend });
      convolve2d(resident, kernels[0]!, { ...options, out });
      expect(out.data).toEqual(singles[0]);
    });

    it('under kernels that separate, and large ones', () => {
      const image = filled([40, 50], 'float64', holes(13));
      const options = { mode: 'same', boundary: 'reflect', nan: 'ignore', backend } as const;
      const taps = [1, 3, 8, 12, 8, 3, 1];
      const outer = taps.map((a) => taps.map((b) => a * b));
      const { data } = sepConvolve2d(image, taps, taps, options);
      expectNear(data, ignoring(image, outer, { ...options, operation: 'convolve2d' }), 'float64');
      const large = nested(25, 25, random(14));
      for (const method of ['auto', 'fft'] as const) {
        const { data } = convolve2d(image, large, { ...options, method });
        expectNear(data, ignoring(image, large, { ...options, operation: 'convolve2d' }), 'float64');
      }
    });

    it('and premultiplied alpha: of each channel what is there', () => {
      const image = filled([4, 5, 4], 'float64', () => 1);
      image.data[0] = NaN;
      image.data[23] = NaN;
      const { data } = convolve2d(image, nested(3, 3, random(15)), {
        mode: 'same',
        boundary: 'edge',
        normalize: true,
        nan: 'ignore',
        alpha: 'premultiply',
        backend,
      });
      for (const value of data) expect(value).toBeCloseTo(1, 12);
    });

    it('change nothing where there are none', () => {
      const kernel = nested(3, 3, random(16));
      for (const dtype of ['float32', 'uint8', 'int32'] as const) {
        const image = filled([6, 7], dtype, () => 7);
        const options = { mode: 'same', delta: 0.1, backend } as const;
        expect(convolve2d(image, kernel, { ...options, nan: 'ignore' })).toEqual(
          convolve2d(image, kernel, options),
        );
      }
    });

    it('are not infinities, and leave the image as it was', () => {
      const image = filled([5, 5], 'float32', holes(17));
      image.data[12] = Infinity;
      const before = image.data.slice();
      const { data } = convolve2d(image, nested(3, 3, random(18)), { mode: 'same', nan: 'ignore', backend });
      expect(data[12]).toBe(Infinity);
      expect(image.data).toEqual(before);
    });

    it('in filters', () => {
      const image = filled([12, 12], 'float32', holes(19));
      const { data } = gaussianBlur(image, { size: 9, nan: 'ignore', backend });
      expect(data.every(Number.isFinite)).toBe(true);
    });
  });
});

describe('kernels of sum 0', () => {
  it.each([
    ['exactly', [[1, -2, 1]]],
    ['nearly', [[0.1, 0.2, -0.3]]],
    ['throughout', [[0, 0]]],
  ])('cannot ignore NaN: %s', (_, kernel) => {
    const image = { data: new Float32Array(9).fill(NaN, 4, 5), shape: [3, 3] };
    const out = new Float32Array(9).fill(5);
    const options = { nan: 'ignore', mode: 'same' } as const;
    const refusal = expect.objectContaining({
      name: 'TypeError',
      code: 'ERR_CONFLICT',
      message: expect.stringMatching(/^"nan"/),
    });
    expect(() => convolve2d(image, kernel, { ...options, out })).toThrow(refusal);
    expect(() => convolve2d(image, [[[1]], kernel], options)).toThrow(refusal);
    expect(() => explain(image, kernel, options)).toThrow(refusal);
    using prepared = prepare(kernel, { ...options, shape: [3, 3] });
    expect(() => prepared.run(image, out)).toThrow(refusal);
    const beyond = { ...options, boundary: 'fill', fillvalue: NaN } as const;
    expect(() => convolve2d({ data: new Uint8Array(9), shape: [3, 3] }, kernel, beyond)).toThrow(refusal);
    expect(out.every((value) => value === 5)).toBe(true);
    // There is nothing to ignore in others.
    const whole = { data: new Float32Array(9).fill(2), shape: [3, 3] };
    expect(convolve2d(whole, kernel, options)).toEqual(convolve2d(whole, kernel, { mode: 'same' }));
    expect(prepared.run(whole)).toEqual(convolve2d(whole, kernel, { mode: 'same' }));
  });

  it('are those of gradients', () => {
    expect(() => sobel([[1, NaN]], { nan: 'ignore' })).toThrow(
      expect.objectContaining({ code: 'ERR_CONFLICT' }),
    );
  });

  it('are judged by their size, not by their scale', () => {
    expect(valuesOf(convolve2d([[NaN, 2]], [[1e-30]], { nan: 'ignore' }))).toEqual(
      Float64Array.of(NaN, 2e-30),
    );
  });
});
