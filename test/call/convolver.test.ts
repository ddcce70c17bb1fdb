import { describe, expect, it } from 'vitest';
import type { ConvolveOptions, Kernel } from '../../src/base/types.ts';
import { backendInfo, convolve2d, correlate2d, prepare } from '../../src/index.ts';
import { backendNames, mayBeMissing } from '../support/backends.ts';
import { filled, nested } from '../support/containers.ts';
import { disposed, gaussian, image, kernel, kernelFor, methods, noise, shape } from '../support/fixtures.ts';

describe.each(backendNames)('prepared for %s', (backend) => {
  describe.skipIf(mayBeMissing(backend))('a kernel', () => {
    it.each(methods)('by the method %s gives what a call gives, again and again, and into out', (method) => {
      const options: ConvolveOptions = { mode: 'same', boundary: 'wrap', method, backend };
      const expected = convolve2d(image, kernelFor(method), options);
      using convolver = prepare(kernelFor(method), { ...options, shape });
      expect(convolver.run(image)).toEqual(expected);
      convolver.run(filled(shape, 'float32', noise(3)));
      expect(convolver.run(image)).toEqual(expected);
      const out = new Float32Array(2000);
      expect(convolver.run(image, out)).toBe(out);
      expect(out).toEqual(expected.data);
      if (method !== 'auto') expect(convolver.explain()).toMatchObject({ method, backend });
    });

    it('counts its runs', () => {
      using convolver = prepare(kernel, { shape, backend });
      const { runs } = backendInfo().backends[backend];
      convolver.run(image);
      convolver.run(image);
      expect(backendInfo().backends[backend].runs).toBe(runs + 2);
    });

    it('filters images of element types that it was not prepared for', () => {
      using convolver = prepare(kernel, { shape, backend });
      for (const dtype of ['uint8', 'float64', 'int32', 'uint8clamped'] as const) {
        const other = filled(shape, dtype, () => 7);
        expect(convolver.run(other)).toEqual(convolve2d(other, kernel, { backend }));
      }
      const rows = nested(40, 50, noise(4));
      expect(convolver.run(rows)).toEqual(convolve2d(rows, kernel, { backend }));
      const pixels = { data: image.data, width: 50, height: 40, channels: 1 };
      expect(convolver.run(pixels)).toEqual(convolve2d(pixels, kernel, { backend }));
    });

    it('writes results of any type into out', () => {
      using convolver = prepare(kernel, { shape, backend });
      for (const out of [new Float64Array(48 * 58), new Int16Array(48 * 58)]) {
        expect(convolver.run(image, out.slice())).toEqual(convolve2d(image, kernel, { out, backend }));
      }
    });

    it('is the operation, the type and the delta that were asked for', () => {
      const options = { dtype: 'int16', delta: 2.5, stride: [2, 3], dilation: 2, backend } as const;
      const { operation = 'correlate2d', ...others } = options as ConvolveOptions & {
        operation?: 'correlate2d';
      };
      using convolver = prepare(kernel, { ...others, operation, shape });
      expect(convolver.run(image)).toEqual(correlate2d(image, kernel, others));
    });

    it.each(['direct', 'separable', 'fft'] as const)('is a bank, if several, by the method %s', (method) => {
      const bank: Kernel[] = [kernelFor(method), gaussian, [[1, 2]], kernelFor(method)];
      const options = { method, backend };
      using convolver = prepare(bank, { ...options, shape });
      const expected = convolve2d(image, bank, options);
      expect(convolver.run(image)).toEqual(expected);
      const outs = expected.map(({ data }) => new Float32Array(data.length));
      expect(convolver.run(image, outs)).toBe(outs);
      expect(outs).toEqual(expected.map(({ data }) => data));
      if (method === 'fft') return;
      expect(expected).toEqual(bank.map((one) => convolve2d(image, one, options)));
    });

    it('larger than the image trades places with it, in mode valid', () => {
      const small = filled([3, 4, 2], 'float32', noise(5));
      const options = { mode: 'valid', backend } as const;
      using convolver = prepare(kernel, { ...options, shape: [3, 4, 2] });
      const expected = convolve2d(small, kernel, options);
      expect(convolver.run(small)).toEqual(expected);
      expect(convolver.run(small, new Float32Array(expected.data.length))).toEqual(expected.data);
      expect(convolver.explain().backend).toBe(backend);
    });

    it('is what it was when it was prepared, whatever becomes of the array', () => {
      const taps = filled([3, 3], 'float64', noise(6));
      const before = { ...taps, data: taps.data.slice() };
      using convolver = prepare(taps, { shape, backend });
      taps.data.fill(0);
      for (const dtype of ['float32', 'float64'] as const) {
        const other = filled(shape, dtype, noise(7));
        expect(convolver.run(other)).toEqual(convolve2d(other, before, { backend }));
      }
    });

    it('refuses images of another shape', () => {
      using convolver = prepare(kernel, { shape, backend });
      for (const other of [
        [40, 51],
        [41, 50],
        [50, 40],
        [40, 50, 2],
      ]) {
        expect(() => convolver.run(filled(other, 'float32', () => 0))).toThrow(
          expect.objectContaining({ name: 'RangeError', code: 'ERR_SIZE' }),
        );
      }
      expect(() => convolver.run(nested(3, 4, () => 0))).toThrow('"image" expected 40 x 50, got 3 x 4');
    });

    it('refuses an out of the wrong size, on the image or of another type than asked for', () => {
      using convolver = prepare(kernel, { shape, backend, mode: 'same', dtype: 'float32' });
      const code = (name: string) => expect.objectContaining({ code: name });
      expect(() => convolver.run(image, new Float32Array(1999))).toThrow(code('ERR_OUT'));
      expect(() => convolver.run(image, image)).toThrow(code('ERR_OVERLAP'));
      expect(() => convolver.run(image, new Float64Array(2000))).toThrow(code('ERR_CONFLICT'));
      expect(() => convolver.run(image, null as never)).toThrow(code('ERR_OUT'));
    });

    it('is of no use after it was disposed of, which may be said twice', () => {
      const convolver = prepare(kernel, { shape, backend });
      convolver.run(image);
      convolver.dispose();
      convolver.dispose();
      convolver[Symbol.dispose]();
      expect(() => convolver.run(image)).toThrow(disposed('convolver'));
      expect(() => convolver.explain()).toThrow(disposed('convolver'));
    });

    it('can be disposed of while others live', () => {
      const expected = convolve2d(image, kernel, { backend });
      const convolvers = methods.flatMap((method) =>
        [1, 2].map(() => prepare(kernelFor(method), { shape, backend, method })),
      );
      const last = prepare(kernel, { shape, backend, method: 'direct' });
      for (const [n, convolver] of convolvers.entries()) if (n % 2 === 0) convolver.dispose();
      const more = prepare(gaussian, { shape, backend, method: 'fft' });
      more.run(image);
      expect(last.run(image)).toEqual(convolve2d(image, kernel, { backend, method: 'direct' }));
      for (const convolver of convolvers) convolver.dispose();
      expect(last.run(image)).toEqual(convolve2d(image, kernel, { backend, method: 'direct' }));
      expect(convolve2d(image, kernel, { backend })).toEqual(expected);
      more.dispose();
      last.dispose();
    });
  });
});
