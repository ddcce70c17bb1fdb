import { describe, expect, it } from 'vitest';
import { dtypeOf, elementTypes } from '../../src/base/dtype.ts';
import type { BackendName } from '../../src/base/types.ts';
import { convolve2d, correlate2d, sepConvolve2d } from '../../src/index.ts';
import { backendNames, mayBeMissing } from '../support/backends.ts';
import { type OpencvIntegersGolden, opencvIntegers } from '../support/golden.ts';
import { type OracleResult, oracle, roundHalfEvenSaturate } from './oracle.ts';

/*
 * Results of OpenCV for images of integers, and some of floats. This package gives exact results, so it may differ from OpenCV
 * by OpenCV's own error, which was measured for each case and is 0 for most integers. Sums of floats may differ by rounding
 * too.
 */

type Case = OpencvIntegersGolden['cases'][number];

const { images, kernels, factors, cases } = opencvIntegers;
const named = cases.map(
  (golden) =>
    [
      `${golden.function} ${golden.filter}${golden.normalize ? ' normalized' : ''}, ${golden.image} to ${golden.dtype}, ${golden.border}, delta ${golden.delta}`,
      golden,
      exact(golden),
    ] as const,
);

function valuesOf({ dtype, values }: Case): number[] {
  return dtype === 'float32' ? values.map(Math.fround) : values;
}

const reversed = (taps: readonly number[]) => [...taps].reverse();

function boxOf(size: number, tap: number): number[][] {
  return Array.from({ length: size }, () => Array(size).fill(tap));
}

/** The taps that OpenCV slides over the image. */
function tapsOf({ filter, size, normalize }: Case): readonly (readonly number[])[] {
  if (size !== undefined) return boxOf(size, normalize ? 1 / size ** 2 : 1);
  const [column, row] = factors[filter] ?? [];
  return column && row ? column.map((tap) => row.map((other) => tap * other)) : kernels[filter]!;
}

function exact(golden: Case): OracleResult {
  const { data, shape } = images[golden.image]!;
  const [rows, cols, channels = 1] = shape as [number, number, number?];
  const at = (i: number, j: number, c: number) => data[(i * cols + j) * channels + c]!;
  const { boundary, delta } = golden;
  const options = { operation: 'correlate2d', mode: 'same', boundary, delta } as const;
  return oracle({ rows, cols, channels, at }, tapsOf(golden), options);
}

function answer(golden: Case, backend: BackendName) {
  const { filter, size, normalize, image: name, dtype, boundary, delta } = golden;
  const { dtype: from, shape, data } = images[name]!;
  const elements = new elementTypes[from].array(data.length);
  elements.set(data);
  const image = { data: elements, shape };
  const options = { mode: 'same', boundary, delta, dtype, backend } as const;
  if (size !== undefined) return convolve2d(image, boxOf(size, 1), { ...options, normalize });
  const [column, row] = factors[filter] ?? [];
  if (column && row) return sepConvolve2d(image, reversed(column), reversed(row), options);
  return correlate2d(image, kernels[filter]!, options);
}

function greatestDifference(actual: ArrayLike<number>, wanted: readonly number[]): number {
  return Math.max(...wanted.map((value, n) => Math.abs(value - actual[n]!)));
}

/**
 * Of a sum of n products in float32, and its own rounding: see the table of semantics.md for direct sums, which all of these
 * small problems are computed by. Results that OpenCV has exactly are sums of multiples of 1/128 that float32 holds.
 */
function ownError({ dtype, off }: Case, { magnitude, taps }: OracleResult): number {
  return dtype === 'float32' && off > 0 ? (taps + 4) * 2 ** -24 * Math.max(...magnitude) : 0;
}

describe('the oracle is as far from OpenCV as OpenCV from exact sums', () => {
  it.each(named)('%s', (_, golden, sums) => {
    const { dtype, off } = golden;
    const rounded = [...sums.values].map((sum) =>
      dtype === 'float32' ? sum : roundHalfEvenSaturate(sum, dtype),
    );
    // What sums in float64 of up to 441 products of at most 2^16 lose.
    const slack = dtype === 'float32' ? 1e-9 : 0;
    expect(Math.abs(greatestDifference(rounded, valuesOf(golden)) - off)).toBeLessThanOrEqual(slack);
  });
});

describe.each(backendNames)('%s agrees with OpenCV', (backend) => {
  it.skipIf(mayBeMissing(backend)).each(named)('%s', (_, golden, sums) => {
    const { data, shape } = answer(golden, backend);
    expect(dtypeOf(data)).toBe(golden.dtype);
    expect(shape).toEqual(images[golden.image]!.shape);
    expect(greatestDifference(data, valuesOf(golden))).toBeLessThanOrEqual(
      golden.off + ownError(golden, sums),
    );
  });
});
