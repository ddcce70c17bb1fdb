import { type Boundary, correlate2d } from 'convolve-wasm';
import type { Pair } from '../state/state.ts';

/** Stands for the fill value in lists of indices. */
export const FILL = -1;

/**
 * Which elements an axis shows where a boundary rule continues it: `before` indices, those of the elements, `after` indices. The
 * package itself continues the list of indices, so that this is what its results read.
 */
export function continuedIndices(
  elements: number,
  [before, after]: Pair<number>,
  rule: Boundary,
): Int32Array {
  const indices = {
    data: Float64Array.from({ length: elements }, (_, index) => index),
    shape: [1, elements],
  };
  const { data } = correlate2d(indices, [[1]], {
    padding: [
      [0, 0],
      [before, after],
    ],
    boundary: rule,
    fillvalue: FILL,
  });
  return Int32Array.from(data);
}

/** Pixels of a picture and of its continuation; `fill` is the colour of the fill value. */
export function continuedPixels(
  pixels: Uint32Array,
  widthPx: number,
  rows: Int32Array,
  columns: Int32Array,
  fill: number,
  into: Uint32Array,
): void {
  let at = 0;
  for (const row of rows) {
    for (const column of columns) {
      into[at++] = row === FILL || column === FILL ? fill : pixels[row * widthPx + column]!;
    }
  }
}
