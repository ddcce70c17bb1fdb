import type {
  BackendName,
  Image,
  Known,
  NdArray,
  NestedArray,
  OutContainer,
  PixelImage,
  TypedArray,
} from '../base/types.ts';

export type GrayWeights = 'bt601' | 'bt709';

export interface GrayscaleOptions {
  /** The recommendation with the weights of red, green and blue. Default `'bt601'`, as OpenCV; HDTV and sRGB use `'bt709'`. */
  weights?: GrayWeights;
  /** Receives the result, instead of a new container. Of the image's element type; may not overlap the image. */
  out?: OutContainer;
  /** As for `convolve2d`. The result does not depend on it. */
  backend?: BackendName | 'auto';
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

/** `out` itself if given. */
export type GrayResult<I extends Image, O> = O extends { out: infer Out extends OutContainer }
  ? Out
  : Gray<I>;

/** An array of the same type with a buffer of its own. */
type Own<T extends TypedArray> = ReturnType<T['slice']>;

/** What turns images into other pictures without a convolution. */
export interface Pictures {
  /**
   * The brightness of a colour image: 0.299 R + 0.587 G + 0.114 B (BT.601), in the image's element type. Unsigned integers of 8
   * and 16 bits give the same numbers as OpenCV's `COLOR_RGB2GRAY`, which computes in fixed point; other integers are rounded
   * half to even. A fourth channel counts as alpha and is left out.
   *
   * @param image Of 3 channels or 4; of 1 channel it is copied.
   * @param options See `GrayscaleOptions`.
   * @returns `options.out`, or one channel in the image's kind of container: `channels: 1`, or `shape: [rows, cols]`.
   * @throws {TypeError} `ERR_IMAGE`, `ERR_OPTION`, `ERR_OUT`: an argument of the wrong kind. `ERR_CONFLICT`: an `out` of another type.
   * @throws {RangeError} `ERR_IMAGE`: 2 channels, or more than 4. `ERR_OPTION`: other weights. `ERR_OUT`, `ERR_OVERLAP`: an `out` of
   *   another size, or that overlaps the image.
   * @example
   * const pixels = { data: new Uint8ClampedArray([255, 0, 0, 255, 9, 9, 9, 255]), width: 2, height: 1 };
   * console.log(grayscale(pixels).data); // Uint8ClampedArray [76, 9]
   * console.log(grayscale(pixels, { weights: 'bt709' }).data); // Uint8ClampedArray [54, 9]
   */
  grayscale<I extends Image, O extends GrayscaleOptions = Record<never, never>>(
    image: I,
    options?: Known<O, GrayscaleOptions>,
  ): GrayResult<I, O>;
}
