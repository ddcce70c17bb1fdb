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

/** Maps a range of numbers to 0 to 255: 255 * ((number * part - least) / spread). */
export interface Stretch {
  /** 1/4 where the spread of the numbers themselves would overflow. */
  readonly part: number;
  /** The smallest number, and how far the greatest is from it, both times `part`. */
  readonly least: number;
  readonly spread: number;
}

/**
 * The operations of a backend on single elements or pixels, which need no neighbours. They take `count` of them, from elements that it
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
  /**
   * The lengths of vectors, from components of one type: the roots of x^2 + y^2, correctly rounded for float32, and infinite if a
   * component is. Those of int16, whose squares add up to at most 2^24, are float32; others have the components' type.
   */
  lengths(x: Elements, y: Elements, count: number, into: Elements): void;
  /** Angles of vectors as of `Math.atan2(y, x)`, in the types of lengths. */
  angles(x: Elements, y: Elements, count: number, into: Elements): void;
  /**
   * The smallest and the largest finite one of floats: infinity and -infinity if there is none. With `hasAlpha` every fourth number is
   * left out.
   */
  range(source: Elements, hasAlpha: boolean, count: number): readonly [least: number, greatest: number];
  /** Floats, or their magnitudes, become bytes as by `narrow`. With `hasAlpha` every fourth keeps its sign. */
  bytes(source: Elements, areMagnitudes: boolean, hasAlpha: boolean, count: number, into: Elements): void;
  /** Floats become bytes: stretched in float64, and then as by `narrow`. With `hasAlpha` every fourth is not stretched. */
  stretch(source: Elements, stretch: Stretch, hasAlpha: boolean, count: number, into: Elements): void;
  /** Pixels of 1 or 3 channels of bytes become opaque ones of 4. The source may be the end of where they go. */
  pixels(source: Elements, channels: number, count: number, into: Elements): void;
}

/** The operations that functions take which do not convolve. */
export type PictureOperations = Pick<
  Pointwise,
  'reaches' | 'room' | 'gray' | 'range' | 'bytes' | 'stretch' | 'pixels'
>;
