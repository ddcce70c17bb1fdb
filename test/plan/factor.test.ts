import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Factors, factorise } from '../../src/plan/factor.ts';
import { integers, random } from '../support/random.ts';

interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

/** A float32 is within 2^-24 of the number it was rounded from; an outer product of such has a few such errors. */
const FLOAT32 = 2 ** -23;
/** The same of float64, whose significand has 29 bits more. */
const FLOAT64 = 2 ** -50;

describe('integers of rank 1', () => {
  it.each([
    ['a binomial', [1, 4, 6, 4, 1], [1, 4, 6, 4, 1]],
    ['Sobel', [1, 2, 1], [-1, 0, 1]],
    ['negative', [-3, 5, -7], [-2, -4, 11]],
    ['zero rows', [0, 0, 2, 0, -2], [1, 2, 3]],
    ['zero columns', [1, -1], [0, 0, 6, 0, 9]],
    ['a common divisor', [12, 18, 30], [10, 15, -25]],
    ['a first row that is the greatest', [12, 4, 3], [30, 6]],
    ['large', [2 ** 26, 1 - 2 ** 26], [2 ** 26, 3, 2 ** 25 + 1]],
    ['ones', [1, 1, 1], [1, 1, 1]],
    ['nothing but zeros', [0, 0], [0, 0, 0]],
  ])('have exact integer factors: %s', (_, column, row) => {
    const kernel = outer(column, row);
    const factors = factorise(kernel.values, kernel.rows, kernel.columns, 1, 0)!;
    expect(factors).toMatchObject({ rank: 1, error: 0 });
    expect([...factors.columns, ...factors.rows].every(Number.isSafeInteger)).toBe(true);
    expect(exactResidual(kernel, factors)).toBe(0n);
  });

  it('have exact integer factors: any', () => {
    const taps = fc.array(fc.integer({ min: -(2 ** 26), max: 2 ** 26 }), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(taps, taps, (column, row) => {
        const kernel = outer(column, row);
        const factors = found(kernel, 1, 0);
        expect(factors.error).toBe(0);
        expect([...factors.columns, ...factors.rows].every(Number.isSafeInteger)).toBe(true);
        expect(exactResidual(kernel, factors)).toBe(0n);
      }),
    );
  });

  it.each([1, 1000, 2 ** 20, 2 ** 40])('are not those where one element of some %d is another', (size) => {
    const kernel = outer([size, 3 * size, -2 * size], [1, -513, 1023]);
    expect(found(kernel, 1, 0).error).toBe(0);
    for (let at = 0; at < kernel.values.length; at++) {
      for (const step of [-1, 1]) {
        const values = kernel.values.slice();
        values[at]! += step;
        expect(factorise(values, 3, 3, 3, 0)).toBeUndefined();
      }
    }
  });

  it('are not those whose cross products only round to each other', () => {
    const n = 2 ** 52;
    expect((n + 1) * (n - 1)).toBe(n * n);
    expect(factorise(Float64Array.of(n + 1, n, n, n - 1), 2, 2, 2, 0)).toBeUndefined();
  });
});

describe('a kernel with one row or one column', () => {
  it.each([
    [1, 5],
    [5, 1],
    [1, 1],
  ])('is a factor itself: %d x %d', (rows, columns) => {
    const kernel = { rows, columns, values: Float64Array.from({ length: rows * columns }, random(1)) };
    const factors = found(kernel, 1, 0);
    expect(factors).toMatchObject({ rank: 1, error: 0 });
    expect(factors.columns).toHaveLength(rows);
    expect(factors.rows).toHaveLength(columns);
    expect(exactResidual(kernel, factors)).toBe(0n);
  });

  it('is copied', () => {
    const values = Float64Array.of(0.5, 0.25);
    const across = factorise(values, 1, 2, 1, 0)!;
    const down = factorise(values, 2, 1, 1, 0)!;
    values.fill(9);
    expect([...across.rows, ...down.columns]).toEqual([0.5, 0.25, 0.5, 0.25]);
  });
});

describe('a Gaussian', () => {
  const sizes = [3, 5, 11, 31];

  it.each(sizes)('is of rank 1 in float64: %d', (size) => {
    const factors = found(gaussian(size), 4, FLOAT64);
    expect(factors.rank).toBe(1);
    expect(factors.error).toBeGreaterThan(0);
  });

  it.each(sizes)('is of rank 1 rounded to float32: %d', (size) => {
    const kernel = mapped(gaussian(size), Math.fround);
    expect(found(kernel, 4, FLOAT32).rank).toBe(1);
    expect(factorise(kernel.values, size, size, 1, FLOAT64)).toBeUndefined();
  });

  it('has symmetric factors', () => {
    const { columns, rows } = found(mapped(gaussian(9), Math.fround), 1, FLOAT32);
    expect(columns.slice().reverse()).toEqual(columns);
    expect(rows.slice().reverse()).toEqual(rows);
  });

  it('has columns that do not magnify', () => {
    const { columns } = found(
      mapped(gaussian(9), (value) => -1000 * value),
      1,
      FLOAT64,
    );
    const sum = columns.reduce((all, value) => all + Math.abs(value), 0);
    expect(sum).toBeLessThanOrEqual(1);
    expect(sum).toBeGreaterThanOrEqual(1 / 4);
  });

  it.each([2 ** -900, 2 ** 900])('may have any scale: %d', (scale) => {
    const plain = found(gaussian(7), 1, FLOAT64);
    const scaled = found(
      mapped(gaussian(7), (value) => value * scale),
      1,
      FLOAT64,
    );
    expect(scaled).toEqual({ ...plain, rows: plain.rows.map((value) => value * scale) });
  });
});

