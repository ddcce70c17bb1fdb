import { type Accumulator, elementTypes } from '../dtype.ts';
import type { Factors } from '../plan/factor.ts';
import { type FourierShape, fourierPlan } from '../plan/fourier.ts';
import { type Arithmetic, type Finish, type IntegerPlan, integerPlan } from '../plan/integer.ts';
import { directPlan, type Plan } from '../plan/plan.ts';
import { separablePlan } from '../plan/separable.ts';
import { checkOptions } from '../spec/options.ts';
import { groupOf, type Problem, reduceToTasks, type Task } from '../spec/problem.ts';
import type { ConvolveOptions, DType, TypedArray } from '../types.ts';
import { allocateView, contiguousView, rowSink, rowSource } from '../view.ts';
import { type Backend, Unavailable } from './backend.ts';

/** A small problem, and plans that give the same results. */
interface Trial {
  readonly image: DType;
  readonly dtype: DType;
  readonly columns?: number;
  readonly options?: ConvolveOptions;
  /** All of one size; several are a bank. */
  readonly kernels: readonly Factors[];
  /** The first plan is the one that the reference computes. */
  readonly plans: (problem: Problem, kernels: readonly Factors[]) => Plan[];
}

/** Five rows are 2 + 2 + 1, and 3 + 2. */
const ROWS = 5;
/** Tiles of every kernel (32 sums of 32 bits, 16 float32) and a tail of 3; those of 16-bit lanes take 64 elements. */
const COLUMNS = 35;
const SHORT_COLUMNS = 67;

const outer = (columns: number[], rows: number[]): Factors => ({
  rank: 1,
  columns: Float64Array.from(columns),
  rows: Float64Array.from(rows),
  error: 0,
});
const ones = (rows: number, columns: number): Factors =>
  outer(new Array(rows).fill(1), new Array(columns).fill(1));

/** Its sum is 1, and its sums have both signs. */
const signed = outer([1, -1, 1], [-1, 3, -1]);
const ramp = outer([1, 2, 3], [4, 5, 6]);
/** Few taps, so that not every sum of bytes saturates. */
const twoTerms: Factors = {
  rank: 2,
  columns: Float64Array.of(1, 0, -1, 0, 1, 0),
  rows: Float64Array.of(0, 0, 1, 0, 0, 0, -1, 0, 1, 0, 0, 0, 1, 0),
  error: 0,
};

const passes = (problem: Problem, kernels: readonly Factors[]): Plan[] => [
  directPlan(problem),
  separablePlan(problem, kernels, 0),
];

/** A kernel over a divisor, and the type that holds its sums of bytes in 16 bits. */
interface Fraction {
  readonly factors: Factors;
  readonly sums: Finish['sums'];
  readonly scaling: Finish['scaling'];
  readonly divisor: number;
}

/** Every way to divide. Taps are 2^4 times what they stand for where sums are shifted by 8 bits. */
const fractions: readonly Fraction[] = [
  { factors: signed, sums: 'int16', scaling: 'none', divisor: 1 },
  { factors: outer([1, 2, 1], [16, 32, 16]), sums: 'uint16', scaling: 'shift8', divisor: 2 ** 8 },
  { factors: ones(3, 3), sums: 'int16', scaling: 'multiply', divisor: 9 },
  { factors: ramp, sums: 'int16', scaling: 'divide', divisor: 90 },
];
const boxes: readonly Fraction[] = [
  { factors: ones(3, 3), sums: 'int16', scaling: 'none', divisor: 1 },
  { factors: ones(3, 3), sums: 'int16', scaling: 'multiply', divisor: 9 },
  { factors: ones(3, 3), sums: 'int16', scaling: 'divide', divisor: 10 },
];
/** Taps are in units of 2^-15, and so are their sums of rounded products in units of 2^-6. */
const blurs: readonly Fraction[] = [
  {
    factors: outer([9830, 13108, 9830], [8192, 16384, 8192]),
    sums: 'int16',
    scaling: 'shift6',
    divisor: 2 ** 6,
  },
];

/** Plans as `plan/integer.ts` makes them, without the search for those that serve, which takes longer than to compute them. */
const integers =
  (parts: readonly Fraction[], ...ways: readonly (readonly [Arithmetic, IntegerPlan['method'], 16 | 32])[]) =>
  (problem: Problem): Plan[] =>
    ways.map(([arithmetic, method, bits]) => {
      const kernels = parts.map(({ factors, sums, scaling, divisor }) => {
        const { columns, rows } = factors;
        const isShift = scaling === 'shift8' && bits === 32;
        const finish: Finish =
          bits === 16
            ? { sums, scaling, divisor }
            : { sums: 'int32', scaling: isShift ? 'multiply' : scaling, divisor };
        return method === 'direct'
          ? { taps: product(factors, columns.length, rows.length), initial: 0, finish }
          : { columns, rows, initial: 0, finish };
      });
      return integerPlan(problem, { method, arithmetic, kernels, error: 0 });
    });

