import { defaultResult } from '../base/dtype.ts';
import { inMemory } from '../base/errors.ts';
import type { DType } from '../base/types.ts';
import type { Container, Destination } from '../io/container.ts';
import type { RowSink, View } from '../io/view.ts';
import type { CheckedOptions } from '../problem/options.ts';
import type { Filter } from './kernels.ts';
import { destinationsFor, type Outs, resultType } from './outs.ts';
import type { Call } from './plan-call.ts';
import type { Pointwise } from './pointwise.ts';
import type { Piece, ReadyCall } from './run-call.ts';
import { type Subject, subjectOf } from './subject.ts';

/** Where planned calls come from: those that were planned before, and new ones. */
export interface PlannedCalls<Found extends Planned = Planned> {
  find(subject: Subject): Found | undefined;
  plan(subject: Subject, image: View): Call;
}

interface Planned {
  readonly call: Call;
}

/** Where calls come from that are set up: those that were set up before, and new ones. */
export interface Calls extends PlannedCalls<ReadyCall> {
  /** Memory may grow. A call with swapped inputs is the caller's to dispose of. */
  setUp(call: Call): ReadyCall;
}

/** Sinks for the results of a call, one for each kernel, that hold memory until they are disposed of. */
export interface OpenSinks {
  readonly sinks: readonly RowSink[];
  dispose(): void;
}

/** Results that are made of the sums of several kernels at each pixel, such as magnitudes. */
export interface Combination {
  /** The type of the sums. */
  readonly sums: DType;
  /** Of the results. */
  readonly types: readonly DType[];
  /** Plain data, which another thread can open sinks from. */
  readonly data: object;
  /** Where the results go. */
  place(): readonly Destination[];
  /** @param stripRows How many rows of sums the sinks get at a time, from `firstRow` on. */
  open(
    image: View,
    results: readonly View[],
    pointwise: Pointwise,
    stripRows: number,
    firstRow: number,
  ): OpenSinks;
  /** What the caller gets. */
  finish(destinations: readonly Destination[]): unknown;
}

/** A call that is planned and checked: what is left is to compute it. */
export interface Job<Found extends Planned = Planned> {
  readonly call: Call;
  /** Where the call was found; undefined if it is new. */
  readonly found: Found | undefined;
  readonly image: View;
  /** One for each kernel, or those of the combination. */
  readonly results: readonly View[];
  readonly combination: Combination | null;
  /** What the caller gets, once the results are there. */
  finish(): unknown;
}

/** What is left of a job for those that only compute it. */
export type Work = Omit<Job, 'found' | 'finish'>;

/** Plans a filter. Whatever is thrown, nothing has been written. */
export function jobOf<Found extends Planned>(
  filter: Filter,
  container: Container,
  outs: Outs,
  options: CheckedOptions,
  calls: PlannedCalls<Found>,
): Job<Found> {
  const result = resultType(options.dtype, outs.each, defaultResult(container.view.dtype));
  const planned = plannedFor(container, result, options, calls);
  const { call } = planned;
  // Before memory grows, which would detach arrays that the caller took from it.
  const destinations = destinationsFor(call, container, outs);
  return {
    ...planned,
    image: container.view,
    results: destinations.map(({ view }) => view),
    combination: null,
    finish() {
      if (!filter.isBank) return (destinations[0] as Destination).finish();
      const results = destinations.map((destination) => destination.finish());
      return outs.value ?? results;
    },
  };
}

/** Plans a filter whose results are made of the sums of its kernels. */
export function combinedJobOf<Found extends Planned>(
  container: Container,
  combination: Combination,
  options: CheckedOptions,
  calls: PlannedCalls<Found>,
): Job<Found> {
  const planned = plannedFor(container, combination.sums, options, calls);
  const destinations = inMemory(() => combination.place());
  return {
    ...planned,
    image: container.view,
    results: destinations.map(({ view }) => view),
    combination,
    finish: () => combination.finish(destinations),
  };
}

function plannedFor<Found extends Planned>(
  container: Container,
  result: DType,
  options: CheckedOptions,
  calls: PlannedCalls<Found>,
): { readonly call: Call; readonly found: Found | undefined } {
  const image = container.view;
  const subject = subjectOf(container, result, options);
  const found = calls.find(subject);
  return { call: found?.call ?? inMemory(() => calls.plan(subject, image)), found };
}

/** Computes a job in this thread. Whatever is thrown, nothing has been written. */
export function compute(
  job: Job<ReadyCall>,
  setUp: Calls['setUp'],
  pointwiseOf: (ready: ReadyCall) => Pointwise,
): unknown {
  const { call, image, results, combination } = job;
  const ready = job.found ?? setUp(call);
  try {
    computeInto(ready, image, results, combination, pointwiseOf);
  } finally {
    if (call.isSwapped) ready.dispose();
  }
  return job.finish();
}

/** @param piece The rows to compute: see `ReadyCall.run`. Default: all. */
export function computeInto(
  ready: ReadyCall,
  image: View,
  results: readonly View[],
  combination: Pick<Combination, 'open'> | null,
  pointwiseOf: (ready: ReadyCall) => Pointwise,
  piece?: Piece,
): void {
  if (combination === null) {
    ready.run(image, results, piece);
    return;
  }
  const firstRow = piece?.firstRow ?? 0;
  const opened = inMemory(() =>
    combination.open(image, results, pointwiseOf(ready), ready.stripRows, firstRow),
  );
  try {
    ready.runInto(image, opened.sinks, piece);
  } finally {
    opened.dispose();
  }
}
