import type { ConvolveOptions } from '../types.ts';
import { takeOptions } from './check.ts';
import type { Core, Filters } from './filters.ts';
import { gaussianFactors } from './kernels.ts';
import { keepingType } from './linear.ts';

export function createGaussianBlur(core: Core): Filters['gaussianBlur'] {
  return (image: unknown, options?: unknown): never => {
    const { own, core: shared } = takeOptions(options, ['sigma', 'size', 'truncate']);
    return blur(core, image, own, keepingType(image, shared)) as never;
  };
}

/** Convolves with the Gaussian that the options `own` describe. */
export function blur(
  { sepConvolve2d }: Core,
  image: unknown,
  own: object,
  options: ConvolveOptions,
): unknown {
  const { column, row, normalize } = gaussianFactors(own);
  return sepConvolve2d(image as never, column, row, { ...options, normalize });
}