/** Of bytes, whose sums are rounded to the integers that they are. */
const transform = (accumulator: Accumulator, shape: FourierShape) => (problem: Problem) => [
  directPlan(problem),
  fourierPlan(problem, shape, accumulator, true, 0),
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

const trials: readonly Trial[] = [
  { image: 'float32', dtype: 'float32', kernels: [ramp], plans: passes },
  {
    image: 'int8',
    dtype: 'int8',
    options: { boundary: 'edge', stride: 2 },
    kernels: [twoTerms],
    plans: passes,
  },
  { image: 'float64', dtype: 'uint32', options: { boundary: 'symm' }, kernels: [ramp], plans: passes },
  {
    image: 'uint8',
    dtype: 'uint8',
    columns: SHORT_COLUMNS,
    options: { boundary: 'wrap' },
    kernels: fractions.map(({ factors }) => factors),
    plans: integers(
      fractions,
      ['dot', 'direct', 32],
      ['dot', 'separable', 32],
      ['short', 'direct', 16],
      ['short', 'separable', 16],
    ),
  },
  {
    image: 'uint8',
    dtype: 'int16',
    options: { boundary: 'reflect' },
    kernels: boxes.map(({ factors }) => factors),
    plans: integers(boxes, ['box', 'separable', 16]),
  },
  {
    image: 'uint16',
    dtype: 'uint16',
    kernels: boxes.map(({ factors }) => factors),
    plans: integers(boxes, ['dot', 'direct', 32], ['box', 'separable', 32]),
  },
  {
    image: 'uint8',
    dtype: 'uint8',
    columns: SHORT_COLUMNS,
    kernels: blurs.map(({ factors }) => factors),
    plans: integers(blurs, ['rounded', 'separable', 16]),
  },
  { image: 'uint8', dtype: 'int32', kernels: [ramp], plans: transform('float32', singleBlock) },
  {
    image: 'uint8',
    dtype: 'float64',
    options: { stride: 2 },
    kernels: [outer([1, 2, 3, 2, 1], [4, 5, 6])],
    plans: transform('float64', pairedBlocks),
  },
];

/**
 * Holds a backend to a reference on small problems, by every method and arithmetic, with tiles, tails and margins: engines have
 * miscompiled SIMD before. The sums are integers that every backend must hold exactly, or in integer arithmetic.
 *
 * @throws {Unavailable} if they differ, or if the backend cannot finish.
 */
export function selfCheck(backend: Backend, reference: Backend): void {
  for (const trial of trials) {
    const task = taskOf(trial);
    const plans = trial.plans(task.problem, trial.kernels);
    const expected = compute(reference, plans[0] as Plan, task);
    for (const plan of plans) {
      let actual: string[];
      try {
        actual = compute(backend, plan, task);
      } catch (error) {
        throw new Unavailable('self-check-failed', error instanceof Error ? error.message : String(error));
      }
      if (!actual.every((bits, index) => bits === expected[index])) {
        throw new Unavailable('self-check-failed', 'its results differ from those of the js backend');
      }
    }
  }
}

function taskOf({ image: dtype, dtype: result, columns = COLUMNS, options, kernels }: Trial): Task {
  const image = allocateView(dtype, { rows: ROWS, columns, channels: 1 });
  fill(image.data, dtype);
  const views = kernels.map((factors) => {
    const rows = factors.columns.length / factors.rank;
    const columns = factors.rows.length / factors.rank;
    return contiguousView(product(factors, rows, columns), 'float64', { rows, columns, channels: 1 });
  });
  const checked = checkOptions({ mode: 'same', ...options });
  const [task] = reduceToTasks('correlate2d', image, groupOf(views), checked, result) as [Task];
  return task;
}

function product({ rank, columns, rows }: Factors, height: number, width: number): Float64Array {
  const taps = new Float64Array(height * width);
  for (let term = 0; term < rank; term++) {
    for (let place = 0; place < taps.length; place++) {
      const column = columns[term * height + Math.floor(place / width)] as number;
      taps[place] = (taps[place] as number) + column * (rows[term * width + (place % width)] as number);
    }
  }
  return taps;
}

/** The bits of the results of each kernel. */
function compute(backend: Backend, plan: Plan, task: Task): string[] {
  const results = task.outputs.map(() => allocateView('float64', { ...plan.output, channels: 1 }));
  const prepared = backend.prepare(plan);
  prepared.run(rowSource(task.source), results.map(rowSink));
  prepared.dispose();
  return results.map(({ data }) => bitsOf(data as Float64Array));
}

/** The bits of numbers, to compare them in one step: a loop that runs only a few times takes a millisecond. */
function bitsOf(results: Float64Array): string {
  return String.fromCharCode(...new Uint16Array(results.buffer));
}

/** Integers without a visible order, from the least that an element of the type can be to the greatest; 0 to 50 for floats. */
function fill(data: TypedArray, dtype: DType): void {
  const [least, greatest] = elementTypes[dtype].range ?? [0, 50];
  for (let i = 0; i < data.length; i++) {
    // Multiples of 29 modulo the prime 53.
    data[i] = least + Math.floor((((i * 29) % 53) * (greatest - least)) / 52);
  }
}
