/// <reference lib="esnext.disposable" preserve="true" />
import type {
  AbortSignalLike,
  BackendName,
  Chosen,
  ConvolveOptions,
  Convolver,
  DType,
  ExplainOptions,
  Explanation,
  Given,
  Image,
  ImageShape,
  Kernel,
  KernelBank,
  OutContainer,
  OutFor,
  PerAxis,
  Result,
  ResultFor,
  TapList,
} from '../base/types.ts';
import type {
  BlurResult,
  BoxBlurOptions,
  Filtered,
  FilterName,
  FilterOptions,
  GaussianBlurOptions,
  GradientOptions,
  GradientOut,
  GradientOutput,
  GradientResult,
  LaplacianOfGaussianOptions,
  LaplacianOptions,
  MotionBlurOptions,
  OutByName,
  PreparedFilter,
  ResultByName,
  Signed,
  SobelOptions,
  UnsharpMaskOptions,
} from '../image/filters.ts';

/**
 * Options of `createPool`.
 *
 * @example
 * const options: PoolOptions = { threads: 2 };
 * const pool = createPool(options);
 * console.log(pool.stats().threads); // 2
 * await pool.close();
 */
export interface PoolOptions {
  /**
   * How many workers there are at most, from 1 to 1024. Default: as many as the machine has cores for this process.
   *
   * @example
   * console.log(createPool({ threads: 3 }).stats().threads); // 3
   */
  threads?: number;
  /**
   * The backend of all calls that do not name one. Default `'auto'`.
   *
   * @example
   * const pool = createPool({ backend: 'js' });
   * console.log(await pool.convolve2d([[1, 2]], [[3]])); // [[3, 6]]
   */
  backend?: BackendName | 'auto';
  /**
   * The address of `convolve-wasm/worker.js` as your server offers it, for pages whose Content-Security-Policy forbids workers from `blob:`
   * addresses. In Node a `file:` URL, or a path that is absolute or starts with `./`. Default: workers start from a source that the package contains, and nothing needs to be configured.
   *
   * @example
   * const pool = createPool({ workerUrl: 'https://example.org/worker.js' });
   * console.log(pool.stats().workers); // 0
   */
  workerUrl?: string | { readonly href: string };
}

/**
 * What each call of a pool takes besides the options of its function.
 *
 * @example
 * const pool = createPool({ threads: 2 });
 * const request: PoolRequest = { signal: AbortSignal.timeout(60_000) };
 * console.log(await pool.convolve2d([[1, 2]], [[3]], request)); // [[3, 6]]
 * await pool.close();
 */
