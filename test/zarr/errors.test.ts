import { describe, expect, it } from 'vitest';
import * as zarr from 'zarrita';
import { type ConvolveZarrOptions, chunkJobs, convolveZarr, openOutput } from '../../src/zarr/index.ts';
import { elements, scene } from './arrays.ts';

const whole = elements([10, 12], 'uint8');
const kernel = [[1, 2, 1]];
const make = () => scene(whole, 'uint8', [4, 5], kernel, { mode: 'same' });

/** A store that could hold shards, of which parts are read. */
class RangeStore extends Map<string, Uint8Array> {
  getRange(): undefined {}
}
const root = zarr.root(new RangeStore());

type Arguments = [input: unknown, kernel: unknown, output: unknown, options: object];

async function expectRefused(
  change: (given: Arguments) => Promise<Arguments> | Arguments,
  code: string,
  words: string,
) {
  const { store, input, output } = await make();
  const given = await change([input, kernel, output, { mode: 'same' }]);
  const before = new Map(store);
  for (const call of [convolveZarr, chunkJobs]) {
    const called = (call as (...given: Arguments) => Promise<unknown>)(...given);
    await expect(called, call.name).rejects.toMatchObject({ code });
    await expect(called).rejects.toThrow(words);
  }
  expect(store).toEqual(before);
}

