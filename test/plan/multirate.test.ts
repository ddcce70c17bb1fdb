import { describe, expect, it } from 'vitest';
import type { DType, NdArray } from '../../src/base/types.ts';
import { gaussianFactors } from '../../src/image/gaussian.ts';
import { gaussianBlur } from '../../src/index.ts';
import { shapeOnly } from '../../src/io/view.ts';
import { choose } from '../../src/plan/choose.ts';
import { type AxisPlan, axisPlan } from '../../src/plan/grid.ts';
import { memoryOf } from '../../src/plan/memory.ts';
import { type MultiratePlan, multirateOptions } from '../../src/plan/multirate.ts';
import { agreedRates } from '../../src/plan/rates.ts';
import { stripsOf } from '../../src/plan/strips.ts';
import { checkOptions } from '../../src/problem/options.ts';
import type { Problem } from '../../src/problem/problem.ts';
import { groupOfProduct, reduceToTasks } from '../../src/problem/reduce.ts';
import { outerTaps } from '../../src/problem/taps.ts';
import { backendsHere } from '../support/backends.ts';
import { arrayOf } from '../support/containers.ts';
import { blurred, type Rule, responses, rules, weightsOf } from '../support/gaussians.ts';
import { integers, random } from '../support/random.ts';

type Size = readonly [rows: number, columns: number, channels: number];

/** The problem of `gaussianBlur`. */
function problemOf(dtype: DType, [rows, columns, channels]: Size, own: object, core: object = {}): Problem {
  const { column, row, gaussians } = gaussianFactors(own);
  const { options } = checkOptions({ mode: 'same', boundary: 'reflect', precision: 'fast', ...core });
  const group = groupOfProduct(outerTaps(column, row, gaussians));
  const [task] = reduceToTasks(
    'convolve2d',
    shapeOnly({ rows, columns, channels }, dtype),
    group,
    options,
    dtype,
  );
  return task!.problem;
}

function choiceOf(problem: Problem, method: 'auto' | 'multirate' = 'auto') {
  return choose(problem, { method, rates: agreedRates, deterministic: false });
}

/** The greatest sum of differences between what a grid makes of an element and what the Gaussian does, of all results. */
function errorOf(
  axis: AxisPlan,
  pieces: number,
  wanted: ReturnType<typeof responses>,
  length: number,
): number {
  const { sources, advances, weights, cells, places, firstPlace, kernelPlace, copies, kernel } = axis;
  const line = () => ({ weights: new Float64Array(length), fill: 0 });
  const add = (to: ReturnType<typeof line>, weight: number, from: ReturnType<typeof line>) => {
    for (let i = 0; i < length; i++) to.weights[i] = to.weights[i]! + weight * from.weights[i]!;
    to.fill += weight * from.fill;
  };
  const grid = Array.from({ length: places }, line);
  let cell = 0;
  for (const [row, source] of sources.entries()) {
    cell += advances[row]!;
    for (let j = 0; j < pieces; j++) {
      const to = grid[firstPlace + cell + j]!;
      const weight = weights[row * pieces + j]!;
      if (source < 0) to.fill += weight;
      else to.weights[source] = to.weights[source]! + weight;
    }
  }
  expect(cell + pieces).toBe(cells);
  for (let i = 0; i < copies.length; i += 2) {
    const place = copies[i + 1]!;
    grid[copies[i]!] = place < 0 ? { weights: new Float64Array(length), fill: 1 } : grid[place]!;
  }
  const correlated = Array.from({ length: axis.results }, (_, i) => {
    const sum = line();
    for (const [j, tap] of kernel.entries()) add(sum, tap, grid[kernelPlace + i + j]!);
    return sum;
  });
  let first = 0;
  let worst = 0;
  for (const [i, advance] of axis.resultAdvances.entries()) {
    first += advance;
    const got = line();
    for (let j = 0; j < pieces; j++) add(got, axis.resultWeights[i * pieces + j]!, correlated[first + j]!);
    const want = wanted[axis.first + i]!;
    const error = want.weights.reduce((sum, weight, k) => sum + Math.abs(weight - got.weights[k]!), 0);
    worst = Math.max(worst, error + Math.abs(want.fill - got.fill));
  }
  return worst;
}

const magnitudeOf = (sigma: number, order: number) =>
  weightsOf(sigma, order, 9).reduce((sum, weight) => sum + Math.abs(weight), 0);

