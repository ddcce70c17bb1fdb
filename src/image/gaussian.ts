import { describe, wrongValue } from '../base/errors.ts';
import { type AxisGaussian, gaussianTaps, infiniteRadius } from '../problem/gaussian.ts';
import { takeOptions } from '../problem/options.ts';
import { addedUp } from '../problem/shorten.ts';
import { sum } from '../problem/taps.ts';
import type { KernelBuilder } from './builder.ts';
import { count, derivative, finite, notNegative, perAxis, positive } from './check.ts';
import { add, type Factors, outer, refuseLargeKernel, refuseLongAxes } from './kernel-array.ts';
import type {
  Gaussian1dOptions,
  GaussianOptions,
  KernelArray,
  LogOptions,
  UnsharpOptions,
} from './kernel-types.ts';

/**
 * For these sizes `cv2.getGaussianKernel(size, 0)` does not sample a Gaussian: it divides these integers by their sum, a power
 * of two (`getGaussianKernelBitExact` in modules/imgproc/src/smooth.dispatch.cpp).
 */
const dyadic: { readonly [size: number]: readonly number[] } = {
  1: [1],
  3: [1, 2, 1],
  5: [1, 4, 6, 4, 1],
  7: [2, 7, 14, 18, 14, 7, 2],
  9: [4, 13, 30, 51, 60, 51, 30, 13, 4],
};

/** A Gaussian, or its derivative, along one axis. Without a `sigma` the size decides it. */
interface Axis {
  readonly sigma: number | undefined;
  readonly size: number;
  readonly order: number;
}

export function gaussian(options?: GaussianOptions): KernelArray {
  const [vertical, horizontal] = readAxes(options);
  refuseLargeKernel(vertical.size, horizontal.size);
  // Turned: a kernel is for correlation.
  return outer(tapsOf(vertical).reverse(), tapsOf(horizontal).reverse());
}

export function gaussian1d(options?: Gaussian1dOptions): Float64Array<ArrayBuffer> {
  const { sigma, size, truncate, order } = takeOptions(options, ['sigma', 'size', 'truncate', 'order']);
  const [axis] = readAxes({
    sigma: notNegative('sigma', sigma, undefined),
    size: count('size', size, undefined),
    truncate,
    order: derivative('order', order, 0),
  });
  refuseLongAxes(axis.size);
  return tapsOf(axis);
}

/** Integers to be divided by their sum, where there are such: then sums are exact. */
export function gaussianFactors(options: unknown): Factors {
  const [vertical, horizontal] = readAxes(options);
  refuseLongAxes(vertical.size, horizontal.size);
  const [column, row] = [integersOf(vertical), integersOf(horizontal)];
  if (column && row) return { column, row, normalize: true };
  const gaussians = [vertical, horizontal].map(sampledBy);
  return {
    column: tapsOf(vertical),
    row: tapsOf(horizontal),
    normalize: false,
    gaussians: gaussians.every((each) => each !== undefined)
      ? (gaussians as unknown as [AxisGaussian, AxisGaussian])
      : undefined,
  };
}

/** The Gaussian that a list of odd length samples. */
function sampledBy({ sigma, size, order }: Axis): AxisGaussian | undefined {
  if (size % 2 === 0) return undefined;
  return { sigma: sigma ?? sigmaOf(size), order, radius: (size - 1) / 2 };
}

/** Whether a filter with these options has results of both signs. */
export function isDerivative(options: unknown): boolean {
  const { order } = options as { readonly order?: unknown };
  return Array.isArray(order) ? order.some(Boolean) : Boolean(order);
}

export function logBuilder(options?: LogOptions): KernelBuilder {
  const { sigma: given, truncate } = takeOptions(options, ['sigma', 'truncate']);
  const sigma = positive('sigma', given, 1);
  const [axis] = readAxes({ sigma, truncate: positive('truncate', truncate, 4) });
  const { size } = axis;
  return {
    size: [size, size],
    build(vertical, horizontal) {
      const radius = (size - 1) / 2;
      const smooth = tapsOf(axis);
      const second = smooth.map((tap, i) => ((i - radius) ** 2 / sigma ** 4 - 1 / sigma ** 2) * tap);
      if (!second.every(Number.isFinite)) {
        throw wrongValue('ERR_OPTION', 'sigma', 'a number with a finite kernel', describe(given));
      }
      return add(
        outer(addedUp(smooth, vertical), addedUp(second, horizontal)),
        outer(addedUp(second, vertical), addedUp(smooth, horizontal)),
      );
    },
  };
}

