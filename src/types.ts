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

/** Taps along one axis. */
export type TapList = readonly number[] | TypedArray;

export type Image = NestedArray | NdArray | PixelImage;
export type Kernel = NestedArray | NdArray;

export type Mode = 'full' | 'same' | 'valid';
export type Boundary = 'fill' | 'wrap' | 'symm' | 'reflect' | 'edge';
export type Method = 'auto' | 'direct' | 'separable' | 'fft';
export type BackendName = 'wasm-relaxed' | 'wasm' | 'js';
export type Operation = 'convolve2d' | 'correlate2d';

/** One number for both axes, or `[rows, columns]`. */
export type PerAxis = number | readonly [number, number];
/** One number for all four sides, `[rows, columns]`, or `[[top, bottom], [left, right]]`. */
export type Padding = PerAxis | readonly [readonly [number, number], readonly [number, number]];

export interface ConvolveOptions {
  /** Which part of the result: all of it, the image's size, or what needs no padding. Default `'full'`. */
  mode?: Mode;
  /** How the image continues beyond its edges. Default `'fill'`. What `scipy.ndimage` calls `reflect` is `'symm'`. */
  boundary?: Boundary;
  /** The value beyond the edges when `boundary` is `'fill'`. Default 0. */
  fillvalue?: number;
  /** Rows and columns of padding, instead of a `mode`. */
  padding?: Padding;
  /** Keep every `stride`-th result. Default 1. */
  stride?: PerAxis;
  /** Distance between neighbouring kernel elements. Default 1. */
  dilation?: PerAxis;
  /** Added to every result, before rounding. Default 0. */
  delta?: number;
  /** The result's element type. Default: see `docs/semantics.md`. */
  dtype?: DType;
  /** Receives the result, for which nothing is allocated then. May not overlap the image. */
  out?: OutContainer;
  /** Default `'auto'`: whatever is estimated to be the fastest and gives NaN and infinity in the same places. */
  method?: Method;
  /** Default `'auto'`: the first of relaxed SIMD, SIMD and JavaScript that works here. */
  backend?: BackendName | 'auto';
  /** Keep to the backends that agree to the bit (`wasm` and `js`). Default false. */
  deterministic?: boolean;
}

/** Options for several kernels at once: `out` holds one container for each. */
export interface BankOptions extends Omit<ConvolveOptions, 'out'> {
  out?: readonly OutContainer[];
}

/** Options of `prepare`: those of a call, and what is to be known beforehand. */
export interface PrepareOptions extends Omit<ConvolveOptions, 'out'> {
  /** Default `'convolve2d'`. */
  operation?: Operation;
  /** Of the images: `[rows, columns]` or `[rows, columns, channels]`. */
  shape: readonly number[];
  /**
   * The element type of the results, as for a call, and of the images to set up for: without it float32. Images of
   * another type are filtered too, and set up for when the first one comes.
   */
  dtype?: DType;
}

export interface ExplainOptions extends ConvolveOptions {
  /** Default `'convolve2d'`. */
  operation?: Operation;
}

/** A filter made ready for images of one shape. `K` is the kernel's type, or that of an array of kernels. */
export interface Convolver<K = Kernel> {
  /**
   * Filters an image, as the call with the same kernel and options would, to the bit.
   *
   * @param out Receives the result; with several kernels an array of as many.
   * @throws {TypeError} `ERR_DISPOSED`: it was disposed of. Otherwise as `convolve2d`.
   * @throws {RangeError} `ERR_SIZE`: the image has another shape. Otherwise as `convolve2d`.
   */
  run<I extends Image>(
    image: I,
  ): K extends Kernel ? Result<I, Record<never, never>> : Result<I, Record<never, never>>[];
  run<O>(image: Image, out: O): O;
  explain(): Explanation;
  /** Gives its memory back. A second time does nothing. */
  dispose(): void;
  [Symbol.dispose](): void;
}

/**
 * An image in a backend's memory, which that backend reads and writes without copying; a container as any other. `data`
 * is where the elements are now: ask for it each time, since a later call may move them. Without `dispose` the memory goes
 * back when neither the image nor its `data` is in use any more.
 */
export interface ResidentImage<D extends DType = DType> extends NdArray<TypedArrayOf<ArrayBuffer>[D]> {
  readonly dtype: D;
  readonly bytes: number;
  /** Gives the memory back. A second time does nothing. */
  dispose(): void;
  [Symbol.dispose](): void;
}

/** How a problem would be computed, and why. */
export interface Explanation {
  readonly method: Exclude<Method, 'auto'>;
  readonly backend: BackendName;
  /** Why this method. */
  readonly reason: string;
  /** On the machine that costs were fitted on; a guide, not a promise. */
  readonly estimatedMilliseconds: number;
  readonly candidates: readonly {
    readonly method: Exclude<Method, 'auto'>;
    /** null: this method cannot serve. */
    readonly estimatedMilliseconds: number | null;
    readonly reason: string;
  }[];
  /** What tables and a strip of rows take. */
  readonly memoryBytes: number;
  /** Before rounding to an integer, results are off by at most this times `sumOfTaps` times the greatest |element| (and |delta|). */
  readonly errorBound: number;
  /** The sum of the magnitudes of the kernel's elements. */
  readonly sumOfTaps: number;
  /** The plan itself, as plain data. */
  readonly plan: object;
  /** All of this in words. */
  readonly sentence: string;
}

/** Options without a name that `ConvolveOptions` does not know. */
export type Known<O, All = ConvolveOptions> = O & { [name in Exclude<keyof O, keyof All>]: never };

/** What `out` may be: a bare typed array counts as contiguous and row-major. */
export type OutContainer = number[][] | NdArray | PixelImage | TypedArray;

type DefaultResult<T extends TypedArray> = T extends Float32Array
  ? 'float32'
  : T extends Float64Array
    ? 'float64'
    : T extends Uint8ClampedArray
      ? 'uint8clamped'
      : T extends Uint8Array | Int8Array | Int16Array | Uint16Array
        ? 'float32'
        : 'float64';

/** Options of the wide type `ConvolveOptions` may hold any `dtype`. */
type ResultDType<T extends TypedArray, O> = O extends { dtype: infer D extends DType }
  ? D
  : 'dtype' extends keyof O
    ? DType
    : DefaultResult<T>;

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

/** The results of an array of kernels: `out` itself if given. */
export type BankResult<I extends Image, O extends BankOptions> = O extends {
  out: infer Out extends readonly OutContainer[];
}
  ? Out
  : Result<I, Omit<O, 'out'>>[];

export type UnavailableReason =
  | 'no-webassembly'
  | 'no-simd'
  | 'no-relaxed-simd'
  | 'forbidden-by-policy'
  | 'failed-to-start'
  | 'self-check-failed'
  | 'not-included';

export interface BackendStatus {
  readonly available: boolean;
  /** Why not, in one word that stays the same from version to version. */
  readonly reason?: UnavailableReason;
  /** Why not, in the engine's words where it has any. */
  readonly detail?: string;
  /** Results computed so far. */
  readonly runs: number;
  /** Linear memory, which grows as needed and never shrinks; 0 without WebAssembly. */
  readonly memoryBytes: number;
}

export interface BackendInfo {
  /** The backend that serves a call without options. */
  readonly backend: BackendName;
  /** Why this one, as a sentence. */
  readonly reason: string;
  /** How it was chosen: by itself, or forced by the environment variable `CONVOLVE_WASM_BACKEND`. */
  readonly forcedBy: 'environment' | null;
  readonly backends: { readonly [name in BackendName]: BackendStatus };
}
