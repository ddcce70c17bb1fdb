import { rowSource, type View } from '../view.ts';

/** The elements of a kernel, row-major. */
export function tapsOf(kernel: View): Float64Array<ArrayBuffer> {
  const taps = new Float64Array(kernel.rows * kernel.columns);
  rowSource(kernel).read(0, kernel.rows, taps, 0, kernel.columns);
  return taps;
}
