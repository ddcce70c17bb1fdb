import { allocate, type DType, type PixelImage, type PixelSize, type ResidentPixels } from 'convolve-wasm';

/** An image in the memory of WebAssembly, where calls read and write it without a copy. It is kept from call to call. */
export interface Room {
  /** The image of this size and type, with whatever elements it has. Images of another size or type are given back. */
  fit(size: PixelSize, dtype: DType): ResidentPixels;
  /** The elements of an image, moved in. */
  take(image: PixelImage, dtype: DType): ResidentPixels;
}

export function createRoom(): Room {
  let held: ResidentPixels | undefined;

  function fit({ width, height, channels = 4 }: PixelSize, dtype: DType): ResidentPixels {
    const fits =
      held?.width === width && held.height === height && held.channels === channels && held.dtype === dtype;
    if (held && fits) return held;
    held?.dispose();
    held = undefined;
    held = allocate({ width, height, channels }, dtype);
    return held;
  }

  return {
    fit,
    take(image, dtype) {
      const own = fit(image, dtype);
      own.data.set(image.data);
      return own;
    },
  };
}
