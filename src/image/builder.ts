import type { Boundary } from '../base/types.ts';
import type { Shape } from '../io/view.ts';
import { type Shortening, shorteningOf } from '../problem/shorten.ts';
import { refuseLargeKernel, refuseLongAxes } from './kernel-array.ts';
import type { KernelArray } from './kernel-types.ts';

/**
 * A kernel of odd size that is not built yet. Far from the centre of a large kernel many taps read the same element of a small
 * image, since the boundary repeats elements: a filter builds a kernel in which these taps are added up.
 */
export interface KernelBuilder {
  readonly size: readonly [rows: number, columns: number];
  build(vertical: Shortening, horizontal: Shortening): KernelArray;
}

export function wholeKernel({ size, build }: KernelBuilder): KernelArray {
  refuseLargeKernel(...size);
  const [rows, columns] = size;
  return build(shortened(rows, rows, 'fill'), shortened(columns, columns, 'fill'));
}

/** A kernel that gives the same results of mode `same` for this image, and is no larger than the image needs. */
export function kernelFor(
  { size, build }: KernelBuilder,
  image: Shape,
  boundary: readonly [Boundary, Boundary],
): KernelArray {
  refuseLongAxes(...size);
  const vertical = shortened(size[0], image.rows, boundary[0]);
  const horizontal = shortened(size[1], image.columns, boundary[1]);
  refuseLargeKernel(vertical.length, horizontal.length);
  return build(vertical, horizontal);
}

/** The length becomes odd, so that the kernel has a centre, which reads what the centre of the whole kernel reads. */
function shortened(length: number, elements: number, boundary: Boundary): Shortening {
  const line = { boundary, elements, results: elements, stride: 1, before: (length - 1) / 2 };
  const shortening = shorteningOf(length, line);
  return { ...shortening, length: 2 * shortening.before + 1 };
}
