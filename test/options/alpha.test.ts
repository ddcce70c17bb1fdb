import { describe, expect, it } from 'vitest';
import type {
  Alpha,
  ConvolveOptions,
  DType,
  Image,
  NdArray,
  Operation,
  PixelImage,
} from '../../src/base/types.ts';
import { allocate, convolve2d, correlate2d, explain, prepare } from '../../src/index.ts';
import { boundaries, operations } from '../conformance/cases/geometry.ts';
import { type Grid, oracle, roundHalfEvenSaturate } from '../conformance/oracle.ts';
import { backendNames, mayBeMissing } from '../support/backends.ts';
import { elementType, filled, gridOf, layouts, nested, valuesOf, viewOf } from '../support/containers.ts';
import { integers, random } from '../support/random.ts';

const api = { convolve2d, correlate2d };

/** Pixels of which some are clear, some opaque, and most in between. */
function canvas(height: number, width: number, seed: number) {
  const next = integers(seed, 0, 255);
  const data = new Uint8ClampedArray(4 * height * width).map(next);
  for (let at = 3; at < data.length; at += 20) data[at] = at % 40 === 3 ? 0 : 255;
  return { data, width, height };
}

/**
 * A kernel with a single 1 where it lies on the pixel whose result mode `same` gives. What alpha goes through is the same
 * correlation with this one.
 */
function identity(rows: number, cols: number, operation: Operation): number[][] {
  const centre = (n: number) =>
    operation === 'convolve2d' ? Math.floor((n - 1) / 2) : n - 1 - Math.floor(n / 2);
  const at = [centre(rows), centre(cols)];
  return Array.from({ length: rows }, (_, i) =>
    Array.from({ length: cols }, (_, j) => (i === at[0] && j === at[1] ? 1 : 0)),
  );
}

function kept(
  image: Image,
  kernel: number[][],
  operation: Operation,
  options: ConvolveOptions,
): Float64Array {
  const { delta, dilation = 1, ...geometry } = options;
  const [down, right] = typeof dilation === 'number' ? [dilation, dilation] : dilation;
  // Dilated, since the middle may lie between two taps.
  const size = [(kernel.length - 1) * down + 1, (kernel[0]!.length - 1) * right + 1] as const;
  const grid = gridOf(image);
  const alone: Grid = { ...grid, channels: 1, at: (i, j) => grid.at(i, j, 3) };
  return oracle(alone, identity(...size, operation), { ...geometry, operation }).values;
}

/** Every element of the filtered image, its alpha replaced. */
function preserved(
  image: Image,
  kernel: number[][],
  operation: Operation,
  options: ConvolveOptions,
): number[] {
  const alpha = kept(image, kernel, operation, options);
  const dtype = options.dtype ?? elementType(image);
  const { values } = oracle(gridOf(image), kernel, { ...options, operation });
  return Array.from(values, (value, n) =>
    roundHalfEvenSaturate(n % 4 === 3 ? alpha[(n - 3) / 4]! : value, dtype),
  );
}

const geometries: ConvolveOptions[] = [
  { mode: 'same' },
  { mode: 'full' },
  { mode: 'valid' },
  {
    padding: [
      [2, 0],
      [1, 4],
    ],
  },
  { mode: 'same', stride: 2 },
  { stride: [3, 1], dilation: [1, 2] },
  { mode: 'same', dilation: 2, delta: 40 },
  { mode: 'same', stride: 40 },
];

const edge = [
  [-1, -1, -1],
  [-1, 8, -1],
  [-1, -1, -1],
];

