import { describe, expect, it } from 'vitest';
import { backendsHere } from '../support/backends.ts';
import { answer } from './answer.ts';

const image = [
  [11, 12, 13, 14, 15],
  [21, 22, 23, 24, 25],
  [31, 32, 33, 34, 35],
  [41, 42, 43, 44, 45],
];

describe.each(backendsHere)('stride on %s', (backend) => {
  it('a number: keeps every so-many-th result of both axes, and always the first', () => {
    expect(answer(image, [[1]], { stride: 2, backend })).toEqual([
      [11, 13, 15],
      [31, 33, 35],
    ]);
    expect(answer(image, [[1]], { stride: 9, backend })).toEqual([[11]]);
  });

  it('[rows, columns]', () => {
    expect(answer(image, [[1]], { stride: [3, 1], backend })).toEqual([image[0], image[3]]);
    expect(answer(image, [[1]], { stride: [1, 4], backend })).toEqual(image.map((row) => [row[0], row[4]]));
  });

  it('counts results, not elements of the image', () => {
    const sums = answer(image, [[1, 1]], { mode: 'valid', stride: [1, 3], backend });
    expect(sums).toEqual(image.map((row) => [row[0]! + row[1]!, row[3]! + row[4]!]));
  });
});
