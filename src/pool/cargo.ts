import { elementTypes } from '../base/dtype.ts';
import type { TypedArray } from '../base/types.ts';
import type { Rows } from '../call/pieces.ts';
import type { Piece } from '../call/run-call.ts';
import { packed, View } from '../io/view.ts';
import { PIECE_BYTES } from './decision.ts';
import type { Addressed, Placed, Sent } from './protocol.ts';
import type { RowRooms } from './rooms.ts';
import type { WorkerMemory } from './worker-memory.ts';

/** How the rows of an image get to workers, and those of results come back. */
export interface Cargo {
  /** Whether workers read or write memory of the caller's, instead of memory that the pool made. */
  readonly isInPlace: boolean;
  /**
   * Memory for a piece that reads some rows of the image, and has rows of some of the results.
   *
   * @param memory Of the worker that gets the piece, if rows may be put there.
   */
  load(piece: Piece, rows: Rows, isWritten: readonly boolean[], memory: WorkerMemory | undefined): Load;
}

/** Copies some rows, so few that a turn of the event loop stays short. */
export type Copy = () => void;

/** What goes to a worker with a piece, and comes back. */
export interface Load {
  readonly image: Placed | Addressed;
  /** One for each result; null for those that the piece has no rows of. */
  readonly results: readonly (Placed | Addressed | null)[];
  /** Memory that is the worker's from then on. */
  readonly transfer: readonly ArrayBuffer[];
  /** Bring the image's rows to where the worker reads them. */
  readonly copies: readonly Copy[];
  /** What brings results to where the caller wants them. */
  deliver(sent: Sent): readonly Copy[];
  /** Once the worker is done with it. */
  dispose(sent: Sent): void;
}

