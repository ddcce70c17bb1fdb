import type { ConvolveOptions, DType, Kernel } from '../../../src/base/types.ts';
import { filled, nested } from '../../support/containers.ts';
import { integers, random } from '../../support/random.ts';
import { type Case, caseFor, type Problem, sizes } from './case.ts';
import { boundaries } from './geometry.ts';

/** Problems large enough for several strips, blocks and terms, and for all kinds of transforms. */
export function methodCases(): Case[] {
  return [
    ...shapes(),
    ...hugeKernels(),
    ...spacings(),
    ...channels(),
    ...wholeNumbers(),
    ...lowRanks(),
    ...specialPixels(),
    ...hugePixels(),
    ...specialFills(),
  ];
}

const floats = ['float32', 'float64'] as const;

function named(name: string, problem: Omit<Problem, 'operation'>): Case {
  const operation = name.length % 2 === 0 ? 'convolve2d' : 'correlate2d';
  return { ...caseFor({ operation, ...problem }), name: `large: ${name}` };
}

function noise(seed: number): () => number {
  const next = random(seed);
  return () => next() * 2 - 1;
}

/** Square, narrow and wide; few taps along rows and many; one block, pairs of them, and many. */
function shapes(): Case[] {
  const images = sizes('100x200 32x36 1x500 500x1 300x20 7x900 700x9 130x70 33x260');
  const kernels = sizes('21x21 32x36 1x60 60x1 9x9 3x25 31x2 11x33 13x5');
  const settings: ConvolveOptions[] = [{ mode: 'same', boundary: 'symm' }, { delta: 0.3 }, { mode: 'valid' }];
  return floats.flatMap((dtype, d) =>
    images.map((shape, n) => {
      const options = settings[n === 1 ? 1 : (n + d) % 3]!;
      const kernel = kernels[n]!;
      return named(`${shape.join(' x ')} ${dtype} under ${kernel.join(' x ')}, ${JSON.stringify(options)}`, {
        image: filled(shape, dtype, noise(80)),
        kernel: nested(...kernel, noise(81)),
        options,
      });
    }),
  );
}

function hugeKernels(): Case[] {
  return floats.flatMap((dtype) =>
    boundaries.map((boundary) =>
      named(`9 x 12 ${dtype} under 25 x 31, ${boundary}`, {
        image: filled([9, 12], dtype, noise(82)),
        kernel: nested(25, 31, noise(83)),
        options: { mode: 'same', boundary, fillvalue: 0.7 },
      }),
    ),
  );
}

function spacings(): Case[] {
  const settings: ConvolveOptions[] = [
    { stride: 2, mode: 'same', boundary: 'wrap' },
    { stride: 3, boundary: 'edge' },
    { stride: [2, 1], padding: 4 },
    { stride: [1, 3], boundary: 'reflect' },
    { dilation: 2, mode: 'same', boundary: 'reflect' },
    { dilation: [1, 3], fillvalue: -0.4 },
    { dilation: [3, 1], stride: [3, 2], mode: 'same', boundary: 'symm' },
  ];
  return settings.flatMap((options) =>
    (['float32', 'float64', 'int16'] as const).map((dtype) =>
      named(`50 x 70 x 2 ${dtype} under 11 x 12, ${JSON.stringify(options)}`, {
        image: filled([50, 70, 2], dtype, dtype === 'int16' ? integers(84, -999, 999) : noise(84)),
        kernel: nested(11, 12, noise(85)),
        options,
      }),
    ),
  );
}

function channels(): Case[] {
  return [1, 2, 3, 4].flatMap((count) =>
    boundaries.map((boundary) =>
      named(`30 x 40 x ${count} under 11 x 13, ${boundary}`, {
        image: filled([30, 40, count], count % 2 === 0 ? 'float32' : 'float64', noise(86)),
        kernel: nested(11, 13, noise(87)),
        options: { mode: 'same', boundary, fillvalue: 1.1 },
      }),
    ),
  );
}

/** Sums that are integers, which every method must give exactly, and fractions rounded to integers. */
function wholeNumbers(): Case[] {
  const results: (DType | undefined)[] = ['uint8', 'int16', 'int32', undefined, 'float64'];
  const kernels: [string, Kernel][] = [
    ['whole numbers', nested(15, 13, integers(88, -9, 9))],
    ['binomials', outer(binomial(7), binomial(9))],
    ['fractions', nested(15, 13, () => 1 / 195)],
  ];
  return (['uint8', 'int16'] as const).flatMap((from) =>
    results.flatMap((dtype) =>
      kernels.map(([name, kernel]) =>
        named(`48 x 60 ${from} to ${dtype ?? 'the default'}, ${name}`, {
          image: filled([48, 60], from, integers(89, from === 'uint8' ? 0 : -200, 255)),
          kernel,
          options: { mode: 'same', boundary: 'symm', ...(dtype && { dtype }) },
        }),
      ),
    ),
  );
}

