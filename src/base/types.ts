/// <reference lib="esnext.disposable" preserve="true" />
/**
 * Element types, named as NumPy names them. `uint8clamped` is the type of canvas pixels.
 *
 * @example
 * const bytes = { data: new Uint8Array([9, 9]), shape: [1, 2] };
 * console.log(convolve2d(bytes, [[20]], { dtype: 'int16' }).data); // Int16Array [180, 180]
 */
export type DType =
  | 'float32'
  | 'float64'
  | 'uint8'
  | 'uint8clamped'
  | 'int8'
  | 'int16'
  | 'uint16'
  | 'int32'
  | 'uint32';

/**
 * The typed array of each element type; `B` is the type of its buffer.
 *
 * @example
 * const bytes: TypedArrayOf['uint8'] = new Uint8Array(2);
 * console.log(bytes); // Uint8Array [0, 0]
 */
export interface TypedArrayOf<B extends ArrayBufferLike = ArrayBufferLike> {
  float32: Float32Array<B>;
  float64: Float64Array<B>;
  uint8: Uint8Array<B>;
  uint8clamped: Uint8ClampedArray<B>;
  int8: Int8Array<B>;
  int16: Int16Array<B>;
  uint16: Uint16Array<B>;
  int32: Int32Array<B>;
  uint32: Uint32Array<B>;
}

/**
 * Arrays that hold the elements of an image or a kernel.
 *
 * @example
 * const elements: TypedArray[] = [new Uint16Array([65535]), new Float64Array([0.5])];
 * console.log(elements.map((data) => convolve2d({ data, shape: [1, 1] }, [[2]]).data[0])); // [131070, 1]
 */
export type TypedArray = TypedArrayOf[DType];

/**
 * The element type of an array.
 *
 * @example
 * const dtype: DTypeOf<Uint8Array> = 'uint8';
 * console.log(dtype); // uint8
 */
export type DTypeOf<T extends TypedArray> = {
  [D in DType]: T extends TypedArrayOf[D] ? D : never;
}[DType];

/**
 * Rows of numbers, all of one length. They are computed in float64, and the result is rows of numbers again. Typed arrays are
 * faster.
 *
 * @example
 * console.log(convolve2d([[1, 2], [3, 4]], [[10]])); // [[10, 20], [30, 40]]
 */
export type NestedArray = readonly (readonly number[])[];

/**
 * A typed array with a shape, `[rows, columns]` or `[rows, columns, channels]`; also what the package `ndarray` makes. Element
 * `[i, j, c]` is `data[offset + i * stride[0] + j * stride[1] + c * stride[2]]`: `offset` and `stride` count elements.
 *
 * Without `stride` the array is contiguous and row-major; `offset` is 0 by default. Without both, `data` holds the elements of
 * the shape and no others.
 *
 * @example
 * const data = new Float32Array([1, 2, 3, 4, 5, 6]);
 * console.log(convolve2d({ data, shape: [2, 3] }, [[2]]).data); // Float32Array [2, 4, 6, 8, 10, 12]
 * // Every other column.
 * console.log(convolve2d({ data, shape: [2, 2], stride: [3, 2] }, [[2]]).data); // Float32Array [2, 6, 8, 12]
 */
export interface NdArray<T extends TypedArray = TypedArray> {
  /** The elements. */
  readonly data: T;
  /** `[rows, columns]` or `[rows, columns, channels]`. */
  readonly shape: readonly number[];
  /** The distance between neighbours along each axis of `shape`, in elements. Default: contiguous, row-major. */
  readonly stride?: readonly number[];
  /** The index in `data` of the first element. Default 0. */
  readonly offset?: number;
}

/**
 * Pixels from left to right, rows from the top, the channels of a pixel side by side: `ImageData`, and what decoders of pictures
 * give.
 *
 * @example
 * const pixels = { data: new Uint8ClampedArray([10, 20, 30, 255]), width: 1, height: 1 };
 * console.log(convolve2d(pixels, [[2]]).data); // Uint8ClampedArray [20, 40, 60, 255]
 */
export interface PixelImage<T extends TypedArray = TypedArray> {
  /** `width * height * channels` elements. */
  readonly data: T;
  /** Columns. */
  readonly width: number;
  /** Rows. */
  readonly height: number;
  /** Elements for each pixel. Default 4. */
  readonly channels?: number;
}

/**
 * Taps along one axis, for `sepConvolve2d`: at least one number.
 *
 * @example
 * console.log(sepConvolve2d([[0, 1, 0]], [1], new Float32Array([1, 2, 1]), { mode: 'same' })); // [[1, 2, 1]]
 */
export type TapList = readonly number[] | TypedArray;

