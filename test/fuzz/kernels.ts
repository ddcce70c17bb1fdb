import fc from 'fast-check';
import type { DType, Kernel } from '../../src/base/types.ts';
import { arrayOf, filled, layouts } from '../support/containers.ts';
import { integers, random } from '../support/random.ts';

/** A kernel as plain data. */
export interface KernelSpec {
  readonly kind: keyof typeof kinds;
  readonly rows: number;
  readonly cols: number;
  readonly seed: number;
  /** What integers are divided by: for kinds that do. */
  readonly divisor: number;
  readonly isRows: boolean;
  readonly dtype: DType;
  readonly layout: number;
}

/** Taps and, where they are integers over a divisor, these. */
export interface Taps {
  readonly values: number[][];
  readonly fraction?: { readonly numerators: number[][]; readonly divisor: number };
}

type Maker = (spec: Omit<KernelSpec, 'kind'>) => Taps;

const grid = (rows: number, cols: number, tap: (i: number, j: number) => number) =>
  Array.from({ length: rows }, (_, i) => Array.from({ length: cols }, (_, j) => tap(i, j)));

function over(numerators: number[][], divisor: number): Taps {
  return {
    values: numerators.map((row) => row.map((tap) => tap / divisor)),
    fraction: { numerators, divisor },
  };
}

function integersOf({ rows, cols, seed }: Omit<KernelSpec, 'kind'>, least = -9): number[][] {
  const next = integers(seed, least, 9);
  return grid(rows, cols, next);
}

function outerOf(rows: number, cols: number, next: () => number): number[][] {
  const column = Array.from({ length: rows }, next);
  const row = Array.from({ length: cols }, next);
  return grid(rows, cols, (i, j) => column[i]! * row[j]!);
}

const kinds = {
  whole: (spec) => over(integersOf(spec), 1),
  positive: (spec) => over(integersOf(spec, 0), 1),
  ones: ({ rows, cols }) =>
    over(
      grid(rows, cols, () => 1),
      1,
    ),
  wholeOuter: ({ rows, cols, seed }) => over(outerOf(rows, cols, integers(seed, -4, 4)), 1),
  dyadic: (spec) => over(integersOf(spec), 2 ** (spec.divisor % 9)),
  odd: (spec) => over(integersOf(spec), 2 * (spec.divisor % 60) + 1),
  weights: ({ rows, cols, seed }) => ({ values: grid(rows, cols, random(seed)) }),
  noise: ({ rows, cols, seed }) => {
    const next = random(seed);
    return { values: grid(rows, cols, () => next() * 2 - 1) };
  },
  outer: ({ rows, cols, seed }) => ({ values: outerOf(rows, cols, random(seed)) }),
  /** Two decimal places, as people write them. */
  decimals: ({ rows, cols, seed }) => {
    const next = integers(seed, -20, 20);
    return { values: grid(rows, cols, () => next() / 100) };
  },
  /** Adds up to 0 but for rounding. */
  cancelling: ({ rows, cols }) => {
    const last = rows * cols - 1;
    return { values: grid(rows, cols, (i, j) => (i * cols + j === last ? -(last / 10) : 0.1)) };
  },
  special: ({ rows, cols, seed }) => {
    const next = random(seed);
    const odd = [NaN, Infinity, -Infinity, 1e300, -3e38, 1e-310, 2 ** -149, -0];
    const one = odd[seed % odd.length]!;
    return { values: grid(rows, cols, () => (next() < 0.1 ? one : next() - 0.5)) };
  },
} satisfies { readonly [kind: string]: Maker };

const names = Object.keys(kinds) as (keyof typeof kinds)[];
const common = names.filter((name) => name !== 'special' && name !== 'cancelling');

const length = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 1, max: 5 }) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 11 }) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 40 }) },
);

const lists = fc.oneof(
  { weight: 9, arbitrary: fc.tuple(length, length) },
  { weight: 1, arbitrary: fc.tuple(fc.constant(1), fc.integer({ min: 1, max: 300 })) },
  { weight: 1, arbitrary: fc.tuple(fc.integer({ min: 1, max: 300 }), fc.constant(1)) },
);

export function kernels(): fc.Arbitrary<KernelSpec> {
  return fc
    .record({
      kind: fc.oneof(
        { weight: 20, arbitrary: fc.constantFrom(...common) },
        { weight: 1, arbitrary: fc.constantFrom(...names) },
      ),
      size: lists,
      seed: fc.nat(9999),
      divisor: fc.nat(999),
      isRows: fc.boolean(),
      dtype: fc.constantFrom<DType>('float64', 'float64', 'float32', 'int8', 'int32'),
      layout: fc.nat(layouts.length - 1),
    })
    .map(({ size: [rows, cols], ...spec }) => ({ rows, cols, ...spec }));
}

export function tapsOf(spec: KernelSpec): Taps {
  return (kinds as { readonly [kind: string]: Maker })[spec.kind]!(spec);
}

/** The kernel in its container. Types that cannot hold the taps give way to float64. */
export function buildKernel(spec: KernelSpec, { values }: Taps = tapsOf(spec)): Kernel {
  if (spec.isRows) return values.map((row) => [...row]);
  const flat = values.flat();
  const typed = new arrayOf[spec.dtype](flat.length);
  typed.set(flat);
  const dtype = flat.every((tap, index) => Object.is(tap, typed[index])) ? spec.dtype : 'float64';
  let index = 0;
  return filled([spec.rows, spec.cols], dtype, () => flat[index++]!, layouts[spec.layout]);
}
