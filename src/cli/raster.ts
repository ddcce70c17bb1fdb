import { encode } from 'fast-png';
import { scheme } from 'vega';

/** Contiguous rows of numbers. */
export interface Matrix {
  readonly data: ArrayLike<number>;
  readonly shape: readonly number[];
}

/** The gray of NaN. */
const notANumber = [200, 200, 200] as const;

/** The number of colours in a map. */
const levels = 256;

/** Draws a matrix as a PNG. The domain's ends get the first and the last colour; a pixel of several cells shows their mean. */
export function raster(
  { data, shape }: Matrix,
  [least, greatest]: readonly [number, number],
  width: number,
  height: number,
): Uint8Array {
  const [rows, columns] = shape as [number, number];
  const colours = palette();
  const pixels = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const [top, bottom] = cells(y, height, rows);
    for (let x = 0; x < width; x++) {
      const [left, right] = cells(x, width, columns);
      let sum = 0;
      for (let row = top; row < bottom; row++) {
        for (let column = left; column < right; column++) sum += data[row * columns + column]!;
      }
      const mean = sum / ((bottom - top) * (right - left));
      const level = Math.round(((mean - least) / (greatest - least)) * (levels - 1));
      const colour = Number.isNaN(mean) ? notANumber : colours[Math.min(Math.max(level, 0), levels - 1)]!;
      pixels.set(colour, (y * width + x) * 3);
    }
  }
  return encode({ width, height, data: pixels, channels: 3 });
}

/** The range of cells that a pixel shows, without its end. */
function cells(pixel: number, pixels: number, count: number): [number, number] {
  const first = Math.floor((pixel * count) / pixels);
  return [first, Math.max(first + 1, Math.floor(((pixel + 1) * count) / pixels))];
}

/** The colours of the colour bar, from the lowest value to the highest. */
function palette(): number[][] {
  const colourAt = scheme('viridis') as (fraction: number) => string;
  return Array.from({ length: levels }, (_, level) => {
    // `colourAt` gives CSS: rgb(68, 1, 84).
    return colourAt(level / (levels - 1))
      .match(/\d+/g)!
      .map(Number);
  });
}
