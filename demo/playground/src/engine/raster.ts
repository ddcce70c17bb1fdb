import type { PixelImage } from 'convolve-wasm';
import type { ColourMap } from '../state/state.ts';
import { coloursOf, NAN_COLOUR } from './colours.ts';
import type { Raster, Statistics } from './protocol.ts';
import { statisticsOf } from './statistics.ts';

/** What colours numbers get. */
export type Shade = Pick<Raster, 'low' | 'high' | 'colourMap' | 'colours'>;

/** Pixels for the numbers of an image; `spare` holds them if it has the right length. */
export function rasterOf(image: PixelImage, map: ColourMap, spare?: ArrayBuffer): Raster {
  const statistics = statisticsOf(image);
  const shade = shadeOf(image, statistics, map);
  const { width, height } = image;
  const pixels = pixelsIn(spare, width * height);
  const isBounded = statistics.nanCount + statistics.infinityCount === 0;
  const counts =
    isBounded && !hasColours(image) ? [paintBounded(image.data, shade, pixels)] : paint(image, shade, pixels);
  const rgba = new Uint8ClampedArray(pixels.buffer);
  return { ...shade, rgba, widthPx: width, heightPx: height, counts, statistics };
}

export function pixelsIn(spare: ArrayBuffer | undefined, count: number): Uint32Array<ArrayBuffer> {
  return new Uint32Array(spare?.byteLength === 4 * count ? spare : new ArrayBuffer(4 * count));
}

function shadeOf(image: PixelImage, { lowest, highest }: Statistics, map: ColourMap): Shade {
  const areBytes = image.data instanceof Uint8Array || image.data instanceof Uint8ClampedArray;
  if (hasColours(image)) {
    const [low, high] = areBytes ? [0, 255] : endsOfColours(lowest, highest);
    return { low, high, colourMap: 'colours', colours: coloursOf('gray') };
  }
  const colourMap = map !== 'auto' ? map : lowest < 0 ? 'diverging' : 'gray';
  const colours = coloursOf(colourMap);
  if (colourMap === 'diverging') {
    const magnitude = Math.max(-lowest, highest) || 1;
    return { low: -magnitude, high: magnitude, colourMap, colours };
  }
  if (colourMap === 'gray' && areBytes) return { low: 0, high: 255, colourMap, colours };
  return { low: lowest, high: highest, colourMap, colours };
}

/** Colours that bytes hold are shown as they are. Others are scaled, around 0 as the middle where some are negative. */
function endsOfColours(lowest: number, highest: number): [low: number, high: number] {
  if (lowest >= 0) return [0, Math.max(255, highest)];
  const magnitude = Math.max(-lowest, highest);
  return [-magnitude, magnitude];
}

export function hasColours({ channels = 4 }: Pick<PixelImage, 'channels'>): boolean {
  return channels >= 3;
}

/** Colours numbers, and counts how many get each level of the bar. */
export function paint(image: PixelImage, shade: Shade, into: Uint32Array): readonly Uint32Array[] {
  return hasColours(image) ? paintColours(image, shade, into) : [paintLevels(image.data, shade, into)];
}

/** Any numbers, also beyond the ends of the bar. */
function paintLevels(data: PixelImage['data'], shade: Shade, into: Uint32Array): Uint32Array {
  const { colours, low } = shade;
  const last = colours.length - 1;
  const scale = scaleOf(shade);
  const counts = new Uint32Array(colours.length);
  for (let at = 0; at < into.length; at++) {
    const level = (data[at]! - low) * scale + 0.5;
    if (Number.isNaN(level)) {
      into[at] = NAN_COLOUR;
    } else {
      const bounded = level > 0 ? (level < last ? level | 0 : last) : 0;
      counts[bounded]!++;
      into[at] = colours[bounded]!;
    }
  }
  return counts;
}

/** Numbers from low to high: the same in the time of a frame. */
function paintBounded(data: PixelImage['data'], shade: Shade, into: Uint32Array): Uint32Array {
  const { colours, low } = shade;
  const scale = scaleOf(shade);
  const counts = new Uint32Array(colours.length);
  for (let at = 0; at < into.length; at++) {
    const level = ((data[at]! - low) * scale + 0.5) | 0;
    counts[level]!++;
    into[at] = colours[level]!;
  }
  return counts;
}

function paintColours({ data, channels = 4 }: PixelImage, shade: Shade, into: Uint32Array): Uint32Array[] {
  const { low } = shade;
  const scale = scaleOf(shade);
  const counts = [0, 1, 2].map(() => new Uint32Array(256)) as [Uint32Array, Uint32Array, Uint32Array];
  const [reds, greens, blues] = counts;
  for (let at = 0, from = 0; at < into.length; at++, from += channels) {
    const red = (data[from]! - low) * scale;
    const green = (data[from + 1]! - low) * scale;
    const blue = (data[from + 2]! - low) * scale;
    const alpha = channels === 4 ? byteOf(data[from + 3]!) : 255;
    if (Number.isNaN(red) || Number.isNaN(green) || Number.isNaN(blue)) {
      into[at] = NAN_COLOUR;
      continue;
    }
    const r = byteOf(red);
    const g = byteOf(green);
    const b = byteOf(blue);
    reds[r]!++;
    greens[g]!++;
    blues[b]!++;
    into[at] = (alpha << 24) | (b << 16) | (g << 8) | r;
  }
  return counts;
}

function byteOf(value: number): number {
  return value > 0 ? (value < 255 ? (value + 0.5) | 0 : 255) : 0;
}

/** Levels for each unit. All of a flat image gets the lowest level, but infinities keep an end each. */
function scaleOf({ low, high, colours }: Shade): number {
  return high > low ? (colours.length - 1) / (high - low) : 1;
}
