import * as zarr from 'zarrita';
import { wrongKind } from '../base/errors.ts';
import type { TypedArray } from '../index.ts';
import type { Range } from './axis.ts';
import type { Written } from './journal.ts';
import type { OutputArray } from './options.ts';
import { sha256 } from './sha256.ts';

/** What the stores of outputs say of them, so that each chunk need not ask again. */
const metadata = new WeakMap<OutputArray, Map<string, Uint8Array | undefined>>();

/**
 * Writes one chunk, and tells its key and the checksum of its bytes. Nothing of what lies there is kept: elements beyond the edge of
 * the array, which the last chunks have too, are its fill value. So the bytes depend on the results alone.
 */
export async function writeChunk(
  output: OutputArray,
  ranges: readonly Range[],
  data: TypedArray,
): Promise<Written> {
  let written: Written | undefined;
  let isOpen = false;
  const store: zarr.AsyncMutable = {
    get: async (key) => (isOpen ? undefined : metadataAt(output, key)),
    set: async (key, bytes) => {
      await output.store.set(key, bytes);
      written = { key, sha256: await sha256(bytes) };
    },
  };
  const array = await zarr.open(new zarr.Location(store, output.path), { kind: 'array' });
  isOpen = true;
  const shape = ranges.map(({ start, stop }) => stop - start);
  const selection = ranges.map(({ start, stop }) => zarr.slice(start, stop));
  await zarr.set(array, selection, { data, shape, stride: packedStride(shape) } as zarr.Chunk<zarr.DataType>);
  return written as Written;
}

async function metadataAt(output: OutputArray, key: `/${string}`): Promise<Uint8Array | undefined> {
  const known = metadata.get(output) ?? new Map<string, Uint8Array | undefined>();
  metadata.set(output, known);
  if (!known.has(key)) known.set(key, await output.store.get(key));
  return known.get(key);
}

/**
 * zarrita writes no shards.
 *
 * @throws {TypeError} `ERR_OUT`
 */
export async function refuseShards(output: OutputArray): Promise<void> {
  const bytes = await metadataAt(output, output.resolve('zarr.json').path);
  if (bytes === undefined) return;
  const { codecs } = JSON.parse(new TextDecoder().decode(bytes)) as zarr.ArrayMetadata;
  if (!codecs.some(({ name }) => name === 'sharding_indexed')) return;
  throw wrongKind('ERR_OUT', 'output', 'an array of plain chunks', 'one of shards');
}

function packedStride(shape: readonly number[]): number[] {
  const stride = new Array<number>(shape.length);
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    stride[axis] = step;
    step *= shape[axis] as number;
  }
  return stride;
}
