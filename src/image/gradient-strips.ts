import { elementTypes } from '../base/dtype.ts';
import type { DType, TypedArray } from '../base/types.ts';
import type { OpenSinks } from '../call/filter.ts';
import { type Elements, type Pointwise, ReachedRows, type Room, rowsPerChunk } from '../call/pointwise.ts';
import { packed, type RowSink, type Shape, View } from '../io/view.ts';

/** What a gradient gives: its components, and what is made of both. */
export type GradientPart = 'x' | 'y' | 'magnitude' | 'angle';

/** A result, and where it goes. */
export interface PartResult {
  readonly part: GradientPart;
  readonly view: View;
  /** Is told which rows are there. */
  readonly sink: RowSink;
}

/** The sinks of both components of a gradient, which make results of each strip once both are there. */
export class GradientStrips implements OpenSinks {
  readonly sinks: readonly Component[];
  readonly #pointwise: Pointwise;
  readonly #results: readonly PartResult[];
  readonly #rowLength: number;
  readonly #rows: number;
  /** Room for magnitudes and angles, before they are converted to the type of the result. */
  readonly #values: Room;
  /** For each result, if operations write it. */
  readonly #into: readonly (ReachedRows | null)[];
  readonly #held: { dispose(): void }[] = [];
  /** The row before which all that are computed have their results. */
  finished: number;

  /**
   * @param firstRow The first row of results that is computed.
   * @param dtype Of the components: a float, or int16 if magnitudes fit float32 and no component is a result.
   * @param kept Rows that the sinks of results read, to be given back with all else; null: none.
   */
  constructor(
    pointwise: Pointwise,
    dtype: 'int16' | 'float32' | 'float64',
    { columns, channels }: Shape,
    stripRows: number,
    firstRow: number,
    results: readonly PartResult[],
    kept: ReachedRows | null,
  ) {
    const floats = dtype === 'float64' ? dtype : 'float32';
    this.finished = firstRow;
    this.#pointwise = pointwise;
    this.#results = results;
    this.#rowLength = columns * channels;
    this.#rows = Math.min(stripRows, rowsPerChunk(this.#rowLength * elementTypes[floats].bytes));
    const hold = <T extends { dispose(): void }>(held: T) => {
      this.#held.push(held);
      return held;
    };
    if (kept) hold(kept);
    const room = (type: DType, rows: number) => hold(pointwise.room(type, rows * this.#rowLength));
    try {
      this.sinks = [0, 1].map(() => new Component(room(dtype, stripRows), this.#rowLength, this, firstRow));
      this.#values = room(floats, this.#rows);
      this.#into = results.map(({ part, view }) => {
        const isWritten =
          elementTypes[view.dtype].range !== null || (isCombined(part) && view.dtype === floats);
        return isWritten ? hold(new ReachedRows(view, pointwise, this.#rows)) : null;
      });
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  /** Makes results of rows of which both components are there. */
  finish(): void {
    const [x, y] = this.sinks as readonly [Component, Component];
    const end = Math.min(x.end, y.end);
    while (this.finished < end) {
      const count = Math.min(this.#rows, end - this.finished);
      this.#results.forEach((result, i) => {
        this.#deliver(result, this.#into[i] ?? null, this.finished, count);
        result.sink.done(this.finished, count);
      });
      this.finished += count;
    }
  }

  #deliver({ part, view }: PartResult, into: ReachedRows | null, row: number, count: number): void {
    const pointwise = this.#pointwise;
    const [x, y] = this.sinks.map((component) => component.from(row)) as [Elements, Elements];
    const length = count * this.#rowLength;
    let source = part === 'x' ? x : y;
    if (isCombined(part)) {
      const values = this.#values.elements;
      source = into !== null && view.dtype === values.dtype ? into.from(row) : values;
      pointwise[part === 'angle' ? 'angles' : 'lengths'](x, y, length, source);
    }
    if (into === null) {
      view.write(row, count, source.data, source.at, this.#rowLength);
      return;
    }
    if (view.dtype !== source.dtype) pointwise.narrow(source, length, into.from(row));
    into.write(row, count);
  }

  dispose(): void {
    for (const held of this.#held) held.dispose();
  }
}

function isCombined(part: GradientPart): boolean {
  return part === 'magnitude' || part === 'angle';
}

/** Rows of a component: those of a strip, in a room. */
class Component implements RowSink {
  readonly view = null;
  /** The row after those that are there. */
  end: number;
  readonly #room: Room;
  readonly #rowLength: number;
  readonly #strips: GradientStrips;
  /** The first row in the room. */
  #first: number;

  constructor(room: Room, rowLength: number, strips: GradientStrips, firstRow: number) {
    this.end = firstRow;
    this.#first = firstRow;
    this.#room = room;
    this.#rowLength = rowLength;
    this.#strips = strips;
  }

  write(firstRow: number, rowCount: number, from: TypedArray, at: number, pitch: number): void {
    // Rows of which the other component is still missing stay where they are.
    if (this.#strips.finished === firstRow) this.#first = firstRow;
    const to = this.from(firstRow);
    const shape = packed({ rows: rowCount, columns: this.#rowLength, channels: 1 });
    new View(to.data, to.dtype, { ...shape, offset: to.at }).write(0, rowCount, from, at, pitch);
  }

  done(firstRow: number, rowCount: number): void {
    this.end = firstRow + rowCount;
    this.#strips.finish();
  }

  from(row: number): Elements {
    const { dtype, data, at } = this.#room.elements;
    return { dtype, data, at: at + (row - this.#first) * this.#rowLength };
  }
}
