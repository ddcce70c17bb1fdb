import { wrongValue } from '../base/errors.ts';
import type { Operation } from '../base/types.ts';
import type { CheckedOptions } from './options.ts';

/** One axis of a problem: result i reads the image from `i * stride - before` on. */
export interface Axis {
  readonly before: number;
  readonly outputLength: number;
}

/** The distance from a kernel's first to its last element, both counted. */
export function extent(length: number, dilation: number): number {
  return (length - 1) * dilation + 1;
}

/** Places in a row are 32-bit integers in the tables that kernels read. */
const LONGEST = 2 ** 31 - 1;

/** Where the results of one axis (0 vertical, 1 horizontal) start, and how many there are. */
export function placeAxis(
  operation: Operation,
  options: CheckedOptions,
  axis: 0 | 1,
  imageLength: number,
  kernelExtent: number,
): Axis {
  const { before, after } = margins(operation, options, axis, kernelExtent);
  const padded = imageLength + before + after;
  const length = padded - kernelExtent + 1;
  const what = axis === 0 ? 'rows' : 'columns';
  if (Math.max(padded, kernelExtent) > LONGEST) {
    const got = `${Math.max(padded, kernelExtent)}`;
    throw wrongValue('ERR_SIZE', 'image', `at most 2^31 - 1 ${what}, padding included`, got);
  }
  if (length < 1) {
    throw wrongValue(
      'ERR_SIZE',
      'kernel',
      `at most ${padded} ${what} (the padded image's)`,
      `${kernelExtent}`,
    );
  }
  return {
    before,
    outputLength: Math.floor((length - 1) / options.stride[axis]) + 1,
  };
}

function margins(operation: Operation, { mode, padding }: CheckedOptions, axis: 0 | 1, kernelExtent: number) {
  if (padding !== undefined) return { before: padding[axis][0], after: padding[axis][1] };
  const full = kernelExtent - 1;
  if (mode === 'full') return { before: full, after: full };
  if (mode === 'valid') return { before: 0, after: 0 };
  const before = centreOf(operation, kernelExtent);
  return { before, after: full - before };
}

/** The place in a kernel, as it is slid over the image, that lies on the pixel whose result mode `same` gives. */
export function centreOf(operation: Operation, kernelExtent: number): number {
  // 'same' keeps the image's length from this row of 'full' on, as SciPy does.
  const skipped = Math.floor((operation === 'convolve2d' ? kernelExtent - 1 : kernelExtent) / 2);
  return kernelExtent - 1 - skipped;
}

/** Tables of borders take 4 bytes for each element: this many take 64 MiB. */
const MAX_BORDER = 2 ** 24;

/** @throws {RangeError} `ERR_MEMORY` */
export function refuseLongBorder(elements: number): void {
  if (elements <= MAX_BORDER) return;
  const expected = `borders of at most ${MAX_BORDER} elements along an axis`;
  throw wrongValue('ERR_MEMORY', 'image', expected, `${elements}`);
}
