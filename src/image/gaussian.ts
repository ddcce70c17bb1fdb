import { elementTypes } from '../dtype.ts';
import type { ConvolveOptions } from '../types.ts';
import { takeOptions } from './check.ts';
import type { Core, Filters } from './filters.ts';
import { gaussianFactors } from './kernels.ts';
import { keepingType } from './linear.ts';
import { typeOfResult } from './target.ts';

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
  const { method = passes(column, row, normalize, options) } = options;
  return sepConvolve2d(image as never, column, row, { ...options, normalize, method });
}

/**
 * Of integer results whose sums are not exact, the core makes direct sums, so that nothing depends on the method. The sums of
 * Gaussians are so small that passes in float64 are nearer to the exact sum than direct ones, and many times as fast.
 */
function passes(
  column: Float64Array,
  row: Float64Array,
  isExact: boolean,
  { dtype, out }: ConvolveOptions,
): 'separable' | 'auto' {
  const isInteger = elementTypes[typeOfResult(dtype, out, 'float64')].range !== null;
  // Far from the normal numbers that passes need, and nothing that a Gaussian has but where `size` asks for its far tails.
  const leastTap = Math.min(column.at(0) as number, row.at(0) as number);
  return isInteger && !isExact && leastTap > 1e-100 ? 'separable' : 'auto';
}
