import type {
  Boundaries,
  Chosen,
  ColorSpace,
  CommonOptions,
  DType,
  DTypeOf,
  DTypeOption,
  Explanation,
  Given,
  Image,
  OutContainer,
  PerAxis,
  Precision,
  Result,
  TypedArray,
} from '../base/types.ts';
import type {
  BoxOptions,
  GaussianSize,
  LogOptions,
  MotionOptions,
  SizeOptions,
  UnsharpOptions,
} from './kernel-types.ts';

/** Options that every filter has. */
interface FilterSettings<D extends DType | undefined> extends CommonOptions<D> {
  /**
   * How the image continues beyond its edges: one rule, or `[rows, columns]`. Default `'reflect'`, as in OpenCV
   * (`BORDER_REFLECT_101`). What `scipy.ndimage` calls `reflect` is `'symm'`.
   *
   * @example
   * console.log(boxBlur([[0, 6, 0]], { size: [1, 3], boundary: 'wrap' })); // [[2, 2, 2]]
   */
  boundary?: Boundaries;
}

/**
 * Options of filters. `D` is the type of `dtype`, `Out` that of `out`: they decide the type of the result.
 *
 * @example
 * console.log(sharpen([[1, 1, 3, 3]], { boundary: 'edge' })); // [[1, -1, 5, 3]]
 */
export interface FilterOptions<D extends DType | undefined = DType, Out = OutContainer>
  extends FilterSettings<D> {
  /**
   * Receives the result, and is returned: a container of the image's size, or a typed array. It must not overlap the image
   * (`ERR_OVERLAP`).
   *
   * @example
   * const out = new Float32Array(4);
   * console.log(sharpen([[1, 1, 3, 3]], { out }) === out, out); // true Float32Array [1, -1, 5, 3]
   */
  out?: Out;
}

/** The option `precision` of filters that are fast by default. */
interface FastByDefault {
  /**
   * How integer results of integer images are rounded. `'fast'`, the default, may be 1 off; `'exact'` rounds the sum of products
   * half to even. Float images and float results are exact by default.
   *
   * @example
   * const bytes = { data: new Uint8Array([0, 0, 16, 0, 0]), shape: [1, 5] };
   * console.log(gaussianBlur(bytes, { size: 3, precision: 'exact' }).data); // Uint8Array [0, 4, 8, 4, 0]
   */
  precision?: Precision;
}

/**
 * Options of blurs. The default of `alpha` is `'premultiply'` for `ImageData` with a pixel that is not opaque, and for all
 * `ImageData` where the boundary is `'fill'` with a `fillvalue` that is not opaque.
 *
 * @example
 * console.log(boxBlur([[0, 6, 0]], { size: [1, 3], boundary: 'wrap' })); // [[2, 2, 2]]
 */
export interface BlurOptions<D extends DType | undefined = DType, Out = OutContainer>
  extends FilterOptions<D, Out> {
  /**
   * What is averaged: colours as they are encoded, `'srgb'`, or light, `'srgb-linear'` (IEC 61966-2-1). Light needs 1, 3 or 4
   * channels, of which the fourth is alpha, of unsigned integers of 8 and 16 bits or of floats from 0 to 1. Default `'srgb'`.
   *
   * @example
   * const edge = { data: new Uint8Array([0, 0, 255, 255]), shape: [1, 4] };
   * console.log(boxBlur(edge, { size: [1, 2], colorSpace: 'srgb-linear' }).data); // Uint8Array [0, 0, 188, 255]
   */
  colorSpace?: ColorSpace;
}

/** The option `order` of Gaussians. */
interface OrderOption<Order extends PerAxis | undefined> {
  /**
   * The order of the derivative: an integer from 0 to 10, or `[rows, columns]`. Default 0: none. It is positive where the image
   * grows, as in `scipy.ndimage.gaussian_filter`. A derivative has signs: float32, or float64 for images of float64 and 32-bit
   * integers.
   *
   * @example
   * const ramp = { data: new Uint8Array([0, 1, 2, 3, 4]), shape: [1, 5] };
   * const slope = gaussianBlur(ramp, { sigma: [0, 0.3], order: [0, 1], dtype: 'float32' });
   * console.log(slope.data[2] > 0); // true
   */
  order?: Order | PerAxis;
}

