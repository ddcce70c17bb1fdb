import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as zarr from 'zarrita';
import type { Boundary, DType } from '../../src/base/types.ts';
import { convolveZarr, openOutput, type ResultOptions } from '../../src/zarr/index.ts';
import { integers, random } from '../support/random.ts';
import {
  contentsOf,
  createArray,
  elements,
  fill,
  firstDifference,
  inMemory,
  type Store,
  scene,
} from './arrays.ts';

/* A result that was stitched from chunks is that of the whole array, to the bit. */

const dtypes: readonly DType[] = [
  'float32',
  'float64',
  'uint8',
  'int8',
  'uint16',
  'int16',
  'uint32',
  'int32',
];
const boundaries: readonly Boundary[] = ['fill', 'wrap', 'symm', 'reflect', 'edge'];

function taps(rows: number, columns: number, seed = 3): number[][] {
  const next = random(seed);
  return Array.from({ length: rows }, () => Array.from({ length: columns }, () => 2 * next() - 1));
}

async function expectSame(
  shape: readonly number[],
  dtype: DType,
  chunkShape: readonly number[],
  kernel: number[][],
  options: ResultOptions,
): Promise<void> {
  const whole = elements(shape, dtype);
  const { output, convolve } = await scene(whole, dtype, chunkShape, kernel, options);
  const { method } = await convolve();
  const expected = inMemory(whole, kernel, { ...options, method });
  const stitched = await contentsOf(output);
  expect(firstDifference(stitched, expected)).toBeUndefined();
}

describe.each(dtypes)('%s', (dtype) => {
  it.each(boundaries)('continued by %s', async (boundary) => {
    await expectSame([23, 31], dtype, [8, 9], taps(3, 5), { mode: 'same', boundary });
    await expectSame([23, 31], dtype, [8, 9], taps(4, 2), { mode: 'full', boundary });
  });

  it('into each type of results', async () => {
    for (const result of dtypes) {
      await expectSame([17, 19], dtype, [7, 6], taps(3, 3), { mode: 'same', dtype: result });
    }
  });
});

describe('kernels', () => {
  it.each([
    ['of one element', 1, 1],
    ['of even size', 4, 6],
    ['larger than chunks', 15, 13],
    ['larger than the array', 41, 35],
  ])('%s', async (_, rows, columns) => {
    for (const boundary of boundaries) {
      await expectSame([20, 24], 'float32', [6, 7], taps(rows, columns), { mode: 'same', boundary });
    }
  });

  it('that are outer products, as passes', async () => {
    const column = [1, 0.3, -2, 0.25, 1];
    const kernel = column.map((a) => [0.5, 1, 0.7].map((b) => a * b));
    for (const dtype of ['float32', 'float64', 'uint8'] as const) {
      await expectSame([40, 50], dtype, [16, 16], kernel, {
        mode: 'same',
        method: 'separable',
        dtype: 'float64',
      });
    }
  });

  it('of equal taps, whose running sums would depend on where they start', async () => {
    const kernel = Array.from({ length: 9 }, () => new Array<number>(9).fill(1 / 81));
    await expectSame([150, 160], 'float32', [64, 64], kernel, { mode: 'same', boundary: 'reflect' });
  });

  it('of means, whose integer results are the exact ones', async () => {
    const kernel = Array.from({ length: 5 }, () => new Array<number>(5).fill(1));
    await expectSame([60, 70], 'uint8', [32, 16], kernel, { normalize: true, mode: 'same', dtype: 'uint8' });
    await expectSame([60, 70], 'uint16', [32, 16], taps(7, 7), { mode: 'same', dtype: 'int16' });
  });

  it('with infinities and NaN', async () => {
    await expectSame([12, 12], 'float32', [5, 5], [[1, Infinity], [Number.NaN, 2]], { mode: 'same' }); // biome-ignore format: a kernel
  });
});

describe('NaN and infinities in the input', () => {
  const whole = elements([40, 44], 'float32');
  whole.data[7 * 44 + 9] = Number.NaN;
  whole.data[30 * 44 + 20] = Number.POSITIVE_INFINITY;
  const kernel = [1, 0.3, -2].map((a) => [0.5, 1, 0.7].map((b) => a * b));
  const stitched = async (method: 'direct' | 'separable') => {
    const { output, convolve } = await scene(whole, 'float32', [8, 12], kernel, { mode: 'same', method });
    await convolve();
    return contentsOf(output);
  };

  it('spread as in one call', async () => {
    const expected = inMemory(whole, kernel, { mode: 'same', method: 'direct' });
    expect(firstDifference(await stitched('direct'), expected)).toBeUndefined();
  });

  it('spread to the same places by passes, while other results may differ in their last bits', async () => {
    const { data } = inMemory(whole, kernel, { mode: 'same', method: 'separable' });
    const chunks = (await stitched('separable')).data;
    for (const [n, value] of data.entries()) {
      if (Number.isFinite(value)) expect(Math.abs(chunks[n]! - value)).toBeLessThan(1e-4);
      else expect(chunks[n]).toBe(value);
    }
  });
});

describe('options', () => {
  const kernel = taps(3, 4);
  it.each<[string, ResultOptions]>([
    ['mode valid', { mode: 'valid' }],
    ['mode full, by default', {}],
    ['an anchor', { mode: 'same', anchor: [2, 0] }],
    ['padding', { padding: [[0, 5], [9, 1]], boundary: 'wrap' }], // biome-ignore format: sides
    ['padding beyond all that is there', { padding: 70, boundary: 'fill', fillvalue: 3 }],
    ['stride', { mode: 'same', stride: [2, 3], boundary: 'symm' }],
    ['a stride larger than the kernel', { padding: 0, stride: 7 }],
    ['dilation', { mode: 'same', dilation: [3, 2], boundary: 'reflect' }],
    ['delta', { mode: 'same', delta: -0.25 }],
    ['normalize', { mode: 'same', normalize: true }],
    ['correlation', { mode: 'same', operation: 'correlate2d' }],
    ['correlation with an anchor', { mode: 'same', operation: 'correlate2d', anchor: [0, 3] }],
    ['a rule for each axis', { mode: 'full', boundary: ['edge', 'fill'], fillvalue: 7 }],
    ['a fill value of NaN', { mode: 'same', fillvalue: Number.NaN }],
  ])('%s', async (_, options) => {
    await expectSame([29, 33], 'float32', [8, 10], kernel, options);
  });
});

