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
}
