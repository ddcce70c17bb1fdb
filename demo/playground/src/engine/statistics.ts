import type { PixelImage } from 'convolve-wasm';
import type { Statistics } from './protocol.ts';

export function statisticsOf({ data, channels = 4 }: PixelImage): Statistics {
  let [lowest, highest, sum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  let [nanCount, infinityCount, isClear] = [0, 0, false];
  const hasAlpha = channels === 4;
  const colours = hasAlpha ? 3 : channels;
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
    if (hasAlpha && !(data[from + 3]! >= 254.5)) isClear = true;
  }
  const count = (data.length / channels) * colours - nanCount - infinityCount;
  if (count === 0) [lowest, highest] = [0, 0];
  return { lowest, highest, mean: count === 0 ? 0 : sum / count, nanCount, infinityCount, isClear };
}
