import type { NdArray } from '../base/types.ts';

/** The number of elements of an array. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** Random numbers in [0, 1), the same every time (mulberry32). */
export function noise<T extends Float32Array | Float64Array>(
  array: new (length: number) => T,
  shape: number[],
  seed = 1,
): NdArray<T> & { shape: number[] } {
  const data = new array(sizeOf(shape));
  let state = seed;
  for (let at = 0; at < data.length; at++) {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    data[at] = ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  return { data, shape };
}
