import type { Accumulator } from '../base/dtype.ts';
import type { Boundary, DType, Precision } from '../base/types.ts';
import type { Shape } from '../io/view.ts';
import type { Fraction } from './fractions.ts';
import type { Streaming } from './options.ts';
import type { Taps } from './taps.ts';

/**
 * The canonical problem, to which every call reduces:
 *
 *     out[i][j] = delta + sum over u, v of
 *                 taps[u][v] * ext[i*strideY + u*dilationY - top][j*strideX + v*dilationX - left]
 *
 * `ext` is the image continued by the boundary rules. A row or a column beyond the image that `fill` rules is all fill values,
 * also where the other axis has another rule. `taps` is the kernel; for a convolution it is rotated by 180 degrees already.
 */
export interface Problem {
  readonly image: Shape & { readonly dtype: DType };
  readonly output: { readonly rows: number; readonly columns: number };
  /** One kernel or a bank of them, all of one size. */
  readonly kernel: {
    readonly rows: number;
    readonly columns: number;
    readonly taps: readonly Taps[];
  };
  readonly top: number;
  readonly left: number;
  /** The row and the column of the image under the kernel's centre for the first result. */
  readonly centre: readonly [number, number];
  /** 1 along an axis with a single result, so that no stride exceeds the padded image. */
  readonly stride: readonly [number, number];
  readonly dilation: readonly [number, number];
  /** The rules for rows and for columns. */
  readonly boundary: readonly [Boundary, Boundary];
  /** 0 if no result reads it. */
  readonly fillvalue: number;
  readonly delta: number;
  readonly result: DType;
  /** The type of sums. */
  readonly accumulator: Accumulator;
  readonly precision: Precision;
  readonly exactness: Exactness;
  /** The kernels as integers over divisors, for integer arithmetic. */
  readonly fractions: readonly Fraction[] | null;
  /** For each kernel the division to apply, if `taps` are numerators: `delta` is part of it then. */
  readonly divisions: readonly Division[] | null;
  /** Null: image and results are in memory. */
  readonly streaming: Streaming | null;
}

/**
 * What is promised of a problem's results:
 *
 *     exact     sums are integers, which may be divided; only the result is rounded
 *     rounded   integer results are the float64 sums of the reference method, rounded half to even
 *     near      integer results are off by at most 1 (`precision: 'fast'`)
 *     same      float results have the same bits on js and wasm, because a later step (weights, alpha) would show a difference
 *     bounded   float results are off by at most the bound of the method
 *
 * The reference method is the direct sum, or, for a kernel given as a column and a row, the two passes.
 */
export type Exactness = 'exact' | 'rounded' | 'near' | 'same' | 'bounded';

/** A result is (sum of numerators + initial) / divisor, where `initial` is `delta` * divisor. */
export interface Division {
  readonly initial: number;
  readonly divisor: number;
}
