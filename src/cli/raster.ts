import { encode } from 'fast-png';
import type { Colour } from './colour-maps.ts';

/** Contiguous rows of numbers. */
export interface Matrix {
  readonly data: ArrayLike<number>;
  readonly shape: readonly number[];
}

/** Draws a matrix as a PNG. A pixel of several cells shows their mean. */
export function raster(
  { data, shape }: Matrix,
  colourOf: (value: number) => Colour,
  width: number,
  height: number,
): Uint8Array {
  const [rows, columns] = shape as [number, number];
  const pixels = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const [top, bottom] = cells(y, height, rows);
    for (let x = 0; x < width; x++) {
      const [left, right] = cells(x, width, columns);
      let sum = 0;
      for (let row = top; row < bottom; row++) {
        for (let column = left; column < right; column++) sum += data[row * columns + column]!;
      }
      pixels.set(colourOf(sum / ((bottom - top) * (right - left))), (y * width + x) * 3);
    }
  }
  return encode({ width, height, data: pixels, channels: 3 });
}

/** The range of cells that a pixel shows, without its end. */
function cells(pixel: number, pixels: number, count: number): [number, number] {
  const first = Math.floor((pixel * count) / pixels);
  return [first, Math.max(first + 1, Math.floor(((pixel + 1) * count) / pixels))];
}
