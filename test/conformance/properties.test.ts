import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type {
  BackendName,
  ConvolveOptions,
  Image,
  Kernel,
  Method,
  NdArray,
  Operation,
} from '../../src/base/types.ts';
import { allocate, convolve2d, correlate2d, explain, prepare } from '../../src/index.ts';
import { backendNames, backendsHere, mayBeMissing } from '../support/backends.ts';
import { elementType, filled, gridOf, nested, rowsOf, valuesOf } from '../support/containers.ts';
import { integerRows, pictures, problems } from '../support/problems.ts';
import { random } from '../support/random.ts';
import { caseFor, type Problem } from './cases/case.ts';
import { runCase, runMethod } from './cases/check.ts';
import { boundaries, operations } from './cases/geometry.ts';

vi.setConfig({ testTimeout: 60_000 });

type Rows = number[][];

const api = { convolve2d, correlate2d, explain };

const image = integerRows({ rows: 9, cols: 40 });
const kernel = integerRows({ rows: 5, cols: 7 });
const operation = fc.constantFrom(...operations);
const boundary = fc.constantFrom(...boundaries);

/** What holds for any problem. */
describe.each(backendNames)('on any problem, %s', (backend) => {
  describe.skipIf(mayBeMissing(backend))('it', () => {
    it('agrees with the oracle: js and wasm to the bit, relaxed arithmetic within its bound', () => {
      holds(problems(), (problem) => {
        expect(runCase(api, caseFor(problem), { backend })).toBeNull();
      });
    });

    it('leaves image, kernel and options as they were', () => {
      holds(problems(), (problem) => {
        const before = structuredClone(problem);
        compute(problem, backend);
        expect(problem).toEqual(before);
      });
    });

    it('gives the same answer again', () => {
      holds(fc.tuple(problems(), problems()), ([problem, other]) => {
        const first = compute(problem, backend);
        compute(other, backend);
        expect(compute(problem, backend)).toEqual(first);
      });
    });

    it('gives the image back under a kernel of a single 1', () => {
      holds(problems(), ({ operation, image }) => {
        const result = compute({ operation, image, kernel: [[1]], options: {} }, backend);
        expect(valuesOf(result as Image)).toEqual(valuesOf(image));
      });
    });
  });
});

describe('js and wasm agree to the bit', () => {
  it('by direct sums', () => {
    holds(problems(), (problem) => {
      expect(compute(problem, 'wasm')).toEqual(compute(problem, 'js'));
    });
  });

  it('by the method that is chosen with deterministic', () => {
    holds(problems(), ({ operation, image, kernel, options }) => {
      const settings = { ...options, deterministic: true };
      const run = (backend: BackendName | 'auto') => api[operation](image, kernel, { ...settings, backend });
      expect(run('auto')).toEqual(run('js'));
      expect(run('wasm')).toEqual(run('js'));
    });
  });
});

