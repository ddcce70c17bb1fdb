import type {
  AbortSignalLike,
  DType,
  Kernel,
  PerAxis,
  PixelImage,
  PrepareOptions,
  TypedArray,
  TypedArrayOf,
} from '../base/types.ts';
import type { FilterName, GradientName, GradientOutput, PrepareFilterOptions } from '../image/filters.ts';

/**
 * Some rows of an image: any number of elements of successive rows, cut anywhere, channels interleaved. A container with `data`, such as
 * `convolveRows` gives, counts as its data.
 *
 * @example
 * const chunks: RowChunk[] = [new Uint8Array([1, 2, 3]), new Uint8Array([4])];
 * for await (const { data } of convolveRows(chunks, [[2]], { width: 2, channels: 1, dtype: 'uint8' })) {
 *   console.log(data); // Uint8Array [2, 4, 6, 8]
 * }
 */
export type RowChunk = TypedArray | { readonly data: TypedArray };

/**
 * Rows that can be read in any order, such as those of a file of raw pixels.
 *
 * @example
 * const image = new Float32Array([1, 2, 3]); // three rows of one pixel
 * const rows: SeekableRows = { height: 3, read: (firstRow, rowCount) => image.subarray(firstRow, firstRow + rowCount) };
 * for await (const { data } of convolveRows(rows, [[1], [1]], { width: 1, channels: 1, boundary: 'wrap', mode: 'same' })) {
 *   console.log(data); // Float32Array [4, 3, 5]
 * }
 */
export interface SeekableRows {
  /** How many rows the image has. */
  readonly height: number;
  /** Gives whole rows, from `firstRow` on, as many as are asked for. */
  read(firstRow: number, rowCount: number): RowChunk | PromiseLike<RowChunk>;
}

/**
 * Where `convolveRows` takes rows from: chunks in order, or an image whose rows can be read in any order. A `ReadableStream`, a
 * readable stream of Node, an array and a generator give chunks.
 *
 * @example
 * const rows: RowsSource = [new Uint8Array([3, 4])];
 * for await (const { data } of convolveRows(rows, [[2]], { width: 2, channels: 1 })) console.log(data); // Float32Array [6, 8]
 */
export type RowsSource =
  | Iterable<RowChunk>
  | AsyncIterable<RowChunk>
  | SeekableRows
  | {
      getReader(): {
        read(): Promise<{ done: boolean; value?: RowChunk | undefined }>;
        cancel(reason?: unknown): Promise<void>;
      };
    };

/**
 * Successive rows of a result: a container of pixels, in an array of its own.
 *
 * @example
 * for await (const strip of convolveRows([new Uint8Array([1, 2])], [[3]], { width: 1, channels: 1 })) {
 *   console.log(strip.firstRow, strip.width, strip.height, strip.data); // 0 1 2 Float32Array [3, 6]
 * }
 */
export interface RowStrip<T extends TypedArray = TypedArray> extends PixelImage<T> {
  /** How many rows of the result come before. */
  readonly firstRow: number;
  /** Elements for each pixel. */
  readonly channels: number;
}

/** The type `ReadableStream`, where the types of the environment have it. */
type GlobalReadableStream = typeof globalThis extends { ReadableStream: { prototype: infer R } } ? R : object;

/**
 * What `convolveRows` gives: the strips of a result in order, to be iterated once.
 *
 * @example
 * const strips: RowStream = convolveRows([new Float32Array([5])], [[2]], { width: 1, channels: 1 });
 * const reader = strips.readable().getReader();
 * console.log((await reader.read()).value.data); // Float32Array [10]
 */
export interface RowStream<T extends TypedArray = TypedArray> extends AsyncIterableIterator<RowStrip<T>> {
  /** Gives the next strip. Pulls from the source only what that needs. */
  next(): Promise<IteratorResult<RowStrip<T>, undefined>>;
  /** Ends early: ends the source, and frees the memory. A loop that is left does so by itself. */
  return(): Promise<IteratorResult<RowStrip<T>, undefined>>;
  /** The strips as a `ReadableStream` of the environment. Cancelling it ends the source. */
  readable(): GlobalReadableStream;
}

/** The part of a `Pool` that tells its type from others, so that programs without a pool need no types of it. */
interface RowPool {
  stats(): { readonly threads: number; readonly pieces: number };
  close(): Promise<void>;
}

/**
 * What the rows of `convolveRows` are.
 *
 * @example
 * const of: RowsOptions = { width: 640, height: 480, channels: 3, imageDtype: 'uint16' };
 * console.log(of.imageDtype); // uint16
 */
