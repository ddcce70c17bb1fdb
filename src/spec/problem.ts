import { type Accumulator, elementTypes } from '../dtype.ts';
import { wrongValue } from '../errors.ts';
import type { Boundary, DType, Operation, Precision } from '../types.ts';
import { channelView, contiguousView, reversedView, type Shape, type View } from '../view.ts';
import { extent, placeAxis } from './geometry.ts';
import { type Integers, integersOf } from './integers.ts';
import type { CheckedOptions } from './options.ts';
import { tapsOf } from './taps.ts';

/**
 * The canonical problem, to which every call reduces:
 *
 *     out[i][j] = delta + sum over u, v of
 *                 taps[u][v] * ext[i*strideY + u*dilationY - top][j*strideX + v*dilationX - left]
 *
 * `ext` is the image continued by the boundary rule; `taps` the kernel, rotated by 180 degrees if `flip`.
 */
export interface Problem {
  readonly image: Shape & { readonly dtype: DType };
  readonly output: { readonly rows: number; readonly columns: number };
  /** One kernel or a bank of them, all of one size. */
  readonly kernel: {
    readonly rows: number;
    readonly columns: number;
    readonly values: readonly Float64Array[];
    readonly flip: boolean;
    /** The vertical and the horizontal taps, where the kernel was given as their outer product. */
    readonly factors?: { readonly column: Float64Array; readonly row: Float64Array } | undefined;
  };
  readonly top: number;
  readonly left: number;
  /** 1 along an axis with a single result, so that no stride exceeds the padded image. */
  readonly stride: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly boundary: Boundary;
  readonly fillvalue: number;
  readonly delta: number;
  readonly result: DType;
  readonly accumulator: Accumulator;
  /** Whether every sum is an integer that the accumulator holds exactly, in whatever order it is formed. */
  readonly exact: boolean;
  readonly precision: Precision;
  /** The kernels as integers, where these serve. */
  readonly integers: Integers | undefined;
}

/** Kernels of one size, and which of a bank's they are. */
export interface KernelGroup {
  readonly rows: number;
  readonly columns: number;
  readonly views: readonly View[];
  readonly indices: readonly number[];
  readonly factors?: Problem['kernel']['factors'];
}

/** Where a result goes: which kernel's it is, and which channel of it; null for all channels. */
export interface Output {
  readonly kernel: number;
  readonly channel: number | null;
}

/** A problem, what it reads, and where its results go, one for each kernel of the problem. */
export interface Task {
  readonly problem: Problem;
  readonly source: View;
  readonly outputs: readonly Output[];
}

/** Whether kernel and image trade places, as in SciPy: in mode `valid`, where the kernel is the larger. */
export function operandsTrade(image: Shape, kernel: KernelGroup, options: CheckedOptions): boolean {
  const kernelRows = extent(kernel.rows, options.dilation[0]);
  const kernelColumns = extent(kernel.columns, options.dilation[1]);
  return (
    options.padding === undefined &&
    options.mode === 'valid' &&
    kernelRows >= image.rows &&
    kernelColumns >= image.columns &&
    (kernelRows > image.rows || kernelColumns > image.columns)
  );
}

/**
 * The tasks of a group: one, but where operands trade places one for each kernel and each channel of the image, which
 * then are kernels of their own.
 */
export function reduceToTasks(
  operation: Operation,
  image: View,
  kernels: KernelGroup,
  options: CheckedOptions,
  result: DType,
): Task[] {
  if (!operandsTrade(image, kernels, options)) {
    const problem = buildProblem(operation, image, kernels, operation === 'convolve2d', options, result);
    return [
      { problem, source: image, outputs: kernels.indices.map((kernel) => ({ kernel, channel: null })) },
    ];
  }
  if (options.dilation[0] > 1 || options.dilation[1] > 1) {
    const [rows, columns] = [
      extent(kernels.rows, options.dilation[0]),
      extent(kernels.columns, options.dilation[1]),
    ];
    throw wrongValue(
      'ERR_SIZE',
      'kernel',
      `at most ${image.rows} x ${image.columns} when dilated (the image's size, in mode "valid")`,
      `${rows} x ${columns}`,
    );
  }
  return kernels.views.flatMap((view, index) => {
    // correlate(image, kernel) with the operands exchanged comes out reversed: so both are reversed beforehand,
    // and the kernel's reversal is the same flip that convolution needs.
    // The kernel is what is divided, although the image takes its place.
    const own = options.normalize ? normalizedView(view) : view;
    const source = operation === 'convolve2d' ? own : reversedView(own);
    return Array.from({ length: image.channels }, (_, channel) => {
      const taps = groupOf([channelView(image, channel)]);
      return {
        problem: buildProblem(operation, source, taps, true, { ...options, normalize: false }, result),
        source,
        outputs: [{ kernel: kernels.indices[index] as number, channel }],
      };
    });
  });
}

