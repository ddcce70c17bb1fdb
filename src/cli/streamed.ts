import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import type { PixelImage } from '../base/types.ts';
import { convolveRows, normalize, type RowStream } from '../index.ts';
import type { Pool } from '../pool.ts';
import { asFailure, Failure, reasonOf } from './failure.ts';
import { callFor, floatsFor, hasTransparency, imageOf, type PictureFilter, pictureOf } from './filters.ts';
import { kindOf, temporaryIn, writeWholeBy } from './output.ts';
import {
  decodeToFile,
  encodeFile,
  grayFromColours,
  grayToColours,
  lookAtPicture,
  type Picture,
} from './pictures.ts';
import { openRaw, type RawPicture } from './raw-file.ts';
import { RowTiff, type SampleKind } from './row-tiff.ts';
import { STANDARD, writeStandardOutput } from './standard.ts';

/** Pictures with more bytes of samples are streamed. In memory there are the samples, the result, which may be float32, and what is encoded. */
export const MAX_BYTES_IN_MEMORY = 256 * 2 ** 20;

/** A picture that is filtered, and that lies in a file. */
export interface StreamedResult {
  /** Encodes it, and writes it to a path, or to standard output. */
  write(path: string, force: boolean): Promise<void>;
  /** Removes the file, once it is written or will not be. */
  remove(): Promise<void>;
}

export interface StreamRequest {
  /** Where the result will go: temporary files lie beside it. */
  readonly path: string;
  /** A name for the result, whose extension names the format. */
  readonly name: string;
  readonly quality: number | undefined;
  readonly signal: AbortSignal;
  /** Undefined: this thread filters. */
  readonly pool: Pool | undefined;
  /** How far it is, from 0 to 1. */
  onProgress(part: number): void;
}

/** Where the steps end on the bar: a picture is decoded, filtered, and encoded. */
const DECODED = 0.2;
const FILTERED = 0.5;

/** So many bytes of samples are read at a time to look at them. */
const LOOK_BYTES = 2 ** 20;

/** Filters a picture row by row, from file to file, in memory that does not depend on its height. */
export async function filterStreamed(
  input: string,
  filter: PictureFilter,
  { path, name, quality, signal, pool, onProgress }: StreamRequest,
): Promise<StreamedResult> {
  const folder = path === STANDARD ? tmpdir() : await folderOver(path);
  const decoded = await temporaryIn(folder, '.v');
  const filtered = await temporaryIn(folder, '.tif');
  const remove = (file: string) => rm(file, { force: true });
  try {
    const { grayAlpha, rawBytes } = await lookAtPicture(input);
    await decode(input, decoded, rawBytes, (part) => onProgress(DECODED * part));
    signal.throwIfAborted();
    const source = await openRaw(decoded);
    let kind: SampleKind;
    try {
      const picture = grayAlpha ? withoutColours(source) : source;
      kind = await filterRows(picture, filtered, filter, signal, pool, (part) =>
        onProgress(DECODED + (FILTERED - DECODED) * part),
      );
    } finally {
      await source.close();
    }
    return {
      remove: () => remove(filtered),
      async write(to, force) {
        const encode = (file: string) => encodeFile(filtered, kind, file, name, quality);
        if (to !== STANDARD) return writeWholeBy(to, encode, force);
        const encoded = await temporaryIn(folder, '.tmp');
        try {
          await encode(encoded);
          for await (const bytes of createReadStream(encoded)) await writeStandardOutput(bytes as Uint8Array);
        } finally {
          await remove(encoded);
        }
      },
    };
  } catch (error) {
    await remove(filtered);
    throw fromSystem(error) ? new Failure(`cannot filter "${input}": ${reasonOf(error)}`) : asFailure(error);
  } finally {
    await remove(decoded);
  }
}

/** The innermost folder over a path that is there: it has the room that the result needs. */
async function folderOver(path: string): Promise<string> {
  const folder = dirname(path);
  return folder === path || (await kindOf(folder)) === 'folder' ? folder : folderOver(folder);
}

