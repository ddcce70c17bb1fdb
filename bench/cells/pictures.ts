import { integers, random } from '../../test/support/random.ts';
import {
  type Blur,
  type CellOptions,
  type Convolution,
  type Image,
  type Matrix,
  normalized,
  type OpencvFilter,
} from './cell.ts';
import { noise } from './inputs.ts';

export type Size = readonly [rows: number, columns: number];

/** Rows and columns of a frame of video, and of one with a sixteenth of its pixels, for a look at the answers only. */
export const whole: Size = [1080, 1920];
export const small: Size = [270, 480];

/**
 * A cell of bytes, continued as OpenCV continues images unless it is told otherwise (`BORDER_REFLECT_101`); given whether
 * a small picture will do.
 */
type PictureCell = (isSmall: boolean) => Convolution;

/** Sums of integers, which both compute exactly. */
const exactly = { filter: 'filter2D', off: 0 } as const;

/** What makes edges bright. */
export function edges(dtype: 'uint8' | 'int16'): PictureCell {
  const kernel = matrix(3, (row, column) => (row === 1 && column === 1 ? 8 : -1));
  return picture(1, kernel, { dtype }, exactly);
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
export function noisyMean(channels: number, size: number, precision?: 'fast'): PictureCell {
  const kernel = noisyKernel(size);
  return picture(channels, kernel, { dtype: 'uint8', precision }, { filter: 'filter2D', off: 1 });
}

/**
 * Every sum of a picture of noise lies next to a half, and which side it lies on no integers and no float32 can tell: odd bytes
 * under 25 taps of 1/2, their signs mixed, each changed in its twelfth digit. The bytes are such that hardly a sum is
 * saturated.
 */
export function ties(): PictureCell {
  const next = random(2);
  const kernel = matrix(5, (row, column) =>
    ((row + column) % 2) - 0.5 < 0 ? 0.5 + 1e-12 * next() : -0.5 - 1e-12 * next(),
  );
  const byte = integers(1, 50, 77);
  const image = ([rows, columns]: Size) => pixels(rows, columns, 1, () => 2 * byte() + 1);
  return picture(1, kernel, { dtype: 'uint8' }, { filter: 'filter2D', off: 1 }, image);
}

/** A picture of one byte, as a clear sky or a frame of a form is, under a kernel that makes a half of it. */
export function constantTies(): PictureCell {
  const { data, shape } = noisyKernel(5);
  const kernel = { data: data.map((tap) => tap / 2), shape };
  const image = ([rows, columns]: Size) => pixels(rows, columns, 1, () => 101);
  const cell = picture(1, kernel, { dtype: 'uint8' }, { filter: 'filter2D', off: 1 }, image);
  return (isSmall) => ({ ...cell(isSmall), hasTies: true });
}

/**
 * `cv2.GaussianBlur(image, (size, size), 0)`. OpenCV computes in fixed point, with taps of 8 bits behind the point, and
 * rounds half up: with 5 x 5, whose taps are sixteenths, results are 1 off at most; with 21 x 21, where those taps are not
 * exact, 2 (the most of 10 million results for noise, of which each fifth was off by 1).
 */
export function gaussianOfSize(channels: number, size: 5 | 21, precision?: 'exact'): PictureCell {
  const factor = gaussianTaps(size);
  const opencv = { filter: 'GaussianBlur', sigma: 0, off: size === 5 ? 1 : 2 } as const;
  return blurred(channels, factor, { size, precision }, opencv);
}

/** A Gaussian that ends four standard deviations from its centre. */
export function gaussianOfSigma(channels: number, sigma: number): PictureCell {
  return blurred(channels, sampledGaussian(sigma), { sigma }, { filter: 'GaussianBlur', sigma, off: 2 });
}

/** The same of floats in [0, 1). */
export function floatGaussian(size: number, sigma: number, precision: 'fast' | 'exact'): () => Convolution {
  const taps = sampledGaussian(sigma);
  return () => ({
    ...gaussianProduct(taps),
    image: noise(Float32Array, size, 1).image,
    options: { mode: 'same', boundary: 'reflect', precision },
    blur: { sigma, precision },
    opencv: { filter: 'GaussianBlur', sigma },
  });
}

function blurred(channels: number, factor: Float64Array, blur: Blur, opencv: OpencvFilter): PictureCell {
  const { kernel } = gaussianProduct(factor);
  const precision = blur.precision ?? 'fast';
  const cell = picture(channels, kernel, { dtype: 'uint8', precision }, opencv);
  return (isSmall) => ({ ...cell(isSmall), blur });
}

function gaussianProduct(factor: Float64Array): { readonly kernel: Matrix } {
  return { kernel: matrix(factor.length, (row, column) => factor[row]! * factor[column]!) };
}

/** As `cv2.getGaussianKernel(size, 0)`: up to size 9 a table, then by a standard deviation that follows from the size. */
function gaussianTaps(size: 5 | 21): Float64Array {
  if (size === 5) return normalized(Float64Array.of(1, 4, 6, 4, 1));
  return gaussianWeights(size, 0.3 * ((size - 1) * 0.5 - 1) + 0.8);
}

/** As `scipy.ndimage.gaussian_filter` with its default `truncate`. */
function sampledGaussian(sigma: number): Float64Array {
  return gaussianWeights(2 * Math.floor(4 * sigma + 0.5) + 1, sigma);
}

function gaussianWeights(size: number, deviation: number): Float64Array {
  const weights = Float64Array.from({ length: size }, (_, i) =>
    Math.exp(-((i - (size - 1) / 2) ** 2) / (2 * deviation ** 2)),
  );
  return normalized(weights);
}

function noisyKernel(size: number): Matrix {
  const { data, shape } = matrix(size, random(2));
  return { data: normalized(data), shape };
}

function picture(
  channels: number,
  kernel: Matrix,
  options: CellOptions,
  opencv: OpencvFilter,
  image = (size: Size) => noisyPicture(size, channels),
): PictureCell {
  return (isSmall) => ({
    image: image(isSmall ? small : whole),
    kernel,
    options: { mode: 'same', boundary: 'reflect', ...options },
    opencv,
  });
}

/** Every byte as likely as any other. */
export function noisyPicture([rows, columns]: Size, channels: number): Image {
  return pixels(rows, columns, channels, integers(1, 0, 255));
}

function pixels(rows: number, columns: number, channels: number, next: () => number): Image {
  const data = new Uint8Array(rows * columns * channels);
  for (let i = 0; i < data.length; i++) data[i] = next();
  return { data, shape: channels === 1 ? [rows, columns] : [rows, columns, channels] };
}

function matrix(size: number, element: (row: number, column: number) => number): Matrix {
  const data = Float64Array.from({ length: size * size }, (_, i) => element(Math.floor(i / size), i % size));
  return { data, shape: [size, size] };
}
