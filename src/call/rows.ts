import { type Accumulator, elementTypes } from '../base/dtype.ts';
import type { DType, TypedArray } from '../base/types.ts';
import { contiguousView, type RowSink, type RowSource, type Shape, type View } from '../io/view.ts';
import { type Elements, type Pointwise, ReachedRows, type Room, rowsPerChunk } from './pointwise.ts';

/** Changes elements in place: some whole rows from `firstRow` on, channels interleaved. */
export type RowChange = (rows: Elements, count: number, firstRow: number) => void;

/** How many rows of an image are in a chunk, as elements of a type. */
export function chunkRows({ rows, columns, channels }: Shape, dtype: DType): number {
  return Math.min(rows, rowsPerChunk(columns * channels * elementTypes[dtype].bytes));
}

/** Rows of floats that are changed on their way, where they lie or in a room. */
abstract class ChangedRows {
  protected readonly pointwise: Pointwise;
  protected readonly rows: ReachedRows;
  protected readonly rowsAtOnce: number;
  protected readonly rowLength: number;
  protected readonly dtype: Accumulator;
  readonly #changes: readonly RowChange[];
  readonly #room: Room;

  /** Memory may grow. `dispose` gives back what this takes. */
  constructor(view: View, dtype: Accumulator, changes: readonly RowChange[], pointwise: Pointwise) {
    this.pointwise = pointwise;
    this.dtype = dtype;
    this.#changes = changes;
    this.rowLength = view.columns * view.channels;
    this.rowsAtOnce = chunkRows(view, dtype);
    this.#room = pointwise.room(dtype, this.rowsAtOnce * this.rowLength);
    try {
      this.rows = new ReachedRows(view, pointwise, this.rowsAtOnce);
    } catch (error) {
      this.#room.dispose();
      throw error;
    }
  }

  protected get chunk(): Elements {
    return this.#room.elements;
  }

  /** Rows that operations reach in an array, one after another; null where they cannot. */
  protected reached(data: TypedArray, at: number, pitch: number): Elements | null {
    const { dtype, rowLength } = this;
    const isOfType = data instanceof elementTypes[dtype].array;
    return isOfType && pitch === rowLength && this.pointwise.reaches(data) ? { dtype, data, at } : null;
  }

  protected change(elements: Elements, rowCount: number, firstRow: number): void {
    for (const change of this.#changes) change(elements, rowCount * this.rowLength, firstRow);
  }

  dispose(): void {
    this.rows.dispose();
    this.#room.dispose();
  }
}

/** The rows of an image as floats, changed as they are read. */
export class ChangedSource extends ChangedRows implements RowSource {
  readonly view = null;

  read(firstRow: number, rowCount: number, into: TypedArray, at: number, pitch: number): void {
    const { rowsAtOnce, rowLength, pointwise } = this;
    for (let done = 0; done < rowCount; done += rowsAtOnce) {
      const count = Math.min(rowsAtOnce, rowCount - done);
      const from = this.rows.read(firstRow + done, count);
      const to = at + done * pitch;
      const reached = this.reached(into, to, pitch);
      const elements = reached ?? this.chunk;
      pointwise.widen(from, count * rowLength, elements);
      this.change(elements, count, firstRow + done);
      if (reached === null) viewOf(elements, count, rowLength).read(0, count, into, to, pitch);
    }
  }
}

/** Rows of float results, changed, and rounded to the type of the destination, before they are written. */
export class ChangedSink extends ChangedRows implements RowSink {
  readonly view = null;
  readonly #destination: View;
  readonly #sink: RowSink;

  /** @param sink The destination, or a way to it. */
  constructor(
    destination: View,
    sink: RowSink,
    dtype: Accumulator,
    changes: readonly RowChange[],
    pointwise: Pointwise,
  ) {
    super(destination, dtype, changes, pointwise);
    this.#destination = destination;
    this.#sink = sink;
  }

  write(firstRow: number, rowCount: number, from: TypedArray, at: number, pitch: number): void {
    const { rowsAtOnce, rowLength, pointwise } = this;
    const isInteger = elementTypes[this.#destination.dtype].range !== null;
    for (let done = 0; done < rowCount; done += rowsAtOnce) {
      const count = Math.min(rowsAtOnce, rowCount - done);
      const row = firstRow + done;
      const reached = this.reached(from, at + done * pitch, pitch);
      const elements = reached ?? this.chunk;
      if (reached === null)
        viewOf(elements, count, rowLength).write(0, count, from, at + done * pitch, pitch);
      this.change(elements, count, row);
      let results = elements;
      if (isInteger) {
        results = this.rows.from(row);
        pointwise.narrow(elements, count * rowLength, results);
        if (this.rows.areInPlace) continue;
      }
      this.#sink.write(row, count, results.data, results.at, rowLength);
    }
  }

  done(firstRow: number, rowCount: number): void {
    this.#sink.done(firstRow, rowCount);
  }
}

function viewOf({ data, dtype, at }: Elements, rows: number, rowLength: number): View {
  const end = at + rows * rowLength;
  return contiguousView(data.subarray(at, end), dtype, { rows, columns: rowLength, channels: 1 });
}
