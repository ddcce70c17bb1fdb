import { expect, it } from 'vitest';
import { convolve2d, correlate2d, sepConvolve2d } from '../../src/index.ts';
import { filled } from '../support/containers.ts';
import { integers } from '../support/random.ts';

it('divides the kernel, also where image and kernel trade places', () => {
  const options = { mode: 'valid', normalize: true } as const;
  expect(convolve2d([[1, 2]], [[1, 1, 2]], options)).toEqual([[0.75, 1]]);
  expect(correlate2d([[1, 2]], [[1, 1, 2]], options)).toEqual([[1.25, 0.75]]);
});

it('leaves a column and a row alone whose product has sum 0, by every method', () => {
  const image = filled([20, 30], 'float64', integers(1, -9, 9));
  const kernel = [1, 0, -1].map((a) => [1, 2, 1].map((b) => a * b));
  const expected = convolve2d(image, kernel, { normalize: true });
  expect(expected).toEqual(convolve2d(image, kernel));
  for (const method of ['auto', 'direct', 'separable'] as const) {
    expect(sepConvolve2d(image, [1, 0, -1], [1, 2, 1], { normalize: true, method })).toEqual(expected);
  }
});
