import { describe, expect, it } from 'vitest';
import { convolve2d, explain } from '../src/index.ts';
import { backendNames, mayBeMissing } from './backends.ts';
import { integers, random } from './random.ts';

/* Integer results of passes and transforms are those of direct sums, also where a sum is half way between two integers. */

const [rows, columns] = [120, 150];
const next = integers(1, 0, 255);
const noise = Uint8Array.from({ length: rows * columns }, next);
const uniform = random(2);

const bell = Array.from({ length: 21 }, (_, i) => Math.exp(-(((i - 10) / 5) ** 2)));
const area = bell.reduce((a, b) => a + b) ** 2;
const gaussian = bell.map((c) => bell.map((r) => (c * r) / area));
/** Means of ten by ten bytes are halves one time in a hundred, but no such tap is held exactly. */
const hundredths = Array.from({ length: 10 }, () => new Array<number>(10).fill(1 / 100));
const rough = Array.from({ length: 31 }, () => Array.from({ length: 31 }, () => uniform() / 480));

describe.each(backendNames)('%s', (backend) => {
  it.skipIf(mayBeMissing(backend)).each([
    ['a Gaussian', gaussian, 'separable'],
    ['means that are often halves', hundredths, 'separable'],
    ['a large kernel without structure', rough, 'fft'],
  ] as const)('%s', (_, kernel, method) => {
    const image = { data: noise, shape: [rows, columns] };
    for (const dtype of ['uint8', 'int16', 'int32'] as const) {
      const options = { mode: 'same', boundary: 'reflect', dtype, backend } as const;
      expect(explain(image, kernel, options).method).toBe(method);
      const expected = convolve2d(image, kernel, { ...options, method: 'direct' });
      expect(convolve2d(image, kernel, options).data).toEqual(expected.data);
      // Without the second look some would differ: see the halves.
      expect((explain(image, kernel, options).plan as { margin: number }).margin).toBeGreaterThan(0);
    }
  });
});
