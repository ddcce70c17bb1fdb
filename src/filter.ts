import { alphaOf, keepAlpha, premultiplied, unpremultiply, writeRounded } from './alpha.ts';
import {
  type Container,
  type Destination,
  dtypeOfOut,
  newDestination,
  overlaps,
  readImage,
  readKernel,
  readOut,
  sizes,
} from './container.ts';
import { defaultResult, elementTypes } from './dtype.ts';
import { describe, wrongKind, wrongValue } from './errors.ts';
import { add, hasNan, refuseZeroSum, renormalize, takeNan, type Weight, weightOf } from './nan.ts';
import type { CheckedOptions } from './spec/options.ts';
import { groupOf, type KernelGroup, reduceToTasks, type Task } from './spec/problem.ts';
import type { Taps } from './spec/taps.ts';
import type { DType, Operation } from './types.ts';
import {
  allocateView,
  channelView,
  type RowSink,
  type RowSource,
  rowSink,
  rowSource,
  type Shape,
  shapeOnly,
  type View,
} from './view.ts';

/** What is done to images: kernels in groups of one size, each of which reads the image once. */
export interface Filter {
  readonly operation: Operation;
  readonly groups: readonly KernelGroup[];
  /** How many kernels there are; null for a single one that is not in a bank. */
  readonly bank: number | null;
}

/** Whatever computes a task. */
export interface Runner {
  run(source: RowSource, sinks: readonly RowSink[]): void;
}

/** One kernel, or an array of kernels. */
export function readFilter(operation: Operation, kernels: unknown): Filter {
  if (!isBank(kernels)) return { operation, groups: [groupOf([readKernel(kernels)])], bank: null };
  const views = kernels.map(readKernel);
  const bySize = new Map<string, number[]>();
  views.forEach((view, index) => {
    const size = sizes(view);
    bySize.set(size, [...(bySize.get(size) ?? []), index]);
  });
  const groups = [...bySize.values()].map((indices) =>
    groupOf(
      indices.map((index) => views[index] as View),
      indices,
    ),
  );
  return { operation, groups, bank: views.length };
}

/** The filter with kernels of its own, which no one else can change. */
export function ownCopy(filter: Filter): Filter {
  const copy = (view: View | null): View | null => {
    if (view === null) return null;
    const own = allocateView(view.dtype, view);
    rowSource(view).read(0, view.rows, own.data, 0, view.columns);
    return own;
  };
  return { ...filter, groups: filter.groups.map((group) => ({ ...group, views: group.views.map(copy) })) };
}

/** A kernel's first element is a row of numbers, a bank's is a kernel. */
function isBank(value: unknown): value is unknown[] {
  if (!Array.isArray(value) || value.length === 0) return false;
  const first: unknown = value[0];
  if (Array.isArray(first)) return Array.isArray(first[0]);
  return typeof first === 'object' && first !== null && !ArrayBuffer.isView(first);
}

/** What computes tasks, one for each. */
export interface Crew {
  readonly runners: readonly Runner[];
  /** To be called when all have run, or one has failed. */
  release(): void;
}

/** What a filter comes to for images of one shape and element type and one type of result. */
export interface Work {
  readonly tasks: readonly Task[];
  /** Sets them up, for which memory may grow. */
  ready(): Crew;
}

export function tasksOf(filter: Filter, image: View, result: DType, options: CheckedOptions): Task[] {
  return inMemory(() =>
    filter.groups.flatMap((group) => reduceToTasks(filter.operation, image, group, options, result)),
  );
}

/** What filters images of one shape and element type; it may plan, but sets nothing up yet. */
export type WorkFor = (image: View, result: DType, options: CheckedOptions) => Work;

