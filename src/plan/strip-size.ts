import { wrongValue } from '../base/errors.ts';
import { extent } from '../problem/geometry.ts';
import type { PlanBase, StripSize } from './base.ts';

/** Half of a second-level cache of 512 KiB, which small desktop and server cores have had since about 2017. */
const STRIP_BYTES = 256 * 1024;

/** The staged rows of a strip may take half of the 32-bit address space, so that there is room for the rest of a plan. */
export const MAX_STAGED_BYTES = 2 ** 31;

/** With fewer rows the work per strip outweighs the work per row. */
const MIN_OUTPUT_ROWS = 8;

/**
 * How many rows of results a strip has, so that its staged rows and its results fit into the second-level cache together. It is a
 * multiple of six if possible, because kernels compute two or three rows at a time.
 *
 * @throws {RangeError} `ERR_MEMORY`: not even the smallest strip fits into memory.
 */
export function stripRows(
  { output, kernel, rowStep, tapRowStep }: Omit<PlanBase, 'strip'>,
  stagedRowBytes: number,
  outputRowBytes: number,
): StripSize {
  const kernelRows = extent(kernel.rows, tapRowStep);
  const room = STRIP_BYTES - (kernelRows - rowStep) * stagedRowBytes;
  const fitting = Math.floor(room / (rowStep * stagedRowBytes + outputRowBytes));
  const even = Math.max(MIN_OUTPUT_ROWS, fitting - (fitting % 6));
  const outputRows = Math.min(output.rows, even);
  const stagedRows = (outputRows - 1) * rowStep + kernelRows;
  if (stagedRows * stagedRowBytes > MAX_STAGED_BYTES) {
    const got = `${stagedRows} of ${stagedRowBytes} bytes`;
    throw wrongValue('ERR_MEMORY', 'image', 'rows under the kernel that fit into 2^31 bytes', got);
  }
  return { outputRows, stagedRows };
}
