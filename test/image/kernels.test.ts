import { describe, expect, it, vi } from 'vitest';
import type { KernelArray } from '../../src/index.ts';
import * as api from '../../src/index.ts';
import { correlate2d, kernels } from '../../src/index.ts';
import { golden } from './golden.ts';

function outer(column: readonly number[], row: readonly number[]): number[] {
  return column.flatMap((a) => row.map((b) => a * b));
}

function expectNear(actual: ArrayLike<number>, expected: readonly number[], allowed = 1e-15): void {
  expect(actual.length).toBe(expected.length);
  for (const [n, value] of expected.entries())
    expect(Math.abs(actual[n]! - value)).toBeLessThanOrEqual(allowed);
}

function sumOf({ data }: KernelArray): number {
  return data.reduce((a, b) => a + b);
}

function rowsOf({ data, shape: [rows, columns] }: KernelArray): number[][] {
  return Array.from({ length: rows }, (_, i) => Array.from(data.subarray(i * columns, (i + 1) * columns)));
}

describe("OpenCV's", () => {
  it.each(golden.kernels.gaussian)('getGaussianKernel($size, $sigma)', ({ size, sigma, taps }) => {
    const options = { size, ...(sigma !== null && { sigma }) };
    expectNear(kernels.gaussian1d(options), taps);
    const { data, shape } = kernels.gaussian(options);
    expect(shape).toEqual([size, size]);
    expectNear(data, outer(taps, taps));
  });

  it.each(golden.kernels.derivatives)('getDerivKernels($dx, $dy, $size)', ({ dx, dy, size, row, column }) => {
    if (dx + dy === 1) {
      const { data, shape } = kernels[dx === 1 ? 'sobelX' : 'sobelY']({ size });
      expect(shape).toEqual([column.length, row.length]);
      expect(Array.from(data)).toEqual(outer(column, row));
      return;
    }
    // Laplacians are the sums of these.
    if (size === 1) return expect([row, column]).toContainEqual([1, -2, 1]);
    const { data } = kernels.laplacian({ size });
    const across = outer(row, column);
    expect(Array.from(data)).toEqual(outer(column, row).map((tap, n) => tap + across[n]!));
  });

  it.each(golden.kernels.scharr)('Scharr kernels, $dx, $dy', ({ dx, row, column }) => {
    expect(Array.from(kernels[dx === 1 ? 'scharrX' : 'scharrY']().data)).toEqual(outer(column, row));
  });

  it.each(golden.kernels.laplacian)('Laplacian of size $size', ({ size, values }) => {
    const rows = rowsOf(kernels.laplacian({ size }));
    const around = (values.length - rows.length) / 2;
    const expected = values.map((row, i) => row.map((_, j) => rows[i - around]?.[j - around] ?? 0));
    expect(values).toEqual(expected);
  });
});

describe("SciPy's", () => {
  it.each(golden.kernels.scipy)('$name $options', ({ name, options, values }) => {
    const build = kernels[name] as (options: object) => KernelArray;
    // What an impulse becomes is the kernel turned round; `golden.py` has taken the sign away from the odd ones.
    const { data, shape } = build(options);
    expectNear(data, values.flat());
    expect(shape).toEqual([values.length, values[0]!.length]);
  });
});

