import { type Accumulator, elementTypes } from '../base/dtype.ts';
import type { Boundary, DType, TypedArray } from '../base/types.ts';
import { allocateView, contiguousView, type View } from '../io/view.ts';
import { directPlan } from '../plan/direct.ts';
import type { Factors } from '../plan/factor.ts';
import { type FourierShape, fourierPlan } from '../plan/fourier.ts';
import { type Arithmetic, type IntegerPlan, integerPlan, type Requantization } from '../plan/integer.ts';
import { fallbackOf, type Plan } from '../plan/plan.ts';
import { repairOf } from '../plan/repair.ts';
import { runningPlan } from '../plan/running.ts';
import { separablePlan } from '../plan/separable.ts';
import type { Problem } from '../problem/problem.ts';
import type { DenseTaps } from '../problem/taps.ts';
import { type Backend, Unavailable } from './backend.ts';
import { pointwiseResults } from './pointwise-check.ts';
import { run } from './run.ts';

/** Integer taps: every one of them, and as sums of outer products. */
interface Kernel {
  readonly taps: DenseTaps;
  readonly factors: Factors;
}

/** A kernel over a divisor, and how integer arithmetic divides. */
interface Fraction extends Kernel {
  readonly divisor: number;
  readonly scaling: Requantization['scaling'];
  /** The type that holds its sums of bytes in 16 bits. */
  readonly sums: Requantization['sums'];
}

/** Method and arithmetic of a plan, as far as the self-check tells plans apart. */
type Kind = string;

export function kindOf(plan: Plan): Kind {
  if ('arithmetic' in plan) return `${plan.arithmetic} ${plan.method}`;
  return `${'blockLength' in plan ? 'running' : plan.method} ${plan.accumulator}`;
}

/** A plan for a small problem, which is made only if plans of its kind are checked. */
export interface Way {
  readonly kind: Kind;
  plan(problem: Problem, kernels: readonly Fraction[]): Plan;
}

/** A small problem, and plans that give the same results. */
export interface Trial {
  readonly image: DType;
  readonly dtype: DType;
  /** All of one size; several are a bank. */
  readonly kernels: readonly Fraction[];
  readonly ways: readonly Way[];
  /**
   * `checksumOf` the results of the js backend, which takes a quarter of the self-check's time where it runs too. The tests
   * compare it with that backend and with the definition of convolution.
   */
  readonly checksum: string;
  /** What sums are kept in that are not of integers. Default float32. */
  readonly accumulator?: Accumulator;
  readonly columns?: number;
  readonly boundary?: Boundary;
  /** Along both axes. */
  readonly stride?: number;
  /** Whether sums are divided in float64. */
  readonly divides?: boolean;
}

/** Five rows are 2 + 2 + 1, and 3 + 2. */
const ROWS = 5;
/** Tiles of every kernel (32 sums of 32 bits, 16 float32) and a tail of 3; those of 16-bit lanes take 64 elements. */
const COLUMNS = 35;
export const SHORT_COLUMNS = 67;

export const trial = (
  image: DType,
  dtype: DType,
  kernels: readonly Fraction[],
  ways: Trial['ways'],
  checksum: string,
  settings: Partial<Trial> = {},
): Trial => ({ image, dtype, kernels, ways, checksum, ...settings });

const dense = (rows: number, columns: number, taps: number[]): DenseTaps => ({
  kind: 'dense',
  rows,
  columns,
  values: Float64Array.from(taps),
});
const outer = (column: number[], row: number[]): Kernel => ({
  taps: dense(
    column.length,
    row.length,
    column.flatMap((vertical) => row.map((horizontal) => vertical * horizontal)),
  ),
  factors: { rank: 1, columns: Float64Array.from(column), rows: Float64Array.from(row), error: 0 },
});
const over = (
  kernel: Kernel,
  divisor = 1,
  scaling: Requantization['scaling'] = 'none',
  sums: Requantization['sums'] = 'int16',
): Fraction => ({ ...kernel, divisor, scaling, sums });

