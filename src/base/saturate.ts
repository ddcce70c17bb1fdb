import { elementTypes } from './dtype.ts';
import type { DType } from './types.ts';

/** Adding and subtracting 1.5 * 2^52 rounds any number below 2^51 half to even, as every addition does. */
const ROUNDER = 1.5 * 2 ** 52;

export function roundHalfEven(value: number): number {
  return value + ROUNDER - ROUNDER;
}

/** What an array of this type holds of a number: integers are rounded half to even and saturated, NaN becomes 0. */
export function saturatorOf(dtype: DType): (value: number) => number {
  const { range } = elementTypes[dtype];
  if (range === null) return (value) => value;
  const [least, greatest] = range;
  return (value) => {
    const within = Math.min(Math.max(value, least), greatest);
    return Number.isNaN(within) ? 0 : roundHalfEven(within);
  };
}
