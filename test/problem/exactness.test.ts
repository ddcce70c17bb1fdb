import { describe, expect, it } from 'vitest';
import type { Boundary, ConvolveOptions, DType } from '../../src/base/types.ts';
import { convolve2d, explain, prepare, sepConvolve2d } from '../../src/index.ts';
import { contiguousView, shapeOnly } from '../../src/io/view.ts';
import { choose } from '../../src/plan/choose.ts';
import { agreedRates } from '../../src/plan/rates.ts';
import { exactnessOf, fusedServes } from '../../src/problem/exactness.ts';
import { checkOptions } from '../../src/problem/options.ts';
import { groupOf, groupOfProduct, reduceToTasks, type Task } from '../../src/problem/reduce.ts';
import { outerTaps } from '../../src/problem/taps.ts';
import { directOrder, oracle, roundHalfEvenSaturate } from '../conformance/oracle.ts';
import { backendNames, backendsHere, mayBeMissing } from '../support/backends.ts';
import { arrayOf } from '../support/containers.ts';
import { integers, picker, random } from '../support/random.ts';

/* The sentences of docs/semantics.md about how exact results are, one after the other. */

type Rows = readonly (readonly number[])[];
type Given = Omit<ConvolveOptions, 'out'>;

const ranges: { readonly [dtype: string]: readonly [number, number] } = {
  uint8: [0, 255],
  uint8clamped: [0, 255],
  int8: [-128, 127],
  int16: [-32768, 32767],
  uint16: [0, 65535],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  uint32: [0, 2 ** 32 - 1],
};

function imageOf(dtype: DType, rows: number, columns: number, seed: number) {
  const data = new arrayOf[dtype](rows * columns);
  const next = ranges[dtype] ? integers(seed, ...ranges[dtype]) : random(seed);
  for (let i = 0; i < data.length; i++) data[i] = next();
  return { data, shape: [rows, columns] };
}

const gridOf = ({ data, shape }: { data: ArrayLike<number>; shape: readonly number[] }) => {
  const [rows, columns] = shape as [number, number];
  return Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (_, j) => [data[i * columns + j] as number]),
  );
};

const outer = (column: readonly number[], row: readonly number[]) => column.map((c) => row.map((r) => c * r));

/** (sum of numerators * image + delta * divisor) / divisor, rounded half to even and saturated, in whole numbers. */
function exactly(
  image: { data: ArrayLike<number>; shape: readonly number[] },
  numerators: Rows,
  divisor: number,
  options: Given,
  dtype: DType,
): number[] {
  const { delta = 0, ...others } = options;
  const { normalize: _, method: __, backend: ___, dtype: ____, ...geometry } = others as ConvolveOptions;
  // All of these sums are below 2^53, so that float64 has them as they are.
  const sums = oracle(gridOf(image), numerators, { operation: 'convolve2d', ...geometry });
  const scale = 2n ** 20n;
  const [low, high] = ranges[dtype] as [number, number];
  return Array.from(sums.values, (sum) => {
    const top = BigInt(sum) * scale + BigInt(delta * 2 ** 20) * BigInt(divisor);
    const bottom = BigInt(divisor) * scale;
    const floor = top >= 0n ? top / bottom : -((-top + bottom - 1n) / bottom);
    const twice = 2n * (top - floor * bottom);
    const isUp = twice > bottom || (twice === bottom && floor % 2n !== 0n);
    return Math.min(Math.max(Number(floor + (isUp ? 1n : 0n)), low), high);
  });
}

