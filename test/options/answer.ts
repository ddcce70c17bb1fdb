import { expect } from 'vitest';
import type { ConvolveOptions } from '../../src/base/types.ts';
import { convolve2d, prepare } from '../../src/index.ts';

type Rows = number[][];

/** The result of a call, which a prepared kernel and each of several kernels have to give too. */
export function answer(image: Rows, kernel: Rows, options: Omit<ConvolveOptions, 'out'>): Rows {
  const result = convolve2d(image, kernel, options);
  using prepared = prepare(kernel, { ...options, shape: [image.length, image[0]!.length] });
  expect(prepared.run(image), 'prepared').toEqual(result);
  expect(convolve2d(image, [kernel, kernel], options), 'several kernels').toEqual([result, result]);
  return result;
}
