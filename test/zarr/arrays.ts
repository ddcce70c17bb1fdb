import * as zarr from 'zarrita';
import type { ConvolveOptions, DType, Kernel, TypedArray } from '../../src/base/types.ts';
import { convolve2d, correlate2d } from '../../src/index.ts';
import {
  type ConvolveZarrOptions,
  convolveZarr,
  type OpenOutputOptions,
  openOutput,
} from '../../src/zarr/index.ts';
import { filled } from '../support/containers.ts';
import { integers, random } from '../support/random.ts';

export type Store = Map<string, Uint8Array>;

/** The whole of an array, row-major. */
export interface Whole {
  readonly data: TypedArray;
  readonly shape: readonly number[];
}

export async function createArray(
  location: zarr.Location<Store>,
  { data, shape }: Whole,
  dtype: DType,
  chunkShape: readonly number[],
  codecs: zarr.CodecMetadata[] = [],
): Promise<zarr.Array<zarr.DataType, Store>> {
  const array = await zarr.create(location, {
    shape: [...shape],
    chunkShape: [...chunkShape],
    dtype: dtype as 'float32',
    codecs,
  });
  await fill(array as zarr.Array<zarr.DataType, Store>, data);
  return array as zarr.Array<zarr.DataType, Store>;
}

export async function fill(array: zarr.Array<zarr.DataType, zarr.Mutable>, data: TypedArray): Promise<void> {
  const { shape } = array;
  const stride = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  await zarr.set(array, null, { data, shape, stride } as zarr.Chunk<zarr.DataType>);
}

/** Elements that use the whole range of small types, and are no integers where a type has others. */
export function elements(shape: readonly number[], dtype: DType, seed = 1): Whole {
  const next = random(seed);
  const ranges: Partial<Record<DType, [number, number]>> = {
    uint8: [0, 255],
    int8: [-128, 127],
    uint16: [0, 65535],
    int16: [-32768, 32767],
    uint32: [0, 2 ** 32 - 1],
    int32: [-(2 ** 31), 2 ** 31 - 1],
  };
  const [low, high] = ranges[dtype] ?? [0, 0];
  const value = low === high ? () => 200 * next() - 100 : integers(seed, low, high);
  const length = shape.reduce((a, b) => a * b, 1);
  const { data } = filled([1, length], dtype, value);
  return { data: data as TypedArray, shape };
}

/** What one machine makes of each plane. */
export function inMemory(
  { data, shape }: Whole,
  kernel: Kernel,
  { operation, ...options }: ConvolveOptions & { operation?: 'convolve2d' | 'correlate2d' },
): Whole {
  const [rows, columns] = shape.slice(-2) as [number, number];
  const filter = operation === 'correlate2d' ? correlate2d : convolve2d;
  const results = Array.from({ length: data.length / (rows * columns) }, (_, plane) => {
    const part = data.slice(plane * rows * columns, (plane + 1) * rows * columns);
    return filter({ data: part, shape: [rows, columns] }, kernel, { ...options, deterministic: true });
  });
  const [first] = results as [{ data: TypedArray; shape: number[] }];
  const all = new (first.data.constructor as Float32ArrayConstructor)(results.length * first.data.length);
  for (const [plane, result] of results.entries()) all.set(result.data, plane * first.data.length);
  return { data: all, shape: [...shape.slice(0, -2), ...first.shape] };
}

export async function contentsOf(array: zarr.Array<zarr.DataType, zarr.Readable>): Promise<Whole> {
  const { data, shape, stride } = (await zarr.get(array)) as Whole & { stride: number[] };
  const packed = data.slice();
  for (let n = 0; n < data.length; n++) {
    let [at, rest] = [0, n];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at += (rest % shape[axis]!) * stride[axis]!;
      rest = Math.floor(rest / shape[axis]!);
    }
    packed[n] = data[at]!;
  }
  return { data: packed, shape };
}

/** Where two arrays differ first, in their bytes: NaN and signs of zero count. */
export function firstDifference(a: Whole, b: Whole): string | undefined {
  if (a.shape.join() !== b.shape.join()) return `shape ${a.shape} and ${b.shape}`;
  if (Buffer.from(bytesOf(a)).equals(bytesOf(b))) return undefined;
  const size = a.data.BYTES_PER_ELEMENT;
  const index = bytesOf(a).findIndex((byte, n) => byte !== bytesOf(b)[n]);
  const at = Math.floor(index / size);
  return `element ${at}: ${a.data[at]} and ${b.data[at]}`;
}

function bytesOf({ data }: Whole): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** A store with an input, and the output that its convolution goes to. */
export async function scene(
  whole: Whole,
  dtype: DType,
  chunkShape: readonly number[],
  kernel: Kernel,
  { codecs, chunkShape: outputChunks, ...options }: OpenOutputOptions = {},
) {
  const store: Store = new Map();
  const input = await createArray(zarr.root(store).resolve('input'), whole, dtype, chunkShape);
  const location = zarr.root(store).resolve('output');
  const output = await openOutput(location, input, kernel, { ...options, codecs, chunkShape: outputChunks });
  return {
    store,
    input,
    output,
    convolve: (more: ConvolveZarrOptions = {}) =>
      convolveZarr(input, kernel, output, { ...options, ...more }),
  };
}