/**
 * Options of `gaussianBlur`.
 *
 * @example
 * // Along rows alone, not cut off, and its first derivative.
 * const ramp = [[0, 1, 2, 3, 4, 5, 6]];
 * const blurred = gaussianBlur(ramp, { sigma: [0, 1], truncate: Infinity, boundary: 'edge' });
 * console.log(blurred[0][3].toFixed(2)); // 3.00
 * const slope = gaussianBlur(ramp, { sigma: [0, 1], truncate: Infinity, boundary: 'edge', order: [0, 1] });
 * console.log(slope[0][3].toFixed(2)); // 1.00
 */
export interface GaussianBlurOptions<
  D extends DType | undefined = DType,
  Out = OutContainer,
  Order extends PerAxis | undefined = PerAxis,
> extends FastByDefault,
    BlurOptions<D, Out>,
    GaussianSize,
    OrderOption<Order> {}

/**
 * Options of `boxBlur`.
 *
 * @example
 * console.log(boxBlur([[0, 6, 0, 0]], { size: [1, 2] })); // [[3, 3, 3, 0]]
 */
export interface BoxBlurOptions<D extends DType | undefined = DType, Out = OutContainer>
  extends FastByDefault,
    BlurOptions<D, Out>,
    BoxOptions {
  /**
   * The element of the box that lies on the pixel: `[row, column]`, counted from 0. Default: the centre. OpenCV's `anchor` (x, y)
   * is `[y, x]`.
   *
   * @example
   * console.log(boxBlur([[0, 6, 0, 0]], { size: [1, 2], anchor: [0, 0] })); // [[3, 3, 0, 0]]
   */
  anchor?: readonly [row: number, column: number];
}

/**
 * Options of `motionBlur`.
 *
 * @example
 * console.log(motionBlur([[0], [0], [6], [0], [0]], { length: 3, angle: Math.PI / 2 })); // [[0], [2], [2], [2], [0]]
 */
export interface MotionBlurOptions<D extends DType | undefined = DType, Out = OutContainer>
  extends BlurOptions<D, Out>,
    MotionOptions {}

/**
 * Options of `unsharpMask`.
 *
 * @example
 * console.log(unsharpMask([[0, 0, 4, 4]], { size: [1, 3], amount: 2 })); // [[0, -2, 6, 4]]
 */
export interface UnsharpMaskOptions<D extends DType | undefined = DType, Out = OutContainer>
  extends FastByDefault,
    FilterOptions<D, Out>,
    UnsharpOptions {
  /**
   * A pixel that differs from the blurred image by at most this stays as it is; in units of the image's elements. Default 0.
   *
   * @example
   * const noisy = { data: new Uint8Array([8, 4, 8, 8, 80, 80]), shape: [1, 6] };
   * console.log(unsharpMask(noisy, { size: [1, 3] }).data); // Uint8Array [10, 2, 9, 0, 98, 80]
   * console.log(unsharpMask(noisy, { size: [1, 3], threshold: 2 }).data); // Uint8Array [8, 4, 8, 0, 98, 80]
   */
  threshold?: number;
}

/**
 * Options of `laplacian`.
 *
 * @example
 * console.log(laplacian([[1, 1, 3, 3]], { size: 3 })); // [[0, 8, -8, 0]]
 */
export interface LaplacianOptions<D extends DType | undefined = DType, Out = OutContainer>
  extends FilterOptions<D, Out>,
    SizeOptions {}

/**
 * Options of `laplacianOfGaussian`.
 *
 * @example
 * const [row] = laplacianOfGaussian([[0, 0, 0, 9, 9, 9]], { sigma: 0.7, boundary: 'symm' });
 * console.log(row.map((value) => Math.sign(Math.round(value)))); // [0, 1, 1, -1, -1, 0]
 */
