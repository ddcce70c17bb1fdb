import { describe, expect, it } from 'vitest';
import type { DType } from '../../src/base/types.ts';
import { convolve2d, prepare } from '../../src/index.ts';
import { backendsHere } from '../support/backends.ts';
import { arrayOf, dtypes } from '../support/containers.ts';

const sums = [-70000.5, -129, -1.5, -0.5, 0.5, 1.5, 2.25, 255.5, 70000.5, 5e9];
/** Rounded half to even and saturated. */
const expected: { readonly [name in DType]: readonly number[] } = {
  float32: sums.map(Math.fround),
  float64: sums,
  uint8: [0, 0, 0, 0, 0, 2, 2, 255, 255, 255],
  uint8clamped: [0, 0, 0, 0, 0, 2, 2, 255, 255, 255],
  int8: [-128, -128, -2, 0, 0, 2, 2, 127, 127, 127],
  int16: [-32768, -129, -2, 0, 0, 2, 2, 256, 32767, 32767],
  uint16: [0, 0, 0, 0, 0, 2, 2, 256, 65535, 65535],
  int32: [-70000, -129, -2, 0, 0, 2, 2, 256, 70000, 2147483647],
  uint32: [0, 0, 0, 0, 0, 2, 2, 256, 70000, 4294967295],
};

/** What results of an image of each type are, if nothing is said. */
const defaults: { readonly [name in DType]: DType } = {
  float32: 'float32',
  float64: 'float64',
  uint8: 'float32',
  uint8clamped: 'uint8clamped',
  int8: 'float32',
  int16: 'float32',
  uint16: 'float32',
  int32: 'float64',
  uint32: 'float64',
};

describe.each(backendsHere)('dtype on %s', (backend) => {
  const image = { data: Float64Array.from(sums), shape: [1, sums.length] };

  it.each(dtypes)('%s is what results are, rounded half to even and saturated', (dtype) => {
    const { data } = convolve2d(image, [[1]], { dtype, backend });
    expect(data).toEqual(new arrayOf[dtype](expected[dtype].length).map((_, i) => expected[dtype][i]!));
    using prepared = prepare([[1]], { dtype, shape: image.shape, backend });
    expect(prepared.run(image).data).toEqual(data);
  });

  it.each(dtypes)('by default follows from an image of %s', (from) => {
    const { data } = convolve2d({ data: new arrayOf[from](1), shape: [1, 1] }, [[1]], { backend });
    expect(data).toBeInstanceOf(arrayOf[defaults[from]]);
  });

  it('rounds the numbers of nested arrays', () => {
    expect(convolve2d([[0.5, 300]], [[1]], { dtype: 'uint8', backend })).toEqual([[0, 255]]);
  });
});
