import type { Elements, Pointwise, Room } from '../backend/pointwise.ts';
import { elementTypes } from '../base/dtype.ts';
import type { DType } from '../base/types.ts';
import type { View } from '../io/view.ts';

export type {
  ColourWeights,
  Elements,
  PictureOperations,
  Pointwise,
  Room,
  Stretch,
} from '../backend/pointwise.ts';

/** How operations reach elements. */
type Reach = Pick<Pointwise, 'reaches' | 'room'>;

/** Of a chunk: it stays in a second-level cache while it is read, computed and written. */
const CHUNK_BYTES = 65536;

/** How many rows are operated on at a time, by the bytes of the longest of them. */
export function rowsPerChunk(rowBytes: number): number {
  return Math.max(1, Math.floor(CHUNK_BYTES / rowBytes));
}

/** A view's rows as elements of a type that operations reach: where they are, or in a room that they are copied to and from. */
export class ReachedRows {
  readonly #view: View;
  readonly #rowLength: number;
  readonly #room: Room | null;

  constructor(view: View, pointwise: Reach, rowCount: number, dtype = view.dtype) {
    this.#view = view;
    this.#rowLength = view.columns * view.channels;
    const isOneRun = view.hasPackedRows && view.rowStride === this.#rowLength;
    this.#room =
      isOneRun && view.dtype === dtype && pointwise.reaches(view.data)
        ? null
        : pointwise.room(dtype, rowCount * this.#rowLength);
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
 * @param dtype The type that elements are converted to before.
 */
export function forEachChunk(
  pointwise: Reach,
  image: View,
  result: View | null,
  operate: (source: Elements, pixels: number, into: Elements) => void,
  dtype: DType = image.dtype,
): void {
  const rowBytes = (view: View, type: DType) => view.columns * view.channels * elementTypes[type].bytes;
  const longest = Math.max(rowBytes(image, dtype), result === null ? 0 : rowBytes(result, result.dtype));
  const rows = Math.min(image.rows, rowsPerChunk(longest));
  const source = new ReachedRows(image, pointwise, rows, dtype);
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
