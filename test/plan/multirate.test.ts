import { describe, expect, it } from 'vitest';
import type { DType, NdArray } from '../../src/base/types.ts';
import { gaussianFactors } from '../../src/image/gaussian.ts';
import { gaussianBlur } from '../../src/index.ts';
import { shapeOnly } from '../../src/io/view.ts';
import { choose } from '../../src/plan/choose.ts';
import { type AxisPlan, axisPlan } from '../../src/plan/grid.ts';
import { memoryOf } from '../../src/plan/memory.ts';
import { MULTIRATE_ROUNDING, type MultiratePlan, multirateOptions } from '../../src/plan/multirate.ts';
import { agreedRates } from '../../src/plan/rates.ts';
import { stripsOf } from '../../src/plan/strips.ts';
import { checkOptions } from '../../src/problem/options.ts';
import type { Problem } from '../../src/problem/problem.ts';
import { groupOfProduct, reduceToTasks } from '../../src/problem/reduce.ts';
import { outerTaps } from '../../src/problem/taps.ts';
import { backendsHere } from '../support/backends.ts';
import { arrayOf } from '../support/containers.ts';
import {
  blurred,
  type Response,
  type Rule,
  responseAt,
  responses,
  rules,
  weightsOf,
} from '../support/gaussians.ts';
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

  it.each(['edge', 'fill'] as const)('stays within it where sigma grows: lines of 10 sigma, %s', (rule) => {
    for (const order of [0, 1, 2]) {
      const found = [20, 200, 2000].map((sigma) => {
        const length = 10 * sigma;
        const list = weightsOf(sigma, order, 9);
        const magnitude = magnitudeOf(sigma, order);
        return optionsOf(length, sigma, order, rule).map(({ grids, error }) => {
          const axis = axisPlan(grids[1], 0, length, true);
          let worst = 0;
          for (const result of [0, 1, 7, 83, length / 4 + 3, length / 2, length - 2, length - 1]) {
            const got = madeOf(axis, grids[1].pieces, length, result);
            const want = responseAt(length, rule, list, result);
            worst = Math.max(worst, distance(got, want) / magnitude);
          }
          expect(worst, `order ${order}, sigma ${sigma}, ${grids[1].pieces} pieces`).toBeLessThan(error);
          return worst;
        });
      });
      // One for each design; 1e-12 for the roundoff of sums of tens of thousands of terms.
      const [first, ...others] = found;
      expect(first!.length).toBeGreaterThan(2);
      for (const larger of others) {
        for (const [i, worst] of larger.entries()) expect(worst).toBeLessThan(first![i]! * 1.01 + 1e-12);
      }
    }
  });
});

/** All ways to blur a line, of bytes and of float64. */
function optionsOf(length: number, sigma: number, order: number, boundary: Rule) {
  const own = { sigma: [0, sigma], order: [0, order], truncate: Infinity };
  return (['uint8', 'float64'] as const).flatMap((dtype) => {
    const options = multirateOptions(problemOf(dtype, [1, length, 1], own, { boundary }));
    if (typeof options === 'string') throw new Error(options);
    return options;
  });
}

/** What one result is made of, found backwards: from its cells to the elements. */
function madeOf(axis: AxisPlan, pieces: number, length: number, result: number): Response {
  const cells = new Float64Array(axis.places);
  const first = axis.resultAdvances.subarray(0, result + 1).reduce((sum, advance) => sum + advance, 0);
  for (let j = 0; j < pieces; j++) {
    const weight = axis.resultWeights[result * pieces + j]!;
    for (const [k, tap] of axis.kernel.entries()) {
      const place = axis.kernelPlace + first + j + k;
      cells[place] = cells[place]! + weight * tap;
    }
  }
  let fill = 0;
  for (let i = axis.copies.length - 2; i >= 0; i -= 2) {
    const [to, from] = [axis.copies[i]!, axis.copies[i + 1]!];
    if (from < 0) fill += cells[to]!;
    else cells[from] = cells[from]! + cells[to]!;
    cells[to] = 0;
  }
  const weights = new Float64Array(length);
  let cell = 0;
  for (const [row, source] of axis.sources.entries()) {
    cell += axis.advances[row]!;
    for (let j = 0; j < pieces; j++) {
      const weight = axis.weights[row * pieces + j]! * cells[axis.firstPlace + cell + j]!;
      if (source < 0) fill += weight;
      else weights[source] = weights[source]! + weight;
    }
  }
  return { weights, fill };
}