export interface LaplacianOfGaussianOptions<D extends DType | undefined = DType, Out = OutContainer>
  extends FilterOptions<D, Out>,
    LogOptions {}

/**
 * Which of a gradient's results: `'x'`, positive where brightness grows to the right; `'y'`, positive where it grows downwards;
 * `'magnitude'`, hypot(x, y); `'angle'`, atan2(y, x) in radians; or `'all'`, an object with the four.
 *
 * @example
 * console.log(prewitt([[0, 0, 3, 3]], { output: 'magnitude' })); // [[0, 9, 9, 0]]
 */
export type GradientOutput = 'x' | 'y' | 'magnitude' | 'angle' | 'all';

/**
 * What `out` may be for a gradient: a container for the one result that `output` names; or for all of them an object with a
 * container for each, or for some.
 *
 * @example
 * const out = { magnitude: new Float32Array(4) };
 * prewitt({ data: new Float32Array([0, 0, 3, 3]), shape: [1, 4] }, { out });
 * console.log(out.magnitude); // Float32Array [0, 9, 9, 0]
 */
export type GradientOut =
  | OutContainer
  | { readonly [output in Exclude<GradientOutput, 'all'>]?: OutContainer };

/** The option `output` of gradients. */
interface OutputOption<Output extends GradientOutput | undefined> {
  /**
   * What to compute: `'x'`, `'y'`, `'magnitude'`, `'angle'`, or an object with all four. Default `'all'`.
   *
   * @example
   * console.log(sobel([[0, 0, 3, 3]], { output: 'x' })); // [[0, 12, 12, 0]]
   */
  output?: Output;
}

/**
 * Options of `scharr` and `prewitt`. `Output` is the type of `output`.
 *
 * @example
 * console.log(scharr([[0, 0, 3, 3]], { output: 'x', boundary: 'edge' })); // [[0, 48, 48, 0]]
 */
export interface GradientOptions<
  D extends DType | undefined = DType,
  Out = GradientOut,
  Output extends GradientOutput | undefined = GradientOutput,
> extends FilterSettings<D>,
    OutputOption<Output> {
  /**
   * Receives the result, and is returned. For `output: 'all'`: an object with a container for each of the four, or for some.
   *
   * @example
   * const out = new Float32Array(4);
   * sobel({ data: new Float32Array([0, 0, 3, 3]), shape: [1, 4] }, { output: 'x', out });
   * console.log(out); // Float32Array [0, 12, 12, 0]
   */
  out?: Out;
}

/**
 * Options of `sobel`.
 *
 * @example
 * console.log(sobel([[0, 0, 3, 3]], { size: 1, output: 'x' })); // [[0, 3, 3, 0]]
 */
export interface SobelOptions<
  D extends DType | undefined = DType,
  Out = GradientOut,
  Output extends GradientOutput | undefined = GradientOutput,
> extends GradientOptions<D, Out, Output> {
  /**
   * OpenCV's `ksize`: 1 (which does not smooth), 3, 5, ... 31. Default 3.
   *
   * @example
   * console.log(sobel([[0, 0, 3, 3]], { size: 1, output: 'x' })); // [[0, 3, 3, 0]]
   */
  size?: number;
}

/** The element type of an image; nested arrays count as float64. */
type ElementType<I extends Image> = I extends { data: infer T extends TypedArray } ? DTypeOf<T> : 'float64';

/** The type of a result that has a sign. */
type SignedType<I extends Image> =
  ElementType<I> extends 'float64' | 'int32' | 'uint32' ? 'float64' : 'float32';

type ResultOf<I extends Image, O, D extends DType> = O extends { out: infer Out extends OutContainer }
  ? Out
  : O extends { dtype: undefined }
    ? Result<I, { dtype: D }>
    : 'dtype' extends keyof O
      ? Result<I, Pick<O, 'dtype'>>
      : Result<I, { dtype: D }>;

