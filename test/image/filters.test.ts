import { describe, expect, expectTypeOf, it } from 'vitest';
import type { Boundary, ConvolveOptions, DType, Image, NdArray, TypedArray } from '../../src/base/types.ts';
import type { GradientResult, Kernel } from '../../src/index.ts';
import * as api from '../../src/index.ts';
import * as jsApi from '../../src/index-js.ts';
import { boundaries } from '../conformance/cases/geometry.ts';
import { oracle, roundHalfEvenSaturate } from '../conformance/oracle.ts';
import { backendNames, mayBeMissing } from '../support/backends.ts';
import {
  dtypeOf,
  dtypes,
  elementType,
  filled,
  gridOf,
  layouts,
  rowsOf,
  valuesOf,
  viewOf,
} from '../support/containers.ts';
import { integers, random } from '../support/random.ts';

type Filter = (image: Image, options?: object) => NdArray;
const filters = api as unknown as { [name: string]: Filter };
const { kernels } = api;

interface OneKernel {
  name: string;
  own: object;
  kernel: () => Kernel;
  signed?: boolean;
}

/** Filters that are a single kernel, and which one. */
const linear: OneKernel[] = [
  { name: 'gaussianBlur', own: {}, kernel: () => kernels.gaussian({ sigma: 1 }) },
  { name: 'gaussianBlur', own: { size: 5 }, kernel: () => kernels.gaussian({ size: 5 }) },
  {
    name: 'gaussianBlur',
    own: { sigma: [0.6, 2], truncate: 3 },
    kernel: () => kernels.gaussian({ sigma: [0.6, 2], truncate: 3 }),
  },
  {
    name: 'gaussianBlur',
    own: { sigma: 1, size: 81 },
    kernel: () => kernels.gaussian({ sigma: 1, size: 81 }),
  },
  { name: 'boxBlur', own: {}, kernel: () => kernels.box() },
  // As OpenCV and SciPy place it: one more to the left.
  { name: 'boxBlur', own: { size: [1, 4] }, kernel: () => [[0.25, 0.25, 0.25, 0.25, 0]] },
  {
    name: 'gaussianBlur',
    own: { size: [4, 1] },
    kernel: () => [...kernels.gaussian1d({ size: 4 }), 0].map((tap) => [tap]),
  },
  { name: 'motionBlur', own: {}, kernel: () => kernels.motionBlur() },
  {
    name: 'motionBlur',
    own: { length: 6, angle: 1 },
    kernel: () => kernels.motionBlur({ length: 6, angle: 1 }),
  },
  { name: 'sharpen', own: {}, kernel: () => kernels.sharpen() },
  { name: 'unsharpMask', own: {}, kernel: () => kernels.unsharpMask() },
  {
    name: 'unsharpMask',
    own: { sigma: 2.5, amount: 0.3 },
    kernel: () => kernels.unsharpMask({ sigma: 2.5, amount: 0.3 }),
  },
  { name: 'emboss', own: {}, kernel: () => kernels.emboss() },
  { name: 'edges', own: {}, kernel: () => kernels.edges() },
  { name: 'laplacian', own: {}, kernel: () => kernels.laplacian(), signed: true },
  { name: 'laplacian', own: { size: 3 }, kernel: () => kernels.laplacian({ size: 3 }), signed: true },
  { name: 'laplacianOfGaussian', own: {}, kernel: () => kernels.laplacianOfGaussian(), signed: true },
  { name: 'sobel', own: { output: 'x' }, kernel: () => kernels.sobelX(), signed: true },
  { name: 'sobel', own: { output: 'y', size: 5 }, kernel: () => kernels.sobelY({ size: 5 }), signed: true },
  { name: 'scharr', own: { output: 'y' }, kernel: () => kernels.scharrY(), signed: true },
  { name: 'prewitt', own: { output: 'x' }, kernel: () => kernels.prewittX(), signed: true },
];

const blurs = ['gaussianBlur', 'boxBlur', 'motionBlur'];

