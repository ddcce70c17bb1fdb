import { type Accumulator, elementTypes } from '../base/dtype.ts';
import { inMemory } from '../base/errors.ts';
import type { DType } from '../base/types.ts';
import { readOuts } from '../call/outs.ts';
import type { PixelCore } from '../call/pixels.ts';
import { type Elements, forEachChunk, type PictureOperations, type Stretch } from '../call/pointwise.ts';
import { type Container, readImage, settle } from '../io/container.ts';
import { copyRows, type View } from '../io/view.ts';
import { oneOf } from '../problem/options.ts';
import { readPointwiseOptions, refuseChannels } from './check.ts';
import type { Normalization, Pictures } from './pictures.ts';
import { destinationOf } from './target.ts';

const normalizations: readonly Normalization[] = ['clamp', 'abs', 'minmax'];

export function createNormalize(core: PixelCore): Pictures['normalize'] {
  return (image: unknown, how?: unknown, options?: unknown): never => {
    const { way, backend, container, outs } = readArguments(image, how, options);
    const { kind, view } = container;
    const destination = destinationOf(container, outs, 'uint8clamped', view);
    const hasAlpha = kind === 'pixels' && view.channels === 4;
    toBytes(core.pointwise(backend), view, destination.view, way, hasAlpha);
    return destination.finish() as never;
  };
}

export function createToImageData(core: PixelCore): Pictures['toImageData'] {
  return (image: unknown, how?: unknown, options?: unknown): never => {
    const { way, backend, container, outs } = readArguments(image, how, options);
    const { view } = container;
    const { rows, columns, channels } = view;
    refuseChannels(channels);
    const pixels: Container = { ...container, kind: 'pixels' };
    const destination = destinationOf(pixels, outs, 'uint8clamped', { rows, columns, channels: 4 });
    toBytes(core.pointwise(backend), view, destination.view, way, channels === 4);
    return destination.finish() as never;
  };
}

function readArguments(image: unknown, how: unknown, options: unknown) {
  const way = oneOf('how', how, normalizations, 'clamp');
  const { backend, out } = readPointwiseOptions(options, []);
  const reading = readImage(image);
  const outs = readOuts(null, out);
  return { way, backend, outs, container: settle(reading) };
}

/** Writes bytes to a result, which may have four channels where the image has one or three. */
function toBytes(
  pointwise: PictureOperations,
  image: View,
  result: View,
  how: Normalization,
  hasAlpha: boolean,
): void {
  const { channels } = image;
  const becomesPixels = result.channels !== channels;
  const areBytes = how !== 'minmax' && elementTypes[image.dtype].range?.[1] === 255;
  if (areBytes && !becomesPixels) {
    inMemory(() => copyRows(image, result));
    return;
  }
  const floats = floatsOf(image.dtype);
  const stretch = how === 'minmax' ? stretchOf(pointwise, image, floats, hasAlpha) : null;
  const convert = (source: Elements, count: number, into: Elements) => {
    if (stretch) pointwise.stretch(source, stretch, hasAlpha, count, into);
    else pointwise.bytes(source, how === 'abs', hasAlpha, count, into);
  };
  const operate = (source: Elements, pixels: number, into: Elements) => {
    const count = pixels * channels;
    if (!becomesPixels) {
      convert(source, count, into);
      return;
    }
    // Their bytes first, at the end of where they go.
    const bytes = areBytes ? source : { ...into, at: into.at + 4 * pixels - count };
    if (!areBytes) convert(source, count, bytes);
    pointwise.pixels(bytes, channels, pixels, into);
  };
  inMemory(() => forEachChunk(pointwise, image, result, operate, areBytes ? image.dtype : floats));
}

/** The type of floats that holds the elements. */
function floatsOf(dtype: DType): Accumulator {
  return dtype === 'float32' || elementTypes[dtype].bytes <= 2 ? 'float32' : 'float64';
}

/** Maps the smallest finite number to 0 and the greatest to 255; all to 0 if they are equal, or if there are none. */
function stretchOf(
  pointwise: PictureOperations,
  image: View,
  dtype: Accumulator,
  hasAlpha: boolean,
): Stretch {
  let [least, greatest] = [Infinity, -Infinity];
  const widen = (source: Elements, pixels: number) => {
    const [low, high] = pointwise.range(source, hasAlpha, pixels * image.channels);
    least = Math.min(least, low);
    greatest = Math.max(greatest, high);
  };
  inMemory(() => forEachChunk(pointwise, image, null, widen, dtype));
  if (!(greatest > least)) return { part: 1, least: Number.isFinite(least) ? least : 0, spread: Infinity };
  const part = greatest - least === Infinity ? 0.25 : 1;
  return { part, least: least * part, spread: greatest * part - least * part };
}
