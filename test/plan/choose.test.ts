import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { BackendName, ConvolveOptions, DType } from '../../src/base/types.ts';
import { contiguousView, shapeOnly, type View } from '../../src/io/view.ts';
import { jsRates } from '../../src/js/rates.ts';
import { choose } from '../../src/plan/choose.ts';
import { type FourierPlan, TILE_BYTES } from '../../src/plan/fourier.ts';
import { bestShape } from '../../src/plan/fourier-shape.ts';
import type { Request } from '../../src/plan/option.ts';
import { agreedRates } from '../../src/plan/rates.ts';
import type { SeparablePlan } from '../../src/plan/separable.ts';
import { checkOptions } from '../../src/problem/options.ts';
import type { Problem } from '../../src/problem/problem.ts';
import { groupOf, reduceToTasks, type Task } from '../../src/problem/reduce.ts';
import { relaxedRates } from '../../src/wasm/rates.ts';
import { random } from '../support/random.ts';

/* Planning needs neither WebAssembly nor an image. */
beforeAll(() => {
  vi.stubGlobal('WebAssembly', undefined);
});

const backends: readonly BackendName[] = ['wasm-relaxed', 'wasm', 'js'];

interface Given {
  image?: readonly [number, number, number?];
  dtype?: DType;
  result?: DType;
  kernel: readonly (readonly number[])[] | readonly (readonly (readonly number[])[])[];
  options?: ConvolveOptions;
}

function problemOf({ image = [512, 512], dtype = 'float32', result, kernel, options = {} }: Given): Problem {
  const [rows, columns, channels = 1] = image;
  const bank = (Array.isArray(kernel[0]![0]) ? kernel : [kernel]) as number[][][];
  const views = bank.map(
    (taps): View =>
      contiguousView(Float64Array.from(taps.flat()), 'float64', {
        rows: taps.length,
        columns: taps[0]!.length,
        channels: 1,
      }),
  );
  const view = shapeOnly({ rows, columns, channels }, dtype);
  const checked = checkOptions({ mode: 'same', ...options }).options;
  const tasks = reduceToTasks('convolve2d', view, groupOf(views), checked, result ?? dtype);
  return (tasks as [Task])[0].problem;
}

const ratesOf = { 'wasm-relaxed': relaxedRates, wasm: agreedRates, js: jsRates };

type Asked = Partial<Omit<Request, 'rates'>> & { readonly backend?: BackendName };

function plan(given: Given, { backend = 'wasm', ...request }: Asked = {}) {
  const rates = ratesOf[backend];
  return choose(problemOf(given), { method: 'auto', rates, deterministic: false, ...request });
}

function noise(rows: number, columns: number, seed = 1): number[][] {
  const next = random(seed);
  return Array.from({ length: rows }, () => Array.from({ length: columns }, () => next() - 0.5));
}

function outer(column: readonly number[], row: readonly number[]): number[][] {
  return column.map((c) => row.map((r) => c * r));
}

const bell = (length: number) =>
  Array.from({ length }, (_, i) => Math.exp(-(((i - (length - 1) / 2) / (length / 5)) ** 2)));
const gaussian = outer(bell(7), bell(7));
const ones = (rows: number, columns: number) => outer(Array(rows).fill(1), Array(columns).fill(1));

