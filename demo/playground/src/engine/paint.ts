import type { PixelImage } from 'convolve-wasm';
import { NAN_COLOUR } from './colours.ts';
import type { Raster } from './protocol.ts';

/** What colours numbers get. */
export type Shade = Pick<Raster, 'low' | 'high' | 'colourMap' | 'colours'>;

export function hasColours({ channels = 4 }: Pick<PixelImage, 'channels'>): boolean {
  return channels >= 3;
}

/** Colours numbers, and counts how many get each level of the bar. */
export function paint(image: PixelImage, shade: Shade, into: Uint32Array): readonly Uint32Array[] {
  return hasColours(image) ? paintColours(image, shade, into) : [paintLevels(image.data, shade, into)];
}

/** The same in the time of a frame, for numbers from the low to the high end of the bar. */
export function paintBounded(image: PixelImage, shade: Shade, into: Uint32Array): readonly Uint32Array[] {
  return hasColours(image)
    ? paintBoundedColours(image, shade, into)
    : [paintBoundedLevels(image.data, shade, into)];
}

function paintLevels(data: PixelImage['data'], shade: Shade, into: Uint32Array): Uint32Array {
  const { colours, low } = shade;
  const last = colours.length - 1;
  const scale = scaleOf(shade);
  const offset = offsetOf(shade);
  const counts = new Uint32Array(colours.length);
  for (let at = 0; at < into.length; at++) {
    const level = (data[at]! - low) * scale + offset;
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

function paintBoundedLevels(data: PixelImage['data'], shade: Shade, into: Uint32Array): Uint32Array {
  const { colours, low } = shade;
  const scale = scaleOf(shade);
  const offset = offsetOf(shade);
  const counts = new Uint32Array(colours.length);
  for (let at = 0; at < into.length; at++) {
    const level = ((data[at]! - low) * scale + offset) | 0;
    counts[level]!++;
    into[at] = colours[level]!;
  }
  return counts;
}

function paintColours({ data, channels = 4 }: PixelImage, shade: Shade, into: Uint32Array): Uint32Array[] {
  const { low } = shade;
  const scale = scaleOf(shade);
  const [reds, greens, blues] = [new Uint32Array(256), new Uint32Array(256), new Uint32Array(256)];
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
  return [reds, greens, blues];
}

function paintBoundedColours(
  { data, channels = 4 }: PixelImage,
  shade: Shade,
  into: Uint32Array,
): Uint32Array[] {
  const { low } = shade;
  const scale = scaleOf(shade);
  const [reds, greens, blues] = [new Uint32Array(256), new Uint32Array(256), new Uint32Array(256)];
  for (let at = 0, from = 0; at < into.length; at++, from += channels) {
    const red = ((data[from]! - low) * scale + 0.5) | 0;
    const green = ((data[from + 1]! - low) * scale + 0.5) | 0;
    const blue = ((data[from + 2]! - low) * scale + 0.5) | 0;
    const alpha = channels === 4 ? byteOf(data[from + 3]!) : 255;
    reds[red]!++;
    greens[green]!++;
    blues[blue]!++;
    into[at] = (alpha << 24) | (blue << 16) | (green << 8) | red;
  }
  return [reds, greens, blues];
}

function byteOf(value: number): number {
  return value > 0 ? (value < 255 ? (value + 0.5) | 0 : 255) : 0;
}

/** Levels for each unit. Infinities keep an end each, also where all other numbers are the same. */
function scaleOf({ low, high, colours }: Shade): number {
  return high > low ? (colours.length - 1) / (high - low) : 1;
}

/** The level of the lowest number, moved so that cutting rounds; numbers that are all the same get the middle. */
function offsetOf({ low, high, colours }: Shade): number {
  return (high > low ? 0 : Math.floor(colours.length / 2)) + 0.5;
}
