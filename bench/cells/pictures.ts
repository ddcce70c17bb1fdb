import { integers, random } from '../../test/support/random.ts';
import {
  type Cell,
  type CellOptions,
  type Image,
  type Matrix,
  normalized,
  type OpencvFilter,
} from './cell.ts';

/** Rows and columns of a frame of video, and of one with a sixteenth of its pixels, for a look at the answers only. */
const whole = [1080, 1920] as const;
const small = [270, 480] as const;

/**
 * A cell of bytes, continued as OpenCV continues images unless it is told otherwise (`BORDER_REFLECT_101`); given whether
 * a small picture will do.
 */
type PictureCell = (isSmall: boolean) => Cell;

/** Sums of integers, which both compute exactly. */
const exact = { filter: 'filter2D', off: 0 } as const;

/** What makes edges bright. */
export function edges(dtype: 'uint8' | 'int16'): PictureCell {
  const kernel = matrix(3, (row, column) => (row === 1 && column === 1 ? 8 : -1));
  return picture(1, kernel, { dtype }, exact);
}

/** The derivative along rows, such as `cv2.Sobel(image, cv2.CV_16S, 1, 0)`: a correlation, so the kernel is rotated. */
export function sobel(): PictureCell {
  const kernel = matrix(3, (row, column) => (1 - column) * (row === 1 ? 2 : 1));
  return picture(1, kernel, { dtype: 'int16' }, { filter: 'Sobel', off: 0 });
}

/**
 * A mean of a square. A mean of an odd number of bytes is never half an integer, and what OpenCV makes of each of the 57376
 * sums that 225 bytes may have was seen to be rounded right.
 */
export function box(size: number): PictureCell {
  const kernel = matrix(size, () => 1);
  return picture(1, kernel, { dtype: 'uint8', normalize: true }, { filter: 'blur', off: 0 });
}

/** What `filter2D` sums up in float32, so that it may round the other way near half an integer. */
export function noisyMean(channels: number, size: number): PictureCell {
  const next = random(2);
  const { data, shape } = matrix(size, next);
  const kernel = { data: normalized(data), shape };
  return picture(channels, kernel, { dtype: 'uint8', precision: 'fast' }, { filter: 'filter2D', off: 1 });
}

/**
 * `cv2.GaussianBlur(image, (size, size), 0)`. OpenCV computes in fixed point, with taps of 8 bits behind the point, and
 * rounds half up: with 5 x 5, whose taps are sixteenths, results are 1 off at most; with 21 x 21, where those taps are not
 * exact, 2 (the most of 10 million results for noise, of which each fifth was off by 1).
 */
export function gaussianBlur(channels: number, size: 5 | 21): PictureCell {
  const factor = gaussianTaps(size);
  const kernel = matrix(size, (row, column) => factor[row]! * factor[column]!);
  const isDyadic = size === 5;
  const options: CellOptions = isDyadic ? { dtype: 'uint8' } : { dtype: 'uint8', precision: 'fast' };
  return picture(channels, kernel, options, { filter: 'GaussianBlur', off: isDyadic ? 1 : 2 });
}

/** As `cv2.getGaussianKernel(size, 0)`: up to size 9 a table, then by a standard deviation that follows from the size. */
function gaussianTaps(size: 5 | 21): Float64Array {
  if (size === 5) return normalized(Float64Array.of(1, 4, 6, 4, 1));
  const deviation = 0.3 * ((size - 1) * 0.5 - 1) + 0.8;
  const weights = Float64Array.from({ length: size }, (_, i) =>
    Math.exp(-((i - (size - 1) / 2) ** 2) / (2 * deviation ** 2)),
  );
  return normalized(weights);
}

function picture(channels: number, kernel: Matrix, options: CellOptions, opencv: OpencvFilter): PictureCell {
  return (isSmall) => ({
    image: noise(isSmall ? small : whole, channels),
    kernel,
    options: { mode: 'same', boundary: 'reflect', ...options },
    opencv,
  });
}

/** Every byte as likely as any other. */
function noise([rows, columns]: readonly [number, number], channels: number): Image {
  const data = new Uint8Array(rows * columns * channels);
  const next = integers(1, 0, 255);
  for (let i = 0; i < data.length; i++) data[i] = next();
  return { data, shape: channels === 1 ? [rows, columns] : [rows, columns, channels] };
}

function matrix(size: number, element: (row: number, column: number) => number): Matrix {
  const data = Float64Array.from({ length: size * size }, (_, i) => element(Math.floor(i / size), i % size));
  return { data, shape: [size, size] };
}
