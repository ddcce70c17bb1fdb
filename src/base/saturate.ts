import { elementTypes } from './dtype.ts';
import type { DType } from './types.ts';

/** Floats from 2^52 on are integers, so adding and subtracting 1.5 * 2^52 rounds any number below 2^51 half to even. */
const ROUNDER = 1.5 * 2 ** 52;

export function roundHalfEven(value: number): number {
  return value + ROUNDER - ROUNDER;
}

/** Converts numbers to this type: for integers it rounds half to even and saturates, and NaN becomes 0. */
export function saturatorOf(dtype: DType): (value: number) => number {
  const { range } = elementTypes[dtype];
  if (range === null) return (value) => value;
  const [least, greatest] = range;
  return (value) => {
    const within = Math.min(Math.max(value, least), greatest);
    return Number.isNaN(within) ? 0 : roundHalfEven(within);
  };
}
