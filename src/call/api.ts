import type { BackendLoader } from '../backend/backend.ts';
import type { Pointwise } from '../backend/pointwise.ts';
import { Registry } from '../backend/registry.ts';
import { defaultResult, dtypes } from '../base/dtype.ts';
import { inMemory, wrongKind } from '../base/errors.ts';
import { isArray, isRevoked } from '../base/list.ts';
import type {
  BackendInfo,
  BackendName,
  BankOptions,
  BankResult,
  ConvolveOptions,
  Convolver,
  DType,
  ExplainOptions,
  Explanation,
  Image,
  ImageShape,
  Kernel,
  Known,
  Operation,
  PixelSize,
  PrepareOptions,
  ResidentImage,
  ResidentPixels,
  Result,
  TapList,
} from '../base/types.ts';
import {
  type Container,
  isShapeOnly,
  readImage,
  readLengths,
  readPixelSize,
  readShape,
  settle,
} from '../io/container.ts';
import { type Shape, View } from '../io/view.ts';
import {
  allocateOptions,
  type CheckedOptions,
  checkOptions,
  object,
  oneOf,
  operations,
} from '../problem/options.ts';
import { createConvolver } from './convolver.ts';
import { explanationOf } from './explain.ts';

import { applyFilter, type Calls, filterInto, type OpenSinks } from './filter.ts';
import { KeptCalls } from './kept-calls.ts';

import { type Filter, filterOf, type KernelReading, outerProduct, ownCopy, readKernels } from './kernels.ts';
import { type Outs, readOuts, resultType } from './outs.ts';
import type { PixelCore, Pixels } from './pixels.ts';
import { planCall } from './plan-call.ts';
import { RecentCalls } from './recent-calls.ts';
import { createResident } from './resident.ts';
import { subjectOf } from './subject.ts';

export interface Api {
  /**
   * Convolves an image with a kernel, which is rotated by 180 degrees for it; as `scipy.signal.convolve2d`.
   *
   *     out[i][j] = delta + sum over u, v of kernel[u][v] * image[i + top - u][j + left - v]
   *
   * with the image continued beyond its edges by `boundary`, and `top` and `left` given by `mode` or `padding`.
   * Each channel is filtered by itself, but for the alpha of `ImageData`, which stays (see `alpha`). The method is the one
   * that is estimated to be the fastest: see `explain`.
   *
   * @param image Rows of numbers, `{ data, shape: [rows, cols] or [rows, cols, channels], stride?, offset? }`, or
   *   `{ data, width, height, channels? }` such as `ImageData`; `data` is any typed array of numbers of up to
   *   32 bits, or of 64-bit floats; `stride` and `offset` count elements.
   * @param kernel Rows of numbers or `{ data, shape: [rows, cols] }`, of any size from 1 x 1.
   * @param options See `ConvolveOptions`.
   * @returns `options.out`, or a new container of the image's kind: floats and canvas pixels keep their element
   *   type, other integers of 8 and 16 bits give float32, of 32 bits float64, unless `options.dtype` says otherwise.
   *   Integer results are rounded half to even and saturated.
   * @throws {TypeError} An argument or option of the wrong kind, or options that exclude each other.
   * @throws {RangeError} A wrong value or size. Both have a stable `code`, see `ErrorCode`; nothing was written.
   * @example
   * const image = [[1, 2, 3], [4, 5, 6]];
   * console.log(convolve2d(image, [[1, 10]], { mode: 'same' })); // [[1, 12, 23], [4, 45, 56]]
   * @example
   * const bytes = { data: new Uint8Array([9, 9, 9, 9]), shape: [2, 2] };
   * console.log(convolve2d(bytes, [[200]]).data); // Float32Array [1800, 1800, 1800, 1800]
   * console.log(convolve2d(bytes, [[200]], { dtype: 'uint8' }).data); // Uint8Array [255, 255, 255, 255]
   */
  convolve2d<I extends Image, O extends ConvolveOptions = Record<never, never>>(
    image: I,
    kernel: Kernel,
    options?: Known<O>,
  ): Result<I, O>;

