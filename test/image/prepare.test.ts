import { describe, expect, it } from 'vitest';
import type { DType, Image, NdArray } from '../../src/base/types.ts';
import * as api from '../../src/index.ts';
import { backendNames, mayBeMissing } from '../support/backends.ts';
import { filled, nested } from '../support/containers.ts';
import { disposed } from '../support/fixtures.ts';
import { integers } from '../support/random.ts';

interface Prepared {
  run(image: Image, out?: unknown): unknown;
  explain(): { backend: string; method: string };
  dispose(): void;
  [Symbol.dispose](): void;
}
const prepare = api.prepare as unknown as (name: string, options: object) => Prepared;
const filters = api as unknown as { [name: string]: (image: Image, options: object) => never };

const cases: readonly (readonly [name: string, own: object])[] = [
  ['gaussianBlur', { sigma: [2, 3] }],
  ['gaussianBlur', { size: 5, boundary: ['wrap', 'fill'], fillvalue: 3 }],
  ['boxBlur', { size: [3, 4], anchor: [0, 1] }],
  ['motionBlur', { length: 7, angle: 0.4 }],
  ['sharpen', {}],
  ['unsharpMask', { amount: 0.5 }],
  ['unsharpMask', { threshold: 4 }],
  ['emboss', {}],
  ['edges', {}],
  ['sobel', { output: 'x' }],
  ['sobel', { size: 5, output: 'magnitude' }],
  ['sobel', {}],
  ['scharr', { output: 'angle' }],
  ['prewitt', { output: 'y' }],
  ['laplacian', { size: 3 }],
  ['laplacianOfGaussian', { sigma: 1.5 }],
];
const shape = [20, 31];
const of = (dtype: DType, seed: number) => filled(shape, dtype, integers(seed, 0, 127));

/** Among so many some find no garbage collector at work, which would hide what they allocate. */
const RUNS = 20;

describe.each(backendNames)('prepared filters on %s', (backend) => {
  describe.skipIf(mayBeMissing(backend)).each(cases)('%s %j', (name, own) => {
    const filter = filters[name]!;

    it('give what the filter gives, again and again, whatever the image holds', () => {
      using prepared = prepare(name, { ...own, shape, dtype: 'float32', backend });
      for (const dtype of ['float32', 'uint8', 'float32', 'float64'] as const) {
        for (const seed of [1, 2]) {
          const expected = filter(of(dtype, seed), { ...own, dtype: 'float32', backend });
          expect(prepared.run(of(dtype, seed))).toEqual(expected);
        }
      }
      const rows = nested(20, 31, integers(3, 0, 127));
      expect(prepared.run(rows)).toEqual(filter(rows, { ...own, dtype: 'float32', backend }));
      expect(prepared.explain().backend).toBe(backend);
    });

    it('give results of the type that the filter gives, where none is named', () => {
      using prepared = prepare(name, { ...own, shape, backend });
      for (const dtype of ['uint8', 'int16'] as const) {
        expect(prepared.run(of(dtype, 4))).toEqual(filter(of(dtype, 4), { ...own, backend }));
      }
    });

    it('keep alpha, or weight by it, as the filter does', () => {
      const canvas = { data: new Uint8ClampedArray(4 * 6 * 7).map(integers(5, 0, 255)), width: 7, height: 6 };
      using prepared = prepare(name, {
        ...own,
        shape: [6, 7, 4],
        ...('output' in own && own.output === 'angle' ? {} : { dtype: 'uint8clamped' }),
        backend,
      });
      const type = 'output' in own && own.output === 'angle' ? {} : { dtype: 'uint8clamped' };
      expect(prepared.run(canvas)).toEqual(filter(canvas, { ...own, ...type, backend }));
    });
  });

  it.skipIf(mayBeMissing(backend))('write into `out`, also all of a gradient', () => {
    const image = of('float32', 6);
    using blur = prepare('gaussianBlur', { sigma: 1, shape, backend });
    const out = new Float32Array(20 * 31);
    expect(blur.run(image, out)).toBe(out);
    expect(out).toEqual((filters.gaussianBlur!(image, { sigma: 1, backend }) as NdArray).data);
    using sobel = prepare('sobel', { shape, backend });
    const x = new Float32Array(20 * 31);
    expect(sobel.run(image, { x })).toMatchObject({ x, angle: { shape } });
    expect(x).toEqual((filters.sobel!(image, { output: 'x', backend }) as NdArray).data);
  });

  it.skipIf(mayBeMissing(backend))('allocate nothing as large as an image when they get `out`', () => {
    for (const [name, own] of cases) {
      // An angle is a float.
      const dtype = 'output' in own && own.output === 'angle' ? 'float32' : 'uint8';
      const image = filled([256, 256, 4], dtype, integers(7, 0, 255));
      const out = image.data.slice();
      // All of a gradient goes into an object of containers.
      if (['sobel', 'scharr'].includes(name) && !('output' in own)) continue;
      using prepared = prepare(name, { ...own, shape: image.shape, dtype, backend });
      for (let n = 0; n < 5; n++) prepared.run(image, out);
      const grown = Array.from({ length: RUNS }, () => {
        const { arrayBuffers } = process.memoryUsage();
        prepared.run(image, out);
        return process.memoryUsage().arrayBuffers - arrayBuffers;
      });
      expect(Math.max(...grown), name).toBeLessThan(image.data.byteLength);
    }
  });

  it.skipIf(mayBeMissing(backend))(
    'set up everything before the first image, which the heap then has',
    () => {
      const before = api.backendInfo().backends[backend].runs;
      using prepared = prepare('motionBlur', { length: 9, angle: 1, shape: [64, 64], backend });
      expect(api.backendInfo().backends[backend].runs).toBe(before);
      const { memoryBytes } = api.backendInfo().backends[backend];
      prepared.run(filled([64, 64], 'float32', integers(8, 0, 9)));
      expect(api.backendInfo().backends[backend]).toMatchObject({ runs: before + 1, memoryBytes });
    },
  );
});