/**
 * What all functions take as an image. The result is of the same kind.
 *
 * @example
 * const rows = convolve2d([[1, 2]], [[3]]);
 * const array = convolve2d({ data: new Float32Array([1, 2]), shape: [1, 2] }, [[3]]);
 * console.log(rows, array.data, array.shape); // [[3, 6]] Float32Array [3, 6] [1, 2]
 */
export type Image = NestedArray | NdArray | PixelImage;

/**
 * The shape and element type of an image that need not exist, for `explain`.
 *
 * @example
 * console.log(explain({ shape: [1080, 1920, 4], dtype: 'uint8' }, [[1, 2, 1]]).method); // direct
 */
export interface ImageShape {
  /** `[rows, columns]` or `[rows, columns, channels]`. */
  readonly shape: readonly number[];
  /** Default `'float32'`. */
  readonly dtype?: DType;
}

/**
 * A kernel of any size from 1 x 1: rows of numbers, or a typed array with a shape.
 *
 * @example
 * const kernel = { data: new Float32Array([1, -1]), shape: [1, 2] };
 * console.log(convolve2d([[3, 5]], kernel)); // [[3, 2, -5]]
 */
export type Kernel = NestedArray | NdArray;

/**
 * An array of kernels, also of different sizes. The result is an array of as many results: a tuple if the type of the array is.
 *
 * @example
 * const [down, across] = convolve2d([[1, 2], [3, 4]], [[[1], [-1]], [[1, -1]]], { mode: 'valid' });
 * console.log(down, across); // [[2, 2]] [[1], [1]]
 */
export type KernelBank = readonly [Kernel, ...Kernel[]] | readonly Kernel[];

/**
 * Which results a call keeps: `'full'`, all that a part of the image reaches; `'same'`, as many as the image has elements;
 * `'valid'`, those that read no element beyond the image.
 *
 * @example
 * console.log(convolve2d([[1, 2, 3]], [[1, 1]])); // [[1, 3, 5, 3]]
 * console.log(convolve2d([[1, 2, 3]], [[1, 1]], { mode: 'same' })); // [[1, 3, 5]]
 * console.log(convolve2d([[1, 2, 3]], [[1, 1]], { mode: 'valid' })); // [[3, 5]]
 */
export type Mode = 'full' | 'same' | 'valid';

/**
 * How an image a b c d continues beyond its edges: `'fill'` with `fillvalue`; `'wrap'` as b c d [a b c d] a b c; `'symm'` as
 * c b a [a b c d] d c b; `'reflect'` as d c b [a b c d] c b a; `'edge'` as a a a [a b c d] d d d. What `scipy.ndimage` calls
 * `reflect` is `'symm'`; its `mirror` is `'reflect'`.
 *
 * @example
 * const left = [[1, 0, 0]];
 * console.log(correlate2d([[1, 2, 3]], left, { mode: 'same', boundary: 'symm' })); // [[1, 1, 2]]
 * console.log(correlate2d([[1, 2, 3]], left, { mode: 'same', boundary: 'reflect' })); // [[2, 1, 2]]
 */
export type Boundary = 'fill' | 'wrap' | 'symm' | 'reflect' | 'edge';

/**
 * One rule for both axes, or `[rows, columns]`: the rule above and below the image, and the rule left and right of it.
 *
 * @example
 * const image = [[1, 2, 3], [4, 5, 6]];
 * const above = correlate2d(image, [[1], [0], [0]], { mode: 'same', boundary: ['edge', 'wrap'] });
 * const left = correlate2d(image, [[1, 0, 0]], { mode: 'same', boundary: ['edge', 'wrap'] });
 * console.log(above, left); // [[1, 2, 3], [1, 2, 3]] [[3, 1, 2], [6, 4, 5]]
 */
export type Boundaries = Boundary | readonly [rows: Boundary, columns: Boundary];

/**
 * What computes: WebAssembly with relaxed SIMD, WebAssembly with SIMD, or JavaScript.
 *
 * @example
 * console.log(convolve2d([[1, 2]], [[3]], { backend: 'js' })); // [[3, 6]]
 */
export type BackendName = 'wasm-relaxed' | 'wasm' | 'js';

/**
 * `'convolve2d'` rotates the kernel by 180 degrees, `'correlate2d'` takes it as it is.
 *
 * @example
 * const filter = prepare([[1, 10]], { shape: [1, 2], mode: 'valid', operation: 'correlate2d' });
 * console.log(filter.run([[1, 2]])); // [[21]]
 * filter.dispose();
 */
export type Operation = 'convolve2d' | 'correlate2d';

/**
 * How sums are formed. `'direct'`: tap by tap. `'separable'`: a pass along columns and a pass along rows, for kernels that are
 * an outer product or the sum of a few. `'fft'`: Fourier transforms. `'multirate'`: on a coarse grid, for Gaussians by name.
 * `'auto'`: the one that is estimated to be the fastest.
 *
 * @example
 * const image = { shape: [512, 512] };
 * console.log(explain(image, kernels.gaussian({ size: 9 }), { method: 'separable' }).method); // separable
 */