describe('planes', () => {
  it('are filtered each by itself', async () => {
    await expectSame([2, 1, 3, 14, 17], 'uint16', [1, 1, 1, 6, 8], taps(3, 3), { mode: 'same' });
  });

  it('may share chunks, of the input and of the output', async () => {
    const whole = elements([5, 14, 17], 'float32');
    const { output, convolve } = await scene(whole, 'float32', [2, 5, 17], taps(3, 3), {
      mode: 'same',
      boundary: 'wrap',
      chunkShape: [3, 4, 9],
    });
    await convolve();
    const expected = inMemory(whole, taps(3, 3), { mode: 'same', boundary: 'wrap', method: 'direct' });
    expect(firstDifference(await contentsOf(output), expected)).toBeUndefined();
  });
});

it('any arrays, chunks and options', async () => {
  const length = fc.integer({ min: 1, max: 40 });
  const arrays = fc.record({
    shape: fc.tuple(length, length),
    chunks: fc.tuple(length, length),
    outputChunks: fc.tuple(length, length),
    taps: fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })),
    dtype: fc.constantFrom(...dtypes),
    result: fc.constantFrom(...dtypes),
    mode: fc.constantFrom('full' as const, 'same' as const),
    boundary: fc.tuple(fc.constantFrom(...boundaries), fc.constantFrom(...boundaries)),
    stride: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
    dilation: fc.constantFrom(1, 1, 2),
    operation: fc.constantFrom('convolve2d' as const, 'correlate2d' as const),
  });
  await fc.assert(
    fc.asyncProperty(
      arrays,
      async ({ shape, chunks, outputChunks, taps: [rows, columns], dtype, result, ...settings }) => {
        const kernel = taps(rows, columns, integers(rows * columns, 1, 99)());
        const options = { ...settings, dtype: result };
        const whole = elements(shape, dtype);
        const made = await scene(whole, dtype, chunks, kernel, { ...options, chunkShape: outputChunks });
        const { method } = await made.convolve({ concurrency: 3 });
        const expected = inMemory(whole, kernel, { ...options, method });
        expect(firstDifference(await contentsOf(made.output), expected)).toBeUndefined();
      },
    ),
    { numRuns: 60, seed: 14 },
  );
});

describe('stored otherwise', () => {
  const whole = elements([21, 26], 'int16');
  const kernel = taps(3, 3);
  const expected = inMemory(whole, kernel, { mode: 'same' });

  it.each<[string, zarr.CodecMetadata[]]>([
    [
      'blosc',
      [
        {
          name: 'blosc',
          configuration: { cname: 'lz4', clevel: 5, shuffle: 'shuffle', typesize: 4, blocksize: 0 },
        },
      ],
    ],
    ['zstd', [{ name: 'zstd', configuration: { level: 1, checksum: false } }]],
    [
      'columns first',
      [
        { name: 'transpose', configuration: { order: [1, 0] } },
        { name: 'bytes', configuration: { endian: 'big' } },
      ],
    ],
  ])('%s', async (_, codecs) => {
    const store: Store = new Map();
    const input = await createArray(zarr.root(store).resolve('input'), whole, 'int16', [8, 9], codecs);
    const output = await openOutput(zarr.root(store), input, kernel, { mode: 'same', codecs });
    await convolveZarr(input, kernel, output, { mode: 'same' });
    expect(firstDifference(await contentsOf(output), expected)).toBeUndefined();
    expect((await convolveZarr(input, kernel, output, { mode: 'same' })).kept).toBe(9);
  });

  it('format 2, with an element type of the other byte order', async () => {
    const store: Store = new Map();
    const describeArray = (path: string, dtype: string) =>
      store.set(
        `${path}/.zarray`,
        new TextEncoder().encode(
          JSON.stringify({
            zarr_format: 2,
            shape: [21, 26],
            chunks: [8, 9],
            dtype,
            compressor: null,
            fill_value: 0,
            order: 'C',
            filters: null,
            dimension_separator: '/',
          }),
        ),
      );
    describeArray('/in', '>i2');
    describeArray('/out', '<f4');
    const input = await zarr.open.v2(zarr.root(store).resolve('in'), { kind: 'array' });
    await fill(input, whole.data);
    const output = await zarr.open.v2(zarr.root(store).resolve('out'), { kind: 'array' });
    await convolveZarr(input, kernel, output, { mode: 'same' });
    expect(store.has('/out/2/2')).toBe(true);
    expect(firstDifference(await contentsOf(output), expected)).toBeUndefined();
  });

  it('chunks that are missing are full of the fill value', async () => {
    const store: Store = new Map();
    const input = await createArray(zarr.root(store).resolve('input'), whole, 'int16', [8, 9]);
    store.delete('/input/c/1/1');
    const part = await contentsOf(input);
    const output = await openOutput(zarr.root(store), input, kernel, { mode: 'same' });
    await convolveZarr(input, kernel, output, { mode: 'same' });
    expect(
      firstDifference(await contentsOf(output), inMemory(part, kernel, { mode: 'same' })),
    ).toBeUndefined();
  });
});
