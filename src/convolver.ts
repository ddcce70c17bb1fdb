import { sizes } from './container.ts';
import { disposeSymbol, Holding } from './disposable.ts';
import { defaultResult } from './dtype.ts';
import { wrongValue } from './errors.ts';
import { explanationOf } from './explain.ts';
import { applyFilter, type Filter, inMemory, tasksOf, type Work } from './filter.ts';
import type { Ready } from './planner.ts';
import { disposed } from './resident.ts';
import type { CheckedOptions } from './spec/options.ts';
import { operandsTrade, type Task } from './spec/problem.ts';
import type { Convolver, DType } from './types.ts';
import { type Shape, shapeOnly, type View } from './view.ts';

/** Makes a task ready, and counts its runs. */
export interface Workshop {
  prepare(task: Task): Ready;
  count(ready: Ready): void;
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
  { prepare, count }: Workshop,
): Convolver {
  const known = new Map<string, Known>();
  const dispose = ({ steps }: Known) => {
    for (const { prepared } of steps) prepared.dispose();
  };
  // Then the image is the kernel, and nothing can be made ready for it.
  const trades = filter.groups.some((group) => operandsTrade(shape, group, options));

  const setUp = (image: View, result: DType): Known => {
    const tasks = tasksOf(filter, image, result, options);
    const steps: Ready[] = [];
    try {
      for (const task of tasks) steps.push(inMemory(() => prepare(task)));
    } catch (error) {
      dispose({ tasks, steps });
      throw error;
    }
    return { tasks, steps };
  };
  const recall = (image: View, result: DType): Known => {
    if (trades) return setUp(image, result);
    const key = `${image.dtype} ${result}`;
    const found = known.get(key) ?? setUp(image, result);
    known.set(key, found);
    return found;
  };
  const workFor = (image: View, result: DType): Work => {
    if (image.rows !== shape.rows || image.columns !== shape.columns || image.channels !== shape.channels) {
      throw wrongValue('ERR_SIZE', 'image', sizes(shape), sizes(image));
    }
    const { tasks, steps } = recall(image, result);
    return {
      tasks: trades ? tasks : tasks.map((task) => ({ ...task, source: image })),
      runners: steps.map((step) => ({
        run(source, sinks) {
          step.prepared.run(source, sinks);
          count(step);
          if (trades) step.prepared.dispose();
        },
      })),
    };
  };

  const given = shapeOnly(shape, dtype);
  const givenResult = options.dtype ?? defaultResult(dtype);
  if (!trades) recall(given, givenResult);

  const convolver: Convolver = {
    run(image: unknown, out?: unknown) {
      if (holding.isReleased) throw disposed('convolver');
      return applyFilter(filter, image, out === undefined ? options : { ...options, out }, workFor) as never;
    },
    explain() {
      if (holding.isReleased) throw disposed('convolver');
      const found = recall(given, givenResult);
      const explanation = explanationOf(found.steps[0] as Ready);
      if (trades) dispose(found);
      return explanation;
    },
    dispose: () => holding.release(),
    [disposeSymbol]: () => holding.release(),
  };
  const holding = new Holding(convolver, () => {
    for (const entry of known.values()) dispose(entry);
    known.clear();
  });
  return convolver;
}
