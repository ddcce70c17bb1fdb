import { describe, expect, it } from 'vitest';
import type { Boundaries, Boundary, Image, NdArray } from '../../src/base/types.ts';
import type { KernelArray } from '../../src/index.ts';
import * as api from '../../src/index.ts';
import { boundaries, mixedBoundaries } from '../conformance/cases/geometry.ts';
import { oracle, roundHalfEvenSaturate } from '../conformance/oracle.ts';
import { backendsHere } from '../support/backends.ts';
import { filled, gridOf, rowsOf } from '../support/containers.ts';
import { integers } from '../support/random.ts';

/* Kernels that reach far beyond the image. */

type Filter = (image: Image, options?: object) => NdArray;
const filters = api as unknown as { [name: string]: Filter };
const { kernels } = api;
const FILL = 50;

/** Passes by a column and a row of odd lengths, as the oracle computes them: a pass along rows is one down columns. */
function separated(image: NdArray, column: readonly number[], row: readonly number[], boundary: Boundaries) {
  const [ofRows, ofColumns] = typeof boundary === 'string' ? [boundary, boundary] : boundary;
  const pass = (values: number[][], taps: readonly number[], fillvalue: number, boundary: Boundary) =>
    rowsOfValues(
      oracle(
        values.map((line) => line.map((value) => [value])),
        taps.map((tap) => [tap]),
        { operation: 'correlate2d', mode: 'same', boundary, fillvalue },
      ),
    );
  const sum = column.reduce((total, tap) => total + tap, 0);
  return transposed(
    pass(transposed(pass(rowsOf(image), column, FILL, ofRows)), row, FILL * sum, ofColumns),
  ).flat();
}

function rowsOfValues({ rows, cols, values }: { rows: number; cols: number; values: Float64Array }) {
  return Array.from({ length: rows }, (_, i) => Array.from(values.subarray(i * cols, (i + 1) * cols)));
}

function transposed(values: readonly (readonly number[])[]): number[][] {
  return (values[0] as number[]).map((_, j) => values.map((row) => row[j] as number));
}

/** Of positive taps that sum to 1 over elements up to 255. */
function expectBlurred({ data }: NdArray, expected: readonly number[], dtype: 'uint8' | 'float32'): void {
  expect(data.length).toBe(expected.length);
  for (const [n, value] of expected.entries()) {
    const slack = 255 * (dtype === 'uint8' ? 1e-9 : 2 ** -19);
    expect(data[n]).toBeGreaterThanOrEqual(roundHalfEvenSaturate(value - slack, dtype));
    expect(data[n]).toBeLessThanOrEqual(roundHalfEvenSaturate(value + slack, dtype));
  }
}

const blurs = [
  { name: 'gaussianBlur', own: { sigma: 1024 }, taps: () => [...kernels.gaussian1d({ sigma: 1024 })] },
  {
    name: 'gaussianBlur',
    own: { sigma: 5000, truncate: 1 },
    taps: () => [...kernels.gaussian1d({ sigma: 5000, truncate: 1 })],
  },
  { name: 'boxBlur', own: { size: 5001 }, taps: () => new Array<number>(5001).fill(1 / 5001) },
];

/** Each reaches 500 pixels and more, along an axis or both. */
const largeKernels = [
  { name: 'motionBlur', own: { length: 1401, angle: 0.3 } },
  { name: 'motionBlur', own: { length: 1401, angle: 0 } },
  { name: 'motionBlur', own: { length: 2500, angle: 1.56 } },
  { name: 'laplacianOfGaussian', own: { sigma: 130 } },
  { name: 'unsharpMask', own: { sigma: 130, amount: 2 } },
  { name: 'unsharpMask', own: { size: [3, 1025] } },
];

const rules: readonly { readonly boundary: Boundaries }[] = [...boundaries, ...mixedBoundaries].map(
  (boundary) => ({
    boundary,
  }),
);

describe('blurs that reach far beyond the image', () => {
  describe.each(blurs)('$name $own', ({ name, own, taps }) => {
    it.each(rules)('are passes by a column and a row, boundary $boundary', ({ boundary }) => {
      const expected = separated(filled([6, 9], 'uint8', integers(1, 0, 255)), taps(), taps(), boundary);
      for (const dtype of ['uint8', 'float32'] as const) {
        const image = filled([6, 9], dtype, integers(1, 0, 255));
        for (const backend of backendsHere) {
          const result = filters[name]!(image, {
            ...own,
            boundary,
            fillvalue: FILL,
            precision: 'exact',
            backend,
          });
          expectBlurred(result, expected, dtype);
        }
      }
    });
  });
});