export type Method = 'auto' | 'direct' | 'separable' | 'fft' | 'multirate';

/**
 * How exact results are. `'exact'`: an integer result is the exact sum of products, rounded half to even. `'fast'`: it may be 1
 * off where that allows faster arithmetic, and a Gaussian of floats may be off by 2^-10 * sum |k| * max |x|, where k are the
 * taps and x is the image.
 *
 * @example
 * const bytes = { data: new Uint8Array([0, 0, 16, 0, 0]), shape: [1, 5] };
 * console.log(gaussianBlur(bytes, { size: 3, precision: 'exact' }).data); // Uint8Array [0, 4, 8, 4, 0]
 */
export type Precision = 'exact' | 'fast';

/**
 * How NaN in an image counts. `'propagate'`: each sum that reads one is NaN. `'ignore'`: sums leave it out.
 *
 * @example
 * console.log(boxBlur([[1, NaN, 3]], { size: [1, 3] })); // [[NaN, NaN, NaN]]
 * console.log(boxBlur([[1, NaN, 3]], { size: [1, 3], nan: 'ignore' })); // [[1, 2, 3]]
 */
export type NanTreatment = 'propagate' | 'ignore';

/**
 * What becomes of an alpha channel, the fourth of four. `'preserve'`: it stays as it is. `'premultiply'`: colours are weighted
 * by it, and it is filtered too. `'filter'`: it is filtered like any other channel.
 *
 * @example
 * const pixels = { data: new Uint8ClampedArray([90, 90, 90, 255, 0, 0, 0, 0]), width: 2, height: 1 };
 * console.log(boxBlur(pixels, { size: [1, 2], alpha: 'preserve' }).data[4]); // 45
 * console.log(boxBlur(pixels, { size: [1, 2], alpha: 'premultiply' }).data[4]); // 90
 */
export type Alpha = 'preserve' | 'premultiply' | 'filter';

/**
 * What blurs average: `'srgb'`, colours as they are encoded; `'srgb-linear'`, light, by the transfer function of sRGB
 * (IEC 61966-2-1).
 *
 * @example
 * const edge = { data: new Uint8Array([0, 0, 255, 255]), shape: [1, 4] };
 * console.log(boxBlur(edge, { size: [1, 2] }).data); // Uint8Array [0, 0, 128, 255]
 * console.log(boxBlur(edge, { size: [1, 2], colorSpace: 'srgb-linear' }).data); // Uint8Array [0, 0, 188, 255]
 */
export type ColorSpace = 'srgb' | 'srgb-linear';

/**
 * One number for both axes, or `[rows, columns]`.
 *
 * @example
 * console.log(convolve2d([[1, 2], [3, 4]], [[1]], { stride: [1, 2] })); // [[1], [3]]
 */
export type PerAxis = number | readonly [number, number];

/**
 * One number for all four sides, `[rows, columns]`, or `[[top, bottom], [left, right]]`.
 *
 * @example
 * console.log(convolve2d([[1]], [[1]], { padding: [[0, 1], [2, 0]] })); // [[0, 0, 1], [0, 0, 0]]
 */
export type Padding = PerAxis | readonly [readonly [number, number], readonly [number, number]];

/**
 * The option `dtype`.
 *
 * @example
 * const options: DTypeOption = { dtype: 'float64' };
 * console.log(convolve2d({ data: new Float32Array([1]), shape: [1, 1] }, [[2]], options).data); // Float64Array [2]
 */
export interface DTypeOption<D extends DType | undefined = DType> {
  /**
   * The element type of the result. Default: that of `out`; else the image's for floats and canvas pixels
   * (`Uint8ClampedArray`), float32 for other integers of 8 and 16 bits, float64 for 32 bits.
   *
   * @example
   * const bytes = { data: new Uint8Array([9, 9]), shape: [1, 2] };
   * console.log(convolve2d(bytes, [[20]], { dtype: 'int16' }).data); // Int16Array [180, 180]
   */
  dtype?: D;
}

/**
 * Options that convolutions and filters share. `D` is the type of `dtype`.
 *
 * @example
 * const options: CommonOptions = { boundary: 'wrap', backend: 'js' };
 * console.log(convolve2d([[1, 2]], [[1, 1]], { mode: 'same', ...options })); // [[3, 3]]
 */
