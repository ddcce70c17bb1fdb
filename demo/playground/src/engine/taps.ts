import type { PixelImage } from 'convolve-wasm';
import type { Scene } from './protocol.ts';

/** A sum of taps counts as 0 if it is at most this part of the sum of their magnitudes (docs/semantics.md, "Numbers"). */
const ZERO_SUM = 1e-8;

/** The taps as they slide over the picture: after any flip, and divided by their sum where they are normalized. */
export function appliedTaps({ kernel, operation, options }: Scene): PixelImage<Float64Array> {
  const taps = Float64Array.from(kernel.flat());
  if (operation === 'convolve2d') taps.reverse();
  const sum = taps.reduce((total, tap) => total + tap, 0);
  const magnitude = taps.reduce((total, tap) => total + Math.abs(tap), 0);
  const isDivided = options.normalize === true && !(Math.abs(sum) <= ZERO_SUM * magnitude);
  const data = isDivided ? taps.map((tap) => tap / sum) : taps;
  return { data, width: kernel[0]?.length ?? 0, height: kernel.length, channels: 1 };
}
