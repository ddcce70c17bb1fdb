import { describe, expect, it } from 'vitest';
import type { DType } from '../../src/base/types.ts';
import { convolve2d } from '../../src/index.ts';
import { backendsHere } from '../support/backends.ts';
import { answer } from './answer.ts';

describe.each(backendsHere)('delta on %s', (backend) => {
  const filtered = (kernel: number[][], delta: number, dtype: DType) =>
    Array.from(
      convolve2d({ data: Uint8Array.of(1, 2, 3), shape: [1, 3] }, kernel, { delta, dtype, backend }).data,
    );

  it('is added to every result, once', () => {
    expect(answer([[1, 2]], [[1, 1]], { delta: -0.25, backend })).toEqual([[0.75, 2.75, 1.75]]);
  });

  it('is added before rounding and saturation', () => {
    expect(filtered([[0.5]], 0.25, 'uint8')).toEqual([1, 1, 2]);
    expect(filtered([[0.5]], 0, 'uint8')).toEqual([0, 1, 2]);
    expect(filtered([[1]], 253, 'uint8')).toEqual([254, 255, 255]);
    expect(filtered([[1]], -2, 'uint8')).toEqual([0, 0, 1]);
    expect(filtered([[-100]], 128, 'int8')).toEqual([28, -72, -128]);
  });

  it('is not divided with the kernel', () => {
    expect(answer([[6]], [[3]], { normalize: true, delta: 1, backend })).toEqual([[7]]);
  });
});