export interface CommonOptions<D extends DType | undefined = DType> extends DTypeOption<D> {
  /**
   * How the image continues beyond its edges: one rule, or `[rows, columns]`. Default `'fill'`. What `scipy.ndimage` calls
   * `reflect` is `'symm'`.
   *
   * @example
   * console.log(correlate2d([[1, 2, 3]], [[1, 0, 0]], { mode: 'same', boundary: 'edge' })); // [[1, 1, 2]]
   */
  boundary?: Boundaries;
  /**
   * The value beyond the edges where `boundary` is `'fill'`. Default 0.
   *
   * @example
   * console.log(correlate2d([[1, 2, 3]], [[1, 0, 0]], { mode: 'same', fillvalue: 9 })); // [[9, 1, 2]]
   */
  fillvalue?: number;
  /**
   * Whether integer results are rounded exactly, half to even, or may be 1 off (`'fast'`). Default `'exact'`.
   *
   * @example
   * const bytes = { data: new Uint8Array([1, 2]), shape: [1, 2] };
   * console.log(convolve2d(bytes, [[0.5]], { dtype: 'uint8', precision: 'exact' }).data); // Uint8Array [0, 1]
   */
  precision?: Precision;
  /**
   * How NaN in an image of floats counts. Default `'propagate'`. `'ignore'` leaves it out and divides by the taps that remain:
   * a result is sum(k x) / sum(k) over the valid elements x, times the sum of the kernel, which must not be 0 (`ERR_CONFLICT`).
   *
   * @example
   * console.log(convolve2d([[1, NaN, 3]], [[1, 1]], { mode: 'valid', nan: 'ignore' })); // [[2, 6]]
   */
  nan?: NanTreatment;
  /**
   * What becomes of the alpha channel. Only images of four channels have one; others take only `'filter'` (`ERR_OPTION`).
   * Default: `'preserve'` for `ImageData` and other `{ data, width, height }` with four channels of `Uint8ClampedArray`
   * (`'premultiply'` for blurs by name), else `'filter'`.
   *
   * @example
   * const pixel = { data: new Uint8ClampedArray([10, 20, 30, 100]), width: 1, height: 1 };
   * console.log(convolve2d(pixel, [[2]]).data); // Uint8ClampedArray [20, 40, 60, 100]
   * console.log(convolve2d(pixel, [[2]], { alpha: 'filter' }).data); // Uint8ClampedArray [20, 40, 60, 200]
   */
  alpha?: Alpha;
  /**
   * Force a method; `ERR_METHOD` if it cannot compute this call. Default `'auto'`: the one that is estimated to be the fastest, of
   * those that give the same integer results as direct sums and spread NaN and infinities in the same way.
   *
   * @example
   * console.log(convolve2d([[1, 2, 3]], [[1, 1]], { method: 'direct' })); // [[1, 3, 5, 3]]
   */
  method?: Method;
  /**
   * Force a backend; `ERR_BACKEND` if it is not available. Default `'auto'`: the first of `wasm-relaxed`, `wasm` and `js` that
   * works here.
   *
   * @example
   * console.log(convolve2d([[1, 2, 3]], [[1, 1]], { backend: 'js' })); // [[1, 3, 5, 3]]
   */
  backend?: BackendName | 'auto';
  /**
   * Compute the same bits on every machine: only by the backends `wasm` and `js`, and by no Fourier transforms unless `method` is
   * `'fft'`. Default false.
   *
   * @example
   * console.log(convolve2d([[0.1, 0.2]], [[3]], { deterministic: true })); // [[0.30000000000000004, 0.6000000000000001]]
   */
  deterministic?: boolean;
}

/**
 * Options of convolutions that filters by name do not have: how a kernel is applied, and which results are kept.
 *
 * @example
 * const options: KernelOptions = { padding: 1, stride: 2 };
 * console.log(convolve2d([[1, 2, 3]], [[1]], options)); // [[0, 0, 0], [0, 0, 0]]
 */
