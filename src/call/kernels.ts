import { isArray, lengthOf } from '../base/list.ts';
import type { Operation } from '../base/types.ts';
import { type Reading, readKernel, readKernelRows, readTaps, refuseMany, settle } from '../io/container.ts';
import { copyOf, View } from '../io/view.ts';
import { groupOf, groupOfProduct, type KernelGroup } from '../problem/reduce.ts';
import { factorsOf, listsOf, mapLists, type OuterTaps, outerTaps, type Taps } from '../problem/taps.ts';

/** A kernel where the caller keeps it, or a column and a row of taps. */
export type GivenKernel = View | Taps;

/** What is done to an image: convolution or correlation with a kernel, or with each kernel of a bank. */
export interface Filter {
  readonly operation: Operation;
  readonly kernels: readonly GivenKernel[];
  /** Whether the kernels came as an array, so that the results are one. */
  readonly isBank: boolean;
}

/** One kernel, or an array of kernels, that was read. */
export interface KernelReading {
  readonly kernels: readonly Reading[];
  readonly isBank: boolean;
}

/** A kernel's first element is a row of numbers, a bank's is a kernel. */
export function readKernels(value: unknown): KernelReading {
  if (!isArray(value)) return single(readKernel(value));
  const length = lengthOf(value);
  const first: unknown = length > 0 ? value[0] : undefined;
  if (!isArray(first)) {
    const isKernel = typeof first === 'object' && first !== null && !ArrayBuffer.isView(first);
    return isKernel ? bankOf(readKernel(first), value, length) : single(readKernelRows(value, length, first));
  }
  const firstLength = lengthOf(first);
  const element: unknown = firstLength > 0 ? first[0] : undefined;
  if (isArray(element)) return bankOf(readKernelRows(first, firstLength, element), value, length);
  refuseMany('kernel', firstLength);
  const row = Array.from({ length: firstLength }, (_, i) => (i === 0 ? element : first[i]));
  return single(readKernelRows(value, length, row));
}

function single(kernel: Reading): KernelReading {
  return { kernels: [kernel], isBank: false };
}

function bankOf(first: Reading, bank: readonly unknown[], length: number): KernelReading {
  refuseMany('kernel', length);
  const kernels = [first];
  for (let i = 1; i < length; i++) kernels.push(readKernel(bank[i]));
  return { kernels, isBank: true };
}

export function filterOf(operation: Operation, { kernels, isBank }: KernelReading): Filter {
  return { operation, kernels: kernels.map((kernel) => settle(kernel).view), isBank };
}

/**
 * Convolution with the outer product of two lists of taps.
 *
 * @param gaussians What the lists sample, turned.
 */
export function outerProduct(
  columnTaps: unknown,
  rowTaps: unknown,
  gaussians?: OuterTaps['gaussians'],
): Filter {
  const column = readTaps('column', columnTaps);
  const row = readTaps('row', rowTaps);
  return { operation: 'convolve2d', kernels: [outerTaps(column, row, gaussians)], isBank: false };
}

/** A filter with kernels of its own, which the caller cannot change. */
export function ownCopy(filter: Filter): Filter {
  const copy = (kernel: GivenKernel) => (kernel instanceof View ? copyOf(kernel, kernel.dtype) : kernel);
  return ownLists({ ...filter, kernels: filter.kernels.map(copy) });
}

/** A filter whose column and row the caller of an explanation may change: plans hold these as they are, but copies of other kernels. */
export function ownLists(filter: Filter): Filter {
  const copy = (kernel: GivenKernel) =>
    kernel instanceof View ? kernel : mapLists(kernel, (list) => list.slice());
  return { ...filter, kernels: filter.kernels.map(copy) };
}

/** The kernels in groups of one size: each group reads the image once. */
export function groupsOf({ kernels }: Filter): KernelGroup[] {
  const bySize = new Map<string, number[]>();
  kernels.forEach(({ rows, columns }, index) => {
    const size = `${rows} ${columns}`;
    const indices = bySize.get(size);
    if (indices) indices.push(index);
    else bySize.set(size, [index]);
  });
  return [...bySize.values()].map((indices) => {
    const [first] = indices as [number];
    const kernel = kernels[first] as GivenKernel;
    if (!(kernel instanceof View)) return groupOfProduct(kernel);
    return groupOf(
      indices.map((index) => kernels[index] as View),
      indices,
    );
  });
}

/** Whether a kernel has exactly the taps that a call was planned for. */
export function sameKernel(kernel: GivenKernel, taps: Taps): boolean {
  if (kernel.rows !== taps.rows || kernel.columns !== taps.columns) return false;
  if (!(kernel instanceof View)) return sameTaps(kernel, taps);
  if (taps.kind !== 'dense') return false;
  const { values } = taps;
  const { data, rows, columns, offset, rowStride, columnStride } = kernel;
  let at = 0;
  for (let u = 0; u < rows; u++) {
    for (let v = 0, from = offset + u * rowStride; v < columns; v++, from += columnStride) {
      if (!Object.is(data[from], values[at++])) return false;
    }
  }
  return true;
}

function sameTaps(a: Taps, b: Taps): boolean {
  const lists = listsOf(b);
  const areSame = (list: Float64Array, i: number) => list.every((tap, j) => Object.is(tap, lists[i]?.[j]));
  return a === b || (a.kind === b.kind && sameGaussians(a, b) && listsOf(a).every(areSame));
}

/** Of the same lists those that are Gaussians by name may be computed in another way. */
function sameGaussians(a: Taps, b: Taps): boolean {
  const [one, other] = [factorsOf(a)?.gaussians, factorsOf(b)?.gaussians];
  if (one === undefined || other === undefined) return one === other;
  return one.every(({ sigma, order, radius }, axis) => {
    const beside = other[axis] as (typeof other)[0];
    return sigma === beside.sigma && order === beside.order && radius === beside.radius;
  });
}