export function groupOf(views: readonly View[], indices: readonly number[] = [...views.keys()]): KernelGroup {
  const [first] = views as [View];
  return { rows: first.rows, columns: first.columns, views, indices };
}

function buildProblem(
  operation: Operation,
  image: View,
  kernel: KernelGroup,
  flip: boolean,
  options: CheckedOptions,
  result: DType,
): Problem {
  const { stride, dilation, boundary, fillvalue, delta } = options;
  const vertical = placeAxis(operation, options, 0, image.rows, extent(kernel.rows, dilation[0]));
  const horizontal = placeAxis(operation, options, 1, image.columns, extent(kernel.columns, dilation[1]));
  const given = kernel.views.map(tapsOf);
  const values = options.normalize ? given.map(normalized) : given;
  const strides = [
    vertical.outputLength === 1 ? 1 : stride[0],
    horizontal.outputLength === 1 ? 1 : stride[1],
  ];
  const exactIn = (bits: number) => values.every((taps) => sumsAreExact(image.dtype, taps, options, bits));
  const isFloat = elementTypes[result].range === null;
  const isNear = options.precision === 'fast' && float32IsNear(image.dtype, values, options);
  const accumulator = isFloat ? (result as Accumulator) : exactIn(24) || isNear ? 'float32' : 'float64';
  return {
    image: {
      rows: image.rows,
      columns: image.columns,
      channels: image.channels,
      dtype: image.dtype,
    },
    output: { rows: vertical.outputLength, columns: horizontal.outputLength },
    kernel: {
      rows: kernel.rows,
      columns: kernel.columns,
      values,
      flip,
      factors: kernel.factors && options.normalize ? normalizedFactors(kernel.factors) : kernel.factors,
    },
    top: vertical.before,
    left: horizontal.before,
    stride: strides as [number, number],
    dilation,
    boundary,
    fillvalue,
    delta,
    result,
    accumulator,
    exact: exactIn(accumulator === 'float32' ? 24 : 53),
    precision: options.precision,
    integers: integersOf(values, given, {
      image: image.dtype,
      result,
      isStrided: strides.some((step) => step > 1),
      fillvalue: boundary === 'fill' ? fillvalue : null,
      delta,
    }),
  };
}

function normalizedView(kernel: View): View {
  return contiguousView(normalized(tapsOf(kernel)), 'float64', kernel);
}

/** A column and a row whose product is divided by its sum; neither is where that is 0. */
function normalizedFactors({ column, row }: NonNullable<KernelGroup['factors']>): KernelGroup['factors'] {
  const sum = (taps: Float64Array) => taps.reduce((total, tap) => total + tap, 0);
  if (sum(column) === 0 || sum(row) === 0) return { column, row };
  return { column: normalized(column), row: normalized(row) };
}

/** Divided by their sum, unless that is 0. */
function normalized(taps: Float64Array): Float64Array {
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return sum === 0 ? taps : taps.map((tap) => tap / sum);
}

/**
 * Whether all partial sums are integers of at most 2^bits: the significand of float32 has 24 bits, that of
 * float64 53, and integers up to there are held exactly.
 */
function sumsAreExact(
  image: DType,
  taps: Float64Array,
  { boundary, fillvalue, delta }: CheckedOptions,
  bits: number,
): boolean {
  const { range } = elementTypes[image];
  if (range === null || !Number.isInteger(delta) || (boundary === 'fill' && !Number.isInteger(fillvalue))) {
    return false;
  }
  let greatest = Math.max(-range[0], range[1]);
  if (boundary === 'fill') greatest = Math.max(greatest, Math.abs(fillvalue));
  let sum = 0;
  for (const tap of taps) {
    if (!Number.isInteger(tap)) return false;
    sum += Math.abs(tap);
  }
  // At least once, since even the elements that a zero tap takes out must be held.
  return Math.max(sum, 1) * greatest + Math.abs(delta) <= 2 ** bits;
}

/** Whether direct sums in float32 are off by less than a half: see `directBound`. */
function float32IsNear(
  image: DType,
  values: readonly Float64Array[],
  { boundary, fillvalue, delta }: CheckedOptions,
): boolean {
  const { range } = elementTypes[image];
  if (range === null) return false;
  const greatest = Math.max(-range[0], range[1], boundary === 'fill' ? Math.abs(fillvalue) : 0);
  return values.every((taps) => {
    const sum = taps.reduce((total, tap) => total + Math.abs(tap), 0);
    return (taps.length + 4) * 2 ** -24 * (sum * greatest + Math.abs(delta)) < 0.5;
  });
}
