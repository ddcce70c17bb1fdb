import { describe, wrongValue } from '../base/errors.ts';
import { takeOptions } from '../problem/options.ts';
import { addedUp } from '../problem/shorten.ts';
import { sum } from '../problem/taps.ts';
import type { KernelBuilder } from './builder.ts';
import { count, finite, perAxis, positive } from './check.ts';
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

/** A Gaussian along one axis. Without a `sigma` the size decides it. */
interface Axis {
  readonly sigma: number | undefined;
  readonly size: number;
}

export function gaussian(options?: GaussianOptions): KernelArray {
  const [vertical, horizontal] = readAxes(options);
  refuseLargeKernel(vertical.size, horizontal.size);
  return outer(tapsOf(vertical), tapsOf(horizontal));
}

export function gaussian1d(options?: Gaussian1dOptions): Float64Array<ArrayBuffer> {
  const { sigma, size, truncate } = takeOptions(options, ['sigma', 'size', 'truncate']);
  const [axis] = readAxes({
    sigma: positive('sigma', sigma, undefined),
    size: count('size', size, undefined),
    truncate,
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
  return { column: tapsOf(vertical), row: tapsOf(horizontal), normalize: false };
}

export function logBuilder(options?: LogOptions): KernelBuilder {
  const { sigma: given, truncate } = takeOptions(options, ['sigma', 'truncate']);
  const sigma = positive('sigma', given, 1);
  const [axis] = readAxes({ sigma, truncate });
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
  const [vertical, horizontal] = readAxes(blur);
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

function readAxes(options: unknown): readonly [Axis, Axis] {
  const { sigma, size, truncate } = takeOptions(options, ['sigma', 'size', 'truncate']);
  const reach = positive('truncate', truncate, 4);
  const [sigmaY, sigmaX] = perAxis('sigma', sigma, (value) => positive('sigma', value, undefined));
  const [rows, columns] = perAxis('size', size, (value) => count('size', value, undefined));
  const axis = (spread: number | undefined, taps: number | undefined): Axis => {
    if (taps !== undefined) return { sigma: spread, size: taps };
    const given = spread ?? 1;
    // As `scipy.ndimage.gaussian_filter1d`: the radius is `int(truncate * sigma + 0.5)`.
    return { sigma: given, size: 2 * Math.floor(reach * given + 0.5) + 1 };
  };
  return [axis(sigmaY, rows), axis(sigmaX, columns)];
}

function integersOf({ sigma, size }: Axis): Float64Array<ArrayBuffer> | undefined {
  const integers = sigma === undefined ? dyadic[size] : undefined;
  return integers && Float64Array.from(integers);
}

/** Taps whose sum is 1. */
function tapsOf(axis: Axis): Float64Array<ArrayBuffer> {
  const taps = integersOf(axis) ?? samples(axis);
  const total = sum(taps);
  return taps.map((tap) => tap / total);
}

/** exp(-x^2 / (2 sigma^2)) at the distances from the centre. */
function samples({ size, sigma: given }: Axis): Float64Array<ArrayBuffer> {
  // The rule of `cv2.getGaussianKernel`.
  const sigma = given ?? 0.3 * ((size - 1) * 0.5 - 1) + 0.8;
  const centre = (size - 1) / 2;
  // Relative to the middle taps, so that these do not underflow for a small `sigma`: an even `size` has none at distance 0.
  const nearest = (Math.floor(size / 2) - centre) ** 2;
  return Float64Array.from({ length: size }, (_, i) =>
    Math.exp(-((i - centre) ** 2 - nearest) / sigma / sigma / 2),
  );
}