function signedType(dtype: DType): DType {
  return dtype === 'float64' || dtype.endsWith('int32') ? 'float64' : 'float32';
}

/** A filter's values as its definition gives them, before they are rounded, and what their error is relative to. */
function answer(image: Image, kernel: Kernel, options: ConvolveOptions) {
  const settings = { mode: 'same', boundary: 'reflect', ...options, operation: 'correlate2d' } as const;
  return oracle(gridOf(image), rowsOf(kernel), settings);
}

/** @param off By how much integers may be off. */
function expectNear(
  data: ArrayLike<number>,
  { values, magnitude }: ReturnType<typeof answer>,
  dtype: DType,
  off = 0,
): void {
  expect(data.length).toBe(values.length);
  const unit = dtype === 'float32' ? 2 ** -19 : 2 ** -45;
  for (const [n, value] of values.entries()) {
    const slack = unit * magnitude[n]!;
    expect(data[n]).toBeGreaterThanOrEqual(roundHalfEvenSaturate(value - slack, dtype) - off);
    expect(data[n]).toBeLessThanOrEqual(roundHalfEvenSaturate(value + slack, dtype) + off);
  }
}

/** Values over an integer type's range, or floats of either sign. */
function noise(dtype: DType, seed: number): () => number {
  const next = random(seed);
  return dtype.startsWith('float') ? () => next() * 200 - 100 : integers(seed, 0, 127);
}

