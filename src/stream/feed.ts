import { dtypeOf, plainArray } from '../base/dtype.ts';
import { describe, wrongKind, wrongValue } from '../base/errors.ts';
import { isRevoked } from '../base/list.ts';
import type { DType, TypedArray } from '../base/types.ts';

/** Elements of successive rows, as a source gives them. */
export interface Chunk {
  readonly data: TypedArray;
  readonly dtype: DType;
  /** How many rows the source was asked for; undefined where it decides that itself. */
  readonly rowCount: number | undefined;
}

/** Where rows come from, from the first to the last. */
export interface Feed {
  /** The height of the image, if the source tells it. */
  readonly height: number | undefined;
  /** Whether rows can be read in any order. */
  readonly isSeekable: boolean;
  /** What comes next; null after the last. At most `rowCount` rows where the source can be asked for them. */
  next(rowCount: number): Chunk | null | Promise<Chunk | null>;
  /** Ends the source before its end. */
  close(reason: unknown): Promise<unknown>;
  /** Gives what comes before the end another order: see `SeekableRows`. */
  seek(order: RowOrder): void;
}

/** Rows of the image by their numbers, from `first` on: numbers beyond the image stand for rows as if it were repeated. */
export interface RowOrder {
  readonly first: number;
  readonly end: number;
}

interface Reader {
  read(): Promise<{ done?: boolean; value?: unknown }>;
  cancel(reason?: unknown): Promise<unknown>;
}

interface Seekable {
  readonly height: unknown;
  read(firstRow: number, rowCount: number): unknown;
}

/** Recognizes a source. Nothing is pulled from it. */
export function feedOf(rows: unknown): Feed {
  const expected = 'an iterable or a stream of typed arrays, or { height, read }';
  const isObject = (typeof rows === 'object' && rows !== null) || typeof rows === 'function';
  if (!isObject || isRevoked(rows)) throw wrongKind('ERR_IMAGE', 'rows', expected, describe(rows));
  if (ArrayBuffer.isView(rows)) {
    throw wrongKind('ERR_IMAGE', 'rows', expected, 'a typed array: [rows] is a list of one');
  }
  const source = rows as {
    readonly getReader?: unknown;
    readonly [Symbol.asyncIterator]?: unknown;
    readonly [Symbol.iterator]?: unknown;
    readonly read?: unknown;
  };
  if (typeof source.getReader === 'function') return streamFeed(source as never);
  const iterate = source[Symbol.asyncIterator] ?? source[Symbol.iterator];
  if (typeof iterate === 'function') return iteratorFeed(() => iterate.call(source));
  if (typeof source.read === 'function') return seekableFeed(source as never);
  throw wrongKind('ERR_IMAGE', 'rows', expected, describe(rows));
}

const cannotSeek = { height: undefined, isSeekable: false, seek: () => undefined } as const;

function streamFeed(stream: { getReader(): Reader }): Feed {
  let reader: Reader | undefined;
  return {
    ...cannotSeek,
    async next() {
      reader ??= stream.getReader();
      const { done, value } = await reader.read();
      return done ? null : chunkOf(value);
    },
    async close(reason) {
      reader ??= stream.getReader();
      await reader.cancel(reason);
    },
  };
}

function iteratorFeed(iterate: () => AsyncIterator<unknown> | Iterator<unknown>): Feed {
  let iterator: AsyncIterator<unknown> | Iterator<unknown> | undefined;
  return {
    ...cannotSeek,
    next() {
      iterator ??= iterate();
      const next = iterator.next();
      // Rows that are there need not be awaited, each of which would take as long as to filter it.
      return 'then' in next ? next.then(resultOf) : resultOf(next);
    },
    async close() {
      iterator ??= iterate();
      await iterator.return?.();
    },
  };
}

function resultOf({ done, value }: IteratorResult<unknown>): Chunk | null | Promise<Chunk> {
  if (done) return null;
  return isPromise(value) ? Promise.resolve(value).then(chunkOf) : chunkOf(value);
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value;
}

function seekableFeed(source: Seekable): Feed {
  const { height } = source;
  if (!(Number.isSafeInteger(height) && (height as number) >= 1)) {
    throw wrongKind('ERR_IMAGE', 'rows.height', 'an integer of at least 1', describe(height));
  }
  const rows = height as number;
  let order: RowOrder = { first: 0, end: rows };
  let row = 0;
  return {
    height: rows,
    isSeekable: true,
    seek(given) {
      order = given;
      row = given.first;
    },
    async next(wanted) {
      if (row >= order.end) return null;
      const place = ((row % rows) + rows) % rows;
      const rowCount = Math.min(wanted, order.end - row, rows - place);
      const chunk = chunkOf(await source.read(place, rowCount));
      row += rowCount;
      return { ...chunk, rowCount };
    },
    close: async () => undefined,
  };
}

/** A typed array, or a container with one, such as `convolveRows` gives. */
function chunkOf(value: unknown): Chunk {
  const given =
    typeof value === 'object' && value !== null && !isRevoked(value) && 'data' in value ? value.data : value;
  const dtype = dtypeOf(given);
  if (dtype === undefined) throw wrongKind('ERR_IMAGE', 'rows', 'typed arrays as chunks', describe(value));
  const data = plainArray(given as TypedArray, dtype);
  if (data === undefined) throw wrongKind('ERR_DETACHED', 'rows', 'chunks in memory', 'a detached buffer');
  return { data, dtype, rowCount: undefined };
}

/** The bytes of a chunk, which has elements of the image's type, or is a piece of a file of them. */
export function bytesOf({ data, dtype, rowCount }: Chunk, image: DType, rowBytes: number): Uint8Array {
  const isOfBytes = dtype === 'uint8' || dtype === 'uint8clamped';
  if (dtype !== image && !isOfBytes) {
    throw wrongKind('ERR_IMAGE', 'rows', `chunks of ${image}, or of bytes`, dtype);
  }
  const bytes =
    dtype === 'uint8' ? (data as Uint8Array) : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (rowCount !== undefined && bytes.length !== rowCount * rowBytes) {
    const expected = `${rowCount} rows of ${rowBytes} bytes`;
    throw wrongValue('ERR_SIZE', 'rows.read', expected, `${bytes.length} bytes`);
  }
  return bytes;
}
