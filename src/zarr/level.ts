import * as zarr from 'zarrita';
import { describe, refusalOf, wrongKind, wrongValue } from '../base/errors.ts';

/** The attributes of an image in OME-Zarr: of version 0.5 in `ome`, before at the top. */
interface OmeAttributes {
  readonly ome?: OmeAttributes;
  readonly multiscales?: readonly { readonly datasets: readonly { readonly path: string }[] }[];
}

/**
 * Opens one level of an image in OME-Zarr.
 *
 * @param location The group of the image: a store, or a place in one.
 * @param level 0 is the full resolution.
 * @throws {TypeError} `ERR_IMAGE`: there is no group, it has no `multiscales`, or the array of the level is missing.
 * @throws {RangeError} `ERR_IMAGE`: the image has no such level.
 * @throws What the store throws.
 * @example
 * import { openLevel } from 'convolve-wasm-zarr';
 * import * as zarr from 'zarrita';
 *
 * const image = zarr.root(new Map());
 * await zarr.create(image, { attributes: { ome: { multiscales: [{ datasets: [{ path: '0' }] }] } } });
 * await zarr.create(image.resolve('0'), { shape: [2, 9, 9], chunkShape: [1, 9, 9], dtype: 'uint8' });
 * console.log((await openLevel(image)).shape); // [2, 9, 9]
 */
export async function openLevel<Store extends zarr.Readable>(
  location: Store | zarr.Location<Store>,
  level = 0,
): Promise<zarr.Array<zarr.DataType, Store>> {
  if (!Number.isSafeInteger(level) || level < 0) {
    throw refusalOf('ERR_OPTION', 'level', 'number', 'an integer of at least 0', level);
  }
  const place = location instanceof zarr.Location ? location : zarr.root(location);
  const group = await openThere(place, 'a group', () => zarr.open(place, { kind: 'group' }));
  const attributes = group.attrs as OmeAttributes;
  const multiscales = (attributes.ome ?? attributes).multiscales;
  const datasets = multiscales?.[0]?.datasets;
  if (datasets === undefined) {
    throw wrongKind('ERR_IMAGE', 'location', 'a group with "multiscales"', describe(group.attrs));
  }
  const dataset = datasets[level];
  if (dataset === undefined) {
    throw wrongValue('ERR_IMAGE', 'level', `one of the ${datasets.length} that the image has`, `${level}`);
  }
  const levelPlace = group.resolve(dataset.path);
  return openThere(levelPlace, 'an array', () => zarr.open(levelPlace, { kind: 'array' }));
}

/** Gives an error of zarrita's, where there is something else or nothing, a code. */
async function openThere<T>(
  { path }: zarr.Location<zarr.Readable>,
  expected: string,
  open: () => Promise<T>,
): Promise<T> {
  try {
    return await open();
  } catch (cause) {
    if (!zarr.isZarritaError(cause, 'NotFoundError')) throw cause;
    const refusal = wrongKind('ERR_IMAGE', 'location', `${expected} at "${path}"`, 'none');
    throw Object.assign(refusal, { cause });
  }
}