describe.each(largeKernels)('$name $own', ({ name, own }) => {
  const kernel = (kernels as unknown as { [name: string]: (own: object) => KernelArray })[name]!(own);
  const magnitude = kernel.data.reduce((sum, tap) => sum + Math.abs(tap), 0);

  it.each(rules)('is correlate2d with the whole kernel, boundary $boundary', ({ boundary }) => {
    for (const shape of [
      [3, 4],
      [1, 1],
      [5, 2],
    ]) {
      const image = filled(shape, 'float64', integers(2, 0, 255));
      const options = { boundary, fillvalue: FILL };
      const whole = api.correlate2d(image, kernel, { ...options, mode: 'same', method: 'direct' });
      for (const backend of backendsHere) {
        const { data } = filters[name]!(image, { ...own, ...options, backend });
        const allowed = 1e-11 * 255 * magnitude;
        for (const [n, value] of whole.data.entries())
          expect(Math.abs(data[n]! - value)).toBeLessThanOrEqual(allowed);
      }
    }
  });
});

describe('a kernel that reaches far beyond the image', () => {
  it('leaves alpha alone', () => {
    const image = { data: new Uint8ClampedArray(4 * 6).map(integers(3, 0, 255)), width: 3, height: 2 };
    for (const boundary of boundaries) {
      for (const { name, own } of largeKernels) {
        const { data } = filters[name]!(image, { ...own, boundary, alpha: 'preserve' });
        for (let n = 3; n < data.length; n += 4) expect(data[n]).toBe(image.data[n]);
      }
    }
  });

  it('counts taps on pixels that are not missing', () => {
    const image = { data: Float64Array.of(1, NaN, 3, 4, 5, 6), shape: [2, 3] };
    for (const boundary of boundaries) {
      const own = { length: 1401, angle: 0.02 };
      const kernel = kernels.motionBlur(own);
      const options = { boundary, fillvalue: FILL, nan: 'ignore' } as const;
      const { data } = api.motionBlur(image, { ...own, ...options });
      const known = { data: image.data.map((value) => (value >= 0 ? value : 0)), shape: image.shape };
      const weights = { data: image.data.map((value) => (value >= 0 ? 1 : 0)), shape: image.shape };
      const sums = oracle(gridOf(known), rowsOf(kernel), {
        operation: 'correlate2d',
        mode: 'same',
        ...options,
      });
      const shares = oracle(gridOf(weights), rowsOf(kernel), {
        operation: 'correlate2d',
        mode: 'same',
        boundary,
        fillvalue: 1,
      });
      for (const [n, sum] of sums.values.entries()) expect(data[n]).toBeCloseTo(sum / shares.values[n]!, 8);
    }
  });

  it.each([
    ['gaussianBlur', { sigma: 1e5 }],
    ['boxBlur', { size: 1e6 }],
    ['motionBlur', { length: 1e6, angle: 0.3 }],
    ['motionBlur', { length: 1e6, angle: 1e-4 }],
    ['laplacianOfGaussian', { sigma: 1e5 }],
    ['unsharpMask', { sigma: 1e5 }],
    ['unsharpMask', { sigma: 1e5, threshold: 1 }],
  ])('takes no more memory than its longest list: %s %j', (name, own) => {
    const image = filled([8, 8], 'float32', integers(4, 0, 255));
    const arrays = watched(() => filters[name]!(image, { ...own, backend: 'js' }));
    // 2^20 taps of 8 bytes, and a list in place of another.
    expect(Math.max(...arrays)).toBeLessThanOrEqual(2 ** 23);
    for (const value of filters[name]!(image, own).data) expect(Number.isFinite(value)).toBe(true);
  });

  it('is as large as what the image continues to', () => {
    const image = filled([4, 5], 'float32', integers(5, 0, 255));
    const bytes = watched(() => filters.motionBlur!(image, { length: 5001, angle: 0.3, backend: 'js' }));
    expect(bytes).toContain(8 * 7 * 9);
    expect(Math.max(...bytes)).toBeLessThan(2 ** 20);
  });

  it('stays as it is where adding up would not halve it', () => {
    const image = filled([1, 600], 'float32', integers(6, 0, 255));
    const bytes = watched(() => filters.motionBlur!(image, { length: 1101, backend: 'js' }));
    expect(bytes).toContain(8 * 1101);
    expect(bytes).not.toContain(8 * (2 * 599 + 1));
  });

  it('is not built for an image that cannot be filtered', () => {
    const image = { data: new Float32Array(1), shape: [2 ** 30, 2 ** 20, 1], stride: [0, 0, 0] };
    for (const [name, own] of [
      ['motionBlur', { length: 5001, angle: 0.3 }],
      ['laplacianOfGaussian', { sigma: 1000 }],
      ['unsharpMask', { sigma: 1000 }],
    ] as const) {
      const arrays = watched(() => {
        expect(() => filters[name]!(image, own)).toThrow(expect.objectContaining({ code: 'ERR_MEMORY' }));
      });
      expect(Math.max(0, ...arrays)).toBeLessThan(1000);
    }
  });
});

/** The bytes of each typed array of float64 that was made for a length. */
function watched(call: () => void): number[] {
  const bytes: number[] = [];
  const original = globalThis.Float64Array;
  globalThis.Float64Array = new Proxy(original, {
    construct(target, args, newTarget) {
      const array = Reflect.construct(target, args, newTarget === watcher ? target : newTarget);
      bytes.push(array.byteLength);
      return array;
    },
  });
  const watcher = globalThis.Float64Array;
  try {
    call();
  } finally {
    globalThis.Float64Array = original;
  }
  return bytes;
}
