import * as zarr from 'zarrita';
import { wrongKind } from '../base/errors.ts';
import type { TypedArray } from '../index.ts';
import type { Range } from './axis.ts';
import type { Written } from './journal.ts';
import { sha256 } from './sha256.ts';
import type { OutputArray } from './types.ts';

/** What the stores of outputs say of them, so that each chunk need not ask again. */
const metadata = new WeakMap<OutputArray, Map<string, Uint8Array | undefined>>();

/** A store that holds the metadata of an output, no chunks, and hands on what is written. */
async function openEmpty(
  output: OutputArray,
  set: (key: `/${string}`, bytes: Uint8Array) => Promise<void>,
): Promise<OutputArray> {
  let isOpen = false;
  const get = async (key: `/${string}`) => (isOpen ? undefined : metadataAt(output, key));
  // Without it zarrita would blame the store of shards, not the shards.
  const getRange = async () => undefined;
  const array = await zarr.open(new zarr.Location({ get, getRange, set }, output.path), { kind: 'array' });
  isOpen = true;
  return array;
}

async function metadataAt(output: OutputArray, key: `/${string}`): Promise<Uint8Array | undefined> {
  const known = metadata.get(output) ?? new Map<string, Uint8Array | undefined>();
  metadata.set(output, known);
  if (!known.has(key)) known.set(key, await output.store.get(key));
  return known.get(key);
}

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
  const array = await openEmpty(output, async (key, bytes) => {
    await output.store.set(key, bytes);
    written = { key, sha256: await sha256(bytes) };
  });
  const shape = ranges.map(({ start, stop }) => stop - start);
  const selection = ranges.map(({ start, stop }) => zarr.slice(start, stop));
  await zarr.set(array, selection, { data, shape, stride: packedStride(shape) } as zarr.Chunk<zarr.DataType>);
  return written as Written;
}

/**
 * Encodes a chunk of zeros, and writes nothing: zarrita decodes more than it encodes, such as shards and gzip.
 *
 * @throws {TypeError} `ERR_OUT`
 */
export async function refuseUnwritable(output: OutputArray): Promise<void> {
  const first = output.shape.map(() => 0);
  try {
    await zarr.set(await openEmpty(output, async () => {}), first, 0);
  } catch (cause) {
    const { message } =
      (cause as Error).cause instanceof Error ? ((cause as Error).cause as Error) : (cause as Error);
    const refusal = wrongKind('ERR_OUT', 'output', 'an array that zarrita can write', message);
    throw Object.assign(refusal, { cause });
  }
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
