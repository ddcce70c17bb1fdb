import { roundHalfEvenSaturate } from '../../test/conformance/oracle.ts';
import { random } from '../../test/support/random.ts';
import { type Convolution, resultDtype, tapsOf } from '../cells/cell.ts';
import type { Geometry } from '../cells/geometry.ts';

/** One element of the answer, computed in float64; integers are rounded half to even and saturated. */
export interface Sample {
  readonly index: number;
  readonly value: number;
}

/** Few enough that half a second suffices for a kernel of 512 x 512. */
const INSIDE = 256;
const EACH_EDGE = 16;

/**
 * The definition at the corners, along the edges and at places inside, the same ones every time. Shares no code
 * with anyone who is measured.
 */
export function reference(cell: Convolution, geometry: Geometry): Sample[] {
  const { top, left, stride, rows, columns, channels } = geometry;
  const dtype = resultDtype(cell);
  const isFloat = dtype === 'float32' || dtype === 'float64';
  return places(rows, columns).flatMap(([row, column]) =>
    Array.from({ length: channels }, (_, channel) => {
      const sum = sumAt(cell, row * stride - top, column * stride - left, channel);
      return {
        index: (row * columns + column) * channels + channel,
        value: isFloat ? sum : roundHalfEvenSaturate(sum, dtype),
      };
    }),
  );
}

function places(rows: number, columns: number): [row: number, column: number][] {
  const next = random(3);
  const row = () => Math.floor(next() * rows);
  const column = () => Math.floor(next() * columns);
  const [bottom, right] = [rows - 1, columns - 1];
  const along = () =>
    [
      [0, column()],
      [bottom, column()],
      [row(), 0],
      [row(), right],
    ] as [number, number][];
  return [
    [0, 0],
    [0, right],
    [bottom, 0],
    [bottom, right],
    ...Array.from({ length: EACH_EDGE }, along).flat(),
    ...Array.from({ length: INSIDE }, (): [number, number] => [row(), column()]),
  ];
}

/** Of the kernel, rotated, laid on one channel of the image with its corner at `y`, `x`. */
function sumAt(cell: Convolution, y: number, x: number, channel: number): number {
  const { image, kernel, options } = cell;
  const [imageRows, imageColumns, channels = 1] = image.shape;
  const [rows, columns] = kernel.shape;
  const taps = tapsOf(cell);
  const beyond = folds[options.boundary ?? 'fill'];
  const pixel = (row: number, column: number) => {
    const r = beyond(row, imageRows);
    const c = beyond(column, imageColumns);
    const isInside = r >= 0 && r < imageRows && c >= 0 && c < imageColumns;
    return isInside ? image.data[(r * imageColumns + c) * channels + channel]! : 0;
  };
  let sum = 0;
  for (let u = 0; u < rows; u++) {
    for (let v = 0; v < columns; v++) {
      sum += taps[(rows - 1 - u) * columns + columns - 1 - v]! * pixel(y + u, x + v);
    }
  }
  return sum;
}

/** Where the image is read for an index beyond its edges. */
const folds = {
  fill: (index: number) => index,
  symm: mirrored,
  reflect: reflected,
};

/** The image and its mirror image, again and again. */
function mirrored(index: number, length: number): number {
  const period = 2 * length;
  const place = ((index % period) + period) % period;
  return place < length ? place : period - 1 - place;
}

/** As `mirrored`, but elements at the edges are not repeated. */
export function reflected(index: number, length: number): number {
  const period = Math.max(1, 2 * (length - 1));
  const place = ((index % period) + period) % period;
  return place < length ? place : period - place;
}
