import { afterEach, describe, expect, it, vi } from 'vitest';
import { allocate, convolve2d, gaussianBlur, prepare } from '../../src/index.ts';
import { backendsHere } from '../support/backends.ts';
import { filled } from '../support/containers.ts';
import { disposed, kernel, memoryBytes, noise, shape } from '../support/fixtures.ts';

afterEach(() => vi.unstubAllGlobals());

describe('an image in shared memory', () => {
  it('is zeros of a type and a shape', () => {
    using image = allocate([3, 4, 2], 'int16', { shared: true });
    expect(image).toMatchObject({ shape: [3, 4, 2], dtype: 'int16', bytes: 48 });
    expect(image.data).toEqual(new Int16Array(new SharedArrayBuffer(48)));
    const { buffer }: { readonly buffer: SharedArrayBuffer } = image.data;
    expect(buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(buffer.byteLength).toBe(48);
  });

  it('may be a container of pixels', () => {
    using pixels = allocate({ width: 3, height: 2 }, 'uint8clamped', { shared: true });
    expect(pixels).toMatchObject({ width: 3, height: 2, channels: 4, bytes: 24 });
    const { buffer }: { readonly buffer: SharedArrayBuffer } = pixels.data;
    expect(buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it('takes none of the memory of a backend', () => {
    const before = memoryBytes();
    using image = allocate([4000, 1000], 'float32', { shared: true });
    expect(image.data[0]).toBe(0);
    expect(memoryBytes()).toEqual(before);
  });

  it.each(backendsHere)('serves %s as image and as out', (backend) => {
    const source = filled(shape, 'float32', noise(8));
    using image = allocate(shape, 'float32', { shared: true });
    using out = allocate(shape, 'float32', { shared: true });
    image.data.set(source.data as never);
    const options = { mode: 'same', backend } as const;
    const expected = convolve2d(source, kernel, options);
    expect(convolve2d(image, kernel, options)).toEqual(expected);
    expect(convolve2d(image, kernel, { ...options, out })).toBe(out);
    expect([...out.data]).toEqual([...expected.data]);
    using convolver = prepare(kernel, { shape, ...options });
    out.data.fill(0);
    convolver.run(image, out);
    expect([...out.data]).toEqual([...expected.data]);
    const blurred = gaussianBlur(image, { sigma: 1, backend });
    expect(blurred).toEqual(gaussianBlur(source, { sigma: 1, backend }));
  });

  it('is gone once it is disposed of, also for those who kept its data', () => {
    const image = allocate([3, 4], 'float32', { shared: true });
    const { data } = image;
    image.dispose();
    image.dispose();
    expect(() => image.data).toThrow(disposed('image'));
    expect(() => convolve2d(image, kernel)).toThrow(disposed('image'));
    expect(() => convolve2d({ data, shape: [3, 4] }, kernel)).toThrow(disposed('image'));
  });

  it('is refused by a clear error where there is none', () => {
    vi.stubGlobal('SharedArrayBuffer', undefined);
    expect(() => allocate([1, 2], 'uint8', { shared: true })).toThrow(
      expect.objectContaining({
        code: 'ERR_OPTION',
        message:
          '"shared" expected SharedArrayBuffer to be there, which pages have if they are cross-origin isolated, got none',
      }),
    );
    expect(allocate([1, 2], 'uint8', { shared: false }).data).toEqual(new Uint8Array(2));
  });

  it('does not fit into memory', () => {
    expect(() => allocate([2 ** 25, 2 ** 25], 'float64', { shared: true })).toThrow(
      expect.objectContaining({ code: 'ERR_MEMORY' }),
    );
  });
});
