import { elementTypes } from '../base/dtype.ts';
import type { TypedArray } from '../base/types.ts';
import type { Rows } from '../call/pieces.ts';
import type { Piece } from '../call/run-call.ts';
import { contiguousView, packed, View } from '../io/view.ts';
import type { Placed, Wanted } from './protocol.ts';
import type { SharedRooms } from './rooms.ts';

/** How an image gets to workers, and results come back. */
export interface Cargo {
  /** The image for a piece that reads some of its rows. */
  image(rows: Rows): { readonly placed: Placed; readonly transfer: readonly ArrayBuffer[] };
  /** Where a piece's rows of a result go. */
  result(index: number): Placed | Wanted;
  /** Brings a piece's rows of a result to where the caller wants them. */
  deliver(index: number, piece: Piece, data: TypedArray | null): void;
  /** After all workers are done with it. */
  dispose(): void;
}

function isShared({ data }: View): boolean {
  return typeof SharedArrayBuffer === 'function' && data.buffer instanceof SharedArrayBuffer;
}

function placedOf(view: View): Placed {
  const { data, dtype, rows, columns, channels, offset, rowStride, columnStride, channelStride } = view;
  return {
    data,
    dtype,
    layout: { rows, columns, channels, offset, rowStride, columnStride, channelStride },
  };
}

/** In memory that workers share: the caller's, or copies, whose rows are copied as pieces need them. */
export class SharedCargo implements Cargo {
  readonly #rooms: SharedRooms;
  readonly #image: View;
  readonly #results: readonly View[];
  readonly #sharedImage: View;
  readonly #sharedResults: readonly View[];
  /** For each row of the image whether it is there. */
  readonly #copied: Uint8Array | null;
  readonly #taken: TypedArray[] = [];

  /** @throws {RangeError} The engine's, if there is not enough memory. */
  constructor(image: View, results: readonly View[], rooms: SharedRooms) {
    this.#image = image;
    this.#results = results;
    this.#rooms = rooms;
    const shared = (view: View) => {
      if (isShared(view)) return view;
      const data = rooms.take(view.dtype, view.rows * view.columns * view.channels);
      this.#taken.push(data);
      return contiguousView(data, view.dtype, view);
    };
    try {
      this.#sharedImage = shared(image);
      this.#sharedResults = results.map(shared);
    } catch (error) {
      this.dispose();
      throw error;
    }
    this.#copied = this.#sharedImage === image ? null : new Uint8Array(image.rows);
  }

  image({ first, end }: Rows) {
    const copied = this.#copied;
    for (let row = first; copied !== null && row < end; ) {
      let next = row;
      while (next < end && copied[next] === 0) next++;
      if (next > row) this.#copy(row, next - row);
      copied.fill(1, row, next);
      row = next + 1;
    }
    return { placed: placedOf(this.#sharedImage), transfer: [] };
  }

  #copy(row: number, count: number): void {
    const { data, rowStride } = this.#sharedImage;
    this.#image.read(row, count, data, row * rowStride, rowStride);
  }

  result(index: number): Placed {
    return placedOf(this.#sharedResults[index] as View);
  }

  deliver(index: number, { firstRow, rowCount }: Piece): void {
    const [shared, result] = [this.#sharedResults[index] as View, this.#results[index] as View];
    if (shared === result) return;
    result.write(firstRow, rowCount, shared.data, firstRow * shared.rowStride, shared.rowStride);
  }

  dispose(): void {
    for (const data of this.#taken.splice(0)) this.#rooms.giveBack(data);
  }
}

/** As arrays of the rows of a piece, which change hands. */
export class TransferredCargo implements Cargo {
  readonly #image: View;
  readonly #results: readonly View[];

  constructor(image: View, results: readonly View[]) {
    this.#image = image;
    this.#results = results;
  }

  image({ first, end }: Rows) {
    const { rows, columns, channels, dtype } = this.#image;
    const rowLength = columns * channels;
    const data = new elementTypes[dtype].array((end - first) * rowLength);
    this.#image.read(first, end - first, data, 0, rowLength);
    const layout = { ...packed({ rows, columns, channels }), offset: -first * rowLength };
    return { placed: placedOf(new View(data, dtype, layout)), transfer: [data.buffer as ArrayBuffer] };
  }

  result(index: number): Wanted {
    const { dtype, rows, columns, channels } = this.#results[index] as View;
    return { data: null, dtype, layout: packed({ rows, columns, channels }) };
  }

  deliver(index: number, { firstRow, rowCount }: Piece, data: TypedArray | null): void {
    const result = this.#results[index] as View;
    result.write(firstRow, rowCount, data as TypedArray, 0, result.columns * result.channels);
  }

  dispose(): void {}
}
