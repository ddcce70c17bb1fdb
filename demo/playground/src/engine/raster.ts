import type { PixelImage } from 'convolve-wasm';
import type { ColourMap } from '../state/state.ts';
import { coloursOf } from './colours.ts';
import { hasColours, paint, paintBounded, type Shade } from './paint.ts';
import type { Raster, Statistics } from './protocol.ts';
import { statisticsOf } from './statistics.ts';

/** Pixels for the numbers of an image; `spare` holds them if it has the right length. */
export function rasterOf(image: PixelImage, map: ColourMap, spare?: ArrayBuffer): Raster {
  const statistics = statisticsOf(image);
  const shade = shadeOf(image, statistics, map);
  const { width, height } = image;
  const pixels = pixelsIn(spare, width * height);
  const areFinite = statistics.nanCount + statistics.infinityCount === 0;
  const counts = areFinite ? paintBounded(image, shade, pixels) : paint(image, shade, pixels);
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
  // Bytes look as they are, but for zeros and ones, which would all be black.
  if (colourMap === 'gray' && areBytes && highest > 1) return { low: 0, high: 255, colourMap, colours };
  return { low: lowest, high: highest, colourMap, colours };
}

/** Colours that bytes hold are shown as they are. Others are scaled, around 0 as the middle where some are negative. */
function endsOfColours(lowest: number, highest: number): [low: number, high: number] {
  if (lowest >= 0) return [0, Math.max(255, highest)];
  const magnitude = Math.max(-lowest, highest);
  return [-magnitude, magnitude];
}