describe('the response to an element', () => {
  const truncate = Infinity;
  // Steps next to the least, whole ones and others; and far from it, where they do not grow any more.
  const cases = [4, 4.3, 5.7, 8, 8.6, 10.9, 13.7, 16, 47, 150].flatMap((sigma) =>
    rules.map((rule, n) => [sigma, rule, [97, 120, 77, 101, 83][n]!] as const),
  );

  it.each(cases)('is within the bound of every design: sigma %d, %s, %i elements', (sigma, rule, length) => {
    for (const order of [0, 1, 2]) {
      const wanted = responses(length, rule, sigma, { order, truncate: 9 });
      for (const dtype of ['uint8', 'float64'] as const) {
        const problem = problemOf(
          dtype,
          [1, length, 1],
          { sigma: [0, sigma], order: [0, order], truncate },
          { boundary: rule },
        );
        const options = multirateOptions(problem);
        if (typeof options === 'string') continue;
        for (const { grids, error } of options) {
          const axis = axisPlan(grids[1], 0, length, true);
          const bound = error * magnitudeOf(sigma, order);
          const found = errorOf(axis, grids[1].pieces, wanted, length);
          expect(found, `order ${order}, ${grids[1].pieces} pieces, ${grids[1].step}`).toBeLessThan(bound);
        }
      }
    }
  });

  it('does not come nearer to the bound where sigma grows', () => {
    const relative = [20, 200, 2000].map((sigma) => {
      const problem = problemOf(
        'float64',
        [1, 400, 1],
        { sigma: [0, sigma], truncate },
        { boundary: 'wrap' },
      );
      const [option] = multirateOptions(problem) as Exclude<ReturnType<typeof multirateOptions>, string>;
      const { grids, error } = option!;
      const wanted = responses(400, 'wrap', sigma, { truncate: 9 });
      return errorOf(axisPlan(grids[1], 0, 400, true), grids[1].pieces, wanted, 400) / error;
    });
    expect(relative[1]).toBeLessThan(relative[0]! * 1.01);
    expect(relative[2]).toBeLessThan(relative[0]! * 1.01);
  });
});

/** Images that are hard on rounding and on grids. */
function patterns([rows, columns]: Size): { [name: string]: (row: number, column: number) => number } {
  const next = random(rows * columns);
  return {
    impulse: (row, column) => Number(row === rows >> 1 && column === columns >> 1),
    step: (_, column) => Number(column >= columns / 2),
    checkerboard: (row, column) => (row + column) % 2,
    'one row': (row) => Number(row === rows >> 1),
    'one column': (_, column) => Number(column === columns - 1),
    constant: () => 1,
    random: () => Number(next() < 0.5),
  };
}

function pictureOf(dtype: DType, size: Size, of: (row: number, column: number) => number): NdArray {
  const [rows, columns, channels] = size;
  const [low, high] = { uint8: [0, 255], uint8clamped: [0, 255], uint16: [0, 65535], int16: [-32768, 32767] }[
    dtype as string
  ] ?? [-1, 1];
  const data = new arrayOf[dtype](rows * columns * channels);
  for (let i = 0; i < data.length; i++) {
    const pixel = Math.floor(i / channels);
    data[i] = of(Math.floor(pixel / columns), pixel % columns) ? high! : low!;
  }
  return { data, shape: [...size] };
}

/** How far off a float may be, or an integer before it is rounded. */
function limitOf(dtype: DType, problem: Problem): number {
  const { bound } = choiceOf(problem, 'multirate');
  return dtype.startsWith('float') ? bound : 0.9 + 0.5;
}

