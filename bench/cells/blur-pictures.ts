import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import type { Picture } from '../contenders/blurs.ts';

const photo = fileURLToPath(new URL('../../demo/images/face.jpg', import.meta.url));

/** A photograph, opaque. */
export async function photograph(width: number, height: number): Promise<Picture> {
  const { data } = await sharp(photo)
    .resize(width, height)
    .ensureAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return { data: Uint8ClampedArray.from(data), width, height };
}

/** Black, and white from the middle column on. */
export function stepEdge(width: number, height: number): Picture {
  const data = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let i = 0; i < width * height; i++) {
    if (i % width < width / 2) data.fill(0, 4 * i, 4 * i + 3);
  }
  return { data, width, height };
}

export function copyOf({ data, width, height }: Picture): Picture {
  return { data: data.slice(), width, height };
}