/** Its sum is 1, and its sums have both signs. */
const signed = outer([1, -1, 1], [-1, 3, -1]);
const ramp = outer([1, 2, 3], [4, 5, 6]);
const box = outer([1, 1, 1], [1, 1, 1]);
/** Few taps, so that not every sum of bytes saturates. */
const twoTerms: Kernel = {
  taps: dense(3, 7, [0, 0, 1, 0, 0, 0, -1, 0, 1, 0, 0, 0, 1, 0, 0, 0, -1, 0, 0, 0, 1]),
  factors: {
    rank: 2,
    columns: Float64Array.of(1, 0, -1, 0, 1, 0),
    rows: Float64Array.of(0, 0, 1, 0, 0, 0, -1, 0, 1, 0, 0, 0, 1, 0),
    error: 0,
  },
};

/** Every way to divide. Taps are 2^4 times what they stand for where sums are shifted by 8 bits. */
const fractions = [
  over(signed),
  over(outer([1, 2, 1], [16, 32, 16]), 2 ** 8, 'shift8', 'uint16'),
  over(box, 9, 'multiply'),
  over(ramp, 90, 'divide'),
];
const boxes = [over(box), over(box, 9, 'multiply'), over(box, 10, 'divide')];
/** Taps are in units of 2^-15, and so are their sums of rounded products in units of 2^-6. */
export const blur = over(outer([9830, 13108, 9830], [8192, 16384, 8192]), 2 ** 6, 'shift6');

const passes = (accumulator: Accumulator): Way[] => [
  { kind: `direct ${accumulator}`, plan: directPlan },
  {
    kind: `separable ${accumulator}`,
    plan: (problem, kernels) =>
      separablePlan(
        problem,
        kernels.map(({ factors }) => factors),
        0,
      ),
  },
];

const running = (accumulator: Accumulator): Way[] => [
  {
    kind: `running ${accumulator}`,
    plan: (problem) =>
      runningPlan(
        problem,
        problem.kernel.taps.map(() => 1),
      ),
  },
];

/** Plans as `plan/integer.ts` makes them, without the search for those that serve, which takes longer than to compute them. */
const integers = (...ways: readonly (readonly [Arithmetic, IntegerPlan['method'], 16 | 32])[]): Way[] =>
  ways.map(([arithmetic, method, bits]) => ({
    kind: `${arithmetic} ${method}`,
    plan(problem, parts) {
      const kernels = parts.map(({ taps, factors, sums, scaling, divisor }) => {
        const { columns, rows } = factors;
        const isShift = scaling === 'shift8' && bits === 32;
        const requantize: Requantization =
          bits === 16
            ? { sums, scaling, divisor }
            : { sums: 'int32', scaling: isShift ? 'multiply' : scaling, divisor };
        return method === 'direct'
          ? { taps: taps.values, initial: 0, requantize }
          : { columns, rows, initial: 0, requantize };
      });
      return integerPlan(problem, { method, arithmetic, kernels, error: 0 });
    },
  }));

/** Of bytes, whose sums are rounded to the integers that they are. */
const transform = (accumulator: Accumulator, shape: FourierShape): Way[] => [
  { kind: `direct ${accumulator}`, plan: directPlan },
  { kind: `fft ${accumulator}`, plan: (problem) => fourierPlan(problem, shape, accumulator, true, 0) },
];

/** A block of all rows, complex taps along them. */
const singleBlock: FourierShape = {
  vertical: { length: 12, radices: [3] },
  blockRows: ROWS,
  paired: false,
  horizontal: null,
  blockColumns: 32,
};
/** Two blocks, transforms along rows. */
const pairedBlocks: FourierShape = {
  vertical: { length: 8, radices: [2] },
  blockRows: 4,
  paired: true,
  horizontal: { length: 24, radices: [3, 2] },
  blockColumns: 16,
};

