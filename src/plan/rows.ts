import { folds } from '../problem/boundary.ts';
import { refuseLongBorder, spanOf } from '../problem/geometry.ts';
import type { Problem } from '../problem/problem.ts';

/**
 * How a row is staged: with borders, and with its pixels deinterleaved into `phases` (phase p holds pixels p, p + phases,
 * p + 2 phases, ...), so that neighbouring results read neighbouring elements for every horizontal stride. Lengths and offsets
 * are in elements.
 *
 * If results read few elements of a row (a stride or a dilation far larger than the kernel), the row is gathered instead: the
 * left border lists, for each column of taps, the elements that the results of the row multiply with it. The row itself follows.
 */
export interface RowGeometry {
  readonly channels: number;
  readonly imageRowLength: number;
  /** For each element of a border the index of the row's element to put there; -1 for the fill value. */
  readonly leftBorder: Int32Array;
  readonly rightBorder: Int32Array;
  readonly gathersColumns: boolean;
  readonly phases: number;
  readonly phaseLength: number;
  /** The length of all phases together. */
  readonly stagedRowLength: number;
  /** For each column of taps, its offset from the start of a staged row. */
  readonly columnOffsets: Int32Array;
  /** The distance between neighbouring columns of taps; 0 if it varies. */
  readonly columnStep: number;
}

/** @param minLength The least length of a staged row. Elements that the problem does not need hold the fill value. */
export function rowGeometry(problem: Problem, phasesWanted: number, minLength = 0): RowGeometry {
  const { image, kernel, stride, dilation, left } = problem;
  const { channels } = image;
  const { results, dense, reach } = spanOf(problem, 1);
  const gathersColumns = minLength === 0 && gathers(problem, 1);
  const phases = gathersColumns ? 1 : phasesWanted;
  const step = gathersColumns ? results : dilation[1];
  const leftPixels = gathersColumns ? kernel.columns * results : left;
  const pixelsNeeded = gathersColumns ? 0 : dense + reach;
  const stagedPixels = Math.max(pixelsNeeded, leftPixels + image.columns);
  const surplus = Math.max(0, minLength - stagedPixels * channels);
  const phaseLength = Math.ceil(stagedPixels / phases) * channels + surplus;
  const gathered = (i: number) => (i % results) * stride[1] + Math.floor(i / results) * dilation[1] - left;
  return {
    channels,
    imageRowLength: image.columns * channels,
    leftBorder: border(problem, leftPixels, gathersColumns ? gathered : (i) => i - left),
    rightBorder: border(
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

/** Gathering an element takes up to twice as long as staging one (measured: 1024 x 1024 float32, 3 x 3, strides 4 to 32). */
export const GATHER_COST = 2;

/** Whether results read so few rows (axis 0) or columns (axis 1) that gathering them is faster. */
export function gathers(problem: Problem, axis: 0 | 1): boolean {
  const { results, taps, dense, reach } = spanOf(problem, axis);
  return dense + reach > GATHER_COST * results * taps;
}

/** The table of a border: the elements of the pixels at `place(0)`, `place(1)`, ..., then `surplus` fill values. */
function border(
  { image, boundary }: Problem,
  pixels: number,
  place: (index: number) => number,
  surplus = 0,
): Int32Array {
  const fold = folds[boundary[1]];
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