/** Filters an image. Whatever `workFor` throws, nothing has been written. */
export function applyFilter(
  filter: Filter,
  imageArgument: unknown,
  options: CheckedOptions,
  workFor: WorkFor,
): unknown {
  const container = readImage(imageArgument);
  const image = container.view;
  const outs = readOuts(filter, options.out);
  const result = resultType(options.dtype, outs, image.dtype);
  const staging = stagingFor(filter, container, result, options);
  const { tasks, ready } =
    staging === null
      ? workFor(image, result, options)
      : workFor(shapeOnly(image, staging.dtype), staging.dtype, staging.options);
  // Memory that grows leaves arrays behind that cannot be read as containers any more.
  const destinations = destinationsFor(tasks, container, result, outs);
  if (staging === null) {
    run(tasks, ready(), (kernel) => renewed((destinations[kernel] as Destination).view));
  } else {
    runStaged(filter, image, options, staging, destinations, workFor);
  }
  if (alphaOf(options.alpha, container) === 'preserve') {
    for (const { problem, outputs } of tasks) {
      for (const { kernel, channel } of outputs) {
        const view = renewed((destinations[kernel] as Destination).view);
        // Where image and kernel have traded places, no pixel of the image belongs to a result.
        if (channel === null) keepAlpha(renewed(image), problem, view);
      }
    }
  }
  const results = destinations.map((destination) => destination.finish());
  return filter.bank === null ? results[0] : (options.out ?? results);
}

/** Computes tasks, each kernel's results into a view. */
function run(tasks: readonly Task[], { runners, release }: Crew, viewFor: (kernel: number) => View): void {
  try {
    tasks.forEach((task, index) => {
      const sinks = task.outputs.map(({ kernel, channel }) => {
        const view = viewFor(kernel);
        return rowSink(channel === null ? view : channelView(view, channel));
      });
      (runners[index] as Runner).run(rowSource(renewed(task.source)), sinks);
    });
  } finally {
    release();
  }
}

/** How an image is filtered by way of floats, where alpha or NaN have a part in it. */
export interface Staging {
  readonly dtype: 'float32' | 'float64';
  /** Those of the filtering in between. */
  readonly options: CheckedOptions;
  readonly premultiplies: boolean;
  readonly ignoresNan: boolean;
}

/** Null: the image is filtered as it is. */
export function stagingFor(
  filter: Filter,
  container: Container,
  result: DType,
  options: CheckedOptions,
): Staging | null {
  const premultiplies = alphaOf(options.alpha, container) === 'premultiply';
  const ignoresNan = options.nan === 'ignore' && hasNan(container.view, options);
  if (ignoresNan) refuseZeroSum(weightsOf(filter, options));
  if (!premultiplies && !ignoresNan) return null;
  const dtype = result === 'float32' && !ignoresNan ? 'float32' : 'float64';
  // No transforms: they leave a little weight where there is none, and integer results promise to be those of direct sums.
  const steady = ignoresNan || elementTypes[result].range !== null;
  const inBetween: CheckedOptions = { ...options, dtype, delta: 0, steady };
  return { dtype, options: inBetween, premultiplies, ignoresNan };
}

function weightsOf({ groups }: Filter, { normalize }: CheckedOptions): Weight[] {
  const weights: Weight[] = [];
  for (const { taps, indices } of groups) {
    for (const [place, index] of indices.entries()) weights[index] = weightOf(taps[place] as Taps, normalize);
  }
  return weights;
}

