import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { InputError } from './input-error.ts';

export interface Pixels {
  data: Uint8Array;
  width: number;
  height: number;
}

/** Any picture that sharp decodes, upright, as interleaved 8-bit sRGB. */
export async function readRgb(path: string): Promise<Pixels> {
  try {
    const { data, info } = await sharp(await readFile(path))
      .autoOrient()
      .toColourspace('srgb')
      .removeAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return { data, width: info.width, height: info.height };
  } catch (error) {
    const [reason] = (error as Error).message.split('\n');
    throw new InputError(`cannot read the photograph "${path}": ${reason}`);
  }
}

export async function writeGray(path: string, { data, width, height }: Pixels): Promise<void> {
  await sharp(data, { raw: { width, height, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toFile(path);
}
