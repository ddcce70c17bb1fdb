import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Metadata, Sharp } from 'sharp';
import { Failure, reasonOf } from './failure.ts';
import { loadOptional } from './optional.ts';
import { STANDARD } from './standard.ts';

/** Interleaved samples as the file has them, turned upright. Gray has 1 or 2 channels, colours have 3 or 4. */
export interface Picture {
  readonly data: Uint8Array | Uint8ClampedArray | Uint16Array;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 2 | 3 | 4;
}

/** The formats that are written, by file extension. */
const formats = {
  '.png': (picture: Sharp) => picture.png(),
  '.jpg': jpeg,
  '.jpeg': jpeg,
  '.webp': (picture: Sharp, quality?: number) => picture.webp({ quality }),
  '.tif': (picture: Sharp) => picture.tiff({ compression: 'lzw' }),
  '.tiff': (picture: Sharp) => picture.tiff({ compression: 'lzw' }),
  '.gif': (picture: Sharp) => picture.gif(),
  '.avif': (picture: Sharp, quality?: number) => picture.avif({ quality }),
} as const;

/** The formats that hold 16 bits. */
const wideFormats = ['.png', '.tif', '.tiff'];

function jpeg(picture: Sharp, quality?: number): Sharp {
  return picture.flatten({ background: 'white' }).jpeg({ quality });
}

export const pictureExtensions = Object.keys(formats);
/** Of files that sharp reads, and that a folder may hold beside others. */
export const readableExtensions: readonly string[] = [...pictureExtensions, '.svg'];

export function isPictureExtension(extension: string): boolean {
  return Object.hasOwn(formats, extension.toLowerCase());
}

type MakeSharp = typeof import('sharp')['default'];

let loaded: MakeSharp | undefined;

/** @throws {Failure} The package sharp is missing or does not start. */
export async function loadSharp(): Promise<MakeSharp> {
  loaded ??= (await loadOptional('pictures are read and written', 'sharp', () => import('sharp'))).default;
  return loaded;
}

/** Reads any picture that sharp decodes: in sRGB or gray, of 8 or 16 bits, turned as EXIF says; the first of several pages. */
export async function readPicture(path: string, signal?: AbortSignal): Promise<Picture> {
  const sharp = await loadSharp();
  return reading(path, async () => {
    const file = sharp(path === STANDARD ? await readStandardInput(signal) : await readFile(path));
    const { space, wide, grayAlpha } = kindOf(await file.metadata());
    const { data, info } = await file
      .autoOrient()
      .toColourspace(space)
      .raw({ depth: wide ? 'ushort' : 'uchar' })
      .toBuffer({ resolveWithObject: true });
    const { width, height } = info;
    const samples = wide
      ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2)
      : new Uint8Array(data);
    const picture = { data: samples, width, height, channels: info.channels as Picture['channels'] };
    return grayAlpha ? grayFromColours(picture) : picture;
  });
}

/** What is known of a picture before it is decoded. */
export interface PictureFile {
  /** Of its samples. */
  readonly rawBytes: number;
  /** Whether EXIF says nothing of turning it. */
  readonly isUpright: boolean;
  /** Whether it is gray with alpha of 8 bits, which is decoded as colours. */
  readonly grayAlpha: boolean;
}

/** Of files only: standard input can be read once. */
export async function lookAtPicture(path: string): Promise<PictureFile> {
  const sharp = await loadSharp();
  return reading(path, async () => {
    const metadata = await sharp(path, anySize).metadata();
    const { wide, grayAlpha } = kindOf(metadata);
    const { width, height, channels, orientation = 1 } = metadata;
    return { rawBytes: width * height * channels * (wide ? 2 : 1), isUpright: orientation <= 1, grayAlpha };
  });
}

/** As `readPicture`, of an upright picture, into a file of the format `.v` of libvips, row by row. */
export async function decodeToFile(path: string, decoded: string): Promise<void> {
  const sharp = await loadSharp();
  // Of what libvips computed: a second picture would not be the same.
  sharp.cache(false);
  await reading(path, async () => {
    const file = sharp(path, anySize);
    const { space } = kindOf(await file.metadata());
    await file.toColourspace(space).toFile(decoded);
  });
}