export function unsharpBuilder(options?: UnsharpOptions): KernelBuilder {
  const { amount: given, ...blur } = takeOptions(options ?? {}, ['sigma', 'size', 'truncate', 'amount']);
  const amount = finite('amount', given, 1);
  const [vertical, horizontal] = readAxes(
    { ...blur, truncate: positive('truncate', blur.truncate, 4) },
    positive,
  );
  if (blur.size !== undefined && (vertical.size % 2 === 0 || horizontal.size % 2 === 0)) {
    throw wrongValue('ERR_OPTION', 'size', 'odd numbers', describe(blur.size));
  }
  return {
    size: [vertical.size, horizontal.size],
    build(down, right) {
      const { data, shape } = outer(addedUp(tapsOf(vertical), down), addedUp(tapsOf(horizontal), right));
      const centre = (data.length - 1) / 2;
      const taps = data.map((tap) => 0 - amount * tap);
      // Not 1 + amount - amount * tap: for a large `amount` that is 0 where the Gaussian is 1.
      taps[centre] = 1 + amount * (1 - (data[centre] as number));
      return { data: taps, shape };
    },
  };
}

function readAxes(options: unknown, readSigma: typeof positive = notNegative): readonly [Axis, Axis] {
  const { sigma, size, truncate, order } = takeOptions(options, ['sigma', 'size', 'truncate', 'order']);
  const reach = truncate === Infinity ? Infinity : positive('truncate', truncate, 4);
  const [sigmaY, sigmaX] = perAxis('sigma', sigma, (value) => readSigma('sigma', value, undefined));
  const [rows, columns] = perAxis('size', size, (value) => count('size', value, undefined));
  const [orderY, orderX] = perAxis('order', order, (value) => derivative('order', value, 0));
  const axis = (spread: number | undefined, taps: number | undefined, order: number): Axis => {
    if (order > 0 && spread === 0)
      throw wrongValue('ERR_OPTION', 'order', '0 where "sigma" is 0', `${order}`);
    if (order > 0 && taps !== undefined && taps % 2 === 0) {
      throw wrongValue('ERR_OPTION', 'size', 'an odd number for a derivative', `${taps}`);
    }
    if (taps !== undefined) return { sigma: spread, size: taps, order };
    const given = spread ?? 1;
    // As `scipy.ndimage.gaussian_filter1d`: the radius is `int(truncate * sigma + 0.5)`.
    const radius = reach === Infinity ? infiniteRadius(given) : Math.floor(reach * given + 0.5);
    return { sigma: given, size: 2 * radius + 1, order };
  };
  return [axis(sigmaY, rows, orderY), axis(sigmaX, columns, orderX)];
}

function integersOf({ sigma, size, order }: Axis): Float64Array<ArrayBuffer> | undefined {
  const integers = sigma === undefined && order === 0 ? dyadic[size] : undefined;
  return integers && Float64Array.from(integers);
}

/** Taps for convolution, whose sum is 1 unless they are those of a derivative. */
function tapsOf(axis: Axis): Float64Array<ArrayBuffer> {
  const gaussian = axis.order > 0 ? sampledBy(axis) : undefined;
  if (gaussian) return gaussianTaps(gaussian).reverse();
  const taps = integersOf(axis) ?? samples(axis);
  const total = sum(taps);
  return taps.map((tap) => tap / total);
}

/** The rule of `cv2.getGaussianKernel`. */
function sigmaOf(size: number): number {
  return 0.3 * ((size - 1) * 0.5 - 1) + 0.8;
}

/** exp(-x^2 / (2 sigma^2)) at the distances from the centre. */
function samples({ size, sigma: given }: Axis): Float64Array<ArrayBuffer> {
  const sigma = given ?? sigmaOf(size);
  const centre = (size - 1) / 2;
  // Relative to the middle taps, so that these do not underflow for a small `sigma`: an even `size` has none at distance 0.
  const nearest = (Math.floor(size / 2) - centre) ** 2;
  return Float64Array.from({ length: size }, (_, i) => {
    const distance = (i - centre) ** 2 - nearest;
    return distance === 0 ? 1 : Math.exp(-distance / sigma / sigma / 2);
  });
}