describe('results', () => {
  const sizes: readonly Size[] = [
    [44, 51, 1],
    [27, 33, 4],
    [23, 30, 3],
    [7, 5, 2],
    [1, 90, 1],
    [90, 1, 1],
  ];
  const types = ['uint8', 'uint8clamped', 'uint16', 'int16', 'float32', 'float64'] as const;
  const sigmas = [0.3, 4, 9, 33, 400, 2000].flatMap((sigma) => [
    [sigma, sigma] as const,
    [0, sigma] as const,
    [sigma + 3, sigma] as const,
  ]);

  it.each(types)('of %s are within their bound of float64 sums, and the same on all backends', (dtype) => {
    let served = 0;
    for (const [n, size] of sizes.entries()) {
      for (const [m, sigma] of sigmas.entries()) {
        const boundary = [rules[(n + m) % 5]!, rules[(2 * n + m) % 5]!] as const;
        // 16 bits show where a Gaussian is cut off.
        const truncate = dtype.endsWith('16') ? Infinity : 4;
        const fillvalue = dtype === 'uint8' ? 200 : 1;
        const own = { sigma, truncate };
        const core = { boundary, fillvalue, precision: 'fast' } as const;
        const problem = problemOf(dtype, size, own, core);
        if (typeof multirateOptions(problem) === 'string') continue;
        served++;
        const limit = limitOf(dtype, problem);
        for (const [name, of] of Object.entries(patterns(size))) {
          if ((n + 2 * m) % 5 !== name.length % 5) continue;
          const image = pictureOf(dtype, size, of);
          const wanted = blurred(image.data, size, { sigma, boundary, fillvalue, truncate });
          const results = backendsHere.map(
            (backend) => gaussianBlur(image, { ...own, ...core, backend, method: 'multirate' }).data,
          );
          const [first] = results;
          for (const [i, value] of wanted.entries()) {
            if (!(Math.abs(first![i]! - value) <= limit)) {
              expect.fail(`${name}, ${size}, sigma ${sigma}, ${boundary}: ${first![i]} instead of ${value}`);
            }
          }
          for (const other of results)
            expect(other, `${name}, ${size}, sigma ${sigma}, ${boundary}`).toEqual(first);
        }
      }
    }
    expect(served).toBeGreaterThan(60);
  });

  it('of derivatives are within their bound', () => {
    const size = [40, 66, 2] as const;
    const image = pictureOf('float32', size, patterns(size).random!);
    for (const order of [
      [0, 1],
      [1, 0],
      [2, 1],
      [1, 1],
    ] as const) {
      for (const boundary of rules) {
        const own = { sigma: [14, 21], order, truncate: Infinity } as const;
        const core = { boundary, fillvalue: 2, precision: 'fast' } as const;
        const problem = problemOf('float32', size, own, core);
        const { bound, plan } = choiceOf(problem, 'multirate');
        expect(plan.method).toBe('multirate');
        const most = bound * 2 * magnitudeOf(14, order[0]) * magnitudeOf(21, order[1]);
        const both = [boundary, boundary] as const;
        const wanted = blurred(image.data, size, { ...own, boundary: both, fillvalue: 2 });
        for (const backend of backendsHere) {
          const { data } = gaussianBlur(image, { ...own, ...core, backend, method: 'multirate' });
          const worst = wanted.reduce((most, value, i) => Math.max(most, Math.abs(value - data[i]!)), 0);
          expect(worst, `${order}, ${boundary}, ${backend}`).toBeLessThan(most);
        }
      }
    }
  });

  it.each(backendsHere)('of long lines do not differ more: 20000 pixels, sigma 2000, on %s', (backend) => {
    const columns = 20000;
    const data = Uint8Array.from({ length: columns }, (_, i) => (i < 7000 ? 255 : 0));
    const own = { sigma: [0, 2000] } as const;
    const image = { data, shape: [1, columns] };
    const { data: results } = gaussianBlur(image, { ...own, precision: 'fast', backend, boundary: 'edge' });
    // The sum of the Gaussian left of the step.
    let sum = 0;
    const weights = Float64Array.from({ length: 16001 }, (_, i) => Math.exp(-(((i - 8000) / 2000) ** 2) / 2));
    const total = weights.reduce((a, b) => a + b);
    const left = weights.map((weight) => {
      sum += weight;
      return sum / total;
    });
    for (let i = 0; i < columns; i += 7) {
      // The list reads from i - 8000 to i + 8000, of which those up to 6999 are bright.
      const bright = 255 * (left[Math.min(Math.max(14999 - i, -1), 16000)] ?? 0);
      expect(Math.abs(results[i]! - bright)).toBeLessThan(1.4);
    }
  });
});

