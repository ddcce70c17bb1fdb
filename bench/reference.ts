import { random } from '../test/random.ts';
import type { Cell } from './cell.ts';
import type { Geometry } from './geometry.ts';

/** One element of the answer, computed in float64. */
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
export function reference(cell: Cell, { top, left, stride, rows, columns }: Geometry): Sample[] {
  return places(rows, columns).map(([row, column]) => ({
    index: row * columns + column,
    value: sumAt(cell, row * stride - top, column * stride - left),
  }));
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

/** Of the kernel, rotated, laid on the image with its corner at `y`, `x`. */
function sumAt({ image, kernel, options }: Cell, y: number, x: number): number {
  const [imageRows, imageColumns] = image.shape;
  const [rows, columns] = kernel.shape;
  const symmetric = options.boundary === 'symm';
  const pixel = (row: number, column: number) => {
    const r = symmetric ? mirrored(row, imageRows) : row;
    const c = symmetric ? mirrored(column, imageColumns) : column;
    return r >= 0 && r < imageRows && c >= 0 && c < imageColumns ? image.data[r * imageColumns + c]! : 0;
  };
  let sum = 0;
  for (let u = 0; u < rows; u++) {
    for (let v = 0; v < columns; v++) {
      sum += kernel.data[(rows - 1 - u) * columns + columns - 1 - v]! * pixel(y + u, x + v);
    }
  }
  return sum;
}

/** The image and its mirror image, again and again. */
function mirrored(index: number, length: number): number {
  const period = 2 * length;
  const place = ((index % period) + period) % period;
  return place < length ? place : period - 1 - place;
}
