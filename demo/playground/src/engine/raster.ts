import type { PixelImage } from 'convolve-wasm';
import type { ColourMap } from '../state/state.ts';
import { rasterOfBytes } from './bytes.ts';
import { coloursOf } from './colours.ts';
import { hasColours, paint, paintBounded, type Shade } from './paint.ts';
import { pixelsIn } from './pixels.ts';
import type { Raster, Statistics } from './protocol.ts';
import { statisticsOf } from './statistics.ts';

/** Pixels for the numbers of an image; `spare` holds them if it has the right length. */
export function rasterOf(image: PixelImage, map: ColourMap, spare?: ArrayBuffer): Raster {
  if (areBytes(image) && (image.channels ?? 4) === 4) return rasterOfBytes(image, spare);
  const statistics = statisticsOf(image);
  const shade = shadeOf(image, statistics, map);
  const { width, height } = image;
  const pixels = pixelsIn(spare, width * height);
  const areFinite = statistics.nanCount + statistics.infinityCount === 0;
  const counts = areFinite ? paintBounded(image, shade, pixels) : paint(image, shade, pixels);
  const rgba = new Uint8ClampedArray(pixels.buffer);
  return { ...shade, rgba, widthPx: width, heightPx: height, counts, statistics };
}

function shadeOf(image: PixelImage, { lowest, highest }: Statistics, map: ColourMap): Shade {
  if (hasColours(image)) {
    const [low, high] = areBytes(image) ? [0, 255] : endsOfColours(lowest, highest);
    return { low, high, colourMap: 'colours', colours: coloursOf('gray') };
  }
  const colourMap = map !== 'auto' ? map : lowest < 0 ? 'diverging' : 'gray';
  const colours = coloursOf(colourMap);
  if (colourMap === 'diverging') {
    const magnitude = Math.max(-lowest, highest) || 1;
    return { low: -magnitude, high: magnitude, colourMap, colours };
  }
  // Bytes look as they are, but for zeros and ones, which would all be black.
  if (colourMap === 'gray' && areBytes(image))
    return { low: 0, high: highest > 1 ? 255 : 1, colourMap, colours };
  return { low: lowest, high: highest, colourMap, colours };
}

function areBytes({ data }: PixelImage): boolean {
  return data instanceof Uint8Array || data instanceof Uint8ClampedArray;
}

/** Colours that bytes hold are shown as they are. Others are scaled, around 0 as the middle where some are negative. */
function endsOfColours(lowest: number, highest: number): [low: number, high: number] {
  if (lowest >= 0) return [0, Math.max(255, highest)];
  const magnitude = Math.max(-lowest, highest);
  return [-magnitude, magnitude];
}
