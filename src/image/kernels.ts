import { describe, wrongValue } from '../base/errors.ts';
import type { Boundary, PerAxis } from '../base/types.ts';
import type { Shape } from '../io/view.ts';
import { takeOptions } from '../problem/options.ts';
import { addedUp, type Shortening, shorteningOf } from '../problem/shorten.ts';
import { sum as sumOf } from '../problem/taps.ts';
import { count, finite, notNegative, perAxis, positive } from './check.ts';

/** A kernel as rows of taps, for `correlate2d` as it is, as OpenCV's `filter2D` takes it. */
export interface KernelArray {
  data: Float64Array<ArrayBuffer>;
  shape: [rows: number, columns: number];
}

/** A Gaussian: `sigma`, `size` or both, each one number for both axes or `[rows, columns]`. */
export interface GaussianOptions {
  /** The standard deviation in pixels. Default: 1, or by the `size` if there is one. */
  sigma?: PerAxis;
  /** Taps along an axis. Default: by the `sigma`. */
  size?: PerAxis;
  /** Without a `size` a kernel ends this many `sigma` from its centre. Default 4, as in SciPy. */
  truncate?: number;
}

/** A Gaussian along one axis. */
export interface Gaussian1dOptions {
  sigma?: number;
  size?: number;
  truncate?: number;
}

export interface SizeOptions {
  /** Rows and columns of the kernel. */
  size?: number;
}

export interface BoxOptions {
  /** One number for both axes, or `[rows, columns]`. Default 3. */
  size?: PerAxis;
}

export interface LogOptions {
  /** The standard deviation of the Gaussian in pixels. Default 1. */
  sigma?: number;
  /** The kernel ends this many `sigma` from its centre. Default 4, as in SciPy. */
  truncate?: number;
}

export interface UnsharpOptions extends GaussianOptions {
  /** How much of the difference from the blurred image is added to the image. Default 1. */
  amount?: number;
}

export interface MotionOptions {
  /** Of the line in pixels. Default 9. */
  length?: number;
  /** Radians from the x axis towards y, which is down: clockwise on a screen, as canvas has it. Default 0. */
  angle?: number;
}

/**
 * `cv2.getGaussianKernel(size, 0)` has these, divided by their sums, instead of samples of a Gaussian
 * (`getGaussianKernelBitExact` in modules/imgproc/src/smooth.dispatch.cpp): their sums are powers of two.
 */
const dyadic: { readonly [size: number]: readonly number[] } = {
  1: [1],
  3: [1, 2, 1],
  5: [1, 4, 6, 4, 1],
  7: [2, 7, 14, 18, 14, 7, 2],
  9: [4, 13, 30, 51, 60, 51, 30, 13, 4],
};

/** More taps than this fill half a gigabyte; larger images than the kernels' reach are not filtered by anyone. */
const MOST_TAPS = 2 ** 26;

function refuseLarge(rows: number, columns: number): void {
  if (rows * columns > MOST_TAPS) {
    throw wrongValue('ERR_SIZE', 'kernel', `at most ${MOST_TAPS} elements`, `${rows} x ${columns}`);
  }
}

/** As many taps reach further than any image that fits into memory: a `sigma` of 131,000. */
const MAX_AXIS_TAPS = 2 ** 20;

/** Kernels that are not multiplied out. */
function refuseLong(...lengths: readonly number[]): void {
  for (const length of lengths) {
    if (length > MAX_AXIS_TAPS) {
      throw wrongValue('ERR_SIZE', 'kernel', `at most ${MAX_AXIS_TAPS} taps along an axis`, `${length}`);
    }
  }
}

/** A kernel that is a column times a row. */
export interface Factors {
  readonly column: Float64Array<ArrayBuffer>;
  readonly row: Float64Array<ArrayBuffer>;
  /** Whether it is still to be divided by its sum. */
  readonly normalize: boolean;
}

/** What the options of a Gaussian say for one axis. */
interface Axis {
  readonly sigma: number | undefined;
  readonly size: number;
}

/**
 * The vertical and the horizontal taps of a Gaussian: integers, to be divided by their sum (`normalize`), where there are
 * such, for then sums are exact.
 */
