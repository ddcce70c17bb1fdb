import { type Accumulator, elementTypes } from '../dtype.ts';
import { wrongValue } from '../errors.ts';
import type { Boundary, DType, Operation } from '../types.ts';
import { channelView, reversedView, rowSource, type Shape, type View } from '../view.ts';
import { extent, placeAxis } from './geometry.ts';
import type { CheckedOptions } from './options.ts';

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
  readonly kernel: {
    readonly rows: number;
    readonly columns: number;
    readonly values: Float64Array;
    readonly flip: boolean;
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
}

/** A problem and the image it is about. */
export interface Task {
  readonly problem: Problem;
  readonly source: View;
}

/**
 * The tasks of a call: one, but where operands trade places one for each channel of the image, which then are
 * kernels of their own.
 */
export function reduceToTasks(
  operation: Operation,
  image: View,
  kernel: View,
  options: CheckedOptions,
  result: DType,
): Task[] {
  const kernelRows = extent(kernel.rows, options.dilation[0]);
  const kernelColumns = extent(kernel.columns, options.dilation[1]);
  const trades =
    options.padding === undefined &&
    options.mode === 'valid' &&
    kernelRows >= image.rows &&
    kernelColumns >= image.columns &&
    (kernelRows > image.rows || kernelColumns > image.columns);
  if (!trades) {
    const flip = operation === 'convolve2d';
    return [
      {
        source: image,
        problem: buildProblem(operation, image, kernel, flip, options, result),
      },
    ];
  }
  if (options.dilation[0] > 1 || options.dilation[1] > 1) {
    throw wrongValue(
      'ERR_SIZE',
      'kernel',
      `at most ${image.rows} x ${image.columns} when dilated (the image's size, in mode "valid")`,
      `${kernelRows} x ${kernelColumns}`,
    );
  }
  // correlate(image, kernel) with the operands exchanged comes out reversed: so both are reversed beforehand,
  // and the kernel's reversal is the same flip that convolution needs.
  const source = operation === 'convolve2d' ? kernel : reversedView(kernel);
  return Array.from({ length: image.channels }, (_, channel) => ({
    source,
    problem: buildProblem(operation, source, channelView(image, channel), true, options, result),
  }));
}

function buildProblem(
  operation: Operation,
  image: View,
  kernel: View,
  flip: boolean,
  options: CheckedOptions,
  result: DType,
): Problem {
  const { stride, dilation, boundary, fillvalue, delta } = options;
  const vertical = placeAxis(operation, options, 0, image.rows, extent(kernel.rows, dilation[0]));
  const horizontal = placeAxis(operation, options, 1, image.columns, extent(kernel.columns, dilation[1]));
  const values = new Float64Array(kernel.rows * kernel.columns);
  rowSource(kernel).read(0, kernel.rows, values, 0, kernel.columns);
  const exactIn = (bits: number) => sumsAreExact(image.dtype, values, options, bits);
  const isFloat = elementTypes[result].range === null;
  const accumulator = isFloat ? (result as Accumulator) : exactIn(24) ? 'float32' : 'float64';
  return {
    image: {
      rows: image.rows,
      columns: image.columns,
      channels: image.channels,
      dtype: image.dtype,
    },
    output: { rows: vertical.outputLength, columns: horizontal.outputLength },
    kernel: { rows: kernel.rows, columns: kernel.columns, values, flip },
    top: vertical.before,
    left: horizontal.before,
    stride: [vertical.outputLength === 1 ? 1 : stride[0], horizontal.outputLength === 1 ? 1 : stride[1]],
    dilation,
    boundary,
    fillvalue,
    delta,
    result,
    accumulator,
    exact: exactIn(accumulator === 'float32' ? 24 : 53),
  };
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
