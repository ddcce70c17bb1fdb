/// <reference lib="esnext.disposable" preserve="true" />
/** Element types, named as NumPy names them (`uint8clamped`: canvas pixels). */
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

export type TypedArray = TypedArrayOf[DType];

/** The element type of an array. */
export type DTypeOf<T extends TypedArray> = {
  [D in DType]: T extends TypedArrayOf[D] ? D : never;
}[DType];

/** Rows of numbers, all of one length. Computed as `float64`. */
export type NestedArray = readonly (readonly number[])[];

/**
 * What the `ndarray` package makes: element `[i, j, c]` lies at
 * `data[offset + i * stride[0] + j * stride[1] + c * stride[2]]`, counted in elements.
 * Without `stride` the array is contiguous and row-major; `offset` defaults to 0. Without both, `data` holds just the array.
 */
export interface NdArray<T extends TypedArray = TypedArray> {
  readonly data: T;
  readonly shape: readonly number[];
  readonly stride?: readonly number[];
  readonly offset?: number;
}

/**
 * `ImageData`, and what image decoders give: interleaved channels, rows from the top,
 * `channels` (4 unless given) elements a pixel.
 */
export interface PixelImage<T extends TypedArray = TypedArray> {
  readonly data: T;
  readonly width: number;
  readonly height: number;
  readonly channels?: number;
}

/** Taps along one axis, as `sepConvolve2d` takes them: at least one. */
export type TapList = readonly number[] | TypedArray;

export type Image = NestedArray | NdArray | PixelImage;

/** What `explain` needs to know of an image: `[rows, columns]` or `[rows, columns, channels]`, and the type of its elements. */
export interface ImageShape {
  readonly shape: readonly number[];
  /** Default `'float32'`. */
  readonly dtype?: DType;
}

export type Kernel = NestedArray | NdArray;

export type Mode = 'full' | 'same' | 'valid';
export type Boundary = 'fill' | 'wrap' | 'symm' | 'reflect' | 'edge';
/**
 * One rule for both axes, or `[rows, columns]`: what lies above and below the image, and what lies left and right of it.
 *
 * @example
 * const image = [[1, 2, 3], [4, 5, 6]];
 * const boundary = ['edge', 'wrap'];
 * console.log(correlate2d(image, [[1], [0], [0]], { mode: 'same', boundary })); // [[1, 2, 3], [1, 2, 3]]
 * console.log(correlate2d(image, [[1, 0, 0]], { mode: 'same', boundary })); // [[3, 1, 2], [6, 4, 5]]
 */
export type Boundaries = Boundary | readonly [rows: Boundary, columns: Boundary];
export type BackendName = 'wasm-relaxed' | 'wasm' | 'js';
/** `'convolve2d'` rotates the kernel by 180 degrees, `'correlate2d'` takes it as it is. */
export type Operation = 'convolve2d' | 'correlate2d';

/**
 * How sums are formed: `'direct'` tap by tap; `'separable'` by passes along columns and rows, of kernels that are outer
 * products or sums of a few; `'fft'` by Fourier transforms; `'multirate'` on a coarse grid, for Gaussians by name. `'auto'` is
 * the one estimated to be the fastest.
 */
export type Method = 'auto' | 'direct' | 'separable' | 'fft' | 'multirate';
/**
 * How exact results are: `'exact'` rounds the sum of products of an integer result half to even; `'fast'` may be 1 off where that
 * allows faster arithmetic, and Gaussians of floats off by at most 2^-10 of sum |k| * max |x|, k being the taps and x the image.
 */
export type Precision = 'exact' | 'fast';
/** How NaN in an image count: `'propagate'` makes every sum that reads one NaN; `'ignore'` leaves them out of sums. */
export type NanTreatment = 'propagate' | 'ignore';
/**
 * What becomes of an alpha channel, the fourth of four: `'preserve'` keeps the image's; `'premultiply'` filters colours
 * weighted by it, and it; `'filter'` treats it like any other channel.
 */
