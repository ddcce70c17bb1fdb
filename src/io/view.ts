import { elementTypes } from '../base/dtype.ts';
import type { DType, TypedArray } from '../base/types.ts';
import { follow } from './moving.ts';

export interface Shape {
  readonly rows: number;
  readonly columns: number;
  readonly channels: number;
}

/** Where the elements of a container lie in its data: [i, j, c] at offset + i*rowStride + j*columnStride + c*channelStride. */
export interface Layout extends Shape {
  readonly offset: number;
  readonly rowStride: number;
  readonly columnStride: number;
  readonly channelStride: number;
}

/**
 * Where rows of an image come from: whole rows, channels interleaved, converted to the type of `into`, the first
 * at `at` and each next one `pitch` elements further.
 */
export interface RowSource {
  /** Memory that holds the rows as they are, and may be read in place; null where rows are computed as they are read. */
  readonly view: View | null;
  read(firstRow: number, rowCount: number, into: TypedArray, at: number, pitch: number): void;
}

/** Where rows of a result go: whole rows, channels interleaved, `pitch` elements apart in `from`. */
export interface RowSink {
  /** Memory that rows may be computed in, instead of being written. It holds anything until they are done. Null: there is none. */
  readonly view: View | null;
  /** Each row is written once. */
  write(firstRow: number, rowCount: number, from: TypedArray, at: number, pitch: number): void;
  /** Rows are where they belong, written or computed there. */
  done(firstRow: number, rowCount: number): void;
}

/** The elements of any accepted container, wherever they lie. It follows memory that moves when it grows. */
export class View implements Layout, RowSource, RowSink {
  readonly dtype: DType;
  readonly rows: number;
  readonly columns: number;
  readonly channels: number;
  readonly offset: number;
  readonly rowStride: number;
  readonly columnStride: number;
  readonly channelStride: number;
  readonly #data: TypedArray;
  readonly #current: (() => TypedArray) | undefined;

  constructor(data: TypedArray, dtype: DType, layout: Layout) {
    this.dtype = dtype;
    this.rows = layout.rows;
    this.columns = layout.columns;
    this.channels = layout.channels;
    this.offset = layout.offset;
    this.rowStride = layout.rowStride;
    this.columnStride = layout.columnStride;
    this.channelStride = layout.channelStride;
    this.#data = data;
    this.#current = follow(data);
  }

  /** Where the elements are now. Ask again after anything that may allocate memory. */
  get data(): TypedArray {
    return this.#current === undefined ? this.#data : this.#current();
  }

  get mayMove(): boolean {
    return this.#current !== undefined;
  }

  get view(): this {
    return this;
  }

  /** Whether each row is a single run of elements. */
  get hasPackedRows(): boolean {
    const { channels } = this;
    return this.columnStride === channels && (channels === 1 || this.channelStride === 1);
  }

  read(firstRow: number, rowCount: number, into: TypedArray, at: number, pitch: number): void {
    this.#copy(true, firstRow, rowCount, into, at, pitch);
  }

  write(firstRow: number, rowCount: number, from: TypedArray, at: number, pitch: number): void {
    this.#copy(false, firstRow, rowCount, from, at, pitch);
  }

  #copy(
    reads: boolean,
    firstRow: number,
    rowCount: number,
    other: TypedArray,
    at: number,
    pitch: number,
  ): void {
    const { data, columns, channels, rowStride, columnStride, channelStride } = this;
    const start = this.offset + firstRow * rowStride;
    const rowLength = columns * channels;
    if (this.hasPackedRows) {
      const isOneRun = rowStride === rowLength && pitch === rowLength;
      const runs = isOneRun ? 1 : rowCount;
      const length = isOneRun ? rowCount * rowLength : rowLength;
      for (let run = 0; run < runs; run++) {
        const own = start + run * rowStride;
        const to = at + run * pitch;
        if (reads) copyRun(data, own, other, to, length);
        else copyRun(other, to, data, own, length);
      }
      return;
    }
    for (let row = 0; row < rowCount; row++) {
      let to = at + row * pitch;
      for (let column = 0; column < columns; column++) {
        let own = start + row * rowStride + column * columnStride;
        for (let channel = 0; channel < channels; channel++, own += channelStride, to++) {
          if (reads) other[to] = data[own] as number;
          else data[own] = other[to] as number;
        }
      }
    }
  }

  done(): void {}

  /** The same elements in the opposite order along both axes. */
  reversed(): View {
    return new View(this.data, this.dtype, {
      ...this,
      offset: this.offset + (this.rows - 1) * this.rowStride + (this.columns - 1) * this.columnStride,
      rowStride: -this.rowStride,
      columnStride: -this.columnStride,
    });
  }

  channel(index: number): View {
    const offset = this.offset + index * this.channelStride;
    return new View(this.data, this.dtype, { ...this, channels: 1, offset });
  }
}

function copyRun(from: TypedArray, at: number, to: TypedArray, toAt: number, length: number): void {
  to.set(length === from.length ? from : from.subarray(at, at + length), toAt);
}

export function sizes({ rows, columns, channels }: Shape): string {
  return `${rows} x ${columns}${channels === 1 ? '' : ` x ${channels}`}`;
}

/** How elements lie one after another. */
export function packed({ rows, columns, channels }: Shape): Layout {
  const rowStride = columns * channels;
  return { rows, columns, channels, offset: 0, rowStride, columnStride: channels, channelStride: 1 };
}

export function contiguousView(data: TypedArray, dtype: DType, shape: Shape): View {
  return new View(data, dtype, packed(shape));
}

/** A view of a shape without elements, to plan with. */
export function shapeOnly(shape: Shape, dtype: DType): View {
  return contiguousView(new elementTypes[dtype].array(0), dtype, shape);
}

export function allocateView(dtype: DType, shape: Shape): View {
  const { array } = elementTypes[dtype];
  return contiguousView(new array(shape.rows * shape.columns * shape.channels), dtype, shape);
}

/** The same elements in memory of their own, in a type of their own. */
export function copyOf(source: RowSource & Shape, dtype: DType): View {
  const copy = allocateView(dtype, source);
  source.read(0, source.rows, copy.data, 0, source.columns * source.channels);
  return copy;
}

/** Copies an image's rows to a sink. */
export function copyRows(image: View, sink: RowSink): void {
  if (image.hasPackedRows) {
    sink.write(0, image.rows, image.data, image.offset, image.rowStride);
    return;
  }
  let row = 0;
  forEachRow(image, (elements) => sink.write(row++, 1, elements, 0, elements.length));
}

/** Goes over a view, a row at a time: what it gives is overwritten by the next one. */
export function forEachRow(view: View, visit: (row: TypedArray) => void): void {
  const row = new elementTypes[view.dtype].array(view.columns * view.channels);
  for (let i = 0; i < view.rows; i++) {
    view.read(i, 1, row, 0, row.length);
    visit(row);
  }
}
