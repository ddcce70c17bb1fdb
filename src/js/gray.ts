import type { Pointwise } from '../backend/pointwise.ts';
import { saturatorOf } from '../base/saturate.ts';

/** As the kernel of this name. */
export const gray: Pointwise['gray'] = (source, channels, [red, green, blue], count, into) => {
  const { data, dtype } = source;
  const { data: results } = into;
  const saturated = saturatorOf(dtype);
  const isFixed = dtype === 'uint8' || dtype === 'uint8clamped' || dtype === 'uint16';
  for (let i = 0, from = source.at, to = into.at; i < count; i++, from += channels, to++) {
    const sum =
      (data[from] as number) * red + (data[from + 1] as number) * green + (data[from + 2] as number) * blue;
    // Adding half of 2^15 rounds. A sum for 16 bits fits into 32 bits without sign.
    results[to] = isFixed ? (sum + 2 ** 14) >>> 15 : saturated(sum);
  }
};