/**
 * The type of a filter's result for an image of type `I` and options of type `O`: of the image's element type, unless `dtype` or
 * `out` says otherwise.
 *
 * @example
 * const soft: Filtered<number[][], unknown> = boxBlur([[0, 6, 0]], { size: [1, 3], boundary: 'wrap' });
 * console.log(soft); // [[2, 2, 2]]
 */
export type Filtered<I extends Image, O> = ResultOf<I, O, ElementType<I>>;

/**
 * The type of a filter's result that has signs: float32, or float64 for images of float64 and 32-bit integers.
 *
 * @example
 * const ridges: Signed<number[][], unknown> = laplacian([[1, 1, 3, 3]]);
 * console.log(ridges); // [[0, 2, -2, 0]]
 */
export type Signed<I extends Image, O> = ResultOf<I, O, SignedType<I>>;

type Part<I extends Image, O, Name extends string> = O extends { out: infer Outs }
  ? Outs extends { [name in Name]: infer Out extends OutContainer }
    ? Out
    : Signed<I, Omit<O, 'out'>>
  : Signed<I, O>;

/**
 * The options of each filter by its name.
 *
 * @example
 * const options: FilterOptionsByName['gaussianBlur'] = { size: [1, 3] };
 * console.log(gaussianBlur([[0, 0, 4, 0, 0]], options)); // [[0, 1, 2, 1, 0]]
 */
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

/**
 * The names of filters, for `prepare`.
 *
 * @example
 * const name: FilterName = 'sharpen';
 * const filter = prepare(name, { shape: [1, 4] });
 * console.log(filter.run([[1, 1, 3, 3]])); // [[1, -1, 5, 3]]
 * filter.dispose();
 */
export type FilterName =
  | 'gaussianBlur'
  | 'boxBlur'
  | 'motionBlur'
  | 'sharpen'
  | 'unsharpMask'
  | 'emboss'
  | 'edges'
  | GradientName
  | 'laplacian'
  | 'laplacianOfGaussian';

/**
 * The filters that are gradients.
 *
 * @example
 * const name: GradientName = 'sobel';
 * console.log(name); // sobel
 */
export type GradientName = 'sobel' | 'scharr' | 'prewitt';

/** The options of each filter without an `out`, which is for each run. */
interface PreparedByName<
  D extends DType | undefined,
  Output extends GradientOutput | undefined,
  Order extends PerAxis | undefined,
> {
  gaussianBlur: GaussianBlurOptions<D, undefined, Order>;
  boxBlur: BoxBlurOptions<D, undefined>;
  motionBlur: MotionBlurOptions<D, undefined>;
  sharpen: FilterOptions<D, undefined>;
  unsharpMask: UnsharpMaskOptions<D, undefined>;
  emboss: FilterOptions<D, undefined>;
  edges: FilterOptions<D, undefined>;
  sobel: SobelOptions<D, undefined, Output>;
  scharr: GradientOptions<D, undefined, Output>;
  prewitt: GradientOptions<D, undefined, Output>;
  laplacian: LaplacianOptions<D, undefined>;
  laplacianOfGaussian: LaplacianOfGaussianOptions<D, undefined>;
}

/** What the images of a prepared filter will be. */
interface ImagesToPrepare {
  /**
   * The shape of all images: `[rows, columns]` or `[rows, columns, channels]`. `ImageData` has 4 channels.
   *
   * @example
   * const filter = prepare('sharpen', { shape: [1, 4] });
   * console.log(filter.run([[1, 1, 3, 3]])); // [[1, -1, 5, 3]]
   * filter.dispose();
   */
  shape: readonly number[];
}

/**
 * Options of `prepare` for a filter by name: those of the filter but `out`, and the `shape` of the images.
 *
 * @example
 * const filter = prepare('sobel', { output: 'magnitude', shape: [1, 3], dtype: 'float32' });
 * const image = { data: new Float32Array([0, 0, 3]), shape: [1, 3] };
 * console.log(filter.run(image).data); // Float32Array [0, 12, 0]
 * filter.dispose();
 */
export type PrepareFilterOptions<
  N extends FilterName,
  D extends DType | undefined = DType,
  Output extends GradientOutput | undefined = GradientOutput,
  Order extends PerAxis | undefined = PerAxis,
