import { wrongValue } from '../base/errors.ts';
import type { Operation } from '../base/types.ts';
import type { CheckedOptions } from './options.ts';
import type { Problem } from './problem.ts';

/** One axis of a problem. Result i reads the image from index `i * stride - before` on. */
export interface Axis {
  readonly before: number;
  readonly outputLength: number;
}

/** The length of a kernel with the gaps that dilation makes. */
export function extent(length: number, dilation: number): number {
  return (length - 1) * dilation + 1;
}

/** One axis of a problem (0 vertical, 1 horizontal), in rows or in pixels. */
export interface Span {
  /** How many results, and how many taps. */
  readonly results: number;
  readonly taps: number;
  /** How many results there would be without stride. */
  readonly dense: number;
  /** The distance from the first to the last tap. */
  readonly reach: number;
}

export function spanOf({ output, kernel, stride, dilation }: Problem, axis: 0 | 1): Span {
  const name = axis === 0 ? 'rows' : 'columns';
  const [results, taps] = [output[name], kernel[name]];
  const dense = (results - 1) * stride[axis] + 1;
  return { results, taps, dense, reach: (taps - 1) * dilation[axis] };
}

/** The tables that kernels read hold indices as 32-bit integers. */
const MAX_LENGTH = 2 ** 31 - 1;

/** Where the results along one axis (0 vertical, 1 horizontal) start, and how many there are. */
export function placeAxis(
  options: CheckedOptions,
  axis: 0 | 1,
  imageLength: number,
  kernelExtent: number,
  anchor: number,
): Axis {
  const [before, after] = paddingOf(options, axis, kernelExtent, anchor);
  const padded = imageLength + before + after;
  const length = padded - kernelExtent + 1;
  const what = axis === 0 ? 'rows' : 'columns';
  const longest = Math.max(padded, kernelExtent);
  if (longest > MAX_LENGTH) {
    throw wrongValue('ERR_SIZE', 'image', `at most 2^31 - 1 ${what}, padding included`, `${longest}`);
  }
  if (length < 1) {
    const expected = `at most ${padded} ${what} (the padded image's)`;
    throw wrongValue('ERR_SIZE', 'kernel', expected, `${kernelExtent}`);
  }
  return { before, outputLength: Math.floor((length - 1) / options.stride[axis]) + 1 };
}

function paddingOf(
  { mode, padding }: CheckedOptions,
  axis: 0 | 1,
  kernelExtent: number,
  anchor: number,
): readonly [before: number, after: number] {
  if (padding !== undefined) return padding[axis];
  const full = kernelExtent - 1;
  if (mode === 'full') return [full, full];
  if (mode === 'valid') return [0, 0];
  return [anchor, full - anchor];
}

/** What mode `same` puts on the pixel of the result, as an index in the kernel with its gaps, as it slides over the image. */
export function anchorOf(
  operation: Operation,
  { anchor, dilation }: CheckedOptions,
  axis: 0 | 1,
  taps: number,
): number {
  const kernelExtent = extent(taps, dilation[axis]);
  if (anchor) {
    const place = anchor[axis];
    if (place >= taps) {
      const what = axis === 0 ? 'row' : 'column';
      throw wrongValue('ERR_OPTION', 'anchor', `a ${what} of the kernel, which has ${taps}`, `${place}`);
    }
    return (operation === 'convolve2d' ? taps - 1 - place : place) * dilation[axis];
  }
  // Mode `same` is the part of `full` from this index on, as in SciPy.
  const skipped = Math.floor((operation === 'convolve2d' ? kernelExtent - 1 : kernelExtent) / 2);
  return kernelExtent - 1 - skipped;
}

/** The table of a border takes 4 bytes for each element: 64 MiB at most. */
const MAX_BORDER = 2 ** 24;

/** @throws {RangeError} `ERR_MEMORY` */
export function refuseLongBorder(elements: number): void {
  if (elements <= MAX_BORDER) return;
  const expected = `borders of at most ${MAX_BORDER} elements along an axis`;
  throw wrongValue('ERR_MEMORY', 'image', expected, `${elements}`);
}
