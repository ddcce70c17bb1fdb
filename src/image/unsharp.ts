import { readImage } from '../container.ts';
import { elementTypes } from '../dtype.ts';
import { inMemory } from '../filter.ts';
import type { ConvolveOptions, NdArray } from '../types.ts';
import { rowSource } from '../view.ts';
import { notNegative, takeOptions } from './check.ts';
import type { Core, Filters } from './filters.ts';
import { blur } from './gaussian.ts';
import { kernels } from './kernels.ts';
import { dtypeOfContainer, keepingType } from './linear.ts';
import { targetsFor, typeOfResult } from './target.ts';

export function createUnsharpMask(core: Core): Filters['unsharpMask'] {
  return (image: unknown, options?: unknown): never => {
    const { own, core: shared } = takeOptions(options, ['sigma', 'size', 'truncate', 'amount', 'threshold']);
    const { threshold, amount, ...gaussian } = own;
    const least = notNegative('threshold', threshold, 0);
    const part = notNegative('amount', amount, 1);
    const kernel = kernels.unsharpMask({ ...gaussian, amount: part } as object);
    const dtype = typeOfResult(shared.dtype, shared.out, dtypeOfContainer(image) ?? 'float64');
    // What a kernel of both signs makes of weights, of alpha or of NaN that are left out, is no blurred image.
    const needsBlurred = least > 0 || shared.alpha === 'premultiply' || shared.nan === 'ignore';
    if (!needsBlurred) {
      return core.correlate2d(image as NdArray, kernel, keepingType(image, shared)) as never;
    }

    const container = readImage(image);
    const { kind, view } = container;
    const [target] = targetsFor(container, [{ out: shared.out, dtype }]);
    const working = dtype === 'float32' ? 'float32' : 'float64';
    const source = kind === 'nested' ? { data: view.data, shape: [view.rows, view.columns] } : image;
    const settings: ConvolveOptions = { ...shared, dtype: working, out: undefined };
    const { data: blurred } = blur(core, source, gaussian, settings) as NdArray;
    const pixels = inMemory(() => new elementTypes[working].array(blurred.length));
    rowSource(view).read(0, view.rows, pixels, 0, view.columns * view.channels);
    for (let i = 0; i < pixels.length; i++) {
      const value = pixels[i] as number;
      const difference = value - (blurred[i] as number);
      if (Math.abs(difference) > least) pixels[i] = value + part * difference;
      else if (shared.nan === 'ignore' && Number.isNaN(value)) pixels[i] = blurred[i] as number;
    }
    return target?.put(pixels) as never;
  };
}
