import type { PixelImage } from 'convolve-wasm';
import type { ColourMap } from '../state/state.ts';
import type { Raster } from './protocol.ts';

/** Pixels for the numbers of an image. */
export function rasterOf({ data, width, height, channels = 4 }: PixelImage, _map: ColourMap): Raster {
  const rgba = new Uint8ClampedArray(4 * width * height);
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of data) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const scale = high > low ? 255 / (high - low) : 0;
  for (let at = 0; at < width * height; at++) {
    for (let channel = 0; channel < 3; channel++) {
      rgba[4 * at + channel] = (data[at * channels + (channels === 1 ? 0 : channel)]! - low) * scale;
    }
    rgba[4 * at + 3] = 255;
  }
  return {
    rgba,
    widthPx: width,
    heightPx: height,
    low,
    high,
    colourMap: channels === 1 ? 'gray' : 'colours',
  };
}
