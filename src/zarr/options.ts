import type * as zarr from 'zarrita';
import { describe, refusalOf, wrongKind } from '../base/errors.ts';
import type {
  Boundaries,
  ConvolveOptions,
  DType,
  KernelOptions,
  NdArray,
  Operation,
  TypedArray,
} from '../index.ts';
import { type CheckedOptions, checkOptions, oneOf, operations, takeOptions } from '../problem/options.ts';

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
  /** Called at the start and after each chunk: how many chunks are finished, and how many there are. */
  onProgress?: (done: number, total: number) => void;
  /** How many chunks are read, computed or written at the same time. Memory grows with it. Default 4. */
  concurrency?: number;
}

const resultNames = [
  'mode',
  'anchor',
  'padding',
  'stride',
  'dilation',
  'delta',
  'normalize',
  'boundary',
  'fillvalue',
  'method',
  'dtype',
] as const satisfies readonly (keyof ResultOptions & keyof ConvolveOptions)[];

export interface CheckedResultOptions {
  readonly checked: CheckedOptions;
  readonly operation: Operation;
}

/**
 * Options, each read once.
 *
 * @param others The names of those that may be given besides.
 */
export function readOptions<Name extends string>(
  options: unknown,
  others: readonly Name[],
): CheckedResultOptions & { readonly rest: { readonly [name in Name]: unknown } } {
  const given = takeOptions(options, [...resultNames, 'operation', ...others]);
  const result = Object.fromEntries(resultNames.map((name) => [name, given[name]]));
  return {
    checked: checkOptions(result).options,
    operation: oneOf('operation', given.operation, operations, 'convolve2d'),
    rest: given,
  };
}

export function readSignal(signal: unknown): AbortSignal | undefined {
  if (signal === undefined || signal instanceof AbortSignal) return signal;
  throw wrongKind('ERR_OPTION', 'signal', 'an AbortSignal', describe(signal));
}

export function readPool(pool: unknown): ConvolutionPool | undefined {
  const isPool = typeof (pool as Partial<ConvolutionPool> | null | undefined)?.convolve2d === 'function';
  if (pool === undefined || isPool) return pool as ConvolutionPool | undefined;
  throw wrongKind('ERR_OPTION', 'pool', 'an object with a method convolve2d', describe(pool));
}

export function readResume(resume: unknown): boolean {
  if (resume === undefined || typeof resume === 'boolean') return resume ?? true;
  throw wrongKind('ERR_OPTION', 'resume', 'true or false', describe(resume));
}

export function readOnProgress(onProgress: unknown): ConvolveZarrOptions['onProgress'] {
  if (onProgress === undefined || typeof onProgress === 'function') {
    return onProgress as ConvolveZarrOptions['onProgress'];
  }
  throw wrongKind('ERR_OPTION', 'onProgress', 'a function', describe(onProgress));
}

/** Enough for the store to work while a chunk is computed: see docs/tiles.md. */
const DEFAULT_CONCURRENCY = 4;

export function readConcurrency(concurrency: unknown): number {
  if (concurrency === undefined) return DEFAULT_CONCURRENCY;
  if (Number.isSafeInteger(concurrency) && (concurrency as number) >= 1) return concurrency as number;
  throw refusalOf('ERR_OPTION', 'concurrency', 'number', 'an integer of at least 1', concurrency);
}
