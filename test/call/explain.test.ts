import { describe, expect, it } from 'vitest';
import { dtypes, elementTypes } from '../../src/base/dtype.ts';
import { convolve2d, explain, prepare } from '../../src/index.ts';
import { backendNames, mayBeMissing } from '../support/backends.ts';
import { kernel, memoryBytes } from '../support/fixtures.ts';

describe.each(backendNames)('explain on %s', (backend) => {
  describe.skipIf(mayBeMissing(backend))('takes a shape', () => {
    it.each(dtypes)('of %s as it takes an image', (dtype) => {
      const shape = [60, 70, 4];
      const image = { data: new elementTypes[dtype].array(60 * 70 * 4), shape };
      for (const options of [{}, { mode: 'same', boundary: 'wrap' }, { alpha: 'premultiply' }] as const) {
        expect(explain({ shape, dtype }, kernel, { ...options, backend })).toEqual(
          explain(image, kernel, { ...options, backend }),
        );
      }
    });
  });

  it.skipIf(backend === 'js' || mayBeMissing(backend))('sets nothing up', () => {
    convolve2d([[1]], [[1]], { backend });
    const before = memoryBytes(backend);
    explain({ shape: [4000, 4000] }, kernel, { method: 'fft', mode: 'same', backend });
    expect(memoryBytes(backend)).toBe(before);
  });
});

describe('explain of a shape', () => {
  it('counts an image without a type as float32', () => {
    expect(explain({ shape: [50, 60] }, kernel)).toEqual(
      explain({ shape: [50, 60], dtype: 'float32' }, kernel),
    );
  });

  it('takes one that is smaller than the kernel', () => {
    const zeros = { data: new Float32Array(12), shape: [3, 4] };
    expect(explain({ shape: [3, 4] }, kernel, { mode: 'valid' })).toEqual(
      explain(zeros, kernel, { mode: 'valid' }),
    );
  });

  it.each([
    ['a type that there is not', { shape: [3, 4], dtype: 'float16' }, 'RangeError', 'ERR_OPTION'],
    ['a type that is no string', { shape: [3, 4], dtype: 4 }, 'TypeError', 'ERR_OPTION'],
    ['one length', { shape: [3] }, 'RangeError', 'ERR_OPTION'],
    ['a length of 0', { shape: [0, 4] }, 'RangeError', 'ERR_OPTION'],
    ['no list', { shape: 12 }, 'TypeError', 'ERR_OPTION'],
  ])('refuses %s', (_, image, name, code) => {
    expect(() => explain(image as never, kernel)).toThrow(expect.objectContaining({ name, code }));
  });
});

it.each(['auto', 'separable', 'fft'] as const)('explains %s for a kernel larger than the image', (method) => {
  const large = Array.from({ length: 50 }, () => new Array<number>(50).fill(0.5));
  using convolver = prepare(large, { shape: [10, 10], mode: 'valid', method });
  const { method: chosen } = explain({ shape: [10, 10] }, large, { mode: 'valid', method });
  expect(convolver.explain().method).toBe(chosen);
  if (method !== 'auto') expect(chosen).toBe(method);
});
