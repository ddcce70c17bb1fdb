import { describe, expect, it } from 'vitest';
import * as zarr from 'zarrita';
import { convolveZarr, openLevel, openOutput } from '../../src/zarr/index.ts';
import { contentsOf, createArray, elements, firstDifference, inMemory, type Store } from './arrays.ts';

const shape = [1, 2, 1, 16, 20];
const whole = elements(shape, 'uint16');
const multiscales = [{ axes: [], datasets: [{ path: '0' }, { path: 'small/1' }] }];

async function image(attributes: Record<string, unknown>): Promise<zarr.Location<Store>> {
  const location = zarr.root<Store>(new Map()).resolve('plate/A/1');
  await zarr.create(location, { attributes });
  await createArray(location.resolve('0'), whole, 'uint16', [1, 1, 1, 8, 8]);
  await createArray(
    location.resolve('small/1'),
    elements([1, 2, 1, 8, 10], 'uint16'),
    'uint16',
    [1, 1, 1, 8, 8],
  );
  return location;
}

describe.each([
  ['0.4', { multiscales }],
  ['0.5', { ome: { version: '0.5', multiscales } }],
])('OME-Zarr %s', (_, attributes) => {
  it('has levels, which are filtered plane by plane', async () => {
    const location = await image(attributes);
    const input = await openLevel(location, 0);
    expect(input.shape).toEqual(shape);
    const kernel = [[1, 2, 1]];
    const options = { mode: 'same', boundary: 'reflect', normalize: true, dtype: 'uint16' } as const;
    const output = await openOutput(location.resolve('blurred'), input, kernel, options);
    await convolveZarr(input, kernel, output, options);
    expect(firstDifference(await contentsOf(output), inMemory(whole, kernel, options))).toBeUndefined();
  });

  it('has smaller ones', async () => {
    expect((await openLevel(await image(attributes), 1)).shape).toEqual([1, 2, 1, 8, 10]);
  });

  it('has the first by default', async () => {
    expect((await openLevel(await image(attributes))).shape).toEqual(shape);
  });
});

it('a store may be the image itself', async () => {
  const store: Store = new Map();
  await zarr.create(zarr.root(store), { attributes: { multiscales: [{ datasets: [{ path: 'a' }] }] } });
  await createArray(zarr.root(store).resolve('a'), whole, 'uint16', [1, 1, 1, 8, 8]);
  expect((await openLevel(store)).shape).toEqual(shape);
});

describe('refuses', () => {
  it.each<[string, Record<string, unknown>, number, string]>([
    ['a group that is no image', {}, 0, 'ERR_IMAGE'],
    ['a level that the image does not have', { multiscales }, 2, 'ERR_IMAGE'],
    ['a level that is no number', { multiscales }, -1, 'ERR_OPTION'],
  ])('%s', async (_, attributes, level, code) => {
    await expect(openLevel(await image(attributes), level)).rejects.toMatchObject({ code });
  });

  it.each<[string, string, string]>([
    ['a place where nothing is', 'plate/B', '"location" expected a group at "/plate/B", got none'],
    ['an array', 'plate/A/1/0', '"location" expected a group at "/plate/A/1/0", got none'],
  ])('%s', async (_, path, message) => {
    const { store } = await image({ multiscales });
    const opened = openLevel(zarr.root(store).resolve(path));
    await expect(opened).rejects.toMatchObject({ code: 'ERR_IMAGE', message, cause: expect.any(Error) });
  });

  it('a level whose array is missing', async () => {
    const opened = openLevel(await image({ multiscales: [{ datasets: [{ path: 'lost' }] }] }));
    const message = '"location" expected an array at "/plate/A/1/lost", got none';
    await expect(opened).rejects.toMatchObject({ code: 'ERR_IMAGE', message });
  });

  it('hands on what a store throws', async () => {
    const store = { get: () => Promise.reject(new Error('no network')) };
    await expect(openLevel(store)).rejects.toThrow('no network');
  });
});
