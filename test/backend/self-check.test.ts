import { describe, expect, it } from 'vitest';
import type { Backend } from '../../src/backend/backend.ts';
import type { Elements } from '../../src/backend/pointwise.ts';
import { pointwiseResults } from '../../src/backend/pointwise-check.ts';
import {
  allocateResults,
  checksumOf,
  imageOf,
  kindOf,
  POINTWISE_CHECKSUM,
  problemOf,
  selfCheck,
  type Trial,
  trials,
} from '../../src/backend/self-check.ts';
import { elementTypes } from '../../src/base/dtype.ts';
import type { DType } from '../../src/base/types.ts';
import { withMultirate } from '../../src/call/multirate.ts';
import { allocateView, contiguousView } from '../../src/io/view.ts';
import { jsLoader } from '../../src/js/backend.ts';
import { addMultirateToJs } from '../../src/js/extra.ts';
import { integerOptions } from '../../src/plan/integer.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { checkOptions } from '../../src/problem/options.ts';
import { groupOf, reduceToTasks } from '../../src/problem/reduce.ts';
import { multipliedOut } from '../../src/problem/taps.ts';
import { addMultirateToWasm } from '../../src/wasm/extra.ts';
import { oracle, roundHalfEvenSaturate } from '../conformance/oracle.ts';
import { gridOf } from '../support/containers.ts';
import { watched } from '../support/rooms.ts';
import { spoiled } from '../support/spoiled.ts';

withMultirate(null, [addMultirateToJs, addMultirateToWasm]);
const js = jsLoader.load();

/** What a backend does differently from plan to plan. */
function kindsOf(plan: Plan): string[] {
  if ('arithmetic' in plan) {
    const { arithmetic, method, kernels, storage, result } = plan;
    const scalings = kernels.map(({ requantize }) => `${arithmetic} ${method}, ${requantize.scaling}`);
    return [...scalings, `integers from ${storage}`, `integers to ${result}`];
  }
  const { method, accumulator } = plan;
  if ('passes' in plan && plan.method !== 'multirate') return [`running in ${accumulator}`];
  if (plan.divisions) return [`${method}, divided sums`];
  const kinds = [`${method} in ${accumulator}`, `${method} to ${plan.result}`];
  if (plan.phases > 1) kinds.push(`${method} of phases`);
  if (plan.method === 'separable') kinds.push(`separable of rank ${plan.rank}`);
  if (plan.method === 'multirate') kinds.push(`multirate of ${plan.lanes}`);
  if (plan.method === 'fft') {
    kinds.push(plan.horizontal ? 'fft along rows' : 'fft, taps along rows');
    kinds.push(plan.paired ? 'fft of two blocks' : 'fft of one block');
    kinds.push(plan.columnStride > 1 ? 'fft with a stride' : 'fft without a stride');
  }
  return kinds;
}

/** Every arithmetic, method and scaling that integers are offered, over all types and kernels of all sorts. */
function offered(): string[] {
  const images: DType[] = ['uint8', 'uint8clamped', 'int16', 'uint16'];
  const results: DType[] = ['uint8', 'int16', 'uint16', 'float32'];
  const kernels = [
    [1, 1, 1, 1, 1, 1, 1, 1, 1],
    [1, 1, 1, 1, 1, 1, 1, 1, 1].map((tap) => tap / 9),
    [1, 2, 1, 2, 4, 2, 1, 2, 1],
    [1, 2, 1, 2, 4, 2, 1, 2, 1].map((tap) => tap / 16),
    [4, 5, 6, 8, 10, 12, 12, 15, 18],
    [40, 50, 67, 80, 100, 134, 120, 150, 201],
    [40, 50, 53, 80, 100, 106, 160, 200, 212],
    [-1, 3, -1, 1, -3, 1, -1, 3, -1],
    [0.09, 0.12, 0.09, 0.12, 0.16, 0.12, 0.09, 0.12, 0.09],
    [0, 0.2, 0, 0.2, 0.2, 0.2, 0, 0.2, 0],
    [1, 1, 1, 1, 1, 1],
  ];
  const kinds = new Set<string>();
  for (const image of images) {
    for (const result of results) {
      for (const taps of kernels) {
        for (const normalize of [false, true]) {
          for (const precision of ['exact', 'fast'] as const) {
            const size = { rows: taps.length / 3, columns: 3, channels: 1 };
            const view = contiguousView(Float64Array.from(taps), 'float64', size);
            const options = checkOptions({ mode: 'same', normalize, precision }).options;
            const source = allocateView(image, { rows: 9, columns: 9, channels: 1 });
            const [task] = reduceToTasks('correlate2d', source, groupOf([view]), options, result);
            for (const { arithmetic, method, kernels } of integerOptions(task!.problem)) {
              for (const { requantize } of kernels)
                kinds.add(`${arithmetic} ${method}, ${requantize.scaling}`);
            }
          }
        }
      }
    }
  }
  return [...kinds].sort();
}

