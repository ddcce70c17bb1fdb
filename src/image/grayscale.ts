import { inMemory } from '../base/errors.ts';
import { saturatorOf } from '../base/saturate.ts';
import type { Image, NdArray, NestedArray, PixelImage, TypedArray } from '../base/types.ts';
import { destinationAround, readImage, refuseLarge, settle } from '../io/container.ts';
import { allocateView, forEachRow } from '../io/view.ts';
import { oneOf, takeOptions } from '../problem/options.ts';
import { refuseChannels } from './check.ts';

export type GrayWeights = 'bt601' | 'bt709';

export interface GrayscaleOptions {
  /** The recommendation with the weights of red, green and blue. Default `'bt601'`, as OpenCV; HDTV and sRGB use `'bt709'`. */
  weights?: GrayWeights;
}

/** A single channel in the image's kind of container. */
export type Gray<I extends Image> =
  I extends PixelImage<infer T>
    ? { data: Own<T>; width: number; height: number; channels: number }
    : I extends NdArray<infer T>
      ? { data: Own<T>; shape: number[] }
      : I extends NestedArray
        ? number[][]
        : never;

/** An array of the same type with a buffer of its own. */
type Own<T extends TypedArray> = ReturnType<T['slice']>;

interface Weights {
  /** In 15-bit fixed point, adding up to 2^15. */
  readonly fixed: readonly [red: number, green: number, blue: number];
  readonly exact: readonly [red: number, green: number, blue: number];
}

const weightsOf: { readonly [name in GrayWeights]: Weights } = {
  /**
   * Rec. ITU-R BT.601, section 2.5.1. In fixed point as OpenCV's `cvtColor` has it (`R2Y`, `G2Y`, `B2Y` and `gray_shift` in
   * modules/imgproc/src/color.hpp).
   */
  bt601: { fixed: [9798, 19235, 3735], exact: [0.299, 0.587, 0.114] },
  /** Rec. ITU-R BT.709, section 3.2; the fixed red is rounded down so that the three add up. */
  bt709: { fixed: [6966, 23436, 2366], exact: [0.2126, 0.7152, 0.0722] },
};

/**
 * The brightness of a colour image: 0.299 R + 0.587 G + 0.114 B (BT.601), in the image's element type. Unsigned integers of 8
 * and 16 bits give the same numbers as OpenCV's `COLOR_RGB2GRAY`, which computes in fixed point; other integers are rounded
 * half to even. A fourth channel counts as alpha and is left out.
 *
 * @param image Of 3 channels or 4; of 1 channel it is copied.
 * @param options See `GrayscaleOptions`.
 * @returns One channel in the image's kind of container: `channels: 1`, or `shape: [rows, cols]`.
 * @throws {TypeError} `ERR_IMAGE`, `ERR_OPTION`: an argument of the wrong kind.
 * @throws {RangeError} `ERR_IMAGE`: 2 channels, or more than 4. `ERR_OPTION`: other weights.
 * @example
 * const pixels = { data: new Uint8ClampedArray([255, 0, 0, 255, 9, 9, 9, 255]), width: 2, height: 1 };
 * console.log(grayscale(pixels).data); // Uint8ClampedArray [76, 9]
 * console.log(grayscale(pixels, { weights: 'bt709' }).data); // Uint8ClampedArray [54, 9]
 */
export function grayscale<I extends Image>(image: I, options?: GrayscaleOptions): Gray<I> {
  const names = Object.keys(weightsOf) as GrayWeights[];
  const { fixed, exact } =
    weightsOf[oneOf('weights', takeOptions(options, ['weights']).weights, names, 'bt601')];
  const container = settle(readImage(image));
  const { view } = container;
  const { rows, columns, channels, dtype } = view;
  refuseChannels(channels);
  refuseLarge(container, [view]);
  const result = inMemory(() => allocateView(dtype, { rows, columns, channels: 1 }));
  const isFixed = dtype === 'uint8' || dtype === 'uint8clamped' || dtype === 'uint16';
  const [red, green, blue] = isFixed ? fixed : exact;
  const saturated = saturatorOf(dtype);
  let at = 0;
  const convert = (pixels: TypedArray) => {
    for (let from = 0; from < pixels.length; from += channels) {
      const first = pixels[from] as number;
      const sum = first * red + (pixels[from + 1] as number) * green + (pixels[from + 2] as number) * blue;
      // Adding half of 2^15 rounds. Weights add up to 2^15, so a sum for 16 bits fits into 32 bits without sign.
      result.data[at++] = channels === 1 ? first : isFixed ? (sum + 2 ** 14) >>> 15 : saturated(sum);
    }
  };
  inMemory(() => forEachRow(view, convert));
  return destinationAround({ ...container, rank: 2 }, result).finish() as Gray<I>;
}
