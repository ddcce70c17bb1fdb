import { describe, expect, it } from 'vitest';
import { convolve2d, correlate2d } from '../../src/index.ts';
import { backendsHere } from '../support/backends.ts';
import { answer } from './answer.ts';

const image = [
  [1, 2, 3],
  [4, 5, 6],
];
const kernel = [
  [1, 10],
  [0, 100],
];
/** By scipy.signal.convolve2d. */
const full = [
  [1, 12, 23, 30],
  [4, 145, 256, 360],
  [0, 400, 500, 600],
];

describe.each(backendsHere)('mode on %s', (backend) => {
  it('full: every place where kernel and image meet, which is the default', () => {
    expect(answer(image, kernel, { mode: 'full', backend })).toEqual(full);
    expect(answer(image, kernel, { backend })).toEqual(full);
  });

  it('same: the middle, as large as the image, rounded up and left for even kernels', () => {
    const middle = full.slice(0, 2).map((row) => row.slice(0, 3));
    expect(answer(image, kernel, { mode: 'same', backend })).toEqual(middle);
    // By scipy.signal.correlate2d.
    expect(correlate2d(image, kernel, { mode: 'same', backend })).toEqual([
      [521, 632, 3],
      [54, 65, 6],
    ]);
  });

  it('valid: where the kernel lies on the image, or the image on the kernel', () => {
    expect(answer(image, kernel, { mode: 'valid', backend })).toEqual([[145, 256]]);
    expect(convolve2d([[1, 2]], [[1, 0, 3]], { mode: 'valid', backend })).toEqual([[2, 3]]);
    expect(correlate2d([[1, 2]], [[1, 0, 3]], { mode: 'valid', backend })).toEqual([[6, 1]]);
  });
});
