import { describe, expect, it } from 'vitest';
import type { ConvolveOptions, Kernel } from '../../src/base/types.ts';
import { allocate, convolve2d, prepare } from '../../src/index.ts';
import { backendNames, mayBeMissing } from '../support/backends.ts';
import { filled } from '../support/containers.ts';
import {
  disposed,
  image,
  kernel,
  kernelFor,
  memoryBytes,
  methods,
  noise,
  shape,
} from '../support/fixtures.ts';

describe.each(backendNames)('allocated for %s', (backend) => {
  describe.skipIf(mayBeMissing(backend))('an image', () => {
    it('is zeros of a type and a shape', () => {
      using resident = allocate([3, 4, 2], 'int16', { backend });
      expect(resident).toMatchObject({ shape: [3, 4, 2], dtype: 'int16', bytes: 48 });
      expect(resident.data).toEqual(new Int16Array(24));
    });

    it('may be a container of pixels, of which calls treat alpha as that of ImageData', () => {
      using pixels = allocate({ width: 3, height: 2 }, 'uint8clamped', { backend });
      expect(pixels).toMatchObject({ width: 3, height: 2, channels: 4, dtype: 'uint8clamped', bytes: 24 });
      expect(pixels).not.toHaveProperty('shape');
      expect(pixels.data).toEqual(new Uint8ClampedArray(24));
      pixels.data.set(pixels.data.map((_, i) => 10 * i));
      const copy = { data: pixels.data.slice(), width: 3, height: 2 };
      const edge = [[1, -1]];
      const expected = convolve2d(copy, edge, { mode: 'same', backend });
      expect(convolve2d(pixels, edge, { mode: 'same', backend })).toEqual(expected);
      expect(expected.data.filter((_, i) => i % 4 === 3)).toEqual(copy.data.filter((_, i) => i % 4 === 3));
      using out = allocate({ width: 3, height: 2, channels: 4 }, 'uint8clamped', { backend });
      expect(convolve2d(pixels, edge, { mode: 'same', backend, out })).toBe(out);
      expect(out.data).toEqual(expected.data);
      using gray = allocate({ width: 5, height: 4, channels: 1 }, 'float32', { backend });
      expect(gray).toMatchObject({ channels: 1, bytes: 80 });
    });

    it('of zeros comes out of memory that was used before', () => {
      const first = allocate(shape, 'float32', { backend });
      first.data.fill(9);
      first.dispose();
      using second = allocate(shape, 'float32', { backend });
      expect(second.data.every((value) => value === 0)).toBe(true);
    });

    it.each(methods)('serves as image and as out by the method %s', (method) => {
      for (const dtype of ['float32', 'float64', 'uint8'] as const) {
        const source = filled(shape, dtype, noise(8));
        const taps = kernelFor(method);
        const options: ConvolveOptions = { mode: 'same', boundary: 'symm', method, backend, dtype };
        const expected = convolve2d(source, taps, options);
        using input = allocate(shape, dtype, { backend });
        using out = allocate(shape, dtype, { backend });
        input.data.set(source.data as never);
        expect(convolve2d(input, taps, options)).toEqual(expected);
        expect(convolve2d(input, taps, { ...options, out })).toBe(out);
        expect(out.data).toEqual(expected.data);
        expect(input.data).toEqual(source.data);
        out.data.fill(0);
        using convolver = prepare(taps, { ...options, shape, dtype });
        convolver.run(input, out);
        expect(out.data).toEqual(expected.data);
      }
    });

    it('may be one row that stands for all', () => {
      const columns = shape[1] as number;
      using row = allocate([1, columns], 'uint8', { backend });
      row.data.set(row.data.map((_, i) => 5 * i));
      const all = Uint8Array.from(
        { length: (shape[0] as number) * columns },
        (_, i) => row.data[i % columns] as number,
      );
      // Taps without a symmetric pair, of which rounded products keep a table of their own.
      const kernel = { data: Float64Array.of(0.21, 0.14, 0.35, 0.7 / 3), shape: [2, 2] };
      using convolver = prepare(kernel, {
        shape,
        mode: 'valid',
        method: 'separable',
        dtype: 'uint8',
        precision: 'fast',
        backend,
      });
      expect(convolver.explain().plan).toMatchObject({ arithmetic: 'rounded' });
      const repeated = convolver.run({ data: row.data, shape, stride: [0, 1] });
      expect(repeated).toEqual(convolver.run({ data: all, shape }));
    });

    it('serves every other backend', () => {
      using input = allocate(shape, 'float32', { backend });
      using out = allocate(shape, 'float32', { backend });
      input.data.set(image.data);
      for (const other of backendNames) {
        if (mayBeMissing(other)) continue;
        const options = { mode: 'same', backend: other } as const;
        convolve2d(input, kernel, { ...options, out });
        expect(out.data).toEqual(convolve2d(image, kernel, options).data);
      }
    });

    it('may be cropped, turned over and read as pixels', () => {
      using input = allocate([44, 60], 'float32', { backend });
      using out = allocate([44, 60], 'float32', { backend });
      input.data.set(filled([44, 60], 'float32', noise(9)).data);
      const views = [
        { shape: [40, 48], stride: [60, 1], offset: 121 },
        { shape: [40, 48], stride: [-60, 1], offset: 43 * 60 },
        { shape: [40, 48], stride: [60, -1], offset: 59 },
        { shape: [20, 48], stride: [120, 1], offset: 3 },
        { shape: [48, 40], stride: [1, 60], offset: 0 },
      ];
      for (const method of ['direct', 'separable', 'fft'] as const) {
        const options = { mode: 'same', boundary: 'edge', method, backend } as const;
        for (const view of views) {
          const copy = { data: input.data.slice(), ...view };
          const expected = convolve2d(copy, kernelFor(method), options);
          expect(convolve2d({ data: input.data, ...view }, kernelFor(method), options)).toEqual(expected);
          out.data.fill(113);
          const target = { data: new Float32Array(44 * 60).fill(113), ...view };
          convolve2d(copy, kernelFor(method), { ...options, out: target });
          convolve2d(copy, kernelFor(method), { ...options, out: { data: out.data, ...view } });
          expect(out.data).toEqual(target.data);
        }
      }
    });

    it('may not be the out of what reads it', () => {
      using resident = allocate(shape, 'float32', { backend });
      using other = allocate(shape, 'float32', { backend });
      const overlap = expect.objectContaining({ name: 'RangeError', code: 'ERR_OVERLAP' });
      const options = { mode: 'same', backend } as const;
      expect(() => convolve2d(resident, kernel, { ...options, out: resident })).toThrow(overlap);
      expect(() => convolve2d(resident, kernel, { ...options, out: resident.data })).toThrow(overlap);
      expect(() => convolve2d(resident, [kernel, kernel], { ...options, out: [other, other] })).toThrow(
        overlap,
      );
      convolve2d(resident, kernel, { ...options, out: other });
    });

    it('serves as a kernel', () => {
      using taps = allocate([3, 3], 'float64', { backend });
      taps.data.set([1, 2, 3, 4, 5, 6, 7, 8, 9]);
      const copy = { data: taps.data.slice(), shape: [3, 3] };
      expect(convolve2d(image, taps, { backend })).toEqual(convolve2d(image, copy, { backend }));
      const valid = { mode: 'valid', backend } as const;
      const small = [[1, 2]];
      expect(convolve2d(small, taps, valid)).toEqual(convolve2d(small, copy, valid));
    });

    it('has no data after it was disposed of, which may be said twice', () => {
      const resident = allocate(shape, 'float32', { backend });
      resident.dispose();
      resident.dispose();
      resident[Symbol.dispose]();
      expect(() => resident.data).toThrow(disposed('image'));
      expect(() => convolve2d(resident, kernel, { backend })).toThrow(disposed('image'));
      expect(() => convolve2d(image, kernel, { mode: 'same', out: resident, backend })).toThrow(
        disposed('image'),
      );
    });
  });
});

