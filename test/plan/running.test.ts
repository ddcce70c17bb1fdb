import { describe, expect, it } from 'vitest';
import type { Boundary, DType } from '../../src/base/types.ts';
import { boxBlur, convolve2d, explain, sepConvolve2d } from '../../src/index.ts';
import { type OracleOptions, oracle } from '../conformance/oracle.ts';
import { backendsHere } from '../support/backends.ts';
import { gridOf } from '../support/containers.ts';
import { random } from '../support/random.ts';

type Floats = Float32Array | Float64Array;
interface Image {
  readonly data: Floats;
  readonly shape: [rows: number, columns: number, channels: number];
}

const arrays = { float32: Float32Array, float64: Float64Array } as const;
const dtypes = ['float32', 'float64'] as const;
const boundaries: readonly Boundary[] = ['fill', 'wrap', 'symm', 'reflect', 'edge'];

function imageOf(dtype: 'float32' | 'float64', shape: Image['shape'], next: (i: number) => number): Image {
  const [rows, columns, channels] = shape;
  const data = new arrays[dtype](rows * columns * channels);
  for (let i = 0; i < data.length; i++) data[i] = next(i);
  return { data, shape };
}

const taps = (length: number, tap: number) => new Array<number>(length).fill(tap);
const isRunning = (image: object, kernel: readonly (readonly number[])[], options: object) =>
  'passes' in (explain(image as never, kernel, options).plan as object);

function expectWithin(
  found: ArrayLike<number>,
  image: Image,
  kernel: number[][],
  options: Partial<OracleOptions>,
  bound: number,
): void {
  const sums = oracle(gridOf(image), kernel, { operation: 'correlate2d', mode: 'same', ...options }).values;
  let greatest = 0;
  for (const element of image.data) greatest = Math.max(greatest, Math.abs(element));
  const weight = kernel.flat().reduce((sum, tap) => sum + Math.abs(tap), 0);
  let worst = 0;
  for (let i = 0; i < found.length; i++) {
    const right = sums[i] as number;
    worst = Math.max(worst, Math.abs((found[i] as number) - right) / (greatest * weight));
  }
  expect(found.length).toBe(sums.length);
  expect(worst).toBeLessThanOrEqual(bound);
}

/** What is hard for running sums: great elements that come and go, and tiny ones after them. */
const adversaries: Record<string, (width: number) => (i: number) => number> = {
  'random signs': () => {
    const next = random(81);
    return () => next() * 2 - 1;
  },
  'a great element now and then, else tiny ones': () => {
    const next = random(82);
    return () => (next() < 0.02 ? 1e8 * (next() - 0.5) : 1e-8 * next());
  },
  'all magnitudes': () => {
    const next = random(83);
    return () => (next() - 0.5) * 10 ** (next() * 24 - 12);
  },
  'great rows, then tiny ones': (width) => (i) => (i < 9 * width ? 1 / 3 + 1e8 : 1e-8),
  'a great column, then tiny ones': (width) => (i) => (i % width === 7 ? 1e8 + 1 / 3 : 1e-8 / 3),
  'thirds, which always round': () => (i) => (i % 2 === 0 ? 1 / 3 : -1 / 7),
};

/** The error of some results of a mean under `wrap`, relative to the greatest element: windows are added up with compensation. */
function errorOfMean(found: Floats, { data, shape }: Image, height: number, width: number): number {
  const [rows, columns] = shape;
  const [top, left] = [height, width].map((size) => size - 1 - Math.floor((size - 1) / 2)) as [
    number,
    number,
  ];
  let greatest = 0;
  for (const element of data) greatest = Math.max(greatest, Math.abs(element));
  let worst = 0;
  for (let place = 0; place < data.length; place += 307) {
    const y = Math.floor(place / columns) - top + rows;
    const x = (place % columns) - left + columns;
    let [sum, lost] = [0, 0];
    for (let u = 0; u < height; u++) {
      const row = ((y + u) % rows) * columns;
      for (let v = 0; v < width; v++) {
        // Neumaier, 1974.
        const element = data[row + ((x + v) % columns)] as number;
        const next = sum + element;
        lost += Math.abs(sum) >= Math.abs(element) ? sum - next + element : element - next + sum;
        sum = next;
      }
    }
    worst = Math.max(worst, Math.abs((found[place] as number) - (sum + lost) / (height * width)) / greatest);
  }
  return worst;
}

