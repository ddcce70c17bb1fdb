import { readImage } from '../container.ts';
import { elementTypes } from '../dtype.ts';
import { inMemory } from '../filter.ts';
import type { ConvolveOptions, NdArray } from '../types.ts';
import { rowSource } from '../view.ts';
import { notNegative, takeOptions } from './check.ts';
import type { Core, Filters } from './filters.ts';
import { gaussianFactors, kernels } from './kernels.ts';
import { dtypeOfContainer, keepingType } from './linear.ts';
import { targetsFor, typeOfResult } from './target.ts';

export function createUnsharpMask(core: Core): Filters['unsharpMask'] {
  return (image: unknown, options?: unknown): never => {
    const { own, core: shared } = takeOptions(options, ['sigma', 'size', 'truncate', 'amount', 'threshold']);
    const { threshold, amount, ...blur } = own;
    const least = notNegative('threshold', threshold, 0);
    const kernel = kernels.unsharpMask({ ...blur, amount } as object);
    if (least > 0)
      return byThreshold(core, image, blur, notNegative('amount', amount, 1), least, shared) as never;
    return core.correlate2d(image as NdArray, kernel, keepingType(image, shared)) as never;
  };
}

/** The blurred image is needed by itself, to tell by how much the image differs from it. */
function byThreshold(
  { sepConvolve2d }: Core,
  image: unknown,
  blur: object,
  amount: number,
  threshold: number,
  options: ConvolveOptions,
): unknown {
  const container = readImage(image);
  const { kind, view } = container;
  const dtype = typeOfResult(options.dtype, options.out, dtypeOfContainer(image) ?? 'float64');
  const [target] = targetsFor(container, [{ out: options.out, dtype }]);
  const working = dtype === 'float32' ? 'float32' : 'float64';
  const source = kind === 'nested' ? { data: view.data, shape: [view.rows, view.columns] } : image;
  const { column, row, normalize } = gaussianFactors(blur);
  const settings = { ...options, normalize, dtype: working, out: undefined } as const;
  const { data: blurred } = sepConvolve2d(source as NdArray, column, row, settings);
  const pixels = inMemory(() => new elementTypes[working].array(blurred.length));
  rowSource(view).read(0, view.rows, pixels, 0, view.columns * view.channels);
  for (let i = 0; i < pixels.length; i++) {
    const value = pixels[i] as number;
    const difference = value - (blurred[i] as number);
    if (Math.abs(difference) > threshold) pixels[i] = value + amount * difference;
  }
  return target?.put(pixels);
}
