import { folds } from '../spec/boundary.ts';
import { extent } from '../spec/geometry.ts';
import type { Problem } from '../spec/problem.ts';

/**
 * How a row is staged: with the margins that its boundary rule gives, and with its pixels dealt out into `phases`
 * (every so-many-th pixel side by side), so that neighbouring results read neighbouring elements whatever the
 * horizontal stride. Lengths and offsets are in elements.
 */
export interface RowGeometry {
  readonly channels: number;
  readonly imageRowLength: number;
  /** Which element of its row stands at each place of the margins; -1 for the fill value. */
  readonly leftMargin: Int32Array;
  readonly rightMargin: Int32Array;
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
export function rowGeometry(problem: Problem, phases: number, leastLength = 0): RowGeometry {
  const { image, output, kernel, stride, dilation, left } = problem;
  const { channels } = image;
  const pixelsNeeded = (output.columns - 1) * stride[1] + extent(kernel.columns, dilation[1]);
  const stagedPixels = Math.max(pixelsNeeded, left + image.columns);
  const surplus = Math.max(0, leastLength - stagedPixels * channels);
  const phaseLength = Math.ceil(stagedPixels / phases) * channels + surplus;
  return {
    channels,
    imageRowLength: image.columns * channels,
    leftMargin: margin(problem, -left, 0),
    rightMargin: margin(problem, image.columns, stagedPixels - left, surplus),
    phases,
    phaseLength,
    stagedRowLength: phaseLength * phases,
    columnOffsets: Int32Array.from({ length: kernel.columns }, (_, column) => {
      const pixel = column * dilation[1];
      return (pixel % phases) * phaseLength + Math.floor(pixel / phases) * channels;
    }),
    columnStep: phases === 1 ? dilation[1] * channels : 0,
  };
}

function margin({ image, boundary }: Problem, firstPixel: number, endPixel: number, surplus = 0): Int32Array {
  const fold = folds[boundary];
  const { channels } = image;
  const table = new Int32Array((endPixel - firstPixel) * channels + surplus).fill(-1);
  let at = 0;
  for (let place = firstPixel; place < endPixel; place++) {
    const pixel = fold(place, image.columns);
    for (let channel = 0; channel < channels; channel++) {
      table[at++] = pixel < 0 ? -1 : pixel * channels + channel;
    }
  }
  return table;
}
