import { describe, expect, it } from 'vitest';
import type { Boundary } from '../../src/base/types.ts';
import { backendsHere } from '../support/backends.ts';
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
});
