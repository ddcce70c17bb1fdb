/** Whether one of `count` sums is within `margin` of a number half way between two integers, where rounding decides. */
export function nearHalf(sums: Float32Array | Float64Array, count: number, margin: number): boolean {
  for (let i = 0; i < count; i++) {
    const sum = sums[i] as number;
    if (Math.abs(sum - Math.floor(sum) - 0.5) <= margin) return true;
  }
  return false;
}
