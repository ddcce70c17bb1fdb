import type { Core } from '../api.ts';
import { readImage, settle } from '../container.ts';
import { elementTypes } from '../dtype.ts';
import { inMemory } from '../errors.ts';
import { noOuts, readOuts, renewed } from '../filter.ts';
import type { CheckedOptions } from '../spec/options.ts';
import type { NdArray } from '../types.ts';
import { rowSource } from '../view.ts';
import { notNegative, readFilterOptions } from './check.ts';
import type { Filters } from './filters.ts';
import { blur } from './gaussian.ts';
import { foldableUnsharp } from './kernels.ts';
import { filterFolded } from './linear.ts';
import { arrayOf, targetsFor, typeOfResult } from './target.ts';

export function createUnsharpMask(core: Core): Filters['unsharpMask'] {
  return (image: unknown, options?: unknown): never => {
    const names = ['sigma', 'size', 'truncate', 'amount', 'threshold'] as const;
    const { own, core: shared } = readFilterOptions(options, names);
    const { threshold, amount, ...gaussian } = own;
    const reading = readImage(image);
    const outs = readOuts(null, shared.out);
    const least = notNegative('threshold', threshold, 0);
    const part = notNegative('amount', amount, 1);
    const kernel = foldableUnsharp({ ...gaussian, amount: part } as object);
    const container = settle(reading);
    const { view } = container;
    const [out] = outs.each;
    const dtype = typeOfResult(shared.dtype, out?.dtype, view.dtype);
    // What a kernel of both signs makes of weights, of alpha or of NaN that are left out, is no blurred image.
    const needsBlurred = least > 0 || shared.alpha === 'premultiply' || shared.nan === 'ignore';
    if (!needsBlurred) {
      return filterFolded(core, kernel, container, outs, { ...shared, dtype }) as never;
    }

    const [target] = targetsFor(container, [{ out, dtype }]);
    const working = dtype === 'float32' ? 'float32' : 'float64';
    const settings: CheckedOptions = { ...shared, dtype: working };
    const { data: blurred } = blur(core, arrayOf(container), gaussian, noOuts, settings) as NdArray;
    const pixels = inMemory(() => new elementTypes[working].array(blurred.length));
    rowSource(renewed(view)).read(0, view.rows, pixels, 0, view.columns * view.channels);
    for (let i = 0; i < pixels.length; i++) {
      const value = pixels[i] as number;
      const difference = value - (blurred[i] as number);
      if (Math.abs(difference) > least) pixels[i] = value + part * difference;
      else if (shared.nan === 'ignore' && Number.isNaN(value)) pixels[i] = blurred[i] as number;
    }
    return target?.put(pixels) as never;
  };
}