export interface KernelOptions {
  /**
   * Which results to keep: all (`'full'`), as many as the image has (`'same'`), or those that read nothing beyond the image
   * (`'valid'`). Default `'full'`.
   *
   * @example
   * console.log(convolve2d([[1, 2, 3]], [[1, 1]], { mode: 'same' })); // [[1, 3, 5]]
   */
  mode?: Mode;
  /**
   * In mode `'same'`: the element of the kernel that lies on the pixel of the result, `[row, column]`, counted from 0 in the
   * kernel as you give it. Default: the centre. OpenCV's `anchor` (x, y) is `[y, x]`; an `origin` o of `scipy.ndimage` is
   * floor(size / 2) + o.
   *
   * @example
   * console.log(correlate2d([[1, 2, 3, 4]], [[1, 10]], { mode: 'same', anchor: [0, 0] })); // [[21, 32, 43, 4]]
   * console.log(correlate2d([[1, 2, 3, 4]], [[1, 10]], { mode: 'same', anchor: [0, 1] })); // [[10, 21, 32, 43]]
   */
  anchor?: readonly [row: number, column: number];
  /**
   * Rows and columns of padding around the image, instead of `mode`. `boundary` fills them.
   *
   * @example
   * console.log(convolve2d([[1, 2, 3]], [[1, 1, 1]], { padding: [0, 1] })); // [[3, 6, 5]]
   */
  padding?: Padding;
  /**
   * Keep every `stride`-th result of each axis, from the first. Default 1.
   *
   * @example
   * console.log(convolve2d([[1, 2, 3, 4, 5]], [[1]], { stride: 2 })); // [[1, 3, 5]]
   */
  stride?: PerAxis;
  /**
   * The distance between neighbouring elements of the kernel, in pixels. Default 1.
   *
   * @example
   * console.log(convolve2d([[1, 2, 3, 4]], [[1, 1]], { mode: 'valid', dilation: 2 })); // [[4, 6]]
   */
  dilation?: PerAxis;
  /**
   * Added to each result before it is rounded. Default 0.
   *
   * @example
   * console.log(convolve2d([[1, 2]], [[10]], { delta: 128 })); // [[138, 148]]
   */
  delta?: number;
  /**
   * Divide the kernel by its sum, so that it keeps the brightness of an image. A kernel of sum 0 stays as it is. Default false.
   *
   * @example
   * console.log(convolve2d([[1, 3, 5]], [[1, 1]], { mode: 'valid', normalize: true })); // [[2, 4]]
   */
  normalize?: boolean;
}

/**
 * Options of `convolve2d`, `correlate2d` and `sepConvolve2d`. `D` is the type of `dtype`, `Out` that of `out`: they decide the
 * type of the result.
 *
 * @example
 * console.log(convolve2d([[1, 2, 3]], [[1, 0, -1]], { mode: 'same', boundary: 'symm' })); // [[1, 2, 1]]
 */
export interface ConvolveOptions<D extends DType | undefined = DType, Out = OutContainer>
  extends KernelOptions,
    CommonOptions<D> {
  /**
   * Receives the result, and is returned: nothing is allocated for it. A container of the right size, or a typed array, which is
   * contiguous and row-major. It must not overlap the image (`ERR_OVERLAP`). For an array of kernels: an array with a container
   * for each.
   *
   * @example
   * const out = new Float32Array(2);
   * console.log(convolve2d([[1, 2]], [[3]], { out }) === out, out); // true Float32Array [3, 6]
   */
  out?: Out;
}

/**
 * Options for an array of kernels: `out` is an array with a container for each kernel, in the same order.
 *
 * @example
 * const out = [new Float32Array(1), new Float32Array(1)];
 * correlate2d([[1, 2]], [[[1, 1]], [[-1, 1]]], { mode: 'valid', out });
 * console.log(out); // [Float32Array [3], Float32Array [1]]
 */
export interface BankOptions extends ConvolveOptions<DType, readonly OutContainer[]> {}

/**
 * Options of `prepare` for kernels: those of a call but `out`, and what the images will be.
 *
 * @example
 * const filter = prepare([[1, 1]], { shape: [1, 3], mode: 'same', dtype: 'uint8' });
 * console.log(filter.run({ data: new Uint8Array([1, 2, 3]), shape: [1, 3] }).data); // Uint8Array [1, 3, 5]
 * filter.dispose();
 */
export interface PrepareOptions<D extends DType | undefined = DType> extends KernelOptions, CommonOptions<D> {
  /**
   * What `run` does. Default `'convolve2d'`.
   *
   * @example
   * const filter = prepare([[1, 10]], { shape: [1, 2], mode: 'valid', operation: 'correlate2d' });
   * console.log(filter.run([[1, 2]])); // [[21]]
   * filter.dispose();
   */
  operation?: Operation;
  /**
   * The shape of all images: `[rows, columns]` or `[rows, columns, channels]`. `ImageData` has 4 channels.
   *
   * @example
   * const filter = prepare([[2]], { shape: [1, 1, 4] });
   * const pixel = { data: new Uint8ClampedArray([10, 20, 30, 255]), width: 1, height: 1 };
   * console.log(filter.run(pixel).data); // Uint8ClampedArray [20, 40, 60, 255]
   * filter.dispose();
   */
  shape: readonly number[];
  /**
   * The element type of the results, as for a call, and of the images to set up for. Without it `prepare` sets up for float32,
   * and results have the type that a call gives. Images of other types work too, but the first of each type takes longer.
   *
   * @example
   * const filter = prepare([[20]], { shape: [1, 2], dtype: 'int16' });
   * console.log(filter.run({ data: new Int16Array([1, 2]), shape: [1, 2] }).data); // Int16Array [20, 40]
   * filter.dispose();
   */
  dtype?: D;
}

/**
 * Options of `explain`: those of the call to explain, and which call it is.
 *
 * @example
 * const { method } = explain({ shape: [512, 512] }, [[1, 2, 1]], { operation: 'correlate2d', mode: 'same' });
 * console.log(method); // direct
 */