describe.each(backendNames)('alpha, %s', (backend) => {
  describe.skipIf(mayBeMissing(backend))('it', () => {
    const settings = operations.flatMap((operation) =>
      geometries.flatMap((geometry) =>
        boundaries.flatMap((boundary) =>
          [
            [3, 3],
            [2, 4],
          ].map((size) => ({ operation, geometry, boundary, size })),
        ),
      ),
    );

    it.each(settings)(
      'is that of the centre: $operation, $geometry, $boundary, $size',
      ({ operation, geometry, boundary, size }) => {
        const image = canvas(9, 11, 1);
        const kernel = nested(size[0]!, size[1]!, integers(2, -3, 3));
        const options = { ...geometry, boundary, fillvalue: 7 };
        const result = api[operation](image, kernel, { ...options, backend });
        expect(Array.from(result.data)).toEqual(preserved(image, kernel, operation, options));
      },
    );

    it('stays by itself in canvas pixels under a kernel of sum 0', () => {
      const image = canvas(6, 7, 3);
      const { data } = convolve2d(image, edge, { mode: 'same', boundary: 'edge', backend });
      expect(data.filter((_, n) => n % 4 === 3)).toEqual(image.data.filter((_, n) => n % 4 === 3));
      const filtered = convolve2d(image, edge, { mode: 'same', boundary: 'edge', alpha: 'filter', backend });
      expect(filtered.data.filter((_, n) => n % 4 !== 3)).toEqual(data.filter((_, n) => n % 4 !== 3));
      expect(filtered.data.filter((_, n) => n % 4 === 3)).not.toEqual(data.filter((_, n) => n % 4 === 3));
    });

    it.each(['uint8', 'float32'] as const)('is filtered by itself in other containers of %s', (dtype) => {
      const next = integers(4, 0, 255);
      const { data, shape } = filled([5, 6, 4], dtype, next);
      const options = { mode: 'same', boundary: 'symm', backend } as const;
      for (const image of [
        { data, shape },
        { data, width: 6, height: 5 },
      ] as const) {
        const byItself = valuesOf(convolve2d(image, edge, options));
        expect(byItself).toEqual(valuesOf(convolve2d(image, edge, { ...options, alpha: 'filter' })));
        const keptAlpha = valuesOf(convolve2d(image, edge, { ...options, alpha: 'preserve' }));
        expect(keptAlpha.filter((_, n) => n % 4 === 3)).toEqual(
          Float64Array.from(data).filter((_, n) => n % 4 === 3),
        );
        expect(keptAlpha.filter((_, n) => n % 4 !== 3)).toEqual(byItself.filter((_, n) => n % 4 !== 3));
      }
    });

    it.each(layouts)('stays whatever the layout: $name', (layout) => {
      const image = filled([6, 5, 4], 'uint8', integers(5, 0, 255), layout);
      const out = viewOf([6, 5, 4], 'int8', layout);
      const kernel = nested(3, 3, integers(6, -1, 1));
      const options = { mode: 'same', boundary: 'wrap', alpha: 'preserve' } as const;
      convolve2d(image, kernel, { ...options, out, backend });
      const expected = preserved(image, kernel, 'convolve2d', { ...options, dtype: 'int8' });
      expect(Array.from(valuesOf(out))).toEqual(expected);
    });

    it.each(['int16', 'float32', 'int8', 'uint16'] as const)('becomes %s with the rest', (dtype) => {
      const image = canvas(5, 5, 7);
      const { data } = correlate2d(image, edge, { mode: 'same', boundary: 'symm', dtype, backend });
      expect(Array.from(data)).toEqual(
        preserved(image, edge, 'correlate2d', { mode: 'same', boundary: 'symm', dtype }),
      );
    });

    it('stays in arrays of kernels of one size and of several, and in `out`', () => {
      const image = canvas(7, 8, 8);
      const kernels = [edge, nested(2, 4, integers(9, -2, 2)), edge.map((row) => row.map((tap) => -tap))];
      const options = { boundary: 'reflect', mode: 'full', backend } as const;
      const out = kernels.map((kernel) => {
        const [height, width] = [7 + kernel.length - 1, 8 + kernel[0]!.length - 1];
        return { data: new Uint8ClampedArray(4 * height * width), width, height };
      });
      convolve2d(image, kernels, { ...options, out });
      kernels.forEach((kernel, n) => {
        expect(Array.from(out[n]!.data)).toEqual(preserved(image, kernel, 'convolve2d', options));
      });
      expect(convolve2d(image, kernels, options).map(({ data }) => data)).toEqual(
        out.map(({ data }) => data),
      );
    });

    it('stays between images in memory of a backend', () => {
      const pixels = canvas(6, 9, 10);
      using image = allocate([6, 9, 4], 'uint8clamped', { backend });
      image.data.set(pixels.data);
      using out = allocate([6, 9, 4], 'uint8clamped', { backend });
      correlate2d(image, edge, { mode: 'same', boundary: 'edge', alpha: 'preserve', out, backend });
      expect(Array.from(out.data)).toEqual(
        preserved(pixels, edge, 'correlate2d', { mode: 'same', boundary: 'edge' }),
      );
    });

    it('is filtered where image and kernel are swapped', () => {
      const image = canvas(2, 2, 11);
      const kernel = nested(3, 3, integers(12, 0, 1));
      const both = ([undefined, 'preserve', 'filter'] as const).map((alpha) =>
        convolve2d(image, kernel, { mode: 'valid', alpha, backend }),
      );
      expect(both[0]).toEqual(both[2]);
      expect(both[1]).toEqual(both[2]);
    });

    it.each<Alpha | undefined>([undefined, 'preserve', 'premultiply', 'filter'])(
      'comes out of `prepare` as of a call: %s',
      (alpha) => {
        const image = canvas(8, 6, 13);
        const options = { boundary: 'symm', stride: [2, 1], delta: 3, alpha, backend } as const;
        using prepared = prepare(blur, { ...options, shape: [8, 6, 4], operation: 'correlate2d' });
        const call = correlate2d(image, blur, options);
        expect(prepared.run(image)).toEqual(call);
        const out = { ...call, data: new Uint8ClampedArray(call.data.length) };
        expect(prepared.run(image, out)).toEqual(call);
        expect(prepared.run(image)).toEqual(call);
      },
    );

    describe('premultiplies', () => {
      const blur = [
        [1, 2, 1],
        [2, 4, 2],
        [1, 2, 1],
      ];

      it.each(['uint8clamped', 'float32', 'float64', 'int16'] as const)(
        'colours of results of %s',
        (dtype) => {
          const image = canvas(7, 9, 14);
          for (const boundary of boundaries) {
            const options = { mode: 'same', boundary, fillvalue: 30, delta: 2, normalize: true } as const;
            const { data } = convolve2d(image, blur, { ...options, alpha: 'premultiply', dtype, backend });
            expectNear(data, weighted(image, blur, options, dtype), dtype);
          }
        },
      );

      it('by an alpha of 1 in floats', () => {
        const image = filled([5, 6, 4], 'float64', random(15));
        const { data } = convolve2d(image, blur, {
          mode: 'same',
          alpha: 'premultiply',
          normalize: true,
          backend,
        });
        const byBytes = {
          ...gridOf(image),
          at: (i: number, j: number, c: number) => gridOf(image).at(i, j, c),
        };
        expectNear(
          data,
          weightedGrid(byBytes, blur, { mode: 'same', normalize: true }, 'float64', 1),
          'float64',
        );
      });

      it('so that opaque pixels are filtered as without alpha', () => {
        const image = canvas(6, 6, 16);
        for (let at = 3; at < image.data.length; at += 4) image.data[at] = 255;
        const sharpen = [
          [0, -1, 0],
          [-1, 5, -1],
          [0, -1, 0],
        ];
        for (const kernel of [sharpen, [[2]], [[0.5, 0.5]]]) {
          const options = { mode: 'same', boundary: 'edge', backend } as const;
          expect(convolve2d(image, kernel, { ...options, alpha: 'premultiply' })).toEqual(
            convolve2d(image, kernel, options),
          );
        }
      });

      it('so that the colour of clear pixels does not show', () => {
        const data = Uint8ClampedArray.of(255, 0, 0, 0, 10, 20, 30, 255);
        const result = convolve2d({ data, width: 2, height: 1 }, [[1, 1, 1]], {
          mode: 'same',
          normalize: true,
          alpha: 'premultiply',
          backend,
        });
        expect(Array.from(result.data)).toEqual([10, 20, 30, 85, 10, 20, 30, 85]);
      });

      it('and leaves black where nothing is left', () => {
        const { data } = convolve2d(canvas(4, 4, 17), [[1, -1]], {
          boundary: 'fill',
          alpha: 'premultiply',
          mode: 'valid',
          dtype: 'float64',
          backend,
        });
        expect(data.every(Number.isFinite)).toBe(true);
      });

      it('arrays of kernels, into `out`', () => {
        const image = canvas(5, 6, 18);
        const kernels = [blur, [[1, 1]], edge];
        const options = { mode: 'same', alpha: 'premultiply', backend } as const;
        const singles = kernels.map((kernel) => convolve2d(image, kernel, options));
        expect(convolve2d(image, kernels, options)).toEqual(singles);
        const out = singles.map(({ data }) => new Uint8ClampedArray(data.length));
        convolve2d(image, kernels, { ...options, out });
        expect(out).toEqual(singles.map(({ data }) => data));
      });
    });

    it('leaves the image as it was', () => {
      for (const alpha of ['preserve', 'premultiply'] as const) {
        const image = canvas(4, 5, 19);
        convolve2d(image, edge, { alpha, backend });
        expect(image).toEqual(canvas(4, 5, 19));
      }
    });
  });
});