describe('kernels', () => {
  it('by size and sigma along each axis', () => {
    const { data, shape } = kernels.gaussian({ sigma: [0.5, 1.5], size: [3, 7] });
    expect(shape).toEqual([3, 7]);
    const column = kernels.gaussian1d({ sigma: 0.5, size: 3 });
    const row = kernels.gaussian1d({ sigma: 1.5, size: 7 });
    expect(Array.from(data)).toEqual(outer([...column], [...row]));
    expect(kernels.gaussian({ size: [1, 5] }).data).toEqual(
      Float64Array.of(1, 4, 6, 4, 1).map((tap) => tap / 16),
    );
    expect(kernels.gaussian().shape).toEqual([9, 9]);
    expect(kernels.gaussian({ sigma: 1, truncate: 2 }).shape).toEqual([5, 5]);
    expect(kernels.box({ size: [2, 4] })).toEqual({ data: new Float64Array(8).fill(1 / 8), shape: [2, 4] });
  });

  it('of a sigma next to nothing leave pixels alone', () => {
    expect([...kernels.gaussian1d({ sigma: 1e-200, size: 3 })]).toEqual([0, 1, 0]);
    expect([...kernels.gaussian1d({ sigma: 1e-200, size: 4 })]).toEqual([0, 0.5, 0.5, 0]);
    expect([...kernels.gaussian1d({ sigma: 0.1 })]).toEqual([1]);
  });

  it('have the sums that they say', () => {
    for (const build of [
      kernels.gaussian,
      kernels.box,
      kernels.motionBlur,
      kernels.sharpen,
      kernels.unsharpMask,
      kernels.emboss,
    ]) {
      expect(sumOf(build())).toBeCloseTo(1, 14);
    }
    for (const build of [
      kernels.sobelX,
      kernels.sobelY,
      kernels.scharrX,
      kernels.scharrY,
      kernels.prewittX,
      kernels.prewittY,
      kernels.laplacian,
      kernels.edges,
    ]) {
      expect(sumOf(build())).toBe(0);
    }
  });

  it('of gradients are positive where brightness grows to the right and downwards', () => {
    const right = [
      [1, 2, 3],
      [1, 2, 3],
      [1, 2, 3],
    ];
    const down = [
      [1, 1, 1],
      [2, 2, 2],
      [3, 3, 3],
    ];
    for (const [x, y] of [
      ['sobelX', 'sobelY'],
      ['scharrX', 'scharrY'],
      ['prewittX', 'prewittY'],
    ] as const) {
      for (const [name, image] of [
        [x, right],
        [y, down],
      ] as const) {
        expect(correlate2d(image, kernels[name](), { mode: 'valid' })[0]![0]).toBeGreaterThan(0);
      }
      expect(correlate2d(right, kernels[y](), { mode: 'valid' })).toEqual([[0]]);
      expect(correlate2d(down, kernels[x](), { mode: 'valid' })).toEqual([[0]]);
    }
  });

  it('of unsharp masks are the identity and a Gaussian', () => {
    const gaussian = kernels.gaussian({ sigma: 0.8 }).data.map((tap) => -0.5 * tap);
    const middle = (gaussian.length - 1) / 2;
    const { data } = kernels.unsharpMask({ sigma: 0.8, amount: 0.5 });
    expectNear(
      data,
      Array.from(gaussian, (tap, n) => (n === middle ? tap + 1.5 : tap)),
    );
    expect(rowsOf(kernels.unsharpMask({ size: 3, amount: 0 }))).toEqual([
      [0, 0, 0],
      [0, 1, 0],
      [0, 0, 0],
    ]);
  });

  it('of unsharp masks stay so however large the amount is', () => {
    expect([...kernels.unsharpMask({ sigma: 0.1, amount: 1e308 }).data]).toEqual([1]);
    const { data } = kernels.unsharpMask({ size: [1, 3], amount: Number.MAX_VALUE });
    expect([...data]).toEqual([-0.25, 0.5, -0.25].map((part) => part * Number.MAX_VALUE));
  });

  it('of Laplacians of Gaussians are finite or refused, however small the sigma is', () => {
    expect([...kernels.laplacianOfGaussian({ sigma: 1e-80 }).data]).toEqual([-2e160]);
    expect([...kernels.laplacianOfGaussian({ sigma: 1e300, truncate: 1e-300 }).data]).toEqual(
      new Array(9).fill(0),
    );
  });

  it('of motion have the taps of every pixel less than 1 away, and no others', () => {
    const angles = [0, 1e-6, 1e-11, 1e-13, 0.3, Math.PI / 4, 1.57, Math.PI / 2, 2, -3, 1e308];
    for (const angle of angles) {
      for (const length of [1, 2, 9.5, 40]) {
        const { data, shape } = kernels.motionBlur({ length, angle });
        const [rows, columns] = shape;
        const half = (length - 1) / 2;
        const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
        const taps = Array.from(data, (_, n) => {
          const [x, y] = [(n % columns) - (columns - 1) / 2, Math.floor(n / columns) - (rows - 1) / 2];
          const along = Math.min(Math.max(x * dx + y * dy, -half), half);
          return Math.max(0, 1 - Math.hypot(x - along * dx, y - along * dy));
        });
        const total = taps.reduce((sum, tap) => sum + tap, 0);
        expectNear(
          data,
          taps.map((tap) => tap / total),
          1e-10,
        );
      }
    }
  });

  it('of motion are built in time that grows with the length', () => {
    const { shape } = kernels.motionBlur({ length: 5001, angle: 0.3 });
    expect(shape).toEqual([1479, 4779]);
    const distances = vi.spyOn(Math, 'hypot');
    kernels.motionBlur({ length: 5001, angle: 0.3 });
    expect(distances.mock.calls.length).toBeLessThan(5 * 5001);
    distances.mockRestore();
  });

  it('of motion are lines, as those of fspecial("motion")', () => {
    expect(kernels.motionBlur({ length: 5 })).toEqual({
      data: new Float64Array(5).fill(1 / 5),
      shape: [1, 5],
    });
    expect(kernels.motionBlur({ length: 5, angle: Math.PI / 2 })).toEqual({
      data: new Float64Array(5).fill(1 / 5),
      shape: [5, 1],
    });
    expect(kernels.motionBlur({ length: 1, angle: 0.3 })).toEqual({
      data: Float64Array.of(1),
      shape: [1, 1],
    });
    expectNear(kernels.motionBlur({ length: 4 }).data, [0.125, 0.25, 0.25, 0.25, 0.125]);
    // As fspecial('motion', 3, 45), whose angles turn the other way.
    const { data, shape } = kernels.motionBlur({ length: 3, angle: Math.PI / 4 });
    expect(shape).toEqual([3, 3]);
    const [corner, side, middle] = [1 - Math.hypot(1 - Math.SQRT1_2, 1 - Math.SQRT1_2), 1 - Math.SQRT1_2, 1];
    const total = 2 * corner + 4 * side + middle;
    expectNear(
      data,
      [corner, side, 0, side, middle, side, 0, side, corner].map((tap) => tap / total),
    );
    const long = kernels.motionBlur({ length: 31, angle: Math.PI / 2 });
    expect(long.shape).toEqual([31, 1]);
    expect(kernels.motionBlur({ length: 9, angle: 0.4 + Math.PI }).shape).toEqual(
      kernels.motionBlur({ length: 9, angle: 0.4 }).shape,
    );
    expectNear(kernels.motionBlur({ length: 9, angle: 0.4 + Math.PI }).data, [
      ...kernels.motionBlur({ length: 9, angle: 0.4 }).data,
    ]);
  });

  it('are new arrays each time', () => {
    const first = kernels.sharpen();
    first.data.fill(7);
    expect(kernels.sharpen().data[4]).toBe(5);
  });
});