export type Alpha = 'preserve' | 'premultiply' | 'filter';
/**
 * What filters compute with: colours as they are encoded (`'srgb'`), or light, by the transfer function of sRGB.
 *
 * @example
 * const edge = { data: new Uint8Array([0, 0, 255, 255]), shape: [1, 4] };
 * console.log(boxBlur(edge, { size: [1, 2] }).data); // Uint8Array [0, 0, 128, 255]
 * console.log(boxBlur(edge, { size: [1, 2], colorSpace: 'srgb-linear' }).data); // Uint8Array [0, 0, 188, 255]
 */
export type ColorSpace = 'srgb' | 'srgb-linear';
/** One number for both axes, or `[rows, columns]`. */
export type PerAxis = number | readonly [number, number];
/** One number for all four sides, `[rows, columns]`, or `[[top, bottom], [left, right]]`. */
export type Padding = PerAxis | readonly [readonly [number, number], readonly [number, number]];

export interface ConvolveOptions {
  /** Which part of the result: all of it, the image's size, or what needs no padding. Default `'full'`. */
  mode?: Mode;
  /**
   * How the image continues beyond its edges, on both axes alike or `[rows, columns]`: `['edge', 'wrap']` repeats the first and
   * the last row, and joins left and right. Default `'fill'`. What `scipy.ndimage` calls `reflect` is `'symm'`.
   */
  boundary?: Boundaries;
  /** The value beyond the edges where `boundary` is `'fill'`. Default 0. */
  fillvalue?: number;
  /**
   * In mode `'same'`, the element of the kernel that lies on the pixel of the result: `[row, column]`, counted in the kernel as it
   * is given. Default: the centre. OpenCV's `anchor` is `[y, x]`; `scipy.ndimage`'s `origin` o is floor(size / 2) + o.
   *
   * @example
   * console.log(correlate2d([[1, 2, 3, 4]], [[1, 10]], { mode: 'same', anchor: [0, 0] })); // [[21, 32, 43, 4]]
   * console.log(correlate2d([[1, 2, 3, 4]], [[1, 10]], { mode: 'same', anchor: [0, 1] })); // [[10, 21, 32, 43]]
   */
  anchor?: readonly [row: number, column: number];
  /** Rows and columns of padding, instead of a `mode`. */
  padding?: Padding;
  /** Keep every `stride`-th result. Default 1. */
  stride?: PerAxis;
  /** Distance between neighbouring kernel elements. Default 1. */
  dilation?: PerAxis;
  /** Added to every result, before rounding. Default 0. */
  delta?: number;
  /** Divide the kernel by its sum, so that it keeps an image's brightness. A sum of 0 is left alone. Default false. */
  normalize?: boolean;
  /** How integer results are rounded. Default `'exact'`. */
  precision?: Precision;
  /**
   * How NaN in an image of floats count. Default `'propagate'`; `'ignore'` leaves them out and divides by the taps that remain:
   * sum(k x) / sum(k) over the valid elements, times the kernel's sum, which may not be 0 (`ERR_CONFLICT`).
   */
  nan?: NanTreatment;
  /**
   * What becomes of the alpha channel. Default `'preserve'` for `ImageData` (`{ data, width, height }` with four channels of
   * Uint8Clamped; blurs by name: `'premultiply'`), else `'filter'`, which is all that images without exactly four channels may
   * have (`ERR_OPTION`).
   */
  alpha?: Alpha;
  /**
   * The result's element type. Default: that of `out`; else the image's for floats and canvas pixels (Uint8Clamped), float32
   * for other integers of 8 and 16 bits, float64 for 32 bits.
   */
  dtype?: DType;
  /** Receives the result, instead of a new container. May not overlap the image. */
  out?: OutContainer;
  /**
   * Default `'auto'`: the method that is estimated to be the fastest, of those that give the same integer results as direct
   * sums and spread NaN and infinities in the same way. A name forces that method: `ERR_METHOD` where it cannot serve.
   */
  method?: Method;
  /** Default `'auto'`: the first of relaxed SIMD, SIMD and JavaScript that works here. */
  backend?: BackendName | 'auto';
  /**
   * Keep to what agrees to the bit on every machine: the backends `wasm` and `js`, and methods other than `'fft'` (unless
   * that is what `method` says), chosen alike on both. Default false.
   */
  deterministic?: boolean;
}