  /**
   * With an array of kernels: an array with a result for each. Kernels of one size read the image once and take the same
   * method.
   *
   * @param options See `BankOptions`: `out` is an array with a container for each kernel.
   * @example
   * const image = [[1, 2, 4]];
   * const bank = [[[1, -1]], [[1, 1]]];
   * console.log(convolve2d(image, bank, { mode: 'valid' })); // [[[1, 2]], [[3, 6]]]
   */
  convolve2d<I extends Image, O extends BankOptions = Record<never, never>>(
    image: I,
    kernels: readonly Kernel[],
    options?: Known<O, BankOptions>,
  ): BankResult<I, O>;

  /**
   * Slides a kernel over an image as it is; as `scipy.signal.correlate2d` for real numbers; with a
   * kernel of odd size and mode `same` as OpenCV's `filter2D`.
   *
   *     out[i][j] = delta + sum over u, v of kernel[u][v] * image[i - top + u][j - left + v]
   *
   * Arguments, result and errors are those of `convolve2d`.
   *
   * @example
   * const image = [[1, 2, 3], [4, 5, 6]];
   * console.log(correlate2d(image, [[1, 10]], { mode: 'valid' })); // [[21, 32], [54, 65]]
   */
  correlate2d<I extends Image, O extends ConvolveOptions = Record<never, never>>(
    image: I,
    kernel: Kernel,
    options?: Known<O>,
  ): Result<I, O>;

  /** With an array of kernels: an array with a result for each; as `convolve2d`. */
  correlate2d<I extends Image, O extends BankOptions = Record<never, never>>(
    image: I,
    kernels: readonly Kernel[],
    options?: Known<O, BankOptions>,
  ): BankResult<I, O>;

  /**
   * Convolves an image with the outer product of a column and a row of taps, given as two lists of numbers: as `convolve2d`
   * with the kernel `column[u] * row[v]`, but known to be separable beforehand. A pass along columns and one along rows take
   * `rows + columns` multiplications for each result instead of `rows * columns`; where another method is estimated to be
   * faster still, that is taken, unless `method` is `'separable'`.
   *
   * @param column The vertical taps, from the top.
   * @param row The horizontal taps, from the left.
   * @example
   * const image = { data: new Float32Array(100).fill(2), shape: [10, 10] };
   * const blurred = sepConvolve2d(image, [1, 2, 1], [1, 2, 1], { mode: 'valid' });
   * console.log(blurred.shape, blurred.data[0]); // [8, 8] 32
   */
  sepConvolve2d<I extends Image, O extends ConvolveOptions = Record<never, never>>(
    image: I,
    column: TapList,
    row: TapList,
    options?: Known<O>,
  ): Result<I, O>;

  /**
   * Makes a kernel, or an array of kernels, ready for images of one shape: `run` then has nothing to plan or set up, and
   * allocates no memory for elements but its result's, none when it gets `out`; with alpha or ignored NaN some rows. The kernel is copied. The memory that this
   * takes is given back by `dispose`, at the end of a `using` block, or when it is garbage.
   *
   * @param options Those of `convolve2d` but `out`, with the images' `shape`; see `PrepareOptions`.
   * @throws As `convolve2d`.
   * @example
   * const edges = prepare([[1, 0, -1]], { shape: [2, 3], mode: 'same', boundary: 'symm' });
   * console.log(edges.run([[1, 2, 3], [4, 5, 6]])); // [[1, 2, 1], [1, 2, 1]]
   * edges.dispose();
   */
  prepare<K extends Kernel | readonly Kernel[]>(kernel: K, options: PrepareOptions): Convolver<K>;

  /**
   * An image of zeros in the memory of a backend (by default of the one that serves a call without options). Calls that this
   * backend serves read it where it is, and write into it as `out`, without copying between JavaScript and WebAssembly; for
   * others it is an array like any other. Ask for `data` each time: memory may move.
   *
   * Call `dispose` when the image is no longer needed. Without it the garbage collector frees the image, but only between
   * tasks. So a backend holds 16 images of any size, and more as long as all take at most 256 MiB; further images are
   * ordinary arrays, which each call copies.
   *
   * @param shape `[rows, columns]` or `[rows, columns, channels]`.
   * @param dtype The type of its elements. Results of this type are written straight into it, where they need not be rounded.
   * @throws {RangeError} `ERR_MEMORY`: there is not enough.
   * @example
   * const image = allocate([2, 2], 'float32');
   * image.data.set([1, 2, 3, 4]);
   * const out = allocate([2, 2], 'float32');
   * convolve2d(image, [[2]], { out });
   * console.log([...out.data]); // [2, 4, 6, 8]
   * image.dispose();
   * out.dispose();
   */
  allocate<D extends DType>(
    shape: readonly number[],
    dtype: D,
    options?: { backend?: BackendName | 'auto' },
  ): ResidentImage<D>;