export const trials: Trial[] = [
  trial('float32', 'float32', [over(ramp)], passes('float32'), '582283812 -981764752'),
  trial('int8', 'int8', [over(twoTerms)], passes('float32'), '1164578695 1784401335', {
    boundary: 'edge',
    stride: 2,
  }),
  trial('float64', 'uint32', [over(ramp)], passes('float64'), '835878320 -1268978912', {
    accumulator: 'float64',
    boundary: 'symm',
  }),
  trial('int32', 'uint16', [over(ramp, 90)], passes('float64'), '-1449811571 1069752391', {
    accumulator: 'float64',
    divides: true,
  }),
  trial('float32', 'float32', [over(box)], running('float32'), '1383700192 -1707586112', {
    boundary: 'wrap',
  }),
  trial('float64', 'float64', [over(box)], running('float64'), '0 -1030357200', { accumulator: 'float64' }),
  trial(
    'uint8',
    'uint8',
    fractions,
    integers(
      ['dot', 'direct', 32],
      ['dot', 'separable', 32],
      ['short', 'direct', 16],
      ['short', 'separable', 16],
    ),
    '-1131373277 -1324721438',
    { columns: SHORT_COLUMNS, boundary: 'wrap' },
  ),
  trial('uint8', 'int16', boxes, integers(['box', 'separable', 16]), '-231097300 -564268434', {
    boundary: 'reflect',
  }),
  trial(
    'uint16',
    'uint16',
    boxes,
    integers(['dot', 'direct', 32], ['box', 'separable', 32]),
    '-627617048 1837492589',
  ),
  trial('uint8', 'uint8', [blur], integers(['rounded', 'separable', 16]), '86177167 1444542491', {
    accumulator: 'float64',
    columns: SHORT_COLUMNS,
  }),
  trial('uint8', 'int32', [over(ramp)], transform('float32', singleBlock), '-398638296 -1358918622'),
  trial(
    'uint8',
    'float64',
    [over(outer([1, 2, 3, 2, 1], [4, 5, 6]))],
    transform('float64', pairedBlocks),
    '0 1722905344',
    { accumulator: 'float64', stride: 2 },
  ),
];

/** Of `pointwiseResults` on the js backend. */
export const POINTWISE_CHECKSUM = '1610612736 -882224334';

/** The kinds of plans by which a backend has given the known results. */
const passed = new WeakMap<Backend, Set<Kind>>();

/**
 * Holds a backend to known results of small problems, by the methods and arithmetics that a plan uses, or by every one of them, with
 * tiles, tails and margins: engines have miscompiled SIMD before. The sums are integers that every backend must hold exactly, or in
 * integer arithmetic. Each kind of plan is checked once, because all of them together take as long as a first call without them.
 *
 * @throws {Unavailable} if its results differ from those of the js backend, or if it cannot requantize.
 */
export function selfCheck(backend: Backend, plan?: Plan | 'pointwise'): void {
  const done = passed.get(backend) ?? new Set();
  passed.set(backend, done);
  const kindsWanted = plan === 'pointwise' ? [plan] : plan && kindsOf(plan);
  const wanted = kindsWanted?.filter((kind) => !done.has(kind));
  if (wanted?.length === 0) return;
  const isWanted = (kind: Kind) => (wanted ? wanted.includes(kind) : !done.has(kind));
  const kinds = new Set(wanted);
  for (const trial of trials) {
    for (const { kind, plan } of trial.ways) {
      if (!isWanted(kind)) continue;
      kinds.add(kind);
      expectChecksum(trial.checksum, () =>
        compute(backend, plan(problemOf(trial), trial.kernels), imageOf(trial)),
      );
    }
  }
  if (isWanted('pointwise')) {
    kinds.add('pointwise');
    expectChecksum(POINTWISE_CHECKSUM, () => pointwiseResults(backend.pointwise));
  }
  for (const kind of kinds) done.add(kind);
}