const anySize = { limitInputPixels: false, sequentialRead: true } as const;

async function reading<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const name = path === STANDARD ? 'standard input' : `"${path}"`;
    throw new Failure(`cannot read ${name}: ${reasonOf(error)}`);
  }
}

/** How the samples of a picture are decoded. */
function kindOf({ depth, space, hasAlpha }: Metadata) {
  if (depth !== 'uchar' && depth !== 'ushort') throw new Error(`samples of the type ${depth}`);
  const isGray = space === 'b-w' || space === 'grey16';
  const wide = depth === 'ushort';
  // For 8-bit gray with alpha sharp leaves alpha out of the raw samples, so it is read as colours.
  const grayAlpha = isGray && hasAlpha === true && !wide;
  return { wide, grayAlpha, space: spaceOf(isGray && !grayAlpha, wide) };
}

async function readStandardInput(signal?: AbortSignal): Promise<Uint8Array> {
  if (process.stdin.isTTY) throw new Error('it is a terminal');
  // Else the process would wait for its end.
  signal?.addEventListener('abort', () => process.stdin.destroy());
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
  if (chunks.length === 0) throw new Error('it is empty');
  return Buffer.concat(chunks);
}

/** The colour space in sharp's words. */
function spaceOf(isGray: boolean, is16Bit: boolean): string {
  if (isGray) return is16Bit ? 'grey16' : 'b-w';
  return is16Bit ? 'rgb16' : 'srgb';
}

/** Gray with alpha as red, green, blue and alpha. */
export function grayToColours({ data, width, height }: Picture): Picture {
  return { data: chosen(data, 2, [0, 0, 0, 1]), width, height, channels: 4 };
}

/** The red and the alpha of red, green, blue and alpha. */
export function grayFromColours({ data, width, height }: Picture): Picture {
  return { data: chosen(data, 4, [0, 3]), width, height, channels: 2 };
}

/** A picture that takes these samples from each pixel. */
function chosen(data: Picture['data'], channels: number, places: readonly number[]): Picture['data'] {
  const make = data.constructor as new (length: number) => Picture['data'];
  const samples = new make((data.length / channels) * places.length);
  let at = 0;
  for (let pixel = 0; pixel < data.length; pixel += channels) {
    for (const place of places) samples[at++] = data[pixel + place]!;
  }
  return samples;
}

/**
 * Encodes a picture in the format that the extension names. Samples of 16 bits become 8 where the format holds no more. JPEG
 * holds no alpha, so transparent pixels become white.
 */
export async function encodePicture(
  { data, width, height, channels }: Picture,
  path: string,
  quality?: number,
): Promise<Uint8Array> {
  const sharp = await loadSharp();
  const raw = sharp(data, { raw: { width, height, channels } });
  return writing(path, () => encoded(raw, channels, data instanceof Uint16Array, path, quality).toBuffer());
}

/** As `encodePicture`, of a picture in a file, row by row. */
export async function encodeFile(
  file: string,
  { channels, is16Bit }: { readonly channels: number; readonly is16Bit: boolean },
  to: string,
  name: string,
  quality?: number,
): Promise<void> {
  const sharp = await loadSharp();
  const picture = encoded(sharp(file, anySize), channels, is16Bit, name, quality);
  await writing(name, () => picture.toFile(to));
}

function encoded(picture: Sharp, channels: number, is16Bit: boolean, name: string, quality?: number): Sharp {
  const extension = extname(name).toLowerCase() as keyof typeof formats;
  const wide = is16Bit && wideFormats.includes(extension);
  return formats[extension](picture.toColourspace(spaceOf(channels < 3, wide)), quality);
}

async function writing<T>(path: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw new Failure(`cannot write "${path}": ${reasonOf(error)}`);
  }
}