  /**
   * With a size in pixels: a resident container of pixels, which calls treat as they treat `ImageData`, its alpha too.
   *
   * @param size `channels` are 4 unless given.
   * @example
   * const pixels = allocate({ width: 2, height: 1 }, 'uint8clamped');
   * pixels.data.set([200, 100, 0, 255, 0, 0, 0, 0]);
   * console.log([...convolve2d(pixels, [[2]]).data]); // [255, 200, 0, 255, 0, 0, 0, 0]
   * pixels.dispose();
   */
  allocate<D extends DType>(
    size: PixelSize,
    dtype: D,
    options?: { backend?: BackendName | 'auto' },
  ): ResidentPixels<D>;

  /**
   * How a call would be computed: the method and why, what the others were estimated to take, memory, error bound; as
   * data and as a sentence. Computes no result and sets nothing up. With kernels of several sizes: the sums of cost and memory, the greatest bound,
   * and of all else that of the costliest.
   *
   * @param image As of the call, or only its shape and element type (default float32), as in
   *   `{ shape: [1080, 1920, 4], dtype: 'uint8' }`.
   * @param options Those of the call, and which `operation` it is.
   * @throws As `convolve2d`.
   * @example
   * const image = { data: new Float32Array(512 * 512), shape: [512, 512] };
   * const kernel = { data: new Float32Array(41 * 41).map((_, i) => Math.cos(i * i)), shape: [41, 41] };
   * console.log(explain(image, kernel, { mode: 'same' }).method); // fft
   */
  explain(
    image: Image | ImageShape,
    kernel: Kernel | readonly Kernel[],
    options?: ExplainOptions,
  ): Explanation;

  /**
   * Which backend serves a call that names none, why, and what is known of the others. Loads them all.
   *
   * @throws {RangeError} The environment variable `CONVOLVE_WASM_BACKEND` holds something else than a backend's name.
   * @example
   * console.log(backendInfo().backends.js.available); // true
   */
  backendInfo(): BackendInfo;
}

/** What filters are built on: arguments were read and checked before. */
export interface Core extends PixelCore {
  filterOnce(filter: Filter, image: Container, outs: Outs, options: CheckedOptions): unknown;
  /**
   * Filters an image into sinks, which `open` makes once all other memory is there: for operations of the backend that serves the
   * call, and for so many rows at a time. Each sink gets the same rows in turn.
   */
  filterInto(
    filter: Filter,
    image: Container,
    result: DType,
    options: CheckedOptions,
    open: (pointwise: Pointwise, stripRows: number) => OpenSinks,
  ): void;
  pointwise(backend: BackendName | 'auto'): Pointwise;
  /** The value of `build`, which a prepared filter calls once for each `key`. */
  once<T>(key: unknown, build: () => T): T;
}

/** The backends, for what changes them. */
export interface Backends {
  readonly registry: Registry;
}

export interface Keeper {
  /** The functions that a prepared filter is built on: its calls stay set up. */
  keeping(shape: Shape): { readonly core: Core; readonly calls: KeptCalls };
}

type CallsOf = (filter: Filter, options: CheckedOptions) => Calls;

/**
 * The package's functions over the backends that an entry point includes.
 *
 * @param pixels Is served by these backends from now on.
 */