> = PreparedByName<D, Output, Order>[N] &
  ImagesToPrepare &
  // Again, since TypeScript infers nothing from a type that depends on N.
  DTypeOption<D> &
  (N extends GradientName ? OutputOption<Output> : unknown) &
  (N extends 'gaussianBlur' ? OrderOption<Order> : unknown);

/**
 * What the filter of a name gives for an image.
 *
 * @example
 * const result: ResultByName<'sharpen', number[][], unknown> = sharpen([[1, 1, 3, 3]]);
 * console.log(result); // [[1, -1, 5, 3]]
 */
export type ResultByName<N extends FilterName, I extends Image, O> = N extends GradientName
  ? GradientResult<I, O>
  : N extends 'laplacian' | 'laplacianOfGaussian'
    ? Signed<I, O>
    : N extends 'gaussianBlur'
      ? BlurResult<I, O>
      : Filtered<I, O>;

/**
 * What `out` may be for the filter of a name.
 *
 * @example
 * const out: OutByName<'sharpen'> = new Float64Array(4);
 * console.log(sharpen([[1, 1, 3, 3]], { out })); // Float64Array [1, -1, 5, 3]
 */
export type OutByName<N extends FilterName> = N extends GradientName ? GradientOut : OutContainer;

/**
 * A filter that `prepare` has set up for images of one shape. It holds memory until `dispose` is called, or until the garbage
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
   * Filters an image: computes what the filter of this name with the same options would, to the bit.
   *
   * @param image Of the shape that was prepared for, in any kind of container and of any element type.
   * @param out Receives the result, and is returned: then nothing as large as an image is allocated. For all of a gradient: an
   *   object with containers.
   * @returns `out` if given, else a new container; for all of a gradient an object with four.
   * @throws {TypeError} `ERR_DISPOSED`: `dispose` was called. Otherwise as the filter.
   * @throws {RangeError} `ERR_SIZE`: the image has another shape. Otherwise as the filter.
   */
  run<I extends Image, Out extends OutByName<N> | undefined = undefined>(
    image: I,
    out?: Out,
  ): ResultByName<N, I, O & Given<'out', Out>>;
  /** Explains how images of the type that was prepared for are computed, as the function `explain` does. */
  explain(): Explanation;
  /** Frees the memory. Afterwards `run` throws; a second `dispose` does nothing. */
  dispose(): void;
  [Symbol.dispose](): void;
}

/**
 * All of a gradient, in containers of the image's kind.
 *
 * @example
 * const gradients: Gradients<number[][], unknown> = prewitt([[0, 0, 3, 3]]);
 * console.log(gradients.x, gradients.angle); // [[0, 9, 9, 0]] [[0, 0, 0, 0]]
 */
export interface Gradients<I extends Image, O> {
  /** Positive where brightness grows to the right. */
  x: Part<I, O, 'x'>;
  /** Positive where brightness grows downwards. */
  y: Part<I, O, 'y'>;
  /** hypot(x, y). */
  magnitude: Part<I, O, 'magnitude'>;
  /** atan2(y, x) in radians; a float, whatever `dtype` is. */
  angle: Part<I, Omit<O, 'dtype'>, 'angle'>;
}

/**
 * The type of a gradient's result: all four, or the one that the option `output` names.
 *
 * @example
 * const slopes: GradientResult<number[][], { output: 'x' }> = sobel([[0, 0, 3, 3]], { output: 'x' });
 * console.log(slopes); // [[0, 12, 12, 0]]
 */
export type GradientResult<I extends Image, O> = O extends { output: 'x' | 'y' | 'magnitude' | 'angle' }
  ? Signed<I, O>
  : O extends { output: GradientOutput }
    ? GradientOutput extends O['output']
      ? Signed<I, O> | Gradients<I, O>
      : Gradients<I, O>
    : Gradients<I, O>;

