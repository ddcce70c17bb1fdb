import type { BackendLoader } from './backend/backend.ts';
import { Registry } from './backend/registry.ts';
import { dtypeOfOut, newDestination, overlaps, readImage, readKernel, readOut } from './container.ts';
import { defaultResult } from './dtype.ts';
import { describe, wrongKind, wrongValue } from './errors.ts';
import { makePlan } from './plan/plan.ts';
import { type CheckedOptions, checkOptions } from './spec/options.ts';
import { reduceToTasks } from './spec/problem.ts';
import type { BackendInfo, ConvolveOptions, DType, Image, Kernel, Operation, Result } from './types.ts';
import { channelView, rowSink, rowSource } from './view.ts';

export interface Api {
  convolve2d<I extends Image, O extends ConvolveOptions = Record<never, never>>(
    image: I,
    kernel: Kernel,
    options?: O,
  ): Result<I, O>;
  correlate2d<I extends Image, O extends ConvolveOptions = Record<never, never>>(
    image: I,
    kernel: Kernel,
    options?: O,
  ): Result<I, O>;
  backendInfo(): BackendInfo;
}

/** The package's functions over the backends that an entry point includes. */
export function createApi(reference: BackendLoader, others: readonly BackendLoader[]): Api {
  const registry = new Registry(reference, others);
  return {
    convolve2d: (image, kernel, options) => filter(registry, 'convolve2d', image, kernel, options) as never,
    correlate2d: (image, kernel, options) => filter(registry, 'correlate2d', image, kernel, options) as never,
    backendInfo: () => registry.info(),
  };
}

function filter(
  registry: Registry,
  operation: Operation,
  imageArgument: unknown,
  kernelArgument: unknown,
  optionsArgument: ConvolveOptions | undefined,
): unknown {
  const options = checkOptions(optionsArgument);
  const container = readImage(imageArgument);
  const image = container.view;
  const kernel = readKernel(kernelArgument);
  const result = resultType(options, image.dtype);
  const plans = inMemory(() =>
    reduceToTasks(operation, image, kernel, options, result).map(({ problem, source }) => ({
      source,
      plan: makePlan(problem),
    })),
  );
  const [first] = plans as [(typeof plans)[number]];
  const backend = registry.choose(options.backend, options.deterministic, first.plan);
  const shape = { ...first.plan.output, channels: image.channels };
  const destination =
    options.out === undefined
      ? inMemory(() => newDestination(container, result, shape))
      : readOut(options.out, result, shape);
  if (overlaps(destination.view, image)) {
    throw wrongValue('ERR_OVERLAP', 'out', 'memory apart from the image', 'an overlap');
  }
  // Where the operands have traded places, it is the kernel that is read while results are written.
  if (overlaps(destination.view, first.source)) {
    throw wrongValue('ERR_OVERLAP', 'out', 'memory apart from the kernel', 'an overlap');
  }
  plans.forEach(({ plan, source }, channel) => {
    const view = plans.length === 1 ? destination.view : channelView(destination.view, channel);
    const run = inMemory(() => backend.prepare(plan));
    run(rowSource(source), rowSink(view));
  });
  registry.countRun(backend.name);
  return destination.finish();
}

/** Gives the engine's refusal to allocate a name and a code. */
function inMemory<T>(step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof RangeError) || 'code' in error) throw error;
    throw wrongValue('ERR_MEMORY', 'image', 'sizes that fit into memory', error.message);
  }
}

function resultType({ dtype, out }: CheckedOptions, image: DType): DType {
  const given = dtypeOfOut(out);
  if (dtype !== undefined && given !== undefined && dtype !== given) {
    throw wrongKind('ERR_CONFLICT', 'out', `elements of the "dtype" ${dtype}`, describe(given));
  }
  return dtype ?? given ?? defaultResult(image);
}
