import { describe, expect, it } from 'vitest';
import { columnsOf } from '../../src/js/columns.ts';
import { frequencies, transforms } from '../../src/plan/transform.ts';
import { type Columns as Matrix, relativeError, reordered, transformPair } from '../support/dft.ts';

const U = 2 ** -53;

/** Rows `pitch` apart, NaN between them, from `at` on. */
function spread({ width, real, imaginary }: Matrix, pitch: number, at = 0) {
  const rows = (values: Float64Array) => {
    const result = new Float64Array(at + (values.length / width) * pitch).fill(Number.NaN);
    for (let i = 0; i < values.length; i++)
      result[at + Math.floor(i / width) * pitch + (i % width)] = values[i]!;
    return result;
  };
  return { real: rows(real), imaginary: rows(imaginary) };
}

describe.each(
  transforms
    .filter(({ length }) => length <= 1152)
    .map((transform) => [transform.length, transform] as const),
)('js columns, %i', (length, transform) => {
  const { x, spectrum } = transformPair(length);
  const { width } = x;
  const columns = columnsOf(transform);
  const digitReversed = reordered(spectrum, frequencies(transform));
  const multiple = {
    width,
    real: x.real.map((v) => v * length),
    imaginary: x.imaginary.map((v) => v * length),
  };

  /** Also expects whatever is no part of the matrix to be NaN still. */
  function gathered({ real, imaginary }: ReturnType<typeof spread>, pitch: number): Matrix {
    const rows = (values: Float64Array) => {
      expect(values.every((value, i) => i % pitch < width || Number.isNaN(value))).toBe(true);
      return values.filter((_, i) => i % pitch < width);
    };
    return { width, real: rows(real), imaginary: rows(imaginary) };
  }

  it('forward from elsewhere', () => {
    const source = {
      real: spread(x, width + 2, 3).real,
      imaginary: spread(x, width + 2, 5).imaginary.subarray(2),
    };
    const pitch = width + 3;
    const empty = new Float64Array(length * pitch).fill(Number.NaN);
    const result = { real: empty, imaginary: empty.slice() };
    columns.forward(source, 3, width + 2, result, pitch, width);
    expect(relativeError(gathered(result, pitch), digitReversed)).toBeLessThan(U * Math.log2(length));
  });

  it('inverse', () => {
    const pitch = width + 1;
    const matrix = spread(digitReversed, pitch);
    columns.inverse(matrix, pitch, width);
    expect(relativeError(gathered(matrix, pitch), multiple)).toBeLessThan(U * Math.log2(length));
  });

  it('there and back in place', () => {
    const matrix = spread(x, width);
    columns.forward(matrix, 0, width, matrix, width, width);
    columns.inverse(matrix, width, width);
    expect(relativeError(gathered(matrix, width), multiple)).toBeLessThan(2 * U * Math.log2(length));
  });
});