/**
 * The type of a result of `gaussianBlur`, which has signs where the option `order` asks for a derivative.
 *
 * @example
 * const soft: BlurResult<number[][], unknown> = gaussianBlur([[0, 0, 4, 0, 0]], { size: [1, 3] });
 * console.log(soft); // [[0, 1, 2, 1, 0]]
 */
export type BlurResult<I extends Image, O> = O extends { order: PerAxis }
  ? Filtered<I, O> | Signed<I, O>
  : Filtered<I, O>;

/**
 * The signatures of the filters. Each filter is documented where it is exported.
 *
 * @example
 * const filter: Filters['edges'] = edges;
 * console.log(filter([[1, 1, 3, 3]])); // [[0, -6, 6, 0]]
 */
export interface Filters {
  gaussianBlur<
    I extends Image,
    D extends DType | undefined = undefined,
    Out extends OutContainer | undefined = undefined,
    Order extends PerAxis | undefined = undefined,
  >(
    image: I,
    options?: GaussianBlurOptions<D, Out, Order>,
  ): BlurResult<I, Chosen<D, Out> & Given<'order', Order>>;

  boxBlur<
    I extends Image,
    D extends DType | undefined = undefined,
    Out extends OutContainer | undefined = undefined,
  >(image: I, options?: BoxBlurOptions<D, Out>): Filtered<I, Chosen<D, Out>>;

  motionBlur<
    I extends Image,
    D extends DType | undefined = undefined,
    Out extends OutContainer | undefined = undefined,
  >(image: I, options?: MotionBlurOptions<D, Out>): Filtered<I, Chosen<D, Out>>;

  sharpen<
    I extends Image,
    D extends DType | undefined = undefined,
    Out extends OutContainer | undefined = undefined,
  >(image: I, options?: FilterOptions<D, Out>): Filtered<I, Chosen<D, Out>>;

  unsharpMask<
    I extends Image,
    D extends DType | undefined = undefined,
    Out extends OutContainer | undefined = undefined,
  >(image: I, options?: UnsharpMaskOptions<D, Out>): Filtered<I, Chosen<D, Out>>;

  emboss<
    I extends Image,
    D extends DType | undefined = undefined,
    Out extends OutContainer | undefined = undefined,
  >(image: I, options?: FilterOptions<D, Out>): Filtered<I, Chosen<D, Out>>;

  edges<
    I extends Image,
    D extends DType | undefined = undefined,
    Out extends OutContainer | undefined = undefined,
  >(image: I, options?: FilterOptions<D, Out>): Filtered<I, Chosen<D, Out>>;

  sobel<
    I extends Image,
    D extends DType | undefined = undefined,
    Out extends GradientOut | undefined = undefined,
    Output extends GradientOutput | undefined = undefined,
  >(
    image: I,
    options?: SobelOptions<D, Out, Output>,
  ): GradientResult<I, Chosen<D, Out> & Given<'output', Output>>;

  scharr<
    I extends Image,
    D extends DType | undefined = undefined,
    Out extends GradientOut | undefined = undefined,
    Output extends GradientOutput | undefined = undefined,
  >(
    image: I,
    options?: GradientOptions<D, Out, Output>,
  ): GradientResult<I, Chosen<D, Out> & Given<'output', Output>>;

  prewitt<
    I extends Image,
    D extends DType | undefined = undefined,
    Out extends GradientOut | undefined = undefined,
    Output extends GradientOutput | undefined = undefined,
  >(
    image: I,
    options?: GradientOptions<D, Out, Output>,
  ): GradientResult<I, Chosen<D, Out> & Given<'output', Output>>;

  laplacian<
    I extends Image,
    D extends DType | undefined = undefined,
    Out extends OutContainer | undefined = undefined,
  >(image: I, options?: LaplacianOptions<D, Out>): Signed<I, Chosen<D, Out>>;

  laplacianOfGaussian<
    I extends Image,
    D extends DType | undefined = undefined,
    Out extends OutContainer | undefined = undefined,
  >(image: I, options?: LaplacianOfGaussianOptions<D, Out>): Signed<I, Chosen<D, Out>>;
}