/** On integers in float64 arithmetic is exact, and the laws of algebra hold to the bit. */
describe.each(backendNames)('on integers, %s', (backend) => {
  const run = (operation: Operation, image: Rows, kernel: Rows, options: ConvolveOptions = {}) =>
    api[operation](image, kernel, { ...options, backend, method: 'direct' }) as Rows;

  describe.skipIf(mayBeMissing(backend))('it', () => {
    it('is linear in the image', () => {
      holds(
        fc.tuple(operation, image, kernel, boundary, fc.nat(9)),
        ([operation, image, kernel, boundary, factor]) => {
          const other = mapped(image, (_, i, j) => ((i * 7 + j * 13) % 31) - 15);
          const sum = mapped(image, (x, i, j) => factor * x + other[i]![j]!);
          const [a, b] = [image, other].map((part) => run(operation, part, kernel, { boundary })) as [
            Rows,
            Rows,
          ];
          expect(run(operation, sum, kernel, { boundary })).toEqual(
            mapped(a, (x, i, j) => factor * x + b[i]![j]!),
          );
        },
      );
    });

    it('is linear in the kernel', () => {
      holds(fc.tuple(operation, image, kernel, boundary), ([operation, image, kernel, boundary]) => {
        const other = mapped(kernel, (_, i, j) => ((i * 11 + j * 5) % 17) - 8);
        const sum = mapped(kernel, (k, i, j) => 3 * k + other[i]![j]!);
        const [a, b] = [kernel, other].map((part) => run(operation, image, part, { boundary })) as [
          Rows,
          Rows,
        ];
        expect(run(operation, image, sum, { boundary })).toEqual(mapped(a, (x, i, j) => 3 * x + b[i]![j]!));
      });
    });

    it('moves the image with the 1 of a kernel', () => {
      const spot = fc.tuple(fc.nat(4), fc.nat(6));
      holds(fc.tuple(image, spot), ([image, [u, v]]) => {
        const kernel = Array.from({ length: 5 }, (_, i) =>
          Array.from({ length: 7 }, (_, j) => +(i === u && j === v)),
        );
        const moved = (down: number, right: number) =>
          Array.from({ length: image.length + 4 }, (_, i) =>
            Array.from({ length: image[0]!.length + 6 }, (_, j) => image[i - down]?.[j - right] ?? 0),
          );
        expect(run('convolve2d', image, kernel)).toEqual(moved(u, v));
        expect(run('correlate2d', image, kernel)).toEqual(moved(4 - u, 6 - v));
      });
    });

    it('moves its answer with an image that wraps round', () => {
      const shift = fc.tuple(fc.nat(8), fc.nat(39));
      holds(fc.tuple(operation, image, kernel, shift), ([operation, image, kernel, [down, right]]) => {
        const options = { mode: 'same', boundary: 'wrap' } as const;
        expect(run(operation, rolled(image, down, right), kernel, options)).toEqual(
          rolled(run(operation, image, kernel, options), down, right),
        );
      });
    });

    it('turns with image and kernel', () => {
      holds(fc.tuple(operation, image, kernel, boundary), ([operation, image, kernel, boundary]) => {
        expect(run(operation, rotated(image), rotated(kernel), { boundary })).toEqual(
          rotated(run(operation, image, kernel, { boundary })),
        );
      });
    });

    it('swaps inputs in mode valid', () => {
      holds(fc.tuple(kernel, fc.nat(4), fc.nat(20)), ([small, taller, wider]) => {
        const large = Array.from({ length: small.length + taller }, (_, i) =>
          Array.from({ length: small[0]!.length + wider }, (_, j) => ((i * 29 + j * 17) % 97) - 48),
        );
        const valid = { mode: 'valid' } as const;
        expect(run('convolve2d', small, large, valid)).toEqual(run('convolve2d', large, small, valid));
        expect(run('correlate2d', small, large, valid)).toEqual(
          rotated(run('correlate2d', large, small, valid)),
        );
      });
    });

    it('keeps every s-th result under a stride of s', () => {
      const stride = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 9 }));
      holds(
        fc.tuple(operation, image, kernel, boundary, stride),
        ([operation, image, kernel, boundary, stride]) => {
          const kept = run(operation, image, kernel, { boundary })
            .filter((_, i) => i % stride[0] === 0)
            .map((row) => row.filter((_, j) => j % stride[1] === 0));
          expect(run(operation, image, kernel, { boundary, stride })).toEqual(kept);
        },
      );
    });

    it('dilates a kernel by zeros between its elements', () => {
      const dilation = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }));
      holds(
        fc.tuple(operation, image, kernel, boundary, dilation),
        ([operation, image, kernel, boundary, dilation]) => {
          const [dy, dx] = dilation;
          const spread = Array.from({ length: (kernel.length - 1) * dy + 1 }, (_, i) =>
            Array.from({ length: (kernel[0]!.length - 1) * dx + 1 }, (_, j) => kernel[i / dy]?.[j / dx] ?? 0),
          );
          const options = { mode: 'same', boundary } as const;
          expect(run(operation, image, kernel, { ...options, dilation })).toEqual(
            run(operation, image, spread, options),
          );
        },
      );
    });
  });
});

