import type { Registry } from '../backend/registry.ts';
import { type Accumulator, elementTypes } from '../base/dtype.ts';
import type { BackendName, Operation, Precision } from '../base/types.ts';
import { allocateView, type Shape, shapeOnly, type View } from '../io/view.ts';
import { type Choice, choose } from '../plan/choose.ts';
import { memoryOf } from '../plan/memory.ts';
import { float32IsNearAfter } from '../problem/exactness.ts';
import type { CheckedOptions } from '../problem/options.ts';
import type { Problem } from '../problem/problem.ts';
import { inputsAreSwapped, type Output, reduceToTasks, type Task } from '../problem/reduce.ts';
import { normalized, type Taps } from '../problem/taps.ts';
import { type Filter, groupsOf } from './kernels.ts';
import { refuseZeroSum, type Weight, weightOf } from './nan.ts';
import { Rooms } from './rooms.ts';
import { type Content, type Reading, sourceOf } from './sources.ts';
import type { Subject } from './subject.ts';

/** A problem, how it is computed, and where its results go. */
export interface Part {
  readonly problem: Problem;
  readonly backend: BackendName;
  /** About how much it takes while it runs. */
  readonly memoryBytes: number;
  readonly choice: Choice;
  /** One for each kernel of the problem. */
  readonly outputs: readonly Output[];
  /** What is read in place of the image, where image and kernel are swapped; else null. */
  readonly source: View | null;
}

/** What ignoring NaN takes besides: the sums of the taps on valid elements, and the weight of each kernel. */
export interface Validity {
  /** In the order of the call's parts. */
  readonly parts: readonly Part[];
  readonly weights: readonly Weight[];
}

/**
 * A call as data: everything that is decided before the first element is read. The same call serves all images that have its
 * subject in common, but where image and kernels are swapped, since then the image's elements are the taps.
 */
export interface Call extends Reading {
  readonly operation: Operation;
  /** Of each kernel. */
  readonly taps: readonly Taps[];
  readonly isSwapped: boolean;
  /** The results, one for each kernel. */
  readonly shapes: readonly Shape[];
  /** The type of the sums, if they are changed before they are results (see `changesOf`); else null. */
  readonly sums: Accumulator | null;
  readonly parts: readonly Part[];
  readonly validity: Validity | null;
}

/**
 * Plans a call. Nothing is set up, and no element of the image is read, unless image and kernels are swapped.
 *
 * @param image Null where there is only a shape.
 */
export function planCall(
  filter: Filter,
  subject: Subject,
  image: View | null,
  options: CheckedOptions,
  registry: Registry,
): Call {
  const groups = groupsOf(filter);
  const taps: Taps[] = [];
  for (const group of groups) {
    for (const [place, index] of group.indices.entries()) taps[index] = group.taps[place] as Taps;
  }
  const swaps = isSwapped(filter, subject, options);
  const { ignoresNan } = subject;
  if (ignoresNan) refuseZeroSum(taps);
  const between = betweenFor(subject, options, taps);
  const sums = between?.dtype ?? null;
  const reads = readsChanged(subject, options) ? sums : null;
  const settings = between === null ? options : betweenOptions(options, between, subject);
  const partsFor = (content: Content, fillvalue: number) => {
    // Swapped, the image's elements are the taps; else only its shape counts.
    const view = swaps
      ? elementsOf(image, { subject, options, reads }, content, registry)
      : shapeOnly(subject, reads ?? subject.dtype);
    const result = sums ?? subject.result;
    const reduced = { ...settings, fillvalue };
    // All problems first: what no kernel of a bank may be comes before what no method can compute.
    return groups
      .flatMap((group) => reduceToTasks(filter.operation, view, group, reduced, result))
      .map((task) => planPart(task, view, settings, registry));
  };
  const parts = partsFor('elements', settings.fillvalue);
  const shapes: Shape[] = [];
  for (const { problem, outputs } of parts) {
    const { rows, columns } = problem.output;
    for (const { kernel } of outputs) shapes[kernel] = { rows, columns, channels: subject.channels };
  }
  const validity = ignoresNan
    ? {
        parts: partsFor('validity', Number.isNaN(options.fillvalue) ? 0 : 1),
        weights: taps.map((each) => weightOf(each, options.normalize)),
      }
    : null;
  // A backend that does not give known results serves no longer; the next one may plan otherwise.
  const planned = [...parts, ...(validity?.parts ?? [])];
  if (!planned.every(({ backend, choice }) => registry.passes(backend, choice.plan))) {
    return planCall(filter, subject, image, options, registry);
  }
  return {
    operation: filter.operation,
    taps,
    subject,
    options,
    isSwapped: swaps,
    shapes,
    reads,
    sums,
    parts,
    validity,
  };
}

