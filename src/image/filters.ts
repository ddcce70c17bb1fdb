import type {
  ColorSpace,
  ConvolveOptions,
  DType,
  DTypeOf,
  Explanation,
  Image,
  Known,
  OutContainer,
  Precision,
  PrepareOptions,
  Result,
  TypedArray,
} from '../base/types.ts';
import type { CommonOption } from '../problem/options.ts';
import type {
  BoxOptions,
  GaussianOptions,
  LogOptions,
  MotionOptions,
  SizeOptions,
  UnsharpOptions,
} from './kernel-types.ts';

/**
 * Options that every filter takes, as `convolve2d` has them. `boundary` is `'reflect'` unless given, OpenCV's default
 * (`BORDER_REFLECT_101`).
 */
export interface FilterOptions extends Pick<ConvolveOptions, CommonOption> {}

/** The option `precision` of filters that are fast by default. */
export interface FastByDefault {
  /**
   * How integer results of integer images are rounded. Default `'fast'`, which may be 1 off; `'exact'` rounds the sum of
   * products half to even. Float images and float results are exact unless `'fast'` is given.
   */
  precision?: Precision;
}

/**
 * Options of blurs. `alpha` is by default `'premultiply'` for `ImageData` of which a pixel is not opaque, and for all with the
 * boundary `'fill'`, unless the `fillvalue` is opaque too.
 */
export interface BlurOptions extends FilterOptions {
  /**
   * What is blurred: colours as they are encoded, `'srgb'`, or light, `'srgb-linear'`. Of 1, 3 or 4 channels, the fourth being
   * alpha; integers without sign, of 8 and 16 bits, or floats from 0 to 1. Default `'srgb'`.
   */
  colorSpace?: ColorSpace;
}

/**
 * Options of `gaussianBlur`.
 *
 * @example
 * // Along rows alone, not cut off, and its first derivative.
 * const ramp = [[0, 1, 2, 3, 4, 5, 6]];
 * const along = { sigma: [0, 1], truncate: Infinity, boundary: 'edge' };
 * console.log(gaussianBlur(ramp, along)[0][3].toFixed(2)); // 3.00
 * console.log(gaussianBlur(ramp, { ...along, order: [0, 1] })[0][3].toFixed(2)); // 1.00
 */
export interface GaussianBlurOptions extends BlurOptions, FastByDefault, GaussianOptions {}
export interface BoxBlurOptions extends BlurOptions, FastByDefault, BoxOptions {
  /** The element of the box that lies on the pixel: `[row, column]`, OpenCV's `anchor` as `[y, x]`. Default: the centre. */
  anchor?: ConvolveOptions['anchor'];
}
export interface MotionBlurOptions extends BlurOptions, MotionOptions {}
export interface UnsharpMaskOptions extends FilterOptions, FastByDefault, UnsharpOptions {
  /**
   * Differences from the blurred image up to this, in units of the image's elements, are left alone. Default 0.
   *
   * @example
   * const noisy = { data: new Uint8Array([8, 4, 8, 8, 80, 80]), shape: [1, 6] };
   * console.log(unsharpMask(noisy, { size: [1, 3] }).data); // Uint8Array [10, 2, 9, 0, 98, 80]
   * console.log(unsharpMask(noisy, { size: [1, 3], threshold: 2 }).data); // Uint8Array [8, 4, 8, 0, 98, 80]
   */
  threshold?: number;
}
export interface LaplacianOptions extends FilterOptions, SizeOptions {}
export interface LaplacianOfGaussianOptions extends FilterOptions, LogOptions {}

/**
 * Which of a gradient's results: its components (`x` positive where brightness grows to the right, `y` downwards), its
 * `magnitude` hypot(x, y), its `angle` atan2(y, x) in radians, or an object with all four.
 */
export type GradientOutput = 'x' | 'y' | 'magnitude' | 'angle' | 'all';

export interface GradientOptions extends Omit<FilterOptions, 'out'> {
  /** What to compute. Default `'all'`, an object with all four. */
  output?: GradientOutput;
  /** Receives the result; for `output: 'all'` an object with a container for each of the four, or for some. */
  out?: OutContainer | { readonly [output in Exclude<GradientOutput, 'all'>]?: OutContainer };
}
export interface SobelOptions extends GradientOptions {
  /** OpenCV's `ksize`: 1 (which does not smooth), 3, 5, ... 31. Default 3. */
  size?: number;
}

/** The element type of an image; nested arrays count as float64. */
type ElementType<I extends Image> = I extends { data: infer T extends TypedArray } ? DTypeOf<T> : 'float64';

