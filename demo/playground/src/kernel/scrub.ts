/** The pointer moves this far for one step, so that a hand can stop at each. */
const pxPerStep = 4;

/** A tap after the pointer dragged it up by so many pixels. A step is a tenth of the power of ten below the largest tap. */
export function scrubbed(start: number, upPx: number, largest: number, isFine: boolean): number {
  const power = largest > 0 ? Math.floor(Math.log10(largest)) : 0;
  const step = 10 ** (power - (isFine ? 2 : 1));
  // Products with powers of ten below 1 leave digits like those of 0.30000000000000004.
  return Number((start + Math.round(upPx / pxPerStep) * step).toPrecision(12));
}