export function gaussianFactors(options: unknown): Factors {
  const [vertical, horizontal] = gaussianAxes(options);
  refuseLong(vertical.size, horizontal.size);
  const [a, b] = [integersOf(vertical), integersOf(horizontal)];
  if (a && b) return { column: Float64Array.from(a), row: Float64Array.from(b), normalize: true };
  return { column: sampled(vertical), row: sampled(horizontal), normalize: false };
}

function gaussianAxes(options: unknown): readonly [Axis, Axis] {
  const { sigma, size, truncate } = takeOptions(options, ['sigma', 'size', 'truncate']);
  const reach = positive('truncate', truncate, 4);
  const [sigmaY, sigmaX] = perAxis('sigma', sigma, (value) => positive('sigma', value, undefined));
  const [rows, columns] = perAxis('size', size, (value) => count('size', value, undefined));
  const axis = (spread: number | undefined, taps: number | undefined): Axis => {
    if (taps !== undefined) return { sigma: spread, size: taps };
    const given = spread ?? 1;
    // As `scipy.ndimage.gaussian_filter1d`: the radius is `int(truncate * sigma + 0.5)`.
    return { sigma: given, size: 2 * Math.floor(reach * given + 0.5) + 1 };
  };
  return [axis(sigmaY, rows), axis(sigmaX, columns)];
}

function integersOf({ sigma, size }: Axis): readonly number[] | undefined {
  return sigma === undefined ? dyadic[size] : undefined;
}

/** The taps of a Gaussian along one axis, divided by their sum. */
function sampled(axis: Axis): Float64Array<ArrayBuffer> {
  const integers = integersOf(axis);
  const taps = integers ? Float64Array.from(integers) : samples(axis);
  const total = sumOf(taps);
  return taps.map((tap) => tap / total);
}

/** exp(-x^2 / (2 sigma^2)) at the distances from the centre. */
function samples({ size, sigma: given }: Axis): Float64Array<ArrayBuffer> {
  // The rule of `cv2.getGaussianKernel`.
  const sigma = given ?? 0.3 * ((size - 1) * 0.5 - 1) + 0.8;
  const centre = (size - 1) / 2;
  // Relative to the middle, so that it does not vanish however small `sigma` is: an even `size` has no tap at distance 0.
  const least = (Math.floor(size / 2) - centre) ** 2;
  return Float64Array.from({ length: size }, (_, i) =>
    Math.exp(-((i - centre) ** 2 - least) / sigma / sigma / 2),
  );
}

function outer(column: ArrayLike<number>, row: ArrayLike<number>): KernelArray {
  const [rows, columns] = [column.length, row.length];
  const data = new Float64Array(rows * columns);
  for (let u = 0, at = 0; u < rows; u++) {
    for (let v = 0; v < columns; v++) data[at++] = (column[u] as number) * (row[v] as number);
  }
  return { data, shape: [rows, columns] };
}

function rows(...taps: readonly (readonly number[])[]): KernelArray {
  return {
    data: Float64Array.from(taps.flat()),
    shape: [taps.length, (taps[0] as readonly number[]).length],
  };
}

/** The coefficients of (1 + x)^n. */
function binomial(n: number): number[] {
  let taps = [1];
  for (let i = 0; i < n; i++) taps = times(taps, [1, 1]);
  return taps;
}

/** The product of two polynomials. */
function times(a: readonly number[], b: readonly number[]): number[] {
  const product = new Array<number>(a.length + b.length - 1).fill(0);
  a.forEach((x, i) => {
    b.forEach((y, j) => {
      product[i + j] = (product[i + j] as number) + x * y;
    });
  });
  return product;
}

/**
 * Smoothing taps down and those of the first or second difference along rows, as `cv2.getDerivKernels` makes them: binomials,
 * two of whose factors (1 + x) became the difference.
 */
function derivative(difference: readonly number[], size: number): KernelArray {
  return size === 1
    ? outer([1], difference)
    : outer(binomial(size - 1), times(binomial(size - 3), difference));
}

/** OpenCV's limit: 31. */
function oddSize(options: unknown, fallback: number): number {
  const { size } = takeOptions(options, ['size']);
  const given = count('size', size, fallback);
  if (given % 2 === 0 || given > 31) {
    throw wrongValue('ERR_OPTION', 'size', 'an odd integer from 1 to 31', describe(size));
  }
  return given;
}

