import type { Complex } from './butterflies.ts';

/** Correlates `count` elements of a row with `taps`, pairs of real and imaginary parts, `step` apart, in place. */
export function complexRow(
  { real, imaginary }: Complex,
  at: number,
  taps: Float64Array,
  step: number,
  count: number,
): void {
  // V8 would ask for it again for each tap.
  const { length } = taps;
  for (let x = at; x < at + count; x += 2) {
    let r0 = 0;
    let i0 = 0;
    let r1 = 0;
    let i1 = 0;
    for (let v = 0, from = x; v < length; v += 2, from += step) {
      const kr = taps[v] as number;
      const ki = taps[v + 1] as number;
      const xr0 = real[from] as number;
      const xi0 = imaginary[from] as number;
      const xr1 = real[from + 1] as number;
      const xi1 = imaginary[from + 1] as number;
      r0 += kr * xr0 - ki * xi0;
      i0 += kr * xi0 + ki * xr0;
      r1 += kr * xr1 - ki * xi1;
      i1 += kr * xi1 + ki * xr1;
    }
    real[x] = r0;
    imaginary[x] = i0;
    real[x + 1] = r1;
    imaginary[x + 1] = i1;
  }
}