describe('a sum of outer products', () => {
  it.each([
    [2, 5, 7],
    [3, 4, 9],
    [3, 31, 31],
    [4, 12, 5],
  ])('of %d terms has that rank: %d x %d', (rank, rows, columns) => {
    for (let seed = 1; seed <= 20; seed++) {
      const kernel = sumOfProducts(rank, rows, columns, seed);
      expect(found(kernel, 6, FLOAT64 * rank).rank).toBe(rank);
      expect(found(mapped(kernel, Math.fround), 6, FLOAT32).rank).toBe(rank);
      expect(factorise(kernel.values, rows, columns, rank - 1, FLOAT32)).toBeUndefined();
    }
  });

  it('may be one of integers', () => {
    const laplacian = { rows: 3, columns: 3, values: Float64Array.of(0, 1, 0, 1, -4, 1, 0, 1, 0) };
    expect(found(laplacian, 3, FLOAT64).rank).toBe(2);
  });
});

describe('a random kernel', () => {
  it.each([
    [5, 3],
    [31, 3],
    [127, 20],
  ])('has no few factors: %d x %d, %d terms', (size, maxTerms) => {
    const values = Float64Array.from({ length: size * size }, random(size));
    expect(factorise(values, size, size, maxTerms, FLOAT32)).toBeUndefined();
  });

  it('has a residual of at most the error, which is at most the tolerance, in the fewest terms', () => {
    const size = fc.integer({ min: 1, max: 9 });
    const kernels = fc.tuple(fc.nat(), size, size, fc.integer({ min: 1, max: 9 }), fc.boolean());
    const limits = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: -52, max: 0 }));
    fc.assert(
      fc.property(kernels, limits, ([seed, rows, columns, rank, rounded], [maxTerms, exponent]) => {
        const sum = sumOfProducts(rank, rows, columns, seed);
        const kernel = rounded ? mapped(sum, Math.fround) : sum;
        const tolerance = 2 ** exponent;
        const factors = factorise(kernel.values, rows, columns, maxTerms, tolerance);
        if (!factors) {
          // Elimination leaves nothing after min(rows, columns) terms, but for the rounding of as many steps.
          expect(maxTerms >= Math.min(rows, columns) && tolerance >= 2 ** -44).toBe(false);
          return;
        }
        check(kernel, factors);
        expect(factors.rank).toBeLessThanOrEqual(maxTerms);
        expect(factors.error).toBeLessThanOrEqual(tolerance);
        if (factors.rank > 1) {
          expect(factorise(kernel.values, rows, columns, factors.rank - 1, tolerance)).toBeUndefined();
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('zeros', () => {
  const kernel = gaussian(5);
  const corner = 24;

  it('stay zeros in a single term', () => {
    const cut = outer([0, 0.1, 0.7, 0, 0.3], [0.2, 0, 0.9]);
    const { columns, rows } = found(cut, 1, FLOAT64);
    expect(cut.values.map((_, at) => +(columns[Math.floor(at / 3)]! * rows[at % 3]! !== 0))).toEqual(
      cut.values.map((value) => +(value !== 0)),
    );
  });

  it('are not made up for by a tolerance in a single term', () => {
    const values = kernel.values.slice();
    expect(factorise(values, 5, 5, 1, 0.1)?.rank).toBe(1);
    values[corner] = 0;
    expect(factorise(values, 5, 5, 1, 0.1)).toBeUndefined();
    expect(factorise(values, 5, 5, 5, 0.1)!.rank).toBeGreaterThan(1);
  });

  it('are not made by a tolerance in a single term', () => {
    const values = outer([0, 0.1, 0.7], [0.2, 0.6, 0.9]).values;
    values[0] = 1e-9;
    expect(factorise(values, 3, 3, 1, 0.1)).toBeUndefined();
  });

  it('are not made by underflow in a single term', () => {
    const wide = outer([1, 1e-200], [1, 1e-200]);
    expect(wide.values[3]).toBe(0);
    expect(found(wide, 1, FLOAT64).rank).toBe(1);
    expect(factorise(Float64Array.of(1, 1e-200, 1e-200, Number.MIN_VALUE), 2, 2, 1, 0.1)).toBeUndefined();
  });
});

describe('at the ends of float64', () => {
  it.each([NaN, Infinity, -Infinity])('%d has no factors', (value) => {
    for (const [rows, columns] of [
      [1, 4],
      [4, 1],
      [2, 2],
    ] as const) {
      expect(factorise(Float64Array.of(1, 1, value, 1), rows, columns, 4, 1)).toBeUndefined();
    }
  });

  it.each([1e-320, 1e-310, 1e-300, 1e300])('kernels have factors: %d', (scale) => {
    const kernel = mapped(gaussian(5), (value) => value * scale);
    // Below 2^-1022 float64 has a fixed spacing: this many of them for each element, relative to the sum of all.
    const sum = kernel.values.reduce((all, value) => all + value / (3 * 25), 0);
    expect(found(kernel, 1, Math.max(FLOAT64, Number.MIN_VALUE / sum)).rank).toBe(1);
  });

  it.each([
    ['a factor', [1, 1], [0.5, 1e-6]],
    ['the sum', [1, 1e-9], [0.8, 0.8, 0.8]],
  ])('%s is not to overflow', (_, column, row) => {
    const at = (size: number) =>
      outer(
        column,
        row.map((tap) => tap * size),
      );
    expect(found(at(1e307), 1, FLOAT64).rank).toBe(1);
    const great = at(1e308);
    expect(factorise(great.values, great.rows, great.columns, 2, 1)).toBeUndefined();
  });
});

it('no terms are not enough', () => {
  expect(factorise(Float64Array.of(1), 1, 1, 0, 1)).toBeUndefined();
  expect(factorise(Float64Array.of(1, 1, 1, 1), 2, 2, 0, 1)).toBeUndefined();
});

it('the kernel is left as it was', () => {
  const { values } = gaussian(5);
  factorise(values, 5, 5, 3, FLOAT32);
  expect(values).toEqual(gaussian(5).values);
});

/** The factors, which must exist and be what they say. */
function found(kernel: Matrix, maxTerms: number, tolerance: number): Factors {
  const factors = factorise(kernel.values, kernel.rows, kernel.columns, maxTerms, tolerance);
  if (!factors) throw new Error('no factors found');
  check(kernel, factors);
  return factors;
}

function check(kernel: Matrix, factors: Factors): void {
  expect(factors.columns).toHaveLength(factors.rank * kernel.rows);
  expect(factors.rows).toHaveLength(factors.rank * kernel.columns);
  const residual = exactResidual(kernel, factors);
  const total = kernel.values.reduce((sum, value) => sum + unitsOf(Math.abs(value)), 0n);
  expect(residual <= unitsOf(factors.error) * total).toBe(true);
  // An error of 1 would be a bound, too: these leave room for the rounding of 9 terms of 31 x 31, and for underflow.
  const room = (total << (1074n - 40n)) + (BigInt(3 * factors.rank * kernel.values.length) << 1074n);
  expect(unitsOf(factors.error) * total <= residual + room).toBe(true);
}

/** sum |values - sum of products| in units of 2^-2148, without any rounding. */
function exactResidual({ rows, columns, values }: Matrix, factors: Factors): bigint {
  let residual = 0n;
  for (let u = 0; u < rows; u++) {
    for (let v = 0; v < columns; v++) {
      let left = unitsOf(values[u * columns + v]!) << 1074n;
      for (let t = 0; t < factors.rank; t++) {
        left -= unitsOf(factors.columns[t * rows + u]!) * unitsOf(factors.rows[t * columns + v]!);
      }
      residual += left < 0n ? -left : left;
    }
  }
  return residual;
}

/** A float64 in units of 2^-1074, of which all of them are multiples. */
function unitsOf(value: number): bigint {
  const bits = new BigUint64Array(Float64Array.of(Math.abs(value)).buffer)[0]!;
  const exponent = bits >> 52n;
  const fraction = bits & (2n ** 52n - 1n);
  const units = exponent === 0n ? fraction : (fraction | (2n ** 52n)) << (exponent - 1n);
  return value < 0 ? -units : units;
}

function outer(column: readonly number[], row: readonly number[]): Matrix {
  const values = Float64Array.from(column.flatMap((c) => row.map((r) => c * r)));
  return { rows: column.length, columns: row.length, values };
}

function mapped(matrix: Matrix, value: (x: number) => number): Matrix {
  return { ...matrix, values: matrix.values.map(value) };
}

function gaussian(size: number): Matrix {
  const taps = Array.from({ length: size }, (_, at) =>
    Math.exp(-(((at - (size - 1) / 2) / (size / 5)) ** 2)),
  );
  return outer(taps, taps);
}

/** Random outer products added up; half of them sparse. */
function sumOfProducts(rank: number, rows: number, columns: number, seed: number): Matrix {
  const next = random(seed);
  const sparse = integers(seed, 0, 1)() === 1;
  const taps = (length: number) =>
    Array.from({ length }, () => (sparse && next() < 0.2 ? 0 : 2 * next() - 1));
  const values = new Float64Array(rows * columns);
  for (let t = 0; t < rank; t++) {
    const term = outer(taps(rows), taps(columns)).values;
    term.forEach((value, at) => {
      values[at]! += value;
    });
  }
  return { rows, columns, values };
}