export interface ExplainOptions extends ConvolveOptions<DType, OutContainer | readonly OutContainer[]> {
  /**
   * The call to explain. Default `'convolve2d'`.
   *
   * @example
   * console.log(explain({ shape: [9, 9] }, [[1, 2]], { operation: 'correlate2d' }).method); // direct
   */
  operation?: Operation;
}

/**
 * A kernel, or an array of kernels, that `prepare` has set up for images of one shape. `K` is the type of the kernel or the
 * array, `D` that of the option `dtype`. It holds memory until `dispose` is called, or until the garbage collector frees it.
 *
 * @example
 * const edges = prepare([[1, 0, -1]], { shape: [2, 3], mode: 'same', boundary: 'symm' });
 * console.log(edges.run([[1, 2, 3], [4, 5, 6]])); // [[1, 2, 1], [1, 2, 1]]
 * edges.dispose();
 */
export interface Convolver<K extends Kernel | KernelBank = Kernel, D extends DType | undefined = undefined> {
  /**
   * Filters an image: computes what the call with the same kernel and options would, to the bit.
   *
   * @param image Of the shape that was prepared for, in any kind of container and of any element type.
   * @param out Receives the result, and is returned. For an array of kernels: an array of as many containers.
   * @returns `out` if given, else a new container; for an array of kernels an array of them.
   * @throws {TypeError} `ERR_DISPOSED`: `dispose` was called. Otherwise as `convolve2d`.
   * @throws {RangeError} `ERR_SIZE`: the image has another shape. Otherwise as `convolve2d`.
   */
  run<I extends Image, Out extends OutFor<K> | undefined = undefined>(
    image: I,
    out?: Out,
  ): ResultFor<I, K, Chosen<D, Out>>;
  /** Explains how images of the type that was prepared for are computed, as the function `explain` does. */
  explain(): Explanation;
  /** Frees the memory. Afterwards `run` throws; a second `dispose` does nothing. */
  dispose(): void;
  [Symbol.dispose](): void;
}

interface Resident<D extends DType> {
  /** The type of the elements. */
  readonly dtype: D;
  /** The bytes of its elements. */
  readonly bytes: number;
  /** Frees the memory. Afterwards `data` throws `ERR_DISPOSED`; a second `dispose` does nothing. */
  dispose(): void;
  [Symbol.dispose](): void;
}

/**
 * An image in a backend's memory, which `allocate` makes. It is a container like any other, as an image and as `out`.
 *
 * Read `data` anew after each call: a call may move the elements, and arrays that you read before then have length 0. Without
 * `dispose` the garbage collector frees the memory when neither the image nor its `data` is in use.
 *
 * @example
 * const image = allocate([1, 2], 'float32');
 * image.data.set([1, 2]);
 * console.log(convolve2d(image, [[3]]).data); // Float32Array [3, 6]
 * image.dispose();
 */
export interface ResidentImage<D extends DType = DType, B extends ArrayBufferLike = ArrayBuffer>
  extends NdArray<TypedArrayOf<B>[D]>,
    Resident<D> {}

/**
 * A resident image that is a container of pixels, as `ImageData` is.
 *
 * @example
 * const pixels = allocate({ width: 1, height: 1 }, 'uint8clamped');
 * pixels.data.set([10, 20, 30, 255]);
 * console.log(convolve2d(pixels, [[2]]).data); // Uint8ClampedArray [20, 40, 60, 255]
 * pixels.dispose();
 */
export interface ResidentPixels<D extends DType = DType, B extends ArrayBufferLike = ArrayBuffer>
  extends PixelImage<TypedArrayOf<B>[D]>,
    Resident<D> {
  /** Elements for each pixel. */
  readonly channels: number;
}

/**
 * The size of a container of pixels, for `allocate`.
 *
 * @example
 * const gray = allocate({ width: 640, height: 480, channels: 1 }, 'uint8');
 * console.log(gray.bytes); // 307200
 * gray.dispose();
 */
export interface PixelSize {
  /** Columns. */
  readonly width: number;
  /** Rows. */
  readonly height: number;
  /** Elements for each pixel. Default 4. */
  readonly channels?: number;
}

/**
 * Options of `allocate`.
 *
 * @example
 * const image = allocate([2, 3], 'float64', { backend: 'js' });
 * console.log(image.shape, image.bytes); // [2, 3] 48
 * image.dispose();
 */