/** The type of a result that has a sign. */
type SignedType<I extends Image> =
  ElementType<I> extends 'float64' | 'int32' | 'uint32' ? 'float64' : 'float32';

type ResultOf<I extends Image, O, D extends DType> = O extends { out: infer Out extends OutContainer }
  ? Out
  : 'dtype' extends keyof O
    ? Result<I, Pick<O, 'dtype'>>
    : Result<I, { dtype: D }>;

/** A result of the image's element type, unless `dtype` or `out` says otherwise. */
export type Filtered<I extends Image, O> = ResultOf<I, O, ElementType<I>>;

/** A result that has a sign: float32, or float64 for images of float64 and 32-bit integers. */
export type Signed<I extends Image, O> = ResultOf<I, O, SignedType<I>>;

type Part<I extends Image, O, Name extends string> = O extends { out: infer Outs }
  ? Outs extends { [name in Name]: infer Out extends OutContainer }
    ? Out
    : Signed<I, Omit<O, 'out'>>
  : Signed<I, O>;

/** The options of each filter. */
export interface FilterOptionsByName {
  gaussianBlur: GaussianBlurOptions;
  boxBlur: BoxBlurOptions;
  motionBlur: MotionBlurOptions;
  sharpen: FilterOptions;
  unsharpMask: UnsharpMaskOptions;
  emboss: FilterOptions;
  edges: FilterOptions;
  sobel: SobelOptions;
  scharr: GradientOptions;
  prewitt: GradientOptions;
  laplacian: LaplacianOptions;
  laplacianOfGaussian: LaplacianOfGaussianOptions;
}

export type FilterName = keyof FilterOptionsByName;

/**
 * Options of `prepare` for a filter by name: those of the filter, and what the images will be.
 *
 * @example
 * const filter = prepare('sobel', { output: 'magnitude', shape: [1, 3], dtype: 'float32' });
 * const image = { data: new Float32Array([0, 0, 3]), shape: [1, 3] };
 * console.log(filter.run(image).data); // Float32Array [0, 12, 0]
 * filter.dispose();
 */
export type PrepareFilterOptions<N extends FilterName> = Omit<FilterOptionsByName[N], 'out'> &
  Pick<PrepareOptions, 'shape' | 'dtype'>;

type ResultByName<N extends FilterName, I extends Image, O> = N extends 'sobel' | 'scharr' | 'prewitt'
  ? GradientResult<I, O>
  : N extends 'laplacian' | 'laplacianOfGaussian'
    ? Signed<I, O>
    : Filtered<I, O>;

/**
 * A filter that `prepare` has set up for images of one shape. Holds memory until `dispose` is called, or until the garbage
 * collector frees it.
 *
 * @example
 * const blur = prepare('boxBlur', { size: [1, 3], shape: [1, 5], dtype: 'uint8' });
 * const out = new Uint8Array(5);
 * blur.run({ data: new Uint8Array([0, 0, 6, 0, 0]), shape: [1, 5] }, out); // one frame after the other
 * console.log(out); // Uint8Array [0, 2, 2, 2, 0]
 * blur.dispose();
 */
export interface PreparedFilter<N extends FilterName, O> {
  /**
   * Filters an image, as the filter of this name with the same options would, to the bit.
   *
   * @param image Of the shape that was prepared for, in any kind of container and of any element type.
   * @param out Receives the result, and is returned: with it nothing as large as an image is allocated. For all of a gradient an
   *   object with containers.
   * @throws {TypeError} `ERR_DISPOSED`: it was disposed of. Otherwise as the filter.
   * @throws {RangeError} `ERR_SIZE`: the image has another shape. Otherwise as the filter.
   */
  run<I extends Image>(image: I): ResultByName<N, I, O>;
  run<Out extends FilterOptionsByName[N]['out']>(
    image: Image,
    out: Out,
  ): ResultByName<N, Image, O & { out: Out }>;
  /** How images of the type that was prepared for are computed, and why. */
  explain(): Explanation;
  /** Frees the memory; `run` throws afterwards. A second call does nothing. */
  dispose(): void;
  [Symbol.dispose](): void;
}

/** All of a gradient. */
export interface Gradients<I extends Image, O> {
  x: Part<I, O, 'x'>;
  y: Part<I, O, 'y'>;
  magnitude: Part<I, O, 'magnitude'>;
  /** Float, whatever `dtype` is. */
  angle: Part<I, Omit<O, 'dtype'>, 'angle'>;
}

export type GradientResult<I extends Image, O> = O extends { output: 'x' | 'y' | 'magnitude' | 'angle' }
  ? Signed<I, O>
  : O extends { output: GradientOutput }
    ? GradientOutput extends O['output']
      ? Signed<I, O> | Gradients<I, O>
      : Gradients<I, O>
    : Gradients<I, O>;

