import { describe, expect, it } from 'vitest';
import { opencv, scipy, tutorial } from '../support/golden.ts';
import {
  directOrder,
  type OracleOptions,
  type OracleResult,
  oracle,
  roundHalfEvenSaturate,
} from './oracle.ts';

type Rows = number[][];

function asRows({ rows, cols, channels, values }: OracleResult): Rows {
  expect(channels).toBe(1);
  return Array.from({ length: rows }, (_, i) => [...values.subarray(i * cols, (i + 1) * cols)]);
}

function image(rows: Rows): number[][][] {
  return rows.map((row) => row.map((value) => [value]));
}

function expectNear(actual: Rows, wanted: Rows, allowed: number): void {
  expect(actual.map((row) => row.length)).toEqual(wanted.map((row) => row.length));
  const off = wanted.flatMap((row, i) => row.map((value, j) => Math.abs(value - actual[i]![j]!)));
  expect(Math.max(...off)).toBeLessThanOrEqual(allowed);
}

describe('the oracle agrees with SciPy', () => {
  it.each(
    scipy.cases.map(
      (golden) =>
        [
          `${golden.operation} ${golden.image}, ${golden.kernel}, ${golden.mode}, ${golden.boundary} ${golden.fillvalue}`,
          golden,
        ] as const,
    ),
  )('%s', (_, golden) => {
    const { operation, mode, boundary, fillvalue, values } = golden;
    const pixels = image(scipy.images[golden.image]!);
    const kernel = scipy.kernels[golden.kernel]!;
    const actual = asRows(oracle(pixels, kernel, { operation, mode, boundary, fillvalue }));
    expectNear(actual, values, golden.kernel.startsWith('irrational') ? 1e-14 : 0);
  });

  it.each(scipy.geometry)('$operation, padding $padding, stride $stride, dilation $dilation', (golden) => {
    const actual = oracle(image(scipy.images[golden.image]!), scipy.kernels[golden.kernel]!, golden);
    expect(asRows(actual)).toEqual(golden.values);
  });

  it.each(scipy.dtypes)('$from to $dtype', ({ dtype, image: pixels, kernel, values }) => {
    const options = { operation: 'convolve2d', mode: 'same', boundary: 'symm' } as const;
    const sums = asRows(oracle(image(pixels), kernel, options));
    expect(sums.map((row) => row.map((sum) => roundHalfEvenSaturate(sum, dtype)))).toEqual(values);
  });

  it('in its documented examples', () => {
    const { scharr, template } = scipy.documented;
    const options = { boundary: 'symm', mode: 'same' } as const;
    for (const { kernel, values } of [scharr.horizontal, scharr.vertical]) {
      expect(asRows(oracle(image(scharr.image), kernel, { operation: 'convolve2d', ...options }))).toEqual(
        values,
      );
    }
    const matches = oracle(image(template.image), template.kernel, { operation: 'correlate2d', ...options });
    expect(asRows(matches)).toEqual(template.values);
    const best = matches.values.indexOf(Math.max(...matches.values));
    expect([Math.floor(best / matches.cols), best % matches.cols]).toEqual(template.best);
  });

  it('in the tutorial', () => {
    const { boundary, mode } = tutorial;
    const options: OracleOptions = { operation: 'convolve2d', boundary, mode };
    expect(asRows(oracle(image(tutorial.image), tutorial.kernel01, options))).toEqual(tutorial.result01);
    expect(asRows(oracle(image(tutorial.image), tutorial.kernel02, options))).toEqual(tutorial.result02);
  });
});

describe('the oracle agrees with OpenCV', () => {
  it.each(opencv.filter2D)('$dtype, $kernel, $border', ({ dtype, kernel, boundary, delta, values }) => {
    const taps = opencv.kernels[kernel]!;
    const before = [Math.floor(taps.length / 2), Math.floor(taps[0]!.length / 2)] as const;
    const sums = oracle(image(opencv.images[dtype]!), taps, {
      operation: 'correlate2d',
      boundary,
      delta,
      padding: [
        [before[0], taps.length - 1 - before[0]],
        [before[1], taps[0]!.length - 1 - before[1]],
      ],
    });
    expect(asRows(sums).map((row) => row.map((sum) => roundHalfEvenSaturate(sum, dtype)))).toEqual(values);
  });
});

describe('roundHalfEvenSaturate', () => {
  it('rounds as NumPy', () => {
    const { values, rounded } = scipy.rounding;
    expect(values.map((value) => roundHalfEvenSaturate(value, 'int8'))).toEqual(rounded);
  });

  it.each([
    [254.5, 'uint8', 254],
    [255.5, 'uint8', 255],
    [1e9, 'uint8clamped', 255],
    [-0.5, 'uint8', 0],
    [-128.5, 'int8', -128],
    [-Infinity, 'int16', -32768],
    [65534.500001, 'uint16', 65535],
    [2147483646.5, 'int32', 2147483646],
    [4294967294.5, 'uint32', 4294967294],
    [NaN, 'int32', 0],
    [0.1, 'float32', 0.10000000149011612],
    [0.1, 'float64', 0.1],
  ] as const)('makes %d in %s %d', (value, dtype, result) => {
    expect(roundHalfEvenSaturate(value, dtype)).toBe(result);
  });
});

describe('directOrder', () => {
  const row = [[[1], [2 ** 24], [-(2 ** 24)]]];
  const sums = [[1, 1, 1]];
  const valid = { operation: 'correlate2d', padding: 0 } as const;

  it('adds from the first tap to the last, in its own precision', () => {
    expect(directOrder(row, sums, valid, 'float64').values).toEqual(Float64Array.of(1));
    expect(directOrder(row, sums, valid, 'float32').values).toEqual(Float64Array.of(0));
    const reversed = [[...row[0]!].reverse()];
    expect(directOrder(reversed, sums, valid, 'float32').values).toEqual(Float64Array.of(1));
  });

  it('rounds inputs, products and delta', () => {
    const { fround } = Math;
    const { values } = directOrder([[[0.2]]], [[0.7]], { ...valid, delta: 0.1 }, 'float32');
    expect(values[0]).toBe(fround(fround(fround(0.2) * fround(0.7)) + fround(0.1)));
    expect(values[0]).not.toBe(fround(0.2 * 0.7 + 0.1));

    const [a, k, x] = [0.2, 0.3, 0.7].map(fround) as [number, number, number];
    const sum = directOrder([[[a], [x]]], [[1, k]], valid, 'float32').values[0];
    expect(sum).toBe(fround(a + fround(k * x)));
    expect(sum).not.toBe(fround(a + k * x));
  });

  it('starts from +0', () => {
    expect(directOrder([[[-0]]], [[1]], valid, 'float64').values[0]).toBe(0);
  });

  it('keeps the order of the taps of a flipped kernel', () => {
    const options = { ...valid, operation: 'convolve2d' } as const;
    expect(directOrder(row, [[1, 2, 3]], options, 'float32').values[0]).toBe(
      directOrder(row, [[3, 2, 1]], valid, 'float32').values[0],
    );
  });

  it('refuses swapped inputs', () => {
    const options = { operation: 'correlate2d', mode: 'valid' } as const;
    expect(() => directOrder([[[1]]], [[1, 2]], options, 'float64')).toThrow('no order');
  });
});

it('bounds sums by their magnitude', () => {
  const { magnitude, taps } = oracle([[[1], [-2]]], [[-3, 4]], {
    operation: 'correlate2d',
    padding: 0,
    delta: -5,
  });
  expect([...magnitude, taps]).toEqual([3 + 8 + 5, 2]);
});
