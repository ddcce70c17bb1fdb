import { elementTypes } from '../base/dtype.ts';
import { inMemory } from '../base/errors.ts';
import type { Core } from '../call/api.ts';
import { applyKernel, blurWith, elementsOf } from './apply.ts';
import { notNegative } from './check.ts';
import type { Filters } from './filters.ts';
import { gaussianFactors, unsharpBuilder } from './gaussian.ts';
import { targetsFor } from './target.ts';

const names = ['sigma', 'size', 'truncate', 'amount', 'threshold'] as const;

export function createUnsharpMask(core: Core): Filters['unsharpMask'] {
  return blurWith(names, (own, image, outs, options) => {
    const { threshold: given, ...others } = own;
    const threshold = notNegative('threshold', given, 0);
    const amount = notNegative('amount', others.amount, 1);
    const kernel = unsharpBuilder(others as object);
    // Alpha and NaN make filters divide by sums of taps: a Gaussian's are positive, while some of an unsharp kernel's are not.
    const needsBlurred = threshold > 0 || options.alpha === 'premultiply' || options.nan === 'ignore';
    if (!needsBlurred) return applyKernel(core, kernel, image, outs, options);

    const [put] = targetsFor(image, [outs], [options.dtype]);
    const dtype = options.dtype === 'float32' ? 'float32' : 'float64';
    const { amount: _, ...gaussian } = others;
    const [blurred = []] = elementsOf(core, gaussianFactors(gaussian), image, { ...options, dtype });
    const { view } = image;
    const pixels = inMemory(() => new elementTypes[dtype].array(blurred.length));
    view.read(0, view.rows, pixels, 0, view.columns * view.channels);
    for (let i = 0; i < pixels.length; i++) {
      const value = pixels[i] as number;
      const difference = value - (blurred[i] as number);
      if (Math.abs(difference) > threshold) pixels[i] = value + amount * difference;
      else if (options.nan === 'ignore' && Number.isNaN(value)) pixels[i] = blurred[i] as number;
    }
    return put?.(pixels)();
  });
}
