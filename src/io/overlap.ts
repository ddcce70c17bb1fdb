import { elementTypes } from '../base/dtype.ts';
import type { Layout, View } from './view.ts';

/** The length of an axis, and the distance between neighbours along it, in elements. */
export type Axis = readonly [length: number, stride: number];

/** The first and the last of the places where a view's elements lie. */
export function elementRange(view: Layout): [number, number] {
  let first = view.offset;
  let last = view.offset;
  for (const reach of [
    (view.rows - 1) * view.rowStride,
    (view.columns - 1) * view.columnStride,
    (view.channels - 1) * view.channelStride,
  ]) {
    if (reach < 0) first += reach;
    else last += reach;
  }
  return [first, last];
}

/** Whether two views lie on common bytes. Views that interleave without sharing an element count as overlapping. */
export function overlaps(a: View, b: View): boolean {
  if (a.data.buffer !== b.data.buffer) return false;
  const [startA, endA] = byteRange(a);
  const [startB, endB] = byteRange(b);
  return startA < endB && startB < endA;
}

/** Whether any of the views that are written overlaps another of them, or one that is read. Takes n log n. */
export function anyOverlap(written: readonly View[], read: readonly View[]): boolean {
  const [first] = written;
  if (first !== undefined && written.length === 1) return read.some((view) => overlaps(view, first));
  const rangesIn = new Map<ArrayBufferLike, Range[]>();
  for (const views of [written, read]) {
    for (const view of views) {
      const [start, end] = byteRange(view);
      const range = { start, end, isWritten: views === written };
      const others = rangesIn.get(view.data.buffer);
      if (others) others.push(range);
      else rangesIn.set(view.data.buffer, [range]);
    }
  }
  return [...rangesIn.values()].some(meet);
}

interface Range {
  readonly start: number;
  readonly end: number;
  readonly isWritten: boolean;
}

/** Whether a written range has bytes in common with any other. */
function meet(ranges: Range[]): boolean {
  let readEnd = 0;
  let writtenEnd = 0;
  for (const { start, end, isWritten } of ranges.sort((a, b) => a.start - b.start)) {
    if (start < writtenEnd || (isWritten && start < readEnd)) return true;
    if (isWritten) writtenEnd = end;
    else readEnd = Math.max(readEnd, end);
  }
  return false;
}

function byteRange(view: View): [number, number] {
  const [first, last] = elementRange(view);
  const { bytes } = elementTypes[view.dtype];
  return [view.data.byteOffset + first * bytes, view.data.byteOffset + (last + 1) * bytes];
}

/**
 * Whether two of the elements that axes reach lie in one place: whether a sum of `difference * stride` is 0 for differences of
 * indices that are not all 0. Exact; takes the product of the two shorter lengths at most.
 */
export function sharePlaces(axes: readonly [Axis, Axis, Axis]): boolean {
  // Ordinary layouts: each stride leads beyond all that the smaller ones reach.
  let span = 0;
  let isOrdinary = true;
  let elements = 1;
  for (const [length, stride] of [...axes].sort(([, a], [, b]) => Math.abs(a) - Math.abs(b))) {
    if (length === 1) continue;
    if (Math.abs(stride) <= span) isOrdinary = false;
    if (stride === 0) return true;
    span += (length - 1) * Math.abs(stride);
    elements *= length;
  }
  if (isOrdinary) return false;
  // More elements than places. So the loops below are short: the data has at least the product of all three lengths.
  if (elements > span + 1) return true;
  const [[lengthA, strideA], [lengthB, strideB], [lengthC, strideC]] = [...axes].sort(
    ([a], [b]) => a - b,
  ) as [Axis, Axis, Axis];
  for (let a = 0; a < lengthA; a++) {
    // Differences and their negatives are alike.
    for (let b = a === 0 ? 1 : 1 - lengthB; b < lengthB; b++) {
      const c = (a * strideA + b * strideB) / strideC;
      if (Number.isInteger(c) && Math.abs(c) < lengthC) return true;
    }
  }
  return false;
}