export interface RowsOptions {
  /** Pixels in a row. */
  readonly width: number;
  /**
   * Rows of the image. Default: that of a `SeekableRows`, else the source tells it by its end.
   *
   * @example
   * const rows = [new Uint8Array([1, 2, 3, 4])];
   * try {
   *   for await (const strip of convolveRows(rows, [[1]], { width: 2, height: 3, channels: 1 })) console.log(strip.data);
   * } catch (error) {
   *   console.log((error as CodedError).message); // "rows" expected 3 rows, got 2
   * }
   */
  readonly height?: number;
  /** Elements for each pixel. Default 4. */
  readonly channels?: number;
  /**
   * The type of the image's elements. Default: that of the first chunk. Chunks of bytes may hold any type, in the byte order of the
   * machine. TypeScript knows the arrays of strips by `dtype` alone: without it they are `TypedArray`.
   *
   * @example
   * const bytes = new Uint8Array(new Uint16Array([1000, 2000]).buffer);
   * const options = { width: 2, channels: 1, imageDtype: 'uint16' } as const;
   * for await (const { data } of convolveRows([bytes], [[2]], options)) console.log(data); // Float32Array [2000, 4000]
   */
  readonly imageDtype?: DType;
  /**
   * Whether strips may share an array: then each one holds until the next one is asked for. Default false.
   *
   * @example
   * const rows = Array.from({ length: 1000 }, () => new Uint8Array(1000).fill(1));
   * const buffers = new Set();
   * for await (const { data } of convolveRows(rows, [[2]], { width: 1000, channels: 1, reuse: true })) buffers.add(data.buffer);
   * console.log(buffers.size); // 1
   */
  readonly reuse?: boolean;
  /**
   * Computes strips by the workers of this pool, several at once: what `createPool` of `convolve-wasm/pool` returns. Default: the
   * thread that calls computes. The pool has to stay open until the stream has ended.
   *
   * @example
   * import { convolveRows } from 'convolve-wasm';
   * import { createPool } from 'convolve-wasm/pool';
   *
   * const pool = createPool({ threads: 2 });
   * const rows = [new Uint8Array([1, 2, 3])];
   * for await (const { data } of convolveRows(rows, [[2]], { width: 1, channels: 1, pool })) console.log(data); // Float32Array [2, 4, 6]
   * await pool.close();
   */
  readonly pool?: RowPool | undefined;
  /**
   * Ends the stream early: what waits for a strip is rejected with the signal's reason, and the source is ended.
   *
   * @example
   * const signal = AbortSignal.abort('too late');
   * const strips = convolveRows([new Uint8Array(1)], [[1]], { width: 1, channels: 1, signal });
   * await strips.next().catch((reason) => console.log(reason)); // too late
   */
  readonly signal?: AbortSignalLike | undefined;
}

/** A stream has one result, but gradients give all of them by default. */
type SingleOutput<K> = K extends GradientName ? { readonly output: Exclude<GradientOutput, 'all'> } : unknown;

/**
 * Options of `convolveRows`: what the rows are, and the options of `prepare` for the same kernel, or filter by name, but `shape`.
 * Gradients need an `output` that is a single result.
 *
 * @example
 * const options: ConvolveRowsOptions<'gaussianBlur'> = { width: 1920, height: 1080, channels: 3, sigma: 2 };
 * console.log(options.sigma); // 2
 */
export type ConvolveRowsOptions<
  K extends Kernel | FilterName,
  D extends DType | undefined = DType,
  Output extends GradientOutput | undefined = GradientOutput,
  Order extends PerAxis | undefined = PerAxis,
> = RowsOptions & { dtype?: D } & (K extends FilterName
    ? Omit<PrepareFilterOptions<K, D, Output, Order>, 'shape'> & SingleOutput<K>
    : Omit<PrepareOptions<D>, 'shape'>);

/**
 * The signature of `convolveRows`, which is documented where it is exported.
 *
 * @example
 * const run: ConvolveRows['convolveRows'] = convolveRows;
 * for await (const { data } of run([new Float32Array([1])], [[2]], { width: 1, channels: 1 })) console.log(data); // Float32Array [2]
 */
export interface ConvolveRows {
  convolveRows<K extends Kernel | FilterName, D extends DType | undefined = undefined>(
    rows: RowsSource,
    kernel: K,
    options: ConvolveRowsOptions<K, D>,
  ): RowStream<D extends DType ? TypedArrayOf<ArrayBuffer>[D] : TypedArray>;
}