export interface AllocateOptions<Shared extends boolean = boolean> {
  /**
   * The backend whose memory it is. Default `'auto'`: that of a call without the option `backend`.
   *
   * @example
   * const image = allocate([1, 2], 'uint8', { backend: 'js' });
   * console.log(image.data); // Uint8Array [0, 0]
   * image.dispose();
   */
  backend?: BackendName | 'auto';
  /**
   * Whether the image lies in memory that threads share, a `SharedArrayBuffer`, instead of a backend's. The workers of a pool read and
   * write it where it is, without copies; other functions copy its rows as those of any array. Default false.
   *
   * @example
   * const image = allocate([1, 2], 'uint8', { shared: true });
   * console.log(image.data.buffer instanceof SharedArrayBuffer); // true
   * image.dispose();
   */
  shared?: Shared;
}

/**
 * The kind of buffer that `allocate` makes, by its option `shared`.
 *
 * @example
 * let buffer: BufferFor<true>;
 * buffer = new SharedArrayBuffer(2);
 * console.log(buffer.byteLength); // 2
 */
export type BufferFor<Shared extends boolean> = Shared extends true ? SharedArrayBuffer : ArrayBuffer;

/**
 * How a call would be computed, and why.
 *
 * @example
 * const { method, backend, memoryBytes } = explain({ shape: [512, 512] }, [[1, 2, 1]], { backend: 'js' });
 * console.log(method, backend, memoryBytes > 0); // direct js true
 */
export interface Explanation {
  /** The method that it would take. */
  readonly method: Exclude<Method, 'auto'>;
  /** The backend that would serve it. */
  readonly backend: BackendName;
  /** Why this method. */
  readonly reason: string;
  /** An estimate for the machine on which costs were measured; no promise. */
  readonly estimatedMilliseconds: number;
  /** The methods that were compared, the chosen one included. For small problems only direct sums are considered. */
  readonly candidates: readonly {
    readonly method: Exclude<Method, 'auto'>;
    /** null: this method cannot compute the call, or clearly takes longer, so its time was not estimated. */
    readonly estimatedMilliseconds: number | null;
    /** How it would compute the call, or why it cannot. */
    readonly reason: string;
  }[];
  /** About how many bytes tables, transformed kernels and a strip of rows take. */
  readonly memoryBytes: number;
  /**
   * Before rounding to an integer type, the error of a result is at most this times
   * (`sumOfTaps` * the greatest |element| + |`delta`|). The fill value counts as an element. 0: results are exact.
   */
  readonly errorBound: number;
  /** The sum of the magnitudes of the kernel's elements; of several kernels the greatest such sum. */
  readonly sumOfTaps: number;
  /** The execution plan, as plain data. Its properties may change in any version. */
  readonly plan: object;
  /** All of this as a sentence. */
  readonly sentence: string;
}

/**
 * What `out` may be: a container, or a typed array, which is contiguous and row-major.
 *
 * @example
 * const out = { data: new Float32Array(2), shape: [1, 2] };
 * convolve2d([[1, 2]], [[3]], { out });
 * console.log(out.data); // Float32Array [3, 6]
 */
export type OutContainer = number[][] | NdArray | PixelImage | TypedArray;

/**
 * What `out` may be for a kernel, or for an array of kernels.
 *
 * @example
 * const out: OutFor<[Kernel, Kernel]> = [new Float32Array(1), new Float32Array(1)];
 * console.log(convolve2d([[3]], [[[1]], [[2]]], { out })); // [Float32Array [3], Float32Array [6]]
 */
export type OutFor<K> = K extends Kernel
  ? OutContainer
  : readonly [OutContainer, ...OutContainer[]] | readonly OutContainer[];

/**
 * The options that decide the type of a result. A variable of type `ConvolveOptions` may have any `out`, or none: then `out`
 * decides nothing.
 *
 * @example
 * let bytes: Result<number[][], Chosen<undefined, Uint8Array>> = new Uint8Array(1);
 * bytes = convolve2d([[7]], [[2]], { out: bytes });
 * console.log(bytes); // Uint8Array [14]
 */
export type Chosen<D, Out> = Given<'dtype', D> &
  Given<'out', OutContainer extends Out ? undefined : readonly OutContainer[] extends Out ? undefined : Out>;

/**
 * An option that was given: `{ [Name]: T }`, or nothing where `T` is undefined. (Without TypeScript's `strict`, undefined extends
 * every type, so that results cannot depend on an option that may be undefined.)
 *
 * @example
 * const given: Given<'dtype', 'uint8'> = { dtype: 'uint8' };
 * console.log(given.dtype); // uint8
 */
export type Given<Name extends string, T> = [T] extends [undefined] ? unknown : { [name in Name]: T };

type DefaultResult<D extends DType> = D extends 'float32' | 'float64' | 'uint8clamped'
  ? D
  : D extends 'int32' | 'uint32'
    ? 'float64'
    : 'float32';

/** Where the type of options is `ConvolveOptions` itself, `dtype` may be any. */
type ResultDType<T extends TypedArray, O> = O extends { dtype: infer D extends DType }
  ? D
  : O extends { dtype: undefined }
    ? DefaultResult<DTypeOf<T>>
    : 'dtype' extends keyof O
      ? DType
      : DefaultResult<DTypeOf<T>>;

