import { type FileHandle, open } from 'node:fs/promises';
import type { Picture } from './pictures.ts';

/** Samples of a picture that lie in a file, row after row. */
export interface RawPicture {
  readonly width: number;
  readonly height: number;
  readonly channels: Picture['channels'];
  readonly is16Bit: boolean;
  /** Successive rows, as many as are asked for, which hold until other rows are read. */
  read(firstRow: number, rowCount: number): Promise<Picture>;
  close(): Promise<void>;
}

/** libvips writes numbers in the order of the machine, and tells it by the first byte. */
const HEADER_BYTES = 64;
const LITTLE_ENDIAN = 0xb6;

/**
 * Opens a picture of the format `.v` of libvips: a header of 64 bytes, then the samples as they are. libvips writes it row by row,
 * while it decodes any other format.
 */
export async function openRaw(path: string): Promise<RawPicture> {
  const file = await open(path);
  try {
    const header = new Uint8Array(HEADER_BYTES);
    await fill(header, file, 0);
    const view = new DataView(header.buffer);
    const isLittle = header[0] === LITTLE_ENDIAN;
    const [width, height, channels, format] = [4, 8, 12, 20].map((at) => view.getInt32(at, isLittle)) as [
      number,
      number,
      Picture['channels'],
      number,
    ];
    const is16Bit = format === 2;
    if (!is16Bit && format !== 0) throw new Error('samples that are no integers of 8 or 16 bits');
    const rowBytes = width * channels * (is16Bit ? 2 : 1);
    let room = new Uint8Array(0);
    return {
      width,
      height,
      channels,
      is16Bit,
      async read(firstRow, rowCount) {
        const length = rowCount * rowBytes;
        if (room.length < length) room = new Uint8Array(length);
        const bytes = room.subarray(0, length);
        await fill(bytes, file, HEADER_BYTES + firstRow * rowBytes);
        const data = is16Bit ? new Uint16Array(bytes.buffer, 0, length / 2) : bytes;
        return { data, width, height: rowCount, channels };
      },
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function fill(bytes: Uint8Array, file: FileHandle, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesRead } = await file.read(bytes, done, bytes.length - done, position + done);
    if (bytesRead === 0) throw new Error('the file ends too early');
    done += bytesRead;
  }
}