function expectChecksum(checksum: string, compute: () => TypedArray): void {
  try {
    if (checksumOf(compute()) !== checksum)
      throw new Error('its results differ from those of the js backend');
  } catch (error) {
    throw new Unavailable('self-check-failed', error instanceof Error ? error.message : String(error));
  }
}

/** Those of a plan and of the plans that compute its strips, or some of its results, again. */
function kindsOf(plan: Plan): Kind[] {
  const fallback = repairOf(plan)?.reference ?? fallbackOf(plan);
  return fallback ? [kindOf(plan), ...kindsOf(fallback)] : [kindOf(plan)];
}

/** The problem that a call would make. Checking options and looking for fractions would take another tenth of the time. */
export function problemOf(trial: Trial): Problem {
  const { image, dtype, kernels, columns = COLUMNS, stride = 1, boundary = 'fill' } = trial;
  const taps = kernels.map((kernel) => kernel.taps);
  const [kernel] = taps as [DenseTaps];
  return {
    image: { rows: ROWS, columns, channels: 1, dtype: image },
    output: { rows: Math.ceil(ROWS / stride), columns: Math.ceil(columns / stride) },
    kernel: { rows: kernel.rows, columns: kernel.columns, taps },
    top: (kernel.rows - 1) / 2,
    left: (kernel.columns - 1) / 2,
    centre: [0, 0],
    stride: [stride, stride],
    dilation: [1, 1],
    boundary: [boundary, boundary],
    fillvalue: 0,
    delta: 0,
    result: dtype,
    accumulator: trial.accumulator ?? 'float32',
    precision: 'exact',
    exactness: elementTypes[image].range === null ? 'bounded' : 'exact',
    fractions: null,
    divisions: trial.divides ? kernels.map(({ divisor }) => ({ initial: 0, divisor })) : null,
    streaming: null,
  };
}

/** All bytes out of order, times 257: from 0 to 2^16 - 1, which arrays of bytes store modulo 2^8 as the byte itself. */
export function imageOf({ image, columns = COLUMNS }: Trial): View {
  const view = allocateView(image, { rows: ROWS, columns, channels: 1 });
  const { data } = view;
  for (let i = 0; i < data.length; i++) data[i] = ((i * 37) % 256) * 257;
  return view;
}

/** The results of all kernels, one after the other. */
function compute(backend: Backend, plan: Plan, image: View): TypedArray {
  const shape = { ...plan.output, channels: 1 };
  const { taps } = plan.kernel;
  const length = shape.rows * shape.columns;
  const results = allocateResults(plan.result, taps.length * length);
  const sinks = taps.map((_, kernel) =>
    contiguousView(results.subarray(kernel * length, (kernel + 1) * length), plan.result, shape),
  );
  const prepared = backend.prepare(plan);
  run(prepared, image, sinks);
  prepared.dispose();
  return results;
}

/** The length is rounded up to a multiple of 8, so that the checksum reads whole pairs of words; what is added stays 0. */
export function allocateResults(dtype: DType, length: number): TypedArray {
  return new elementTypes[dtype].array(Math.ceil(length / 8) * 8);
}

/** The prime of FNV-1a for 32 bits (Fowler, Noll and Vo). */
const FNV_PRIME = 0x01000193;

/**
 * FNV-1a of the 32-bit words: one hash of the even words, and one of the odd words. A single wrong result always changes a hash:
 * it changes at most one word of each, and since the prime is odd, each step gives different hashes for different words, and for
 * different hashes so far. With one hash of all words the second word of a float64 could undo the change of the first.
 */
export function checksumOf(results: TypedArray): string {
  const words = new Int32Array(results.buffer);
  let even = 0;
  let odd = 0;
  for (let i = 0; i < words.length; i += 2) {
    even = Math.imul(even ^ (words[i] as number), FNV_PRIME);
    odd = Math.imul(odd ^ (words[i + 1] as number), FNV_PRIME);
  }
  return `${even} ${odd}`;
}
