import { describe, expect, it } from 'vitest';
import { convolve2d } from '../../src/index.ts';
import { backendsHere } from '../support/backends.ts';
import { answer } from './answer.ts';

describe.each(backendsHere)('padding on %s', (backend) => {
  it('a number: on all four sides', () => {
    expect(answer([[5]], [[1]], { padding: 1, backend })).toEqual([
      [0, 0, 0],
      [0, 5, 0],
      [0, 0, 0],
    ]);
  });

  it('[rows, columns]', () => {
    expect(answer([[5]], [[1]], { padding: [1, 0], backend })).toEqual([[0], [5], [0]]);
    expect(answer([[5]], [[1]], { padding: [0, 1], backend })).toEqual([[0, 5, 0]]);
  });

  it('[[top, bottom], [left, right]]', () => {
    const padding = [
      [1, 0],
      [2, 3],
    ] as const;
    expect(answer([[5]], [[1]], { padding, backend })).toEqual([
      [0, 0, 0, 0, 0, 0],
      [0, 0, 5, 0, 0, 0],
    ]);
  });

  it('0: results only where the kernel lies on the image', () => {
    expect(answer([[1, 2, 3]], [[1, 1]], { padding: 0, backend })).toEqual([[3, 5]]);
  });
});

it('may be a list that changes between calls', () => {
  const padding: [number, number] = [0, 0];
  const shapeNow = () => {
    const result = convolve2d([[1, 2]], [[1]], { padding });
    return [result.length, result[0]!.length];
  };
  expect(shapeNow()).toEqual([1, 2]);
  padding[0] = 2;
  expect(shapeNow()).toEqual([5, 2]);
  padding[1] = 1;
  expect(shapeNow()).toEqual([5, 4]);
});