export function createApi(
  reference: BackendLoader,
  others: readonly BackendLoader[],
  pixels?: Pixels,
): Api & Core & Keeper & Backends {
  const registry = new Registry(reference, others);
  const recent = new RecentCalls(registry);

  const callsOf: CallsOf = (filter, options) => ({
    find: (subject) => recent.find(filter, subject, options),
    plan: (subject, view) => planCall(filter, subject, view, options, registry),
    setUp(call) {
      const ready = recent.setUp(call);
      if (!call.isSwapped) recent.keep(ready);
      return ready;
    },
  });

  const coreBy = (callsOf: CallsOf): Omit<Core, 'once'> => ({
    filterOnce: (filter, image, outs, options) =>
      applyFilter(filter, image, outs, options, callsOf(filter, options)),
    filterInto: (filter, image, result, options, open) =>
      filterInto(image, result, options, callsOf(filter, options), (name, stripRows) =>
        open(registry.pointwiseOf(name), stripRows),
      ),
    pointwise(requested) {
      const backend = registry.choosePointwise(requested);
      registry.countRun(backend.name);
      return backend.pointwise;
    },
  });
  const shared = coreBy(callsOf);
  const { filterOnce } = shared;
  pixels?.serveBy(shared);

  const filterBy = (operation: Operation, kernel: unknown, image: unknown, given: unknown): unknown => {
    const kernels = readKernels(kernel);
    const { options, out } = checkOptions(given);
    const reading = readImage(image);
    const outs = readOuts(outCountOf(kernels), out);
    return filterOnce(filterOf(operation, kernels), settle(reading), outs, options);
  };

  return {
    ...shared,
    registry,
    once: (_, build) => build(),
    keeping(shape) {
      const calls = new KeptCalls(shape, registry, recent);
      const built = new Map<unknown, unknown>();
      const core: Core = {
        ...coreBy((filter, options) => calls.callsOf(filter, options)),
        once(key, build) {
          if (!built.has(key)) built.set(key, build());
          return built.get(key) as never;
        },
      };
      return { core, calls };
    },
    convolve2d: (image: unknown, kernel: unknown, options?: unknown) =>
      filterBy('convolve2d', kernel, image, options) as never,
    correlate2d: (image: unknown, kernel: unknown, options?: unknown) =>
      filterBy('correlate2d', kernel, image, options) as never,
    sepConvolve2d(image: unknown, column: unknown, row: unknown, given?: unknown) {
      const filter = outerProduct(column, row);
      const { options, out } = checkOptions(given);
      const reading = readImage(image);
      const outs = readOuts(null, out);
      return filterOnce(filter, settle(reading), outs, options) as never;
    },
    prepare(kernel: unknown, given: unknown) {
      const { operation, shape } = object(given) as { operation?: unknown; shape?: unknown };
      const { options } = checkOptions(given, ['operation', 'shape']);
      if (Object.keys(given as object).includes('out'))
        throw wrongKind('ERR_OPTION', 'options', 'no "out", which is for each run', 'one');
      const name = oneOf('operation', operation, operations, 'convolve2d');
      const kernels = readKernels(kernel);
      const sides = readShape(shape);
      const dtype = options.dtype ?? 'float32';
      const filter = inMemory(() => ownCopy(filterOf(name, kernels)));
      return createConvolver(filter, sides, dtype, options, registry, recent) as never;
    },
    allocate(shape: unknown, dtype: unknown, options?: unknown) {
      const backend = allocateOptions(options);
      const size =
        isArray(shape) || typeof shape !== 'object' || shape === null || isRevoked(shape)
          ? { shape: readLengths(shape) }
          : readPixelSize(shape);
      const type = oneOf('dtype', dtype, dtypes, 'float32');
      return inMemory(() => createResident(registry.chooseChecked(backend), size, type)) as never;
    },
    explain(image: unknown, kernel: unknown, given?: unknown) {
      const { operation } = object(given ?? {}) as { operation?: unknown };
      const { options, out } = checkOptions(given ?? {}, ['operation']);
      const name = oneOf('operation', operation, operations, 'convolve2d');
      const kernels = readKernels(kernel);
      const reading = isShapeOnly(image) ? shapeOf(image) : readImage(image);
      const outs = readOuts(outCountOf(kernels), out);
      const filter = filterOf(name, kernels);
      const described =
        'elements' in reading ? settle(reading) : ({ kind: 'ndarray', view: reading } as const);
      const { view } = described;
      const result = resultType(options.dtype, outs.each, defaultResult(view.dtype));
      const subject = subjectOf(described, result, options);
      const call = inMemory(() =>
        planCall(filter, subject, view instanceof View ? view : null, options, registry),
      );
      return explanationOf(call);
    },
    backendInfo: () => registry.info(),
  } as Api & Core & Keeper & Backends;
}

function shapeOf({ shape, dtype }: { readonly shape: unknown; readonly dtype?: unknown }) {
  return { ...readShape(shape), dtype: oneOf('dtype', dtype, dtypes, 'float32') };
}

function outCountOf({ kernels, isBank }: KernelReading): number | null {
  return isBank ? kernels.length : null;
}
