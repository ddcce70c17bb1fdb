import { api } from '../../src/backends.ts';
import type { TypedArray } from '../../src/base/types.ts';
import { withMultirate } from '../../src/call/multirate.ts';
import { creators } from '../../src/image/creators.ts';
import * as library from '../../src/index.ts';
import { addMultirateToJs } from '../../src/js/extra.ts';
import { createConvolveRows } from '../../src/stream/convolve-rows.ts';
import type { RowStrip } from '../../src/stream/row-types.ts';
import { addMultirateToWasm } from '../../src/wasm/extra.ts';

/** `convolveRows` by pieces that are as small as the kernel allows, so that small images have several. */
export const byPieces = createConvolveRows(
  withMultirate(api, [addMultirateToJs, addMultirateToWasm]),
  creators,
  1,
) as (rows: unknown, kernel: unknown, options: object) => library.RowStream;

export interface Pixels {
  readonly data: TypedArray;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

/** The result of the call for the whole image. */
export function whole(image: Pixels, kernel: unknown, { operation, ...options }: Record<string, unknown>) {
  const name = typeof kernel === 'string' ? kernel : (operation ?? 'convolve2d');
  const call = (library as unknown as Record<string, (...values: unknown[]) => Pixels>)[name as string]!;
  return typeof kernel === 'string' ? call(image, options) : call(image, kernel, options);
}

/** An image's elements in chunks of these lengths, again and again. */
export function* chunksOf({ data }: Pick<Pixels, 'data'>, lengths: readonly number[]): Generator<TypedArray> {
  for (let at = 0, i = 0; at < data.length; i++) {
    const end = at + lengths[i % lengths.length]!;
    yield data.subarray(at, end);
    at = end;
  }
}

export function seekable({ data, width, height, channels }: Pixels) {
  const rowLength = width * channels;
  const read = (firstRow: number, rowCount: number) =>
    data.subarray(firstRow * rowLength, (firstRow + rowCount) * rowLength);
  return { height, read };
}

export interface Collected extends Pixels {
  readonly strips: number;
}

/** All strips together. */
export async function collect(strips: AsyncIterable<RowStrip>): Promise<Collected> {
  const all: RowStrip[] = [];
  let height = 0;
  for await (const strip of strips) {
    if (strip.firstRow !== height) throw new Error(`a strip from ${strip.firstRow}, not ${height}`);
    if (strip.data.length !== strip.width * strip.height * strip.channels) throw new Error('no whole rows');
    height += strip.height;
    all.push({ ...strip });
  }
  const [{ data, width, channels }] = all as [RowStrip];
  const type = data.constructor as new (length: number) => TypedArray;
  const joined = new type(width * height * channels);
  let at = 0;
  for (const strip of all) {
    joined.set(strip.data, at);
    at += strip.data.length;
  }
  return { data: joined, width, height, channels, strips: all.length };
}

export function isSame(a: Pixels, b: Pixels): boolean {
  return (
    a.data.constructor === b.data.constructor &&
    a.width === b.width &&
    a.height === b.height &&
    a.channels === b.channels &&
    a.data.every((value, i) => Object.is(value, b.data[i]))
  );
}
