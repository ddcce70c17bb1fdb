import type { Registry } from '../backend/registry.ts';
import { disposeSymbol, Holding } from '../base/disposable.ts';
import { defaultResult } from '../base/dtype.ts';
import { inMemory, wrongValue } from '../base/errors.ts';
import type { Convolver, DType } from '../base/types.ts';
import { readImage, settle } from '../io/container.ts';
import { type Shape, sizes, type View } from '../io/view.ts';
import type { CheckedOptions } from '../problem/options.ts';
import type { Core } from './core.ts';
import { explanationOf } from './explain.ts';
import { compute, jobOf } from './filter.ts';
import { type Filter, ownLists } from './kernels.ts';
import { lend } from './lend.ts';
import { readOuts } from './outs.ts';
import { type Call, isSwapped, planCall } from './plan-call.ts';
import type { RecentCalls } from './recent-calls.ts';
import { disposed } from './resident.ts';
import type { ReadyCall } from './run-call.ts';
import { same } from './same.ts';
import { type Subject, subjectOf } from './subject.ts';

/**
 * A filter made ready for images of one shape. Images of the element type that it was made for find everything set up; what
 * other images need is set up when the first one of a kind comes.
 */
export function createConvolver(
  filter: Filter,
  shape: Shape,
  dtype: DType,
  options: CheckedOptions,
  registry: Registry,
  recent: RecentCalls,
): Convolver {
  const known: ReadyCall[] = [];
  const calls = {
    find: (subject: Subject) => known.find(({ call }) => same(call.subject, subject)),
    plan: (subject: Subject, image: View) => planCall(filter, subject, image, options, registry),
    setUp(call: Call) {
      const ready = recent.setUp(call);
      if (!call.isSwapped) known.push(ready);
      return ready;
    },
  };
  // What the first image is expected to need.
  const image = { kind: 'ndarray', view: { ...shape, dtype } } as const;
  const first = subjectOf(image, options.dtype ?? defaultResult(dtype), options);
  const planFirst = (kernels: Filter) => inMemory(() => planCall(kernels, first, null, options, registry));
  // Swapped, the image is the kernel, and nothing can be made ready for it.
  if (!isSwapped(filter, shape, options)) calls.setUp(planFirst(filter));
  const outCount = filter.isBank ? filter.kernels.length : null;

  const runBy =
    ({ filterOnce }: Pick<Core, 'filterOnce'>) =>
    (image: unknown, out?: unknown) => {
      const reading = readImage(image);
      const outs = readOuts(outCount, out);
      // After the arguments are read: a getter among them may have disposed of the convolver.
      if (holding.isReleased) throw disposed('convolver');
      const container = settle(reading);
      const { view } = container;
      if (view.rows !== shape.rows || view.columns !== shape.columns || view.channels !== shape.channels) {
        throw wrongValue('ERR_SIZE', 'image', sizes(shape), sizes(view));
      }
      return filterOnce(filter, container, outs, options);
    };
  const pointwiseOf = (ready: ReadyCall) => registry.pointwiseOf(ready.backend);
  const run = runBy({
    filterOnce: (_, container, outs) =>
      compute(jobOf(filter, container, outs, options, calls), calls.setUp, pointwiseOf),
  });

  const convolver: Convolver = {
    run: run as Convolver['run'],
    explain() {
      if (holding.isReleased) throw disposed('convolver');
      // What is explained may be changed by the caller.
      return explanationOf(planFirst(ownLists(filter)));
    },
    dispose: () => holding.release(),
    [disposeSymbol]: () => holding.release(),
  };
  const holding = new Holding(convolver, () => {
    for (const ready of known.splice(0)) ready.dispose();
  });
  return lend(convolver, runBy);
}
