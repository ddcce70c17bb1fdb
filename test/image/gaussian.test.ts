import { describe, expect, it } from 'vitest';
import { convolve2d, correlate2d, gaussianBlur, kernels, sepConvolve2d } from '../../src/index.ts';
import { backendsHere } from '../support/backends.ts';
import { integers } from '../support/random.ts';

const image = [
  [3, 1, 4, 1, 5],
  [9, 2, 6, 5, 3],
  [5, 8, 9, 7, 9],
  [3, 2, 3, 8, 4],
];

/** `scipy.ndimage.gaussian_filter` 1.x of the image above. */
const golden = [
  {
    own: { sigma: 1.3, order: [0, 1] },
    boundary: 'reflect',
    results: [
      0.0, 0.0820357903892, 0.101588497932, 0.0107041611954, 0.0, 0.0, 0.149732523175, 0.175110918724,
    ],
  },
  {
    own: { sigma: 1.3, order: [1, 0] },
    boundary: 'symm',
    results: [0.405451259607, 0.451485499392, 0.492535087237, 0.479431203319, 0.428771668776, 0.459496493765],
  },
  {
    own: { sigma: [0.8, 1.5], order: [2, 1] },
    boundary: 'edge',
    results: [-0.0373218761872, -0.0691475640756, -0.157349188499, -0.286228430103, -0.32630005159],
  },
  {
    own: { sigma: 2, order: [0, 3] },
    boundary: 'wrap',
    results: [0.0593599882165, -0.0155216849723, -0.0689630097273, -0.0271322483284, 0.0522569548116],
  },
  {
    own: { sigma: 1.1, order: [4, 0] },
    boundary: 'fill',
    results: [-0.764920767236, -1.06578588569, -1.00088161201, -0.629322411951, -0.114476823207],
  },
  {
    own: { sigma: [0, 1.2] },
    boundary: 'reflect',
    results: [2.1725742920952316, 2.27727971777085, 2.502456553844053, 2.717807174541044, 2.8323388155928746],
  },
] as const;

describe.each(backendsHere)('gaussianBlur on %s', (backend) => {
  it.each(golden)('is what SciPy has: $own, $boundary', ({ own, boundary, results }) => {
    const found = gaussianBlur(image, { ...own, boundary, backend }).flat();
    for (const [i, result] of results.entries()) expect(found[i]).toBeCloseTo(result, 10);
  });

  it('with sigma 0 along both axes leaves the image as it is', () => {
    expect(gaussianBlur(image, { sigma: 0, backend })).toEqual(image);
  });

  it('with truncate Infinity is the Gaussian that goes on', () => {
    const wide = gaussianBlur(image, { sigma: 1.5, truncate: 9, backend }).flat();
    const found = gaussianBlur(image, { sigma: 1.5, truncate: Infinity, backend }).flat();
    for (const [i, result] of wide.entries()) expect(found[i]).toBeCloseTo(result, 13);
    const cut = gaussianBlur(image, { sigma: 1.5, backend }).flat();
    expect(cut.some((value, i) => Math.abs(value - wide[i]!) > 1e-6)).toBe(true);
  });

  it('gives derivatives of integers as floats', () => {
    const data = Uint8Array.from({ length: 60 * 60 }, integers(2, 0, 255));
    const { data: results } = gaussianBlur({ data, shape: [60, 60] }, { sigma: 12, order: 1, backend });
    expect(results).toBeInstanceOf(Float32Array);
    expect(Math.min(...results)).toBeLessThan(0);
    expect(gaussianBlur({ data, shape: [60, 60] }, { order: [0, 0], backend }).data).toBeInstanceOf(
      Uint8Array,
    );
  });
});

it('kernels.gaussian is for correlation, and gaussian1d for sepConvolve2d', () => {
  const options = { sigma: 0.9, order: [0, 1] } as const;
  const wanted = gaussianBlur(image, { ...options, boundary: 'fill' }).flat();
  const dense = correlate2d(image, kernels.gaussian(options), { mode: 'same' }).flat();
  const column = kernels.gaussian1d({ sigma: 0.9 });
  const row = kernels.gaussian1d({ sigma: 0.9, order: 1 });
  const passes = sepConvolve2d(image, column, row, { mode: 'same' }).flat();
  for (const [i, value] of wanted.entries()) {
    expect(dense[i]).toBeCloseTo(value, 12);
    expect(passes[i]).toBeCloseTo(value, 12);
  }
  // A ramp grows by 1 from pixel to pixel.
  const ramp = [Array.from({ length: 41 }, (_, i) => i)];
  expect(sepConvolve2d(ramp, [1], row, { mode: 'same' })[0]![20]).toBeCloseTo(1, 2);
});

it('lists of numbers that happen to be a Gaussian stay what they are', () => {
  const data = Uint8Array.from({ length: 90 * 90 }, integers(5, 0, 255));
  const list = kernels.gaussian1d({ sigma: 12 });
  const options = { mode: 'same', boundary: 'reflect', dtype: 'uint8', precision: 'fast' } as const;
  const picture = { data, shape: [90, 90] };
  // In any order: recent calls are found again by their lists.
  const blurred = gaussianBlur(picture, { sigma: 12, precision: 'fast' }).data;
  const passes = sepConvolve2d(picture, list, list, options).data;
  expect(gaussianBlur(picture, { sigma: 12, precision: 'fast' }).data).toEqual(blurred);
  expect(sepConvolve2d(picture, list, list, options).data).toEqual(passes);
  expect(() => sepConvolve2d(picture, list, list, { ...options, method: 'multirate' })).toThrow(
    expect.objectContaining({ code: 'ERR_METHOD' }),
  );
  expect(() =>
    convolve2d(picture, kernels.gaussian({ sigma: 5 }), { ...options, method: 'multirate' }),
  ).toThrow(expect.objectContaining({ code: 'ERR_METHOD' }));
});