function gaussian(options?: GaussianOptions): KernelArray {
  const axes = gaussianAxes(options);
  refuseLarge(axes[0].size, axes[1].size);
  return outer(sampled(axes[0]), sampled(axes[1]));
}

function gaussian1d(options?: Gaussian1dOptions): Float64Array<ArrayBuffer> {
  const { sigma, size, truncate } = takeOptions(options, ['sigma', 'size', 'truncate']);
  const [axis] = gaussianAxes({
    sigma: positive('sigma', sigma, undefined),
    size: count('size', size, undefined),
    truncate,
  });
  refuseLong(axis.size);
  return sampled(axis);
}

function box(options?: BoxOptions): KernelArray {
  const shape = sizeOf(options);
  refuseLarge(...shape);
  const length = shape[0] * shape[1];
  return { data: new Float64Array(length).fill(1 / length), shape: [...shape] };
}

/** The column and the row of a box before it is divided. */
export function boxFactors(options: unknown): Factors {
  const [rows, columns] = sizeOf(options);
  refuseLong(rows, columns);
  const ones = (length: number) => new Float64Array(length).fill(1);
  return { column: ones(rows), row: ones(columns), normalize: true };
}

function sizeOf(options: unknown): readonly [number, number] {
  const { size } = takeOptions(options, ['size']);
  return perAxis('size', size, (value) => count('size', value, 3));
}

/** With its axes exchanged. */
export function transposed({ data, shape: [rows, columns] }: KernelArray): KernelArray {
  const taps = data.map((_, at) => data[(at % rows) * columns + Math.floor(at / rows)] as number);
  return { data: taps, shape: [columns, rows] };
}

function sobelX(options?: SizeOptions): KernelArray {
  return derivative([-1, 0, 1], oddSize(options, 3));
}

function scharrX(): KernelArray {
  return outer([3, 10, 3], [-1, 0, 1]);
}

function prewittX(): KernelArray {
  return outer([1, 1, 1], [-1, 0, 1]);
}

function laplacian(options?: SizeOptions): KernelArray {
  const size = oddSize(options, 1);
  // Rows and columns of three taps that cross, where larger sizes smooth across the difference.
  if (size === 1) return rows([0, 1, 0], [1, -4, 1], [0, 1, 0]);
  const across = derivative([1, -2, 1], size);
  return sum(transposed(across), across);
}

/** A kernel of odd size that a filter can build without the taps that lie far beyond its image. */
export interface Foldable {
  readonly size: readonly [rows: number, columns: number];
  build(vertical: Shortening, horizontal: Shortening): KernelArray;
}

/** An axis of a kernel for `same` results, of odd length again: its centre reads what that of the longer one reads. */
function folded(length: number, elements: number, boundary: Boundary): Shortening {
  const line = { boundary, elements, results: elements, stride: 1, before: (length - 1) / 2 };
  const shortening = shorteningOf(length, line);
  return { ...shortening, length: 2 * shortening.before + 1 };
}

function whole({ size, build }: Foldable): KernelArray {
  refuseLarge(...size);
  const [vertical, horizontal] = size.map((length) => folded(length, length, 'fill'));
  return build(vertical as Shortening, horizontal as Shortening);
}

/** The kernel for `same` results of an image, without what its size makes needless. */
export function foldedKernel({ size, build }: Foldable, image: Shape, boundary: Boundary): KernelArray {
  refuseLong(...size);
  const vertical = folded(size[0], image.rows, boundary);
  const horizontal = folded(size[1], image.columns, boundary);
  refuseLarge(vertical.length, horizontal.length);
  return build(vertical, horizontal);
}

export function foldableLog(options?: LogOptions): Foldable {
  const { sigma, truncate } = takeOptions(options, ['sigma', 'truncate']);
  const spread = positive('sigma', sigma, 1);
  const axis = gaussianAxes({ sigma: spread, truncate })[0];
  const { size } = axis;
  return {
    size: [size, size],
    build(vertical, horizontal) {
      const radius = (size - 1) / 2;
      const smooth = sampled(axis);
      const bent = smooth.map((tap, i) => ((i - radius) ** 2 / spread ** 4 - 1 / spread ** 2) * tap);
      if (!bent.every(Number.isFinite)) {
        throw wrongValue('ERR_OPTION', 'sigma', 'a number with a finite kernel', describe(sigma));
      }
      const across = outer(addedUp(bent, vertical), addedUp(smooth, horizontal));
      return sum(outer(addedUp(smooth, vertical), addedUp(bent, horizontal)), across);
    },
  };
}

