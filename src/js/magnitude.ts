/** The sum of the magnitudes of the first `count` values: NaN or infinity if one of them is. */
export function magnitude(values: Float32Array | Float64Array, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += Math.abs(values[i] as number);
  return sum;
}
