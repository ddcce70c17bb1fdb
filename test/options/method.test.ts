import { describe, expect, it } from 'vitest';
import type { ConvolveOptions } from '../../src/base/types.ts';
import { convolve2d, explain, prepare } from '../../src/index.ts';
import { backendsHere } from '../support/backends.ts';
import { filled, nested } from '../support/containers.ts';
import { random } from '../support/random.ts';

/** A column times a row, so that all methods serve. */
const kernel = nested(9, 1, random(6)).map(([factor]) =>
  Array.from({ length: 9 }, (_, i) => factor! / (i + 2)),
);
const methods = ['direct', 'separable', 'fft'] as const;

describe.each(backendsHere)('method on %s', (backend) => {
  it.each(methods)('%s is taken if it can serve, whatever the size', (method) => {
    for (const size of [1, 70]) {
      const image = filled([size, size], 'float32', random(size));
      const options = { method, backend } as const;
      expect(explain(image, kernel, options)).toMatchObject({ method, backend });
      using prepared = prepare(kernel, { ...options, shape: [size, size] });
      expect(prepared.explain()).toMatchObject({ method, backend });
      expect(prepared.run(image)).toEqual(convolve2d(image, kernel, options));
    }
  });

  it('is what computes the result: each rounds in its own way', () => {
    const image = filled([70, 70], 'float32', random(5));
    const [direct, separable, fft] = methods.map(
      (method) => convolve2d(image, kernel, { method, backend }).data,
    );
    for (const [one, other] of [
      [direct, separable],
      [direct, fft],
      [separable, fft],
    ] as const) {
      expect(one).not.toEqual(other);
      one!.forEach((value, i) => {
        expect(value).toBeCloseTo(other![i]!, 3);
      });
    }
  });

  const refused: [reason: string, kernel: number[][], options: ConvolveOptions, shape?: number[]][] = [
    ['not a sum of', nested(9, 9, random(2)), { method: 'separable' }],
    ['the kernel is no outer product', nested(2, 2, random(3)), { method: 'separable' }],
    [
      'the kernel is no outer product',
      [
        [1, NaN],
        [1, 1],
      ],
      { method: 'separable' },
    ],
    ['infinities or NaN', [[NaN]], { method: 'fft' }],
    ['not finite', [[1, 2]], { method: 'fft', fillvalue: Infinity }],
    ['underflow', [[1e-300]], { method: 'fft' }],
    ['long enough', nested(9000, 1, () => 1), { method: 'fft' }, [9000, 4]],
  ];

  it.each(refused)('is refused if it cannot serve: %s', (reason, kernel, options, shape = [40, 40]) => {
    const image = filled(shape, 'float32', random(4));
    const out = new Float32Array(shape[0]! * shape[1]!).fill(7);
    const refusal = expect.objectContaining({
      name: 'RangeError',
      code: 'ERR_METHOD',
      message: expect.stringMatching(new RegExp(`^"method" expected .+, got ".*${reason}`)),
    });
    const settings = { mode: 'same', ...options, backend } as const;
    expect(() => convolve2d(image, kernel, { ...settings, out })).toThrow(refusal);
    expect(() => explain(image, kernel, settings)).toThrow(refusal);
    expect(() => prepare(kernel, { ...settings, shape })).toThrow(refusal);
    expect(out.every((element) => element === 7)).toBe(true);
  });
});