describe.each(backendNames)('filters, %s', (backend) => {
  describe.skipIf(mayBeMissing(backend))('of one kernel', () => {
    describe.each(linear)('$name $own', ({ name, own, kernel, signed }) => {
      const filter = filters[name]!;
      const isFast = ['gaussianBlur', 'boxBlur', 'unsharpMask'].includes(name);

      it.each(dtypes)('over %s, by default of its own type or one with a sign', (dtype) => {
        const image = filled([11, 13], dtype, noise(dtype, 1));
        const { data } = filter(image, { ...own, backend });
        const expected = signed ? signedType(dtype) : dtype;
        expect(dtypeOf(data)).toBe(expected);
        const { data: exact } = filter(image, { ...own, precision: 'exact', backend });
        expectNear(exact, answer(image, kernel(), {}), expected);
        if (!isFast || expected.startsWith('float')) expect(data).toEqual(exact);
        else expectNear(data, answer(image, kernel(), {}), expected, 1);
      });

      it('is fast by default if it is a blur, from integers to integers', () => {
        const by = (from: DType, options: object) =>
          filter(filled([60, 61], from, noise(from, 14)), { ...own, ...options, backend }).data;
        expect(by('uint8', {})).toEqual(by('uint8', { precision: isFast ? 'fast' : 'exact' }));
        expect(by('uint8', { precision: undefined })).toEqual(by('uint8', {}));
        for (const [from, dtype] of [
          ['uint8', 'float32'],
          ['float32', 'float32'],
          ['float32', 'uint8'],
        ] as const) {
          expect(by(from, { dtype })).toEqual(by(from, { dtype, precision: 'exact' }));
        }
      });

      it.each(boundaries)('with the options of the core, boundary %s', (boundary) => {
        const image = filled([7, 9, 3], 'uint8', noise('uint8', 2));
        for (const dtype of ['float64', 'int16'] as const) {
          const options = { boundary, fillvalue: 50, dtype };
          const { data } = filter(image, {
            ...own,
            ...options,
            method: 'direct',
            deterministic: backend !== 'wasm-relaxed',
            precision: 'exact',
            backend,
          });
          expectNear(data, answer(image, kernel(), options), dtype);
        }
      });

      it('over every container and layout', () => {
        const values = Array.from({ length: 6 * 8 }, noise('float64', 3));
        const nested = Array.from({ length: 6 }, (_, i) => values.slice(8 * i, 8 * i + 8));
        const expected = valuesOf(
          filter({ data: Float64Array.from(values), shape: [6, 8] }, { ...own, backend }),
        );
        const rows = filter(nested, { ...own, backend });
        expect(Array.isArray(rows)).toBe(true);
        expect(valuesOf(rows)).toEqual(expected);
        const pixels = { data: Float64Array.from(values), width: 8, height: 6, channels: 1 };
        expect(filter(pixels, { ...own, backend })).toMatchObject({ width: 8, height: 6, channels: 1 });
        for (const layout of layouts) {
          let n = 0;
          const view = filled([6, 8], 'float64', () => values[n++]!, layout);
          expect(valuesOf(filter(view, { ...own, backend }))).toEqual(expected);
        }
      });

      it('into `out`, which decides the type', () => {
        const image = filled([5, 6], 'float32', noise('float32', 4));
        for (const dtype of ['float32', 'float64', 'uint8', 'int16'] as const) {
          const alone = filter(image, { ...own, dtype, backend });
          for (const layout of layouts) {
            const out = viewOf([5, 6], dtype, layout);
            expect(filter(image, { ...own, out, backend })).toBe(out);
            expect(valuesOf(out)).toEqual(valuesOf(alone));
          }
        }
        const rows = Array.from({ length: 5 }, () => new Array<number>(6).fill(0));
        expect(filter(image, { ...own, out: rows, backend })).toBe(rows);
        expect(valuesOf(rows)).toEqual(valuesOf(filter(image, { ...own, backend })));
      });

      it('keeps the alpha of canvas pixels', () => {
        const image = {
          data: new Uint8ClampedArray(4 * 6 * 7).map(integers(5, 0, 255)),
          width: 7,
          height: 6,
        };
        const isAlpha = (_: number, n: number) => n % 4 === 3;
        // By default a blur weights colours by alpha.
        const options = blurs.includes(name) ? { ...own, alpha: 'preserve' } : own;
        const result = filter(image, { ...options, backend }) as unknown as typeof image;
        expect(Array.from(result.data.filter(isAlpha))).toEqual(Array.from(image.data.filter(isAlpha)));
        const filtered = filter(image, { ...own, alpha: 'filter', backend }).data;
        expectNear(filtered, answer(image, kernel(), {}), elementType(result), isFast ? 1 : 0);
        expect(result.data.filter((_, n) => n % 4 !== 3)).toEqual(filtered.filter((_, n) => n % 4 !== 3));
      });

      it('leaves image and options as they were', () => {
        const image = filled([5, 6], 'float32', noise('float32', 6));
        const options = Object.freeze({ ...own, backend });
        filter(image, options);
        expect(image).toEqual(filled([5, 6], 'float32', noise('float32', 6)));
      });
    });
  });

  describe.skipIf(mayBeMissing(backend))('gradients', () => {
    const gradients = [
      { name: 'sobel', own: {}, pair: [kernels.sobelX(), kernels.sobelY()] },
      { name: 'sobel', own: { size: 7 }, pair: [kernels.sobelX({ size: 7 }), kernels.sobelY({ size: 7 })] },
      { name: 'scharr', own: {}, pair: [kernels.scharrX(), kernels.scharrY()] },
      { name: 'prewitt', own: {}, pair: [kernels.prewittX(), kernels.prewittY()] },
    ] as const;

    const all = (name: string, image: Image, options: object) =>
      filters[name]!(image, { ...options, backend }) as unknown as { [output: string]: NdArray };

    it.each(gradients)('$name $own: magnitude and angle are those of x and y', ({ name, own, pair }) => {
      for (const dtype of dtypes) {
        const image = filled([8, 9], dtype, noise(dtype, 7));
        const { x, y, magnitude, angle } = all(name, image, own);
        const type = signedType(dtype);
        const unit = type === 'float32' ? 2 ** -22 : 2 ** -50;
        for (const [part, kernel] of [
          [x, pair[0]],
          [y, pair[1]],
        ] as const) {
          expect(elementType(part!)).toBe(type);
          expectNear(part!.data, answer(image, kernel, {}), type);
        }
        for (const [n, value] of x!.data.entries()) {
          const length = Math.hypot(value, y!.data[n]!);
          expect(Math.abs(magnitude!.data[n]! - length)).toBeLessThanOrEqual(unit * length);
          expect(Math.abs(angle!.data[n]! - Math.atan2(y!.data[n]!, value))).toBeLessThanOrEqual(unit * 4);
        }
        for (const output of ['x', 'y', 'magnitude', 'angle'] as const) {
          const alone = all(name, image, { ...own, output }) as unknown as NdArray;
          expect(elementType(alone)).toBe(type);
          expectSameWithin(alone.data, { x, y, magnitude, angle }[output]!.data, unit * 64);
        }
      }
    });

    it('read the image once', () => {
      const image = filled([20, 20], 'float32', noise('float32', 8));
      const before = api.backendInfo().backends[backend].runs;
      all('sobel', image, {});
      expect(api.backendInfo().backends[backend].runs - before).toBe(1);
    });

    it('of integer types: x, y and magnitude are rounded and saturated, an angle stays float', () => {
      const image = filled([8, 9], 'uint8', integers(9, 0, 255));
      const exact = all('sobel', image, { dtype: 'float64' });
      for (const dtype of ['uint8', 'int16', 'int8'] as const) {
        const { x, y, magnitude, angle } = all('sobel', image, { dtype });
        for (const [name, part] of Object.entries({ x, y, magnitude })) {
          expect(elementType(part!)).toBe(dtype);
          expect(Array.from(part!.data)).toEqual(
            Array.from(exact[name]!.data, (v) => roundHalfEvenSaturate(v, dtype)),
          );
          expect(all('sobel', image, { dtype, output: name }) as unknown).toEqual(part);
        }
        expect(elementType(angle!)).toBe('float32');
        expectSameWithin(angle!.data, exact.angle!.data, 2 ** -21);
      }
    });

    it('into an `out` for each, or for some', () => {
      const image = filled([6, 7], 'float32', noise('float32', 10));
      const expected = all('scharr', image, {});
      const shape = [6, 7];
      const out = {
        x: viewOf(shape, 'float32', layouts.at(-1)),
        y: Array.from({ length: 6 }, () => new Array<number>(7).fill(0)),
        magnitude: new Float32Array(42),
        angle: { data: new Float32Array(42), width: 7, height: 6, channels: 1 },
      };
      const result = all('scharr', image, { out });
      for (const [name, target] of Object.entries(out)) {
        expect(result[name]).toBe(target);
        expect(valuesOf(target)).toEqual(valuesOf(expected[name]!));
      }
      const some = all('scharr', image, { out: { magnitude: new Float32Array(42) } });
      expect(some.magnitude).toEqual(out.magnitude);
      expect(some.x).toEqual(expected.x);
      const alone = new Float32Array(42);
      expect(all('scharr', image, { output: 'angle', out: alone })).toBe(alone);
      expect(alone).toEqual(expected.angle!.data);
    });

    it('agree with js to the bit, in all types and layouts, whatever is wanted', () => {
      for (const [name, own] of [
        ['sobel', { size: 1 }],
        ['sobel', {}],
        ['scharr', { boundary: 'fill', fillvalue: 7 }],
      ] as const) {
        for (const dtype of dtypes) {
          // What is fused differs in last bits.
          if (backend === 'wasm-relaxed' && dtype.startsWith('float')) continue;
          for (const layout of [layouts[0], layouts.at(-1)]) {
            const image = filled([7, 13, 2], dtype, noise(dtype, 21), layout);
            for (const options of [{}, { output: 'magnitude' }, { output: 'angle' }, { dtype: 'uint8' }]) {
              const given = { ...own, ...options, deterministic: backend !== 'wasm-relaxed' };
              expect(all(name, image, given)).toEqual(filters[name]!(image, { ...given, backend: 'js' }));
            }
          }
        }
      }
    });

    it('of a picture of several strips, into resident images and arrays', () => {
      const image = filled([301, 403], 'uint8', integers(22, 0, 255));
      const shape = [301, 403];
      const isSame = (a: TypedArray, b: TypedArray) => a.every((value, i) => Object.is(value, b[i]));
      const expected = filters.sobel!(image, { backend: 'js' }) as unknown as { [name: string]: NdArray };
      using magnitude = api.allocate(shape, 'float32', { backend });
      using bytes = api.allocate(shape, 'uint8', { backend });
      const angle = new Float32Array(301 * 403);
      all('sobel', image, { out: { magnitude, angle } });
      expect(isSame(magnitude.data, expected.magnitude!.data)).toBe(true);
      expect(isSame(angle, expected.angle!.data)).toBe(true);
      all('sobel', image, { output: 'magnitude', out: bytes });
      const rounded = Uint8Array.from(expected.magnitude!.data, (value) =>
        roundHalfEvenSaturate(value, 'uint8'),
      );
      expect(isSame(bytes.data, rounded)).toBe(true);
    });

    it('of strips with infinities, which other methods leave to direct sums', () => {
      const image = filled([90, 40], 'float32', noise('float32', 23));
      image.data[1234] = Infinity;
      image.data[2345] = NaN;
      const { x, y, magnitude } = all('sobel', image, { size: 31, method: 'separable' });
      for (const [n, value] of magnitude!.data.entries()) {
        const length = Math.hypot(x!.data[n]!, y!.data[n]!);
        if (Number.isFinite(length)) expect(Math.abs(value - length)).toBeLessThanOrEqual(length * 2 ** -22);
        else expect(value).toBe(length);
      }
    });

    it('take no memory of the size of the image', () => {
      const image = { data: new Uint8Array(64 * 20000), shape: [20000, 64] };
      const out = new Float32Array(64 * 20000);
      all('sobel', image, { output: 'magnitude', out });
      expect(api.backendInfo().backends[backend].memoryBytes).toBeLessThan(64 * 20000 * 4);
    });

    it('keep the alpha of canvas pixels in all four', () => {
      const image = { data: new Uint8ClampedArray(4 * 5 * 6).map(integers(11, 0, 255)), width: 6, height: 5 };
      const expected = Array.from(image.data.filter((_, n) => n % 4 === 3));
      for (const part of Object.values(all('sobel', image, {}))) {
        expect(Array.from(part.data.filter((_, n) => n % 4 === 3))).toEqual(expected);
      }
      const filtered = all('sobel', image, { alpha: 'filter' });
      const grid = answer(image, kernels.sobelX(), {});
      expectNear(filtered.x!.data, grid, 'float32');
      const { x, y, magnitude } = filtered;
      expect(magnitude!.data[3]).toBeCloseTo(Math.hypot(x!.data[3]!, y!.data[3]!), 3);
    });

    it('of numbers whose squares overflow or vanish', () => {
      for (const scale of [1e-200, 1e-160, 1e160, 1e200]) {
        const image = [
          [0, 0, 3],
          [0, 0, 3],
          [4, 4, 7],
        ].map((row) => row.map((value) => value * scale));
        const rows = filters.sobel!(image, { output: 'magnitude', backend }) as unknown as number[][];
        expect(rows[1]![1]! / scale).toBeCloseTo(20, 10);
      }
    });
  });

  describe.skipIf(mayBeMissing(backend))('unsharpMask', () => {
    it('leaves differences up to the threshold alone', () => {
      const image = filled([9, 10, 2], 'float64', noise('float64', 12));
      const own = { sigma: 1.2, amount: 0.7 };
      const { values } = answer(image, kernels.gaussian({ sigma: 1.2 }), {});
      const { data } = filters.unsharpMask!(image, { ...own, threshold: 30, backend });
      const touched = Array.from(data, (value, n) => {
        const difference = image.data[n]! - values[n]!;
        const expected = Math.abs(difference) > 30 ? image.data[n]! + 0.7 * difference : image.data[n]!;
        expect(value).toBeCloseTo(expected, 10);
        return expected !== image.data[n];
      });
      expect(new Set(touched).size).toBe(2);
    });

    it('by a threshold next to 0 is the one of a single kernel, whatever the type', () => {
      for (const dtype of ['uint8', 'float32', 'int16'] as const) {
        const image = filled([9, 10], dtype, noise(dtype, 13));
        const plain = filters.unsharpMask!(image, { precision: 'exact', backend }).data;
        const { data } = filters.unsharpMask!(image, { threshold: 1e-12, precision: 'exact', backend });
        expectSameWithin(data, plain, dtype === 'float32' ? 1e-4 : 0);
      }
    });

    it('takes the alpha of canvas pixels as weights, or leaves it alone', () => {
      const opaque = {
        data: new Uint8ClampedArray(4 * 6 * 7).map((_, n) => (n % 4 === 3 ? 255 : (n * 37) % 256)),
        width: 7,
        height: 6,
      };
      const plain = filters.unsharpMask!(opaque, { precision: 'exact', backend });
      for (const options of [{ alpha: 'premultiply' }, { threshold: 1e-9 }]) {
        expect(filters.unsharpMask!(opaque, { ...options, precision: 'exact', backend })).toEqual(plain);
      }
    });

    const known = (value: number) => (Number.isNaN(value) ? 0 : value);
    const present = (value: number) => (Number.isNaN(value) ? 0 : 1);

    /** What a Gaussian makes of elements, of which missing ones take no part. */
    function blurred(shape: readonly number[], values: Float64Array, boundary: Boundary): Float64Array {
      const by = (of: (value: number) => number, fillvalue: number) =>
        answer({ data: values.map(of), shape }, kernels.gaussian({ sigma: 1.2 }), { boundary, fillvalue })
          .values;
      const weights = by(present, 1);
      return by(known, 20).map((sum, n) => sum / weights[n]!);
    }

    it.each([
      { alpha: 'premultiply' },
      { alpha: 'filter', nan: 'ignore' },
      { alpha: 'premultiply', nan: 'ignore' },
    ] as const)('is image + amount * (image - blurred) with %j', (options) => {
      const shape = [6, 7, 4];
      const next = random(15);
      const data = Float64Array.from({ length: 6 * 7 * 4 }, (_, n) =>
        'nan' in options && next() < 0.15 ? NaN : n % 4 === 3 ? 0.2 + 0.8 * next() : next() * 100,
      );
      const weighs = options.alpha === 'premultiply';
      const colour = (n: number) => weighs && n % 4 !== 3;
      const products = data.map((value, n) => (colour(n) ? value * data[n - (n % 4) + 3]! : value));
      for (const boundary of boundaries) {
        const sums = blurred(shape, products, boundary);
        const around = sums.map((sum, n) => (colour(n) ? sum / sums[n - (n % 4) + 3]! : sum));
        for (const threshold of [0, 5]) {
          const own = { sigma: 1.2, amount: 0.7, threshold, boundary, fillvalue: 20, dtype: 'float64' };
          const result = filters.unsharpMask!({ data, shape }, { ...own, ...options, backend }).data;
          for (const [n, value] of data.entries()) {
            const difference = value - around[n]!;
            const isFar = Math.abs(difference) > threshold;
            const expected = Number.isNaN(value) ? around[n]! : isFar ? value + 0.7 * difference : value;
            expect(Math.abs(result[n]! - expected)).toBeLessThanOrEqual(1e-9);
          }
        }
      }
    });

    it('puts what is around them in the place of missing pixels', () => {
      const image = filled([5, 5], 'float32', () => 4);
      image.data[12] = NaN;
      const { data } = filters.unsharpMask!(image, { nan: 'ignore', backend });
      expectSameWithin(data, new Float32Array(25).fill(4), 1e-5);
    });
  });
});