const integerKinds = [
  ...['none', 'multiply', 'divide'].map((scaling) => `box separable, ${scaling}`),
  ...['none', 'multiply', 'divide'].flatMap((scaling) => [
    `dot direct, ${scaling}`,
    `dot separable, ${scaling}`,
  ]),
  'rounded separable, shift6',
  ...['none', 'shift8', 'multiply', 'divide'].flatMap((scaling) => [
    `short direct, ${scaling}`,
    `short separable, ${scaling}`,
  ]),
];

const floatKinds = ['direct', 'separable', 'fft'].flatMap((method) => [
  `${method} in float32`,
  `${method} in float64`,
]);

const kinds = [
  'running in float32',
  'running in float64',
  ...integerKinds,
  ...['uint8', 'uint16'].map((dtype) => `integers from ${dtype}`),
  ...['uint8', 'int16', 'uint16'].map((dtype) => `integers to ${dtype}`),
  ...floatKinds,
  ...['float32', 'int8', 'uint32'].flatMap((dtype) => [`direct to ${dtype}`, `separable to ${dtype}`]),
  'direct, divided sums',
  'separable, divided sums',
  'direct to int32',
  'direct to float64',
  'direct of phases',
  'separable of phases',
  'separable of rank 1',
  'separable of rank 2',
  'multirate in float32',
  'multirate in float64',
  'multirate of bytes',
  'multirate of floats',
  'multirate to uint8',
  'multirate to int16',
  'multirate to float64',
  'fft to int32',
  'fft to float64',
  'fft along rows',
  'fft, taps along rows',
  'fft of two blocks',
  'fft of one block',
  'fft with a stride',
  'fft without a stride',
];

/** js, but for one wrong result of plans of a kind: of every kernel of theirs. */
function wrongIn(kind: string): Backend {
  return {
    ...js,
    prepare(plan) {
      const prepared = js.prepare(plan);
      if (!kindsOf(plan).includes(kind)) return prepared;
      return spoiled(prepared, (sink) => (firstRow, rowCount, from, at, pitch) => {
        const last = at + (rowCount - 1) * pitch + sink.view!.columns - 1;
        from[last] = (from[last] as number) + (from[last] === 255 ? -1 : 1);
        sink.write(firstRow, rowCount, from, at, pitch);
      });
    },
  };
}

const named = trials.map((trial): [string, Trial] => [
  `${trial.image} to ${trial.dtype}, ${trial.boundary ?? 'fill'}`,
  trial,
]);

