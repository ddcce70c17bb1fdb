import { describe, expect, it } from 'vitest';
import type { ConvolveOptions } from '../../src/base/types.ts';
import { convolve2d } from '../../src/index.ts';
import { backendsHere } from '../support/backends.ts';
import { answer } from './answer.ts';

const ones = [
  [1, 1, 1],
  [1, 1, 1],
  [1, 1, 1],
];

describe.each(backendsHere)('fillvalue on %s', (backend) => {
  it('lies beyond all edges', () => {
    expect(answer([[5]], [[1]], { padding: 1, fillvalue: 7, backend })).toEqual([
      [7, 7, 7],
      [7, 5, 7],
      [7, 7, 7],
    ]);
    expect(answer([[5]], ones, { mode: 'same', fillvalue: -2.5, backend })).toEqual([[-15]]);
  });

  it('may be NaN or infinite', () => {
    expect(answer([[5]], [[1, 1]], { fillvalue: NaN, backend })).toEqual([[NaN, NaN]]);
    expect(answer([[5]], [[1, 1]], { fillvalue: Infinity, backend })).toEqual([[Infinity, Infinity]]);
  });

  it('need not be an element of an image of integers', () => {
    const image = { data: Uint8Array.of(10), shape: [1, 1] };
    const options = { mode: 'same', backend } as const;
    expect(convolve2d(image, [[1, 1, 1]], { ...options, fillvalue: 0.75, dtype: 'float32' }).data[0]).toBe(
      11.5,
    );
    expect(convolve2d(image, [[1, 1, 1]], { ...options, fillvalue: 300, dtype: 'int16' }).data[0]).toBe(610);
    expect(convolve2d(image, [[1, 1, 1]], { ...options, fillvalue: 300, dtype: 'uint8' }).data[0]).toBe(255);
  });

  it('is not read under another boundary', () => {
    expect(answer([[5]], ones, { mode: 'same', boundary: 'edge', fillvalue: 9, backend })).toEqual([[45]]);
  });
});

it.each(['fillvalue', 'delta'] as const)('%s of 0 and of -0 in turn keep their signs', (name) => {
  const image = { data: Float32Array.of(0, 0, 0, -1), shape: [1, 1, 4] };
  const alphaOf = (value: number) => {
    const options =
      name === 'delta' ? { delta: value, alpha: 'premultiply' } : { fillvalue: value, alpha: 'preserve' };
    return convolve2d(image, [[1]], { padding: 1, ...options } as ConvolveOptions).data;
  };
  const [plus, minus] = [alphaOf(0).slice(), alphaOf(-0).slice()];
  expect(plus).not.toEqual(minus);
  for (const value of [0, -0, 0, 5, -0, -0, 0]) {
    if (value !== 5) expect(alphaOf(value)).toEqual(Object.is(value, 0) ? plus : minus);
    else alphaOf(value);
  }
});
