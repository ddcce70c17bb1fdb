import type { DType, Kernel } from '../base/types.ts';
import type { Core } from '../call/api.ts';
import { filterOf, outerProduct, readKernels } from '../call/kernels.ts';
import { type Outs, readOuts, resultType } from '../call/outs.ts';
import { type Container, readImage, settle } from '../io/container.ts';
import type { CheckedOptions } from '../problem/options.ts';
import { refuseLargeResults } from '../problem/reduce.ts';
import { readFilterOptions } from './check.ts';
import type { Filters } from './filters.ts';
import {
  boxFactors,
  type Factors,
  type Foldable,
  foldableLog,
  foldableMotion,
  foldedKernel,
  gaussianFactors,
  kernels,
} from './kernels.ts';

/** The type of a result, by the image's. */
export type TypeOfResult = (image: DType) => DType;

export const keepingType: TypeOfResult = (image) => image;

/** A type that holds signs: float64 where float32 has too few bits for the image's elements. */
export const keepingSign: TypeOfResult = (image) =>
  image === 'float64' || image === 'int32' || image === 'uint32' ? 'float64' : 'float32';

/**
 * A filter of one result: reads and checks what it is called with.
 *
 * @param typeOf The element type of the result, unless the caller says another.
 */
export function filterWith<Name extends string>(
  names: readonly Name[],
  typeOf: TypeOfResult,
  run: (
    own: { readonly [name in Name]: unknown },
    image: Container,
    outs: Outs,
    options: CheckedOptions,
  ) => unknown,
) {
  return (image: unknown, given?: unknown): never => {
    const { own, core, out } = readFilterOptions(given, names);
    const reading = readImage(image);
    const outs = readOuts(null, out);
    const container = settle(reading);
    const dtype = resultType(core.dtype, outs.each, typeOf(container.view.dtype));
    return run(own, container, outs, { ...core, dtype }) as never;
  };
}

/** Convolves with a column and a row, correlates with other kernels; builds only the taps that the image needs. */
export function applyKernel(
  core: Core,
  kernel: Kernel | readonly Kernel[] | Foldable | Factors,
  image: Container,
  outs: Outs,
  options: CheckedOptions,
): unknown {
  if ('column' in kernel) {
    const { column, row, normalize } = kernel;
    // Convolution: an even box reaches further up and left, as OpenCV's and SciPy's do.
    return core.filterOnce(outerProduct(column, row), image, outs, { ...options, normalize });
  }
  const { view } = image;
  // Before any taps are built.
  if ('build' in kernel) refuseLargeResults(view, 1, options.dtype ?? view.dtype);
  const taps = 'build' in kernel ? foldedKernel(kernel, view, options.boundary) : kernel;
  return core.filterOnce(filterOf('correlate2d', readKernels(taps)), image, outs, options);
}

/** A filter that is one kernel. */
function linear(
  core: Core,
  names: readonly string[],
  kernelOf: (options: object) => Kernel | Foldable | Factors,
  typeOf = keepingType,
) {
  return filterWith(names, typeOf, (own, ...call) => applyKernel(core, kernelOf(own), ...call));
}

export function createGaussianBlur(core: Core): Filters['gaussianBlur'] {
  return linear(core, ['sigma', 'size', 'truncate'], gaussianFactors);
}

export function createBoxBlur(core: Core): Filters['boxBlur'] {
  return linear(core, ['size'], boxFactors);
}

export function createMotionBlur(core: Core): Filters['motionBlur'] {
  return linear(core, ['length', 'angle'], foldableMotion);
}

export function createSharpen(core: Core): Filters['sharpen'] {
  return linear(core, [], kernels.sharpen);
}

export function createEmboss(core: Core): Filters['emboss'] {
  return linear(core, [], kernels.emboss);
}

export function createEdges(core: Core): Filters['edges'] {
  return linear(core, [], kernels.edges);
}

export function createLaplacian(core: Core): Filters['laplacian'] {
  return linear(core, ['size'], kernels.laplacian, keepingSign);
}

export function createLaplacianOfGaussian(core: Core): Filters['laplacianOfGaussian'] {
  return linear(core, ['sigma', 'truncate'], foldableLog, keepingSign);
}
