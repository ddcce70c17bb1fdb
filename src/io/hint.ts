import { describe } from '../base/errors.ts';

/*
 * What is often passed for an image, but holds its pixels elsewhere. Recognized by its methods and names, so nothing is
 * imported.
 */

/** A method or property that nothing else has, what it tells, and how to get the pixels. The first that matches counts. */
const hints: readonly (readonly [name: string, hint: string])[] = [
  ['then', 'a promise: await it'],
  ['getContext', 'a canvas: pass canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height)'],
  ['getImageData', 'a canvas context: pass context.getImageData(0, 0, width, height)'],
  ['dataSync', 'a tensor: pass { data: tensor.dataSync(), shape: tensor.shape }'],
  ['bitmap', 'a Jimp image: pass image.bitmap'],
  ['magnitude', 'gradients: pass one of them'],
  ['info', '{ data, info }: pass { data, ...info }'],
  ['cols', 'an OpenCV Mat: pass { data: mat.data, shape: [mat.rows, mat.cols, mat.channels()] }'],
  [
    'toBuffer',
    'a sharp image: pass { data, ...info } with { data, info } = await image.raw().toBuffer({ resolveWithObject: true })',
  ],
  ['arrayBuffer', 'a file: decode it first, for example by createImageBitmap'],
];

/** Descriptions of what can be drawn, which have the names of web interfaces. */
const drawable = /(HTML(Image|Video)Element|SVGImageElement|ImageBitmap|VideoFrame)\)$/;

/** The first four bytes of PNG, GIF and WebP files, and of JPEG files, all but a few of which begin with a JFIF or Exif marker. */
const signatures = [0x89504e47, 0x47494638, 0x52494646, 0xffd8ffe0, 0xffd8ffe1, 0xffd8ffdb];

/**
 * What a value is and how to get its pixels, for an error; undefined for what is not known. Never throws.
 *
 * @param described What `describe` says of it, if that was asked before.
 */
export function hintFor(value: unknown, described?: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  try {
    if (isEncoded(value)) return 'a picture file: decode it first, for example by sharp or createImageBitmap';
    if (value instanceof ArrayBuffer) return 'a buffer: pass { data: new Uint8Array(buffer), width, height }';
    if (ArrayBuffer.isView(value))
      return 'an array without a shape: pass { data, shape } or { data, width, height, channels }';
    const [, name] = drawable.exec(described ?? describe(value)) ?? [];
    if (name !== undefined) {
      return `${name}: draw it by context.drawImage, and pass context.getImageData(0, 0, width, height)`;
    }
    return hints.find(([name]) => name in value)?.[1];
  } catch {
    // A getter of the caller's threw.
    return undefined;
  }
}

/** Whether bytes are a picture file that was read, but not decoded. */
export function isEncoded(bytes: object): boolean {
  const isView = ArrayBuffer.isView(bytes);
  if (!isView && !(bytes instanceof ArrayBuffer)) return false;
  if (bytes.byteLength < 4) return false;
  const start = isView ? new DataView(bytes.buffer, bytes.byteOffset) : new DataView(bytes);
  return signatures.includes(start.getUint32(0));
}
