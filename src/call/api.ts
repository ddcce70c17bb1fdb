import type { BackendLoader } from '../backend/backend.ts';
import { Registry } from '../backend/registry.ts';
import { defaultResult, dtypes } from '../base/dtype.ts';
import { inMemory, wrongKind } from '../base/errors.ts';
import { isArray, isRevoked } from '../base/list.ts';
import type {
  AllocateOptions,
  BackendInfo,
  BufferFor,
  Chosen,
  ConvolveOptions,
  Convolver,
  DType,
  ExplainOptions,
  Explanation,
  Image,
  ImageShape,
  Kernel,
  KernelBank,
  Operation,
  OutContainer,
  OutFor,
  PixelSize,
  PrepareOptions,
  ResidentImage,
  ResidentPixels,
  Result,
  ResultFor,
  TapList,
} from '../base/types.ts';
import { isShapeOnly, readImage, readLengths, readPixelSize, readShape, settle } from '../io/container.ts';
import { type Shape, View } from '../io/view.ts';
import {
  allocateOptions,
  type CheckedOptions,
  checkOptions,
  object,
  oneOf,
  operations,
} from '../problem/options.ts';
import { refuseLargeResults } from '../problem/reduce.ts';
import { createConvolver } from './convolver.ts';
import type { Core } from './core.ts';
import { explanationOf } from './explain.ts';

import { type Calls, combinedJobOf, compute, type Job, jobOf } from './filter.ts';
import { KeptCalls } from './kept-calls.ts';

import { type Filter, filterOf, type KernelReading, outerProduct, ownCopy, readKernels } from './kernels.ts';
import { readOuts, resultType } from './outs.ts';
import type { Pixels } from './pixels.ts';
import { type Call, planCall } from './plan-call.ts';
import { RecentCalls } from './recent-calls.ts';
import { createResident } from './resident.ts';
import type { ReadyCall } from './run-call.ts';
import { subjectOf } from './subject.ts';

/** The functions of the package. `src/index.ts` documents each. */
export interface Api {
  convolve2d<
    I extends Image,
    K extends Kernel | KernelBank,
    D extends DType | undefined = undefined,
    Out extends OutFor<K> | undefined = undefined,
  >(image: I, kernel: K, options?: ConvolveOptions<D, Out>): ResultFor<I, K, Chosen<D, Out>>;

  correlate2d<
    I extends Image,
    K extends Kernel | KernelBank,
    D extends DType | undefined = undefined,
    Out extends OutFor<K> | undefined = undefined,
  >(image: I, kernel: K, options?: ConvolveOptions<D, Out>): ResultFor<I, K, Chosen<D, Out>>;

  sepConvolve2d<
    I extends Image,
    D extends DType | undefined = undefined,
    Out extends OutContainer | undefined = undefined,
  >(image: I, column: TapList, row: TapList, options?: ConvolveOptions<D, Out>): Result<I, Chosen<D, Out>>;

  prepare<K extends Kernel | KernelBank, D extends DType | undefined = undefined>(
    kernel: K,
    options: PrepareOptions<D>,
  ): Convolver<K, D>;

  allocate<S extends readonly number[] | PixelSize, D extends DType, Shared extends boolean = false>(
    shape: S,
    dtype: D,
    options?: AllocateOptions<Shared>,
  ): S extends PixelSize ? ResidentPixels<D, BufferFor<Shared>> : ResidentImage<D, BufferFor<Shared>>;

  explain(image: Image | ImageShape, kernel: Kernel | KernelBank, options?: ExplainOptions): Explanation;

  backendInfo(): BackendInfo;
}

/** The backends, for what changes them. */
export interface Backends {
  readonly registry: Registry;
}

export interface Keeper {
  /** The functions that a prepared filter is built on: its calls stay set up. */
  keeping(shape: Shape): { readonly core: Core; readonly calls: KeptCalls };
  /** Sets up a call that is the caller's to dispose of. Memory may grow. */
  setUp(call: Call): ReadyCall;
}

type CallsOf = (filter: Filter, options: CheckedOptions) => Calls;

/** Calls in two steps: what plans them, and what computes them in this thread. */
export interface Stages {
  readonly callsOf: CallsOf;
  /** The call that `explain` explains, for images that need not exist. */
  planned(image: unknown, kernel: unknown, options?: unknown): Call;
  compute(job: Job<ReadyCall>): unknown;
}

