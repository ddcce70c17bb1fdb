import type { DType } from 'convolve-wasm';

/** The least and the greatest number of a type of elements. */
export function rangeOf(dtype: DType): readonly [least: number, greatest: number] {
  if (dtype.startsWith('float')) return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  if (dtype === 'uint8clamped') return [0, 255];
  const bits = Number(/\d+/.exec(dtype)![0]);
  return dtype.startsWith('u') ? [0, 2 ** bits - 1] : [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1];
}