describe('bands of a tall image', () => {
  const size = [5000, 120, 4] as const;

  it('are several, take little memory and stage every row in order', () => {
    for (const dtype of ['uint8', 'float32'] as const) {
      const { plan } = choiceOf(problemOf(dtype, [200_000, 400, 4], { sigma: 10 }));
      expect(plan.method).toBe('multirate');
      expect((plan as MultiratePlan).bands.length).toBeGreaterThan(5);
      expect(memoryOf(plan, true)).toBeLessThan(2 ** 25);
      const strips = stripsOf(plan);
      expect(strips.reduce((rows, { outputRows }) => rows + outputRows, 0)).toBe(200_000);
      expect(strips.filter(({ stagedRows }) => stagedRows > 0).length).toBe(
        (plan as MultiratePlan).bands.length,
      );
    }
  });

  it.each(rules)('give what a single band gives, next to rounding: %s', (boundary) => {
    const own = { sigma: [4.5, 5] } as const;
    const { grids, ...rest } = (
      multirateOptions(problemOf('float64', size, own, { boundary })) as Exclude<
        ReturnType<typeof multirateOptions>,
        string
      >
    )[0]!;
    expect(rest.lanes).toBe('floats');
    const rows = 700;
    const wanted = responses(rows, boundary as Rule, 4.5, { truncate: 9 });
    for (const [first, count] of [
      [0, 200],
      [200, 300],
      [500, 200],
    ] as const) {
      const grid = (
        multirateOptions(problemOf('float64', [rows, 60, 1], own, { boundary })) as Exclude<
          ReturnType<typeof multirateOptions>,
          string
        >
      )[0]!.grids[0];
      const axis = axisPlan(grid, first, count, false);
      expect(errorOf(axis, grid.pieces, wanted, rows)).toBeLessThan(rest.error);
    }
    expect(grids[0].elements).toBe(5000);
  });

  it.each(backendsHere)('are seamless on %s', (backend) => {
    const next = integers(3, 0, 255);
    const tall = [9000, 120, 4] as const;
    const data = Uint8Array.from({ length: 9000 * 480 }, next);
    const problem = problemOf('uint8', tall, { sigma: [4, 4] });
    const { plan } = choiceOf(problem, 'multirate');
    expect((plan as MultiratePlan).bands.length).toBeGreaterThan(1);
    const options = { sigma: 4, precision: 'fast', backend } as const;
    const bands = gaussianBlur({ data, shape: [...tall] }, { ...options, method: 'multirate' }).data;
    const passes = gaussianBlur(
      { data, shape: [...tall] },
      { ...options, precision: 'exact', method: 'separable' },
    ).data;
    expect(bands.reduce((worst, value, i) => Math.max(worst, Math.abs(value - passes[i]!)), 0)).toBeLessThan(
      2,
    );
  });
});

describe('NaN and infinities', () => {
  it.each(backendsHere)(
    'spread as by two passes, and numbers near the greatest stay finite, on %s',
    (backend) => {
      const size = [50, 64, 1] as const;
      const data = Float32Array.from({ length: 3200 }, random(4));
      data[700] = Number.NaN;
      data[1900] = Infinity;
      data[1910] = -Infinity;
      const options = { sigma: 4.5, precision: 'fast', backend, boundary: 'edge' } as const;
      const grid = gaussianBlur({ data, shape: [...size] }, { ...options, method: 'multirate' }).data;
      const passes = gaussianBlur({ data, shape: [...size] }, { ...options, method: 'separable' }).data;
      for (const [i, value] of passes.entries()) {
        if (Number.isFinite(value)) expect(grid[i]).toBeCloseTo(value, 3);
        else expect(grid[i]).toBe(value);
      }
      const large = { data: new Float32Array(3200).fill(3e38), shape: [...size] };
      expect(
        gaussianBlur(large, { ...options, method: 'multirate' }).data.every((value) => value > 2.99e38),
      ).toBe(true);
    },
  );
});

describe('the choice', () => {
  const size = [1080, 1920, 1] as const;
  const methodOf = (dtype: DType, own: object, core?: object) =>
    choiceOf(problemOf(dtype, size, own, core)).plan.method;

  it('takes a grid where sigma is large, and precision allows it', () => {
    expect(methodOf('uint8', { sigma: 10 })).toBe('multirate');
    expect(methodOf('uint8', { sigma: 2 })).toBe('separable');
    expect(methodOf('uint8', { sigma: 20 }, { precision: 'exact' })).not.toBe('multirate');
    expect(methodOf('float32', { sigma: 20 })).toBe('multirate');
    expect(methodOf('float32', { sigma: 20 }, { precision: 'exact' })).not.toBe('multirate');
    expect(methodOf('float32', { sigma: 20, truncate: Infinity }, { precision: 'exact' })).toBe('multirate');
    expect(methodOf('float64', { sigma: 20, truncate: Infinity }, { precision: 'exact' })).not.toBe(
      'multirate',
    );
    expect(methodOf('uint16', { sigma: 20, truncate: Infinity })).toBe('multirate');
    expect(methodOf('uint16', { sigma: 20, truncate: 4 })).not.toBe('multirate');
  });

  it('says why it cannot serve', () => {
    expect(() => gaussianBlur([[1]], { sigma: 1, method: 'multirate' })).toThrow(
      expect.objectContaining({
        code: 'ERR_METHOD',
        message:
          '"method" expected one that can compute this, got "multirate": sigma is too small, or the order too high',
      }),
    );
  });

  it('makes a plan of plain data', () => {
    const { plan } = choiceOf(problemOf('float32', [300, 400, 3], { sigma: 20 }));
    expect(plan.method).toBe('multirate');
    expect(structuredClone(plan)).toEqual(plan);
  });
});
