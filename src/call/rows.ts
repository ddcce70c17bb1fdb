import { type Accumulator, elementTypes } from '../base/dtype.ts';
import { saturatorOf } from '../base/saturate.ts';
import type { DType, TypedArray } from '../base/types.ts';
import { allocateView, type RowSink, type RowSource, type Shape, type View } from '../io/view.ts';

export type Floats = Float32Array | Float64Array;

/** Changes the first `length` elements in place: whole rows from `firstRow` on, channels interleaved. */
export type RowChange = (rows: Floats, length: number, firstRow: number) => void;

/** Elements that are changed at a time: 128 KiB of float64, so that they stay in a second-level cache. */
const CHUNK_ELEMENTS = 2 ** 14;

/** Room for as many rows as CHUNK_ELEMENTS hold, and for one at least. */
function chunkFor({ rows, columns, channels }: Shape, dtype: Accumulator): View {
  const fitting = Math.max(1, Math.floor(CHUNK_ELEMENTS / (columns * channels)));
  return allocateView(dtype, { rows: Math.min(rows, fitting), columns, channels });
}

/** The rows of an image as floats, changed as they are read. */
export class ChangedSource implements RowSource {
  readonly view = null;
  readonly #image: View;
  readonly #changes: readonly RowChange[];
  readonly #chunk: View;

  constructor(image: View, dtype: Accumulator, changes: readonly RowChange[]) {
    this.#image = image;
    this.#changes = changes;
    this.#chunk = chunkFor(image, dtype);
  }

  read(firstRow: number, rowCount: number, into: TypedArray, at: number, pitch: number): void {
    const { data, rows, rowStride } = this.#chunk;
    for (let done = 0; done < rowCount; done += rows) {
      const count = Math.min(rows, rowCount - done);
      this.#image.read(firstRow + done, count, data, 0, rowStride);
      for (const change of this.#changes) change(data as Floats, count * rowStride, firstRow + done);
      this.#chunk.read(0, count, into, at + done * pitch, pitch);
    }
  }
}

/** Rows of float results, changed, and rounded to the type of the destination, before they are written. */
export class ChangedSink implements RowSink {
  readonly view = null;
  readonly #destination: View;
  readonly #changes: readonly RowChange[];
  readonly #chunk: View;

  constructor(destination: View, dtype: Accumulator, changes: readonly RowChange[]) {
    this.#destination = destination;
    this.#changes = [...changes, ...roundingTo(destination.dtype)];
    this.#chunk = chunkFor(destination, dtype);
  }

  write(firstRow: number, rowCount: number, from: TypedArray, at: number, pitch: number): void {
    const { data, rows, rowStride } = this.#chunk;
    for (let done = 0; done < rowCount; done += rows) {
      const count = Math.min(rows, rowCount - done);
      this.#chunk.write(0, count, from, at + done * pitch, pitch);
      for (const change of this.#changes) change(data as Floats, count * rowStride, firstRow + done);
      this.#destination.write(firstRow + done, count, data, 0, rowStride);
    }
  }

  done(): void {}
}

/** Rounds half to even and saturates; nothing for floats. */
export function roundingTo(dtype: DType): readonly RowChange[] {
  if (elementTypes[dtype].range === null) return [];
  const saturated = saturatorOf(dtype);
  return [
    (rows, length) => {
      for (let i = 0; i < length; i++) rows[i] = saturated(rows[i] as number);
    },
  ];
}
