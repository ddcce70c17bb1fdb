import { elementTypes } from '../base/dtype.ts';
import { inMemory } from '../base/errors.ts';
import type { DType, NdArray } from '../base/types.ts';
import type { Core } from '../call/api.ts';
import { noOuts } from '../call/outs.ts';
import { notNegative } from './check.ts';
import type { Filters } from './filters.ts';
import { foldableUnsharp, gaussianFactors } from './kernels.ts';
import { applyKernel, filterWith, keepingType } from './linear.ts';
import { arrayOf, targetsFor } from './target.ts';

const names = ['sigma', 'size', 'truncate', 'amount', 'threshold'] as const;

export function createUnsharpMask(core: Core): Filters['unsharpMask'] {
  return filterWith(names, keepingType, (own, container, outs, options) => {
    const { threshold, amount, ...gaussian } = own;
    const least = notNegative('threshold', threshold, 0);
    const part = notNegative('amount', amount, 1);
    const kernel = foldableUnsharp({ ...gaussian, amount: part } as object);
    const { view } = container;
    // What a kernel of both signs makes of weights, of alpha or of NaN that are left out, is no blurred image.
    const needsBlurred = least > 0 || options.alpha === 'premultiply' || options.nan === 'ignore';
    if (!needsBlurred) return applyKernel(core, kernel, container, outs, options);

    const [put] = targetsFor(container, [{ out: outs.each[0], dtype: options.dtype as DType }]);
    const dtype = options.dtype === 'float32' ? 'float32' : 'float64';
    const factors = gaussianFactors(gaussian);
    const settings = { ...options, dtype } as const;
    const { data: blurred } = applyKernel(core, factors, arrayOf(container), noOuts, settings) as NdArray;
    const pixels = inMemory(() => new elementTypes[dtype].array(blurred.length));
    view.read(0, view.rows, pixels, 0, view.columns * view.channels);
    for (let i = 0; i < pixels.length; i++) {
      const value = pixels[i] as number;
      const difference = value - (blurred[i] as number);
      if (Math.abs(difference) > least) pixels[i] = value + part * difference;
      else if (options.nan === 'ignore' && Number.isNaN(value)) pixels[i] = blurred[i] as number;
    }
    return put?.(pixels)();
  });
}
