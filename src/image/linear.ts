import { dtypeOfOut } from '../container.ts';
import type { ConvolveOptions, DType, Kernel } from '../types.ts';
import { takeOptions } from './check.ts';
import type { Core, Filters } from './filters.ts';
import { boxFactors, kernels } from './kernels.ts';

/** The options with the image's element type for the result, unless the caller says another; nested arrays have none. */
export function keepingType(image: unknown, core: ConvolveOptions): ConvolveOptions {
  if (core.dtype !== undefined || dtypeOfOut(core.out) !== undefined) return core;
  return { ...core, dtype: dtypeOfContainer(image) };
}

/** The options with a type that holds signs: float64 where float32 has too few bits for the image's elements. */
export function keepingSign(image: unknown, core: ConvolveOptions): ConvolveOptions {
  if (core.dtype !== undefined || dtypeOfOut(core.out) !== undefined) return core;
  return { ...core, dtype: signedType(image) };
}

export function signedType(image: unknown): 'float32' | 'float64' {
  const dtype = dtypeOfContainer(image) ?? 'float64';
  return dtype === 'float64' || dtype === 'int32' || dtype === 'uint32' ? 'float64' : 'float32';
}

/** Undefined for nested arrays, and for what is no image, which the core will refuse. */
export function dtypeOfContainer(image: unknown): DType | undefined {
  return ArrayBuffer.isView(image) ? undefined : dtypeOfOut(image);
}

/** A filter that is one kernel. */
function linear(
  { correlate2d }: Core,
  own: readonly string[],
  kernelOf: (options: object) => Kernel,
  defaults: (image: unknown, core: ConvolveOptions) => ConvolveOptions,
) {
  return (image: unknown, options?: unknown) => {
    const { own: taken, core } = takeOptions(options, own);
    return correlate2d(image as never, kernelOf(taken), defaults(image, core)) as never;
  };
}

export function createMotionBlur(core: Core): Filters['motionBlur'] {
  return linear(core, ['length', 'angle'], kernels.motionBlur, keepingType);
}

export function createBoxBlur({ sepConvolve2d }: Core): Filters['boxBlur'] {
  return (image: unknown, options?: unknown) => {
    const { own, core } = takeOptions(options, ['size']);
    const [column, row] = boxFactors(own);
    const settings = { ...keepingType(image, core), normalize: true };
    // Convolution: an even box reaches further up and left, as OpenCV's and SciPy's do.
    return sepConvolve2d(image as never, column, row, settings) as never;
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
  return linear(core, ['sigma', 'truncate'], kernels.laplacianOfGaussian, keepingSign);
}