describe.each(backendNames)('%s', (backend) => {
  it.skipIf(mayBeMissing(backend))('correlates as it convolves with the rotated kernel, to the bit', () => {
    holds(problems(), ({ image, kernel, options: { anchor: _, ...options } }) => {
      const sized = options.padding === undefined ? { ...options, mode: 'full' as const } : options;
      const turned = { image, kernel: rotated(rowsOf(kernel)), options: sized };
      expect(compute({ operation: 'convolve2d', ...turned }, backend)).toEqual(
        compute({ operation: 'correlate2d', image, kernel, options: sized }, backend),
      );
    });
  });
});

describe.each(['js', 'wasm'] as const)('%s', (backend) => {
  it('filters each channel as if it were alone, to the bit', () => {
    holds(problems(), ({ operation, image, kernel, options }) => {
      const settings = { dtype: 'float64', ...options } as const;
      const together = gridOf(compute({ operation, image, kernel, options: settings }, backend) as Image);
      const { rows, cols, channels, at } = gridOf(image);
      for (let c = 0; c < channels; c++) {
        const channel = Array.from({ length: rows }, (_, i) =>
          Array.from({ length: cols }, (_, j) => at(i, j, c)),
        );
        const alone = compute({ operation, image: channel, kernel, options: settings }, backend) as Rows;
        expect(mapped(alone, (_, i, j) => together.at(i, j, c))).toEqual(alone);
      }
    });
  });
});

const methods = ['auto', 'direct', 'separable', 'fft'] as const;

describe.each(backendNames)('by any method, %s', (backend) => {
  describe.skipIf(mayBeMissing(backend))('it', () => {
    it.each(methods)('agrees with the oracle within its bound: %s', (method) => {
      let applied = 0;
      holds(problems(), (problem) => {
        const { explanation, fault } = runMethod(api, caseFor(problem), { backend, method });
        expect(fault).toBeNull();
        if (explanation) applied++;
      });
      expect(applied).toBeGreaterThan(method === 'separable' ? 25 : 400);
    });

    it.each(methods)('gives what it gives when prepared, to the bit: %s', (method) => {
      holds(problems(), (problem) => {
        const { operation, image, kernel, options } = problem;
        const expected = attempt(problem, backend, method);
        if (expected === undefined) return;
        const { rows, cols, channels } = gridOf(image);
        const shape = [rows, cols, channels];
        using convolver = prepare(kernel, { ...options, operation, shape, backend, method });
        expect(convolver.run(image)).toEqual(expected);
        expect(convolver.run(image)).toEqual(expected);
      });
    });

    it.each(methods)('gives the same from and into memory of any backend, to the bit: %s', (method) => {
      const resident = fc.constantFrom(...backendsHere);
      holds(fc.tuple(problems(), resident, resident), ([problem, home, target]) => {
        const expected = attempt(problem, backend, method);
        if (expected === undefined) return;
        const grid = gridOf(problem.image);
        using image = allocate([grid.rows, grid.cols, grid.channels], elementType(problem.image), {
          backend: home,
        });
        image.data.set(valuesOf(problem.image));
        const result = gridOf(expected as Image);
        const dtype = problem.options.dtype ?? elementType(expected as Image);
        using out = allocate([result.rows, result.cols, result.channels], dtype, { backend: target });
        const actual = attempt({ ...problem, image, options: { ...problem.options, out } }, backend, method);
        expect(actual).toBe(out);
        expect(valuesOf(out)).toEqual(valuesOf(expected as Image));
      });
    });

    it.each(['direct', 'separable'] as const)(
      'gives for a bank what it gives for each, to the bit: %s',
      (method) => {
        holds(fc.tuple(problems(), problems()), ([problem, { kernel: other }]) => {
          const { operation, image, kernel } = problem;
          const { anchor: _, padding: __, out: ___, ...others } = problem.options;
          const options = { ...others, mode: 'full' as const };
          const kernels: Kernel[] = [kernel, mirrored(kernel), other];
          const expected = kernels.map((one) =>
            attempt({ operation, image, kernel: one, options }, backend, method),
          );
          if (expected.includes(undefined)) return;
          expect(api[operation](image, kernels, { ...options, backend, method })).toEqual(expected);
        });
      },
    );
  });
});

