import { type Accumulator, elementTypes } from '../dtype.ts';
import { folds } from '../spec/boundary.ts';
import { extent } from '../spec/geometry.ts';
import type { Problem } from '../spec/problem.ts';
import type { Boundary, DType } from '../types.ts';
import { stripRows } from './strip.ts';

/**
 * How a problem is computed: plain data, without pointers or functions. Rows of the continued image are staged
 * in strips, each row with its margins and in the accumulator's type; the kernel then only adds up taps times
 * elements at fixed distances.
 *
 * With a horizontal stride of s, a staged row holds its pixels dealt out into s phases (every s-th pixel
 * side by side), so that neighbouring results read neighbouring elements whatever the stride.
 */
export interface Plan {
  readonly method: 'direct';
  /** The element type of the image, of the sums and of the result. */
  readonly storage: DType;
  readonly accumulator: Accumulator;
  readonly result: DType;
  /** Whether relaxed arithmetic cannot change a single bit of the result. */
  readonly exact: boolean;
  readonly output: { readonly rows: number; readonly columns: number };
  /** Elements of an output row: columns times channels. */
  readonly outputRowLength: number;
  readonly kernel: Problem['kernel'];
  readonly delta: number;

  readonly boundary: Boundary;
  readonly fillvalue: number;
  readonly imageRows: number;
  /** Elements of an image row. */
  readonly imageRowLength: number;
  readonly channels: number;
  /** Rows of continued image above the image. */
  readonly top: number;
  /** Which element of its row stands at each place of the margins; -1 for the fill value. */
  readonly leftMargin: Int32Array;
  readonly rightMargin: Int32Array;

  /** Staged rows from one output row to the next, and from one tap row to the next. */
  readonly rowStep: number;
  readonly tapRowStep: number;
  readonly phases: number;
  /** Elements of a phase, and of a whole staged row. */
  readonly phaseLength: number;
  readonly stagedRowLength: number;
  /** For each column of taps, the distance in elements from a staged row's start. */
  readonly columnOffsets: Int32Array;
  /** The distance from each column of taps to the next where all are equal, else 0. */
  readonly columnStep: number;
  /** Output rows computed from one strip, and the staged rows that takes. */
  readonly strip: { readonly outputRows: number; readonly stagedRows: number };
}

export function makePlan(problem: Problem): Plan {
  const { image, output, kernel, stride, dilation, accumulator } = problem;
  const { channels } = image;
  const [rowStep, phases] = stride;
  const kernelRows = extent(kernel.rows, dilation[0]);
  const pixelsNeeded = (output.columns - 1) * phases + extent(kernel.columns, dilation[1]);
  const stagedPixels = Math.max(pixelsNeeded, problem.left + image.columns);
  const phaseLength = Math.ceil(stagedPixels / phases) * channels;
  const stagedRowLength = phaseLength * phases;
  const outputRowLength = output.columns * channels;
  return Object.freeze({
    method: 'direct' as const,
    storage: image.dtype,
    accumulator,
    result: problem.result,
    exact: problem.exact,
    output: Object.freeze({ ...output }),
    outputRowLength,
    kernel: Object.freeze({ ...kernel }),
    delta: problem.delta,
    boundary: problem.boundary,
    fillvalue: problem.fillvalue,
    imageRows: image.rows,
    imageRowLength: image.columns * channels,
    channels,
    top: problem.top,
    leftMargin: margin(problem, -problem.left, 0),
    rightMargin: margin(problem, image.columns, stagedPixels - problem.left),
    rowStep,
    tapRowStep: dilation[0],
    phases,
    phaseLength,
    stagedRowLength,
    columnOffsets: Int32Array.from({ length: kernel.columns }, (_, column) => {
      const pixel = column * dilation[1];
      return (pixel % phases) * phaseLength + Math.floor(pixel / phases) * channels;
    }),
    columnStep: phases === 1 ? dilation[1] * channels : 0,
    strip: stripRows({
      outputRows: output.rows,
      rowStep,
      kernelRows,
      stagedRowBytes: stagedRowLength * elementTypes[accumulator].bytes,
      outputRowBytes: outputRowLength * elementTypes[accumulator].bytes,
    }),
  });
}

function margin({ image, boundary }: Problem, firstPixel: number, endPixel: number): Int32Array {
  const fold = folds[boundary];
  const { channels } = image;
  const table = new Int32Array((endPixel - firstPixel) * channels);
  let at = 0;
  for (let place = firstPixel; place < endPixel; place++) {
    const pixel = fold(place, image.columns);
    for (let channel = 0; channel < channels; channel++) {
      table[at++] = pixel < 0 ? -1 : pixel * channels + channel;
    }
  }
  return table;
}
