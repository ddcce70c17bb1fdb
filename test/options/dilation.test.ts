import { describe, expect, it } from 'vitest';
import { correlate2d } from '../../src/index.ts';
import { backendsHere } from '../support/backends.ts';
import { answer } from './answer.ts';

const kernel = [
  [1, 2],
  [3, 4],
];

describe.each(backendsHere)('dilation on %s', (backend) => {
  it('a number: puts so much less 1 of zeros between the taps of both axes', () => {
    expect(answer([[1]], kernel, { dilation: 3, backend })).toEqual([
      [1, 0, 0, 2],
      [0, 0, 0, 0],
      [0, 0, 0, 0],
      [3, 0, 0, 4],
    ]);
  });

  it('[rows, columns]', () => {
    expect(answer([[1]], kernel, { dilation: [2, 1], backend })).toEqual([
      [1, 2],
      [0, 0],
      [3, 4],
    ]);
    expect(answer([[1]], kernel, { dilation: [1, 2], backend })).toEqual([
      [1, 0, 2],
      [3, 0, 4],
    ]);
  });

  it('counts towards the size of the kernel', () => {
    const options = { mode: 'valid', dilation: 2, backend } as const;
    expect(answer([[1, 2, 4, 8]], [[1, 10]], options)).toEqual([[14, 28]]);
    expect(correlate2d([[1, 2, 4, 8]], [[1, 10]], options)).toEqual([[41, 82]]);
  });
});