it('separable passes agree on js and wasm to the bit', () => {
  let applied = 0;
  holds(fc.tuple(problems(), fc.boolean()), ([problem, isOuter]) => {
    const kernel = isOuter ? outerOf(problem.kernel) : problem.kernel;
    const expected = attempt({ ...problem, kernel }, 'js', 'separable');
    expect(attempt({ ...problem, kernel }, 'wasm', 'separable')).toEqual(expected);
    if (expected !== undefined) applied++;
  });
  expect(applied).toBeGreaterThan(200);
});

/** Of images of integers, most results are computed in integer arithmetic. */
describe('of pictures', () => {
  const picture = fc.tuple(pictures(), fc.constantFrom<Method>('auto', 'direct', 'separable'));
  const dataOf = (result: unknown) => (result as NdArray).data;
  const isSame = (a: ArrayLike<number>, b: ArrayLike<number>) =>
    a.length === b.length && Array.prototype.every.call(a, (value, i) => Object.is(value, b[i]));
  const isInIntegers = ({ operation, image, kernel, options }: Problem, settings: ConvolveOptions) =>
    'arithmetic' in explain(image, kernel, { ...options, ...settings, operation }).plan;

  it.each(['exact', 'fast'] as const)('js and wasm give the same to the bit: %s', (precision) => {
    let applied = 0;
    holds(picture, ([given, method]) => {
      const problem = { ...given, options: { ...given.options, precision, deterministic: true } };
      const expected = attempt(problem, 'js', method);
      const actual = attempt(problem, 'wasm', method);
      if (expected === undefined) {
        expect(actual).toBeUndefined();
        return;
      }
      expect(isSame(dataOf(actual), dataOf(expected))).toBe(true);
      if (isInIntegers(problem, { method })) applied++;
    });
    expect(applied).toBeGreaterThan(120);
  });

  describe.each(backendNames)('%s', (backend) => {
    describe.skipIf(mayBeMissing(backend))('it', () => {
      it('gives in integers what it gives in floats', () => {
        let applied = 0;
        holds(picture, ([problem, method]) => {
          const actual = attempt(problem, backend, method);
          if (actual === undefined || !isInIntegers(problem, { backend, method })) return;
          applied++;
          const { data, shape } = problem.image as NdArray;
          const image = { data: Float64Array.from(data), shape };
          const expected = dataOf(compute({ ...problem, image }, 'js'));
          // Other sums are rounded, and may cross a tie.
          const isExact =
            !problem.options.normalize && valuesOf(problem.kernel).every((tap) => Number.isInteger(tap * 16));
          const off = valuesOf(actual as NdArray).map((value, i) => Math.abs(value - expected[i]!));
          expect(off.every((by) => by <= (isExact ? 0 : 1))).toBe(true);
        });
        expect(applied).toBeGreaterThan(120);
      });

      it('is linear in the kernel', () => {
        holds(pictures(), ({ operation, image, kernel, options }) => {
          const taps = rowsOf(kernel).map((row) => row.map(Math.round));
          const other = mapped(taps, (_, i, j) => ((i * 11 + j * 5) % 7) - 3);
          const sum = mapped(taps, (tap, i, j) => tap + 2 * other[i]![j]!);
          const settings = { ...options, dtype: 'float32', normalize: false, delta: 0, backend } as const;
          // Of bytes, whose sums are exact.
          const { data, shape } = image as NdArray;
          const bytes = { data: Uint8Array.from(data), shape };
          const [a, b, both] = [taps, other, sum].map((one) =>
            valuesOf(api[operation](bytes, one, settings) as NdArray),
          ) as [Float64Array, Float64Array, Float64Array];
          const added = a.map((value, i) => value + 2 * b[i]!);
          expect(both.every((value, i) => value === added[i])).toBe(true);
        });
      });
    });
  });
});

/**
 * NaN and infinities give the same results at the same places by every method. Huge numbers never overflow where direct sums do
 * not.
 */
