import { copyOf } from '../cells/blur-pictures.ts';
import type { Blur, Picture } from '../contenders/blurs.ts';

/** The Gaussian beyond so many standard deviations is left out: 2e-9 of it. */
const REACH = 6;
/** Rows of a picture that are compared: enough for half a million numbers of a frame of video. */
const ROWS = 64;

/** Exact results of some rows, where the Gaussian lies inside the picture: how edges are continued has no say. */
export interface ExactRows {
  /** Colours of a row's pixels from column `from` on, in float64. */
  readonly rows: ReadonlyMap<number, Float64Array>;
  readonly from: number;
}

/** Undefined where the Gaussian is larger than the picture. */
export function exactRows({ data, width, height }: Picture, sigma: number): ExactRows | undefined {
  const radius = Math.ceil(REACH * sigma);
  const inside = height - 2 * radius;
  if (inside < 1 || width - 2 * radius < 1) return undefined;
  const taps = gaussianTaps(radius, sigma);
  const rows = new Map<number, Float64Array>();
  for (let i = 0; i < Math.min(ROWS, inside); i++) {
    const row = radius + Math.floor((i * inside) / Math.min(ROWS, inside));
    const down = new Float64Array(4 * width);
    for (let tap = -radius; tap <= radius; tap++) {
      const weight = taps[tap + radius]!;
      const start = 4 * width * (row + tap);
      for (let j = 0; j < down.length; j++) down[j] = down[j]! + weight * data[start + j]!;
    }
    const sums = new Float64Array(4 * (width - 2 * radius));
    for (let tap = 0; tap < taps.length; tap++) {
      const weight = taps[tap]!;
      for (let j = 0; j < sums.length; j++) sums[j] = sums[j]! + weight * down[j + 4 * tap]!;
    }
    rows.set(row, sums);
  }
  return { rows, from: radius };
}

/** Samples whose sum is 1. */
function gaussianTaps(radius: number, sigma: number): Float64Array {
  const taps = Float64Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-((i - radius) ** 2) / (2 * sigma ** 2)),
  );
  const sum = taps.reduce((a, b) => a + b);
  return taps.map((tap) => tap / sum);
}

/** The blurred picture; the given one stays. */
export function blurredBy({ blur, inPlace }: Blur, picture: Picture, sigma: number): Picture {
  const own = copyOf(picture);
  const out = inPlace ? own : copyOf(picture);
  blur(own, sigma, out);
  return out;
}

/** The greatest distance of a byte from the exact sum, which rounding to the nearest byte keeps within 1/2. */
export function largestError({ data, width }: Picture, { rows, from }: ExactRows): number {
  let largest = 0;
  for (const [row, sums] of rows) {
    const start = 4 * (row * width + from);
    for (let i = 0; i < sums.length; i++) {
      largest = Math.max(largest, Math.abs(data[start + i]! - sums[i]!));
    }
  }
  return largest;
}