/** Options for an array of kernels: `out` holds one container for each, in their order. */
export interface BankOptions extends Omit<ConvolveOptions, 'out'> {
  out?: readonly OutContainer[];
}

/** Options of `prepare`: those of a call, and what the images will be. */
export interface PrepareOptions extends Omit<ConvolveOptions, 'out'> {
  /** What `run` does. Default `'convolve2d'`. */
  operation?: Operation;
  /** The shape of all images: `[rows, columns]` or `[rows, columns, channels]` (4 channels for `ImageData`). */
  shape: readonly number[];
  /**
   * The element type of the results, as for a call, and of the images that `prepare` sets up for. Without it, images are
   * float32 and results have the type that a call would give. Images of other types are filtered, too: the first of each
   * type takes longer.
   */
  dtype?: DType;
}

/** Options of `explain`: those of the call to explain, and which one it is. */
export interface ExplainOptions extends Omit<ConvolveOptions, 'out'> {
  /** For an array of kernels an array of them, as for the call. */
  out?: OutContainer | readonly OutContainer[];
  /** Default `'convolve2d'`. */
  operation?: Operation;
}

/**
 * A kernel, or an array of kernels, that `prepare` has set up for images of one shape; `K` is its type. Holds memory until
 * `dispose` is called, or until the garbage collector frees it.
 */
export interface Convolver<K = Kernel> {
  /**
   * Filters an image, as the call with the same kernel and options would, to the bit.
   *
   * @param image Of the shape that was prepared for, in any kind of container and of any element type.
   * @param out Receives the result, and is returned; for an array of kernels an array of as many containers.
   * @returns The result; for an array of kernels an array of results.
   * @throws {TypeError} `ERR_DISPOSED`: it was disposed of. Otherwise as `convolve2d`.
   * @throws {RangeError} `ERR_SIZE`: the image has another shape. Otherwise as `convolve2d`.
   */
  run<I extends Image>(
    image: I,
  ): K extends Kernel ? Result<I, Record<never, never>> : Result<I, Record<never, never>>[];
  run<O>(image: Image, out: O): O;
  /** How images of the type that was prepared for are computed, and why. With kernels of several sizes: as `explain` says. */
  explain(): Explanation;
  /** Frees the memory; `run` throws afterwards. A second call does nothing. */
  dispose(): void;
  [Symbol.dispose](): void;
}

interface Resident<D extends DType> {
  readonly dtype: D;
  /** Bytes of its elements. */
  readonly bytes: number;
  /** Frees the memory; `data` throws `ERR_DISPOSED` afterwards. A second call does nothing. */
  dispose(): void;
  [Symbol.dispose](): void;
}

/**
 * An image in a backend's memory, made by `allocate`; a container like any other, as an image and as `out`. Read `data` again
 * after each call: a call may move the elements, after which arrays that were read earlier have length 0. Without `dispose`
 * the garbage collector frees the memory when neither the image nor its `data` is in use any more.
 */
export interface ResidentImage<D extends DType = DType>
  extends NdArray<TypedArrayOf<ArrayBuffer>[D]>,
    Resident<D> {}

/** A resident image that is a container of pixels, as `ImageData` is. */
export interface ResidentPixels<D extends DType = DType>
  extends PixelImage<TypedArrayOf<ArrayBuffer>[D]>,
    Resident<D> {
  readonly channels: number;
}

/** The size of a container of pixels. */
export interface PixelSize {
  readonly width: number;
  readonly height: number;
  /** Default 4. */
  readonly channels?: number;
}

