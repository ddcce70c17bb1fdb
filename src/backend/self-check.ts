import { choose } from '../plan/choose.ts';
import { checkOptions } from '../spec/options.ts';
import { groupOf, reduceToTasks, type Task } from '../spec/problem.ts';
import type { Boundary, DType, Method } from '../types.ts';
import { allocateView, contiguousView, rowSink, rowSource } from '../view.ts';
import { type Backend, Unavailable } from './backend.ts';

interface Trial {
  readonly image: DType;
  readonly dtype: DType;
  readonly boundary: Boundary;
  readonly stride: number;
  readonly method: Exclude<Method, 'auto'>;
}

const trials: readonly Trial[] = [
  { image: 'float32', dtype: 'float32', boundary: 'fill', stride: 1, method: 'direct' },
  { image: 'float32', dtype: 'float32', boundary: 'edge', stride: 2, method: 'direct' },
  { image: 'float64', dtype: 'float64', boundary: 'symm', stride: 1, method: 'direct' },
  { image: 'uint8', dtype: 'uint8', boundary: 'wrap', stride: 1, method: 'direct' },
  { image: 'int16', dtype: 'int16', boundary: 'reflect', stride: 1, method: 'direct' },
  { image: 'float32', dtype: 'float32', boundary: 'symm', stride: 1, method: 'separable' },
  // Of bytes, whose sums are rounded to the integers that they are.
  { image: 'uint8', dtype: 'float32', boundary: 'reflect', stride: 1, method: 'fft' },
];

/**
 * Holds a backend to a reference on small problems that use tiles, tails and margins: engines have miscompiled
 * SIMD before. The elements are small integers, whose sums every backend must hold exactly.
 *
 * @throws {Unavailable} if they differ, or if the backend cannot finish.
 */
export function selfCheck(backend: Backend, reference: Backend): void {
  for (const trial of trials) {
    const expected = compute(reference, trial, 'direct');
    let actual: Float64Array;
    try {
      actual = compute(backend, trial, trial.method);
    } catch (error) {
      throw new Unavailable('self-check-failed', error instanceof Error ? error.message : String(error));
    }
    if (!actual.every((value, index) => Object.is(value, expected[index]))) {
      throw new Unavailable('self-check-failed', 'its results differ from those of the js backend');
    }
  }
}

function compute(backend: Backend, trial: Trial, method: Trial['method']): Float64Array {
  // 3 tiles of float32 and a tail of 3 in a row; an odd number of rows.
  const shape = { rows: 5, columns: 51, channels: 1 };
  const image = allocateView(trial.image, shape);
  image.data.set(pattern(image.data.length));
  // An outer product of 1, 2, 3 and 4, 5, 6.
  const taps = Float64Array.from({ length: 9 }, (_, i) => (1 + Math.floor(i / 3)) * (4 + (i % 3)));
  const kernel = contiguousView(taps, 'float64', { rows: 3, columns: 3, channels: 1 });
  const options = checkOptions({ boundary: trial.boundary, stride: trial.stride, mode: 'same' });
  const [task] = reduceToTasks('convolve2d', image, groupOf([kernel]), options, trial.dtype) as [Task];
  const { plan } = choose(task.problem, { method, backend: backend.name, deterministic: false });
  const result = allocateView('float64', { ...plan.output, channels: 1 });
  const prepared = backend.prepare(plan);
  prepared.run(rowSource(task.source), [rowSink(result)]);
  prepared.dispose();
  return result.data as Float64Array;
}

/** Integers from 0 to 50 without a visible order: multiples of 29 modulo the prime 53 less what exceeds 50. */
function pattern(length: number): Float64Array {
  return Float64Array.from({ length }, (_, i) => Math.min(50, ((i + 1) * 29) % 53));
}
