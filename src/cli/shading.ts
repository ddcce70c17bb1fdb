import { type Colour, colourMap } from './colour-maps.ts';
import { UsageError } from './failure.ts';

/** How the numbers of a map become colours. */
export interface ShadingOptions {
  /** One of `colourMapNames`. Default: RdBu_r for numbers of both signs, else viridis. */
  readonly colours?: string;
  /** The limits of the colours as percentiles of the finite numbers. Default: all of them, [0, 100]. */
  readonly percentiles?: readonly [number, number];
  /** The lower limit itself. */
  readonly low?: number;
  /** The upper limit itself. */
  readonly high?: number;
}

export interface Shading {
  /** The limits. They are equal where all numbers are, and NaN where no number is finite. */
  readonly low: number;
  readonly high: number;
  /** Whether numbers lie beyond a limit. They get the colour of the limit. */
  readonly isCutBelow: boolean;
  readonly isCutAbove: boolean;
  colourOf(value: number): Colour;
}

/** The gray of NaN. */
const notANumber: Colour = [200, 200, 200];

/** The number of colours in a map, as in an 8-bit palette. */
const levels = 256;

/** A diverging map has its middle at 0, and reaches as far on the one side as on the other. */
export function shade(data: ArrayLike<number>, options: ShadingOptions): Shading {
  const [least, greatest] = finiteRange(data);
  const [from, to] = options.percentiles ? percentiles(data, options.percentiles) : [least, greatest];
  const low = options.low ?? from;
  const high = options.high ?? to;
  if (low > high) {
    const given = options.low === undefined ? 'upper' : 'lower';
    throw new UsageError(`the colours would go from ${low} to ${high}: give another ${given} limit`);
  }
  const isSigned = low < 0 && high > 0;
  const { isDiverging, colourOf } = colourMap(options.colours ?? (isSigned ? 'RdBu_r' : 'viridis'));
  const palette = Array.from({ length: levels }, (_, level) => colourOf(level / (levels - 1)));
  const reach = Math.max(-low, high);
  const [first, last] = isDiverging && isSigned ? [-reach, reach] : [low, high];
  return {
    low,
    high,
    isCutBelow: some(data, (value) => value < low),
    isCutAbove: some(data, (value) => value > high),
    colourOf(value) {
      if (Number.isNaN(value)) return notANumber;
      const within = Math.min(Math.max(value, low), high);
      const fraction = first < last ? (within - first) / (last - first) : 0.5;
      return palette[Math.round(fraction * (levels - 1))]!;
    },
  };
}

/** The least and the greatest finite number; NaN where there is none. */
function finiteRange(data: ArrayLike<number>): [number, number] {
  let least = Infinity;
  let greatest = -Infinity;
  for (let at = 0; at < data.length; at++) {
    const value = data[at]!;
    if (!Number.isFinite(value)) continue;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return least > greatest ? [Number.NaN, Number.NaN] : [least, greatest];
}

/** Percentiles of the finite numbers, interpolated as `numpy.percentile` does. */
function percentiles(data: ArrayLike<number>, at: readonly [number, number]): [number, number] {
  const sorted = Float64Array.from(data)
    .filter((value) => Number.isFinite(value))
    .sort();
  const one = (percent: number) => {
    const place = (percent / 100) * (sorted.length - 1);
    const below = sorted[Math.floor(place)] ?? Number.NaN;
    return below + ((sorted[Math.ceil(place)] ?? below) - below) * (place % 1);
  };
  return [one(at[0]), one(at[1])];
}

function some(data: ArrayLike<number>, test: (value: number) => boolean): boolean {
  for (let at = 0; at < data.length; at++) if (test(data[at]!)) return true;
  return false;
}