/** How a call would be computed, and why. */
export interface Explanation {
  /** The method that it would take. */
  readonly method: Exclude<Method, 'auto'>;
  /** The backend that would serve it. */
  readonly backend: BackendName;
  /** Why this method. */
  readonly reason: string;
  /** An estimate for the machine that costs were measured on, not a promise. */
  readonly estimatedMilliseconds: number;
  /** The methods that were compared, with the chosen one. For small problems only direct sums are considered. */
  readonly candidates: readonly {
    readonly method: Exclude<Method, 'auto'>;
    /** null: this method cannot serve, or clearly takes longer, so its time was not estimated. */
    readonly estimatedMilliseconds: number | null;
    /** How it would compute the call, or why it cannot. */
    readonly reason: string;
  }[];
  /** About how much memory tables, transformed kernels and a strip of rows take. */
  readonly memoryBytes: number;
  /**
   * Before rounding to an integer type, the error of a result is at most this times
   * (`sumOfTaps` * the greatest |element| + |`delta`|), where the fill value counts as an element. 0: results are exact.
   */
  readonly errorBound: number;
  /** The sum of the magnitudes of the kernel's elements; the greatest such sum of several kernels. */
  readonly sumOfTaps: number;
  /** The execution plan, as plain data. Its properties may change in any version. */
  readonly plan: object;
  /** All of this as a sentence. */
  readonly sentence: string;
}

/** Options with no other names than those of `All`. */
export type Known<O, All = ConvolveOptions> = O & { [name in Exclude<keyof O, keyof All>]: never };

/** What `out` may be: a bare typed array counts as contiguous and row-major. */
export type OutContainer = number[][] | NdArray | PixelImage | TypedArray;

type DefaultResult<D extends DType> = D extends 'float32' | 'float64' | 'uint8clamped'
  ? D
  : D extends 'int32' | 'uint32'
    ? 'float64'
    : 'float32';

/** Where the type of options is `ConvolveOptions` itself, `dtype` may be any. */
type ResultDType<T extends TypedArray, O> = O extends { dtype: infer D extends DType }
  ? D
  : 'dtype' extends keyof O
    ? DType
    : DefaultResult<DTypeOf<T>>;

type ResultData<T extends TypedArray, O> = TypedArrayOf<ArrayBuffer>[ResultDType<T, O>];

/**
 * The type of a result: `out` itself if given; else the image's kind of container,
 * holding the element type that `dtype` or the image decides.
 */
export type Result<I extends Image, O extends ConvolveOptions> = O extends {
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

/** The results of an array of kernels, in their order: `out` itself if given. */
export type BankResult<I extends Image, O extends BankOptions> = O extends {
  out: infer Out extends readonly OutContainer[];
}
  ? Out
  : Omit<O, 'out'> extends infer Others extends ConvolveOptions
    ? Result<I, Others>[]
    : never;

export type UnavailableReason =
  | 'no-webassembly'
  | 'no-simd'
  | 'no-relaxed-simd'
  | 'forbidden-by-policy'
  | 'failed-to-start'
  | 'self-check-failed'
  | 'not-included'
  | 'not-initialized';

export interface BackendStatus {
  readonly available: boolean;
  /** Why not, as a code that does not change between versions. */
  readonly reason?: UnavailableReason;
  /** Why not: the engine's message, if there is one. */
  readonly detail?: string;
  /** How many calls and runs it has computed. One with several kernels counts once for each size of kernel. */
  readonly runs: number;
  /** Linear memory, which grows as needed and never shrinks; 0 without WebAssembly. */
  readonly memoryBytes: number;
}

export interface BackendInfo {
  /** The backend that serves a call without options. */
  readonly backend: BackendName;
  /** Why this one, as a sentence. */
  readonly reason: string;
  /** `'environment'`: the environment variable `CONVOLVE_WASM_BACKEND` forces it. */
  readonly forcedBy: 'environment' | null;
  readonly backends: { readonly [name in BackendName]: BackendStatus };
}

/**
 * What `init` takes: `convolve.wasm` or `convolve-relaxed.wasm` of this version of the package, as a compiled `WebAssembly.Module`, a
 * `Response`, bytes, or an address to fetch.
 */
export type BinarySource =
  | WebAssembly.Module
  | Pick<Response, 'arrayBuffer' | 'ok' | 'status'>
  | ArrayBuffer
  | ArrayBufferView
  | URL
  | string;

/** The type of `init`. */
export type Init = (source?: BinarySource | PromiseLike<BinarySource | undefined>) => Promise<void>;