describe('before anything is written', () => {
  it.each<[string, Partial<ConvolveZarrOptions> | object, string, string]>([
    ['an unknown option', { modus: 'same' }, 'ERR_OPTION', '"modus"'],
    ['an option that convolve2d has', { precision: 'fast' }, 'ERR_OPTION', '"precision"'],
    ['another one', { nan: 'ignore' }, 'ERR_OPTION', '"nan"'],
    ['a mode', { mode: 'some' }, 'ERR_OPTION', '"mode"'],
    ['a boundary', { boundary: 'nearest' }, 'ERR_OPTION', '"edge"'],
    ['an operation', { operation: 'filter' }, 'ERR_OPTION', '"operation"'],
    ['a mode and padding', { mode: 'same', padding: 1 }, 'ERR_CONFLICT', 'either'],
    ['an anchor', { mode: 'same', anchor: [0, 9] }, 'ERR_OPTION', '"anchor"'],
    [
      'a fill value that bytes do not hold',
      { mode: 'same', fillvalue: 0.5 },
      'ERR_OPTION',
      'a number that uint8 holds',
    ],
    ['a result that is larger', { mode: 'full' }, 'ERR_SIZE', '[10, 14]'],
    ['a type that the output does not have', { mode: 'same', dtype: 'int16' }, 'ERR_CONFLICT', 'float32'],
    ['a method that cannot serve', { mode: 'same', method: 'multirate' }, 'ERR_METHOD', 'multirate'],
    ['a signal', { mode: 'same', signal: 'stop' }, 'ERR_OPTION', '"signal"'],
    ['whether to go on', { mode: 'same', resume: 'yes' }, 'ERR_OPTION', '"resume"'],
    ['no options', [], 'ERR_OPTION', '"options"'],
  ])('%s', async (_, options, code, words) => {
    await expectRefused(([input, kernel, output]) => [input, kernel, output, options], code, words);
  });

  it.each<[string, object, string]>([
    ['concurrency', { concurrency: 0 }, '"concurrency"'],
    ['a pool', { pool: {} }, '"pool" expected what `createPool` returns'],
    ['a callback', { onProgress: 1 }, '"onProgress"'],
  ])('%s', async (_, options, words) => {
    const { store, input, output } = await make();
    const before = new Map(store);
    const called = convolveZarr(input, kernel, output, { mode: 'same', ...options });
    await expect(called).rejects.toMatchObject({ code: 'ERR_OPTION' });
    await expect(called).rejects.toThrow(words);
    expect(store).toEqual(before);
  });

  it.each<[string, unknown, string, string]>([
    ['no kernel', undefined, 'ERR_KERNEL', '"kernel"'],
    ['several kernels', [kernel, kernel], 'ERR_KERNEL', '"kernel"'],
    ['the name of a filter', 'gaussianBlur', 'ERR_KERNEL', 'such as kernels.gaussian('],
    ['an empty one', [[]], 'ERR_KERNEL', '1 x 1'],
    ['one of another size', [[1], [1, 2]], 'ERR_KERNEL', 'equal length'],
  ])('%s', async (_, kernel, code, words) => {
    await expectRefused(([input, , output, options]) => [input, kernel, output, options], code, words);
  });

  it('a kernel larger than the array in mode valid', async () => {
    const { input, output } = await make();
    const large = Array.from({ length: 11 }, () => new Array<number>(13).fill(1));
    const call = convolveZarr(input, large, output, { mode: 'valid' });
    await expect(call).rejects.toMatchObject({ code: 'ERR_SIZE' });
  });

  const array = (shape: number[], dtype: zarr.DataType, codecs: zarr.CodecMetadata[] = []) =>
    zarr.create(root.resolve(`${shape.join('-')}-${dtype}`), {
      shape,
      chunkShape: shape.map(() => 4),
      dtype,
      codecs,
    });

  it.each<[string, unknown, string]>([
    ['no array', undefined, 'zarrita'],
    ['a promise of one', Promise.resolve(), 'a promise'],
    ['an array of one axis', array([10], 'float32'), 'two axes'],
    ['an empty array', array([0, 12], 'float32'), 'empty'],
    ['elements that are no numbers here', array([10, 12], 'int64'), 'int64'],
    ['logical values', array([10, 12], 'bool'), 'bool'],
  ])('%s', async (name, value, words) => {
    const given = name === 'a promise of one' ? value : await value;
    await expectRefused(
      ([, kernel, output, options]) => [given, kernel, output, options],
      'ERR_IMAGE',
      words,
    );
    await expectRefused(([input, kernel, , options]) => [input, kernel, given, options], 'ERR_OUT', words);
  });

  it('the same array as input and output', async () => {
    const { input } = await scene(elements([10, 12], 'float32'), 'float32', [4, 5], kernel, { mode: 'same' });
    await expectRefused(
      ([, kernel, , options]) => [input, kernel, input, options],
      'ERR_OVERLAP',
      'another array',
    );
  });

  it('an output whose store cannot be written to', async () => {
    await expectRefused(
      async ([input, kernel, output, options]) => {
        const { store, path } = output as zarr.Array<zarr.DataType, Map<string, Uint8Array>>;
        const readable = { get: async (key: string) => store.get(key) };
        const opened = await zarr.open(new zarr.Location(readable, path), { kind: 'array' });
        return [input, kernel, opened, options];
      },
      'ERR_OUT',
      'written',
    );
  });

  it.each<[string, zarr.CodecMetadata, string]>([
    [
      'shards',
      {
        name: 'sharding_indexed',
        configuration: { chunk_shape: [2, 2], codecs: [], index_codecs: [], index_location: 'end' },
      },
      'shard',
    ],
    ['gzip', { name: 'gzip', configuration: { level: 1 } }, 'gzip'],
    ['a codec that nobody knows', { name: 'squeeze', configuration: {} }, 'squeeze'],
  ])('an output of %s, which zarrita does not write', async (_, codec, words) => {
    const output = await array([10, 12], 'float32', [codec]);
    await expectRefused(([input, kernel, , options]) => [input, kernel, output, options], 'ERR_OUT', words);
  });
});

describe('openOutput', () => {
  it.each<[string, object, string]>([
    ['chunks', { chunkShape: 4 }, 'ERR_OPTION'],
    ['lengths of chunks', { chunkShape: [4, 0] }, 'ERR_OPTION'],
    ['chunks of fewer axes', { chunkShape: [4] }, 'ERR_OPTION'],
    ['a type that Zarr does not have', { dtype: 'uint8clamped' }, 'ERR_OPTION'],
    ['an option of a run', { resume: true }, 'ERR_OPTION'],
  ])('refuses %s', async (_, options, code) => {
    const { store, input } = await make();
    const size = store.size;
    const call = openOutput(zarr.root(store).resolve('new'), input, kernel, options);
    await expect(call).rejects.toMatchObject({ code });
    expect(store.size).toBe(size);
  });

  it('refuses a place where another array is', async () => {
    const { store, input } = await make();
    const call = openOutput(zarr.root(store).resolve('output'), input, kernel, { mode: 'full' });
    await expect(call).rejects.toMatchObject({ code: 'ERR_OUT' });
    await expect(call).rejects.toThrow('[10, 14] of float32');
  });
});