function laplacianOfGaussian(options?: LogOptions): KernelArray {
  return whole(foldableLog(options));
}

/** In the memory of the first. */
function sum(a: KernelArray, b: KernelArray): KernelArray {
  for (let i = 0; i < a.data.length; i++) a.data[i] = (a.data[i] as number) + (b.data[i] as number);
  return a;
}

function sharpen(): KernelArray {
  return rows([0, -1, 0], [-1, 5, -1], [0, -1, 0]);
}

export function foldableUnsharp(options?: UnsharpOptions): Foldable {
  const { amount, ...blur } = takeOptions(options ?? {}, ['sigma', 'size', 'truncate', 'amount']);
  const part = notNegative('amount', amount, 1);
  const [vertical, horizontal] = gaussianAxes(blur);
  if (blur.size !== undefined && (vertical.size % 2 === 0 || horizontal.size % 2 === 0)) {
    throw wrongValue('ERR_OPTION', 'size', 'odd numbers', describe(blur.size));
  }
  return {
    size: [vertical.size, horizontal.size],
    build(...[down, right]) {
      const { data, shape } = outer(addedUp(sampled(vertical), down), addedUp(sampled(horizontal), right));
      const middle = (data.length - 1) / 2;
      const taps = data.map((tap) => 0 - part * tap);
      // Not 1 + amount - amount * tap, of which a large `amount` leaves 0 where the Gaussian is 1.
      taps[middle] = 1 + part * (1 - (data[middle] as number));
      return { data: taps, shape };
    },
  };
}

function unsharpMask(options?: UnsharpOptions): KernelArray {
  return whole(foldableUnsharp(options));
}

function emboss(): KernelArray {
  return rows([-2, -1, 0], [-1, 1, 1], [0, 1, 2]);
}

function edges(): KernelArray {
  return rows([-1, -1, -1], [-1, 8, -1], [-1, -1, -1]);
}

export function foldableMotion(options?: MotionOptions): Foldable {
  const { length, angle } = takeOptions(options, ['length', 'angle']);
  const half = (finite('length', length, 9, (given) => given >= 1, 'a number of at least 1') - 1) / 2;
  const turn = finite('angle', angle, 0);
  const [dx, dy] = [settled(Math.cos(turn)), settled(Math.sin(turn))];
  const reach = (along: number) => Math.ceil(half * Math.abs(along) + 1) - 1;
  const [radiusX, radiusY] = [reach(dx), reach(dy)];
  const tapAt = (x: number, y: number) => {
    const nearest = Math.min(Math.max(x * dx + y * dy, -half), half);
    return Math.max(0, 1 - Math.hypot(x - nearest * dx, y - nearest * dy));
  };
  return {
    size: [2 * radiusY + 1, 2 * radiusX + 1],
    build(vertical, horizontal) {
      const data = new Float64Array(vertical.length * horizontal.length);
      let total = 0;
      for (let y = -radiusY; y <= radiusY; y++) {
        const row = vertical.place(y + radiusY) * horizontal.length;
        // Points less than 1 away from the line have |x dy - y dx| < 1; a pixel more at either end is for rounding.
        const [middle, reach] = dy === 0 ? [0, radiusX] : [(y * dx) / dy, 1 / Math.abs(dy) + 1];
        const last = Math.min(radiusX, Math.ceil(middle + reach));
        for (let x = Math.max(-radiusX, Math.floor(middle - reach)); x <= last; x++) {
          const tap = tapAt(x, y);
          const at = row + horizontal.place(x + radiusX);
          data[at] = (data[at] as number) + tap;
          total += tap;
        }
      }
      for (let at = 0; at < data.length; at++) data[at] = (data[at] as number) / total;
      return { data, shape: [vertical.length, horizontal.length] };
    },
  };
}

function motionBlur(options?: MotionOptions): KernelArray {
  return whole(foldableMotion(options));
}

