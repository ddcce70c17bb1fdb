import { describe, expect, it } from 'vitest';
import type { NdArray } from '../../src/base/types.ts';
import * as api from '../../src/index.ts';
import { oracle, roundHalfEvenSaturate } from '../conformance/oracle.ts';
import { backendNames, mayBeMissing } from '../support/backends.ts';
import { dtypeOf, gridOf } from '../support/containers.ts';
import { golden, goldenImage } from './golden.ts';

const filters = api as unknown as { [name: string]: (image: NdArray, options: object) => NdArray };

describe.each(backendNames)("OpenCV's and SciPy's filters, %s", (backend) => {
  describe.skipIf(mayBeMissing(backend))('are met', () => {
    it.each(golden.cases)(
      '$filter $options of $image: $source',
      ({ filter, options, source, image, values }) => {
        const settings = filter === 'grayscale' ? options : { ...options, precision: 'exact', backend };
        const { data } = filters[filter]!(goldenImage(image), settings);
        expect(data.length).toBe(values.length);
        const greatest = Math.max(...values.map(Math.abs));
        // OpenCV sums fractions in an order of its own, and blurs integers in fixed point, where it rounds halves up.
        const allowed =
          {
            float32: greatest * 2 ** -20,
            float64: greatest * 2 ** -46,
          }[dtypeOf(data) as string] ?? (source === 'cv2.GaussianBlur' ? 1 : 0);
        for (const [n, value] of values.entries()) {
          expect(Math.abs(data[n]! - value), `element ${n}`).toBeLessThanOrEqual(allowed);
        }
      },
    );
  });
});

describe('where OpenCV blurs in fixed point by integers', () => {
  const exact = golden.cases.filter(
    ({ filter, options, image }) =>
      filter === 'gaussianBlur' && !('sigma' in options) && options.size! <= 9 && image.startsWith('u'),
  );
  const taps: { [size: number]: number[] } = {
    3: [1, 2, 1],
    5: [1, 4, 6, 4, 1],
    7: [2, 7, 14, 18, 14, 7, 2],
    9: [4, 13, 30, 51, 60, 51, 30, 13, 4],
  };

  it.each(exact)('it differs in halves alone: $options of $image', ({ options, image, values }) => {
    const { size, boundary = 'reflect' } = options as { size: number; boundary?: 'reflect' };
    const row = taps[size]!;
    const sum = row.reduce((a, b) => a + b) ** 2;
    const grid = gridOf(goldenImage(image));
    const kernel = row.map((a) => row.map((b) => (a * b) / sum));
    const sums = oracle(grid, kernel, { operation: 'correlate2d', mode: 'same', boundary }).values;
    expect(values).toEqual(Array.from(sums, (value) => Math.floor(value + 0.5)));
    const { data } = api.gaussianBlur(goldenImage(image), { ...options, precision: 'exact' });
    expect(Array.from(data)).toEqual(Array.from(sums, (value) => roundHalfEvenSaturate(value, 'uint16')));
  });

  it('finds such cases', () => {
    expect(exact.length).toBeGreaterThan(11);
  });
});