describe.each(backendNames)('on %s', (backend) => {
  const run = describe.skipIf(mayBeMissing(backend));
  const settings = { mode: 'same', boundary: 'reflect', backend } as const;

  run('integer results of images of integers are the exact sums', () => {
    const kernels: [name: string, taps: Rows, numerators: Rows, divisor: number, Given][] = [
      ['integers', [[3, -2, 5]], [[3, -2, 5]], 1, {}],
      ['multiples of 2^-3', [[0.125, -0.5, 0.75]], [[1, -4, 6]], 8, {}],
      ['multiples of 2^-15', [[2 ** -15, 0.25]], [[1, 8192]], 32768, {}],
      ['sevenths', [new Array(7).fill(1 / 7)], [new Array(7).fill(1)], 7, {}],
      ['fifths', [new Array(5).fill(0.2)], [new Array(5).fill(1)], 5, {}],
      ['sevenths without one seventh', [[2 / 7, 3 / 7, 2 / 7]], [[2, 3, 2]], 7, {}],
      ['thirds and fifths', [[-7 / 3, 0.4, 0.6]], [[-35, 6, 9]], 15, {}],
      ['ninths', outer([1, 1, 1], [1 / 9, 1 / 9, 1 / 9]), outer([1, 1, 1], [1, 1, 1]), 9, {}],
      ['integers over an odd sum', [[1, 3, 1]], [[1, 3, 1]], 5, { normalize: true }],
      ['integers over an even sum', [[1, 3, 2]], [[1, 3, 2]], 6, { normalize: true }],
      ['integers over a negative sum', [[-1, -3, -2]], [[1, 3, 2]], 6, { normalize: true }],
    ];
    const pick = picker(1);
    const types = Object.keys(ranges) as DType[];
    const circumstances: Given[] = [
      {},
      { stride: 2 },
      { stride: [1, 3], boundary: 'fill', fillvalue: -7 },
      { boundary: 'fill', fillvalue: 1000 },
      { dilation: 2, boundary: 'wrap' },
      { mode: 'full', boundary: 'edge' },
    ];

    it.each(kernels)('%s', (_, taps, numerators, divisor, more) => {
      for (const given of circumstances) {
        for (const delta of [0, 3, 0.5, -1.25, 2 ** -20]) {
          // 2^-20 leaves 32 bits for sums.
          const image = imageOf(
            pick(delta === 2 ** -20 ? types.filter((name) => !name.endsWith('32')) : types),
            9,
            37,
            7,
          );
          const dtype = pick(types);
          const options = { ...settings, ...given, ...more, delta, dtype } as const;
          const expected = exactly(image, numerators, divisor, { ...settings, ...given, delta }, dtype);
          for (const method of ['auto', 'direct'] as const) {
            const { data } = convolve2d(image, taps, { ...options, method });
            expect([...data], JSON.stringify({ ...options, method })).toEqual(expected);
          }
        }
      }
    });

    it('with ties, which a rounded mean plus a half would miss', () => {
      const row = (...data: number[]) => ({ data: Uint8Array.from(data), shape: [1, data.length] });
      const options = { mode: 'valid', delta: 0.5, dtype: 'uint8', backend } as const;
      const sevenths = [new Array(7).fill(1 / 7)];
      expect(convolve2d(row(45, 122, 240, 63, 19, 60, 242), sevenths, options).data[0]).toBe(114);
      expect(convolve2d(row(141, 236, 152, 72, 139), [new Array(5).fill(0.2)], options).data[0]).toBe(148);
      const image = imageOf('uint8', 120, 150, 3);
      const ninths = outer([1, 1, 1], [1 / 9, 1 / 9, 1 / 9]);
      const numerators = outer([1, 1, 1], [1, 1, 1]);
      const means = { ...settings, delta: 0.5, dtype: 'uint8' } as const;
      const expected = exactly(image, numerators, 9, means, 'uint8');
      const sums = exactly(image, numerators, 1, settings, 'int32');
      expect(sums.filter((sum) => sum % 9 === 0).length).toBeGreaterThan(1000);
      expect([...convolve2d(image, ninths, means).data]).toEqual(expected);
      expect([...convolve2d(image, numerators, { ...means, normalize: true }).data]).toEqual(expected);
    });

    it('in a bank with kernels that are no fractions, and with a fill value that no result reads', () => {
      const row = { data: Uint8Array.of(45, 122, 240, 63, 19, 60, 242), shape: [1, 7] };
      const mean = [new Array(7).fill(1 / 7)];
      const other = [[0.123, 0.1, 0.2, 0.05, 0.3, 0.01, 0.02]];
      const options = { mode: 'valid', delta: 0.5, dtype: 'uint8', backend } as const;
      const results = convolve2d(row, [other, mean, other], options).map(({ data }) => data[0]);
      expect(results).toEqual([117, 114, 117]);
      expect(convolve2d(row, mean, { ...options, fillvalue: 0.5 }).data[0]).toBe(114);
      using prepared = prepare([other, mean], { ...options, shape: [1, 7] });
      expect(prepared.run(row).map(({ data }) => data[0])).toEqual([117, 114]);
    });

    it('of lists that are shortened', () => {
      const fifths = new Array(1025).fill(0.2);
      const options = { mode: 'same', boundary: 'wrap', delta: 0.5, dtype: 'uint16', backend } as const;
      expect(sepConvolve2d({ data: Uint8Array.of(1), shape: [1, 1] }, [1], fifths, options).data[0]).toBe(
        206,
      );
      const image = imageOf('uint8', 1, 50, 4);
      const thirds = new Array(1501).fill(1 / 3);
      const expected = exactly(
        image,
        [new Array(1501).fill(1)],
        3,
        { ...options, boundary: 'symm' },
        'uint16',
      );
      expect([...sepConvolve2d(image, [1], thirds, { ...options, boundary: 'symm' }).data]).toEqual(expected);
    });

    it('of a column and a row over powers of two or over odd numbers, of boxes, by whatever method', () => {
      const image = imageOf('int16', 40, 60, 5);
      const thirds = [1 / 3, 1 / 3, 1 / 3];
      const quarters = [0.25, 0.5, 0.25];
      const cases: [number[], number[], number[], number[], number, boolean][] = [
        [thirds, thirds, [1, 1, 1], [1, 1, 1], 9, false],
        [quarters, quarters, [1, 2, 1], [1, 2, 1], 16, false],
        [[1, 1, 1], [1, 1], [1, 1, 1], [1, 1], 6, true],
        [
          new Array(30).fill(1),
          new Array(41).fill(1),
          new Array(30).fill(1),
          new Array(41).fill(1),
          1230,
          true,
        ],
        [[1, -3], [2, 5, 1], [-1, 3], [2, 5, 1], 16, true],
      ];
      for (const [column, row, columnNumerators, rowNumerators, divisor, normalize] of cases) {
        for (const delta of [0, 0.5]) {
          const options = { ...settings, dtype: 'int16', delta, normalize } as const;
          const expected = exactly(image, outer(columnNumerators, rowNumerators), divisor, options, 'int16');
          for (const method of ['auto', 'direct', 'separable'] as const) {
            const { data } = sepConvolve2d(image, column, row, { ...options, method });
            expect([...data], `${column} ${row} ${method}`).toEqual(expected);
          }
        }
      }
    });

    it('by Fourier transforms too, where auto takes them', () => {
      const image = imageOf('uint8', 200, 210, 6);
      const next = integers(8, 0, 9);
      const taps = Array.from({ length: 45 }, () => Array.from({ length: 45 }, () => next()));
      const divisor = taps.flat().reduce((a, b) => a + b);
      const options = { ...settings, dtype: 'int32', normalize: true, delta: 0.5 } as const;
      expect(explain(image, taps, options)).toMatchObject({ method: 'fft', errorBound: 0 });
      expect([...convolve2d(image, taps, options).data]).toEqual(
        exactly(image, taps, divisor, options, 'int32'),
      );
    });
  });

  run('all other integer results', () => {
    const taps = [[0.1, 0.25, -0.3141]];

    it('are the direct sums of float64, rounded', () => {
      const pick = picker(4);
      for (let n = 0; n < 40; n++) {
        const image = imageOf(pick(['float32', 'float64', 'uint8', 'int32'] as const), 12, 33, n);
        const dtype = pick(Object.keys(ranges) as DType[]);
        const { values } = directOrder(
          gridOf(image),
          taps,
          { operation: 'convolve2d', mode: 'same' },
          'float64',
        );
        const { data } = convolve2d(image, taps, {
          mode: 'same',
          dtype,
          ...(backend !== 'wasm-relaxed' && { backend }),
        });
        expect([...data]).toEqual(Array.from(values, (value) => roundHalfEvenSaturate(value, dtype)));
      }
    });

    it('are the two passes of float64 for a column and a row, rounded', () => {
      const image = imageOf('uint8', 50, 47, 9);
      const list = [0.1, 0.7, 0.2];
      const pass = (grid: number[][][], kernel: Rows) => {
        const { values, rows, cols } = directOrder(
          grid,
          kernel,
          { operation: 'convolve2d', mode: 'same', boundary: 'reflect' },
          'float64',
        );
        return gridOf({ data: values, shape: [rows, cols] });
      };
      const expected = pass(
        pass(
          gridOf(image),
          list.map((tap) => [tap]),
        ),
        [list],
      )
        .flat(2)
        .map((value) => roundHalfEvenSaturate(value * 2 ** 20, 'int32'));
      // A scale that shows differences of 2^-20.
      const scaled = list.map((tap) => tap * 2 ** 20);
      const options = { ...settings, dtype: 'int32' } as const;
      const { data } = sepConvolve2d(image, list, scaled, {
        ...options,
        ...(backend === 'wasm-relaxed' && { backend: 'auto' }),
      });
      expect([...data]).toEqual(expected);
    });

    it('with a fractional delta of more places, or a fractional fill value', () => {
      for (const more of [{ delta: 0.1 }, { boundary: 'fill', fillvalue: 0.5 }] as Given[]) {
        const image = imageOf('uint8', 20, 30, 2);
        const options = { mode: 'same', boundary: 'reflect', ...more } as const;
        const { values } = directOrder(
          gridOf(image),
          [[0.2, 0.2, 0.2]],
          { operation: 'convolve2d', ...options },
          'float64',
        );
        const { data } = convolve2d(image, [[0.2, 0.2, 0.2]], {
          ...options,
          dtype: 'uint8',
          ...(backend !== 'wasm-relaxed' && { backend }),
        });
        expect([...data]).toEqual(Array.from(values, (value) => roundHalfEvenSaturate(value, 'uint8')));
      }
    });
  });

  run('a kernel that sums to a rounding error', () => {
    it('is not divided by it', () => {
      const image = imageOf('float64', 1, 40, 3);
      const taps = [...new Array(8).fill(0.1), -0.8];
      const options = { mode: 'valid', backend } as const;
      const plain = convolve2d(image, [taps], options).data;
      expect(convolve2d(image, [taps], { ...options, normalize: true }).data).toEqual(plain);
      const passes = sepConvolve2d(image, [1, 1], taps, { ...options, mode: 'same', normalize: true });
      expect(passes.data).toEqual(sepConvolve2d(image, [1, 1], taps, { ...options, mode: 'same' }).data);
      const bytes = { data: Int8Array.of(121, -105, -64, 108, -54, 51, 56), shape: [7, 1] };
      const signed = [0.06, -0.07, 0.04, -0.06, 0.07, -0.09, 0.05].map((tap) => [tap]);
      const { data } = convolve2d(bytes, signed, {
        ...options,
        normalize: true,
        precision: 'fast',
        dtype: 'uint8',
      });
      expect([...data]).toEqual([2]);
    });

    it('is one of a list that is shortened all the same, and one of either list under nan', () => {
      const list = Array.from({ length: 2016 }, (_, i) => (i % 9 === 8 ? -0.8 : 0.1));
      const options = { mode: 'same', boundary: 'wrap', normalize: true, backend } as const;
      const [[value]] = sepConvolve2d([[5]], list, [1], options) as [[number]];
      expect(Math.abs(value)).toBeLessThan(1e-9);
      const near = [1, 1e-9 - 1];
      const missing = { data: Float64Array.of(1, NaN, 2, 3), shape: [2, 2] };
      expect(() => sepConvolve2d(missing, near, [1, 1], { nan: 'ignore', backend })).toThrow(
        expect.objectContaining({ code: 'ERR_CONFLICT' }),
      );
    });

    it('is just above it', () => {
      const taps = [[0.5, -0.5 + 3e-8]];
      const image = { data: Float64Array.of(1, 3), shape: [1, 2] };
      const divided = convolve2d(image, taps, { mode: 'valid', normalize: true, backend }).data[0] as number;
      expect(divided).toBeCloseTo((0.5 * 3 + (-0.5 + 3e-8)) / 3e-8, -2);
    });
  });

  run('a column and a row', () => {
    const column = [1, -0.5, 2];
    const row = [0.25, 0, 1, 3];

    it('spread NaN and infinities as direct sums do', () => {
      const image = imageOf('float32', 30, 41, 1);
      image.data.set([NaN], 5 * 41 + 7);
      image.data.set([Infinity, -Infinity], 20 * 41 + 3);
      image.data.set([-Infinity], 20 * 41 + 30);
      for (const boundary of ['fill', 'wrap', 'symm'] as const) {
        const results = (['separable', 'direct'] as const).map((method) => {
          const { data } = sepConvolve2d(image, column, row, { boundary, backend, method });
          return [...data].map((value) => (Number.isFinite(value) ? 0 : value));
        });
        expect(results[0]).toEqual(results[1]);
        expect(results[0]!.some(Number.isNaN)).toBe(true);
        expect(results[0]).toContain(Infinity);
      }
    });

    it('do not overflow on the way', () => {
      const image = { data: new Float32Array(40 * 40).fill(2 ** 125), shape: [40, 40] };
      const { data } = sepConvolve2d(image, [8, 8, 8], [1 / 32, 1 / 32], {
        mode: 'valid',
        backend,
        method: 'separable',
      });
      expect(data.every((value) => value === 1.5 * 2 ** 125)).toBe(true);
    });

    it.each(['fill', 'wrap', 'symm', 'reflect', 'edge'] as Boundary[])(
      'far longer than the image are shortened: %s',
      (boundary) => {
        const geometries: Given[] = [
          { mode: 'same' },
          { padding: [800, 1200], stride: [1, 3] },
          {
            padding: [
              [0, 1510],
              [2200, 3],
            ],
          },
        ];
        for (const [rows, columns] of [
          [1, 1],
          [2, 7],
          [13, 5],
          [9, 60],
        ] as const) {
          const image = imageOf('float64', rows, columns, rows);
          const next = random(rows);
          const lists = [1500, 2201].map((length) => Array.from({ length }, () => next() - 0.3));
          for (const geometry of geometries) {
            const options = { ...geometry, boundary, fillvalue: 0.75, delta: 2 };
            const actual = sepConvolve2d(image, lists[0]!, lists[1]!, { ...options, backend });
            const [most, { values, shape }] = separately(image, lists as [number[], number[]], options);
            expect(actual.shape).toEqual(shape);
            for (const [i, value] of actual.data.entries()) {
              expect(Math.abs(value - 2 - values[i]!)).toBeLessThan(1e-9 * most);
            }
          }
        }
      },
    );
  });
});

