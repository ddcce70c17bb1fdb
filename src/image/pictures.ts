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

/**
 * How numbers become bytes: `'clamp'` rounds and saturates them, `'abs'` their magnitudes; `'minmax'` maps the smallest to 0
 * and the largest to 255.
 */
export type Normalization = 'clamp' | 'abs' | 'minmax';

export interface PictureOptions {
  /** Receives the result, instead of a new container: of bytes. May not overlap the image. */
  out?: OutContainer;
  /** As for `convolve2d`. The result does not depend on it. */
  backend?: BackendName | 'auto';
}

/** Canvas pixels in the image's kind of container; rows of numbers stay rows. */
export type Normalized<I extends Image> = I extends PixelImage
  ? { data: Uint8ClampedArray<ArrayBuffer>; width: number; height: number; channels: number }
  : I extends NdArray
    ? { data: Uint8ClampedArray<ArrayBuffer>; shape: number[] }
    : I extends NestedArray
      ? number[][]
      : never;

/** `out` itself if given. */
export type NormalizedResult<I extends Image, O> = O extends { out: infer Out extends OutContainer }
  ? Out
  : Normalized<I>;

/** Pixels for `new ImageData(data, width, height)`. */
export interface CanvasPixels {
  data: Uint8ClampedArray<ArrayBuffer>;
  width: number;
  height: number;
  channels: 4;
}

/** `out` itself if given. */
export type CanvasResult<O> = O extends { out: infer Out extends OutContainer } ? Out : CanvasPixels;

/** Functions from images to pictures that do not convolve. */
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

  /**
   * Converts a result with signs, or with any range of numbers, to bytes from 0 to 255 that can be shown. Rounds half to even;
   * NaN becomes 0. The alpha of pixel containers (`{ data, width, height }` with 4 channels) is only rounded and saturated.
   *
   * @param result An image, such as the result of a filter.
   * @param how See `Normalization`. With `'minmax'` the range is that of all finite numbers but alpha, and infinities saturate;
   *   if all numbers are equal they become 0. Default `'clamp'`.
   * @param options See `PictureOptions`.
   * @returns `options.out`, or a container of the same kind, with a Uint8ClampedArray: `new ImageData(out.data, out.width)` takes one of 4 channels.
   * @throws {TypeError} `ERR_IMAGE`, `ERR_OPTION`, `ERR_OUT`: an argument of the wrong kind. `ERR_CONFLICT`: an `out` of another type.
   * @throws {RangeError} `ERR_IMAGE`, `ERR_OPTION`, `ERR_OUT`, `ERR_OVERLAP`: a wrong value or size, or an `out` that overlaps the image.
   * @example
   * const result = { data: new Float32Array([-300, 0, 20.5, 300]), shape: [2, 2] };
   * console.log(normalize(result).data); // Uint8ClampedArray [0, 0, 20, 255]
   * console.log(normalize(result, 'abs').data); // Uint8ClampedArray [255, 0, 20, 255]
   * console.log(normalize(result, 'minmax').data); // Uint8ClampedArray [0, 128, 136, 255]
   */
  normalize<I extends Image, O extends PictureOptions = Record<never, never>>(
    result: I,
    how?: Normalization,
    options?: Known<O, PictureOptions>,
  ): NormalizedResult<I, O>;

  /**
   * Converts an image for a canvas, to four channels of bytes. One channel becomes opaque gray, three become opaque colours; the
   * fourth of four is alpha.
   *
   * @param image Of 1, 3 or 4 channels.
   * @param how See `normalize`. Default `'clamp'`.
   * @param options See `PictureOptions`.
   * @returns `options.out`, or `{ data, width, height, channels: 4 }`, for `new ImageData(data, width, height)`.
   * @throws {TypeError} `ERR_IMAGE`, `ERR_OPTION`, `ERR_OUT`: an argument of the wrong kind. `ERR_CONFLICT`: an `out` of another type.
   * @throws {RangeError} `ERR_IMAGE`: 2 channels, or more than 4. `ERR_OPTION`: another `how`. `ERR_OUT`, `ERR_OVERLAP`: an `out` of another
   *   size, or that overlaps the image.
   * @example
   * const { data, width } = toImageData([[-20, 300]], 'abs');
   * console.log(data, width); // Uint8ClampedArray [20, 20, 20, 255, 255, 255, 255, 255] 2
   */
  toImageData<O extends PictureOptions = Record<never, never>>(
    image: Image,
    how?: Normalization,
    options?: Known<O, PictureOptions>,
  ): CanvasResult<O>;
}
