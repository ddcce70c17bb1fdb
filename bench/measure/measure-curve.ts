import { convolve2d, explain, type Method, type TypedArray } from 'convolve-wasm';
import type { Convolution } from '../cells/cell.ts';
import { gaussian, noise } from '../cells/inputs.ts';
import { type Contender, localContender } from '../contenders/contender.ts';
import { newOuts } from '../contenders/runs.ts';
import { type Answer, faults } from './check.ts';
import { Forecast } from './forecast.ts';
import { measureInRounds } from './rounds.ts';
import { median } from './statistics.ts';
import type { Curve, Point } from './sweep-point.ts';

export interface CurveRequest extends Curve {
  readonly kernels: readonly number[];
  /** Each method's milliseconds at each point. With 0 every method runs once. */
  readonly time: number;
}

const forced = ['direct', 'separable', 'fft'] as const;

/** A forced method that would take so many times as long as the fastest is not the one to choose. */
const HOPELESS = 10;

/** A method whose first run takes so many times its share of time is not run again. */
const LONG = 10;

/** Measures every kernel of a curve, the smallest first. */
export async function measureCurve({ kernels, time, ...curve }: CurveRequest): Promise<Point[]> {
  const forecast = new Forecast();
  const points: Point[] = [];
  for (const kernel of kernels) points.push(await measurePoint(curve, kernel, time, forecast));
  return points;
}

async function measurePoint(curve: Curve, kernel: number, time: number, forecast: Forecast): Promise<Point> {
  const cell = problem(curve, kernel);
  const first = new Map<Contender, readonly number[]>();
  const answers: Answer[] = [];
  let fastest = Number.POSITIVE_INFINITY;
  for (const method of ['auto', ...forced] as const) {
    if (forecast.time(method, kernel) > HOPELESS * fastest) continue;
    const contender = contenderOf(cell, curve, method);
    const run = await onceUnlessRefused(contender);
    if (run === undefined) continue;
    first.set(contender, [run.time]);
    answers.push({ row: method, variant: 'out', answer: run.answer });
    fastest = Math.min(fastest, run.time);
  }
  const long = new Map([...first].filter(([, [once]]) => once! > LONG * time));
  const short = new Map([...first].filter(([contender]) => !long.has(contender)));
  const samples = [...long, ...(await measureInRounds(short, time, time))];
  const times = Object.fromEntries(samples.map(([{ row }, taken]) => [row, median(taken)]));
  for (const method of forced) {
    if (times[method] !== undefined) forecast.learn(method, { kernel, time: times[method] });
  }
  const { image, options } = cell;
  const chosen = explain(image, cell.kernel, { ...options, backend: curve.backend }).method;
  return { ...curve, kernel, chosen, times, ratio: ratio(times), faults: faults(cell, answers) };
}

function problem({ dtype, image, series }: Curve, kernel: number): Convolution {
  const array = dtype === 'float32' ? Float32Array : Float64Array;
  return series === 'noise' ? noise(array, image, kernel) : gaussian(array, image, kernel);
}

function contenderOf(cell: Convolution, { backend }: Curve, method: Method): Contender {
  const [out] = newOuts(cell) as [TypedArray];
  const options = { ...cell.options, backend, method, out };
  return localContender(method, 'out', () => {
    convolve2d(cell.image, cell.kernel, options);
    return [out];
  });
}

async function onceUnlessRefused(contender: Contender) {
  try {
    return await contender.once();
  } catch (error) {
    if ((error as { code?: string }).code !== 'ERR_METHOD') throw error;
    return undefined;
  }
}

function ratio({ auto, ...others }: Point['times']): number | undefined {
  const best = Math.min(...Object.values(others));
  return auto === undefined || best === Number.POSITIVE_INFINITY ? undefined : auto / best;
}
