import type { PerAxis } from '../base/types.ts';

/**
 * A kernel by name: float64 taps, for `correlate2d`, as OpenCV's `filter2D` takes them.
 *
 * @example
 * const kernel: KernelArray = kernels.scharrX();
 * console.log(kernel.data, kernel.shape); // Float64Array [-3, 0, 3, -10, 0, 10, -3, 0, 3] [3, 3]
 */
export interface KernelArray {
  /** The taps, row by row. */
  data: Float64Array<ArrayBuffer>;
  /** `[rows, columns]`. */
  shape: [rows: number, columns: number];
}

/**
 * The size of a Gaussian by `sigma`, by `size`, or by both. Each is one number for both axes, or `[rows, columns]`.
 *
 * @example
 * console.log(kernels.gaussian({ size: [1, 3] }).data); // Float64Array [0.25, 0.5, 0.25]
 * console.log(kernels.gaussian({ sigma: [0, 2], truncate: 3 }).shape); // [1, 13]
 */
export interface GaussianSize {
  /**
   * The standard deviation in pixels, at least 0; 0 does not blur along that axis. Default: 1; if there is a `size`, the one that
   * OpenCV takes for it.
   *
   * @example
   * console.log(kernels.gaussian({ sigma: [0, 1] }).shape); // [1, 9]
   */
  sigma?: PerAxis;
  /**
   * The number of taps along an axis. Default: 2 * int(truncate * sigma + 0.5) + 1.
   *
   * @example
   * console.log(kernels.gaussian({ size: [1, 5] }).data); // Float64Array [0.0625, 0.25, 0.375, 0.25, 0.0625]
   */
  size?: PerAxis;
  /**
   * Without a `size`: where the kernel ends, in `sigma` from its centre. Default 4, as in SciPy. `Infinity` does not cut it off.
   *
   * @example
   * console.log(kernels.gaussian({ sigma: [0, 1], truncate: 2 }).shape); // [1, 5]
   */
  truncate?: number;
}

/**
 * A Gaussian, or a derivative of it.
 *
 * @example
 * console.log(kernels.gaussian({ sigma: [1, 0], order: [1, 0] }).shape); // [9, 1]
 */
export interface GaussianOptions extends GaussianSize {
  /**
   * The order of the derivative: an integer from 0 to 10, or `[rows, columns]`. Default 0: none. It is positive where the image
   * grows, as in `scipy.ndimage.gaussian_filter`.
   *
   * @example
   * const { data } = kernels.gaussian({ sigma: [0, 0.3], order: [0, 1] });
   * console.log(data.map(Math.sign)); // Float64Array [-1, 0, 1]
   */
  order?: PerAxis;
}

/**
 * A Gaussian along one axis.
 *
 * @example
 * console.log(kernels.gaussian1d({ size: 5 })); // Float64Array [0.0625, 0.25, 0.375, 0.25, 0.0625]
 */
export interface Gaussian1dOptions {
  /**
   * The standard deviation in pixels, at least 0; 0 does not blur. Default: 1; if there is a `size`, the one that OpenCV takes for
   * it.
   *
   * @example
   * console.log(kernels.gaussian1d({ sigma: 0 })); // Float64Array [1]
   */
  sigma?: number;
  /**
   * The number of taps. Default: 2 * int(truncate * sigma + 0.5) + 1.
   *
   * @example
   * console.log(kernels.gaussian1d({ size: 3 })); // Float64Array [0.25, 0.5, 0.25]
   */
  size?: number;
  /**
   * Without a `size`: where the taps end, in `sigma` from the centre. Default 4. `Infinity` does not cut them off.
   *
   * @example
   * console.log(kernels.gaussian1d({ sigma: 1, truncate: 2 }).length); // 5
   */
  truncate?: number;
  /**
   * The order of the derivative: an integer from 0 to 10. Default 0: none.
   *
   * @example
   * console.log(kernels.gaussian1d({ sigma: 0.3, order: 1 }).map(Math.sign)); // Float64Array [1, 0, -1]
   */
  order?: number;
}

/**
 * Options of kernels that have a size alone.
 *
 * @example
 * console.log(kernels.sobelX({ size: 5 }).shape); // [5, 5]
 */
export interface SizeOptions {
  /**
   * Rows and columns of the kernel: OpenCV's `ksize`. Default: 3 for `sobelX` and `sobelY`, 1 for `laplacian`.
   *
   * @example
   * console.log(kernels.laplacian({ size: 3 }).data); // Float64Array [2, 0, 2, 0, -8, 0, 2, 0, 2]
   */
  size?: number;
}