function runStaged(
  filter: Filter,
  image: View,
  options: CheckedOptions,
  { dtype, options: inBetween, premultiplies, ignoresNan }: Staging,
  destinations: readonly Destination[],
  workFor: WorkFor,
): void {
  const staged = inMemory(() => (premultiplies ? premultiplied(image, dtype) : floatCopy(image, dtype)));
  const filtered = (source: View, fillvalue: number): View[] => {
    const views = inMemory(() => destinations.map(({ view }) => allocateView(dtype, view)));
    const { tasks, ready } = workFor(source, dtype, { ...inBetween, fillvalue });
    run(tasks, ready(), (kernel) => views[kernel] as View);
    return views;
  };
  const { fillvalue, delta } = options;
  const valid = ignoresNan ? inMemory(() => takeNan(staged)) : undefined;
  const sums = filtered(staged, ignoresNan && Number.isNaN(fillvalue) ? 0 : fillvalue);
  if (valid) {
    const remaining = filtered(valid, Number.isNaN(fillvalue) ? 0 : 1);
    const weights = weightsOf(filter, options);
    sums.forEach((view, kernel) => {
      renormalize(view, remaining[kernel] as View, weights[kernel] as Weight);
    });
  }
  sums.forEach((view, kernel) => {
    const destination = renewed((destinations[kernel] as Destination).view);
    if (premultiplies) unpremultiply(view, image.dtype, destination.dtype, delta);
    else add(view, delta);
    writeRounded(view, destination);
  });
}

function floatCopy(image: View, dtype: 'float32' | 'float64'): View {
  const copy = allocateView(dtype, image);
  rowSource(image).read(0, image.rows, copy.data, 0, image.columns * image.channels);
  return copy;
}

/** A view of where its elements are now: memory that has grown since it was read has moved. */
export function renewed(view: View): View {
  return view.current ? { ...view, data: view.current() } : view;
}

function readOuts({ bank }: Filter, out: unknown): readonly unknown[] {
  if (bank === null || out === undefined) return [out];
  if (!Array.isArray(out))
    throw wrongKind('ERR_OUT', 'out', 'an array with one element for each kernel', describe(out));
  if (out.length !== bank)
    throw wrongValue('ERR_OUT', 'out', `${bank} elements, one for each kernel`, `${out.length}`);
  for (let i = 0; i < bank; i++) {
    if (out[i] === undefined)
      throw wrongKind('ERR_OUT', `out[${i}]`, 'a container or typed array', 'undefined');
  }
  return out;
}

function destinationsFor(
  tasks: readonly Task[],
  container: Container,
  result: DType,
  outs: readonly unknown[],
): Destination[] {
  const image = container.view;
  const destinations: Destination[] = [];
  for (const { problem, outputs } of tasks) {
    for (const { kernel } of outputs) {
      if (destinations[kernel]) continue;
      const shape: Shape = { ...problem.output, channels: image.channels };
      const out = outs[kernel];
      destinations[kernel] =
        out === undefined
          ? inMemory(() => newDestination(container, result, shape))
          : readOut(out, result, shape);
    }
  }
  destinations.forEach(({ view }, index) => {
    const refuse = (what: string) =>
      wrongValue('ERR_OVERLAP', 'out', `memory apart from ${what}`, 'an overlap');
    if (overlaps(view, image)) throw refuse('the image');
    // Where the operands have traded places, it is the kernel that is read while results are written.
    if (tasks.some(({ source }) => overlaps(view, source))) throw refuse('the kernel');
    if (destinations.some((other, place) => place < index && overlaps(view, other.view))) {
      throw refuse('that of other results');
    }
  });
  return destinations;
}

export function resultType(dtype: DType | undefined, outs: readonly unknown[], image: DType): DType {
  let decided = dtype;
  for (const out of outs) {
    const given = dtypeOfOut(out);
    if (given === undefined) continue;
    if (decided !== undefined && given !== decided) {
      const expected =
        dtype === undefined ? `elements of one type, ${decided}` : `elements of the "dtype" ${dtype}`;
      throw wrongKind('ERR_CONFLICT', 'out', expected, describe(given));
    }
    decided = given;
  }
  return decided ?? defaultResult(image);
}

/** Gives the engine's refusal to allocate a name and a code. */
export function inMemory<T>(step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof RangeError) || 'code' in error) throw error;
    const refusal = wrongValue('ERR_MEMORY', 'image', 'sizes that fit into memory', 'larger ones');
    throw Object.assign(refusal, { cause: error });
  }
}
