/** Rotates a row-major kernel by 180 degrees, which is a reversal. */
export function flip(taps: Float64Array): Float64Array {
  return taps.slice().reverse();
}