function expectSameWithin(actual: ArrayLike<number>, expected: ArrayLike<number>, relative: number): void {
  expect(actual.length).toBe(expected.length);
  const scale = Math.max(...Array.from(expected, Math.abs));
  for (let n = 0; n < actual.length; n++) {
    expect(Math.abs(actual[n]! - expected[n]!)).toBeLessThanOrEqual(relative * scale);
  }
}

describe('filters refuse', () => {
  const image = { data: new Uint8Array(9), shape: [3, 3] };
  const own: { [name: string]: string } = {
    gaussianBlur: 'sigma, size, truncate, order, colorSpace, ',
    boxBlur: 'size, anchor, colorSpace, ',
    motionBlur: 'length, angle, colorSpace, ',
    sharpen: '',
    unsharpMask: 'sigma, size, truncate, amount, threshold, ',
    emboss: '',
    edges: '',
    laplacian: 'size, ',
    laplacianOfGaussian: 'sigma, truncate, ',
    sobel: 'size, output, ',
    scharr: 'output, ',
    prewitt: 'output, ',
  };

  it.each(Object.keys(own))('what they do not know: %s', (name) => {
    const filter = filters[name]!;
    for (const option of ['mode', 'padding', 'stride', 'radius']) {
      const message = `"options" expected only ${own[name]}boundary, fillvalue, precision, nan, alpha, dtype, out, method, backend, deterministic, got "${option}"`;
      expect(() => filter(image, { [option]: 1 })).toThrow(
        expect.objectContaining({ name: 'TypeError', code: 'ERR_OPTION', message }),
      );
    }
    expect(() => filter(image, 3 as never)).toThrow(expect.objectContaining({ code: 'ERR_OPTION' }));
    expect(() => filter(image, { boundary: 'mirror' })).toThrow(
      expect.objectContaining({ name: 'RangeError', code: 'ERR_OPTION' }),
    );
    expect(() => filter(image, { boundary: null })).toThrow(
      expect.objectContaining({ name: 'TypeError', code: 'ERR_OPTION' }),
    );
    expect(() => filter(image, { dtype: 'int64' })).toThrow(
      expect.objectContaining({ name: 'RangeError', code: 'ERR_OPTION' }),
    );
    for (const wrong of [undefined, null, 7, [], [1, 2], {}, new Uint8Array(9)]) {
      expect(() => filter(wrong as never)).toThrow(expect.objectContaining({ code: 'ERR_IMAGE' }));
    }
  });

  it.each([
    ['gaussianBlur', { sigma: -1 }, 'RangeError', 'ERR_OPTION'],
    ['boxBlur', { size: 1.5 }, 'RangeError', 'ERR_OPTION'],
    ['unsharpMask', { threshold: -1 }, 'RangeError', 'ERR_OPTION'],
    ['unsharpMask', { threshold: 1, amount: '2' }, 'TypeError', 'ERR_OPTION'],
    ['unsharpMask', { threshold: 1, out: new Uint8Array(8) }, 'RangeError', 'ERR_OUT'],
    ['unsharpMask', { threshold: 1, out: image.data }, 'RangeError', 'ERR_OVERLAP'],
    ['sobel', { output: 'z' }, 'RangeError', 'ERR_OPTION'],
    ['sobel', { size: 2 }, 'RangeError', 'ERR_OPTION'],
    ['sobel', { alpha: 'premultiply' }, 'RangeError', 'ERR_OPTION'],
    ['sobel', { alpha: 'preserve' }, 'RangeError', 'ERR_OPTION'],
    ['sobel', { output: 'angle', dtype: 'int16' }, 'TypeError', 'ERR_CONFLICT'],
    ['sobel', { output: 'angle', out: new Int16Array(9) }, 'TypeError', 'ERR_CONFLICT'],
    ['sobel', { out: new Float32Array(9) }, 'TypeError', 'ERR_OUT'],
    ['sobel', { out: { z: new Float32Array(9) } }, 'TypeError', 'ERR_OUT'],
    ['sobel', { out: { angle: new Int16Array(9) } }, 'TypeError', 'ERR_CONFLICT'],
    ['sobel', { out: { x: new Float32Array(8) } }, 'RangeError', 'ERR_OUT'],
    ['sobel', { dtype: 'float32', out: { x: new Float64Array(9) } }, 'TypeError', 'ERR_CONFLICT'],
    ['sobel', { output: 'magnitude', out: image.data }, 'RangeError', 'ERR_OVERLAP'],
  ])('%s %j', (name, options, kind, code) => {
    expect(() => filters[name]!(image, options)).toThrow(expect.objectContaining({ name: kind, code }));
  });

  it.each(['sobel', 'laplacian'])('NaN to ignore under kernels of sum 0: %s', (name) => {
    const missing = { data: Float32Array.of(1, NaN, 3), shape: [1, 3] };
    expect(() => filters[name]!(missing, { nan: 'ignore' })).toThrow(
      expect.objectContaining({ name: 'TypeError', code: 'ERR_CONFLICT' }),
    );
  });

  it('an `out` that cannot be read', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(() => filters.sobel!(image, { out: proxy })).toThrow(
      expect.objectContaining({ name: 'TypeError', code: 'ERR_OUT' }),
    );
  });

  it('one `out` for two results, before anything is written', () => {
    const same = new Float32Array(9).fill(5);
    expect(() => filters.sobel!(image, { out: { x: same, y: same } })).toThrow(
      expect.objectContaining({ code: 'ERR_OVERLAP' }),
    );
    expect(same).toEqual(new Float32Array(9).fill(5));
  });
});