function distance(a: Response, b: Response): number {
  return a.weights.reduce(
    (sum, weight, i) => sum + Math.abs(weight - b.weights[i]!),
    Math.abs(a.fill - b.fill),
  );
}

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

  // Floats under 'fast', and as they are served by default.
  const promises = [
    ...types.map((dtype) => [dtype, 'fast'] as const),
    ...(['float32', 'float64'] as const).map((dtype) => [dtype, 'exact'] as const),
  ];

  it.each(promises)(
    'of %s, %s, are within their bound of float64 sums, on all backends',
    (dtype, precision) => {
      let served = 0;
      for (const [n, size] of sizes.entries()) {
        for (const [m, sigma] of sigmas.entries()) {
          const boundary = [rules[(n + m) % 5]!, rules[(2 * n + m) % 5]!] as const;
          // 16 bits show where a Gaussian is cut off.
          const truncate = dtype.endsWith('16') || precision === 'exact' ? Infinity : 4;
          const fillvalue = dtype === 'uint8' ? 200 : 1;
          const own = { sigma, truncate };
          const core = { boundary, fillvalue, precision } as const;
          const problem = problemOf(dtype, size, own, core);
          if (typeof multirateOptions(problem) === 'string') continue;
          const limit = limitOf(dtype, problem);
          // Where the grid of a small image is too coarse for the default promise, only its name takes it.
          if (precision === 'exact' && limit > 60 * 2 ** -24) continue;
          served++;
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
                expect.fail(
                  `${name}, ${size}, sigma ${sigma}, ${boundary}: ${first![i]} instead of ${value}`,
                );
              }
            }
            for (const other of results)
              expect(other, `${name}, ${size}, sigma ${sigma}, ${boundary}`).toEqual(first);
          }
        }
      }
      expect(served).toBeGreaterThan(precision === 'fast' ? 60 : 40);
    },
  );

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

  /** Lines, their elements from -1 to 1. */
  const lines: { readonly [name: string]: (i: number, length: number) => number } = {
    constant: () => 0.7,
    impulse: (i, length) => Number(i === length >> 2),
    step: (i, length) => (i < length / 3 ? 1 : -1),
    alternating: (i) => (i % 2 === 0 ? 1 : -1),
    // Beside the edge that 'edge' repeats.
    end: (i, length) => (i === length - 1 ? 1 : -1),
  };
  const long = [20, 200, 2000].flatMap((sigma) =>
    (['edge', 'fill'] as const).map((boundary) => [10 * sigma, sigma, boundary] as const),
  );

  it.each(long)('of a row and a column are within it: %i pixels, sigma %d, %s', (length, sigma, boundary) => {
    for (const [dtype, precision, truncate] of [
      ['float32', 'exact', Infinity],
      ['float32', 'fast', 4],
      ['uint8', 'fast', 4],
    ] as const) {
      const isFloat = dtype === 'float32';
      const scale = (value: number) => (isFloat ? Math.fround(value) : Math.round(127.5 + 127.5 * value));
      const fillvalue = scale(0.7);
      const list = weightsOf(sigma, 0, truncate);
      const samples = Array.from({ length: 25 }, (_, i) =>
        Math.min(length - 1, Math.floor((i * length) / 24)),
      );
      const wanted = samples.map((i) => responseAt(length, boundary, list, i));
      for (const [name, of] of Object.entries(lines)) {
        const data = new arrayOf[dtype](length);
        for (let i = 0; i < length; i++) data[i] = scale(of(i, length));
        const sums = wanted.map(({ weights, fill }) =>
          weights.reduce((sum, weight, i) => sum + weight * data[i]!, fill * fillvalue),
        );
        for (const isRow of [true, false]) {
          const size = isRow ? ([1, length, 1] as const) : ([length, 1, 1] as const);
          const own = { sigma: isRow ? ([0, sigma] as const) : ([sigma, 0] as const), truncate };
          const core = { boundary, fillvalue, precision } as const;
          const { bound } = choiceOf(problemOf(dtype, size, own, core), 'multirate');
          if (precision === 'exact') expect(bound).toBeLessThan(60 * 2 ** -24);
          const results = backendsHere.map(
            (backend) =>
              gaussianBlur({ data, shape: [...size] }, { ...own, ...core, backend, method: 'multirate' })
                .data,
          );
          for (const [k, sum] of sums.entries()) {
            const off = Math.abs(results[0]![samples[k]!]! - (isFloat ? sum : Math.round(sum)));
            expect(off, `${dtype}, ${precision}, ${name}, ${size}`).toBeLessThanOrEqual(isFloat ? bound : 1);
          }
          for (const other of results) {
            expect(
              other.every((value, i) => value === results[0]![i]),
              `${dtype}, ${precision}, ${name}, ${size}`,
            ).toBe(true);
          }
        }
      }
    }
  });

  // Along both axes of an image, and with coarse kernels of 1450 and 14,500 taps.
  const constants = [
    [[300, 260], 20, 'exact'],
    [[300, 260], 20, 'fast'],
    [[300, 260], 150, 'exact'],
    [[1, 20000], 2000, 'exact'],
    [[1, 20000], 20000, 'exact'],
    [[20000, 1], 2000, 'exact'],
  ] as const;

  it.each(constants)(
    'of constants show rounding alone, which does not grow: %j, sigma %d, %s',
    (shape, sigma, precision) => {
      for (const value of [0.7, 1, 1.3, 1.999]) {
        const constant = Math.fround(value);
        const data = new Float32Array(shape[0] * shape[1]).fill(constant);
        const along = shape.map((length) => (length > 1 ? sigma : 0)) as [number, number];
        for (const boundary of ['edge', 'symm'] as const) {
          for (const backend of backendsHere) {
            const options = { sigma: along, precision, truncate: Infinity, boundary, backend } as const;
            const image = { data, shape: [...shape] };
            const { data: blur } = gaussianBlur(image, { ...options, method: 'multirate' });
            const worst = blur.reduce((most, found) => Math.max(most, Math.abs(found - constant)), 0);
            expect(worst / constant / 2 ** -24, `${value}, ${backend}`).toBeLessThan(MULTIRATE_ROUNDING);
          }
        }
      }
    },
  );
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
          '"method" expected one that can compute this, got "multirate": sigma or the image is too small, or the order too high',
      }),
    );
  });

  it('makes a plan of plain data', () => {
    const { plan } = choiceOf(problemOf('float32', [300, 400, 3], { sigma: 20 }));
    expect(plan.method).toBe('multirate');
    expect(structuredClone(plan)).toEqual(plan);
  });
});
