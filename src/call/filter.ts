import { defaultResult, elementTypes } from '../base/dtype.ts';
import { describe, inMemory, wrongKind, wrongValue } from '../base/errors.ts';
import { isArray, lengthOf } from '../base/list.ts';
import type { DType, Operation } from '../base/types.ts';
import {
  type Container,
  type Destination,
  newDestination,
  type OutReading,
  type Reading,
  readKernel,
  readKernelRows,
  readOut,
  refuseLarge,
  refuseMany,
  refuseOverlaps,
  settle,
  settleOut,
} from '../io/container.ts';
import {
  allocateView,
  copyOf,
  type RowSink,
  type RowSource,
  type Shape,
  shapeOnly,
  sizes,
  type View,
} from '../io/view.ts';
import type { CheckedOptions } from '../problem/options.ts';
import { groupOf, type KernelGroup, operandsTrade, reduceToTasks, type Task } from '../problem/reduce.ts';
import type { Taps } from '../problem/taps.ts';
import { alphaOf, keepAlpha, premultiplied, unpremultiply, writeRounded } from './alpha.ts';
import { add, hasNan, refuseZeroSum, renormalize, takeNan, type Weight, weightOf } from './nan.ts';

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

/** One kernel, or an array of kernels, that was read. */
export interface KernelReading {
  readonly kernels: readonly Reading[];
  /** As that of the filter. */
  readonly bank: number | null;
}

/** Containers for results that were read: one for each kernel, or none at all. */
export interface Outs {
  /** The caller's object. */
  readonly value: unknown;
  readonly each: readonly OutReading[];
}

export const noOuts: Outs = { value: undefined, each: [] };

/** A kernel's first element is a row of numbers, a bank's is a kernel. */
export function readKernels(value: unknown): KernelReading {
  if (!isArray(value)) return single(readKernel(value));
  const length = lengthOf(value);
  const first: unknown = length > 0 ? value[0] : undefined;
  if (!isArray(first)) {
    const isKernel = typeof first === 'object' && first !== null && !ArrayBuffer.isView(first);
    return isKernel ? bankOf(readKernel(first), value, length) : single(readKernelRows(value, length, first));
  }
  const firstLength = lengthOf(first);
  const element: unknown = firstLength > 0 ? first[0] : undefined;
  if (isArray(element)) return bankOf(readKernelRows(first, firstLength, element), value, length);
  refuseMany('kernel', firstLength);
  const row = Array.from({ length: firstLength }, (_, i) => (i === 0 ? element : first[i]));
  return single(readKernelRows(value, length, row));
}

function single(kernel: Reading): KernelReading {
  return { kernels: [kernel], bank: null };
}

function bankOf(first: Reading, bank: readonly unknown[], length: number): KernelReading {
  refuseMany('kernel', length);
  const kernels = [first];
  for (let i = 1; i < length; i++) kernels.push(readKernel(bank[i]));
  return { kernels, bank: length };
}

/** The filter of kernels that were read, with its kernels in groups of one size. */
export function filterOf(operation: Operation, { kernels, bank }: KernelReading): Filter {
  const views = kernels.map((kernel) => {
    const { view } = settle(kernel);
    // Kernels are read when memory may have grown, which would have moved them.
    return view.mayMove ? inMemory(() => copyOf(view, view.dtype)) : view;
  });
  if (bank === null) return { operation, groups: [groupOf(views)], bank };
  const bySize = new Map<string, number[]>();
  views.forEach((view, index) => {
    const size = sizes(view);
    const indices = bySize.get(size);
    if (indices) indices.push(index);
    else bySize.set(size, [index]);
  });
  const groups = [...bySize.values()].map((indices) =>
    groupOf(
      indices.map((index) => views[index] as View),
      indices,
    ),
  );
  return { operation, groups, bank };
}

