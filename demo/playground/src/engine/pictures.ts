import { type DType, grayscale, type PixelImage } from 'convolve-wasm';
import { decodePicture } from '../picture/decode.ts';
import { fetchPicture } from '../picture/fetch.ts';
import { generate, isGenerated } from '../picture/generate.ts';
import type { Picture, PictureSource, Scene } from './protocol.ts';

const photographs = { face: 'face.jpg', ascent: 'ascent.png' } as const;

/** The bytes of the picture that is shown, for when it is wanted in another size. */
let held: { readonly key: string; readonly blob: Blob } | undefined;

/** Keeps the bytes that come with a scene, and leaves them out of it, so that scenes can be compared. */
export function keepBytes(scene: Scene): Scene {
  const { source } = scene.picture;
  if (!('blob' in source) || !source.blob) return scene;
  const { blob, ...named } = source;
  held = { key: named.key, blob };
  return { ...scene, picture: { ...scene.picture, source: named } };
}

/** Decodes and scales a picture, makes it gray where that is wanted, and converts its elements. */
export async function loadPicture({ source, maxSidePx, isColour, dtype }: Picture): Promise<PixelImage> {
  if (source.from === 'sample' && isGenerated(source.name)) {
    return converted(generate(source.name, maxSidePx), dtype);
  }
  const bitmap = await bitmapOf(source);
  if (typeof OffscreenCanvas === 'undefined') {
    throw new Error(
      'This browser is too old to read pictures here. The samples that are computed, from the steps on, work.',
    );
  }
  const pixels = pixelsOf(bitmap, maxSidePx, isColour);
  bitmap.close();
  return converted(isColour ? pixels : grayscale(pixels), dtype);
}

async function bitmapOf(source: PictureSource): Promise<ImageBitmap> {
  switch (source.from) {
    case 'sample': {
      const file = photographs[source.name as keyof typeof photographs];
      return decodePicture(await fetchPicture(new URL(`samples/${file}`, baseOf(self.location.href)).href));
    }
    case 'file': {
      if (held?.key !== source.key)
        throw new Error('The page does not have this picture any more. Open it again.');
      return decodePicture(held.blob);
    }
    case 'address': {
      if (held?.key !== source.key) held = { key: source.key, blob: await fetchPicture(source.key) };
      return decodePicture(held.blob);
    }
    case 'frame':
      return source.frame;
    case 'camera':
      throw new Error('The camera is off. Start it to see its picture.');
  }
}

/** Built workers lie in `assets/`, beside `samples/`. */
function baseOf(script: string): string {
  return import.meta.env.DEV ? new URL('/', script).href : new URL('../', script).href;
}

let canvas: OffscreenCanvas | undefined;

/** Transparent parts of a gray picture, which has no alpha, lie on white. */
function pixelsOf(bitmap: ImageBitmap, maxSidePx: number, hasAlpha: boolean): PixelImage<Uint8ClampedArray> {
  const scale = Math.min(1, maxSidePx / Math.max(bitmap.width, bitmap.height));
  const side = (px: number) => Math.max(1, Math.round(px * scale));
  const [width, height] = [side(bitmap.width), side(bitmap.height)];
  // Frames of a camera all have one size.
  if (canvas?.width !== width || canvas.height !== height) canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.clearRect(0, 0, width, height);
  if (!hasAlpha) {
    context.fillStyle = 'white';
    context.fillRect(0, 0, width, height);
  }
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  return { data, width, height, channels: 4 };
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

/** int8 has no room for numbers above 127: there brightness is halved. */
function converted(image: PixelImage, dtype: DType): PixelImage {
  if (image.data instanceof arrays[dtype]) return image;
  const data =
    dtype === 'int8' ? Int8Array.from(image.data, (value) => value >> 1) : arrays[dtype].from(image.data);
  return { ...image, data };
}
