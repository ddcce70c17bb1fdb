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
  areInputsSwapped,
  directOrder,
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
  /** Whether a sum of finite numbers may overflow, by its order or because products are not rounded. */
  overflows?: (n: number) => boolean;
}

export interface Receiver {
  out: OutContainer;
  /** Whether nothing beside the result's own elements was written. */
  intact(): boolean;
}

/** Parses '3x4 1x1' into [[3, 4], [1, 1]]. */
export function sizes(list: string): [number, number][] {
  return list.split(' ').map((size) => size.split('x').map(Number) as [number, number]);
}

export type Problem = Pick<Case, 'operation' | 'image' | 'kernel' | 'options'>;

/** The spacing of floats near 1, and near 0. */
const epsilon = { float32: 2 ** -23, float64: 2 ** -52 };
const greatest = { float32: (2 - 2 ** -23) * 2 ** 127, float64: Number.MAX_VALUE };
export const smallest = { float32: 2 ** -149, float64: 2 ** -1074 };

/** A case whose expected result comes from the oracle. */
export function caseOf(name: string, problem: Problem, out?: () => Receiver): Case {
  const dtype =
    problem.options.dtype ?? (out ? elementType(out().out) : defaultResult(elementType(problem.image)));
  const expected = expect(problem, dtype);
  if (!dtype.startsWith('float') && expected.tolerance.some((allowed) => allowed > 0)) {
    throw new Error(`${name}: a sum is too near a tie to know how it rounds`);
  }
  return { name, ...problem, expected, ...(out && { out }) };
}

/** The same for any problem, even where rounding to integers depends on the last bits of a sum. */
export function caseFor(problem: Problem): Case {
  const dtype = problem.options.dtype ?? defaultResult(elementType(problem.image));
  return { name: 'any', ...problem, expected: expect(problem, dtype) };
}

/** A case whose expected result another library gave: to the bit, or within a `tolerance` where sums are rounded. */
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
  const isSwapped = areInputsSwapped(grid, taps, settings);
  const sums = isSwapped ? oracle(grid, taps, settings) : directOrder(grid, taps, settings, accumulator);
  return {
    shape: [sums.rows, sums.cols, sums.channels],
    dtype,
    values: sums.values.map((value) => roundHalfEvenSaturate(value, dtype)),
    exact: !isSwapped,
    ...(operandsOf(problem).every(Number.isFinite) && {
      overflows: (n: number) => sums.magnitude[n]! > greatest[accumulator],
    }),
    tolerance: dtype.startsWith('float') ? bounds(sums, accumulator) : roundedBounds(problem, sums, dtype),
  };
}

/** An `out` between canary elements, filled with values that a run must overwrite. */
export function receiver(shape: readonly number[], dtype: DType, layout?: Layout): Receiver {
  const out = filled(shape, dtype, () => 99, layout);
  return { out, intact: () => surroundingsIntact(out) };
}

/** The greatest error by another order of the sum, or by products that are not rounded. */
function bounds({ taps, magnitude }: OracleResult, accumulator: 'float32' | 'float64'): Float64Array {
  return magnitude.map((m) => taps * (2 * epsilon[accumulator] * m + smallest[accumulator]));
}

/** Rounding to integers hides a small error, or makes it 1 where a tie lies between the two sums. */
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
