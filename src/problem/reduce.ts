import { elementTypes } from '../base/dtype.ts';
import { wrongValue } from '../base/errors.ts';
import type { DType, Operation } from '../base/types.ts';
import { contiguousView, type Shape, sizes, type View } from '../io/view.ts';
import { exactnessOf } from './exactness.ts';
import { anchorOf, extent, placeAxis, refuseLongBorder } from './geometry.ts';
import type { CheckedOptions } from './options.ts';
import type { Problem } from './problem.ts';
import { addedUp, type Shortening, shorteningOf } from './shorten.ts';
import {
  areDense,
  denseTaps,
  factorsOf,
  multipliedOut,
  normalized,
  outerTaps,
  type Taps,
  turned,
} from './taps.ts';

/** Kernels of one size, and which of a bank's they are. */
export interface KernelGroup {
  readonly rows: number;
  readonly columns: number;
  /** As they were given, not turned. */
  readonly taps: readonly Taps[];
  /** Where the caller keeps each; null for a column and a row. */
  readonly views: readonly (View | null)[];
  readonly indices: readonly number[];
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
export function inputsAreSwapped(
  image: Shape,
  kernel: Pick<KernelGroup, 'rows' | 'columns'>,
  options: CheckedOptions,
): boolean {
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
  if (!inputsAreSwapped(image, kernels, options)) {
    const build = (group: KernelGroup) =>
      buildProblem(operation, image, group, operation === 'convolve2d', options, result);
    const taskOf = (group: KernelGroup, problem = build(group)): Task => {
      return { problem, source: image, outputs: group.indices.map((kernel) => ({ kernel, channel: null })) };
    };
    const problem = build(kernels);
    if (problem.exactness !== 'rounded' || kernels.taps.length === 1) return [taskOf(kernels, problem)];
    // Kernels whose results are exact are a problem of their own, as they would be without the others.
    const places = [...kernels.indices.keys()];
    const isExact = places.map((place) => build(partOf(kernels, [place])).exactness === 'exact');
    if (!isExact.includes(true)) return [taskOf(kernels, problem)];
    return [true, false].flatMap((exact) => {
      const part = places.filter((place) => isExact[place] === exact);
      return part.length === 0 ? [] : [taskOf(partOf(kernels, part))];
    });
  }
  if (options.dilation[0] > 1 || options.dilation[1] > 1) {
    const [rows, columns] = [
      extent(kernels.rows, options.dilation[0]),
      extent(kernels.columns, options.dilation[1]),
    ];
    throw wrongValue(
      'ERR_SIZE',
      'kernel',
      `at most ${image.rows} x ${image.columns} when dilated, in mode "valid"`,
      `${rows} x ${columns}`,
    );
  }
  return kernels.taps.flatMap((given, index) => {
    // correlate(image, kernel) with swapped inputs comes out reversed: so both are reversed beforehand, and the kernel's
    // reversal is the one that convolution needs.
    // The kernel is what is divided, although the image takes its place.
    const divided = options.normalize ? normalized(given) : undefined;
    const view = divided ? viewOf(divided) : (kernels.views[index] ?? viewOf(given));
    const source = operation === 'convolve2d' ? view : view.reversed();
    return Array.from({ length: image.channels }, (_, channel) => {
      const taps = groupOf([image.channel(channel)]);
      return {
        problem: buildProblem(operation, source, taps, true, { ...options, normalize: false }, result),
        source,
        outputs: [{ kernel: kernels.indices[index] as number, channel }],
      };
    });
  });
}

/** An image with a kernel's taps for elements. */
function viewOf(taps: Taps): View {
  return contiguousView(multipliedOut(taps), 'float64', { ...taps, channels: 1 });
}

export function groupOf(views: readonly View[], indices: readonly number[] = [...views.keys()]): KernelGroup {
  const [{ rows, columns }] = views as [View];
  return { rows, columns, taps: views.map(denseTaps), views, indices };
}

function partOf({ taps, views, indices, ...size }: KernelGroup, places: readonly number[]): KernelGroup {
  const pick = <T>(list: readonly T[]) => places.map((place) => list[place] as T);
  return { ...size, taps: pick(taps), views: pick(views), indices: pick(indices) };
}

/** A single kernel that was given as a column and a row. */
export function groupOfProduct(taps: Taps): KernelGroup {
  return { rows: taps.rows, columns: taps.columns, taps: [taps], views: [null], indices: [0] };
}

function buildProblem(
  operation: Operation,
  image: View,
  kernel: KernelGroup,
  turns: boolean,
  options: CheckedOptions,
  result: DType,
): Problem {
  const { stride, dilation, boundary, delta, precision, steady, streaming } = options;
  const { rows, columns, channels, dtype } = image;
  const along = (axis: 0 | 1, elements: number, taps: number) => {
    const kernelExtent = extent(taps, dilation[axis]);
    const anchor = anchorOf(operation, options, axis, taps);
    const { before, outputLength: results } = placeAxis(options, axis, elements, kernelExtent, anchor);
    const centre = anchor - before;
    const step = results === 1 ? 1 : stride[axis];
    const isInside = before === 0 && (results - 1) * step + kernelExtent <= elements;
    return { boundary: boundary[axis], elements, results, stride: step, before, centre, isInside };
  };
  const [vertical, horizontal] = [along(0, rows, kernel.rows), along(1, columns, kernel.columns)];
  const output = { rows: vertical.results, columns: horizontal.results };
  if (streaming === null) refuseLargeResults({ ...output, channels }, kernel.taps.length, result);
  // Before a result is allocated. Where results read few elements of a border, these are gathered.
  for (const { before, results, stride, elements } of [vertical, horizontal]) {
    refuseLongBorder(Math.min(Math.max(before, results * stride - elements), results));
  }
  const given = turns ? kernel.taps.map(turned) : kernel.taps;
  // What no result reads decides nothing.
  const isFilled = [vertical, horizontal].some((line) => line.boundary === 'fill' && !line.isInside);
  const fillvalue = isFilled ? options.fillvalue : 0;
  const divided = options.normalize ? given.map((taps) => normalized(taps) ?? taps) : given;
  const { fractions, divisions, ...decision } = exactnessOf({
    image: dtype,
    result,
    given,
    taps: divided,
    fillvalue,
    delta,
    precision,
    steady,
  });
  // Not before it is known what the taps are: the sums of them that shortening makes are rounded.
  const mayShorten = !areDense(given) && dilation[0] === 1 && dilation[1] === 1;
  const down = mayShorten ? shorteningOf(kernel.rows, vertical) : null;
  const right = mayShorten ? shorteningOf(kernel.columns, horizontal) : null;
  const shorten = (taps: Taps) => (down && right ? shortenedProduct(taps, down, right) : taps);
  const short =
    fractions?.map(({ numerators, divisor }) => ({ numerators: shorten(numerators), divisor })) ?? null;
  const taps = divisions && short ? short.map(({ numerators }) => numerators) : divided.map(shorten);
  return {
    image: { rows, columns, channels, dtype },
    output,
    kernel: { rows: (taps[0] as Taps).rows, columns: (taps[0] as Taps).columns, taps },
    top: (down ?? vertical).before,
    left: (right ?? horizontal).before,
    centre: [vertical.centre, horizontal.centre],
    stride: [vertical.stride, horizontal.stride],
    dilation,
    boundary,
    fillvalue,
    delta,
    result,
    precision,
    fractions: short,
    divisions,
    streaming,
    ...decision,
  };
}

/** A column and a row, with taps that always read the same element added up. */
function shortenedProduct(taps: Taps, down: Shortening, right: Shortening): Taps {
  const product = factorsOf(taps);
  if (product === undefined) return taps;
  return outerTaps(addedUp(product.column, down), addedUp(product.row, right), product.gaussians);
}

/** What Node 20 holds in one array; engines that hold more refuse the same. Also of all results of a bank together. */
const MAX_RESULT_BYTES = 2 ** 32;

export function refuseLargeResults({ rows, columns, channels }: Shape, count: number, dtype: DType): void {
  if (rows * columns * channels * count * elementTypes[dtype].bytes <= MAX_RESULT_BYTES) return;
  const got = `${count === 1 ? '' : `${count} of `}${sizes({ rows, columns, channels })}`;
  throw wrongValue('ERR_MEMORY', 'image', 'results of at most 2^32 bytes', got);
}