export interface Filters {
  /**
   * Blurs by a Gaussian. With a `sigma` as `scipy.ndimage.gaussian_filter`, with a `size` as OpenCV's
   * `GaussianBlur(image, size, 0)`; see `kernels.gaussian`.
   *
   * Like every filter here: each channel by itself, but for the alpha of `ImageData`, which stays, or by which blurs weight
   * colours (see `alpha`). The result has the image's element type, rounded half to even and saturated, and its kind of container.
   * Integer results of integer images may be 1 off, unless `precision` is `'exact'`.
   *
   * @param options See `GaussianBlurOptions`. Default: a `sigma` of 1.
   * @throws As `convolve2d`.
   * @example
   * const image = { data: new Uint8Array([0, 0, 16, 0, 0]), shape: [1, 5] };
   * console.log(gaussianBlur(image, { size: 3 }).data); // Uint8Array [0, 4, 8, 4, 0]
   * @example
   * const sprite = { data: new Uint8ClampedArray([200, 100, 50, 255, 0, 0, 0, 0]), width: 2, height: 1 };
   * console.log([...gaussianBlur(sprite, { size: [1, 3] }).data]); // [200, 100, 50, 128, 200, 100, 50, 128]
   */
  gaussianBlur<I extends Image, O extends GaussianBlurOptions = Record<never, never>>(
    image: I,
    options?: Known<O, GaussianBlurOptions>,
  ): 'order' extends keyof O ? Filtered<I, O> | Signed<I, O> : Filtered<I, O>;

  /**
   * The mean of `size` x `size` pixels, as OpenCV's `blur` and `scipy.ndimage.uniform_filter`. Integer results of integer images
   * may be 1 off, unless `precision` is `'exact'`.
   *
   * @param options See `BoxBlurOptions`. Default: a `size` of 3.
   * @throws As `convolve2d`.
   * @example
   * console.log(boxBlur([[0, 0, 6, 0, 0]], { size: [1, 3] })); // [[0, 2, 2, 2, 0]]
   */
  boxBlur<I extends Image, O extends BoxBlurOptions = Record<never, never>>(
    image: I,
    options?: Known<O, BoxBlurOptions>,
  ): Filtered<I, O>;

  /**
   * Blurs along a line, as a camera that moves does; see `kernels.motionBlur`.
   *
   * @param options See `MotionBlurOptions`. Default: a `length` of 9 pixels at `angle` 0, which is horizontal.
   * @throws As `convolve2d`.
   * @example
   * console.log(motionBlur([[0, 0, 6, 0, 0]], { length: 3 })); // [[0, 2, 2, 2, 0]]
   */
  motionBlur<I extends Image, O extends MotionBlurOptions = Record<never, never>>(
    image: I,
    options?: Known<O, MotionBlurOptions>,
  ): Filtered<I, O>;

  /**
   * Sharpens by subtracting the Laplacian; see `kernels.sharpen`.
   *
   * @throws As `convolve2d`.
   * @example
   * console.log(sharpen([[1, 1, 3, 3]])); // [[1, -1, 5, 3]]
   */
  sharpen<I extends Image, O extends FilterOptions = Record<never, never>>(
    image: I,
    options?: Known<O, FilterOptions>,
  ): Filtered<I, O>;

  /**
   * Sharpens by adding what a Gaussian blur removes: image + amount * (image - blurred), where they differ by more than
   * `threshold`. A negative `amount` softens. With `nan: 'ignore'` a missing pixel gets its blurred value. Integer results of
   * integer images may be 1 off, unless `precision` is `'exact'`.
   *
   * @param options See `UnsharpMaskOptions`. Default: a `sigma` of 1, an `amount` of 1, no threshold.
   * @throws As `convolve2d`.
   * @example
   * console.log(unsharpMask([[0, 0, 4, 4]], { size: [1, 3] })); // [[0, -1, 5, 4]]
   * console.log(unsharpMask([[0, 0, 4, 4]], { size: [1, 3], threshold: 1 })); // [[0, 0, 4, 4]]
   */
  unsharpMask<I extends Image, O extends UnsharpMaskOptions = Record<never, never>>(
    image: I,
    options?: Known<O, UnsharpMaskOptions>,
  ): Filtered<I, O>;

  /**
   * Turns an image into a relief lit from the upper left; see `kernels.emboss`.
   *
   * @throws As `convolve2d`.
   * @example
   * console.log(emboss([[5, 5, 9, 9]])); // [[5, 17, 21, 9]]
   */
  emboss<I extends Image, O extends FilterOptions = Record<never, never>>(
    image: I,
    options?: Known<O, FilterOptions>,
  ): Filtered<I, O>;

