import type { Boundary } from '../index.ts';
import { folds } from '../problem/boundary.ts';

/** One axis of a plane: which elements a result reads, as plain data. Result i reads `extent` of them from `i * stride - before` on. */
export interface Axis {
  readonly elements: number;
  readonly before: number;
  readonly stride: number;
  /** The length of the kernel with the gaps that dilation makes. */
  readonly extent: number;
  readonly boundary: Boundary;
}

/** A range of elements, without the last. */
export interface Range {
  readonly start: number;
  readonly stop: number;
}

/** What some neighbouring results read. */
export interface Reach {
  /** The ranges of elements to read, in order. */
  readonly ranges: readonly Range[];
  /** For each place from the first that is read to the last, the range of its element; -1 for the fill value. */
  readonly range: Int32Array;
  /** And the index in that range. */
  readonly index: Int32Array;
  /** Whether the places are those of a single range, in order. */
  readonly isPlain: boolean;
}

/** How many places results read, from the first to the last. */
export function reachLength({ stride, extent }: Axis, results: number): number {
  return (results - 1) * stride + extent;
}

/** What the results from `start` to `stop` read. */
export function reachOf(axis: Axis, { start, stop }: Range): Reach {
  const { elements, before, stride, boundary } = axis;
  const length = reachLength(axis, stop - start);
  const first = start * stride - before;
  const fold = folds[boundary];
  const places = Float64Array.from({ length }, (_, n) => fold(first + n, elements));
  const ranges = rangesOf(places);
  const range = new Int32Array(length).fill(-1);
  const index = new Int32Array(length);
  for (const [n, place] of places.entries()) {
    if (place === -1) continue;
    range[n] = ranges.findIndex(({ stop }) => place < stop);
    index[n] = place - (ranges[range[n] as number] as Range).start;
  }
  const isPlain = ranges.length === 1 && range.every((n) => n === 0) && index.every((at, n) => at === n);
  return { ranges, range, index, isPlain };
}

/** The ranges that cover some places, each place once. Under `wrap` there are two at the edges. */
function rangesOf(places: Float64Array): Range[] {
  const ranges: { start: number; stop: number }[] = [];
  for (const place of places.slice().sort()) {
    if (place === -1) continue;
    const last = ranges.at(-1);
    if (last && place <= last.stop) last.stop = Math.max(last.stop, place + 1);
    else ranges.push({ start: place, stop: place + 1 });
  }
  return ranges;
}