export interface PoolRequest {
  /**
   * Aborts the call: its promise is rejected with the signal's reason. That happens at once if workers get copies of rows. If the memory
   * of `image` or `out` is shared, it happens once no worker computes a piece of the call any more; workers that take longer than a
   * second are ended. Then `out` may hold anything.
   *
   * @example
   * const pool = createPool();
   * const signal = AbortSignal.abort('too late');
   * await pool.convolve2d([[1, 2]], [[3]], { signal }).catch((reason) => console.log(reason)); // too late
   */
  signal?: AbortSignalLike | undefined;
  /**
   * Is told after each piece how many rows of results are done, and how many there are. What it throws rejects the call.
   *
   * @example
   * const pool = createPool();
   * let progress = 0;
   * await pool.convolve2d([[1, 2]], [[3]], { onProgress: (done, total) => (progress = done / total) });
   * console.log(progress); // 1
   */
  onProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * Options of a function, and those of a call in a pool.
 *
 * @example
 * const pool = createPool({ threads: 2 });
 * let progress = 0;
 * const options: Pooled<ConvolveOptions> = { mode: 'same', onProgress: (done, total) => (progress = done / total) };
 * await pool.convolve2d([[1, 2]], [[3]], options);
 * console.log(progress); // 1
 * await pool.close();
 */
export type Pooled<Options> = Options & PoolRequest;

/**
 * Options of `pool.run`.
 *
 * @example
 * const pool = createPool({ threads: 2 });
 * const filter = prepare([[3]], { shape: [1, 2] });
 * const options: PoolRunOptions<Float64Array> = { out: new Float64Array(2) };
 * console.log(await pool.run(filter, [[1, 2]], options)); // Float64Array [3, 6]
 * filter.dispose();
 * await pool.close();
 */
export interface PoolRunOptions<Out = unknown> extends PoolRequest {
  /**
   * Receives the result, as in `run` of what was prepared.
   *
   * @example
   * const pool = createPool();
   * using filter = prepare([[3]], { shape: [1, 2] });
   * console.log(await pool.run(filter, [[1, 2]], { out: new Float32Array(2) })); // Float32Array [3, 6]
   */
  out?: Out;
}

/**
 * How images get to workers: `'shared'`, in memory that all of them see; `'transferred'`, as copies of the rows that each piece reads,
 * where memory cannot be shared. Pages can share it only if they are cross-origin isolated.
 *
 * @example
 * const pool = createPool();
 * const transport: PoolTransport = pool.stats().transport;
 * console.log(transport); // shared
 * await pool.close();
 */
export type PoolTransport = 'shared' | 'transferred';

/**
 * How a pool would compute a call.
 *
 * @example
 * const pool = createPool({ threads: 4 });
 * const large: PoolExplanation = pool.explain({ shape: [4096, 4096] }, kernels.gaussian({ size: 9 }));
 * const small: PoolExplanation = pool.explain({ shape: [64, 64] }, kernels.gaussian({ size: 9 }));
 * console.log(large.threads, small.threads); // 4 0
 * await pool.close();
 */
export interface PoolExplanation extends Explanation {
  /** How many workers would compute it. 0: the thread that calls, without workers. */
  readonly threads: number;
  /** Into how many pieces it would be cut. */
  readonly pieces: number;
  /** How the image would get to them. */
  readonly transport: PoolTransport;
  /** Why so many. */
  readonly why: string;
}

/**
 * What a pool is doing, and what it has done.
 *
 * @example
 * const pool = createPool({ threads: 2 });
 * await pool.convolve2d([[1, 2]], [[3]]);
 * const stats: PoolStats = pool.stats();
 * console.log(stats.calls, stats.inlineCalls, stats.workers); // 1 1 0
 * await pool.close();
 */
export interface PoolStats {
  /** How many workers there are at most. */
  readonly threads: number;
  /** How images get to them. */
  readonly transport: PoolTransport;
  /** Workers that run now. They start when they are needed, and end when they have been idle for 5 s. */
  readonly workers: number;
  /** Those that compute something. */
  readonly busyWorkers: number;
  /** Calls that workers compute now. */
  readonly runningCalls: number;
  /** All calls of the pool's functions so far. `convolveRows` makes none: its strips count in `pieces`. */
  readonly calls: number;
  /** Those that were computed in the thread that called. */
  readonly inlineCalls: number;
  /** The pieces into which the others were cut, and those of `convolveRows`. */
  readonly pieces: number;
  /** Workers that died after they had started, and were replaced. */
  readonly deaths: number;
  /** Bytes of memory that the pool holds for rows of images and results, in use or kept for later calls. */
  readonly heldBytes: number;
  /** Why workers cannot be started, so that the thread that calls computes everything; undefined if they can. */
  readonly failure: string | undefined;
}

/**
 * The functions of the package with results that are promises: computed by several workers, and to the bit what the functions of
 * the same name return. See `createPool`.
 *
 * Wrong arguments reject with the errors that the function would throw. Until a promise is settled, leave the image as it is and do
 * not read `out`.
 *
 * @example
 * const pool: Pool = createPool({ threads: 2 });
 * const image = { data: new Float32Array(1_000_000).fill(1), shape: [1000, 1000] };
 * const blurred = await pool.gaussianBlur(image, { sigma: 8 });
 * console.log(blurred.shape); // [1000, 1000]
 * await pool.close();
 */
export interface Pool {
  /** As the function `convolve2d`. */
  convolve2d<
    I extends Image,
    K extends Kernel | KernelBank,
    D extends DType | undefined = undefined,
    Out extends OutFor<K> | undefined = undefined,
  >(image: I, kernel: K, options?: Pooled<ConvolveOptions<D, Out>>): Promise<ResultFor<I, K, Chosen<D, Out>>>;

  /** As the function `correlate2d`. */
  correlate2d<
    I extends Image,
    K extends Kernel | KernelBank,
    D extends DType | undefined = undefined,
    Out extends OutFor<K> | undefined = undefined,
  >(image: I, kernel: K, options?: Pooled<ConvolveOptions<D, Out>>): Promise<ResultFor<I, K, Chosen<D, Out>>>;

  /** As the function `sepConvolve2d`. */
  sepConvolve2d<
    I extends Image,
    D extends DType | undefined = undefined,
    Out extends OutContainer | undefined = undefined,
  >(
    image: I,
    column: TapList,
    row: TapList,
    options?: Pooled<ConvolveOptions<D, Out>>,
  ): Promise<Result<I, Chosen<D, Out>>>;

  /** As the function `gaussianBlur`. */
  gaussianBlur<
    I extends Image,
    D extends DType | undefined = undefined,
    Out extends OutContainer | undefined = undefined,
    Order extends PerAxis | undefined = undefined,
  >(
    image: I,
    options?: Pooled<GaussianBlurOptions<D, Out, Order>>,
  ): Promise<BlurResult<I, Chosen<D, Out> & Given<'order', Order>>>;

  /** As the function `boxBlur`. */
  boxBlur<
    I extends Image,
    D extends DType | undefined = undefined,
    Out extends OutContainer | undefined = undefined,
  >(image: I, options?: Pooled<BoxBlurOptions<D, Out>>): Promise<Filtered<I, Chosen<D, Out>>>;