/** Gaussians, their difference, and a sum of three outer products. */
function lowRanks(): Case[] {
  const kernels: [string, number[][]][] = [
    ['a Gaussian', outer(gaussian(15, 2.5), gaussian(17, 3))],
    ['a difference of Gaussians', sum(squareGaussian(15, 1.5), squareGaussian(15, 3), -1)],
    ['three terms', sum(sum(term(90), term(91), 1), term(92), 1)],
  ];
  const settings: ConvolveOptions[] = [
    { mode: 'same', boundary: 'reflect' },
    { fillvalue: 2, delta: -1 },
    { stride: [2, 3], boundary: 'wrap' },
    { dilation: [2, 1], mode: 'same', boundary: 'edge' },
  ];
  return floats.flatMap((dtype) =>
    kernels.flatMap(([name, kernel]) =>
      settings.map((options) =>
        named(`${name} over 44 x 36 x 3 ${dtype}, ${JSON.stringify(options)}`, {
          image: filled([44, 36, 3], dtype, noise(93)),
          kernel,
          options,
        }),
      ),
    ),
  );
}

/** NaN and infinities spread to the same results by every method. */
function specialPixels(): Case[] {
  const places = [[0], [59], [950], [1799], [17, 1000], [1000, 1001]];
  return floats.flatMap((dtype) =>
    [NaN, Infinity, -Infinity].flatMap((special, o) =>
      places.flatMap((at) =>
        spreading().map(([name, kernel], n) => {
          const image = filled([30, 60], dtype, noise(94));
          at.forEach((place, p) => {
            image.data[place] = p === 0 ? special : -special;
          });
          const boundary = boundaries[(o + n + at.length) % 5]!;
          return named(`${special} at ${at} of ${dtype} under ${name}, ${boundary}`, {
            image,
            kernel,
            options: { mode: 'same', boundary },
          });
        }),
      ),
    ),
  );
}

/** Numbers near the greatest float: some sums overflow, some cancel before, some do neither. */
function hugePixels(): Case[] {
  const scales = { float32: [1e30, 1e38, 3e38], float64: [1e300, 1e308, 1.7e308] };
  const contents: [string, () => () => number][] = [
    ['noise', () => noise(95)],
    ['ones', () => () => 1],
    ['0.45', () => () => 0.45],
    [
      'signs',
      () => {
        let n = 0;
        return () => (n++ % 2 === 0 ? 1 : -1);
      },
    ],
  ];
  return floats.flatMap((dtype) =>
    scales[dtype].flatMap((scale) =>
      contents.flatMap(([what, next]) =>
        spreading().map(([name, kernel]) => {
          const value = next();
          return named(`${scale} times ${what} of ${dtype} under ${name}`, {
            image: filled([40, 60], dtype, () => value() * scale),
            kernel,
            options: { mode: 'same', boundary: 'edge' },
          });
        }),
      ),
    ),
  );
}

/** The middle strips read the fill value only at the left and right edges. */
function specialFills(): Case[] {
  return [Infinity, NaN, 3e38].flatMap((fillvalue) =>
    spreading().map(([name, kernel], n) => {
      const shape = n === 4 ? [1500, 20] : [40, 60];
      return named(`${fillvalue} around ${shape.join(' x ')} under ${name}`, {
        image: filled(shape, 'float32', noise(96)),
        kernel,
        options: { mode: 'same', fillvalue },
      });
    }),
  );
}

/** Kernels of full rank, with zeros, of one term and of two. */
function spreading(): [string, number[][]][] {
  const next = noise(97);
  return [
    ['noise', nested(9, 9, next)],
    ['noise with zeros', nested(9, 9, () => Math.max(0, next()))],
    ['an edge', outer([1, 4, 6, 4, 1], [-1, -2, 0, 2, 1])],
    ['a Gaussian', squareGaussian(9, 1.5)],
    ['a difference of Gaussians', sum(squareGaussian(9, 1), squareGaussian(9, 2), -1)],
  ];
}

function gaussian(length: number, sigma: number): number[] {
  const taps = Array.from({ length }, (_, i) => Math.exp(-(((i - (length - 1) / 2) / sigma) ** 2) / 2));
  const total = taps.reduce((a, b) => a + b);
  return taps.map((tap) => tap / total);
}

function squareGaussian(length: number, sigma: number): number[][] {
  return outer(gaussian(length, sigma), gaussian(length, sigma));
}

function binomial(length: number): number[] {
  let row = [1];
  while (row.length < length) row = [...row, 0].map((_, i) => (row[i] ?? 0) + (row[i - 1] ?? 0));
  return row;
}

function term(seed: number): number[][] {
  const next = noise(seed);
  return outer(Array.from({ length: 15 }, next), Array.from({ length: 15 }, next));
}

export function outer(column: readonly number[], row: readonly number[]): number[][] {
  return column.map((c) => row.map((r) => c * r));
}

function sum(a: number[][], b: number[][], factor: number): number[][] {
  return a.map((row, i) => row.map((x, j) => x + factor * b[i]![j]!));
}
