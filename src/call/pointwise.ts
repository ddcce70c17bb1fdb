import type { Elements, Pointwise, Room } from '../backend/pointwise.ts';
import { elementTypes } from '../base/dtype.ts';
import type { View } from '../io/view.ts';

export type { ColourWeights, Elements, Pointwise, Room } from '../backend/pointwise.ts';

/** Of a chunk: it stays in a second-level cache while it is read, computed and written. */
const CHUNK_BYTES = 65536;

/** A view's rows as elements that operations reach: where they are, or in a room that they are copied to and from. */
export class ReachedRows {
  readonly #view: View;
  readonly #rowLength: number;
  readonly #room: Room | null;

  constructor(view: View, pointwise: Pointwise, rowCount: number) {
    this.#view = view;
    this.#rowLength = view.columns * view.channels;
    const isOneRun = view.hasPackedRows && view.rowStride === this.#rowLength;
    this.#room =
      isOneRun && pointwise.reaches(view.data)
        ? null
        : pointwise.room(view.dtype, rowCount * this.#rowLength);
  }

  /** Whether operations reach the rows where they are. */
  get areInPlace(): boolean {
    return this.#room === null;
  }

  from(row: number): Elements {
    const { dtype, data, offset } = this.#view;
    return this.#room?.elements ?? { dtype, data, at: offset + row * this.#rowLength };
  }

  read(row: number, rowCount: number): Elements {
    const elements = this.from(row);
    if (this.#room) this.#view.read(row, rowCount, elements.data, elements.at, this.#rowLength);
    return elements;
  }

  write(row: number, rowCount: number): void {
    if (this.#room === null) return;
    const { data, at } = this.#room.elements;
    this.#view.write(row, rowCount, data, at, this.#rowLength);
  }

  dispose(): void {
    this.#room?.dispose();
  }
}

/**
 * Goes over the rows of an image, some at a time, and over those of its result. `operate` gets the elements of successive rows, and
 * where those of their results belong; it is called once all memory is there.
 *
 * @param result Null where there is none of its size.
 */
export function forEachChunk(
  pointwise: Pointwise,
  image: View,
  result: View | null,
  operate: (source: Elements, pixels: number, into: Elements) => void,
): void {
  const rowBytes = (view: View) => view.columns * view.channels * elementTypes[view.dtype].bytes;
  const longest = Math.max(rowBytes(image), result === null ? 0 : rowBytes(result));
  const rows = Math.min(image.rows, Math.max(1, Math.floor(CHUNK_BYTES / longest)));
  const source = new ReachedRows(image, pointwise, rows);
  let into: ReachedRows | undefined;
  try {
    into = result ? new ReachedRows(result, pointwise, rows) : undefined;
    for (let row = 0; row < image.rows; row += rows) {
      const count = Math.min(rows, image.rows - row);
      const elements = source.read(row, count);
      operate(elements, count * image.columns, into?.from(row) ?? elements);
      into?.write(row, count);
    }
  } finally {
    into?.dispose();
    source.dispose();
  }
}
