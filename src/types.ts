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

export type Image = NestedArray | NdArray | PixelImage;
export type Kernel = NestedArray | NdArray;

export type Mode = 'full' | 'same' | 'valid';
export type Boundary = 'fill' | 'wrap' | 'symm' | 'reflect' | 'edge';
export type Method = 'auto' | 'direct';
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
  /** Default `'auto'`. */
  method?: Method;
  /** Default `'auto'`: the first of relaxed SIMD, SIMD and JavaScript that works here. */
  backend?: BackendName | 'auto';
  /** Keep to the backends that agree to the bit (`wasm` and `js`). Default false. */
  deterministic?: boolean;
}

/** Options without a name that `ConvolveOptions` does not know. */
export type Known<O> = O & { [name in Exclude<keyof O, keyof ConvolveOptions>]: never };

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