/**
 * The package's functions over the backends that an entry point includes.
 *
 * @param pixels Is served by these backends from now on.
 */
export function createApi(
  reference: BackendLoader,
  others: readonly BackendLoader[],
  pixels?: Pixels,
): Api & Core & Keeper & Backends & Stages {
  const registry = new Registry(reference, others);
  const recent = new RecentCalls(registry);

  const setUp = (call: Call) => {
    const ready = recent.setUp(call);
    if (!call.isSwapped) recent.keep(ready);
    return ready;
  };
  const callsOf: CallsOf = (filter, options) => ({
    find: (subject) => recent.find(filter, subject, options),
    plan: (subject, view) => planCall(filter, subject, view, options, registry),
    setUp,
  });

  const pointwiseOf = (ready: ReadyCall) => registry.pointwiseOf(ready.backend);
  const coreBy = (callsOf: CallsOf): Omit<Core, 'once'> => ({
    refuseLargeResults,
    filterOnce(filter, image, outs, options) {
      const calls = callsOf(filter, options);
      return compute(jobOf(filter, image, outs, options, calls), calls.setUp, pointwiseOf);
    },
    combineOnce(filter, image, options, combination) {
      const calls = callsOf(filter, options);
      return compute(combinedJobOf(image, combination, options, calls), calls.setUp, pointwiseOf);
    },
    pointwise(requested) {
      const backend = registry.choosePointwise(requested);
      registry.countRun(backend.name);
      return backend.pointwise;
    },
  });
  const shared = coreBy(callsOf);
  const { filterOnce } = shared;
  pixels?.serveBy(shared);

  const planned: Stages['planned'] = (image, kernel, given) => {
    const { operation } = object(given ?? {}) as { operation?: unknown };
    const { options, out } = checkOptions(given ?? {}, ['operation']);
    const name = oneOf('operation', operation, operations, 'convolve2d');
    const kernels = readKernels(kernel);
    const reading = isShapeOnly(image) ? shapeOf(image) : readImage(image);
    const outs = readOuts(outCountOf(kernels), out);
    const filter = filterOf(name, kernels);
    const described = 'elements' in reading ? settle(reading) : ({ kind: 'ndarray', view: reading } as const);
    const { view } = described;
    const result = resultType(options.dtype, outs.each, defaultResult(view.dtype));
    const subject = subjectOf(described, result, options);
    return inMemory(() => planCall(filter, subject, view instanceof View ? view : null, options, registry));
  };

  return {
    ...shared,
    ...createFunctions(filterOnce),
    registry,
    callsOf,
    planned,
    compute: (job) => compute(job, setUp, pointwiseOf),
    once: (_, build) => build(),
    setUp: (call) => recent.setUp(call),
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
    prepare(kernel: unknown, given: unknown) {
      const { operation, shape } = object(given, 'shape') as { operation?: unknown; shape?: unknown };
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
      const { backend, shared } = allocateOptions(options);
      const size =
        isArray(shape) || typeof shape !== 'object' || shape === null || isRevoked(shape)
          ? { shape: readLengths(shape) }
          : readPixelSize(shape);
      const type = oneOf('dtype', dtype, dtypes, 'float32');
      return inMemory(() =>
        createResident(shared ? null : registry.chooseChecked(backend), size, type),
      ) as never;
    },
    explain: (...values: Parameters<Stages['planned']>) => explanationOf(planned(...values)),
    backendInfo: () => registry.info(),
  } as Api & Core & Keeper & Backends & Stages;
}

type Functions = Pick<Api, 'convolve2d' | 'correlate2d' | 'sepConvolve2d'>;

/** The functions that convolve once. They return what `filterOnce` does. */
export function createFunctions(filterOnce: Core['filterOnce']): Functions {
  const filterBy = (operation: Operation, kernel: unknown, image: unknown, given: unknown): unknown => {
    const kernels = readKernels(kernel);
    const { options, out } = checkOptions(given);
    const reading = readImage(image);
    const outs = readOuts(outCountOf(kernels), out);
    return filterOnce(filterOf(operation, kernels), settle(reading), outs, options);
  };
  return {
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
  };
}

function shapeOf({ shape, dtype }: { readonly shape: unknown; readonly dtype?: unknown }) {
  return { ...readShape(shape), dtype: oneOf('dtype', dtype, dtypes, 'float32') };
}

function outCountOf({ kernels, isBank }: KernelReading): number | null {
  return isBank ? kernels.length : null;
}