/**
 * Options of a box.
 *
 * @example
 * console.log(kernels.box({ size: [1, 2] }).data); // Float64Array [0.5, 0.5]
 */
export interface BoxOptions {
  /**
   * Rows and columns of the box in pixels: one number for both, or `[rows, columns]`. Default 3.
   *
   * @example
   * console.log(boxBlur([[0, 0, 6, 0, 0]], { size: [1, 3] })); // [[0, 2, 2, 2, 0]]
   */
  size?: PerAxis;
}

/**
 * Options of a Laplacian of a Gaussian.
 *
 * @example
 * console.log(kernels.laplacianOfGaussian({ sigma: 2, truncate: 3 }).shape); // [13, 13]
 */
export interface LogOptions {
  /**
   * The standard deviation of the Gaussian in pixels. Default 1.
   *
   * @example
   * console.log(kernels.laplacianOfGaussian({ sigma: 2 }).shape); // [17, 17]
   */
  sigma?: number;
  /**
   * Where the kernel ends, in `sigma` from its centre. Default 4, as in SciPy.
   *
   * @example
   * console.log(kernels.laplacianOfGaussian({ truncate: 3 }).shape); // [7, 7]
   */
  truncate?: number;
}

/**
 * Options of an unsharp mask without a threshold.
 *
 * @example
 * console.log(kernels.unsharpMask({ size: [1, 3], amount: 2 }).data); // Float64Array [-0.5, 2, -0.5]
 */
export interface UnsharpOptions extends GaussianSize {
  /**
   * How much of the difference from the blurred image is added to the image. Default 1; -1 gives the blurred image.
   *
   * @example
   * console.log(unsharpMask([[0, 0, 4, 4]], { size: [1, 3], amount: 2 })); // [[0, -2, 6, 4]]
   */
  amount?: number;
}

/**
 * Options of a motion blur.
 *
 * @example
 * console.log(motionBlur([[0], [0], [6], [0], [0]], { length: 3, angle: Math.PI / 2 })); // [[0], [2], [2], [2], [0]]
 */
export interface MotionOptions {
  /**
   * The length of the line in pixels. Default 9.
   *
   * @example
   * console.log(motionBlur([[0, 0, 6, 0, 0]], { length: 3 })); // [[0, 2, 2, 2, 0]]
   */
  length?: number;
  /**
   * The direction of the line in radians, from the x axis towards the y axis, which points down: clockwise on a screen, as in a
   * canvas. Default 0, which is horizontal.
   *
   * @example
   * console.log(kernels.motionBlur({ length: 3, angle: Math.PI / 2 }).shape); // [3, 1]
   */
  angle?: number;
}

/**
 * Builders of kernels. Each call makes new arrays.
 *
 * @example
 * const builders: Kernels = kernels;
 * console.log(builders.box({ size: [1, 2] }).data); // Float64Array [0.5, 0.5]
 */
