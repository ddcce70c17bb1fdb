import { describe, expect, it } from 'vitest';
import { elementTypes } from '../../src/base/dtype.ts';
import type { BackendName, DType, Precision, TypedArray } from '../../src/base/types.ts';
import { correlate2d } from '../../src/index.ts';
import { backendNames, mayBeMissing } from '../support/backends.ts';
import { roundHalfEvenSaturate } from './oracle.ts';

/*
 * Rounding and saturation of every value of small element types. Images are wide enough for vectors, and each byte comes in
 * every lane.
 *
 * An integer result is the exact sum of products, rounded half to even and saturated; or that of the sum in float64, tap
 * after tap. The two differ only within rounding error of a tie: 3 * (1 / 3) + 0.5 is 1.5 in float64, but exactly a little
 * less, because the stored 1 / 3 is.
 */

type Integers = 'uint8' | 'uint8clamped' | 'int8' | 'int16' | 'uint16';

interface Plane {
  readonly dtype: Integers;
  readonly rows: number;
  readonly columns: number;
  at(row: number, column: number): number;
}

/** Sums are counted in this; taps and deltas here are multiples of it. */
const UNIT_BITS = 64n;

function inUnits(value: number): bigint {
  return BigInt(value * 2 ** Number(UNIT_BITS));
}

function exactRounded(sum: bigint, dtype: DType): number {
  const whole = sum >> UNIT_BITS;
  const twice = 2n * (sum - (whole << UNIT_BITS));
  const one = 1n << UNIT_BITS;
  const up = twice > one || (twice === one && whole % 2n !== 0n);
  const [least, greatest] = elementTypes[dtype].range!;
  return Math.min(Math.max(Number(whole) + Number(up), least), greatest);
}

/** The values that a result may have: one, or two near a tie. */
function allowed(taps: readonly number[], pixels: readonly number[], delta: number, dtype: DType): number[] {
  if (dtype === 'float32') {
    const { fround } = Math;
    const sum = taps.reduce((total, tap, n) => fround(total + fround(fround(tap) * pixels[n]!)), 0);
    return [fround(sum + fround(delta))];
  }
  const exact = taps.reduce((total, tap, n) => total + inUnits(tap) * BigInt(pixels[n]!), inUnits(delta));
  const inFloat64 = taps.reduce((total, tap, n) => total + tap * pixels[n]!, 0) + delta;
  return [exactRounded(exact, dtype), roundHalfEvenSaturate(inFloat64, dtype)];
}

/** The allowed results for each value of one pixel, or of a pair of bytes. The two lists differ only near ties. */
interface Table {
  readonly exact: TypedArray;
  readonly inFloat64: TypedArray;
}

/** Kept, since all backends need the same. */
const tables = new Map<string, Table>();

function tableFor(taps: readonly number[], from: Integers, dtype: DType, delta: number): Table {
  const name = [...taps, from, dtype, delta].join();
  let table = tables.get(name);
  if (table === undefined) {
    const [least, greatest] = elementTypes[from].range!;
    const values = greatest - least + 1;
    const length = values ** taps.length;
    table = {
      exact: new elementTypes[dtype].array(length),
      inFloat64: new elementTypes[dtype].array(length),
    };
    for (let key = 0; key < length; key++) {
      const pixels = taps.length === 1 ? [least + key] : [Math.floor(key / values), key % values];
      const [exact, inFloat64 = exact] = allowed(taps, pixels, delta, dtype);
      table.exact[key] = exact!;
      table.inFloat64[key] = inFloat64!;
    }
    tables.set(name, table);
  }
  return table;
}

/** Descriptions of the wrong results of a kernel of one tap, or of two for bytes. */
function wrong(
  plane: Plane,
  kernel: number[][],
  { delta, ...options }: { dtype: DType; delta: number; backend: BackendName; precision?: Precision },
): string[] {
  const { dtype: from, rows, columns } = plane;
  const elements = new elementTypes[from].array(rows * columns);
  for (let i = 0; i < elements.length; i++) elements[i] = plane.at(Math.floor(i / columns), i % columns);
  const image = { data: elements, shape: [rows, columns] };
  const { data, shape } = correlate2d(image, kernel, { ...options, delta, mode: 'valid' });
  const [resultRows, resultColumns] = shape as [number, number];
  expect(shape).toEqual([rows - kernel.length + 1, columns - kernel[0]!.length + 1]);

  const taps = kernel.flat();
  const { exact, inFloat64 } = tableFor(taps, from, options.dtype, delta);
  const [least] = elementTypes[from].range!;
  const toSecond = kernel.length > 1 ? columns : 1;
  const found: string[] = [];
  for (let row = 0; row < resultRows; row++) {
    for (let column = 0; column < resultColumns; column++) {
      const place = row * columns + column;
      const pixel = elements[place]!;
      const key = taps.length === 1 ? pixel - least : pixel * 256 + elements[place + toSecond]!;
      const result = data[row * resultColumns + column]!;
      const isRight = result === exact[key] || result === inFloat64[key];
      if (!(isRight || (options.precision === 'fast' && Math.abs(result - exact[key]!) <= 1))) {
        found.push(`${options.dtype} at ${row}, ${column}: ${result}, not ${exact[key]}`);
      }
    }
  }
  return found;
}