describe('the self-check', () => {
  it('knows every arithmetic that integers are offered', () => {
    expect(offered()).toEqual([...integerKinds].sort());
  });

  it('lets js through', () => {
    selfCheck(js);
  });

  it.each(named)('computes the problem that a call makes: %s', (_, trial) => {
    const problem = problemOf(trial);
    const { boundary = 'fill', stride = 1 } = trial;
    const options = checkOptions({
      mode: 'same',
      boundary,
      stride,
      normalize: trial.divides ?? false,
    }).options;
    const kernels = problem.kernel.taps.map((taps) =>
      contiguousView(multipliedOut(taps), 'float64', { ...problem.kernel, channels: 1 }),
    );
    const [task] = reduceToTasks('correlate2d', imageOf(trial), groupOf(kernels), options, trial.dtype);
    const { fractions, exactness, ...made } = task!.problem;
    expect(problem).toMatchObject(made);
    expect(problem.exactness === 'exact').toBe(exactness === 'exact');
  });

  const exact = named.filter(([, { kernels }]) => kernels.every(({ scaling }) => scaling !== 'shift6'));

  it.each(exact)('knows the results by the definition of convolution: %s', (_, trial) => {
    const { rows, columns, taps } = problemOf(trial).kernel;
    const { boundary = 'fill', stride = 1 } = trial;
    const image = imageOf(trial);
    const grid = gridOf({ data: image.data, shape: [image.rows, image.columns] });
    const results = taps.flatMap((each, kernel) => {
      const values = multipliedOut(each);
      const lines = Array.from({ length: rows }, (_, u) => [
        ...values.subarray(u * columns, (u + 1) * columns),
      ]);
      const options = { operation: 'correlate2d', mode: 'same', boundary, stride } as const;
      const sums = oracle(grid, lines, options).values;
      const { divisor } = trial.kernels[kernel]!;
      return Array.from(sums, (sum) => roundHalfEvenSaturate(sum / divisor, trial.dtype));
    });
    const array = allocateResults(trial.dtype, results.length);
    array.set(results);
    expect(checksumOf(array)).toBe(trial.checksum);
  });

  it('tries nothing that is not listed here', () => {
    const tried = new Set<string>();
    const recording: Backend = {
      ...js,
      prepare(plan) {
        for (const kind of kindsOf(plan)) tried.add(kind);
        return js.prepare(plan);
      },
    };
    selfCheck(recording);
    expect([...tried].sort()).toEqual([...kinds].sort());
  });

  it('knows the kind of each of its plans', () => {
    for (const trial of trials) {
      for (const { kind, plan } of trial.ways)
        expect(kindOf(plan(problemOf(trial), trial.kernels))).toBe(kind);
    }
  });

  it('tries what a plan and its fallback use, each once, and everything else when it is asked to', () => {
    let tried: string[] = [];
    const recording: Backend = {
      ...js,
      prepare(plan) {
        tried.push(kindOf(plan));
        return js.prepare(plan);
      },
    };
    const triedFor = (plan?: Plan) => {
      tried = [];
      selfCheck(recording, plan);
      return [...new Set(tried)].sort();
    };
    const [trial] = trials as [Trial];
    const plans = trial.ways.map(({ plan }) =>
      plan({ ...problemOf(trial), exactness: 'bounded' }, trial.kernels),
    );
    const [direct, separable] = plans as [Plan, Plan];
    expect(triedFor(direct)).toEqual(['direct float32']);
    expect(triedFor(direct)).toEqual([]);
    expect(triedFor(separable)).toEqual(['separable float32']);
    const rest = triedFor();
    expect(rest).toContain('direct float64');
    expect(rest).not.toContain('direct float32');
    expect(triedFor()).toEqual([]);
    expect(triedFor(direct)).toEqual([]);
  });

  it('tries a plan that failed again', () => {
    const wrong = wrongIn('direct in float32');
    const [trial] = trials as [Trial];
    const [way] = trial.ways;
    const plan = way!.plan(problemOf(trial), trial.kernels);
    expect(() => selfCheck(wrong, plan)).toThrow('differ');
    expect(() => selfCheck(wrong, plan)).toThrow('differ');
  });

  it.each(kinds)('turns away a backend whose last result is wrong by 1 in %s', (kind) => {
    expect(() => selfCheck(wrongIn(kind))).toThrow('its results differ from those of the js backend');
  });
});

describe('the self-check of pointwise operations', () => {
  it('knows what js gives', () => {
    expect(checksumOf(pointwiseResults(js.pointwise))).toBe(POINTWISE_CHECKSUM);
  });

  it.each(['gray', 'lengths', 'angles', 'stretch', 'pixels'] as const)(
    'turns away a backend with one wrong result of %s',
    (name) => {
      const operation = js.pointwise[name] as (...operands: unknown[]) => void;
      const pointwise = {
        ...js.pointwise,
        [name]: (...operands: unknown[]) => {
          operation(...operands);
          const { data, at } = operands.at(-1) as Elements;
          data[at + 34] = (data[at + 34] as number) + 1;
        },
      };
      expect(() => selfCheck({ ...js, pointwise }, 'pointwise')).toThrow('differ');
      expect(() => selfCheck({ ...js, pointwise })).toThrow('differ');
    },
  );

  it('turns away a backend that finds another range', () => {
    const pointwise = { ...js.pointwise, range: () => [0, 200] as const };
    expect(() => selfCheck({ ...js, pointwise }, 'pointwise')).toThrow('differ');
  });

  it('is made once', () => {
    const { pointwise, opened } = watched(js.pointwise);
    const backend = { ...js, pointwise };
    selfCheck(backend, 'pointwise');
    const rooms = opened();
    expect(rooms).toBeGreaterThan(0);
    selfCheck(backend, 'pointwise');
    expect(opened()).toBe(rooms);
  });
});

describe('the checksum', () => {
  it.each(Object.keys(elementTypes) as DType[])('changes with every single element of %s', (dtype) => {
    const results = allocateResults(dtype, 35);
    results.forEach((_, i) => {
      results[i] = i * 3;
    });
    const right = checksumOf(results);
    for (let i = 0; i < results.length; i++) {
      for (const wrong of [i * 3 + 1, i * 3 + 128, -0.5, NaN].filter((value) => value !== i * 3)) {
        results[i] = wrong;
        if (Object.is(results[i], i * 3)) continue;
        expect(checksumOf(results)).not.toBe(right);
      }
      results[i] = i * 3;
    }
  });

  it('changes where the second word of a float64 would undo the change of the first in one hash', () => {
    const results = allocateResults('float64', 2);
    const words = new Int32Array(results.buffer);
    const right = checksumOf(results);
    words[0] = 1;
    // The hash after a word of 1: the next word takes it back to 0.
    words[1] = 0x01000193;
    expect(checksumOf(results)).not.toBe(right);
  });
});
