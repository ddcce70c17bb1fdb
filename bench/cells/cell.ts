import type { TypedArray } from 'convolve-wasm';

export type Floats = Float32Array | Float64Array;
export type FloatsConstructor = Float32ArrayConstructor | Float64ArrayConstructor;

export interface Matrix {
  readonly data: Floats;
  readonly shape: readonly [rows: number, columns: number];
}

/** With channels, if there are several, interleaved. */
export interface Image {
  readonly data: TypedArray;
  readonly shape:
    | readonly [rows: number, columns: number]
    | readonly [rows: number, columns: number, channels: number];
}

/** The element types of images and results here. */
export const arrays = {
  float32: Float32Array,
  float64: Float64Array,
  uint8: Uint8Array,
  uint8clamped: Uint8ClampedArray,
  int16: Int16Array,
};

export type ElementType = keyof typeof arrays;

/** What a cell asks of the library, in the library's own words. */
export interface CellOptions {
  readonly mode?: 'same' | 'full';
  readonly boundary?: 'fill' | 'symm' | 'reflect';
  readonly padding?: number;
  readonly stride?: number;
  readonly normalize?: boolean;
  readonly precision?: 'fast' | 'exact';
  /** By default the image's type, which then is one of floats. */
  readonly dtype?: 'uint8' | 'int16';
}

/** How OpenCV solves a problem, by the function for it. */
export interface OpencvFilter {
  readonly filter: 'filter2D' | 'Sobel' | 'GaussianBlur' | 'blur';
  /** How far its results may be from the exact sums, integers rounded half to even; by default as far as anybody's. */
  readonly off?: number;
  /** For `GaussianBlur`; 0: by the size. Then `stackBlur` of the same width is measured too, which is no Gaussian. */
  readonly sigma?: number;
}

/** What a cell asks of `gaussianBlur`, in the library's own words. Its kernel is that of the cell. */
export interface Blur {
  readonly sigma?: number;
  readonly size?: number;
  readonly precision?: 'fast' | 'exact';
}

/** A convolution: `convolve2d(image, kernel, options)`, or, with a `blur`, `gaussianBlur(image, blur)`, which is the same. */
export interface Convolution {
  readonly image: Image;
  readonly kernel: Matrix;
  /** The column whose outer product with itself the kernel is, if it was made of one. */
  readonly factor?: Matrix;
  readonly options: CellOptions;
  readonly blur?: Blur;
  /** By default OpenCV computes by `filter2D` and, of a `factor`, by `sepFilter2D`. */
  readonly opencv?: OpencvFilter;
  /** Sums are ties, or next to one by so little that only the rounding of float64 decides; a fused sum rounds otherwise. */
  readonly hasTies?: boolean;
  /** How many calls are timed together, where one is too short for the clock; by default 1. Times are those of one call. */
  readonly calls?: number;
}

/** Something else that is done to a picture, by one or several functions: `filters/` has each. */
export interface Filtering {
  readonly filter: 'gradients' | 'gray' | 'pipeline' | 'sprite';
  readonly image: Image;
}

/** One problem to measure. */
export type Cell = Convolution | Filtering;

export function dtypeOf(data: TypedArray): ElementType {
  const found = (Object.keys(arrays) as ElementType[]).find((name) => data instanceof arrays[name]);
  if (found === undefined) throw new Error(`no cell has elements of ${data.constructor.name}`);
  return found;
}

export function resultDtype({ image, options }: Convolution): ElementType {
  return options.dtype ?? dtypeOf(image.data);
}

/** The taps that the sums are formed with: under `normalize` divided by their sum. */
export function tapsOf({ kernel, options }: Convolution): Floats {
  if (!options.normalize) return kernel.data;
  return normalized(kernel.data);
}

/** Divided by their sum. */
export function normalized(taps: Floats): Float64Array {
  let sum = 0;
  for (const tap of taps) sum += tap;
  return Float64Array.from(taps, (tap) => tap / sum);
}