describe.each(backends)('auto on %s', (backend) => {
  const method = (given: Given, request: Asked = {}) => plan(given, { backend, ...request }).plan.method;

  it('takes direct sums for small kernels and small images', () => {
    expect(method({ kernel: noise(3, 3) })).toBe('direct');
    expect(method({ kernel: noise(1, 9) })).toBe('direct');
    expect(method({ kernel: noise(3, 3), dtype: 'float64', image: [2000, 3000] })).toBe('direct');
    expect(method({ kernel: noise(15, 15), image: [4, 4] })).toBe('direct');
  });

  it('takes separable passes for Gaussians', () => {
    expect(method({ kernel: gaussian })).toBe('separable');
    expect(method({ kernel: gaussian, dtype: 'float64' })).toBe('separable');
    expect((plan({ kernel: gaussian }, { backend }).plan as SeparablePlan).rank).toBe(1);
  });

  it('takes transforms for large kernels without structure', () => {
    expect(method({ kernel: noise(41, 41) })).toBe('fft');
    expect(method({ kernel: noise(101, 77), dtype: 'float64' })).toBe('fft');
  });

  it('never rounds what is exact, nor an integer that could come out another', () => {
    const byte: Given = { kernel: gaussian, dtype: 'uint8', result: 'uint8' };
    // Sums near a half, on which the method would show, are computed directly.
    expect(plan(byte, { backend }).plan).toMatchObject({ method: 'separable' });
    expect(plan(byte, { backend }).plan.tieMargin).toBeGreaterThan(0);
    const noisy = plan({ ...byte, kernel: noise(41, 41) }, { backend }).plan;
    expect(noisy.method).toBe('fft');
    expect(noisy.tieMargin).toBeGreaterThan(0);
    expect(plan({ ...byte, kernel: ones(15, 15) }, { backend })).toMatchObject({ bound: 0 });
    const large = plan(
      {
        kernel: noise(41, 41).map((row) => row.map((x) => Math.round(x * 9))),
        dtype: 'uint8',
        result: 'int32',
      },
      { backend },
    );
    expect(large.bound).toBe(0);
    expect(large.plan).toMatchObject({ method: 'fft', rounds: true });
    const sums = outer(
      bell(31).map((x) => Math.round(1e5 * x)),
      bell(31).map((x) => Math.round(1e5 * x)),
    );
    for (const kernel of [sums, ones(31, 31), noise(31, 31)]) {
      for (const result of ['uint8', 'int16', 'int32', 'uint32'] as const) {
        for (const dtype of ['uint8', 'int16', 'uint32'] as const) {
          const { plan: chosen, bound } = plan({ kernel, dtype, result }, { backend });
          expect(chosen.method === 'direct' || bound === 0 || chosen.tieMargin > 0).toBe(true);
        }
      }
    }
  });

  it('has no transforms where results must be deterministic', () => {
    const kernels = [noise(41, 41), gaussian, noise(3, 3), ones(41, 41), noise(120, 2)];
    for (const kernel of kernels) {
      for (const dtype of ['float32', 'float64', 'uint8'] as const) {
        const choices = backends.map((name) =>
          plan({ kernel, dtype }, { backend: name, deterministic: true }),
        );
        expect(choices[0]!.plan.method).not.toBe('fft');
        for (const choice of choices) expect(choice).toEqual(choices[0]);
      }
    }
  });

  it('has no transforms where something is not finite', () => {
    for (const odd of [NaN, Infinity, -Infinity]) {
      const kernel = noise(41, 41);
      kernel[3]![4] = odd;
      const { plan: chosen, candidates } = plan({ kernel }, { backend });
      expect(chosen.method).toBe('direct');
      expect(candidates.find(({ method: name }) => name === 'fft')).toMatchObject({ cost: null });
      expect(method({ kernel: noise(41, 41), options: { fillvalue: odd } })).not.toBe('fft');
      expect(method({ kernel: noise(41, 41), options: { fillvalue: odd, boundary: 'wrap' } })).toBe('fft');
    }
  });

  it('counts the ties of short decimals, which are computed again', () => {
    const rounded = (places: number) =>
      noise(15, 15).map((row) => row.map((tap) => Number(tap.toFixed(places))));
    const millisecondsOf = (kernel: number[][], dtype: DType) =>
      plan({ dtype, kernel }).candidates.map(({ cost }) => cost ?? Infinity);
    const [, , hundredths] = millisecondsOf(rounded(2), 'uint8');
    const [, , thousandths] = millisecondsOf(rounded(3), 'uint8');
    const [, , others] = millisecondsOf(noise(15, 15), 'uint8');
    expect(thousandths).toBeGreaterThan(others!);
    expect(hundredths! - others!).toBeCloseTo(10 * (thousandths! - others!), 6);
    // One sum in ten is a tie: all are computed again, and transforms do not pay.
    expect(plan({ dtype: 'uint8', kernel: rounded(1) }).plan.method).toBe('direct');
    expect(millisecondsOf(rounded(2), 'float32')).toEqual(millisecondsOf(noise(15, 15), 'float32'));
  });

  it('weighs all kernels of a bank', () => {
    expect(method({ kernel: [gaussian, gaussian] })).toBe(backend === 'js' ? 'fft' : 'separable');
    expect(method({ kernel: [noise(41, 41), noise(41, 41, 2)] })).toBe('fft');
    expect(method({ kernel: [gaussian, noise(7, 7)] })).not.toBe('separable');
  });

  it('takes what is estimated to be the fastest', () => {
    for (const kernel of [gaussian, noise(9, 9), noise(15, 15), noise(31, 3), noise(3, 31), noise(61, 61)]) {
      const { plan: chosen, candidates } = plan({ kernel }, { backend });
      const costs = candidates.flatMap(({ cost }) => (cost === null ? [] : [cost]));
      expect(candidates.find(({ method: name }) => name === chosen.method)!.cost).toBe(Math.min(...costs));
    }
  });
});

