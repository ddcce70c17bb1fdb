import type {
  ConvolveOptions,
  DType,
  Image,
  Kernel,
  Operation,
  OutContainer,
} from '../../../src/base/types.ts';
import {
  elementType,
  filled,
  gridOf,
  type Layout,
  rowsOf,
  surroundingsIntact,
  valuesOf,
} from '../../support/containers.ts';
import {
  directOrder,
  inputsAreSwappedPlaces,
  type OracleResult,
  oracle,
  roundHalfEvenSaturate,
} from '../oracle.ts';

export interface Case {
  name: string;
  operation: Operation;
  image: Image;
  kernel: Kernel;
  options: ConvolveOptions;
  expected: Expected;
  /** Makes a fresh `out` for a run. */
  out?: () => Receiver;
}

export interface Expected {
  /** Rows, columns, channels. */
  shape: readonly [number, number, number];
  /** The element type of the result; of nested arrays, the type whose values they hold. */
  dtype: DType;
  /** Row-major, channels interleaved. */
  values: Float64Array;
  /** Whether the backends `js` and `wasm` must give these values to the bit. */
  exact: boolean;
  /** How far off each value may be where it need not be exact. */
  tolerance: Float64Array;
  /** Whether a sum of finite numbers can overflow: it depends on the order, and on whether products are rounded. */
  overflows?: (n: number) => boolean;
}

export interface Receiver {
  out: OutContainer;
  /** Whether nothing beside the result's own elements was written. */
  intact(): boolean;
}

/** '3x4 1x1' as [[3, 4], [1, 1]]. */
export function sizes(list: string): [number, number][] {
  return list.split(' ').map((size) => size.split('x').map(Number) as [number, number]);
}

export type Problem = Pick<Case, 'operation' | 'image' | 'kernel' | 'options'>;

/** The spacing of floats near 1, and near 0. */
const epsilon = { float32: 2 ** -23, float64: 2 ** -52 };
const greatest = { float32: (2 - 2 ** -23) * 2 ** 127, float64: Number.MAX_VALUE };
export const smallest = { float32: 2 ** -149, float64: 2 ** -1074 };

/** A case whose answer the oracle gives. */
export function caseOf(name: string, problem: Problem, out?: () => Receiver): Case {
  const dtype =
    problem.options.dtype ?? (out ? elementType(out().out) : defaultResult(elementType(problem.image)));
  const expected = expect(problem, dtype);
  if (!dtype.startsWith('float') && expected.tolerance.some((allowed) => allowed > 0)) {
    throw new Error(`${name}: a sum is too near a half to know how it is rounded`);
  }
  return { name, ...problem, expected, ...(out && { out }) };
}

/** A case for any problem, also one whose rounding to integers depends on the last bits of a sum. */
export function caseFor(problem: Problem): Case {
  const dtype = problem.options.dtype ?? defaultResult(elementType(problem.image));
  return { name: 'any', ...problem, expected: expect(problem, dtype) };
}

/** A case whose answer is known from elsewhere: to the bit, but for a `tolerance` where sums are rounded. */
export function knownCase(
  name: string,
  problem: Problem,
  values: readonly (readonly number[])[],
  tolerance: Float64Array = new Float64Array(values.flat().length),
): Case {
  return {
    name,
    ...problem,
    expected: {
      shape: [values.length, values[0]!.length, 1],
      dtype: problem.options.dtype ?? defaultResult(elementType(problem.image)),
      values: Float64Array.from(values.flat()),
      exact: tolerance.every((allowed) => allowed === 0),
      tolerance,
    },
  };
}

function defaultResult(image: DType): DType {
  if (image.startsWith('float') || image === 'uint8clamped') return image;
  return image.endsWith('32') ? 'float64' : 'float32';
}

function expect(problem: Problem, dtype: DType): Expected {
  const { operation, image, kernel, options } = problem;
  const settings = { ...options, operation };
  const grid = gridOf(image);
  const taps = rowsOf(kernel);
  const accumulator = dtype === 'float32' ? 'float32' : 'float64';
  const traded = inputsAreSwappedPlaces(grid, taps, settings);
  const sums = traded ? oracle(grid, taps, settings) : directOrder(grid, taps, settings, accumulator);
  return {
    shape: [sums.rows, sums.cols, sums.channels],
    dtype,
    values: sums.values.map((value) => roundHalfEvenSaturate(value, dtype)),
    exact: !traded,
    ...(operandsOf(problem).every(Number.isFinite) && {
      overflows: (n: number) => sums.magnitude[n]! > greatest[accumulator],
    }),
    tolerance: dtype.startsWith('float') ? bounds(sums, accumulator) : roundedBounds(problem, sums, dtype),
  };
}

/** An `out` in the middle of canaries, full of what must be overwritten. */
export function receiver(shape: readonly number[], dtype: DType, layout?: Layout): Receiver {
  const out = filled(shape, dtype, () => 99, layout);
  return { out, intact: () => surroundingsIntact(out) };
}

/** How far another order of adding, or products that are not rounded, can lead. */
function bounds({ taps, magnitude }: OracleResult, accumulator: 'float32' | 'float64'): Float64Array {
  return magnitude.map((m) => taps * (2 * epsilon[accumulator] * m + smallest[accumulator]));
}

/** Rounding to integers hides small errors, and makes a whole 1 of those that cross a half. */
function roundedBounds(problem: Problem, sums: OracleResult, dtype: DType): Float64Array {
  const errors = bounds(sums, 'float64');
  const mayBeExact = isCoarse(problem);
  return errors.map((error, i) => {
    const value = sums.values[i]!;
    if (!Number.isFinite(value) || (mayBeExact && sums.magnitude[i]! < 2 ** 42)) return 0;
    return roundHalfEvenSaturate(value + error, dtype) - roundHalfEvenSaturate(value - error, dtype);
  });
}

/** Sums of multiples of 2^-10 that stay below 2^42 are exact in float64, in any order. */
function isCoarse(problem: Problem): boolean {
  return operandsOf(problem).every((x) => Number.isInteger(x * 32) || !Number.isFinite(x));
}

function operandsOf({ image, kernel, options }: Problem): number[] {
  const { fillvalue = 0, delta = 0 } = options;
  return [...valuesOf(image), ...valuesOf(kernel), fillvalue, delta];
}