/** Angles such as pi / 2 are not exact: what they leave of a cosine that is 0 would widen a kernel. */
function settled(component: number): number {
  return Math.abs(component) < 1e-12 ? 0 : component;
}

/**
 * Kernels by name, in float64, for `correlate2d` (as OpenCV's `filter2D` takes them; `convolve2d` turns the signs of the
 * odd ones round).
 *
 * @throws {TypeError} `ERR_OPTION`: an option of the wrong kind, or unknown.
 * @throws {RangeError} `ERR_OPTION`: a wrong value. `ERR_SIZE`: more than 2^26 elements.
 * @example
 * console.log(kernels.sobelX().data); // Float64Array [-1, 0, 1, -2, 0, 2, -1, 0, 1]
 * console.log(correlate2d([[1, 2, 4]], kernels.sobelX(), { mode: 'same', boundary: 'edge' })); // [[4, 12, 8]]
 */
export const kernels: Kernels = {
  gaussian,
  gaussian1d,
  box,
  sobelX,
  sobelY: (options) => transposed(sobelX(options)),
  scharrX,
  scharrY: () => transposed(scharrX()),
  prewittX,
  prewittY: () => transposed(prewittX()),
  laplacian,
  laplacianOfGaussian,
  sharpen,
  unsharpMask,
  emboss,
  edges,
  motionBlur,
};

/** Builders of kernels. Each gives new arrays. */
export interface Kernels {
  /**
   * A Gaussian of sum 1. With a `sigma` it is SciPy's: samples of exp(-x^2 / (2 sigma^2)) up to int(truncate * sigma + 0.5)
   * pixels from the centre. With a `size` alone it is `cv2.getGaussianKernel(size, 0)`: sigma is
   * 0.3 * ((size - 1) * 0.5 - 1) + 0.8, and sizes 1, 3, 5, 7 and 9 have taps that are integers divided by a power of two.
   * (For even sizes, which it does not document, OpenCV 5.0 gives the two middle taps the weight of distance 0.)
   */
  gaussian(options?: GaussianOptions): KernelArray;
  /** The taps of `gaussian` along one axis, for `sepConvolve2d`. */
  gaussian1d(options?: Gaussian1dOptions): Float64Array<ArrayBuffer>;
  /** The mean of `size` pixels, as OpenCV's `blur`. */
  box(options?: BoxOptions): KernelArray;
  /** Positive where brightness grows to the right; `size` 1 to 31 as `ksize` of OpenCV's `Sobel`, default 3. */
  sobelX(options?: SizeOptions): KernelArray;
  /** Positive where brightness grows downwards. */
  sobelY(options?: SizeOptions): KernelArray;
  /** OpenCV's `Scharr`: [3, 10, 3] across [-1, 0, 1]. */
  scharrX(): KernelArray;
  scharrY(): KernelArray;
  /** `scipy.ndimage.prewitt`: [1, 1, 1] across [-1, 0, 1]. */
  prewittX(): KernelArray;
  prewittY(): KernelArray;
  /** OpenCV's `Laplacian`: `size` is its `ksize`, default 1, which has 3 x 3 taps. */
  laplacian(options?: SizeOptions): KernelArray;
  /**
   * What `scipy.ndimage.gaussian_laplace` comes to: the Gaussian along one axis times its second derivative
   * (x^2 / sigma^4 - 1 / sigma^2) g(x) along the other, summed over both ways.
   */
  laplacianOfGaussian(options?: LogOptions): KernelArray;
  /** The image minus its Laplacian: [0, -1, 0], [-1, 5, -1], [0, -1, 0]. */
  sharpen(): KernelArray;
  /** (1 + amount) * identity - amount * Gaussian: what `unsharpMask` without a threshold is. */
  unsharpMask(options?: UnsharpOptions): KernelArray;
  /** Relief lit from the upper left; of sum 1: [-2, -1, 0], [-1, 1, 1], [0, 1, 2]. */
  emboss(): KernelArray;
  /** Each pixel against its eight neighbours; of sum 0. */
  edges(): KernelArray;
  /**
   * A line of `length` pixels through the centre, of sum 1: max(0, 1 - d) of the distance d to it, which is what MATLAB's
   * `fspecial('motion')` has.
   */
  motionBlur(options?: MotionOptions): KernelArray;
}
