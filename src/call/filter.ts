import { defaultResult } from '../base/dtype.ts';
import { inMemory } from '../base/errors.ts';
import type { BackendName, DType } from '../base/types.ts';
import type { Container, Destination } from '../io/container.ts';
import type { RowSink, View } from '../io/view.ts';
import type { CheckedOptions } from '../problem/options.ts';
import type { Filter } from './kernels.ts';
import { destinationsFor, type Outs, resultType } from './outs.ts';
import type { Call } from './plan-call.ts';
import type { ReadyCall } from './run-call.ts';
import { type Subject, subjectOf } from './subject.ts';

/** Where calls come from: those that were set up before, and new ones. */
export interface Calls {
  find(subject: Subject): ReadyCall | undefined;
  plan(subject: Subject, image: View): Call;
  /** Memory may grow. A call with swapped inputs is the caller's to dispose of. */
  setUp(call: Call): ReadyCall;
}

/** Sinks for the results of a call, one for each kernel, that hold memory until they are disposed of. */
export interface OpenSinks {
  readonly sinks: readonly RowSink[];
  dispose(): void;
}

/** Makes sinks for a call that is set up, on a backend that computes `stripRows` rows of results at a time. */
type OpenSinksFor = (backend: BackendName, stripRows: number) => OpenSinks;

/**
 * Filters an image into sinks, which get rows of all results in turn: see `ReadyCall.runInto`. They are made once all other memory is
 * there.
 */
export function filterInto(
  container: Container,
  result: DType,
  options: CheckedOptions,
  calls: Calls,
  open: OpenSinksFor,
): void {
  const image = container.view;
  const subject = subjectOf(container, result, options);
  const ready = calls.find(subject) ?? calls.setUp(inMemory(() => calls.plan(subject, image)));
  const opened = inMemory(() => open(ready.backend, ready.stripRows));
  try {
    ready.runInto(image, opened.sinks);
  } finally {
    opened.dispose();
  }
}

/** Filters an image. Whatever is thrown, nothing has been written. */
export function applyFilter(
  filter: Filter,
  container: Container,
  outs: Outs,
  options: CheckedOptions,
  calls: Calls,
): unknown {
  const image = container.view;
  const result = resultType(options.dtype, outs.each, defaultResult(image.dtype));
  const subject = subjectOf(container, result, options);
  const found = calls.find(subject);
  const call = found?.call ?? inMemory(() => calls.plan(subject, image));
  // Before memory grows, which would detach arrays that the caller took from it.
  const destinations = destinationsFor(call, container, outs);
  const ready = found ?? calls.setUp(call);
  try {
    ready.run(
      image,
      destinations.map(({ view }) => view),
    );
  } finally {
    if (call.isSwapped) ready.dispose();
  }
  if (!filter.isBank) return (destinations[0] as Destination).finish();
  const results = destinations.map((destination) => destination.finish());
  return outs.value ?? results;
}
