import { describe, expect, it } from 'vitest';
import { convolve2d, prepare } from '../../src/index.ts';
import { backendsHere } from '../support/backends.ts';

describe.each(backendsHere)('out on %s', (backend) => {
  const image = { data: Float32Array.of(1, 2, 3, 4), shape: [2, 2] };
  const kernel = [[0.5]];

  it('is returned, and holds the result', () => {
    const array = new Float32Array(4);
    expect(convolve2d(image, kernel, { out: array, backend })).toBe(array);
    expect(array).toEqual(Float32Array.of(0.5, 1, 1.5, 2));
    const container = { data: new Float32Array(4), width: 2, height: 2, channels: 1 };
    expect(convolve2d(image, kernel, { out: container, backend })).toBe(container);
    expect(container.data).toEqual(array);
    const rows = [
      [9, 9],
      [9, 9],
    ];
    expect(convolve2d(image, kernel, { out: rows, backend })).toBe(rows);
    expect(rows).toEqual([
      [0.5, 1],
      [1.5, 2],
    ]);
  });

  it('decides the element type of the result', () => {
    const out = new Int8Array(4);
    expect(convolve2d(image, kernel, { out, backend })).toEqual(Int8Array.of(0, 1, 2, 2));
  });

  it('is written where its strides say, and nowhere else', () => {
    const out = { data: new Float64Array(9).fill(7), shape: [2, 2], stride: [-4, 2], offset: 5 };
    convolve2d(image, kernel, { out, backend });
    expect(out.data).toEqual(Float64Array.of(7, 1.5, 7, 2, 7, 0.5, 7, 1, 7));
  });

  it('is a list for several kernels', () => {
    const out = [new Float32Array(4), new Float32Array(6)];
    expect(convolve2d(image, [kernel, [[1, 1]]], { out, backend })).toBe(out);
    expect(out.map((array) => Array.from(array))).toEqual([
      [0.5, 1, 1.5, 2],
      [1, 3, 2, 3, 7, 4],
    ]);
  });

  it('of a convolver is an argument of its runs', () => {
    using prepared = prepare(kernel, { shape: [2, 2], backend });
    const out = new Float32Array(4);
    expect(prepared.run(image, out)).toBe(out);
    expect(out).toEqual(Float32Array.of(0.5, 1, 1.5, 2));
  });

  it('of the wrong size or type is refused before anything is written', () => {
    const calls = [
      ['ERR_OUT', { out: new Float32Array(5).fill(7) }],
      ['ERR_CONFLICT', { out: new Float32Array(4).fill(7), dtype: 'float64' }],
      ['ERR_OVERLAP', { out: image.data }],
    ] as const;
    for (const [code, options] of calls) {
      const before = options.out.slice();
      expect(() => convolve2d(image, kernel, { ...options, backend })).toThrow(
        expect.objectContaining({ code }),
      );
      expect(options.out).toEqual(before);
    }
  });

  it('may lie on a kernel that is read as the image only where that is noticed or harmless', () => {
    const small = { data: Float64Array.of(1, 2, 3, 4), shape: [1, 2, 2] };
    const memory = Float64Array.from({ length: 18 }, (_, n) => n + 1);
    const large = { data: memory.subarray(0, 12), shape: [3, 4] };
    const options = { mode: 'valid', backend } as const;
    const expected = convolve2d(small, large, options).data;
    try {
      convolve2d(small, large, { ...options, out: memory });
    } catch (error) {
      expect(error).toMatchObject({ code: 'ERR_OVERLAP' });
      return;
    }
    expect(memory).toEqual(expected);
  });
});
