import { integers } from '../../test/support/random.ts';
import type { Filtering, Image } from './cell.ts';
import { noisyPicture, type Size, small, whole } from './pictures.ts';

type FilterCell = (isSmall: boolean) => Filtering;

/** Both components of Sobel's gradient, its magnitude and its angle, in float32. */
export const gradients: FilterCell = (isSmall) => ({ filter: 'gradients', image: noise(isSmall, 1) });

/** The brightness of colours. */
export const gray: FilterCell = (isSmall) => ({ filter: 'gray', image: noise(isSmall, 4) });

/** What a page does to show edges: ImageData to gray, the magnitude of Sobel's gradient, its range to bytes, ImageData. */
export const pipeline: FilterCell = (isSmall) => {
  const { data, shape } = noisyPicture(isSmall ? small : [720, 1280], 4);
  return { filter: 'pipeline', image: { data: clamped(data as Uint8Array), shape } };
};

/** A picture with a clear surround and soft edges, blurred by a sigma of 10 with premultiplied alpha. */
export const sprite: FilterCell = (isSmall) => ({ filter: 'sprite', image: disc(isSmall ? small : whole) });

function noise(isSmall: boolean, channels: number): Image {
  return noisyPicture(isSmall ? small : whole, channels);
}

/** Colours of noise. Alpha falls from 255 to 0 over this part of the radius. */
const SOFT = 0.2;

function disc([rows, columns]: Size): Image {
  const data = new Uint8ClampedArray(rows * columns * 4);
  const byte = integers(1, 0, 255);
  const radius = 0.45 * rows;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = 4 * (row * columns + column);
      const distance = Math.hypot(row - rows / 2, column - columns / 2) / radius;
      for (let c = 0; c < 3; c++) data[at + c] = byte();
      data[at + 3] = 255 * ((1 - distance) / SOFT);
    }
  }
  return { data, shape: [rows, columns, 4] };
}

function clamped({ buffer }: Uint8Array): Uint8ClampedArray {
  return new Uint8ClampedArray(buffer);
}
