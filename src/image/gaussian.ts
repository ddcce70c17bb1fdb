import { elementTypes } from '../dtype.ts';
import type { ConvolveOptions, DType } from '../types.ts';
import { takeOptions } from './check.ts';
import type { Core, Filters } from './filters.ts';
import { gaussianFactors } from './kernels.ts';
import { keepingType } from './linear.ts';
import { typeOfResult } from './target.ts';

export function createGaussianBlur(core: Core): Filters['gaussianBlur'] {
  return (image: unknown, options?: unknown): never => {
    const { own, core: shared } = takeOptions(options, ['sigma', 'size', 'truncate']);
    const settings = keepingType(image, shared);
    const dtype = typeOfResult(settings.dtype, settings.out, 'float64');
    return blur(core, image, own, settings, dtype) as never;
  };
}

/** Convolves with the Gaussian that the options `own` describe, for a result that will be of this type. */
export function blur(
  { sepConvolve2d }: Core,
  image: unknown,
  own: object,
  options: ConvolveOptions,
  dtype: DType,
): unknown {
  const { column, row, normalize } = gaussianFactors(own);
  // Of integer results whose sums are not exact the core makes direct sums, so that nothing depends on the method. Passes in
  // float64 are as near to the exact sum of a Gaussian, and many times as fast.
  const isRounded = elementTypes[dtype].range !== null && !normalize;
  // Far from the normal numbers that passes need, and from what a Gaussian has but where `size` asks for its far tails.
  const leastTap = Math.min(column[0] as number, row[0] as number);
  const { method = isRounded && leastTap > 1e-100 ? 'separable' : 'auto' } = options;
  return sepConvolve2d(image as never, column, row, { ...options, normalize, method });
}
