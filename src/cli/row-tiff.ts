import { type FileHandle, open } from 'node:fs/promises';
import type { Picture } from './pictures.ts';

/** What the samples of a file are. */
export interface SampleKind {
  readonly channels: Picture['channels'];
  readonly is16Bit: boolean;
}

/** Rows of a strip: libvips reads one at a time. */
const ROWS_IN_STRIP = 16;

/* Types and values of TIFF 6.0 and of BigTIFF, whose offsets have 64 bits. */
const SHORT = 3;
const LONG = 4;
const LONG8 = 16;
const GRAY = 1;
const COLOURS = 2;
const PLAIN_ALPHA = 2;

const HEADER_BYTES = 16;
const ENTRY_BYTES = 20;

/**
 * Writes samples as a BigTIFF without compression, row by row, which libvips reads row by row. Other files without compression it
 * maps into memory as a whole.
 */
export class RowTiff {
  readonly #file: FileHandle;
  #position = HEADER_BYTES;
  #width = 0;
  #height = 0;
  #kind: SampleKind = { channels: 1, is16Bit: false };

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  static async create(path: string): Promise<RowTiff> {
    return new RowTiff(await open(path, 'wx'));
  }

  /** Adds rows. All have one width and one kind of samples. */
  async write({ data, width, height, channels }: Picture): Promise<void> {
    this.#kind = { channels, is16Bit: data instanceof Uint16Array };
    this.#width = width;
    this.#height += height;
    await this.#append(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }

  /** Writes what makes a TIFF of the samples. */
  async finish(): Promise<SampleKind> {
    const directory = this.#position;
    await this.#append(this.#directory(directory));
    const header = new Uint8Array(HEADER_BYTES);
    const numbers = new Numbers(header);
    header.set(isLittle ? [0x49, 0x49] : [0x4d, 0x4d]);
    numbers.set(2, SHORT, 43);
    numbers.set(4, SHORT, 8);
    numbers.set(8, LONG8, directory);
    await this.#file.write(header, 0, HEADER_BYTES, 0);
    return this.#kind;
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  async #append(bytes: Uint8Array): Promise<void> {
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await this.#file.write(bytes, done, bytes.length - done, this.#position);
      done += bytesWritten;
      this.#position += bytesWritten;
    }
  }

  /** The tags, and the lists that they refer to, for the place `at` of the file. */
  #directory(at: number): Uint8Array {
    const { channels, is16Bit } = this.#kind;
    const rowBytes = this.#width * channels * (is16Bit ? 2 : 1);
    const strips = Math.ceil(this.#height / ROWS_IN_STRIP);
    const each = <T>(value: (strip: number) => T) =>
      Array.from({ length: strips }, (_, strip) => value(strip));
    const rowsOf = (strip: number) => Math.min(ROWS_IN_STRIP, this.#height - strip * ROWS_IN_STRIP);
    const tags: [tag: number, type: number, values: readonly number[]][] = [
      [256, LONG, [this.#width]],
      [257, LONG, [this.#height]],
      [258, SHORT, new Array<number>(channels).fill(is16Bit ? 16 : 8)],
      [259, SHORT, [1]],
      [262, SHORT, [channels < 3 ? GRAY : COLOURS]],
      [273, LONG8, each((strip) => HEADER_BYTES + strip * ROWS_IN_STRIP * rowBytes)],
      [277, SHORT, [channels]],
      [278, LONG, [ROWS_IN_STRIP]],
      [279, LONG8, each((strip) => rowsOf(strip) * rowBytes)],
      [284, SHORT, [1]],
    ];
    if (channels % 2 === 0) tags.push([338, SHORT, [PLAIN_ALPHA]]);
    const lists = 8 + tags.length * ENTRY_BYTES + 8;
    const bytes = new Uint8Array(lists + 2 * 8 * strips);
    const numbers = new Numbers(bytes);
    numbers.set(0, LONG8, tags.length);
    let free = lists;
    for (const [index, [tag, type, values]] of tags.entries()) {
      const entry = 8 + index * ENTRY_BYTES;
      numbers.set(entry, SHORT, tag);
      numbers.set(entry + 2, SHORT, type);
      numbers.set(entry + 4, LONG8, values.length);
      const size = values.length * sizes[type]!;
      const isInside = size <= 8;
      if (!isInside) numbers.set(entry + 12, LONG8, at + free);
      const place = isInside ? entry + 12 : free;
      for (const [i, value] of values.entries()) numbers.set(place + i * sizes[type]!, type, value);
      if (!isInside) free += size;
    }
    return bytes;
  }
}

const sizes: { readonly [type: number]: number } = { [SHORT]: 2, [LONG]: 4, [LONG8]: 8 };

/** Samples are in the order of the machine, and so are all numbers. */
const isLittle = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

class Numbers {
  readonly #view: DataView;

  constructor({ buffer, byteOffset }: Uint8Array) {
    this.#view = new DataView(buffer, byteOffset);
  }

  set(at: number, type: number, value: number): void {
    if (type === SHORT) this.#view.setUint16(at, value, isLittle);
    else if (type === LONG) this.#view.setUint32(at, value, isLittle);
    else this.#view.setBigUint64(at, BigInt(value), isLittle);
  }
}
