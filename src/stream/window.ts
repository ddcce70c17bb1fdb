import { elementTypes } from '../base/dtype.ts';
import type { DType, TypedArray } from '../base/types.ts';
import { packed, type Shape, View } from '../io/view.ts';

/** A part of the rows of a window. Chosen: it costs 3 % of memory, and a window that is too small all the same is allocated anew. */
const SLACK = 1 / 32;

/** Some successive rows of an image that comes from the top to the bottom, in one array. */
export class RowWindow {
  readonly #dtype: DType;
  readonly #shape: Omit<Shape, 'rows'>;
  readonly #rowLength: number;
  readonly #rowBytes: number;
  #data: TypedArray;
  #bytes: Uint8Array;
  /** The row at the start of the array. */
  #base = 0;
  /** Bytes of rows from there on. */
  #filled = 0;
  /** How many pieces are being computed from the array. */
  #users = 0;

  /** The array holds so many rows at least, once it holds any, and some more, since pieces differ by a few rows. */
  readonly #minRows: number;

  constructor(dtype: DType, shape: Omit<Shape, 'rows'>, minRows: number) {
    this.#minRows = Math.ceil(minRows * (1 + SLACK));
    this.#dtype = dtype;
    this.#shape = shape;
    this.#rowLength = shape.columns * shape.channels;
    this.#rowBytes = this.#rowLength * elementTypes[dtype].bytes;
    this.#data = new elementTypes[dtype].array(0);
    this.#bytes = bytesOf(this.#data);
  }

  /** The row after the last whole one that came. */
  get end(): number {
    return this.#base + Math.floor(this.#filled / this.#rowBytes);
  }

  /** Bytes of a row of which the rest has not come. */
  get restBytes(): number {
    return this.#filled % this.#rowBytes;
  }

  /** All bytes that came, also those of rows that are forgotten. */
  get bytesCame(): number {
    return this.#base * this.#rowBytes + this.#filled;
  }

  /** Makes room for rows before `end`, and forgets those before `first`. */
  reserve(first: number, end: number): void {
    const length = (end - this.#base) * this.#rowLength;
    if (length <= this.#data.length) return;
    const kept = Math.max(0, Math.min(first, this.end) - this.#base) * this.#rowBytes;
    const rows = this.#bytes.subarray(kept, this.#filled);
    this.#base += kept / this.#rowBytes;
    this.#filled = rows.length;
    const needed = (end - this.#base) * this.#rowLength;
    // Pieces that are being computed keep the array that they read.
    if (needed > this.#data.length || this.#users > 0) {
      this.#data = new elementTypes[this.#dtype].array(
        Math.max(needed, this.#data.length, this.#minRows * this.#rowLength),
      );
      this.#bytes = bytesOf(this.#data);
      this.#users = 0;
    }
    this.#bytes.set(rows);
  }

  /** Takes bytes until the rows before `end` are there. Returns how many it took. */
  append(chunk: Uint8Array, end: number): number {
    const room = Math.max(0, (end - this.#base) * this.#rowBytes - this.#filled);
    const length = Math.min(room, chunk.length);
    this.#bytes.set(length === chunk.length ? chunk : chunk.subarray(0, length), this.#filled);
    this.#filled += length;
    return length;
  }

  /** The image, of which only the rows of the window are there. */
  view(imageRows: number): View {
    return rowsFrom(this.#data, this.#dtype, { ...this.#shape, rows: imageRows }, this.#base);
  }

  /** Keeps the array as it is until the function that this returns is called. */
  use(): () => void {
    const data = this.#data;
    this.#users++;
    return () => {
      if (this.#data === data) this.#users--;
    };
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: TypedArray): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** A view of a whole image on an array that begins with one of its rows. */
export function rowsFrom(data: TypedArray, dtype: DType, shape: Shape, firstRow: number): View {
  const layout = packed(shape);
  return new View(data, dtype, { ...layout, offset: -firstRow * layout.rowStride });
}