describe('memory that grows', () => {
  const wasm = { backend: 'wasm', mode: 'same' } as const;

  /** Kernels that take more memory than there is, each time. */
  function growing(): Kernel {
    const side = Math.ceil(Math.sqrt(memoryBytes() / 4)) | 1;
    return { data: new Float64Array(side * side).fill(1 / side ** 2), shape: [side, side] };
  }

  it.each(['container', 'bare array'])('during a call is followed by its image and its out, a %s', (kind) => {
    using input = allocate([8, 9], 'float32', { backend: 'wasm' });
    using out = allocate([8, 9], 'float32', { backend: 'wasm' });
    input.data.set(image.data.subarray(0, 72));
    const taps = growing();
    const source = { data: input.data, shape: [8, 9] };
    const target = kind === 'container' ? { data: out.data, shape: [8, 9] } : out.data;
    const copy = { data: input.data.slice(), shape: [8, 9] };
    const before = memoryBytes();
    convolve2d(source, taps, { ...wasm, method: 'direct', out: target });
    expect(memoryBytes()).toBeGreaterThan(before);
    expect(out.data).toEqual(convolve2d(copy, taps, { ...wasm, method: 'direct' }).data);
    expect(input.data).toEqual(copy.data);
  });

  it('during a call of a convolver is followed too', () => {
    using input = allocate([8, 9], 'float64', { backend: 'wasm' });
    using out = allocate([8, 9], 'float64', { backend: 'wasm' });
    input.data.set(image.data.subarray(0, 72));
    const copy = { data: input.data.slice(), shape: [8, 9] };
    const taps = growing();
    using convolver = prepare(taps, { ...wasm, shape: [8, 9], method: 'direct' });
    const before = memoryBytes();
    // Of another type than it was prepared for.
    convolver.run({ data: input.data, shape: [8, 9] }, out.data);
    expect(memoryBytes()).toBeGreaterThan(before);
    const expected = convolve2d(copy, taps, { ...wasm, method: 'direct' });
    expect(out.data).toEqual(expected.data);
  });

  it('during a call does not hide an overlap', () => {
    using resident = allocate([8, 9], 'float32', { backend: 'wasm' });
    const before = memoryBytes();
    expect(() => convolve2d(resident, growing(), { ...wasm, method: 'direct', out: resident })).toThrow(
      expect.objectContaining({ code: 'ERR_OVERLAP' }),
    );
    expect(() =>
      convolve2d({ data: resident.data, shape: [8, 9] }, growing(), { ...wasm, out: resident.data }),
    ).toThrow(expect.objectContaining({ code: 'ERR_OVERLAP' }));
    expect(memoryBytes()).toBe(before);
  });

  it('moves an image, and leaves an array of where it was detached', () => {
    using resident = allocate([2, 2], 'float32', { backend: 'wasm' });
    resident.data.set([1, 2, 3, 4]);
    const stale = resident.data;
    convolve2d([[1]], growing(), { ...wasm, method: 'direct' });
    expect(stale).toHaveLength(0);
    expect([...resident.data]).toEqual([1, 2, 3, 4]);
    expect(resident.data).toBe(resident.data);
    expect(() => convolve2d({ data: stale, shape: [2, 2] }, kernel, wasm)).toThrow(
      expect.objectContaining({ code: 'ERR_DETACHED' }),
    );
    expect(convolve2d(resident, [[2]], wasm).data).toEqual(Float32Array.of(2, 4, 6, 8));
  });
});

describe.each(['wasm', 'wasm-relaxed'] as const)('a resident image of several strips on %s', (backend) => {
  // The first and the last strip have rows beyond the image, and are copied. Those between are read where they lie.
  it.skipIf(mayBeMissing(backend))('gives the results of a copy', () => {
    const tall = filled([900, 300], 'float32', noise(5));
    using resident = allocate(tall.shape, 'float32', { backend });
    resident.data.set(tall.data);
    for (const taps of [kernelFor('direct'), kernelFor('separable')]) {
      for (const boundary of ['fill', 'symm', 'wrap'] as const) {
        const options = { mode: 'same', boundary, backend } as const;
        expect(convolve2d(resident, taps, options).data).toEqual(convolve2d(tall, taps, options).data);
      }
    }
  });
});
