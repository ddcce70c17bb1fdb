import type { DType, TypedArray } from '../base/types.ts';

/** Elements that lie one after another, from place `at` of an array on. */
export interface Elements {
  readonly dtype: DType;
  readonly data: TypedArray;
  readonly at: number;
}

/** Room for elements between two operations, or between an operation and an array that it does not reach. */
export interface Room {
  /** Ask again after anything that may allocate memory. */
  readonly elements: Elements;
  dispose(): void;
}

/** The weights of red, green and blue. For unsigned integers of 8 and 16 bits in fixed point: they add up to 2^15. */
export type ColourWeights = readonly [red: number, green: number, blue: number];

/** How colours of sums become colours of results: see `unpremultiply`. */
export interface Unpremultiplication {
  readonly opaque: number;
  readonly least: number;
  readonly greatest: number;
  readonly delta: number;
}

/**
 * What a backend does to single elements or pixels, which need no neighbours. Operations take `count` of them, from elements that it
 * reaches. All backends give the same bits.
 */
export interface Pointwise {
  /** Whether operations read and write an array's elements where they are. */
  reaches(data: TypedArray): boolean;
  /**
   * Room for elements of a type, of unknown contents, which operations reach. Memory may grow.
   *
   * @throws {RangeError} The engine's, if there is not enough memory.
   */
  room(dtype: DType, length: number): Room;
  /** Pixels of 3 or 4 channels become numbers of their type: the weighted sums of red, green and blue, rounded and saturated. */
  gray(source: Elements, channels: number, weights: ColourWeights, count: number, into: Elements): void;
  /** Elements of any type become floats. */
  widen(source: Elements, count: number, into: Elements): void;
  /** Floats become integers, rounded half to even and saturated; NaN becomes 0. */
  narrow(source: Elements, count: number, into: Elements): void;
  /** Multiplies the colours of RGBA pixels of floats by their alpha, which counts as 1 where it is `opaque`, in place. */
  premultiply(pixels: Elements, count: number, opaque: number): void;
  /**
   * Divides the colours of RGBA pixels of floats by their alpha, in place, and adds `delta`. The alpha to divide by is saturated
   * to `least` .. `greatest`; where it is 0, colours are `delta`.
   */
  unpremultiply(pixels: Elements, count: number, by: Unpremultiplication): void;
  /** Gives RGBA pixels of bytes the alpha of those of `source`; null: makes them opaque. */
  replaceAlpha(source: Elements | null, pixels: Elements, count: number): void;
  /**
   * Makes colours of floats linear in light, in place. Where `hasAlpha`, the fourth of four elements stays.
   *
   * @param transfer Constants of the type of the elements: see src/call/srgb.ts.
   */
  decode(elements: Elements, count: number, hasAlpha: boolean, transfer: Elements): void;
  /** The inverse of `decode`. */
  encode(elements: Elements, count: number, hasAlpha: boolean, transfer: Elements): void;
  /** Floats and blurred ones, in place of which an unsharp mask comes: see assembly/kernels/sharpen.ts. */
  sharpen(source: Elements, blurred: Elements, count: number, amount: number, threshold: number): void;
}
