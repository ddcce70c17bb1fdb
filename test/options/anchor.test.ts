import { describe, expect, it } from 'vitest';
import { boxBlur, convolve2d, correlate2d, explain, prepare, sepConvolve2d } from '../../src/index.ts';
import { oracle } from '../conformance/oracle.ts';
import { backendsHere } from '../support/backends.ts';
import { filled, gridOf, nested } from '../support/containers.ts';
import { integers } from '../support/random.ts';
import { answer } from './answer.ts';

const calls = { convolve2d, correlate2d };

describe.each(backendsHere)('anchor on %s', (backend) => {
  const options = { mode: 'same', backend } as const;

  it('is the element that lies on the pixel, in the kernel as it is given', () => {
    const kernel = [[1, 10, 100]];
    const at = (operation: keyof typeof calls, column: number) =>
      calls[operation]([[1, 2, 3, 4]], kernel, { ...options, anchor: [0, column] });
    expect(at('correlate2d', 0)).toEqual([[321, 432, 43, 4]]);
    expect(at('correlate2d', 1)).toEqual([[210, 321, 432, 43]]);
    expect(at('correlate2d', 2)).toEqual([[100, 210, 321, 432]]);
    expect(at('convolve2d', 0)).toEqual([[1, 12, 123, 234]]);
    expect(at('convolve2d', 2)).toEqual([[123, 234, 340, 400]]);
  });

  it('counts elements of a dilated kernel, and comes before the stride', () => {
    const kernel = [[1, 10, 100]];
    const image = [[1, 2, 3, 4, 5, 6]];
    const dilated = { ...options, dilation: 2, anchor: [0, 0] } as const;
    expect(correlate2d(image, kernel, dilated)).toEqual([[531, 642, 53, 64, 5, 6]]);
    expect(correlate2d(image, kernel, { ...dilated, stride: [1, 2] })).toEqual([[531, 53, 5]]);
  });

  it('moves nothing but the result, by every method and for every element of the kernel', () => {
    const image = filled([11, 12, 2], 'int16', integers(1, -9, 9));
    const kernel = [1, -2, 3, 1].map((a) => [2, 1, -1].map((b) => a * b));
    for (const method of ['auto', 'direct', 'separable', 'fft'] as const) {
      for (let n = 0; n < 12; n++) {
        const given = { mode: 'same', boundary: 'reflect', anchor: [n % 4, n % 3] } as const;
        const { values } = oracle(gridOf(image), kernel, { operation: 'correlate2d', ...given });
        const { data } = correlate2d(image, kernel, { ...given, method, backend });
        expect(Array.from(data)).toEqual(Array.from(values));
      }
    }
  });

  it('serves lists of taps, banks, prepared kernels and explanations', () => {
    const image = nested(5, 6, integers(2, 0, 9));
    const [column, row] = [
      [1, 2],
      [1, 3, 5],
    ] as const;
    const kernel = column.map((a) => row.map((b) => a * b));
    const given = { ...options, anchor: [1, 0] } as const;
    const expected = answer(image, kernel, given);
    expect(sepConvolve2d(image, column, row, given)).toEqual(expected);
    expect(answer(image, kernel, { ...given, anchor: [0, 1] })).not.toEqual(expected);
    using prepared = prepare([kernel, kernel], { ...given, shape: [5, 6] });
    expect(prepared.run(image)).toEqual([expected, expected]);
    expect(explain(image, kernel, given).method).toBe('direct');
  });

  it('reaches far beyond the image', () => {
    const row = Array.from({ length: 3000 }, integers(3, 0, 3));
    for (const anchor of [0, 17, 2999]) {
      const given = { mode: 'same', boundary: 'wrap', anchor: [0, anchor] } as const;
      const { values } = oracle([[[1], [2], [5]]], [row], { operation: 'convolve2d', ...given });
      expect(sepConvolve2d([[1, 2, 5]], [1], row, { ...given, backend })).toEqual([Array.from(values)]);
    }
  });

  it('leaves preserved alpha in its place', () => {
    const picture = { data: Uint8ClampedArray.from({ length: 48 }, (_, i) => i), width: 4, height: 3 };
    const { data } = correlate2d(
      picture,
      nested(3, 3, () => 0.1),
      { ...options, anchor: [2, 0] },
    );
    for (let i = 3; i < 48; i += 4) expect(data[i]).toBe(i);
  });

  it('of a box counts from the upper left, as in OpenCV', () => {
    const given = { size: [1, 4], boundary: 'fill', backend } as const;
    const box = (anchor: readonly [number, number]) => boxBlur([[4, 8, 16, 32]], { ...given, anchor });
    expect(box([0, 0])).toEqual([[15, 14, 12, 8]]);
    expect(box([0, 3])).toEqual([[1, 3, 7, 15]]);
    expect(box([0, 2])).toEqual(boxBlur([[4, 8, 16, 32]], given));
    expect(() => box([0, 4])).toThrow('"anchor" expected a column of the kernel, which has 4, got 4');
  });
});
