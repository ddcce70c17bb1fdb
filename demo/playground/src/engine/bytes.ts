import type { PixelImage } from 'convolve-wasm';
import { coloursOf } from './colours.ts';
import { pixelsIn } from './pixels.ts';
import type { Raster, Statistics } from './protocol.ts';

/** Pixels of four bytes as they are. */
export function rasterOfBytes({ data, width, height }: PixelImage, spare?: ArrayBuffer): Raster {
  const pixels = pixelsIn(spare, width * height);
  const rgba = new Uint8ClampedArray(pixels.buffer);
  rgba.set(data);
  const [reds, greens, blues] = [new Uint32Array(256), new Uint32Array(256), new Uint32Array(256)];
  let alphas = -1;
  for (let at = 0; at < pixels.length; at++) {
    const word = pixels[at]!;
    alphas &= word;
    reds[word & 255]!++;
    greens[(word >> 8) & 255]!++;
    blues[(word >> 16) & 255]!++;
  }
  const counts = [reds, greens, blues];
  const statistics = { ...statisticsOfCounts(counts), isClear: alphas >>> 24 !== 255 };
  const shade = { low: 0, high: 255, colourMap: 'colours', colours: coloursOf('gray') } as const;
  return { ...shade, rgba, widthPx: width, heightPx: height, counts, statistics };
}

/** All that is known from how often each byte occurs. */
function statisticsOfCounts(counts: readonly Uint32Array[]): Omit<Statistics, 'isClear'> {
  const all = Array.from({ length: 256 }, (_, level) =>
    counts.reduce((sum, channel) => sum + channel[level]!, 0),
  );
  const count = all.reduce((sum, one) => sum + one, 0);
  const lowest = all.findIndex(Boolean);
  const highest = all.findLastIndex(Boolean);
  const mean = all.reduce((sum, one, level) => sum + one * level, 0) / count;
  return { lowest, highest, mean, nanCount: 0, infinityCount: 0 };
}
