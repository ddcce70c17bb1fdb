import type {
  BackendName,
  Given,
  Image,
  NdArray,
  NestedArray,
  OutContainer,
  PixelImage,
  TypedArray,
} from '../base/types.ts';

/**
 * The recommendation with the weights of red, green and blue: ITU-R BT.601 (0.299, 0.587, 0.114) or BT.709
 * (0.2126, 0.7152, 0.0722).
 *
 * @example
 * const red = { data: new Uint8Array([255, 0, 0]), shape: [1, 1, 3] };
 * console.log(grayscale(red).data, grayscale(red, { weights: 'bt709' }).data); // Uint8Array [76] Uint8Array [54]
 */
export type GrayWeights = 'bt601' | 'bt709';

/**
 * Options of `grayscale`. `Out` is the type of `out`.
 *
 * @example
 * const red = { data: new Uint8Array([255, 0, 0]), shape: [1, 1, 3] };
 * console.log(grayscale(red, { weights: 'bt709' }).data); // Uint8Array [54]
 */
export interface GrayscaleOptions<Out = OutContainer> {
  /**
   * The weights of red, green and blue. Default `'bt601'`, as in OpenCV; HDTV and sRGB use `'bt709'`.
   *
   * @example
   * const green = { data: new Uint8Array([0, 255, 0]), shape: [1, 1, 3] };
   * console.log(grayscale(green, { weights: 'bt709' }).data); // Uint8Array [182]
   */
  weights?: GrayWeights;
  /**
   * Receives the result, and is returned. Its elements have the image's type. It must not overlap the image.
   *
   * @example
   * const out = new Uint8Array(1);
   * grayscale({ data: new Uint8Array([9, 9, 9]), shape: [1, 1, 3] }, { out });
   * console.log(out); // Uint8Array [9]
   */
  out?: Out;
  /**
   * As for `convolve2d`. The result does not depend on it.
   *
   * @example
   * const white = { data: new Uint8Array([255, 255, 255]), shape: [1, 1, 3] };
   * console.log(grayscale(white, { backend: 'js' }).data); // Uint8Array [255]
   */
  backend?: BackendName | 'auto';
}

/**
 * The type of a result of `grayscale`: that of `out` if given, else one channel in the image's kind of container.
 *
 * @example
 * const gray: GrayResult<number[][], unknown> = grayscale([[1, 2]]);
 * console.log(gray); // [[1, 2]]
 */
export type GrayResult<I extends Image, Out> =
  Given<'out', Out> extends { out: infer Container extends OutContainer }
    ? Container
    : I extends PixelImage<infer T>
      ? { data: Own<T>; width: number; height: number; channels: number }
      : I extends NdArray<infer T>
        ? { data: Own<T>; shape: number[] }
        : I extends NestedArray
          ? number[][]
          : never;

/** An array of the same type with a buffer of its own. */
type Own<T extends TypedArray> = ReturnType<T['slice']>;

/**
 * How numbers become bytes. `'clamp'` rounds and saturates them; `'abs'` does so with their magnitudes; `'minmax'` maps the smallest
 * to 0 and the largest to 255.
 *
 * @example
 * console.log(normalize([[-10, 0, 10]], 'abs')); // [[10, 0, 10]]
 * console.log(normalize([[-10, 0, 10]], 'minmax')); // [[0, 128, 255]]
 */
export type Normalization = 'clamp' | 'abs' | 'minmax';

/**
 * Options of `normalize` and `toImageData`. `Out` is the type of `out`.
 *
 * @example
 * const out = new Uint8Array(3);
 * console.log(normalize([[-10, 0, 300]], 'clamp', { out })); // Uint8Array [0, 0, 255]
 */
export interface PictureOptions<Out = OutContainer> {
  /**
   * Receives the result, and is returned. Its elements are bytes. It must not overlap the image.
   *
   * @example
   * const out = new Uint8ClampedArray(4);
   * toImageData([[7]], 'clamp', { out });
   * console.log(out); // Uint8ClampedArray [7, 7, 7, 255]
   */
  out?: Out;
  /**
   * As for `convolve2d`. The result does not depend on it.
   *
   * @example
   * console.log(normalize([[-1, 300]], 'clamp', { backend: 'js' })); // [[0, 255]]
   */
  backend?: BackendName | 'auto';
}

/**
 * The type of a result of `normalize`: that of `out` if given, else canvas pixels in the image's kind of container. Rows of numbers
 * stay rows.
 *
 * @example
 * const bytes: NormalizedResult<number[][], unknown> = normalize([[-1, 300]]);
 * console.log(bytes); // [[0, 255]]
 */
export type NormalizedResult<I extends Image, Out> =
  Given<'out', Out> extends { out: infer Container extends OutContainer }
    ? Container
    : I extends PixelImage
      ? { data: Uint8ClampedArray<ArrayBuffer>; width: number; height: number; channels: number }
      : I extends NdArray
        ? { data: Uint8ClampedArray<ArrayBuffer>; shape: number[] }
        : I extends NestedArray
          ? number[][]
          : never;

/**
 * Pixels for a canvas: `new ImageData(data, width, height)` takes them.
 *
 * @example
 * const pixels: CanvasPixels = toImageData([[7]]);
 * console.log(pixels.data, pixels.channels); // Uint8ClampedArray [7, 7, 7, 255] 4
 */
export interface CanvasPixels {
  /** Red, green, blue and alpha of each pixel. */
  data: Uint8ClampedArray<ArrayBuffer>;
  /** Columns. */
  width: number;
  /** Rows. */
  height: number;
  /** Elements for each pixel. */
  channels: 4;
}

/**
 * The type of a result of `toImageData`: that of `out` if given, else `CanvasPixels`.
 *
 * @example
 * const pixels: CanvasResult<undefined> = toImageData([[7]]);
 * console.log(pixels.width, pixels.height); // 1 1
 */
export type CanvasResult<Out> =
  Given<'out', Out> extends { out: infer Container extends OutContainer } ? Container : CanvasPixels;

/**
 * The signatures of functions that make pictures without a convolution. Each is documented where it is exported.
 *
 * @example
 * const convert: Pictures['toImageData'] = toImageData;
 * console.log(convert([[7]]).data); // Uint8ClampedArray [7, 7, 7, 255]
 */
export interface Pictures {
  grayscale<I extends Image, Out extends OutContainer | undefined = undefined>(
    image: I,
    options?: GrayscaleOptions<Out>,
  ): GrayResult<I, Out>;

  normalize<I extends Image, Out extends OutContainer | undefined = undefined>(
    result: I,
    how?: Normalization,
    options?: PictureOptions<Out>,
  ): NormalizedResult<I, Out>;

  toImageData<Out extends OutContainer | undefined = undefined>(
    image: Image,
    how?: Normalization,
    options?: PictureOptions<Out>,
  ): CanvasResult<Out>;
}
