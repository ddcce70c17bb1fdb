import { folds } from '../problem/boundary.ts';
import { extent, refuseLongBorder } from '../problem/geometry.ts';
import type { Problem } from '../problem/problem.ts';

/**
 * How a row is staged: with the borders that its boundary rule gives, and with its pixels dealt out into `phases`
 * (every so-many-th pixel side by side), so that neighbouring results read neighbouring elements whatever the
 * horizontal stride. Lengths and offsets are in elements.
 *
 * Where results read few of the elements between the first and the last (a stride or a dilation far larger than the
 * kernel), they are gathered instead: the left border lists, for each column of taps, the elements that all results of a
 * row multiply with it, and the row itself follows.
 */
export interface RowGeometry {
  readonly channels: number;
  readonly imageRowLength: number;
  /** Which element of its row stands at each place of the margins; -1 for the fill value. */
  readonly leftMargin: Int32Array;
  readonly rightMargin: Int32Array;
  readonly gathersColumns: boolean;
  readonly phases: number;
  readonly phaseLength: number;
  /** All phases of a row. */
  readonly stagedRowLength: number;
  /** For each column of taps, the distance from a staged row's start. */
  readonly columnOffsets: Int32Array;
  /** The distance from each column of taps to the next where all are equal, else 0. */
  readonly columnStep: number;
}

/** `leastLength`: elements that a staged row has at least; those that the problem does not need hold the fill value. */
export function rowGeometry(problem: Problem, phasesWanted: number, leastLength = 0): RowGeometry {
  const { image, output, kernel, stride, dilation, left } = problem;
  const { channels } = image;
  const { columns: results } = output;
  const gathersColumns = leastLength === 0 && gathers(problem, 1);
  const phases = gathersColumns ? 1 : phasesWanted;
  const step = gathersColumns ? results : dilation[1];
  const leftPixels = gathersColumns ? kernel.columns * results : left;
  const pixelsNeeded = gathersColumns ? 0 : (results - 1) * stride[1] + extent(kernel.columns, step);
  const stagedPixels = Math.max(pixelsNeeded, leftPixels + image.columns);
  const surplus = Math.max(0, leastLength - stagedPixels * channels);
  const phaseLength = Math.ceil(stagedPixels / phases) * channels + surplus;
  const gathered = (i: number) => (i % results) * stride[1] + Math.floor(i / results) * dilation[1] - left;
  return {
    channels,
    imageRowLength: image.columns * channels,
    leftMargin: border(problem, leftPixels, gathersColumns ? gathered : (i) => i - left),
    rightMargin: border(
      problem,
      stagedPixels - leftPixels - image.columns,
      (i) => image.columns + i,
      surplus,
    ),
    gathersColumns,
    phases,
    phaseLength,
    stagedRowLength: phaseLength * phases,
    columnOffsets: Int32Array.from({ length: kernel.columns }, (_, column) => {
      const pixel = column * step;
      return (pixel % phases) * phaseLength + Math.floor(pixel / phases) * channels;
    }),
    columnStep: phases === 1 ? step * channels : 0,
  };
}

/** Gathering an element takes less than twice as long as staging one: 1024 x 1024 float32, 3 x 3, strides of 4 to 32. */
export const GATHER_COST = 2;

/** Whether the rows (0) or columns (1) that results read are so far apart that they are gathered. */
export function gathers({ output, kernel, stride, dilation }: Problem, axis: 0 | 1): boolean {
  const [results, taps] = axis === 0 ? [output.rows, kernel.rows] : [output.columns, kernel.columns];
  return (results - 1) * stride[axis] + extent(taps, dilation[axis]) > GATHER_COST * results * taps;
}

/** For each of `pixels` places, the elements of the pixel that `place` names; then `surplus` fill values. */
function border(
  { image, boundary }: Problem,
  pixels: number,
  place: (index: number) => number,
  surplus = 0,
): Int32Array {
  const fold = folds[boundary];
  const { channels, columns } = image;
  const length = pixels * channels + surplus;
  refuseLongBorder(length);
  const table = new Int32Array(length).fill(-1);
  let at = 0;
  for (let i = 0; i < pixels; i++) {
    const pixel = fold(place(i), columns);
    for (let channel = 0; channel < channels; channel++) {
      table[at++] = pixel < 0 ? -1 : pixel * channels + channel;
    }
  }
  return table;
}
