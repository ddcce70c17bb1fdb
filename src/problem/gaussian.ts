/** The function that a list of taps samples: a Gaussian, or its derivative. Methods that know it need not add up the taps. */
export interface AxisGaussian {
  /** 0: the list is a single 1. */
  readonly sigma: number;
  /** The order of the derivative. */
  readonly order: number;
  /** Taps on each side of the middle one. */
  readonly radius: number;
}

/**
 * Beyond so many sigma a Gaussian is less than 2^-53 of its maximum, and its rest less than that of its sum: this is what
 * `truncate: Infinity` takes.
 */
export const INFINITE_REACH = 8.6;

export function infiniteRadius(sigma: number): number {
  return Math.ceil(INFINITE_REACH * sigma);
}

/**
 * The taps of `scipy.ndimage.gaussian_filter1d`, in the order in which correlation takes them: a derivative is positive where the
 * image grows.
 */
export function gaussianTaps({ sigma, order, radius }: AxisGaussian): Float64Array<ArrayBuffer> {
  const taps = new Float64Array(2 * radius + 1);
  if (sigma === 0) {
    taps[radius] = 1;
    return taps;
  }
  const factors = derivativeFactors(sigma, order);
  let total = 0;
  for (let i = 0; i < taps.length; i++) {
    const x = i - radius;
    const sample = Math.exp(-(x * x) / sigma / sigma / 2);
    total += sample;
    taps[i] = sample;
  }
  for (let i = 0; i < taps.length; i++) {
    // Turned: the derivative of the kernel at -x is what the element at x is multiplied with.
    const x = radius - i;
    taps[i] = ((taps[i] as number) / total) * polynomial(factors, x);
  }
  return taps;
}

/**
 * The coefficients of the polynomial q in q(x) g(x), the derivative of the Gaussian g: each differentiation makes q' - q x / sigma^2
 * of q.
 */
function derivativeFactors(sigma: number, order: number): number[] {
  let factors = [1];
  for (let i = 0; i < order; i++) {
    const next = new Array<number>(factors.length + 1).fill(0);
    factors.forEach((factor, power) => {
      if (power > 0) next[power - 1] = (next[power - 1] as number) + power * factor;
      next[power + 1] = (next[power + 1] as number) - factor / sigma / sigma;
    });
    factors = next;
  }
  return factors;
}

/** From a larger sigma on not every tap is looked at. */
const SAMPLES = 64;

/** What a list that ends somewhere is off the one that goes on: the sum of the differences, as a part of that of the list's magnitudes. */
export function truncationOf({ sigma, order, radius }: AxisGaussian): number {
  if (sigma === 0) return 0;
  const factors = derivativeFactors(sigma, order);
  const step = Math.max(1, Math.floor(sigma / SAMPLES));
  /** The sums of a Gaussian and of its derivative's magnitudes, from a distance to another. */
  const sums = (from: number, to: number) => {
    let [total, magnitude] = [0, 0];
    for (let x = from; x <= to; x += step) {
      const sample = Math.exp(-(x * x) / sigma / sigma / 2) * (x === 0 ? 0.5 : 1);
      total += sample;
      magnitude += sample * Math.abs(polynomial(factors, x));
    }
    return { total, magnitude };
  };
  const inside = sums(0, radius);
  const beyond = sums(radius + 1, infiniteRadius(sigma));
  const all = inside.total + beyond.total;
  // Each list is divided by its own total.
  const differences = inside.magnitude * (1 / inside.total - 1 / all) + beyond.magnitude / all;
  return differences / (inside.magnitude / inside.total);
}

function polynomial(factors: readonly number[], x: number): number {
  return factors.reduceRight((sum, factor) => sum * x + factor, 0);
}
