import type { PixelImage } from 'convolve-wasm';
import type { Statistics } from './protocol.ts';

/** At this alpha a pixel counts as opaque: 255, rounded. */
const OPAQUE = 254.5;

export function statisticsOf({ data, channels = 4 }: PixelImage): Statistics {
  const quick = channels === 4 ? ofFinitePixels(data) : channels === 1 ? ofFiniteNumbers(data) : null;
  if (quick) return quick;
  let [lowest, highest, sum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  let [nanCount, infinityCount, isClear] = [0, 0, false];
  const colours = Math.min(channels, 3);
  for (let from = 0; from < data.length; from += channels) {
    for (let at = from; at < from + colours; at++) {
      const value = data[at]!;
      // The difference is NaN for infinities and NaN.
      if (value - value === 0) {
        sum += value;
        if (value < lowest) lowest = value;
        if (value > highest) highest = value;
      } else if (Number.isNaN(value)) {
        nanCount++;
      } else {
        infinityCount++;
      }
    }
    if (channels === 4 && !(data[from + 3]! >= OPAQUE)) isClear = true;
  }
  const count = (data.length / channels) * colours - nanCount - infinityCount;
  if (count === 0) [lowest, highest] = [0, 0];
  return { lowest, highest, mean: count === 0 ? 0 : sum / count, nanCount, infinityCount, isClear };
}

/* The same in the time of a frame; null where some numbers are not finite, which the sum shows. */

function ofFiniteNumbers(data: PixelImage['data']): Statistics | null {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (let at = 0; at < data.length; at++) {
    const value = data[at]!;
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
    sum += value;
  }
  if (sum - sum !== 0) return null;
  return { lowest, highest, mean: sum / data.length, nanCount: 0, infinityCount: 0, isClear: false };
}

function ofFinitePixels(data: PixelImage['data']): Statistics | null {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  let sum = 0;
  let isClear = false;
  for (let at = 0; at < data.length; at += 4) {
    const red = data[at]!;
    const green = data[at + 1]!;
    const blue = data[at + 2]!;
    if (red < lowest) lowest = red;
    if (red > highest) highest = red;
    if (green < lowest) lowest = green;
    if (green > highest) highest = green;
    if (blue < lowest) lowest = blue;
    if (blue > highest) highest = blue;
    if (!(data[at + 3]! >= OPAQUE)) isClear = true;
    sum += red + green + blue;
  }
  if (sum - sum !== 0) return null;
  const mean = sum / (0.75 * data.length);
  return { lowest, highest, mean, nanCount: 0, infinityCount: 0, isClear };
}
