import { elementTypes } from '../base/dtype.ts';
import type { Core } from '../call/core.ts';
import { applyKernel, blurWith, keepingType } from './apply.ts';
import { finite, notNegative } from './check.ts';
import type { Filters } from './filters.ts';
import { gaussianFactors, unsharpBuilder } from './gaussian.ts';

const names = ['sigma', 'size', 'truncate', 'amount', 'threshold'] as const;

export function createUnsharpMask(core: Core): Filters['unsharpMask'] {
  return blurWith(names, keepingType, (own, image, outs, options) => {
    const { threshold: given, ...others } = own;
    const threshold = notNegative('threshold', given, 0);
    const amount = finite('amount', others.amount, 1);
    const kernel = unsharpBuilder(others as object);
    const { amount: _, ...gaussian } = others;
    // A kernel takes many more multiplications than the blur, but shows infinities as direct sums do.
    const isFloat =
      elementTypes[image.view.dtype].range === null || elementTypes[options.dtype].range === null;
    const isPlain = threshold === 0 && options.alpha !== 'premultiply' && options.nan !== 'ignore';
    return isFloat && isPlain && options.precision === 'exact'
      ? applyKernel(core, kernel, image, outs, options)
      : applyKernel(core, gaussianFactors(gaussian), image, outs, {
          ...options,
          sharpening: { amount, threshold },
        });
  });
}
