import { type Colour, colourMap } from './colour-maps.ts';
import { Failure, UsageError } from './failure.ts';

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

/** Numbers as near to each other as this, relative to themselves, differ by rounding errors of float64: they have no range. */
const ROUNDING = 1e-12;

/** Magnitudes between which a scale can be computed in float64, with room for sums and quotients. */
const [MIN_REACH, MAX_REACH] = [1e-300, 1e300];

/** The number of colours in a map, as in an 8-bit palette. */
const levels = 256;

/** A diverging map has its middle at 0, and reaches as far on the one side as on the other. */
export function shade(data: ArrayLike<number>, options: ShadingOptions): Shading {
  const [least, greatest] = finiteRange(data);
  const [from, to] = options.percentiles ? percentiles(data, options.percentiles) : [least, greatest];
  const low = options.low ?? from;
  const upper = options.high ?? to;
  const size = Math.max(Math.abs(low), Math.abs(upper));
  if (size > MAX_REACH || (size > 0 && size < MIN_REACH)) {
    throw new Failure(`numbers up to ${size} cannot be drawn, only from ${MIN_REACH} to ${MAX_REACH}`);
  }
  const slack = ROUNDING * size;
  const high = Math.abs(upper - low) <= slack ? low : upper;
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
    isCutBelow: some(data, (value) => value < low - slack),
    isCutAbove: some(data, (value) => value > high + slack),
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
