import { describe, expect, it } from 'vitest';
import type { Boundary } from '../../src/base/types.ts';
import { correlate2d } from '../../src/index.ts';
import { boundaries } from '../conformance/cases/geometry.ts';
import { oracle } from '../conformance/oracle.ts';
import { backendsHere } from '../support/backends.ts';
import { filled, gridOf, nested } from '../support/containers.ts';
import { integers } from '../support/random.ts';
import { answer } from './answer.ts';

/** The image 1 2 3 and four elements before and after it. */
const continued: { readonly [name in Boundary]: readonly number[] } = {
  fill: [0, 0, 0, 0, 1, 2, 3, 0, 0, 0, 0],
  wrap: [3, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1],
  symm: [3, 3, 2, 1, 1, 2, 3, 3, 2, 1, 1],
  reflect: [1, 2, 3, 2, 1, 2, 3, 2, 1, 2, 3],
  edge: [1, 1, 1, 1, 1, 2, 3, 3, 3, 3, 3],
};
const column = (row: readonly number[]) => row.map((element) => [element]);
const along = (axis: 'row' | 'column') =>
  axis === 'row'
    ? ([
        [0, 0],
        [4, 4],
      ] as const)
    : ([
        [4, 4],
        [0, 0],
      ] as const);

describe.each(backendsHere)('boundary on %s', (backend) => {
  it.each(Object.entries(continued))('%s continues rows and columns', (name, row) => {
    const options = { boundary: name as Boundary, backend };
    expect(answer([[1, 2, 3]], [[1]], { ...options, padding: along('row') })).toEqual([row]);
    expect(answer(column([1, 2, 3]), [[1]], { ...options, padding: along('column') })).toEqual(column(row));
  });

  it.each(Object.entries(continued))('%s is read by a kernel too', (name, row) => {
    const sums = row.slice(2, -2).map((element, i) => element + 10 * row[i + 4]! + 100 * row[i]!);
    const options = { boundary: name as Boundary, backend, padding: along('row') };
    // Turned, since this is a convolution.
    expect(answer([[1, 2, 3]], [[10, 0, 1, 0, 100]], options)).toEqual([sums]);
  });

  describe('a pair of rules, for rows and for columns', () => {
    const pairs = boundaries.flatMap((rows) => boundaries.map((columns) => [rows, columns] as const));
    const image = nested(4, 5, integers(1, -9, 9));

    it.each(pairs)('%s, %s continues one axis after the other, in either order', (rows, columns) => {
      const continuedBy = (pixels: number[][], boundary: Boundary, padding: [number, number]) =>
        answer(pixels, [[1]], { boundary, padding, fillvalue: 7, backend });
      const options = { boundary: [rows, columns], padding: [11, 13], fillvalue: 7, backend } as const;
      const result = answer(image, [[1]], options);
      expect(result).toEqual(continuedBy(continuedBy(image, rows, [11, 0]), columns, [0, 13]));
      expect(result).toEqual(continuedBy(continuedBy(image, columns, [0, 13]), rows, [11, 0]));
    });

    it.each(pairs)('%s, %s is read by every method, for every type', (rows, columns) => {
      for (const method of ['auto', 'direct', 'separable', 'fft'] as const) {
        for (const dtype of ['uint8', 'int16', 'float32', 'float64'] as const) {
          const options = { boundary: [rows, columns], mode: 'same', fillvalue: 2 } as const;
          const picture = filled([7, 9, 3], dtype, integers(2, 0, 9));
          const kernel = [1, 2, -1, 1, 3].map((a) => [1, -1, 2].map((b) => a * b));
          const { data } = correlate2d(picture, kernel, { ...options, dtype: 'int16', method, backend });
          const expected = oracle(gridOf(picture), kernel, { operation: 'correlate2d', ...options });
          expect(Array.from(data), `${method} ${dtype}`).toEqual(Array.from(expected.values));
        }
      }
    });

    it('reads the fill value of one axis in results of that axis only', () => {
      const options = { mode: 'same', fillvalue: NaN, backend } as const;
      const ones = Array.from({ length: 3 }, () => [1, 1, 1]);
      const isMissing = (boundary: readonly [Boundary, Boundary]) =>
        answer(ones, ones, { ...options, boundary }).map((row) => row.map(Number.isNaN));
      expect(isMissing(['fill', 'edge'])).toEqual([
        [true, true, true],
        [false, false, false],
        [true, true, true],
      ]);
      expect(isMissing(['edge', 'fill'])).toEqual(Array.from({ length: 3 }, () => [true, false, true]));
      // No result reads beyond the left or the right edge.
      expect(answer(ones, [[1], [1]], { ...options, boundary: ['wrap', 'fill'] })).toEqual(
        ones.map((row) => row.map(() => 2)),
      );
    });

    it('is that of preserved alpha too', () => {
      const picture = { data: Uint8ClampedArray.from({ length: 16 }, (_, i) => i), width: 2, height: 2 };
      const alphas = (boundary: readonly [Boundary, Boundary]) => {
        const { data } = correlate2d(picture, [[1]], { padding: 1, boundary, fillvalue: 99, backend });
        return Array.from({ length: 16 }, (_, i) => data[4 * i + 3]);
      };
      expect(alphas(['fill', 'wrap'])).toEqual([99, 99, 99, 99, 7, 3, 7, 3, 15, 11, 15, 11, 99, 99, 99, 99]);
      expect(alphas(['edge', 'fill'])).toEqual([99, 3, 7, 99, 99, 3, 7, 99, 99, 11, 15, 99, 99, 11, 15, 99]);
    });
  });
});
