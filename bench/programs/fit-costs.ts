// Measures problems of all kinds on a backend and fits its rates to them.
// usage: npm run bench:fit -- BACKEND   (js, wasm or wasm-relaxed; the last by node scripts/with-node.mjs 24)
import type { Backend } from '../../src/backend/backend.ts';
import { run } from '../../src/backend/run.ts';
import type { Accumulator } from '../../src/base/dtype.ts';
import { elementTypes } from '../../src/base/dtype.ts';
import type { BackendName } from '../../src/base/types.ts';
import { allocateView, type View } from '../../src/io/view.ts';
import { jsLoader } from '../../src/js/backend.ts';
import { directCost, fourierCost, separableCost } from '../../src/plan/cost.ts';
import { directPlan } from '../../src/plan/direct.ts';
import { factorise } from '../../src/plan/factor.ts';
import { type FourierShape, fourierPlan } from '../../src/plan/fourier.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { agreedRates, type Rates } from '../../src/plan/rates.ts';
import { separablePlan } from '../../src/plan/separable.ts';
import { transforms } from '../../src/plan/transform.ts';
import { checkOptions } from '../../src/problem/options.ts';
import type { Problem } from '../../src/problem/problem.ts';
import { groupOf, reduceToTasks } from '../../src/problem/reduce.ts';
import { multipliedOut } from '../../src/problem/taps.ts';
import { relaxedLoader, wasmLoader } from '../../src/wasm/backend.ts';
import { random } from '../../test/support/random.ts';

interface Sample {
  readonly name: string;
  /** What the time is for each nanosecond of each rate. */
  readonly features: readonly number[];
  readonly nanoseconds: number;
}

const names = Object.keys(agreedRates.float32).filter((name) => name !== 'bytes') as (keyof Rates)[];
const loaders = { js: jsLoader, wasm: wasmLoader, 'wasm-relaxed': relaxedLoader };

/** Each point's milliseconds: the least of many runs is what a quiet machine takes. */
const TIME = 40;

const name = process.argv[2] as BackendName;
const backend = loaders[name].load();
for (const dtype of ['float32', 'float64'] as const) {
  const samples = [
    ...directSamples(backend, dtype),
    ...separableSamples(backend, dtype),
    ...fourierSamples(backend, dtype),
  ];
  const fitted = leastSquares(samples);
  console.log(
    `${name} ${dtype}: ${JSON.stringify(Object.fromEntries(names.map((rate, i) => [rate, Number(fitted[i]!.toPrecision(2))])))}`,
  );
  const errors = samples.map((sample) => predict(sample, fitted) / sample.nanoseconds);
  const worst = samples.map((sample, i) => ({
    name: sample.name,
    ratio: errors[i]!,
    ms: sample.nanoseconds / 1e6,
  }));
  worst.sort((a, b) => Math.abs(Math.log(b.ratio)) - Math.abs(Math.log(a.ratio)));
  for (const { name, ratio, ms } of worst.slice(0, process.argv[3] ? 100 : 6)) {
    console.log(`  ${name}: ${ms.toPrecision(3)} ms, estimate / measured ${ratio.toFixed(2)}`);
  }
}

function directSamples(backend: Backend, dtype: Accumulator): Sample[] {
  const sizes =
    backend.name === 'js'
      ? [
          [64, 64],
          [400, 400],
        ]
      : [
          [16, 16],
          [64, 64],
          [256, 256],
          [1024, 1024],
          [4000, 8],
          [4000, 50],
        ];
  return sizes.flatMap((size) =>
    [1, 3, 5, 7, 9, 11, 15].map((taps) => {
      const { problem, image } = problemOf(dtype, size, taps, false);
      return sample(`direct ${size} ${taps}`, backend, directPlan(problem), image, (r) =>
        directCost(problem, r),
      );
    }),
  );
}

function separableSamples(backend: Backend, dtype: Accumulator): Sample[] {
  const sizes =
    backend.name === 'js'
      ? [
          [64, 64],
          [400, 400],
        ]
      : [
          [64, 64],
          [256, 256],
          [1024, 1024],
          [2000, 30],
        ];
  return sizes.flatMap((size) =>
    [3, 5, 7, 11, 21, 31].map((taps) => {
      const { problem, image } = problemOf(dtype, size, taps, true);
      const factors = factorise(multipliedOut(problem.kernel.taps[0]!), taps, taps, 1, 1e-6)!;
      return sample(`separable ${size} ${taps}`, backend, separablePlan(problem, [factors], 0), image, (r) =>
        separableCost(problem, [1], r),
      );
    }),
  );
}

