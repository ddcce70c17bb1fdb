import type { Backend } from '../../src/backend/backend.ts';
import { run } from '../../src/backend/run.ts';
import type { Accumulator } from '../../src/base/dtype.ts';
import type { ConvolveOptions } from '../../src/base/types.ts';
import { allocateView, contiguousView, type View } from '../../src/io/view.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { UNIT_ROUNDOFF } from '../../src/problem/exactness.ts';
import { checkOptions } from '../../src/problem/options.ts';
import type { Problem } from '../../src/problem/problem.ts';
import { groupOf, reduceToTasks, type Task } from '../../src/problem/reduce.ts';
import { multipliedOut, type Taps } from '../../src/problem/taps.ts';
import { integers, picker, random } from './random.ts';

type Source = (seed: number) => () => number;

const noise: Source = (seed) => {
  const next = random(seed);
  return () => next() * 2 - 1;
};

/** Magnitudes from 1e-6 to 1e6, all equally likely. */
const wide: Source = (seed) => {
  const next = random(seed);
  return () => 10 ** (next() * 12 - 6) * (next() < 0.5 ? -1 : 1);
};

const alternating: Source = () => {
  let n = 0;
  return () => (n++ % 2 === 0 ? 1 : -1) / 3;
};

function spike(height: number): Source {
  return (seed) => {
    const next = integers(seed, 0, 99);
    return () => (next() === 0 ? height : 1e-3);
  };
}

function scaled(source: Source, factor: number): Source {
  return (seed) => {
    const next = source(seed);
    return () => next() * factor;
  };
}

/** Random and adversarial contents of images and kernels. */
export const contents: { readonly [name: string]: Source } = {
  noise,
  positive: random,
  constant: () => () => 1 / 3,
  alternating,
  wide,
  'a spike': spike(1e6),
  tiny: scaled(noise, 1e-30),
  huge: scaled(noise, 1e30),
};

export interface Sample {
  readonly problem: Problem;
  readonly source: View;
}

/** A problem whose elements are numbers of its accumulator type. */
export function sample(
  [imageRows, imageColumns, channels]: readonly [number, number, number],
  [kernelRows, kernelColumns]: readonly [number, number],
  accumulator: Accumulator,
  [image, taps]: readonly [Source, Source],
  options: ConvolveOptions = {},
): Sample {
  const fill = (view: View, source: Source, seed: number) => {
    view.data.set(Float64Array.from(view.data, source(seed)));
    return view;
  };
  const shape = { rows: imageRows, columns: imageColumns, channels };
  const source = fill(allocateView(accumulator, shape), image, 1);
  const kernelShape = { rows: kernelRows, columns: kernelColumns, channels: 1 };
  const kernel = fill(allocateView(accumulator, kernelShape), taps, 2);
  const group = groupOf([
    contiguousView(Float64Array.from(kernel.data), 'float64', { ...kernelShape, channels: 1 }),
  ]);
  const tasks = reduceToTasks('correlate2d', source, group, checkOptions(options).options, accumulator);
  return { problem: (tasks as [Task])[0].problem, source };
}

/** The greatest error at 60 random places of a result, in units of roundoff * sum |kernel| * max |image|. */
export function greatestError({ problem, source }: Sample, plan: Plan, backend: Backend): number {
  const result = allocateView(problem.accumulator, { ...problem.output, channels: source.channels });
  const prepared = backend.prepare(plan);
  run(prepared, source, [result]);
  prepared.dispose();
  const magnitude = (values: Iterable<number>) => Array.from(values, Math.abs);
  const taps = multipliedOut(problem.kernel.taps[0] as Taps);
  const scale =
    magnitude(taps).reduce((a, b) => a + b) *
    magnitude(source.data).reduce((a, b) => Math.max(a, b)) *
    UNIT_ROUNDOFF[problem.accumulator];
  const places = [...result.data.keys()];
  const pick = picker(3);
  let greatest = 0;
  for (let n = 0; n < 60; n++) {
    const place = pick(places);
    const error = Math.abs(errorAt(problem, source, place, result.data[place] as number)) / scale;
    if (!(error <= greatest)) greatest = error;
  }
  return greatest;
}

/** A result minus the sum in twice the precision of float64 (Ogita, Rump and Oishi, Accurate sum and dot product). */
function errorAt({ kernel, ...problem }: Problem, source: View, place: number, got: number): number {
  const { rows, columns, channels, data } = source;
  const taps = multipliedOut(kernel.taps[0] as Taps);
  const pixel = Math.floor(place / channels);
  const top = Math.floor(pixel / problem.output.columns) * problem.stride[0] - problem.top;
  const left = (pixel % problem.output.columns) * problem.stride[1] - problem.left;
  let sum = 0;
  let rest = 0;
  for (let u = 0; u < kernel.rows; u++) {
    const i = top + u * problem.dilation[0];
    if (i < 0 || i >= rows) continue;
    for (let v = 0; v < kernel.columns; v++) {
      const j = left + v * problem.dilation[1];
      if (j < 0 || j >= columns) continue;
      const tap = taps[u * kernel.columns + v] as number;
      const element = data[(i * columns + j) * channels + (place % channels)] as number;
      const product = tap * element;
      const next = sum + product;
      const part = next - sum;
      rest += sum - (next - part) + (product - part) + productError(tap, element, product);
      sum = next;
    }
  }
  return got - sum - rest;
}

/** The rounding error of a product (Dekker). */
function productError(a: number, b: number, product: number): number {
  const [high, low] = halves(a);
  const [high2, low2] = halves(b);
  return low * low2 - (product - high * high2 - low * high2 - high * low2);
}

function halves(x: number): [number, number] {
  const shifted = x * (2 ** 27 + 1);
  const high = shifted - (shifted - x);
  return [high, x - high];
}