/** Each row has all bytes, beginning with another one than the row before. */
const bytes: Plane = {
  dtype: 'uint8',
  rows: 32,
  columns: 256,
  at: (row, column) => (row * 7 + column) % 256,
};
/** Row after row a byte beside all bytes, so that all pairs are there in both orders. */
const pairs: Plane = {
  dtype: 'uint8',
  rows: 256,
  columns: 512,
  at: (row, column) => (column % 2 === 0 ? row : (column - 1) / 2),
};
const uprightPairs: Plane = { ...pairs, rows: 512, columns: 256, at: (row, column) => pairs.at(column, row) };
const words = (dtype: 'int16' | 'uint16'): Plane => ({
  dtype,
  rows: 256,
  columns: 256,
  at: (row, column) => row * 256 + column + (dtype === 'int16' ? -32768 : 0),
});

const results = ['uint8', 'uint8clamped', 'int8', 'int16', 'uint16', 'float32'] as const;
const deltas = [0, 0.5, -3, 128];
/** Ties, taps that binary fractions do not reach, and the neighbours of taps of 8 bits behind the point. */
const taps: readonly (readonly [name: string, tap: number])[] = [
  ...[1, -1, 0.5, -0.5, 1.5, 0.25, 2, 255].map((tap) => [`${tap}`, tap] as const),
  ...[3, 7, 255, -9].map((divisor) => [`1 / ${divisor}`, 1 / divisor] as const),
  ...[1, 3, 127, 129, 255, 257].map((n) => [`${n} / 256`, n / 256] as const),
  ['0.1', 0.1],
];
const twoTaps: readonly (readonly [name: string, kernel: readonly [number, number]])[] = [
  ['0.5, 0.5', [0.5, 0.5]],
  ['1, -1', [1, -1]],
  ['1, 1', [1, 1]],
  ['1 / 3, 2 / 3', [1 / 3, 2 / 3]],
  ['1.25, -0.75', [1.25, -0.75]],
];

it('rounds exact sums half to even', () => {
  const rounded = [-1.5, -0.5, -0.25, 0.5, 0.75, 1.5, 2.5, 254.5, 255.5].map((value) =>
    exactRounded(inUnits(value), 'int16'),
  );
  expect(rounded).toEqual([-2, 0, 0, 0, 1, 2, 2, 254, 256]);
  expect(exactRounded(inUnits(1.5) - 1n, 'uint8')).toBe(1);
  expect(exactRounded(inUnits(0.5) + 1n, 'uint8')).toBe(1);
  expect(exactRounded(inUnits(300), 'uint8')).toBe(255);
  expect(exactRounded(inUnits(-300), 'int8')).toBe(-128);
});

it('allows the sum in float64 where it differs, near a tie', () => {
  expect(allowed([1 / 3], [3], 0.5, 'uint8')).toEqual([1, 2]);
  expect(allowed([1 / 3], [4], 0.5, 'uint8')).toEqual([2, 2]);
});

describe.each(backendNames)('%s', (backend) => {
  const test = it.skipIf(mayBeMissing(backend));

  test.each(taps)('all bytes through %s', (_, tap) => {
    const found = results.flatMap((dtype) =>
      deltas.flatMap((delta) => wrong(bytes, [[tap]], { dtype, delta, backend })),
    );
    expect(found.slice(0, 5)).toEqual([]);
  });

  test.each(twoTaps)('all pairs of bytes through %s', (_, kernel) => {
    const found = (['uint8', 'int16'] as const).flatMap((dtype) => [
      ...wrong(pairs, [[...kernel]], { dtype, delta: 0, backend }),
      ...wrong(uprightPairs, [[kernel[0]], [kernel[1]]], { dtype, delta: 0, backend }),
    ]);
    expect(found.slice(0, 5)).toEqual([]);
  });

  test.each(twoTaps)('all pairs of bytes through %s, 1 off at most where that is faster', (_, kernel) => {
    const found = (['uint8', 'int16'] as const).flatMap((dtype) =>
      wrong(pairs, [[...kernel]], { dtype, delta: 0, backend, precision: 'fast' }),
    );
    expect(found.slice(0, 5)).toEqual([]);
  });

  test.each(taps.filter(([name]) => ['0.5', '-1', '2', '1 / 3', '255 / 256'].includes(name)))(
    'all values of 16 bits through %s',
    (_, tap) => {
      const found = (['int16', 'uint16'] as const).flatMap((from) =>
        (['int16', 'uint16', 'uint8', 'float32'] as const).flatMap((dtype) =>
          [0, 0.5].flatMap((delta) => wrong(words(from), [[tap]], { dtype, delta, backend })),
        ),
      );
      expect(found.slice(0, 5)).toEqual([]);
    },
  );
});
