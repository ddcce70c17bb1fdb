import { disposeSymbol, Holding } from '../base/disposable.ts';
import { defaultResult } from '../base/dtype.ts';
import { wrongValue } from '../base/errors.ts';
import type { Convolver, DType } from '../base/types.ts';
import { readImage, settle } from '../io/container.ts';
import { type Shape, shapeOnly, sizes, type View } from '../io/view.ts';
import type { CheckedOptions } from '../problem/options.ts';
import { operandsTrade, type Task } from '../problem/reduce.ts';
import { explanationOf } from './explain.ts';
import {
  applyFilter,
  type Filter,
  type Runner,
  readOuts,
  stagingFor,
  tasksOf,
  type Work,
  workArguments,
} from './filter.ts';
import { disposeAll, type Ready } from './planner.ts';
import { disposed } from './resident.ts';

/** Makes tasks ready, and runs them. */
export interface Workshop {
  prepareAll(tasks: readonly Task[], options: CheckedOptions): readonly Ready[];
  runnersOf(ready: readonly Ready[]): readonly Runner[];
}

interface Known {
  readonly tasks: readonly Task[];
  readonly steps: readonly Ready[];
}

/**
 * A filter made ready for images of one shape. Images of the element type that it was made for find everything set up;
 * another type is set up when it first comes.
 */
export function createConvolver(
  filter: Filter,
  shape: Shape,
  dtype: DType,
  options: CheckedOptions,
  { prepareAll, runnersOf }: Workshop,
): Convolver {
  const known = new Map<string, Known>();
  // Then the image is the kernel, and nothing can be made ready for it.
  const trades = filter.groups.some((group) => operandsTrade(shape, group, options));

  /** The tasks, and what sets them up unless they are. */
  const recall = (
    image: View,
    result: DType,
    options: CheckedOptions,
  ): { tasks: readonly Task[]; steps(): readonly Ready[] } => {
    // All that a run may change of the options that were prepared with.
    const key = [image.dtype, result, options.fillvalue, options.delta, options.steady].join(' ');
    const found = known.get(key);
    if (found) return { tasks: found.tasks, steps: () => found.steps };
    const tasks = tasksOf(filter, image, result, options);
    return {
      tasks,
      steps() {
        const steps = prepareAll(tasks, options);
        if (!trades) known.set(key, { tasks, steps });
        return steps;
      },
    };
  };
  const workFor = (image: View, result: DType, options: CheckedOptions): Work => {
    if (image.rows !== shape.rows || image.columns !== shape.columns || image.channels !== shape.channels) {
      throw wrongValue('ERR_SIZE', 'image', sizes(shape), sizes(image));
    }
    const { tasks, steps } = recall(image, result, options);
    return {
      tasks: trades ? tasks : tasks.map((task) => ({ ...task, source: image })),
      ready() {
        const current = steps();
        return { runners: runnersOf(current), release: () => trades && disposeAll(current) };
      },
    };
  };

  const first = firstWork(filter, shape, dtype, options);
  const recallFirst = () => recall(...first).steps();
  if (!trades) recallFirst();

  const convolver: Convolver = {
    run(image: unknown, out?: unknown) {
      const reading = readImage(image);
      const outs = readOuts(filter.bank, out);
      // Not before: what reads arguments may dispose of the convolver.
      if (holding.isReleased) throw disposed('convolver');
      return applyFilter(filter, settle(reading), outs, options, workFor) as never;
    },
    explain() {
      if (holding.isReleased) throw disposed('convolver');
      const steps = recallFirst();
      const explanation = explanationOf(steps);
      if (trades) disposeAll(steps);
      return explanation;
    },
    dispose: () => holding.release(),
    [disposeSymbol]: () => holding.release(),
  };
  const holding = new Holding(convolver, () => {
    for (const { steps } of known.values()) disposeAll(steps);
    known.clear();
  });
  return convolver;
}

/** What the first image is expected to need: of its element type, without NaN. */
function firstWork(filter: Filter, shape: Shape, dtype: DType, options: CheckedOptions) {
  const image = shapeOnly(shape, dtype);
  const result = options.dtype ?? defaultResult(dtype);
  const staging = stagingFor(filter, { kind: 'ndarray', rank: 3, view: image }, result, options);
  return workArguments(staging, image, result, options);
}