  /**
   * Subtracts from eight times each pixel its eight neighbours; see `kernels.edges`. The result has the image's type, so bytes
   * show only the bright side of an edge: `laplacian` and the gradients keep signs.
   *
   * @throws As `convolve2d`.
   * @example
   * const image = { data: new Uint8Array([1, 1, 3, 3]), shape: [1, 4] };
   * console.log(edges(image).data); // Uint8Array [0, 0, 6, 0]
   */
  edges<I extends Image, O extends FilterOptions = Record<never, never>>(
    image: I,
    options?: Known<O, FilterOptions>,
  ): Filtered<I, O>;

  /**
   * The gradient by Sobel's kernels, as OpenCV's `Sobel`: x, y, magnitude and angle, computed from one read of the image.
   * They have a sign, so the result is float32, or float64 for images of float64 and 32-bit integers; `normalize` makes
   * them pictures. The alpha of `ImageData` stays in all four; `alpha: 'premultiply'` is refused.
   *
   * @param options See `SobelOptions`.
   * @returns `{ x, y, magnitude, angle }`, or the one that `output` names. `dtype` is that of x, y and the magnitude; an angle
   *   is float.
   * @throws {TypeError} `ERR_CONFLICT`: an `angle` of integer type; `nan: 'ignore'`, since the kernels have sum 0.
   *   Otherwise as `convolve2d`.
   * @throws {RangeError} `ERR_OPTION`: `alpha: 'premultiply'`. Otherwise as `convolve2d`.
   * @example
   * const image = [[0, 0, 3], [0, 0, 3], [4, 4, 7]];
   * const { x, y, magnitude, angle } = sobel(image);
   * console.log(x[1], y[1], magnitude[1]); // [0, 12, 0] [16, 16, 16] [16, 20, 16]
   * console.log(angle[1][0] === Math.PI / 2); // true
   * console.log(sobel(image, { output: 'magnitude' })[1]); // [16, 20, 16]
   */
  sobel<I extends Image, O extends SobelOptions = Record<never, never>>(
    image: I,
    options?: Known<O, SobelOptions>,
  ): GradientResult<I, O>;

  /**
   * The gradient by Scharr's kernels, as OpenCV's `Scharr`; all else as `sobel`.
   *
   * @throws As `sobel`.
   * @example
   * console.log(scharr([[0, 0, 3, 3]], { output: 'x' })); // [[0, 48, 48, 0]]
   */
  scharr<I extends Image, O extends GradientOptions = Record<never, never>>(
    image: I,
    options?: Known<O, GradientOptions>,
  ): GradientResult<I, O>;

  /**
   * The gradient by Prewitt's kernels, as `scipy.ndimage.prewitt`; all else as `sobel`.
   *
   * @throws As `sobel`.
   * @example
   * console.log(prewitt([[0, 0, 3, 3]], { output: 'x' })); // [[0, 9, 9, 0]]
   */
  prewitt<I extends Image, O extends GradientOptions = Record<never, never>>(
    image: I,
    options?: Known<O, GradientOptions>,
  ): GradientResult<I, O>;

  /**
   * The sum of the second derivatives, as OpenCV's `Laplacian`; see `kernels.laplacian`. It has a sign: float32, or float64
   * for images of float64 and 32-bit integers.
   *
   * @param options See `LaplacianOptions`.
   * @throws As `convolve2d`.
   * @example
   * console.log(laplacian([[1, 1, 3, 3]])); // [[0, 2, -2, 0]]
   */
  laplacian<I extends Image, O extends LaplacianOptions = Record<never, never>>(
    image: I,
    options?: Known<O, LaplacianOptions>,
  ): Signed<I, O>;

  /**
   * The Laplacian of the image blurred by a Gaussian, as `scipy.ndimage.gaussian_laplace`; see `kernels.laplacianOfGaussian`.
   * It has a sign: float32, or float64 for images of float64 and 32-bit integers.
   *
   * @param options See `LaplacianOfGaussianOptions`. Default: a `sigma` of 1.
   * @throws As `convolve2d`.
   * @example
   * const [row] = laplacianOfGaussian([[0, 0, 0, 9, 9, 9]], { sigma: 0.7, boundary: 'symm' });
   * console.log(row.map((value) => Math.sign(Math.round(value)))); // [0, 1, 1, -1, -1, 0]
   */
  laplacianOfGaussian<I extends Image, O extends LaplacianOfGaussianOptions = Record<never, never>>(
    image: I,
    options?: Known<O, LaplacianOfGaussianOptions>,
  ): Signed<I, O>;
}
