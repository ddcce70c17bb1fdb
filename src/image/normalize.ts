import { inMemory } from '../base/errors.ts';
import { saturatorOf } from '../base/saturate.ts';
import type { Image, NdArray, NestedArray, PixelImage, TypedArray } from '../base/types.ts';
import { type Container, destinationAround, readImage, refuseLarge, settle } from '../io/container.ts';
import { allocateView, forEachRow } from '../io/view.ts';
import { oneOf } from '../problem/options.ts';
import { refuseChannels } from './check.ts';

/**
 * How numbers become bytes: `'clamp'` rounds and saturates them, `'abs'` their magnitudes; `'minmax'` maps the smallest to 0
 * and the largest to 255.
 */
export type Normalization = 'clamp' | 'abs' | 'minmax';

/** Canvas pixels in the image's kind of container; rows of numbers stay rows. */
export type Normalized<I extends Image> = I extends PixelImage
  ? { data: Uint8ClampedArray<ArrayBuffer>; width: number; height: number; channels: number }
  : I extends NdArray
    ? { data: Uint8ClampedArray<ArrayBuffer>; shape: number[] }
    : I extends NestedArray
      ? number[][]
      : never;

const normalizations: readonly Normalization[] = ['clamp', 'abs', 'minmax'];

/**
 * Converts a result with signs, or with any range of numbers, to bytes from 0 to 255 that can be shown. Rounds half to even;
 * NaN becomes 0. The alpha of pixel containers (`{ data, width, height }` with 4 channels) is only rounded and saturated.
 *
 * @param result An image, such as the result of a filter.
 * @param how See `Normalization`. With `'minmax'` the range is that of all finite numbers but alpha, and infinities saturate;
 *   if all numbers are equal they become 0. Default `'clamp'`.
 * @returns A container of the same kind, with a Uint8ClampedArray: `new ImageData(out.data, out.width)` takes one of 4 channels.
 * @throws {TypeError} `ERR_IMAGE`, `ERR_OPTION`: an argument of the wrong kind.
 * @throws {RangeError} `ERR_IMAGE`, `ERR_OPTION`: a wrong value or size.
 * @example
 * const result = { data: new Float32Array([-300, 0, 20.5, 300]), shape: [2, 2] };
 * console.log(normalize(result).data); // Uint8ClampedArray [0, 0, 20, 255]
 * console.log(normalize(result, 'abs').data); // Uint8ClampedArray [255, 0, 20, 255]
 * console.log(normalize(result, 'minmax').data); // Uint8ClampedArray [0, 128, 136, 255]
 */
export function normalize<I extends Image>(result: I, how?: Normalization): Normalized<I> {
  const way = oneOf('how', how, normalizations, 'clamp');
  const container = settle(readImage(result));
  refuseLarge(container, [container.view]);
  return destinationAround(container, bytesOf(container, way).view).finish() as Normalized<I>;
}

/**
 * Converts an image for a canvas, to four channels of bytes. One channel becomes opaque gray, three become opaque colours; the
 * fourth of four is alpha.
 *
 * @param image Of 1, 3 or 4 channels.
 * @param how See `normalize`. Default `'clamp'`.
 * @returns `{ data, width, height, channels: 4 }`, for `new ImageData(data, width, height)`.
 * @throws {TypeError} `ERR_IMAGE`, `ERR_OPTION`: an argument of the wrong kind.
 * @throws {RangeError} `ERR_IMAGE`: 2 channels, or more than 4. `ERR_OPTION`: another `how`.
 * @example
 * const { data, width } = toImageData([[-20, 300]], 'abs');
 * console.log(data, width); // Uint8ClampedArray [20, 20, 20, 255, 255, 255, 255, 255] 2
 */
export function toImageData(
  image: Image,
  how?: Normalization,
): { data: Uint8ClampedArray<ArrayBuffer>; width: number; height: number; channels: 4 } {
  const way = oneOf('how', how, normalizations, 'clamp');
  const container = settle(readImage(image));
  const { rows, columns, channels } = container.view;
  refuseChannels(channels);
  const { data: bytes } = bytesOf(container, way, channels === 4);
  const shape = { width: columns, height: rows, channels: 4 as const };
  if (channels === 4) return { data: bytes, ...shape };
  const data = inMemory(() => new Uint8ClampedArray(4 * rows * columns));
  const [green, blue] = channels === 3 ? [1, 2] : [0, 0];
  for (let from = 0, to = 0; to < data.length; from += channels, to += 4) {
    data[to] = bytes[from] as number;
    data[to + 1] = bytes[from + green] as number;
    data[to + 2] = bytes[from + blue] as number;
    data[to + 3] = 255;
  }
  return { data, ...shape };
}

function bytesOf(
  { kind, view }: Container,
  how: Normalization,
  hasAlpha = kind === 'pixels' && view.channels === 4,
) {
  const result = inMemory(() => allocateView('uint8clamped', view));
  const { data } = result;
  const isAlpha = (at: number) => hasAlpha && at % 4 === 3;
  let [min, max] = [Infinity, -Infinity];
  const widen = (row: TypedArray) => {
    for (let at = 0; at < row.length; at++) {
      const value = row[at] as number;
      if (isAlpha(at) || !Number.isFinite(value)) continue;
      if (value < min) min = value;
      if (value > max) max = value;
    }
  };
  if (how === 'minmax') inMemory(() => forEachRow(view, widen));
  const saturated = saturatorOf('uint8clamped');
  // In quarters where the difference of very large numbers overflows.
  const part = max - min === Infinity ? 0.25 : 1;
  const range = max * part - min * part;
  const map: { readonly [how in Normalization]: (value: number) => number } = {
    clamp: (value) => value,
    abs: Math.abs,
    minmax: (value) => (range > 0 ? 255 * ((value * part - min * part) / range) : 0),
  };
  const mapped = map[how];
  let to = 0;
  const convert = (row: TypedArray) => {
    for (let at = 0; at < row.length; at++) {
      const value = row[at] as number;
      data[to++] = saturated(isAlpha(at) ? value : mapped(value));
    }
  };
  inMemory(() => forEachRow(view, convert));
  return { view: result, data: data as Uint8ClampedArray<ArrayBuffer> };
}