describe('a plan', () => {
  const plans = (['direct', 'separable', 'fft'] as const).map((method) => ({
    method,
    choice: plan({ kernel: gaussian, image: [100, 120, 3], options: { stride: [1, 2] } }, { method }),
  }));

  it.each(plans)('by the method $method is frozen plain data', ({ choice }) => {
    expect(Object.isFrozen(choice.plan)).toBe(true);
    expect(structuredClone(choice.plan)).toEqual(choice.plan);
    const kinds = new Set<string>();
    const visit = (value: unknown) => {
      if (typeof value !== 'object' || value === null) return kinds.add(typeof value);
      const { name } = Object.getPrototypeOf(value).constructor;
      kinds.add(name);
      if (!ArrayBuffer.isView(value)) for (const part of Object.values(value)) visit(part);
      return kinds;
    };
    visit(choice.plan);
    const allowed = [
      'object',
      'string',
      'number',
      'boolean',
      'undefined',
      'Object',
      'Array',
      'Int32Array',
      'Float64Array',
    ];
    expect([...kinds].filter((kind) => !allowed.includes(kind))).toEqual([]);
    expect(JSON.parse(JSON.stringify(choice.plan))).toMatchObject({ method: choice.plan.method });
  });

  it('is the same each time', () => {
    for (const { method, choice } of plans) {
      expect(
        plan({ kernel: gaussian, image: [100, 120, 3], options: { stride: [1, 2] } }, { method }),
      ).toEqual(choice);
    }
  });
});

describe('the layout of transforms', () => {
  const shapes = [
    [1, 1, 1],
    [7, 500, 1],
    [500, 7, 3],
    [64, 64, 1],
    [1000, 1200, 1],
    [300, 333, 4],
    [9000, 20, 1],
    [20, 9000, 2],
  ] as const;
  const kernels = [
    [1, 1],
    [3, 5],
    [21, 21],
    [64, 64],
    [1, 90],
    [90, 1],
    [400, 300],
  ] as const;
  const settings: ConvolveOptions[] = [
    { mode: 'same' },
    { mode: 'full' },
    { mode: 'same', boundary: 'wrap' },
    { mode: 'full', stride: [2, 3] },
    { mode: 'same', dilation: [3, 2], boundary: 'edge' },
    { mode: 'same', stride: 7, boundary: 'symm' },
  ];

  it.each(settings)('covers every result: %j', (options) => {
    for (const image of shapes) {
      for (const [rows, columns] of kernels) {
        for (const dtype of ['float32', 'float64'] as const) {
          const problem = problemOf({ image, dtype, kernel: ones(rows, columns), options });
          const rates = agreedRates[dtype];
          const { shape } = bestShape(problem, rates)!;
          const { vertical, horizontal, blockRows, blockColumns, paired } = shape;
          const [strideRows, strideColumns] = problem.stride;
          const denseRows = (problem.output.rows - 1) * strideRows + 1;
          const rowLength = ((problem.output.columns - 1) * strideColumns + 1) * problem.image.channels;
          const reachRows = (rows - 1) * problem.dilation[0];
          const reachColumns = (columns - 1) * problem.dilation[1] * problem.image.channels;
          const wrapsZeros = problem.boundary[0] === 'fill';
          expect(blockRows).toBeGreaterThan(0);
          expect(blockColumns).toBeGreaterThan(0);
          // Several blocks: each is as long as the transform leaves, and starts at a result.
          if (blockRows < denseRows) {
            expect(paired).toBe(true);
            expect(blockRows + reachRows).toBeLessThanOrEqual(vertical.length);
            expect(blockRows % strideRows).toBe(0);
          } else if (!wrapsZeros) {
            expect(denseRows + reachRows).toBeLessThanOrEqual(vertical.length);
          } else {
            expect(Math.max(denseRows, image[0])).toBeLessThanOrEqual(vertical.length);
          }
          if (horizontal && blockColumns < rowLength) {
            expect(blockColumns + reachColumns).toBeLessThanOrEqual(horizontal.length);
          } else if (horizontal && !wrapsZeros) {
            expect(rowLength + reachColumns).toBeLessThanOrEqual(horizontal.length);
          }
          if (blockColumns < rowLength) expect(blockColumns % (TILE_BYTES / rates.bytes)).toBe(0);
        }
      }
    }
  });

  it('has strips that hold whole blocks', () => {
    const chosen = plan({ kernel: noise(41, 41), image: [3000, 400] }, { method: 'fft' }).plan as FourierPlan;
    expect(chosen.strip.outputRows).toBe(chosen.paired ? 2 * chosen.blockRows : chosen.blockRows);
    expect(chosen.strip.stagedRows).toBe(chosen.strip.outputRows + 40);
  });
});