/** By the definition, first along the columns; and how large the sums are at most. */
function separately(
  image: { data: ArrayLike<number>; shape: readonly number[] },
  [column, row]: readonly [number[], number[]],
  options: Given,
) {
  const { padding, stride = 1, delta: _, ...others } = options;
  const [strideY, strideX] = Array.isArray(stride) ? stride : [stride, stride];
  const sides = (axis: 0 | 1) => {
    const side = (padding as readonly (number | [number, number])[] | undefined)?.[axis];
    return (Array.isArray(side) ? side : [side, side]) as [number, number];
  };
  const sized = (axis: 0 | 1) =>
    padding === undefined
      ? { mode: 'same' as const }
      : { padding: (axis === 0 ? [sides(0), [0, 0]] : [[0, 0], sides(1)]) as never };
  const fill = others.fillvalue ?? 0;
  const vertical = oracle(
    gridOf(image),
    column.map((tap) => [tap]),
    { operation: 'convolve2d', ...others, ...sized(0), stride: [strideY, 1] as never },
  );
  const total = column.reduce((sum, tap) => sum + tap, 0);
  const horizontal = oracle(gridOf({ data: vertical.values, shape: [vertical.rows, vertical.cols] }), [row], {
    operation: 'convolve2d',
    ...others,
    ...sized(1),
    fillvalue: fill * total,
    stride: [1, strideX] as never,
  });
  const most = Math.max(1, ...horizontal.magnitude);
  return [most, { values: horizontal.values, shape: [horizontal.rows, horizontal.cols] }] as const;
}

