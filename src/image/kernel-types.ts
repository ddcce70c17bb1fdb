import type { PerAxis } from '../base/types.ts';

/** A kernel for `correlate2d`, as OpenCV's `filter2D` takes it. */
export interface KernelArray {
  data: Float64Array<ArrayBuffer>;
  shape: [rows: number, columns: number];
}

/**
 * A Gaussian: `sigma`, `size` or both, each one number for both axes or `[rows, columns]`.
 *
 * @example
 * console.log(kernels.gaussian({ size: [1, 3] }).data); // Float64Array [0.25, 0.5, 0.25]
 * console.log(kernels.gaussian({ sigma: [0, 2], truncate: 3 }).shape); // [1, 13]
 */
export interface GaussianOptions {
  /** The standard deviation in pixels; 0 does not blur along an axis. Default: 1, or if there is a `size`, the one that suits it. */
  sigma?: PerAxis;
  /** The number of taps along an axis. Default: what the `sigma` needs. */
  size?: PerAxis;
  /** Without a `size` a kernel ends this many `sigma` from its centre. Default 4, as in SciPy; `Infinity` does not cut it off. */
  truncate?: number;
  /** The order of the derivative, from 0 to 10. Default 0: none. Positive where the image grows, as `gaussian_filter` of SciPy. */
  order?: PerAxis;
}

/**
 * A Gaussian along one axis.
 *
 * @example
 * console.log(kernels.gaussian1d({ size: 5 })); // Float64Array [0.0625, 0.25, 0.375, 0.25, 0.0625]
 */
export interface Gaussian1dOptions {
  /** The standard deviation in pixels; 0 does not blur. Default: 1, or if there is a `size`, the one that suits it. */
  sigma?: number;
  /** The number of taps. Default: what the `sigma` needs. */
  size?: number;
  /** Without a `size` the taps end this many `sigma` from the centre. Default 4; `Infinity` does not cut it off. */
  truncate?: number;
  /** The order of the derivative, from 0 to 10. Default 0: none. */
  order?: number;
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

export interface UnsharpOptions extends Omit<GaussianOptions, 'order'> {
  /** How much of the difference from the blurred image is added to the image. Default 1; -1 gives the blurred image. */
  amount?: number;
}

export interface MotionOptions {
  /** The length of the line in pixels. Default 9. */
  length?: number;
  /** Radians from the x axis towards y, which is down: clockwise on a screen, as canvas has it. Default 0. */
  angle?: number;
}

/** Builders of kernels. Each gives new arrays. */
export interface Kernels {
  /**
   * A Gaussian of sum 1. With a `sigma` it is SciPy's: samples of exp(-x^2 / (2 sigma^2)) up to int(truncate * sigma + 0.5)
   * pixels from the centre. With a `size` alone it is `cv2.getGaussianKernel(size, 0)`: sigma is
   * 0.3 * ((size - 1) * 0.5 - 1) + 0.8, and sizes 1, 3, 5, 7 and 9 have taps that are integers divided by a power of two.
   * (For even sizes, which it does not document, OpenCV 5.0 gives the two middle taps the weight of distance 0.)
   * With an `order` it is a derivative, for correlation: positive where the image grows.
   */
  gaussian(options?: GaussianOptions): KernelArray;
  /** The taps of `gaussian` along one axis, for `sepConvolve2d`: those of a derivative are in the order that convolution needs. */
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
   * The kernel of `scipy.ndimage.gaussian_laplace`: the Gaussian along one axis times its second derivative
   * (x^2 / sigma^4 - 1 / sigma^2) g(x) along the other, plus the same with the axes exchanged.
   */
  laplacianOfGaussian(options?: LogOptions): KernelArray;
  /** The image minus its Laplacian: [0, -1, 0], [-1, 5, -1], [0, -1, 0]. */
  sharpen(): KernelArray;
  /** (1 + amount) * identity - amount * Gaussian: the kernel of `unsharpMask` without a threshold. */
  unsharpMask(options?: UnsharpOptions): KernelArray;
  /** A relief lit from the upper left; of sum 1: [-2, -1, 0], [-1, 1, 1], [0, 1, 2]. */
  emboss(): KernelArray;
  /** Eight times each pixel minus its eight neighbours; of sum 0. */
  edges(): KernelArray;
  /**
   * A line of `length` pixels through the centre, of sum 1. A pixel at the distance d from it has a tap of max(0, 1 - d), as
   * in MATLAB's `fspecial('motion')`.
   */
  motionBlur(options?: MotionOptions): KernelArray;
}
