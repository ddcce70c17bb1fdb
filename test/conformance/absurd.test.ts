import { describe, expect, it } from 'vitest';
import type { ConvolveOptions, DType } from '../../src/base/types.ts';
import {
  boxBlur,
  convolve2d,
  explain,
  gaussianBlur,
  kernels,
  prepare,
  sepConvolve2d,
} from '../../src/index.ts';
import { backendNames, mayBeMissing } from '../support/backends.ts';
import { arrayOf } from '../support/containers.ts';
import { oracle } from './oracle.ts';

/* Sizes that nobody means. A call answers right, or is refused with a code before it takes memory. */

const refused = (code: string) => expect.objectContaining({ name: 'RangeError', code });
const image = (rows: number, columns: number, dtype: DType = 'float32') => {
  const data = new arrayOf[dtype](rows * columns);
  for (let i = 0; i < data.length; i++) data[i] = (i * 37) % 101;
  return { data, shape: [rows, columns] };
};
const grid = ({ data, shape }: ReturnType<typeof image>) =>
  Array.from({ length: shape[0]! }, (_, i) =>
    Array.from({ length: shape[1]! }, (_, j) => [data[i * shape[1]! + j] as number]),
  );
const taps = [
  [1, 2],
  [3, 4],
];
const bell = (length: number) =>
  Float64Array.from({ length }, (_, i) => Math.exp(-((((i - length / 2) / length) * 5) ** 2)));

/** Runs a call; what it took of memory outside the JavaScript heap, where typed arrays are. */
function arrayBytes(call: () => unknown): number {
  const before = process.memoryUsage().arrayBuffers;
  call();
  return process.memoryUsage().arrayBuffers - before;
}

describe.each(backendNames)('on %s', (backend) => {
  const run = describe.skipIf(mayBeMissing(backend));

  run('what cannot be computed is refused before memory is taken', () => {
    const small = image(4, 5);
    const calls: [name: string, code: string, options: ConvolveOptions][] = [
      ['padding 2^26', 'ERR_MEMORY', { padding: 2 ** 26 }],
      ['padding 2^28', 'ERR_MEMORY', { padding: 2 ** 28 }],
      ['padding 2^30', 'ERR_SIZE', { padding: 2 ** 30 }],
      ['padding of columns alone', 'ERR_MEMORY', { padding: [0, 2 ** 26] }],
      ['a dilation of 2^30 - 1', 'ERR_SIZE', { dilation: 2 ** 30 - 1 }],
      ['a dilation of 2^29', 'ERR_MEMORY', { dilation: 2 ** 29 }],
    ];
    it.each(calls)('%s', (_, code, options) => {
      const out = new Float32Array(30).fill(113);
      const bytes = arrayBytes(() =>
        expect(() => convolve2d(small, taps, { ...options, backend })).toThrow(refused(code)),
      );
      expect(bytes).toBeLessThan(10 ** 7);
      expect(() => convolve2d(small, taps, { ...options, out, backend })).toThrow(RangeError);
      expect(out.every((value) => value === 113)).toBe(true);
      expect(() => explain(small, taps, { ...options, backend })).toThrow(refused(code));
      expect(() => prepare(taps, { ...options, shape: [4, 5], backend })).toThrow(refused(code));
    });

    it('products of a column and a row that no pass serves', () => {
      const list = bell(20000);
      const valid = { mode: 'valid', backend } as const;
      expect(() => sepConvolve2d(small, list, list, valid)).toThrow(refused('ERR_MEMORY'));
      const long = image(4000, 4000, 'uint8');
      const named = { mode: 'same', dtype: 'float32', method: 'direct', backend } as const;
      expect(() => sepConvolve2d(long, bell(5793), bell(5793), named)).toThrow(refused('ERR_MEMORY'));
    });

    it('filters whose lists are longer than any image', () => {
      expect(() => gaussianBlur(small, { sigma: 1e6, backend })).toThrow(refused('ERR_SIZE'));
      expect(() => boxBlur(small, { size: 2 ** 21, backend })).toThrow(refused('ERR_SIZE'));
      expect(() => kernels.gaussian1d({ sigma: 1e6 })).toThrow(refused('ERR_SIZE'));
      expect(() => kernels.gaussian({ sigma: 1024 })).toThrow(refused('ERR_SIZE'));
    });
  });

  run('what reads few elements is computed from those', () => {
    const spacings: ConvolveOptions[] = [
      { dilation: 2 ** 30 - 1, mode: 'same', boundary: 'wrap' },
      { dilation: [2 ** 29, 1], mode: 'same', boundary: 'symm' },
      { stride: 2 ** 28 },
      { stride: 2 ** 28, padding: 2 ** 28, boundary: 'reflect' },
      { stride: [2 ** 26, 1], padding: [2 ** 26, 1], boundary: 'edge' },
      { stride: 2 ** 30 - 1, padding: 2 ** 29, boundary: 'fill', fillvalue: 2 },
    ];
    it.each(spacings)('%j', (options) => {
      for (const dtype of ['float32', 'uint8'] as const) {
        const small = image(4, 5, dtype);
        let result = { data: new Float32Array(), shape: [0, 0] };
        const bytes = arrayBytes(() => {
          result = convolve2d(small, taps, { ...options, dtype: 'float32', backend });
        });
        expect(bytes).toBeLessThan(10 ** 7);
        // The oracle folds step by step, so it gets the same places in the first period.
        const { values, shape } = byPeriods(small, options);
        expect(result.shape).toEqual(shape);
        expect([...result.data]).toEqual(values);
      }
    });
  });

  run('lists of taps', () => {
    it('of 20000 and 100000 take no more memory than they need', () => {
      const small = image(4, 5);
      const options = { mode: 'same', boundary: 'symm', backend } as const;
      for (const length of [20000, 100000]) {
        const list = bell(length);
        const bytes = arrayBytes(() => {
          const { data } = sepConvolve2d(small, list, list, { ...options, normalize: true });
          // Of so wide a Gaussian only the mean is left.
          const mean = Array.from(small.data).reduce((a, b) => a + b, 0) / 20;
          for (const value of data) expect(value).toBeCloseTo(mean, 1);
        });
        expect(bytes).toBeLessThan(2 * 10 ** 7);
      }
    });

    it('in a dense kernel of one row are as many as an argument list cannot hold', () => {
      const row = { data: new Float64Array(200_000).fill(1e-3), shape: [1, 200_000] };
      const { data } = convolve2d(image(2, 3), row, { mode: 'same', boundary: 'edge', backend });
      expect(data.every(Number.isFinite)).toBe(true);
      const whole = sepConvolve2d(image(2, 3), [1], row.data, { mode: 'same', boundary: 'edge', backend });
      for (const [i, value] of data.entries()) expect(value / whole.data[i]!).toBeCloseTo(1, 2);
    });
  });

  run('explain of 4001 x 4001 taps', () => {
    it('copies none of them', () => {
      const kernel = kernels.gaussian({ size: 4001 });
      const { plan, memoryBytes } = explain(image(64, 64), kernel, { mode: 'same', backend });
      expect(JSON.stringify(plan).length).toBeLessThan(10 ** 7);
      expect(memoryBytes).toBeGreaterThan(8000 * 4);
    });
  });
});

