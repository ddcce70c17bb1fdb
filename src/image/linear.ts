import { type Core, outerProduct } from '../api.ts';
import { type Container, readImage, settle } from '../container.ts';
import { filterOf, type Outs, readKernels, readOuts } from '../filter.ts';
import type { CheckedOptions } from '../spec/options.ts';
import { refuseLargeResults } from '../spec/problem.ts';
import type { DType, Kernel } from '../types.ts';
import { readFilterOptions } from './check.ts';
import type { Filters } from './filters.ts';
import { boxFactors, type Foldable, foldableLog, foldableMotion, foldedKernel, kernels } from './kernels.ts';

/** The options with the image's element type for the result, unless the caller says another. */
export function keepingType({ view }: Container, outs: Outs, options: CheckedOptions): CheckedOptions {
  return { ...options, dtype: options.dtype ?? typeOfOut(outs) ?? view.dtype };
}

/** The options with a type that holds signs: float64 where float32 has too few bits for the image's elements. */
export function keepingSign(image: Container, outs: Outs, options: CheckedOptions): CheckedOptions {
  return { ...options, dtype: options.dtype ?? typeOfOut(outs) ?? signedType(image) };
}

export function signedType({ view: { dtype } }: Container): 'float32' | 'float64' {
  return dtype === 'float64' || dtype === 'int32' || dtype === 'uint32' ? 'float64' : 'float32';
}

function typeOfOut({ each: [out] }: Outs): DType | undefined {
  return out?.dtype;
}

/** A filter that is one kernel. */
function linear(
  core: Core,
  own: readonly string[],
  kernelOf: (options: object) => Kernel | Foldable,
  defaults: (image: Container, outs: Outs, options: CheckedOptions) => CheckedOptions,
) {
  return (image: unknown, options?: unknown) => {
    const { own: taken, core: shared } = readFilterOptions(options, own);
    const reading = readImage(image);
    const outs = readOuts(null, shared.out);
    const container = settle(reading);
    const kernel = kernelOf(taken);
    const settings = defaults(container, outs, shared);
    if ('build' in kernel) return filterFolded(core, kernel, container, outs, settings) as never;
    const filter = filterOf('correlate2d', readKernels(kernel));
    return core.filterOnce(filter, container, outs, settings) as never;
  };
}

/** Correlates with a kernel of which only the taps that the image needs are built, and none where it is refused. */
export function filterFolded(
  core: Core,
  kernel: Foldable,
  image: Container,
  outs: Outs,
  options: CheckedOptions,
): unknown {
  const { view } = image;
  refuseLargeResults(view, 1, options.dtype ?? view.dtype);
  const taps = foldedKernel(kernel, view, options.boundary);
  return core.filterOnce(filterOf('correlate2d', readKernels(taps)), image, outs, options);
}

export function createMotionBlur(core: Core): Filters['motionBlur'] {
  return linear(core, ['length', 'angle'], foldableMotion, keepingType);
}

export function createBoxBlur(core: Core): Filters['boxBlur'] {
  return (image: unknown, options?: unknown) => {
    const { own, core: shared } = readFilterOptions(options, ['size']);
    const reading = readImage(image);
    const outs = readOuts(null, shared.out);
    const [column, row] = boxFactors(own);
    const container = settle(reading);
    const settings = { ...keepingType(container, outs, shared), normalize: true };
    // Convolution: an even box reaches further up and left, as OpenCV's and SciPy's do.
    return core.filterOnce(outerProduct(column, row), container, outs, settings) as never;
  };
}

export function createSharpen(core: Core): Filters['sharpen'] {
  return linear(core, [], kernels.sharpen, keepingType);
}

export function createEmboss(core: Core): Filters['emboss'] {
  return linear(core, [], kernels.emboss, keepingType);
}

export function createEdges(core: Core): Filters['edges'] {
  return linear(core, [], kernels.edges, keepingType);
}

export function createLaplacian(core: Core): Filters['laplacian'] {
  return linear(core, ['size'], kernels.laplacian, keepingSign);
}

export function createLaplacianOfGaussian(core: Core): Filters['laplacianOfGaussian'] {
  return linear(core, ['sigma', 'truncate'], foldableLog, keepingSign);
}