export interface Kernels {
  /**
   * A Gaussian of sum 1.
   *
   * With a `sigma` as `scipy.ndimage.gaussian_filter`: exp(-x^2 / (2 sigma^2)) at the distances x up to
   * int(truncate * sigma + 0.5) from the centre. With a `size` alone as `cv2.getGaussianKernel(size, 0)`: sigma is
   * 0.3 * ((size - 1) * 0.5 - 1) + 0.8, and sizes 1, 3, 5, 7 and 9 have taps that are integers divided by a power of two. (For
   * even sizes OpenCV 5.0 gives both middle taps the weight of distance 0, which it does not document.)
   *
   * With an `order` it is a derivative, for correlation: positive where the image grows.
   *
   * @throws {TypeError} `ERR_OPTION`: an option has the wrong type, or is unknown.
   * @throws {RangeError} `ERR_OPTION`: a wrong value. `ERR_SIZE`: more than 2^26 taps.
   * @example
   * console.log(kernels.gaussian({ size: [1, 3] }).data); // Float64Array [0.25, 0.5, 0.25]
   */
  gaussian(options?: GaussianOptions): KernelArray;
  /**
   * The taps of `gaussian` along one axis, for `sepConvolve2d`. Those of a derivative are in the order that convolution needs.
   *
   * @throws As `gaussian`.
   * @example
   * const taps = kernels.gaussian1d({ size: 3 });
   * console.log(sepConvolve2d([[0, 16, 0]], [1], taps, { mode: 'same' })); // [[4, 8, 4]]
   */
  gaussian1d(options?: Gaussian1dOptions): Float64Array<ArrayBuffer>;
  /**
   * The mean of `size` pixels, as OpenCV's `blur`.
   *
   * @throws As `gaussian`.
   * @example
   * console.log(kernels.box({ size: [1, 2] }).data); // Float64Array [0.5, 0.5]
   */
  box(options?: BoxOptions): KernelArray;
  /**
   * Positive where brightness grows to the right: OpenCV's `Sobel` with `dx=1`. `size` is 1, 3, 5, ... 31, its `ksize`; default 3.
   *
   * @throws As `gaussian`.
   * @example
   * console.log(kernels.sobelX().data); // Float64Array [-1, 0, 1, -2, 0, 2, -1, 0, 1]
   */
  sobelX(options?: SizeOptions): KernelArray;
  /**
   * Positive where brightness grows downwards: OpenCV's `Sobel` with `dy=1`.
   *
   * @throws As `gaussian`.
   * @example
   * console.log(kernels.sobelY().data); // Float64Array [-1, -2, -1, 0, 0, 0, 1, 2, 1]
   */
  sobelY(options?: SizeOptions): KernelArray;
  /**
   * OpenCV's `Scharr` with `dx=1`: the column [3, 10, 3] times the row [-1, 0, 1].
   *
   * @example
   * console.log(kernels.scharrX().data); // Float64Array [-3, 0, 3, -10, 0, 10, -3, 0, 3]
   */
  scharrX(): KernelArray;
  /**
   * OpenCV's `Scharr` with `dy=1`: the column [-1, 0, 1] times the row [3, 10, 3].
   *
   * @example
   * console.log(kernels.scharrY().data); // Float64Array [-3, -10, -3, 0, 0, 0, 3, 10, 3]
   */
  scharrY(): KernelArray;
  /**
   * `scipy.ndimage.prewitt` along columns: the column [1, 1, 1] times the row [-1, 0, 1].
   *
   * @example
   * console.log(kernels.prewittX().data); // Float64Array [-1, 0, 1, -1, 0, 1, -1, 0, 1]
   */
  prewittX(): KernelArray;
  /**
   * `scipy.ndimage.prewitt` along rows: the column [-1, 0, 1] times the row [1, 1, 1].
   *
   * @example
   * console.log(kernels.prewittY().data); // Float64Array [-1, -1, -1, 0, 0, 0, 1, 1, 1]
   */
  prewittY(): KernelArray;
  /**
   * OpenCV's `Laplacian`. `size` is its `ksize`; default 1, which has 3 x 3 taps.
   *
   * @throws As `gaussian`.
   * @example
   * console.log(kernels.laplacian().data); // Float64Array [0, 1, 0, 1, -4, 1, 0, 1, 0]
   */
  laplacian(options?: SizeOptions): KernelArray;
  /**
   * The kernel of `scipy.ndimage.gaussian_laplace`: the Gaussian g along one axis times its second derivative
   * (x^2 / sigma^4 - 1 / sigma^2) g(x) along the other, plus the same with the axes exchanged.
   *
   * @throws As `gaussian`.
   * @example
   * console.log(kernels.laplacianOfGaussian({ sigma: 2 }).shape); // [17, 17]
   */
  laplacianOfGaussian(options?: LogOptions): KernelArray;
  /**
   * The image minus its Laplacian.
   *
   * @example
   * console.log(kernels.sharpen().data); // Float64Array [0, -1, 0, -1, 5, -1, 0, -1, 0]
   */
  sharpen(): KernelArray;
  /**
   * (1 + amount) * identity - amount * Gaussian: the kernel of the filter `unsharpMask` without a threshold.
   *
   * @throws As `gaussian`.
   * @example
   * console.log(kernels.unsharpMask({ size: [1, 3], amount: 2 }).data); // Float64Array [-0.5, 2, -0.5]
   */
  unsharpMask(options?: UnsharpOptions): KernelArray;
  /**
   * A relief lit from the upper left. Its sum is 1.
   *
   * @example
   * console.log(kernels.emboss().data); // Float64Array [-2, -1, 0, -1, 1, 1, 0, 1, 2]
   */
  emboss(): KernelArray;
  /**
   * Eight times each pixel minus its eight neighbours. Its sum is 0.
   *
   * @example
   * console.log(kernels.edges().data); // Float64Array [-1, -1, -1, -1, 8, -1, -1, -1, -1]
   */
  edges(): KernelArray;
  /**
   * A line of `length` pixels through the centre, of sum 1. A pixel at distance d from the line has a tap of max(0, 1 - d), as in
   * MATLAB's `fspecial('motion')`.
   *
   * @throws As `gaussian`.
   * @example
   * console.log(kernels.motionBlur({ length: 4 }).shape); // [1, 5]
   */
  motionBlur(options?: MotionOptions): KernelArray;
}