describe('float results of integers', () => {
  it('are exact by every method that auto takes while sums stay below 2^24', () => {
    const image = imageOf('uint8', 90, 100, 4);
    const next = integers(2, -9, 9);
    const sizes = [3, 9, 25];
    for (const size of sizes) {
      const taps = Array.from({ length: size }, () => Array.from({ length: size }, next));
      const { values } = oracle(gridOf(image), taps, { operation: 'convolve2d', mode: 'same' });
      for (const backend of backendsHere) {
        const { data } = convolve2d(image, taps, { mode: 'same', dtype: 'float32', backend });
        expect([...data]).toEqual([...values]);
      }
    }
  });
});

describe('what is promised', () => {
  const problemOf = (dtype: DType, result: DType, options: ConvolveOptions, ...lists: number[][]) => {
    const [column, row] = lists.map((list) => Float64Array.from(list)) as [Float64Array, Float64Array];
    const group = groupOfProduct(outerTaps(column, row));
    const image = shapeOnly({ rows: 64, columns: 64, channels: 1 }, dtype);
    const checked = checkOptions({ mode: 'same', ...options }).options;
    const [task] = reduceToTasks('convolve2d', image, group, checked, result) as [Task];
    return task.problem;
  };

  it.each([
    ['uint8', 'uint8', {}, [1, 2], 'exact', true],
    ['uint8', 'uint8', {}, [0.5, 0.25], 'exact', true],
    ['int32', 'uint8', { normalize: true }, [1, 2], 'exact', true],
    // What decides them is not fused.
    ['uint8', 'uint8', {}, [0.3, 0.4], 'rounded', true],
    ['float32', 'uint8', {}, [1, 2], 'rounded', true],
    ['uint8', 'uint8', { precision: 'fast' }, [0.3, 0.4], 'near', true],
    ['int8', 'uint8', { precision: 'fast' }, [3e15, -1e15], 'near', false],
    ['float32', 'uint8', { precision: 'fast' }, [0.3, 0.4], 'near', false],
    ['uint8', 'float32', {}, [1, 2], 'exact', true],
    ['float32', 'float32', {}, [1, 2], 'bounded', true],
  ] as [DType, DType, ConvolveOptions, number[], string, boolean][])(
    'of %s to %s, %j, %j: %s; fused multiply-add serves: %s',
    (dtype, result, options, list, exactness, isFused) => {
      const problem = problemOf(dtype, result, options, list, list);
      expect(problem.exactness).toBe(exactness);
      expect(fusedServes(problem)).toBe(isFused);
    },
  );

  it('is the same bits on all backends, unfused, of floats that later decide integers', () => {
    const group = groupOfProduct(outerTaps(Float64Array.of(0.3), Float64Array.of(0.4)));
    const image = shapeOnly({ rows: 64, columns: 64, channels: 1 }, 'float64');
    const options = { ...checkOptions({ mode: 'same' }).options, steady: true };
    const [task] = reduceToTasks('convolve2d', image, group, options, 'float64') as [Task];
    expect(task.problem.exactness).toBe('same');
    expect(fusedServes(task.problem)).toBe(false);
  });

  it('is not exact of a column over a power of two and a row over an odd number', () => {
    expect(problemOf('uint8', 'uint8', {}, [0.5, 0.25], [1 / 3, 2 / 3]).exactness).toBe('rounded');
    expect(problemOf('uint8', 'uint8', {}, [0.5, 0.25], [1, 3]).exactness).toBe('exact');
  });

  it('leaves to direct sums what is nearer to a tie than the errors of both methods', () => {
    const taps = Float64Array.from({ length: 441 }, (_, i) => Math.exp(-(((i % 21) - 10) ** 2) / 50) / 441);
    const view = contiguousView(taps, 'float64', { rows: 21, columns: 21, channels: 1 });
    const image = shapeOnly({ rows: 300, columns: 300, channels: 1 }, 'uint8');
    const checked = checkOptions({ mode: 'same' }).options;
    // Results of 32 bits are not repaired one by one.
    const [{ problem }] = reduceToTasks('convolve2d', image, groupOf([view]), checked, 'int32') as [Task];
    const request = { method: 'separable', rates: agreedRates, deterministic: false } as const;
    const { plan } = choose(problem, request);
    const greatest = 255 * taps.reduce((sum, tap) => sum + tap, 0) * 2 ** -53;
    // 441 + 4 for direct sums, at least 21 + 21 + 6 for passes.
    expect(plan.tieMargin).toBeGreaterThanOrEqual((445 + 48) * greatest);
    expect(plan.tieMargin).toBeLessThan((445 + 3 * 48) * greatest);
  });

  it('ends where sums are not held: 2^24, 2^53, and 2^52 before a division', () => {
    const decide = (result: DType, tap: number, more: object = {}) => {
      const taps = [outerTaps(Float64Array.of(1), Float64Array.of(tap))];
      const none = { boundary: 'wrap', fillvalue: 0, delta: 0, precision: 'exact', steady: false } as const;
      return exactnessOf({ image: 'uint8', result, given: taps, taps, ...none, ...more }).exactness;
    };
    expect(decide('float32', Math.floor(2 ** 24 / 255))).toBe('exact');
    expect(decide('float32', Math.ceil(2 ** 24 / 255))).toBe('bounded');
    expect(decide('int32', Math.floor(2 ** 53 / 255))).toBe('exact');
    expect(decide('int32', 2 ** 53 / 254)).toBe('rounded');
    expect(decide('int32', 2 ** 42, { delta: 0.5 })).toBe('exact');
    expect(decide('int32', 2 ** 44, { delta: 0.5 })).toBe('rounded');
    expect(decide('int32', 1, { delta: 2 ** -20 })).toBe('exact');
    expect(decide('int32', 1, { delta: 2 ** -21 })).toBe('rounded');
    expect(decide('int32', 0.1, { steady: true })).toBe('rounded');
    expect(decide('float64', 0.1, { steady: true })).toBe('same');
  });
});