function fromSystem(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

/** Between looks at how far a file has grown. Chosen: five a second look steady to a person. */
const PROGRESS_INTERVAL_MS = 200;

/** libvips tells nothing, but the file grows. */
async function decode(
  input: string,
  decoded: string,
  rawBytes: number,
  onProgress: (part: number) => void,
): Promise<void> {
  const timer = setInterval(async () => {
    const { size } = await stat(decoded).catch(() => ({ size: 0 }));
    onProgress(Math.min(1, size / rawBytes));
  }, PROGRESS_INTERVAL_MS);
  try {
    await decodeToFile(input, decoded);
  } finally {
    clearInterval(timer);
  }
}

/** Gray with alpha that was decoded as colours. */
function withoutColours(raw: RawPicture): RawPicture {
  return { ...raw, channels: 2, read: async (...rows) => grayFromColours(await raw.read(...rows)) };
}

/** Writes the result as a TIFF. */
async function filterRows(
  source: RawPicture,
  filtered: string,
  filter: PictureFilter,
  signal: AbortSignal,
  pool: Pool | undefined,
  onProgress: (part: number) => void,
): Promise<SampleKind> {
  const { is16Bit, height } = source;
  const { show } = filter;
  const { channels } = imageOf(filter, await source.read(0, 1));
  const looksAtAlpha = channels === 4 && filter.isBlur && filter.alpha === undefined;
  const isTransparent = looksAtAlpha && (await hasTransparencyIn(source));
  const call = callFor(filter, is16Bit, channels, () => isTransparent);
  const options = { ...call, channels, signal, ...(pool && { pool }) };
  // To be stretched, results are computed twice: first for the smallest and the largest of them.
  const passes = show === 'minmax' ? 2 : 1;
  const range = { least: Infinity, greatest: -Infinity };
  if (show === 'minmax') {
    for await (const strip of stripsOf(source, filter, options)) {
      widen(range, floatsFor(strip, is16Bit));
      onProgress(strip.firstRow / height / passes);
    }
  }
  const file = await RowTiff.create(filtered);
  try {
    for await (const strip of stripsOf(source, filter, options)) {
      const shown = show === 'clamp' ? strip : shownBy(show, floatsFor(strip, is16Bit), range);
      await file.write(pictureOf(filter, source.channels, shown as Picture));
      onProgress((passes - 1 + strip.firstRow / height) / passes);
    }
    return await file.finish();
  } finally {
    await file.close();
  }
}

/** The strips of a result, which hold until the next one is asked for. */
function stripsOf(source: RawPicture, filter: PictureFilter, options: object): RowStream {
  const { name, kernels } = filter;
  const rows = {
    height: source.height,
    read: async (firstRow: number, rowCount: number) =>
      imageOf(filter, await source.read(firstRow, rowCount)),
  };
  const [kernel] = kernels;
  const all = {
    ...filter.options,
    ...(kernel && { operation: name }),
    ...options,
    width: source.width,
    imageDtype: source.is16Bit ? 'uint16' : 'uint8',
    reuse: true,
  } as const;
  return convolveRows(rows, (kernel ?? name) as 'sharpen', all);
}

async function hasTransparencyIn(source: RawPicture): Promise<boolean> {
  const rows = Math.max(1, Math.floor(LOOK_BYTES / (source.width * source.channels)));
  for (let row = 0; row < source.height; row += rows) {
    const picture = await source.read(row, Math.min(rows, source.height - row));
    if (hasTransparency(picture.channels === 2 ? grayToColours(picture) : picture)) return true;
  }
  return false;
}

/** The smallest and the largest of some finite numbers. */
interface Range {
  least: number;
  greatest: number;
}

function widen(range: Range, { data, channels }: PixelImage): void {
  for (let i = 0; i < data.length; i++) {
    const value = data[i] as number;
    if (!Number.isFinite(value) || (channels === 4 && i % 4 === 3)) continue;
    if (value < range.least) range.least = value;
    if (value > range.greatest) range.greatest = value;
  }
}

/** Some rows of a result as pixels, as `normalize` shows the whole of it: two pixels more have what it stretches by. */
function shownBy(show: 'abs' | 'minmax', strip: PixelImage, { least, greatest }: Range): PixelImage {
  const { data, width, height, channels = 1 } = strip;
  if (show === 'abs' || least > greatest) return normalize(strip, show);
  const length = data.length;
  const pixels = new Float32Array(length + 2 * channels);
  pixels.set(data);
  pixels.fill(least, length, length + channels);
  pixels.fill(greatest, length + channels);
  const shown = normalize({ data: pixels, width: width * height + 2, height: 1, channels }, 'minmax');
  return { data: shown.data.subarray(0, length), width, height, channels };
}
