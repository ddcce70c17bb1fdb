import { describe, expect, it } from 'vitest';
import { convolve2d, correlate2d, sepConvolve2d } from '../../src/index.ts';
import { backendsHere } from '../support/backends.ts';
import { filled } from '../support/containers.ts';
import { integers } from '../support/random.ts';
import { answer } from './answer.ts';

describe.each(backendsHere)('normalize on %s', (backend) => {
  it('divides the kernel by its sum, and each of several by its own', () => {
    expect(answer([[4, 8]], [[1, 3]], { normalize: true, backend })).toEqual([[1, 5, 6]]);
    const several = convolve2d([[4]], [[[1, 3]], [[-2]], [[1, -1]]], { normalize: true, backend });
    expect(several).toEqual([[[1, 3]], [[4]], [[4, -4]]]);
  });

  it('makes the mean of bytes round as the exact one', () => {
    const image = { data: Uint8Array.of(0, 1, 3, 4), shape: [1, 4] };
    const { data } = convolve2d(image, [[1, 1]], { mode: 'valid', normalize: true, dtype: 'uint8', backend });
    expect(Array.from(data)).toEqual([0, 2, 4]);
  });

  it('divides the kernel also where image and kernel are swapped', () => {
    const options = { mode: 'valid', normalize: true, backend } as const;
    expect(convolve2d([[1, 2]], [[1, 1, 2]], options)).toEqual([[0.75, 1]]);
    expect(correlate2d([[1, 2]], [[1, 1, 2]], options)).toEqual([[1.25, 0.75]]);
  });

  it('leaves a column and a row alone whose product has sum 0, by every method', () => {
    const image = filled([20, 30], 'float64', integers(1, -9, 9));
    const kernel = [1, 0, -1].map((a) => [1, 2, 1].map((b) => a * b));
    const expected = convolve2d(image, kernel, { normalize: true, backend });
    expect(expected).toEqual(convolve2d(image, kernel, { backend }));
    for (const method of ['auto', 'direct', 'separable'] as const) {
      expect(sepConvolve2d(image, [1, 0, -1], [1, 2, 1], { normalize: true, method, backend })).toEqual(
        expected,
      );
    }
  });
});
