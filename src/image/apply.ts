import { elementTypes } from '../base/dtype.ts';
import type { DType, Kernel } from '../base/types.ts';
import type { Core } from '../call/core.ts';
import { filterOf, outerProduct, readKernels } from '../call/kernels.ts';
import { type Outs, readOuts, resultType } from '../call/outs.ts';
import { type Container, readImage, settle } from '../io/container.ts';
import type { CheckedOptions } from '../problem/options.ts';
import { type KernelBuilder, kernelFor } from './builder.ts';
import { readFilterOptions } from './check.ts';
import type { Factors } from './kernel-array.ts';

/** The type of a result, by the image's. */
export type TypeOfResult = (image: DType, own: object) => DType;

export const keepingType = (image: DType): DType => image;

/** A type that holds signs: float64 where float32 has too few bits for the image's elements. */
export const keepingSign = (image: DType): DType =>
  image === 'float64' || image === 'int32' || image === 'uint32' ? 'float64' : 'float32';

type Run<Name extends string> = (
  own: { readonly [name in Name]: unknown },
  image: Container,
  outs: Outs,
  options: CheckedOptions & { readonly dtype: DType },
) => unknown;

/** A filter of one result: reads and checks the arguments, then calls `run`. */
export function filterWith<Name extends string>(
  names: readonly Name[],
  typeOf: TypeOfResult,
  run: Run<Name>,
  isFast = false,
) {
  return (image: unknown, given?: unknown): never => {
    const { own, core, out, hasPrecision } = readFilterOptions(given, names);
    const reading = readImage(image);
    const outs = readOuts(null, out);
    const container = settle(reading);
    const { dtype: from } = container.view;
    const dtype = resultType(core.dtype, outs.each, typeOf(from, own));
    const areIntegers = elementTypes[from].range !== null && elementTypes[dtype].range !== null;
    const precision = isFast && !hasPrecision && areIntegers ? 'fast' : core.precision;
    return run(own, container, outs, { ...core, dtype, precision }) as never;
  };
}

/** A filter whose `precision` is by default `'fast'` where image and result are integers. */
export function blurWith<Name extends string>(names: readonly Name[], typeOf: TypeOfResult, run: Run<Name>) {
  return filterWith(names, typeOf, run, true);
}

/** Convolves with a column and a row, correlates with other kernels. */
export function applyKernel(
  core: Core,
  kernel: Kernel | readonly Kernel[] | KernelBuilder | Factors,
  image: Container,
  outs: Outs,
  options: CheckedOptions,
): unknown {
  if ('column' in kernel) {
    const { column, row, normalize, gaussians, anchor } = kernel;
    // Convolution: an even box reaches further up and left, as OpenCV's and SciPy's do. An anchor is counted as in correlations,
    // and only boxes have one, whose lists are symmetric.
    const operation = anchor ? 'correlate2d' : 'convolve2d';
    const make = () => ({ ...outerProduct(column, row, gaussians), operation }) as const;
    const filter = core.once(outerProduct, make);
    return core.filterOnce(filter, image, outs, { ...options, normalize, anchor });
  }
  const { view } = image;
  // Before any taps are built.
  if ('build' in kernel) core.refuseLargeResults(view, 1, options.dtype ?? view.dtype);
  const filter = core.once(filterOf, () => {
    const taps = 'build' in kernel ? kernelFor(kernel, view, options.boundary) : kernel;
    return filterOf('correlate2d', readKernels(taps));
  });
  return core.filterOnce(filter, image, outs, options);
}