const blur = [
  [1, 3, 1],
  [2, 4, 2],
];

/** Colours times alpha, filtered, over alpha, filtered and saturated. */
function weighted(image: PixelImage, kernel: number[][], options: ConvolveOptions, dtype: DType): number[] {
  return weightedGrid(gridOf(image), kernel, options, dtype, 255);
}

function weightedGrid(
  grid: Grid,
  kernel: number[][],
  options: ConvolveOptions,
  dtype: DType,
  opaque: number,
): number[] {
  const sum = options.normalize ? kernel.flat().reduce((a, b) => a + b) : 1;
  const taps = kernel.map((row) => row.map((tap) => tap / sum));
  const { delta = 0, normalize, ...geometry } = options;
  const products: Grid = {
    ...grid,
    at: (i, j, c) => (c === 3 ? grid.at(i, j, 3) : (grid.at(i, j, c) * grid.at(i, j, 3)) / opaque),
  };
  const { values } = oracle(products, taps, { ...geometry, operation: 'convolve2d' });
  const range = { uint8clamped: [0, 255], int16: [-32768, 32767] }[dtype as string] ?? [-Infinity, Infinity];
  return Array.from(values, (value, n) => {
    const alpha = Math.min(Math.max(values[n - (n % 4) + 3]!, range[0]!), range[1]!);
    if (n % 4 === 3) return value;
    return (alpha === 0 ? 0 : (value * opaque) / alpha) + delta;
  });
}

