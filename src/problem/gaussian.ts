/** What a list of taps samples: a Gaussian, or its derivative. Methods that know it need not add up the taps. */
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
    let factor = 0;
    for (let power = order; power >= 0; power--) factor = factor * x + (factors[power] as number);
    taps[i] = ((taps[i] as number) / total) * factor;
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

/** The sum of the differences between a list and the one that is not cut off, and the sum of the list's magnitudes. */
export function truncationOf(gaussian: AxisGaussian): { readonly error: number; readonly magnitude: number } {
  const own = gaussianTaps(gaussian);
  const { radius } = gaussian;
  const reach = Math.max(radius, infiniteRadius(gaussian.sigma));
  const whole = gaussianTaps({ ...gaussian, radius: reach });
  let error = 0;
  let magnitude = 0;
  for (let i = 0; i < whole.length; i++) {
    const tap = own[i - reach + radius] ?? 0;
    error += Math.abs((whole[i] as number) - tap);
    magnitude += Math.abs(tap);
  }
  return { error, magnitude };
}