const filters = api as unknown as { [name: string]: (image: number[][], options: unknown) => unknown };

describe('refused', () => {
  it.each([
    ['gaussian', { sigma: -1 }, 'RangeError', '"sigma" expected a number of at least 0, got -1'],
    ['gaussian', { sigma: '1' }, 'TypeError', '"sigma" expected a number of at least 0, got "1"'],
    ['gaussian', { sigma: NaN }, 'RangeError', '"sigma" expected a number of at least 0, got NaN'],
    ['gaussian', { sigma: [1, 2, 3] }, 'RangeError', '"sigma" expected two numbers, got [1, 2, 3]'],
    [
      'laplacianOfGaussian',
      { sigma: 1e-300 },
      'RangeError',
      '"sigma" expected a number with a finite kernel, got 1e-300',
    ],
    [
      'laplacianOfGaussian',
      { sigma: 1e-80, truncate: 1e81 },
      'RangeError',
      '"sigma" expected a number with a finite kernel, got 1e-80',
    ],
    ['gaussian', { size: 2.5 }, 'RangeError', '"size" expected an integer of at least 1, got 2.5'],
    [
      'gaussian',
      { radius: 2 },
      'TypeError',
      '"options" expected only sigma, size, truncate, order, got "radius"',
    ],
    ['gaussian', 3, 'TypeError', '"options" expected an object such as { sigma: 3 }, got 3'],
    ['gaussian1d', { sigma: [1, 1] }, 'TypeError', '"sigma" expected a number of at least 0, got [1, 1]'],
    ['gaussian', { order: 1.5 }, 'RangeError', '"order" expected an integer from 0 to 10, got 1.5'],
    ['gaussian', { order: 11 }, 'RangeError', '"order" expected an integer from 0 to 10, got 11'],
    ['gaussian', { order: 1, sigma: [1, 0] }, 'RangeError', '"order" expected 0 where "sigma" is 0, got 1'],
    [
      'gaussian1d',
      { order: 2, size: 4 },
      'RangeError',
      '"size" expected an odd number for a derivative, got 4',
    ],
    ['unsharpMask', { sigma: 0 }, 'RangeError', '"sigma" expected a number greater than 0, got 0'],
    ['sobelX', { size: 4 }, 'RangeError', '"size" expected an odd integer from 1 to 31, got 4'],
    ['laplacian', { size: 33 }, 'RangeError', '"size" expected an odd integer from 1 to 31, got 33'],
    ['unsharpMask', { amount: Infinity }, 'RangeError', '"amount" expected a finite number, got Infinity'],
    ['unsharpMask', { size: 4 }, 'RangeError', '"size" expected odd numbers, got 4'],
    ['motionBlur', { length: 0.5 }, 'RangeError', '"length" expected a number of at least 1, got 0.5'],
    ['motionBlur', { angle: Infinity }, 'RangeError', '"angle" expected a finite number, got Infinity'],
    ['box', { size: 0 }, 'RangeError', '"size" expected an integer of at least 1, got 0'],
  ] as const)('%s %j', (name, options, kind, message) => {
    const build = kernels[name] as (options: unknown) => unknown;
    expect(() => build(options)).toThrow(
      expect.objectContaining({ name: kind, code: 'ERR_OPTION', message }),
    );
  });

  it.each([
    ['gaussian', 'gaussianBlur', 'sigma'],
    ['gaussian', 'gaussianBlur', 'size'],
    ['box', 'boxBlur', 'size'],
    ['unsharpMask', 'unsharpMask', 'sigma'],
  ] as const)('lists with holes, and those that cannot be read: %s, %s, %s', (name, filter, option) => {
    const first = [3, 3];
    delete first[0];
    const last = [3, 3];
    delete last[1];
    const { proxy, revoke } = Proxy.revocable([3, 3], {});
    revoke();
    const refused = expect.objectContaining({ name: 'TypeError', code: 'ERR_OPTION' });
    for (const list of [first, last, proxy]) {
      const options = { [option]: list };
      expect(() => kernels[name](options)).toThrow(refused);
      expect(() => filters[filter]!([[1, 2]], options)).toThrow(refused);
    }
  });

  it.each([
    ['gaussian', { sigma: 1e300 }],
    ['gaussian', { sigma: 1, truncate: 1e308 }],
    ['gaussian', { sigma: 1e10, truncate: 1e308 }],
    ['gaussian1d', { size: Number.MAX_SAFE_INTEGER }],
    ['unsharpMask', { sigma: 1e300 }],
    ['laplacianOfGaussian', { sigma: 1e300 }],
    ['motionBlur', { length: 1e9 }],
    ['motionBlur', { length: 1e308, angle: 0.3 }],
    ['box', { size: Number.MAX_SAFE_INTEGER }],
  ] as const)('for its size: %s %j', (name, options) => {
    const build = kernels[name] as (options: unknown) => unknown;
    const expected = expect.objectContaining({ name: 'RangeError', code: 'ERR_SIZE' });
    expect(() => build(options)).toThrow(expected);
    if (name === 'gaussian1d') return;
    const filter = { gaussian: 'gaussianBlur', box: 'boxBlur' }[name as 'box'] ?? name;
    expect(() => filters[filter]!([[1]], options)).toThrow(expected);
  });
});