/** Of an image and results: the bytes that do not lie in shared memory, and so are copied. */
export function copiedBytesOf(views: readonly View[]): number {
  const bytesOf = ({ rows, columns, channels, dtype }: View) =>
    rows * columns * channels * elementTypes[dtype].bytes;
  return views.reduce((sum, view) => sum + (isShared(view) ? 0 : bytesOf(view)), 0);
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

/** Where some rows go that keep their numbers, one after another. */
function rowsIn(data: TypedArray, view: View, firstRow: number): View {
  const layout = packed(view);
  return new View(data, view.dtype, { ...layout, offset: -firstRow * layout.rowStride });
}

/**
 * Splits the copying of rows into parts that each fit in a turn.
 *
 * @param copy Copies rows between a view and an array of packed rows, where they begin at the element `at`.
 */
function copiesOf(
  { columns, channels, dtype }: View,
  firstRow: number,
  rowCount: number,
  copy: (firstRow: number, rowCount: number, at: number) => void,
): Copy[] {
  const rowLength = columns * channels;
  const rowsAtOnce = Math.max(1, Math.floor(PIECE_BYTES / (rowLength * elementTypes[dtype].bytes)));
  const copies: Copy[] = [];
  for (let done = 0; done < rowCount; done += rowsAtOnce) {
    const count = Math.min(rowsAtOnce, rowCount - done);
    copies.push(() => copy(firstRow + done, count, done * rowLength));
  }
  return copies;
}

function copiesIn(image: View, { first, end }: Rows, to: View): Copy[] {
  return copiesOf(image, first, end - first, (row, count, at) =>
    image.read(row, count, to.data, at, to.rowStride),
  );
}

function copiesOut(result: View, { firstRow, rowCount }: Piece, from: TypedArray): Copy[] {
  const rowLength = result.columns * result.channels;
  return copiesOf(result, firstRow, rowCount, (row, count, at) =>
    result.write(row, count, from, at, rowLength),
  );
}

/** In memory that workers share: the caller's, or rooms for a piece, which stay in the caches as they are used again and again. */
export class SharedCargo implements Cargo {
  readonly isInPlace: boolean;
  readonly #image: View;
  readonly #results: readonly View[];
  readonly #rooms: RowRooms;

  constructor(image: View, results: readonly View[], rooms: RowRooms) {
    this.#image = image;
    this.#results = results;
    this.#rooms = rooms;
    this.isInPlace = [image, ...results].some(isShared);
  }

  load(piece: Piece, rows: Rows, isWritten: readonly boolean[], memory: WorkerMemory | undefined): Load {
    const { firstRow, rowCount } = piece;
    const image = this.#image;
    const givesBack: (() => void)[] = [];
    const shared = (view: View, from: number, count: number): Lent => {
      if (isShared(view)) return { view, sent: placedOf(view) };
      const shiftBytes = misalignmentOf(view, from);
      const length = count * view.columns * view.channels;
      const room = memory?.take(view.dtype, length, shiftBytes);
      if (memory && room) {
        givesBack.push(() => memory.giveBack(room));
        const own = rowsIn(room.data, view, from);
        const { dtype, layout } = placedOf(own);
        return { view: own, sent: { address: room.address, length, dtype, layout } };
      }
      const data = this.#rooms.take(view.dtype, length, shiftBytes);
      givesBack.push(() => this.#rooms.giveBack(data));
      const own = rowsIn(data, view, from);
      return { view: own, sent: placedOf(own) };
    };
    const dispose = () => {
      for (const giveBack of givesBack.splice(0)) giveBack();
    };
    try {
      const source = shared(image, rows.first, rows.end - rows.first);
      const { view } = source;
      const results = this.#results.map((view, i) =>
        isWritten[i] ? shared(view, firstRow, rowCount) : null,
      );
      return {
        image: source.sent,
        results: results.map((lent) => lent?.sent ?? null),
        transfer: [],
        copies: view === image ? [] : copiesIn(image, rows, view),
        deliver: () =>
          results.flatMap((lent, i) => {
            const result = this.#results[i] as View;
            return lent === null || lent.view === result ? [] : copiesOut(result, piece, lent.view.data);
          }),
        dispose,
      };
    } catch (error) {
      dispose();
      throw error;
    }
  }
}

/** Memory that a worker reads or writes, and how it is told where that is. */
interface Lent {
  readonly view: View;
  readonly sent: Placed | Addressed;
}

/** Engines copy to and from shared memory in units of so many bytes, if both sides begin alike; else byte by byte, at a fifth of the speed. */
const COPY_BYTES = 8;

function misalignmentOf({ data, offset, rowStride, hasPackedRows }: View, row: number): number {
  if (!hasPackedRows) return 0;
  return (data.byteOffset + (offset + row * rowStride) * data.BYTES_PER_ELEMENT) % COPY_BYTES;
}

/** As arrays of the rows of a piece, which the worker sends back. */
export class TransferredCargo implements Cargo {
  readonly isInPlace = false;
  readonly #image: View;
  readonly #results: readonly View[];
  readonly #rooms: RowRooms;

  constructor(image: View, results: readonly View[], rooms: RowRooms) {
    this.#image = image;
    this.#results = results;
    this.#rooms = rooms;
  }

  load(piece: Piece, rows: Rows, isWritten: readonly boolean[]): Load {
    const { firstRow, rowCount } = piece;
    const buffers: ArrayBuffer[] = [];
    let awayBytes = 0;
    const roomFor = (view: View, from: number, count: number): View => {
      const data = this.#rooms.take(view.dtype, count * view.columns * view.channels);
      buffers.push(data.buffer as ArrayBuffer);
      awayBytes += data.buffer.byteLength;
      return rowsIn(data, view, from);
    };
    const dispose = (sent: Sent) => {
      for (const data of sent) {
        if (data === null) continue;
        awayBytes -= data.buffer.byteLength;
        this.#rooms.giveBack(data);
      }
      this.#rooms.lose(awayBytes);
      awayBytes = 0;
    };
    try {
      const source = roomFor(this.#image, rows.first, rows.end - rows.first);
      const results = this.#results.map((view, i) =>
        isWritten[i] ? roomFor(view, firstRow, rowCount) : null,
      );
      return {
        image: placedOf(source),
        results: results.map((room) => room && placedOf(room)),
        transfer: buffers,
        copies: copiesIn(this.#image, rows, source),
        deliver: ([, ...sent]) =>
          sent.flatMap((data, i) => (data ? copiesOut(this.#results[i] as View, piece, data) : [])),
        dispose,
      };
    } catch (error) {
      dispose([]);
      throw error;
    }
  }
}