describe('running sums of floats', () => {
  it.each(dtypes)('serve large means of %s, and not small ones', (dtype) => {
    const shape = { shape: [1024, 1024], dtype };
    const mean = (size: number) => Array.from({ length: size }, () => taps(size, 1 / size ** 2));
    for (const backend of backendsHere) {
      for (const size of [41, 101, 301]) {
        expect(isRunning(shape, mean(size), { mode: 'same', backend }), `${backend} ${size}`).toBe(true);
      }
      // In JavaScript they are the faster ones even here.
      if (backend !== 'js') expect(isRunning(shape, mean(3), { mode: 'same', backend })).toBe(false);
    }
  });

  it('do not serve other kernels, strides, dilations, integer results and exact sums', () => {
    const shape = { shape: [512, 512], dtype: 'float32' };
    const ones = Array.from({ length: 41 }, () => taps(41, 0.1));
    const options = { mode: 'same', backend: 'wasm' };
    expect(isRunning(shape, ones, options)).toBe(true);
    const other = ones.map((row) => [...row]);
    other[20]![20] = 0.2;
    expect(isRunning(shape, other, options)).toBe(false);
    expect(isRunning(shape, ones, { ...options, stride: 2 })).toBe(false);
    expect(isRunning(shape, ones, { ...options, dilation: 2 })).toBe(false);
    expect(isRunning(shape, ones, { ...options, dtype: 'uint8' })).toBe(false);
    expect(isRunning(shape, ones, { ...options, method: 'separable' })).toBe(false);
    const integers = { shape: [512, 512], dtype: 'uint8' };
    expect(
      isRunning(
        integers,
        Array.from({ length: 41 }, () => taps(41, 1)),
        options,
      ),
    ).toBe(false);
    expect(
      isRunning(
        shape,
        Array.from({ length: 41 }, () => taps(41, 1e-40)),
        options,
      ),
    ).toBe(false);
    expect(
      isRunning(
        shape,
        Array.from({ length: 41 }, () => taps(41, NaN)),
        options,
      ),
    ).toBe(false);
  });

  it('cost about the same whatever their size', () => {
    const milliseconds = (size: number) =>
      explain(
        { shape: [1024, 1024], dtype: 'float32' },
        Array.from({ length: size }, () => taps(size, 0.5)),
        {
          mode: 'same',
          backend: 'wasm',
        },
      ).estimatedMilliseconds;
    expect(milliseconds(201)).toBeLessThan(1.5 * milliseconds(51));
  });

  it.each(dtypes)('stay within their bound for %s that is made to break it', (dtype) => {
    // Many strips and blocks, and both smaller and greater than a block.
    for (const [height, width, rows, columns] of [
      [41, 41, 200, 230],
      [70, 25, 180, 300],
      [9, 131, 150, 400],
    ] as const) {
      const constant = height + width + 3 * (Math.max(height, 64) + Math.max(width, 64));
      const bound = dtype === 'float64' ? constant * 2 ** -53 : 3 * 2 ** -24 + constant * 2 ** -53;
      const kernel = Array.from({ length: height }, () => taps(width, 1 / (height * width)));
      const options = { mode: 'same', boundary: 'wrap' } as const;
      for (const backend of backendsHere) {
        const { plan, sentence, errorBound } = explain({ shape: [rows, columns], dtype }, kernel, {
          ...options,
          backend,
        });
        expect(plan).toHaveProperty('passes');
        expect(sentence).toMatch(/^separable passes \(running sums in float64/);
        expect(errorBound).toBe(bound);
      }
      for (const [name, adversary] of Object.entries(adversaries)) {
        const image = imageOf(dtype, [rows, columns, 1], adversary(columns));
        const [first, ...others] = backendsHere.map(
          (backend) => convolve2d(image, kernel, { ...options, backend }).data,
        );
        for (const data of others) expect(data).toEqual(first);
        // The rounding of the tap is no error of sums, but of the kernel.
        const error = errorOfMean(first!, image, height, width);
        expect(error, `${name}, ${height} x ${width}`).toBeLessThanOrEqual(bound + 2 ** -52);
      }
    }
  });

  it.each(boundaries)(
    'continue the image by %s, for any number of channels, to the same bits on all backends',
    (boundary) => {
      for (const dtype of dtypes) {
        for (const channels of [1, 3, 4]) {
          const next = random(84);
          const image = imageOf(dtype, [50, 60, channels], () => next() * 2 - 1);
          const [column, row] = [taps(25, 0.25), taps(26, -0.5)];
          const kernel = column.map((a) => row.map((b) => a * b));
          const options = { mode: 'same', boundary, fillvalue: 0.3, delta: 0.7 } as const;
          const results = backendsHere.map((backend) => {
            expect(isRunning(image, kernel, { ...options, backend })).toBe(true);
            const { data } = sepConvolve2d(image, column, row, { ...options, backend });
            expect(data).toEqual(convolve2d(image, kernel, { ...options, backend }).data);
            return data;
          });
          const turned = { ...options, operation: 'convolve2d' } as const;
          expectWithin(results[0]!, image, kernel, turned, dtype === 'float64' ? 1e-12 : 2e-6);
        }
      }
    },
  );

  it('spread infinities and NaN as the passes do, and do not keep them', () => {
    for (const dtype of dtypes) {
      for (const special of [NaN, Infinity, -Infinity]) {
        const next = random(85);
        const image = imageOf(dtype, [90, 80, 1], () => next());
        image.data[45 * 80 + 30] = special;
        const [column, row] = [taps(27, 0.5), taps(29, 0.25)];
        for (const backend of backendsHere) {
          const kernel = column.map((a) => row.map((b) => a * b));
          const options = { mode: 'same', backend } as const;
          expect(isRunning(image, kernel, options)).toBe(true);
          const { data } = convolve2d(image, kernel, options);
          const direct = convolve2d(image, kernel, { ...options, method: 'direct' }).data;
          const passes = sepConvolve2d(image, column, row, options).data;
          for (let i = 0; i < data.length; i++) {
            if (Number.isFinite(direct[i])) {
              expect(Math.abs((data[i] as number) - (direct[i] as number))).toBeLessThan(1e-3);
              expect(Number.isFinite(passes[i])).toBe(true);
            } else {
              expect(data[i]).toBe(direct[i]);
              expect(passes[i]).toBe(direct[i]);
            }
          }
        }
      }
    }
  });

  it('give finite sums where those of columns overflow', () => {
    const image = imageOf('float64', [100, 110, 1], () => 1e308);
    const size = 31;
    for (const backend of backendsHere) {
      const { data } = boxBlur(image, { size, backend });
      for (const value of data) expect(Math.abs(value / 1e308 - 1)).toBeLessThan(1e-12);
    }
  });

  it('compute a bank of means, each with its own tap', () => {
    const next = random(86);
    const image = imageOf('float32', [60, 70, 1], () => next());
    const kernels = [0.5, -2].map((tap) => Array.from({ length: 41 }, () => taps(41, tap)));
    for (const backend of backendsHere) {
      const results = convolve2d(image, kernels, { mode: 'same', backend }) as Image[];
      results.forEach(({ data }, i) => {
        expectWithin(data, image, kernels[i]!, {}, 4 * 2 ** -24);
      });
      const [first, second] = results as [Image, Image];
      expect(second.data).toEqual(first.data.map((value) => -4 * value));
    }
  });

  it.each(['full', 'valid'] as const)(
    'serve mode %s, images smaller than the kernel, and one row',
    (mode) => {
      const check = (shape: [number, number], size: [number, number], type: DType) => {
        const next = random(87);
        const image = imageOf(type as 'float32', [...shape, 1], () => next() - 0.5);
        const kernel = Array.from({ length: size[0] }, () => taps(size[1], 0.125));
        const [first, ...others] = backendsHere
          .filter((backend) => backend !== 'wasm-relaxed')
          .map((backend) => convolve2d(image, kernel, { mode, backend, deterministic: true }).data);
        for (const data of others) expect(data).toEqual(first);
        expectWithin(first!, image, kernel, { mode, operation: 'convolve2d' }, 1e-5);
      };
      for (const dtype of dtypes) {
        check([120, 90], [41, 45], dtype);
        check([1, 3000], [1, 151], dtype);
        if (mode === 'full') check([20, 30], [60, 100], dtype);
      }
    },
  );
});