describe('prepared filters', () => {
  it('build their kernel once, and do not care what becomes of their options', () => {
    const sigma = [1, 2];
    const options = { sigma, shape, boundary: ['edge', 'wrap'] };
    using prepared = prepare('gaussianBlur', options);
    const expected = filters.gaussianBlur!(of('float32', 1), { sigma: [1, 2], boundary: ['edge', 'wrap'] });
    sigma[0] = 9;
    options.boundary[0] = 'fill';
    expect(prepared.run(of('float32', 1))).toEqual(expected);
    // Of a million taps, which take longer to build and to compare than to add up over a pixel.
    const own = { length: 1001, angle: 0.8 };
    using large = prepare('motionBlur', { ...own, shape: [1, 1] });
    const timeOf = (run: () => unknown) => {
      const { user } = process.cpuUsage();
      for (let n = 0; n < 5; n++) run();
      return process.cpuUsage().user - user;
    };
    large.run([[1]]);
    filters.motionBlur!([[1]], own);
    expect(timeOf(() => large.run([[1]]))).toBeLessThan(timeOf(() => filters.motionBlur!([[1]], own)) / 2);
  });

  it('have results of the types that their options say', () => {
    const image = { data: new Uint8Array(620), shape };
    const [blur, bytes] = [
      api.prepare('boxBlur', { shape }),
      api.prepare('boxBlur', { shape, dtype: 'uint8' }),
    ];
    expect(blur.run(image).data satisfies Uint8Array).toBeInstanceOf(Uint8Array);
    expect(bytes.run([[...Array(31).keys()]].concat(nested(19, 31, () => 1))).length satisfies number).toBe(
      20,
    );
    const [all, one] = [api.prepare('scharr', { shape }), api.prepare('scharr', { shape, output: 'y' })];
    expect(all.run(image).angle.data satisfies Float32Array).toBeInstanceOf(Float32Array);
    expect(one.run(image).data satisfies Float32Array).toBeInstanceOf(Float32Array);
    const out = new Int16Array(620);
    expect(one.run(image, out) satisfies Int16Array).toBe(out);
    // @ts-expect-error: a Gaussian has no output
    expect(() => api.prepare('gaussianBlur', { shape, output: 'x' })).toThrow(
      '"options" expected only sigma',
    );
    for (const prepared of [blur, bytes, all, one]) prepared.dispose();
  });

  it('take no memory for an image before there is one', () => {
    using prepared = prepare('gaussianBlur', { sigma: 3, shape: [20_000, 20_000, 2], dtype: 'uint8' });
    expect(prepared.explain().method).toBe('separable');
  });

  it('refuse images of another shape, and work after they were disposed of', () => {
    const prepared = prepare('sobel', { shape });
    const code = 'ERR_SIZE';
    expect(() => prepared.run(filled([31, 20], 'float32', () => 1))).toThrow(
      expect.objectContaining({ code }),
    );
    expect(() => prepared.run([[1]])).toThrow('"image" expected 20 x 31, got 1 x 1');
    prepared.dispose();
    prepared.dispose();
    expect(() => prepared.run(of('float32', 1))).toThrow(disposed('filter'));
    expect(() => prepared.explain()).toThrow(disposed('filter'));
  });

  it.each([
    ['sobell', { shape }, 'ERR_KERNEL', 'RangeError'],
    ['constructor', { shape }, 'ERR_KERNEL', 'RangeError'],
    ['sobel', { shape, sigma: 1 }, 'ERR_OPTION', 'TypeError'],
    ['sobel', { shape, out: new Float32Array(620) }, 'ERR_OPTION', 'TypeError'],
    ['sobel', {}, 'ERR_OPTION', 'TypeError'],
    ['sobel', undefined, 'ERR_OPTION', 'TypeError'],
    ['sobel', { shape: [0, 1] }, 'ERR_OPTION', 'RangeError'],
    ['sobel', { shape, output: 'z' }, 'ERR_OPTION', 'RangeError'],
    ['sobel', { shape, dtype: 'int16', output: 'angle' }, 'ERR_CONFLICT', 'TypeError'],
    ['gaussianBlur', { shape, dtype: 'float16' }, 'ERR_OPTION', 'RangeError'],
    ['gaussianBlur', { shape, sigma: -1 }, 'ERR_OPTION', 'RangeError'],
    ['gaussianBlur', { shape: [2 ** 20, 2 ** 20] }, 'ERR_MEMORY', 'RangeError'],
  ] as const)('refuse before there is an image: %s %j', (name, options, code, error) => {
    expect(() => prepare(name, options as object)).toThrow(expect.objectContaining({ code, name: error }));
  });
});