/** By the oracle, which walks from place to place: with the spacing that reads the same elements near the image. */
function byPeriods(small: ReturnType<typeof image>, options: ConvolveOptions) {
  const [rows, columns] = small.shape as [number, number];
  const both = (value: unknown, fallback: number) =>
    (Array.isArray(value) ? value : [value ?? fallback, value ?? fallback]) as [number, number];
  const [strideY, strideX] = both(options.stride, 1);
  const [dilationY, dilationX] = both(options.dilation, 1);
  const padding = options.padding === undefined ? null : both(options.padding, 0);
  const axis = (length: number, stride: number, dilation: number, pad: number | undefined) => {
    const extent = dilation + 1;
    const before = pad ?? (options.mode === 'same' ? extent - 1 - Math.floor((extent - 1) / 2) : extent - 1);
    const padded =
      pad === undefined
        ? options.mode === 'same'
          ? length + extent - 1
          : length + 2 * (extent - 1)
        : length + 2 * pad;
    const count = Math.floor((padded - extent) / stride) + 1;
    return { count, place: (i: number, u: number) => i * stride + u * dilation - before };
  };
  const y = axis(rows, strideY, dilationY, padding?.[0]);
  const x = axis(columns, strideX, dilationX, padding?.[1]);
  const fold = (place: number, length: number) => {
    const wrap = (at: number, period: number) => ((at % period) + period) % period;
    if (place >= 0 && place < length) return place;
    switch (options.boundary) {
      case 'wrap':
        return wrap(place, length);
      case 'edge':
        return place < 0 ? 0 : length - 1;
      case 'symm':
        return Math.min(wrap(place, 2 * length), 2 * length - 1 - wrap(place, 2 * length));
      case 'reflect':
        return Math.min(wrap(place, 2 * length - 2), 2 * length - 2 - wrap(place, 2 * length - 2));
      default:
        return -1;
    }
  };
  const pixels = grid(small);
  const values: number[] = [];
  for (let i = 0; i < y.count; i++) {
    for (let j = 0; j < x.count; j++) {
      let sum = 0;
      for (let u = 0; u < 2; u++) {
        for (let v = 0; v < 2; v++) {
          const [row, column] = [fold(y.place(i, u), rows), fold(x.place(j, v), columns)];
          const pixel = row < 0 || column < 0 ? (options.fillvalue ?? 0) : pixels[row]![column]![0]!;
          sum += taps[1 - u]![1 - v]! * pixel;
        }
      }
      values.push(sum);
    }
  }
  return { values, shape: [y.count, x.count] };
}

it('the reference of these tests is the oracle where that can walk', () => {
  const small = image(4, 5);
  for (const options of [
    { mode: 'same', boundary: 'symm', dilation: [9, 14] },
    { stride: 7, padding: [9, 20], boundary: 'reflect' },
    { stride: [3, 50], padding: 60, boundary: 'edge' },
    { stride: 2, fillvalue: 3 },
    { mode: 'same', boundary: 'wrap', dilation: 31 },
  ] as ConvolveOptions[]) {
    const { values, rows, cols } = oracle(grid(small), taps, {
      operation: 'convolve2d',
      ...(options as object),
    });
    expect(byPeriods(small, options)).toEqual({ values: [...values], shape: [rows, cols] });
  }
});
