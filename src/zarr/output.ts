import * as zarr from 'zarrita';
import { describe, wrongKind, wrongValue } from '../base/errors.ts';
import type { DType, Kernel } from '../index.ts';
import { readInput, sameLengths } from './arrays.ts';
import { readOptions } from './options.ts';
import { sketchOf } from './task.ts';
import type { InputArray, OpenOutputOptions, OutputArray } from './types.ts';

/**
 * Opens the array for the results of `convolveZarr` with the same arguments, or creates it where there is none: so that a program
 * that runs again goes on.
 *
 * @param location Where it lies: a store, or a place in one.
 * @param input As for `convolveZarr`.
 * @param kernel As for `convolveZarr`.
 * @param options See `OpenOutputOptions`.
 * @throws As `convolveZarr`. `ERR_OUT`: an array of another shape or element type is there.
 * @example
 * import { openOutput } from 'convolve-wasm-zarr';
 * import * as zarr from 'zarrita';
 *
 * const root = zarr.root(new Map());
 * const input = await zarr.create(root.resolve('in'), { shape: [90, 90], chunkShape: [64, 64], dtype: 'float32' });
 * const output = await openOutput(root.resolve('out'), input, [[1], [2]], { mode: 'valid', dtype: 'float64' });
 * console.log(output.shape, output.chunks, output.dtype); // [89, 90] [64, 64] float64
 */
export async function openOutput<Store extends zarr.Mutable>(
  location: Store | zarr.Location<Store>,
  input: InputArray,
  kernel: Kernel,
  options?: OpenOutputOptions,
): Promise<zarr.Array<zarr.DataType, Store>> {
  const { rest, ...given } = readOptions(options, ['chunkShape', 'codecs']);
  const from = readInput(input);
  const { shape, dtype } = sketchOf(from, kernel, given);
  const chunkShape = readChunkShape(rest.chunkShape, from, shape);
  const place = location instanceof zarr.Location ? location : zarr.root(location);
  const found = await openThere(place);
  if (found) {
    refuseAnother(found, shape, dtype);
    return found;
  }
  const created = await zarr.create(place, {
    shape: [...shape],
    chunkShape,
    dtype: dtype as zarr.NumberDataType,
    codecs: rest.codecs as zarr.CodecMetadata[] | undefined,
    dimensionNames: from.dimensionNames,
    fillValue: 0,
  });
  return created as zarr.Array<zarr.DataType, Store>;
}

function readChunkShape(value: unknown, { chunks }: InputArray, shape: readonly number[]): number[] {
  if (value === undefined) return shape.map((length, axis) => Math.min(length, chunks[axis] as number));
  const expected = `${shape.length} integers of at least 1`;
  if (!Array.isArray(value)) throw wrongKind('ERR_OPTION', 'chunkShape', expected, describe(value));
  if (value.length === shape.length && value.every((length) => Number.isSafeInteger(length) && length >= 1)) {
    return [...value];
  }
  throw wrongValue('ERR_OPTION', 'chunkShape', expected, describe(value));
}

async function openThere<Store extends zarr.Mutable>(
  location: zarr.Location<Store>,
): Promise<zarr.Array<zarr.DataType, Store> | undefined> {
  try {
    return await zarr.open(location, { kind: 'array' });
  } catch (error) {
    if (zarr.isZarritaError(error, 'NotFoundError')) return undefined;
    throw error;
  }
}

function refuseAnother(found: OutputArray, shape: readonly number[], dtype: DType): void {
  if (found.dtype === dtype && sameLengths(found.shape, shape)) return;
  const expected = `[${shape.join(', ')}] of ${dtype}, or no array yet`;
  throw wrongKind('ERR_OUT', 'location', expected, `[${found.shape.join(', ')}] of ${found.dtype}`);
}
