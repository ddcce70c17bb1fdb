import { makePlan } from '../plan/plan.ts';
import { checkOptions } from '../spec/options.ts';
import { reduceToTasks, type Task } from '../spec/problem.ts';
import type { Boundary, DType } from '../types.ts';
import { allocateView, contiguousView, rowSink, rowSource } from '../view.ts';
import { type Backend, Unavailable } from './backend.ts';

interface Trial {
  readonly image: DType;
  readonly dtype: DType;
  readonly boundary: Boundary;
  readonly stride: number;
}

const trials: readonly Trial[] = [
  { image: 'float32', dtype: 'float32', boundary: 'fill', stride: 1 },
  { image: 'float32', dtype: 'float32', boundary: 'edge', stride: 2 },
  { image: 'float64', dtype: 'float64', boundary: 'symm', stride: 1 },
  { image: 'uint8', dtype: 'uint8', boundary: 'wrap', stride: 1 },
];

/**
 * Holds a backend to a reference on small problems that use tiles, tails and margins: engines have miscompiled
 * SIMD before. The elements are small integers, whose sums every backend must hold exactly.
 *
 * @throws {Unavailable} if they differ, or if the backend cannot finish.
 */
export function selfCheck(backend: Backend, reference: Backend): void {
  for (const trial of trials) {
    const expected = compute(reference, trial);
    let actual: Float64Array;
    try {
      actual = compute(backend, trial);
    } catch (error) {
      throw new Unavailable('self-check-failed', error instanceof Error ? error.message : String(error));
    }
    if (!actual.every((value, index) => Object.is(value, expected[index]))) {
      throw new Unavailable('self-check-failed', 'its results differ from those of the js backend');
    }
  }
}

function compute(backend: Backend, trial: Trial): Float64Array {
  // 3 tiles of float32 and a tail of 3 in a row; an odd number of rows.
  const shape = { rows: 5, columns: 51, channels: 1 };
  const image = allocateView(trial.image, shape);
  image.data.set(pattern(image.data.length));
  const kernel = contiguousView(pattern(6), 'float64', { rows: 3, columns: 2, channels: 1 });
  const options = checkOptions({ boundary: trial.boundary, stride: trial.stride, mode: 'same' });
  const [task] = reduceToTasks('convolve2d', image, kernel, options, trial.dtype) as [Task];
  const plan = makePlan(task.problem);
  const result = allocateView('float64', { ...plan.output, channels: 1 });
  backend.prepare(plan)(rowSource(task.source), rowSink(result));
  return result.data as Float64Array;
}

/** Integers from 0 to 50 without a visible order: multiples of 29 modulo the prime 53 less what exceeds 50. */
function pattern(length: number): Float64Array {
  return Float64Array.from({ length }, (_, i) => Math.min(50, ((i + 1) * 29) % 53));
}
