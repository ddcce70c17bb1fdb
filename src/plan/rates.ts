import type { Accumulator } from '../base/dtype.ts';
import type { Arithmetic } from './integer.ts';

/** Nanoseconds for one element, on one backend with one type of sums. */
export interface Rates {
  /** The bytes of a sum. */
  readonly bytes: number;
  /** A call that computes next to nothing. */
  readonly call: number;
  /** A row of an image, staged and computed and written. */
  readonly row: number;
  /** Reading, staging or writing an element that lies in the second-level cache, and what more it takes beyond. */
  readonly move: number;
  readonly far: number;
  /** A tap of a direct sum, and one in rows shorter than a tile. */
  readonly tap: number;
  readonly shortTap: number;
  /** A tap of the vertical or the horizontal pass. */
  readonly passTap: number;
  /** A result of running sums. */
  readonly running: number;
  /** A complex element in half a step of radix 4. */
  readonly transform: number;
  /** A complex tap of a row of the spectrum. */
  readonly complexTap: number;
  /** Transposing a complex element there and back, and multiplying it. */
  readonly transpose: number;
}

/** Nanoseconds of integer arithmetic: for an element read and written, and for each tap, pair of taps or rounded product. */
export interface IntegerRates extends Readonly<Record<Arithmetic, number>> {
  readonly call: number;
  readonly element: number;
}

/**
 * Nanoseconds for looking whether a sum lies next to a tie, in float32 and in fixed point; and for a result that is repaired, in
 * all and for each tap.
 */
export interface RepairRates {
  readonly float32: number;
  readonly fixed: number;
  readonly tie: number;
  readonly tap: number;
}

/** The times of a backend's operations. */
export interface BackendRates extends Readonly<Record<Accumulator, Rates>> {
  /** Of a backend that adds integers up as float64 numbers, only what floats have no rates for: a running sum and a rounded product. */
  readonly integers: IntegerRates | Pick<IntegerRates, 'box' | 'rounded'>;
  /** Null where sums in float64 are as fast as others, so that nothing is to be repaired. */
  readonly repair: RepairRates | null;
}

/** Rates with float32 and with float64. */
type RatePairs = {
  readonly [name in Exclude<keyof Rates, 'bytes'>]: readonly [float32: number, float64: number];
};

export function backendRates(
  pairs: RatePairs,
  integers: BackendRates['integers'],
  repair: RepairRates | null,
): BackendRates {
  const at = (index: 0 | 1) => {
    const rates = Object.entries(pairs).map(([name, pair]) => [name, pair[index]]);
    return Object.fromEntries([['bytes', index === 0 ? 4 : 8], ...rates]) as Rates;
  };
  return { float32: at(0), float64: at(1), integers, repair };
}

/**
 * The rates of WebAssembly without relaxed SIMD, and of every choice that must be alike on all backends.
 *
 * The rates of all backends were fitted to the times of problems of all kinds on one core of an AMD EPYC (Zen 3), 2026-11-21,
 * Node 24 (`wasm-relaxed`) and Node 20 (the others), by `npm run bench:fit -- BACKEND`. By hand: `row`, and in JavaScript
 * `call`, which are too small beside the rest to be fitted; `passTap` of wasm, from kernels of 95 and 127 rows, which no
 * sample has; and `shortTap` where no sample has short rows. Those of integers are not fitted: they are the median times of
 * the benchmark's pictures of bytes on the same machine, divided by what they count. Those of running sums are set by hand, so that
 * the sizes from which on they are the faster ones agree with measurements.
 */
export const agreedRates: BackendRates = /* @__PURE__ */ backendRates(
  {
    call: [3100, 3000],
    row: [30, 30],
    move: [0.23, 0.63],
    far: [0.057, 0.011],
    tap: [0.064, 0.13],
    shortTap: [0.9, 0.9],
    passTap: [0.095, 0.14],
    running: [2.6, 2],
    transform: [0.21, 0.18],
    complexTap: [0.42, 0.67],
    transpose: [3, 6.7],
  },
  { call: 3000, element: 0.25, short: 0.045, dot: 0.08, rounded: 0.12, box: 0.55 },
  { float32: 0.3, fixed: 0.1, tie: 35, tap: 0.35 },
);