/** To the last bits for floats; as rounded for integers, but where a sum is next to a half. */
function expectNear(data: ArrayLike<number>, expected: readonly number[], dtype: DType): void {
  expect(data.length).toBe(expected.length);
  const unit = dtype === 'float32' ? 2 ** -20 : 2 ** -46;
  for (let n = 0; n < data.length; n++) {
    const slack = unit * Math.max(1, Math.abs(expected[n]!));
    const [low, high] = [expected[n]! - slack, expected[n]! + slack].map((v) =>
      roundHalfEvenSaturate(v, dtype),
    );
    expect(data[n]).toBeGreaterThanOrEqual(low!);
    expect(data[n]).toBeLessThanOrEqual(high!);
  }
}

function errorOf(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return error;
  }
}

it.each(['preserve', 'premultiply', 'filter'] as const)(
  '%s in a bank of two sizes, one of them larger than the image, is that of each kernel',
  (alpha) => {
    const image = canvas(6, 7, 5);
    const kernels = [
      [
        [0.1, 0.2],
        [0.3, 0.4],
      ],
      Array.from({ length: 9 }, (_, i) => Array.from({ length: 8 }, (_, j) => ((i * j) % 5) / 40)),
    ];
    const options = { mode: 'valid', alpha } as const;
    expect(convolve2d(image, kernels, options)).toEqual(
      kernels.map((kernel) => convolve2d(image, kernel, options)),
    );
  },
);

describe('alpha is refused', () => {
  const float = (channels: number): NdArray => ({
    data: new Float32Array(9 * channels),
    shape: [3, 3, channels],
  });

  it.each([1, 2, 3, 5])('with %i channels, before anything is written', (channels) => {
    for (const alpha of ['preserve', 'premultiply'] as const) {
      const out = new Float32Array(9 * channels).fill(5);
      const calls = [
        () => convolve2d(float(channels), edge, { mode: 'same', alpha, out }),
        () => explain(float(channels), edge, { alpha }),
        () => prepare(edge, { alpha, shape: [3, 3, channels] }),
      ];
      for (const call of calls) {
        expect(errorOf(call)).toMatchObject({
          name: 'RangeError',
          code: 'ERR_OPTION',
          message: expect.stringMatching(/"alpha"/),
        });
      }
      expect(out.every((value) => value === 5)).toBe(true);
    }
  });

  it('nowhere as "filter"', () => {
    expect(convolve2d([[3]], [[2]], { alpha: 'filter' })).toEqual([[6]]);
  });
});