/** The filter with kernels of its own, which no one else can change. */
export function ownCopy(filter: Filter): Filter {
  const copy = (view: View | null) => view && copyOf(view, view.dtype);
  return inMemory(() => ({
    ...filter,
    groups: filter.groups.map((group) => ({ ...group, views: group.views.map(copy) })),
  }));
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

/** The image, the type of result and the options of the filtering itself. */
export function workArguments(
  staging: Staging | null,
  image: View,
  result: DType,
  options: CheckedOptions,
): Parameters<WorkFor> {
  return staging === null
    ? [image, result, options]
    : [shapeOnly(image, staging.dtype), staging.dtype, staging.options];
}

/** Filters an image. Whatever `workFor` throws, nothing has been written. */
export function applyFilter(
  filter: Filter,
  container: Container,
  outs: Outs,
  options: CheckedOptions,
  workFor: WorkFor,
): unknown {
  const image = container.view;
  const result = resultType(options.dtype, outs.each, defaultResult(image.dtype));
  const staging = stagingFor(filter, container, result, options);
  const { tasks, ready } = workFor(...workArguments(staging, image, result, options));
  // Memory that grows leaves arrays behind that cannot be read as containers any more.
  const destinations = destinationsFor(tasks, container, result, outs);
  if (staging === null) {
    run(tasks, ready(), (kernel) => (destinations[kernel] as Destination).view);
  } else {
    runStaged(filter, image, options, staging, destinations, workFor);
  }
  if (alphaOf(options.alpha, container) === 'preserve') {
    for (const { problem, outputs } of tasks) {
      for (const { kernel, channel } of outputs) {
        const { view } = destinations[kernel] as Destination;
        // Where image and kernel have traded places, no pixel of the image belongs to a result.
        if (channel === null) keepAlpha(image, problem, view);
      }
    }
  }
  const results = destinations.map((destination) => destination.finish());
  return filter.bank === null ? results[0] : (outs.value ?? results);
}

/** Computes tasks, each kernel's results into a view. */
function run(tasks: readonly Task[], { runners, release }: Crew, viewFor: (kernel: number) => View): void {
  try {
    tasks.forEach((task, index) => {
      const sinks = task.outputs.map(({ kernel, channel }) => {
        const view = viewFor(kernel);
        return channel === null ? view : view.channel(channel);
      });
      (runners[index] as Runner).run(task.source, sinks);
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
  if (ignoresNan) refuseZeroSum(filter.groups.flatMap(({ taps }) => taps));
  if (!premultiplies && !ignoresNan) return null;
  const dtype = result === 'float32' && !ignoresNan ? 'float32' : 'float64';
  // No transforms: they leave a little weight where there is none, and integer results promise to be those of direct sums.
  const steady = ignoresNan || elementTypes[result].range !== null;
  const fillvalue = ignoresNan && Number.isNaN(options.fillvalue) ? 0 : options.fillvalue;
  const inBetween: CheckedOptions = { ...options, dtype, delta: 0, fillvalue, steady };
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
  const staged = stagedImage(image, dtype, premultiplies);
  const filtered = (source: View, fillvalue: number): View[] => {
    const views = inMemory(() => destinations.map(({ view }) => allocateView(dtype, view)));
    const { tasks, ready } = workFor(source, dtype, { ...inBetween, fillvalue });
    run(tasks, ready(), (kernel) => views[kernel] as View);
    return views;
  };
  const { fillvalue, delta } = options;
  const valid = ignoresNan ? inMemory(() => takeNan(staged)) : undefined;
  const sums = filtered(staged, inBetween.fillvalue);
  if (valid) {
    const remaining = filtered(valid, Number.isNaN(fillvalue) ? 0 : 1);
    const weights = weightsOf(filter, options);
    sums.forEach((view, kernel) => {
      renormalize(view, remaining[kernel] as View, weights[kernel] as Weight);
    });
  }
  sums.forEach((view, kernel) => {
    const destination = (destinations[kernel] as Destination).view;
    if (premultiplies) unpremultiply(view, image.dtype, destination.dtype, delta);
    else add(view, delta);
    writeRounded(view.data, destination);
  });
}

/** The image in floats. */
function stagedImage(image: View, dtype: 'float32' | 'float64', premultiplies: boolean): View {
  return inMemory(() => (premultiplies ? premultiplied(image, dtype) : copyOf(image, dtype)));
}

/** What stands for a staged image in a plan: its shape, but where it becomes the kernel its elements too. */
export function sourceFor(
  filter: Filter,
  image: View,
  { dtype, options, premultiplies, ignoresNan }: Staging,
): View {
  if (!filter.groups.some((group) => operandsTrade(image, group, options))) return shapeOnly(image, dtype);
  const staged = stagedImage(image, dtype, premultiplies);
  if (ignoresNan) takeNan(staged);
  return staged;
}

/** @param bank How many kernels there are; null for a single one that is not in a bank. */
export function readOuts(bank: number | null, out: unknown): Outs {
  if (out === undefined) return noOuts;
  if (bank === null) return { value: out, each: [readOut(out)] };
  if (!isArray(out))
    throw wrongKind('ERR_OUT', 'out', 'an array with one element for each kernel', describe(out));
  const length = lengthOf(out);
  if (length !== bank)
    throw wrongValue('ERR_OUT', 'out', `${bank} elements, one for each kernel`, `${length}`);
  const each: OutReading[] = [];
  for (let i = 0; i < bank; i++) {
    const given: unknown = out[i];
    if (given === undefined)
      throw wrongKind('ERR_OUT', `out[${i}]`, 'a container or typed array', 'undefined');
    each.push(readOut(given));
  }
  return { value: out, each };
}

function destinationsFor(
  tasks: readonly Task[],
  container: Container,
  result: DType,
  { each }: Outs,
): Destination[] {
  const image = container.view;
  const shapes: Shape[] = [];
  for (const { problem, outputs } of tasks) {
    const { rows, columns } = problem.output;
    const shape: Shape = { rows, columns, channels: image.channels };
    for (const { kernel } of outputs) shapes[kernel] = shape;
  }
  if (each.length === 0) refuseLarge(container, shapes);
  const destinations = shapes.map((shape, kernel) => {
    const out = each[kernel];
    return out ? settleOut(out, result, shape) : inMemory(() => newDestination(container, result, shape));
  });
  const sources = new Set(tasks.map(({ source }) => source));
  sources.delete(image);
  refuseOverlaps(destinations, image, [...sources]);
  return destinations;
}

export function resultType(dtype: DType | undefined, outs: readonly OutReading[], otherwise: DType): DType {
  let decided = dtype;
  for (const { dtype: given } of outs) {
    if (given === undefined) continue;
    if (decided !== undefined && given !== decided) {
      const expected =
        dtype === undefined ? `elements of one type, ${decided}` : `elements of the "dtype" ${dtype}`;
      throw wrongKind('ERR_CONFLICT', 'out', expected, describe(given));
    }
    decided = given;
  }
  return decided ?? otherwise;
}
