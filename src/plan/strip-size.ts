import { wrongValue } from '../base/errors.ts';
import { extent } from '../problem/geometry.ts';

/** Half of the 512 KiB second-level cache that small desktop and server cores have had since about 2017. */
const STRIP_BYTES = 256 * 1024;

/** Of staged rows: half of what 32-bit addresses reach, so that there is room for the rest of a plan. */
export const MAX_STAGED_BYTES = 2 ** 31;

/** Fewer rows than this and the work per strip outweighs the work per row. */
const MIN_OUTPUT_ROWS = 8;

/** Output rows computed at a time, and the rows of the continued image that takes. */
export interface StripSize {
  readonly outputRows: number;
  readonly stagedRows: number;
}

/** The part of a plan that strips depend on. */
interface StripGeometry {
  readonly output: { readonly rows: number };
  readonly kernel: { readonly rows: number };
  readonly rowStep: number;
  readonly tapRowStep: number;
}

/**
 * How many output rows to compute from one strip, so that the strip's staged rows and its results lie in the
 * second-level cache together; a multiple of six where possible, since kernels work on pairs of rows and on threes.
 *
 * @throws {RangeError} `ERR_MEMORY`: not even the fewest rows fit into memory.
 */
export function stripRows(
  { output, kernel, rowStep, tapRowStep }: StripGeometry,
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