type ResultData<T extends TypedArray, O> = TypedArrayOf<ArrayBuffer>[ResultDType<T, O>];

/**
 * The type of the result for an image of type `I` and options of type `O`: that of `out` if given; else the image's kind of
 * container, with elements of the type that `dtype` or the image decides.
 *
 * @example
 * let last: Result<ImageData, { dtype: 'float32' }> | undefined;
 * const pixels = { data: new Uint8ClampedArray(4), width: 1, height: 1 };
 * last = convolve2d(pixels, [[1]], { dtype: 'float32' });
 * console.log(last.data); // Float32Array [0, 0, 0, 0]
 */
export type Result<I extends Image, O = unknown> = O extends {
  out: infer Out extends OutContainer;
}
  ? Out
  : I extends PixelImage<infer T>
    ? {
        data: ResultData<T, O>;
        width: number;
        height: number;
        channels: number;
      }
    : I extends NdArray<infer T>
      ? { data: ResultData<T, O>; shape: number[] }
      : number[][];

/**
 * The type of the results for an array of kernels of type `K`, in their order: that of `out` if given, else a `Result` for each;
 * a tuple if `K` is one.
 *
 * @example
 * const results: BankResult<number[][], [Kernel, Kernel]> = convolve2d([[1, 2]], [[[1]], [[2]]]);
 * console.log(results); // [[[1, 2]], [[2, 4]]]
 */
export type BankResult<I extends Image, K extends KernelBank = readonly Kernel[], O = unknown> = O extends {
  out: infer Out extends readonly OutContainer[];
}
  ? Out
  : { -readonly [index in keyof K]: Result<I, Omit<O, 'out'>> };

/**
 * The type of the result for a kernel, or of those for an array of kernels.
 *
 * @example
 * const result: ResultFor<number[][], Kernel, unknown> = convolve2d([[1]], [[2]]);
 * console.log(result); // [[2]]
 */
export type ResultFor<I extends Image, K, O> = K extends Kernel
  ? Result<I, O>
  : K extends KernelBank
    ? BankResult<I, K, O>
    : never;

/**
 * Why a backend is not available, as a code that does not change between versions.
 *
 * @example
 * const { reason } = backendInfo().backends['wasm-relaxed'];
 * console.log(reason === undefined || reason.length > 0); // true
 */
export type UnavailableReason =
  | 'no-webassembly'
  | 'no-simd'
  | 'no-relaxed-simd'
  | 'forbidden-by-policy'
  | 'failed-to-start'
  | 'self-check-failed'
  | 'not-included'
  | 'not-initialized';

/**
 * What is known of one backend.
 *
 * @example
 * const { available, memoryBytes } = backendInfo().backends.js;
 * console.log(available, memoryBytes); // true 0
 */
export interface BackendStatus {
  /** Whether it can serve calls. */
  readonly available: boolean;
  /** Why not, as a code that does not change between versions. */
  readonly reason?: UnavailableReason;
  /** Why not: the engine's message, if there is one. */
  readonly detail?: string;
  /**
   * How many calls and runs it has computed in this thread. One with several kernels counts once for each size of kernel. Workers of a
   * pool count their own.
   */
  readonly runs: number;
  /** Bytes of linear memory, which grows as needed and never shrinks; 0 without WebAssembly. */
  readonly memoryBytes: number;
}

/**
 * Which backend serves calls, and what is known of each.
 *
 * @example
 * const { backend, backends } = backendInfo();
 * console.log(backends[backend].available); // true
 */
export interface BackendInfo {
  /** The backend that serves a call without the option `backend`. */
  readonly backend: BackendName;
  /** Why this one, as a sentence. */
  readonly reason: string;
  /** `'environment'`: the environment variable `CONVOLVE_WASM_BACKEND` forces it. */
  readonly forcedBy: 'environment' | null;
  /** What is known of each. */
  readonly backends: { readonly [name in BackendName]: BackendStatus };
}

/**
 * What an `AbortSignal` has of which the package makes use: TypeScript may know neither a browser nor Node.
 *
 * @example
 * const signal: AbortSignalLike = AbortSignal.abort('too late');
 * console.log(signal.aborted, signal.reason); // true too late
 */
export interface AbortSignalLike {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/**
 * What `init` takes: `convolve.wasm` or `convolve-relaxed.wasm` of this version of the package, as a compiled module, a `Response`, bytes,
 * a `URL`, or the text of one. (To TypeScript any object may be a module.)
 *
 * @example
 * const source: BinarySource = new Uint8Array(8); // the bytes of no binary
 * await init(source).catch(({ code }) => console.log(code)); // ERR_BACKEND
 */
export type BinarySource = object | string;
