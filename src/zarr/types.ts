import type * as zarr from 'zarrita';
import type {
  Boundaries,
  ConvolveOptions,
  DType,
  KernelOptions,
  NdArray,
  Operation,
  TypedArray,
} from '../index.ts';

/** An array to read: of two axes or more, of which the last two are rows and columns. */
export type InputArray = zarr.Array<zarr.DataType, zarr.Readable>;

/** An array to write: its chunks are what is computed at a time. */
export type OutputArray = zarr.Array<zarr.DataType, zarr.Mutable>;

/**
 * What decides the results: options of `convolve2d`. Results are always exact (`precision`) and the same on every machine
 * (`deterministic`), so these are no options here.
 */
export interface ResultOptions extends KernelOptions {
  /** How a plane continues beyond its edges, as for `convolve2d`. Default `'fill'`. */
  boundary?: Boundaries;
  /** What lies beyond the edges with `boundary: 'fill'`: a number that the input's element type holds. Default 0. */
  fillvalue?: number;
  /** Default `'convolve2d'`. */
  operation?: Operation;
  /**
   * How sums are formed, decided once for all chunks. Default `'auto'`: any method for integer results, which do not depend on it;
   * for floats the one that is estimated to be the fastest of `'direct'` and `'separable'`.
   */
  method?: 'auto' | 'direct' | 'separable' | 'fft';
  /** The element type of the results, as for `convolve2d`. For `convolveZarr` and `chunkJobs` it is that of the output. */
  dtype?: DType;
}

/** A pool of workers, such as `createPool` of `convolve-wasm/pool` makes. */
export interface ConvolutionPool {
  /** As `convolve2d`, awaited. */
  convolve2d(
    image: NdArray,
    kernel: NdArray,
    options: ConvolveOptions & { signal?: AbortSignal },
  ): Promise<{ readonly data: TypedArray }>;
}

/** How a chunk is computed, which does not change the results. */
export interface RunOptions {
  /** Stops before the next step: the promise is rejected with the signal's reason. Finished chunks are kept. */
  signal?: AbortSignal;
  /** Computes in the threads of this pool. Default: in this thread. */
  pool?: ConvolutionPool;
}

/** Which chunks are left to do. */
export interface ResumeOptions {
  /**
   * Keep chunks that an earlier call with the same arguments has finished, where their bytes still have the checksum. Default
   * true. With false all chunks are computed again: set it when the elements of the input have changed.
   */
  resume?: boolean;
}

/** Options of `chunkJobs`. */
export interface ChunkJobsOptions extends ResultOptions, ResumeOptions {
  /** Stops before the next step: the promise is rejected with the signal's reason. */
  signal?: AbortSignal;
}

/** Options of `convolveZarr`. */
export interface ConvolveZarrOptions extends ResultOptions, ResumeOptions, RunOptions {
  /**
   * Called at the start, where chunks are finished only if an earlier call finished them, and after each chunk: how many chunks are
   * finished, and how many there are.
   */
  onProgress?: (done: number, total: number) => void;
  /** How many chunks are read, computed or written at the same time. Memory grows with it. Default 4. */
  concurrency?: number;
}

/** Options of `openOutput`: those of `convolveZarr` that decide the shape and the type, and how the array is stored. */
export interface OpenOutputOptions extends ResultOptions {
  /** The lengths of a chunk along all axes. Default: those of the input's chunks. */
  chunkShape?: readonly number[];
  /** How chunks are encoded, as for `create` of zarrita. Default: not compressed. */
  codecs?: zarr.CodecMetadata[];
}

/** One chunk to compute: plain JSON, which any queue carries. What all chunks have in common lies in the store of the output. */
export interface ChunkJob {
  /** The task that it is part of. */
  readonly task: string;
  /** The place of the chunk among those of the output, along each axis. */
  readonly chunk: readonly number[];
}

/** The arrays of a job, as each machine opens them. */
export interface JobArrays {
  readonly input: InputArray;
  readonly output: OutputArray;
}

/** What `convolveZarr` has done. */
export interface ZarrSummary {
  /** The chunks of the output. */
  readonly chunks: number;
  /** How many of them an earlier call had finished. */
  readonly kept: number;
  /** The method of all chunks. `'auto'`: results are integers, which do not depend on it. */
  readonly method: 'auto' | 'direct' | 'separable' | 'fft';
}