/** Whether image and some kernel are swapped, so that the elements of the image are taps. */
export function isSwapped({ kernels }: Filter, image: Shape, options: CheckedOptions): boolean {
  return kernels.some((kernel) => inputsAreSwapped(image, kernel, options));
}

/** Whether an image's rows are changed before they are filtered. */
function readsChanged({ alpha, ignoresNan }: Subject, { colorSpace }: CheckedOptions): boolean {
  return alpha === 'premultiply' || ignoresNan || colorSpace !== 'srgb';
}

/** Sums that are changed before they are results. */
interface Between {
  readonly dtype: Accumulator;
  readonly precision: Precision;
}

/** Null where results are rounded sums. */
function betweenFor(subject: Subject, options: CheckedOptions, taps: readonly Taps[]): Between | null {
  const { dtype, ignoresNan, result } = subject;
  const { precision, normalize } = options;
  if (!readsChanged(subject, options) && options.sharpening === null) return null;
  if (ignoresNan) return { dtype: 'float64', precision: 'exact' };
  if (elementTypes[result].range === null) return { dtype: result as Accumulator, precision };
  // An error, however small, may decide whether a difference exceeds a threshold.
  if ((options.sharpening?.threshold ?? 0) > 0) return { dtype: 'float64', precision: 'exact' };
  const divided = normalize ? taps.map((each) => normalized(each) ?? each) : taps;
  const isNear = (of: Precision) =>
    precision === 'fast' && float32IsNearAfter(dtype, divided, gainOf(subject, options), of);
  if (!isNear('exact')) return { dtype: 'float64', precision: 'exact' };
  return { dtype: 'float32', precision: isNear('fast') ? 'fast' : 'exact' };
}

/** The slope of the transfer function of sRGB near black. */
const MAX_SLOPE = 12.92;

/** What changes of sums multiply their errors by at most; those of colours relative to alpha, by which they are divided. */
function gainOf({ alpha }: Subject, { colorSpace, sharpening }: CheckedOptions): number {
  const quotient = alpha === 'premultiply' ? 2 : 1;
  const slope = colorSpace === 'srgb' ? 1 : MAX_SLOPE;
  return quotient * slope * (1 + Math.abs(sharpening?.amount ?? 0));
}

/** The options of what is computed between: `delta` is added later, and NaN beyond the edges are missing elements. */
function betweenOptions(
  options: CheckedOptions,
  { dtype, precision }: Between,
  { ignoresNan, result }: Subject,
): CheckedOptions {
  // Transforms leave a little weight where there is none, and integer results are promised to be those of direct sums.
  const steady = ignoresNan || (elementTypes[result].range !== null && dtype === 'float64');
  const fillvalue = ignoresNan && Number.isNaN(options.fillvalue) ? 0 : options.fillvalue;
  return { ...options, dtype, delta: 0, fillvalue, steady, precision };
}

function planPart(
  { problem, source, outputs }: Task,
  image: View,
  { method, deterministic, backend: requested }: CheckedOptions,
  registry: Registry,
): Part {
  const backend = registry.choose(requested, deterministic, problem);
  const choice = choose(problem, { method, rates: backend.rates, deterministic });
  return {
    problem,
    backend: backend.name,
    memoryBytes: memoryOf(choice.plan, backend.sharesStrips),
    choice,
    outputs,
    source: source === image ? null : source,
  };
}

function elementsOf(image: View | null, reading: Reading, content: Content, registry: Registry): View {
  const { subject, options, reads } = reading;
  const view = allocateView(reads ?? subject.dtype, subject);
  // The elements of a shape count as 0: nothing is known of them.
  if (image === null) return view;
  const pointwise = registry.pointwiseOf(registry.choose(options.backend, options.deterministic).name);
  const rooms = new Rooms();
  try {
    sourceOf(image, reading, content, pointwise, rooms).read(0, view.rows, view.data, 0, view.rowStride);
  } finally {
    rooms.dispose();
  }
  return view;
}
