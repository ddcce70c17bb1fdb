import type { PixelImage } from 'convolve-wasm';
import { resultTypeOf } from './geometry.ts';
import type { Scene } from './protocol.ts';

/** A sum of taps counts as 0 if it is at most this part of the sum of their magnitudes (docs/semantics.md, "Numbers"). */
const ZERO_SUM = 1e-8;

/** The sum of all taps, by which the package divides where they are normalized; where it counts as 0, it does not. */
export function sumOfTaps(taps: readonly number[] | Float64Array): number {
  let [sum, magnitude] = [0, 0];
  for (const tap of taps) {
    sum += tap;
    magnitude += Math.abs(tap);
  }
  return Math.abs(sum) <= ZERO_SUM * magnitude ? 0 : sum;
}

/** The taps as they slide over the picture: after any flip, and divided by their sum where they are normalized. */
export function appliedTaps(scene: Scene): PixelImage<Float64Array> {
  const { kernel, operation, options } = scene;
  const taps = Float64Array.from(kernel.flat());
  if (operation === 'convolve2d') taps.reverse();
  const sum = options.normalize === true ? sumOfTaps(taps) : 0;
  const divided = sum === 0 ? taps : taps.map((tap) => tap / sum);
  // The package converts the taps: those that are too large become infinite.
  const data = resultTypeOf(scene) === 'float32' ? divided.map(roundedIfLarge) : divided;
  return { data, width: kernel[0]?.length ?? 0, height: kernel.length, channels: 1 };
}

const roundedIfLarge = (tap: number) => (Number.isFinite(Math.fround(tap)) ? tap : Math.fround(tap));