describe('filters', () => {
  it('are the same without WebAssembly', () => {
    const image = filled([6, 7], 'uint8', integers(14, 0, 255));
    const plain = jsApi as unknown as typeof filters;
    for (const { name, own } of linear) {
      expect(plain[name]!(image, own)).toEqual(filters[name]!(image, { ...own, backend: 'js' }));
    }
    expect(Object.keys(jsApi).sort()).toEqual(Object.keys(api).sort());
  });

  it('have the types of what they give', () => {
    const bytes = { data: new Uint8Array(4), shape: [2, 2] };
    expectTypeOf(api.gaussianBlur(bytes, { sigma: 1 }).data).toEqualTypeOf<Uint8Array<ArrayBuffer>>();
    expectTypeOf(api.boxBlur(bytes, { dtype: 'float32' }).data).toEqualTypeOf<Float32Array<ArrayBuffer>>();
    expectTypeOf(api.edges([[1]])).toEqualTypeOf<number[][]>();
    expectTypeOf(api.laplacian(bytes).data).toEqualTypeOf<Float32Array<ArrayBuffer>>();
    expectTypeOf(api.laplacian({ data: new Int32Array(4), shape: [2, 2] }).data).toEqualTypeOf<
      Float64Array<ArrayBuffer>
    >();
    const canvas = { data: new Uint8ClampedArray(16), width: 2, height: 2 };
    expectTypeOf(api.emboss(canvas).data).toEqualTypeOf<Uint8ClampedArray<ArrayBuffer>>();
    const { magnitude, angle } = api.sobel(canvas);
    expectTypeOf(magnitude.data).toEqualTypeOf<Float32Array<ArrayBuffer>>();
    expectTypeOf(angle.width).toEqualTypeOf<number>();
    const rounded = api.sobel(canvas, { dtype: 'int16' });
    expectTypeOf(rounded.x.data).toEqualTypeOf<Int16Array<ArrayBuffer>>();
    expectTypeOf(rounded.angle.data).toEqualTypeOf<Float32Array<ArrayBuffer>>();
    expectTypeOf(api.sobel(canvas, { output: 'magnitude' }).data).toEqualTypeOf<Float32Array<ArrayBuffer>>();
    expectTypeOf<GradientResult<number[][], { output: 'y' }>>().toEqualTypeOf<number[][]>();
    const out = new Float32Array(4);
    expectTypeOf(api.scharr(bytes, { output: 'x', out })).toEqualTypeOf<Float32Array<ArrayBuffer>>();
    const parts = api.prewitt(bytes, { out: { x: out } });
    expectTypeOf(parts.x).toEqualTypeOf<Float32Array<ArrayBuffer>>();
    expectTypeOf(parts.y.data).toEqualTypeOf<Float32Array<ArrayBuffer>>();
    // @ts-expect-error: no such option
    expect(() => api.sharpen(bytes, { strength: 2 })).toThrow();
    expect(magnitude.channels).toBe(4);
  });
});