function fourierSamples(backend: Backend, dtype: Accumulator): Sample[] {
  const { bytes } = elementTypes[dtype];
  const samples: Sample[] = [];
  const sizes =
    backend.name === 'js'
      ? [
          [100, 100],
          [400, 400],
        ]
      : [
          [100, 100],
          [256, 256],
          [1024, 1024],
        ];
  for (const size of sizes) {
    for (const taps of [5, 9, 15, 31, 63]) {
      const { problem, image } = problemOf(dtype, size, taps, false);
      for (const shape of shapesOf(size as [number, number], taps, bytes)) {
        samples.push(
          sample(
            `fft ${size} ${taps} ${shape.vertical.length}${shape.paired ? 'p' : ''} ${shape.horizontal?.length ?? `taps C${shape.blockColumns}`}`,
            backend,
            fourierPlan(problem, shape, dtype, false, 0),
            image,
            (r) => fourierCost(problem, shape, r),
          ),
        );
      }
    }
  }
  return samples;
}

function shapesOf([rows, columns]: [number, number], taps: number, bytes: number): FourierShape[] {
  const tile = 64 / bytes;
  const lengths = [32, 48, 64, 96, 128, 144, 192, 256, 288, 576];
  const suits = (length: number, extent: number) => length >= 1.5 * taps && length <= 2 * (extent + taps);
  const shapes: FourierShape[] = [];
  for (const vertical of transforms.filter(({ length }) => lengths.includes(length) && suits(length, rows))) {
    const blockRows = Math.min(rows, vertical.length - taps + 1);
    const paired = blockRows < rows;
    if (taps <= 31) {
      for (const blockColumns of [64, 128, 256])
        shapes.push({ vertical, blockRows, paired, horizontal: null, blockColumns });
    }
    for (const horizontal of transforms.filter(
      ({ length }) => [64, 96, 128, 192, 256].includes(length) && suits(length, columns),
    )) {
      const room = horizontal.length - taps + 1;
      const blockColumns = room - (room % tile);
      if (taps >= 9 && blockColumns > 0)
        shapes.push({ vertical, blockRows, paired, horizontal, blockColumns });
    }
  }
  return shapes.filter((_, i) => i % 3 === 0);
}

function problemOf(
  dtype: Accumulator,
  [rows, columns]: readonly number[],
  taps: number,
  isProduct: boolean,
): { problem: Problem; image: View } {
  const next = random(1);
  const image = allocateView(dtype, { rows: rows!, columns: columns!, channels: 1 });
  image.data.set(image.data.map(() => next()) as never);
  const kernel = allocateView('float64', { rows: taps, columns: taps, channels: 1 });
  const profile = Float64Array.from({ length: taps }, () => next() + 0.5);
  kernel.data.set(
    Float64Array.from(kernel.data, (_, i) =>
      isProduct ? profile[Math.floor(i / taps)]! * profile[i % taps]! : next() - 0.5,
    ),
  );
  const [task] = reduceToTasks(
    'convolve2d',
    image,
    groupOf([kernel]),
    checkOptions({ mode: 'same' }).options,
    dtype,
  );
  return { problem: task!.problem, image };
}

function sample(
  name: string,
  backend: Backend,
  plan: Plan,
  image: View,
  cost: (rates: Rates) => number,
): Sample {
  const result = allocateView(image.dtype, { ...plan.output, channels: 1 });
  const prepared = backend.prepare(plan);
  const times: number[] = [];
  const start = performance.now();
  while (performance.now() - start < 2 * TIME || times.length < 3) {
    const before = performance.now();
    run(prepared, image, [result]);
    times.push(performance.now() - before);
  }
  prepared.dispose();
  times.sort((a, b) => a - b);
  const none = Object.fromEntries(names.map((other) => [other, 0])) as unknown as Rates;
  const { bytes } = elementTypes[plan.accumulator];
  const features = names.map((rate) => cost({ ...none, bytes, [rate]: 1 }));
  return { name, features, nanoseconds: times[Math.floor(times.length / 10)]! * 1e6 };
}

/** Least squares of relative errors, no rate below 0, by cyclic coordinate descent. */
function leastSquares(samples: readonly Sample[]): number[] {
  const rows = samples.map(({ features, nanoseconds }) => features.map((feature) => feature / nanoseconds));
  const found = names.map(() => 0);
  for (let round = 0; round < 3000; round++) {
    for (let i = 0; i < names.length; i++) {
      let numerator = 0;
      let denominator = 0;
      for (const row of rows) {
        const others = row.reduce((sum, feature, j) => (j === i ? sum : sum + feature * found[j]!), 0);
        numerator += row[i]! * (1 - others);
        denominator += row[i]! ** 2;
      }
      if (denominator > 0) found[i] = Math.max(0, numerator / denominator);
    }
  }
  return found;
}

function predict({ features }: Sample, fitted: readonly number[]): number {
  return features.reduce((sum, feature, i) => sum + feature * fitted[i]!, 0);
}
