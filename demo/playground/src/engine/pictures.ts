import { type DType, grayscale, type PixelImage } from 'convolve-wasm';
import type { Picture } from './protocol.ts';

const photographs = { face: 'face.jpg', ascent: 'ascent.png' } as const;

/** Decodes and scales a picture, makes it gray where that is wanted, and converts its elements. */
export async function loadPicture({ source, maxSidePx, isColour, dtype }: Picture): Promise<PixelImage> {
  if (source.from !== 'sample' || !(source.name in photographs)) throw new Error('not yet');
  const file = photographs[source.name as keyof typeof photographs];
  const response = await fetch(new URL(`samples/${file}`, baseOf(self.location.href)));
  const pixels = await pixelsOf(await response.blob(), maxSidePx);
  return converted(isColour ? pixels : grayscale(pixels), dtype);
}

/** Built workers lie in `assets/`, beside `samples/`. */
function baseOf(script: string): string {
  return import.meta.env.DEV ? new URL('/', script).href : new URL('../', script).href;
}

async function pixelsOf(blob: Blob, maxSidePx: number): Promise<PixelImage<Uint8ClampedArray>> {
  const bitmap = await createImageBitmap(blob);
  const scale = Math.min(1, maxSidePx / Math.max(bitmap.width, bitmap.height));
  const [width, height] = [bitmap.width, bitmap.height].map((side) => Math.max(1, Math.round(side * scale)));
  const context = new OffscreenCanvas(width!, height!).getContext('2d', { willReadFrequently: true })!;
  context.drawImage(bitmap, 0, 0, width!, height!);
  bitmap.close();
  const { data } = context.getImageData(0, 0, width!, height!);
  return { data, width: width!, height: height!, channels: 4 };
}

const arrays = {
  float32: Float32Array,
  float64: Float64Array,
  uint8: Uint8Array,
  uint8clamped: Uint8ClampedArray,
  int8: Int8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
};

function converted(image: PixelImage, dtype: DType): PixelImage {
  return image.data instanceof arrays[dtype] ? image : { ...image, data: arrays[dtype].from(image.data) };
}