  /** As the function `motionBlur`. */
  motionBlur<
    I extends Image,
    D extends DType | undefined = undefined,
    Out extends OutContainer | undefined = undefined,
  >(image: I, options?: Pooled<MotionBlurOptions<D, Out>>): Promise<Filtered<I, Chosen<D, Out>>>;

  /** As the function `sharpen`. */
  sharpen<
    I extends Image,
    D extends DType | undefined = undefined,
    Out extends OutContainer | undefined = undefined,
  >(image: I, options?: Pooled<FilterOptions<D, Out>>): Promise<Filtered<I, Chosen<D, Out>>>;

  /** As the function `unsharpMask`. */
  unsharpMask<
    I extends Image,
    D extends DType | undefined = undefined,
    Out extends OutContainer | undefined = undefined,
  >(image: I, options?: Pooled<UnsharpMaskOptions<D, Out>>): Promise<Filtered<I, Chosen<D, Out>>>;

  /** As the function `emboss`. */
  emboss<
    I extends Image,
    D extends DType | undefined = undefined,
    Out extends OutContainer | undefined = undefined,
  >(image: I, options?: Pooled<FilterOptions<D, Out>>): Promise<Filtered<I, Chosen<D, Out>>>;

  /** As the function `edges`. */
  edges<
    I extends Image,
    D extends DType | undefined = undefined,
    Out extends OutContainer | undefined = undefined,
  >(image: I, options?: Pooled<FilterOptions<D, Out>>): Promise<Filtered<I, Chosen<D, Out>>>;

  /** As the function `sobel`. */
  sobel<
    I extends Image,
    D extends DType | undefined = undefined,
    Out extends GradientOut | undefined = undefined,
    Output extends GradientOutput | undefined = undefined,
  >(
    image: I,
    options?: Pooled<SobelOptions<D, Out, Output>>,
  ): Promise<GradientResult<I, Chosen<D, Out> & Given<'output', Output>>>;

  /** As the function `scharr`. */
  scharr<
    I extends Image,
    D extends DType | undefined = undefined,
    Out extends GradientOut | undefined = undefined,
    Output extends GradientOutput | undefined = undefined,
  >(
    image: I,
    options?: Pooled<GradientOptions<D, Out, Output>>,
  ): Promise<GradientResult<I, Chosen<D, Out> & Given<'output', Output>>>;

  /** As the function `prewitt`. */
  prewitt<
    I extends Image,
    D extends DType | undefined = undefined,
    Out extends GradientOut | undefined = undefined,
    Output extends GradientOutput | undefined = undefined,
  >(
    image: I,
    options?: Pooled<GradientOptions<D, Out, Output>>,
  ): Promise<GradientResult<I, Chosen<D, Out> & Given<'output', Output>>>;

  /** As the function `laplacian`. */
  laplacian<
    I extends Image,
    D extends DType | undefined = undefined,
    Out extends OutContainer | undefined = undefined,
  >(image: I, options?: Pooled<LaplacianOptions<D, Out>>): Promise<Signed<I, Chosen<D, Out>>>;

  /** As the function `laplacianOfGaussian`. */
  laplacianOfGaussian<
    I extends Image,
    D extends DType | undefined = undefined,
    Out extends OutContainer | undefined = undefined,
  >(image: I, options?: Pooled<LaplacianOfGaussianOptions<D, Out>>): Promise<Signed<I, Chosen<D, Out>>>;

  /**
   * Runs what `prepare` gave, on the workers.
   *
   * @param prepared A kernel, an array of kernels or a filter that was prepared.
   * @param image Of the shape that was prepared for.
   */
  run<
    K extends Kernel | KernelBank,
    D extends DType | undefined,
    I extends Image,
    Out extends OutFor<K> | undefined = undefined,
  >(
    prepared: Convolver<K, D>,
    image: I,
    options?: PoolRunOptions<Out>,
  ): Promise<ResultFor<I, K, Chosen<D, Out>>>;
  run<N extends FilterName, O, I extends Image, Out extends OutByName<N> | undefined = undefined>(
    prepared: PreparedFilter<N, O>,
    image: I,
    options?: PoolRunOptions<Out>,
  ): Promise<ResultByName<N, I, O & Given<'out', Out>>>;

  /** As the function `explain`, and how many workers would compute the call. */
  explain(
    image: Image | ImageShape,
    kernel: Kernel | KernelBank,
    options?: Pooled<ExplainOptions>,
  ): PoolExplanation;

  /** What the pool is doing, and what it has done. */
  stats(): PoolStats;

  /**
   * Waits for the calls that are running, then ends the workers and frees the memory. Further calls are rejected with `ERR_DISPOSED`.
   * A pool that is not closed does not keep a Node process alive.
   */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