describe.each(backendNames)('of what is not finite, %s', (backend) => {
  const odd = fc.constantFrom(NaN, Infinity, -Infinity, 3e38, -3e38, 1e38, 1e300, -1.7e308);
  const spots = fc.array(fc.tuple(fc.nat(), odd), { minLength: 1, maxLength: 4 });
  const arrays = fc.record({
    rows: fc.integer({ min: 1, max: 40 }),
    cols: fc.integer({ min: 1, max: 60 }),
    dtype: fc.constantFrom('float32', 'float64'),
    seed: fc.nat(),
    spots,
  });
  const taps = fc.record({
    rows: fc.integer({ min: 1, max: 9 }),
    cols: fc.integer({ min: 1, max: 9 }),
    seed: fc.nat(),
    isOuter: fc.boolean(),
    hasZeros: fc.boolean(),
  });

  it.skipIf(mayBeMissing(backend)).each(['auto', 'separable', 'fft'] as const)(
    '%s keeps the places',
    (method) => {
      let applied = 0;
      holds(fc.tuple(arrays, taps, boundary, operation), ([array, taps, boundary, operation]) => {
        const next = random(array.seed);
        const image = filled([array.rows, array.cols], array.dtype as 'float32', () => next() * 2 - 1);
        for (const [spot, value] of array.spots) image.data[spot % image.data.length] = value;
        const weight = random(taps.seed);
        const noise = nested(taps.rows, taps.cols, () => {
          const value = weight() * 2 - 1;
          return taps.hasZeros && value < 0 ? 0 : value;
        });
        const problem = {
          operation,
          image,
          kernel: taps.isOuter ? outerOf(noise) : noise,
          options: { boundary },
        };
        const actual = attempt(problem, backend, method);
        if (actual === undefined) return;
        applied++;
        const directly = (one: Problem) => valuesOf(attempt(one, backend, 'direct') as NdArray);
        const expected = directly(problem);
        const isHuge = (value: number) => Math.abs(value) > 1 && Number.isFinite(value);
        const small = { ...image, data: image.data.map((value) => (isHuge(value) ? 0 : value)) };
        const withoutHuge = directly({ ...problem, image: small });
        const hasHuge = image.data.some(isHuge);
        valuesOf(actual as NdArray).forEach((value, i) => {
          if (!hasHuge && !Number.isFinite(expected[i])) expect(value).toBe(expected[i]);
          else if (!Number.isFinite(withoutHuge[i])) expect(Number.isFinite(value)).toBe(false);
          else if (Number.isFinite(expected[i])) expect(Number.isFinite(value)).toBe(true);
        });
      });
      expect(applied).toBeGreaterThan(200);
    },
  );
});

/** The outer product of a kernel's first column and first row. */
function outerOf(kernel: Kernel): Rows {
  const rows = rowsOf(kernel);
  return rows.map((row) => rows[0]!.map((tap) => row[0]! * tap));
}

function mirrored(kernel: Kernel): Rows {
  return rowsOf(kernel).map((row) => [...row].reverse());
}

/** A result, or undefined if the method cannot compute it. */
function attempt(
  { operation, image, kernel, options }: Problem,
  backend: BackendName,
  method: Method,
): unknown {
  try {
    return api[operation](image, kernel, { ...options, backend, method });
  } catch (error) {
    expect(error).toMatchObject({ code: 'ERR_METHOD' });
    return undefined;
  }
}

function holds<T>(arbitrary: fc.Arbitrary<T>, law: (value: T) => void): void {
  fc.assert(fc.property(arbitrary, law), { numRuns: 500 });
}

function compute({ operation, image, kernel, options }: Problem, backend: BackendName): unknown {
  return api[operation](image, kernel, { method: 'direct', ...options, backend });
}

function mapped(rows: Rows, value: (x: number, i: number, j: number) => number): Rows {
  return rows.map((row, i) => row.map((x, j) => value(x, i, j)));
}

function rotated(rows: Rows): Rows {
  return rows.map((row) => [...row].reverse()).reverse();
}

function rolled(rows: Rows, down: number, right: number): Rows {
  const before = <T>(list: T[], index: number, by: number) =>
    list[(index + list.length - (by % list.length)) % list.length]!;
  return mapped(rows, (_, i, j) => before(before(rows, i, down), j, right));
}
