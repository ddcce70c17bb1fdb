import { disposeSymbol, Holding } from '../base/disposable.ts';
import { dtypes, elementTypes } from '../base/dtype.ts';
import { describe, inMemory, wrongKind, wrongValue } from '../base/errors.ts';
import { isArray, listOf } from '../base/list.ts';
import type {
  Convolver,
  DType,
  Given,
  Image,
  Kernel,
  KernelBank,
  PerAxis,
  PrepareOptions,
} from '../base/types.ts';
import type { Api, Keeper } from '../call/api.ts';
import type { Core } from '../call/core.ts';
import type { KeptCalls } from '../call/kept-calls.ts';
import { lend, type RunBy } from '../call/lend.ts';
import { readShape } from '../io/container.ts';
import type { Shape } from '../io/view.ts';
import { object, oneOf } from '../problem/options.ts';
import { refuseLargeResults } from '../problem/reduce.ts';
import type { FilterName, GradientOutput, PreparedFilter, PrepareFilterOptions } from './filters.ts';

type Filter = (image: unknown, options: object) => unknown;
type Creators = { readonly [name in FilterName]: (core: Core) => unknown };

/**
 * The signature of `prepare`, which is documented where it is exported.
 *
 * @example
 * const make: Prepare['prepare'] = prepare;
 * const filter = make([[2]], { shape: [1, 1] });
 * console.log(filter.run([[3]])); // [[6]]
 * filter.dispose();
 */
export interface Prepare {
  prepare<
    K extends Kernel | KernelBank | FilterName,
    D extends DType | undefined = undefined,
    Output extends GradientOutput | undefined = undefined,
    Order extends PerAxis | undefined = undefined,
  >(
    kernel: K,
    options: K extends FilterName ? PrepareFilterOptions<K, D, Output, Order> : PrepareOptions<D>,
  ): Prepared<K, D, Output, Order>;
}

/**
 * What `prepare` gives: a `PreparedFilter` for the name of a filter, else a `Convolver`.
 *
 * @example
 * const filter: Prepared<'sharpen'> = prepare('sharpen', { shape: [1, 4] });
 * console.log(filter.run([[1, 1, 3, 3]])); // [[1, -1, 5, 3]]
 * filter.dispose();
 */
export type Prepared<
  K,
  D extends DType | undefined = undefined,
  Output = undefined,
  Order = undefined,
> = K extends FilterName
  ? PreparedFilter<K, Given<'dtype', D> & Given<'output', Output> & Given<'order', Order>>
  : K extends Kernel | KernelBank
    ? Convolver<K, D>
    : never;

export function createPrepare(api: Pick<Api, 'prepare'> & Keeper, creators: Creators): Prepare['prepare'] {
  const prepare = (kernel: unknown, given: unknown): unknown => {
    if (typeof kernel !== 'string') return api.prepare(kernel as Kernel, given as PrepareOptions);
    if (!Object.keys(creators).includes(kernel)) {
      throw wrongValue(
        'ERR_KERNEL',
        'kernel',
        `one of ${Object.keys(creators).join(', ')}`,
        describe(kernel),
      );
    }
    const { shape, ...options } = ownCopy(given);
    const sides = readShape(shape);
    const { core, calls } = api.keeping(sides);
    const create = creators[kernel as FilterName];
    const prepared = preparedFilter(create(core) as Filter, options, sides, calls);
    return lend(prepared, (other) => runOf(create(sharing(core, other, calls)) as Filter, options));
  };
  return prepare as Prepare['prepare'];
}

/** A copy that the caller cannot change. Each option is read once. */
function ownCopy(given: unknown): { [name: string]: unknown } {
  const options = object(given, 'shape');
  const copy: { [name: string]: unknown } = {};
  for (const name in options) {
    const value = (options as typeof copy)[name];
    copy[name] = isArray(value) ? listOf(value) : value;
  }
  if ('out' in copy) throw wrongKind('ERR_OPTION', 'options', 'no "out", which is for each run', 'one');
  return copy;
}

function preparedFilter(
  filter: Filter,
  options: { dtype?: unknown },
  shape: Shape,
  calls: KeptCalls,
): object {
  const dtype = oneOf('dtype', options.dtype, dtypes, 'float32');
  refuseLargeResults(shape, 1, dtype);
  const { rows, columns, channels } = shape;
  const isCanvas = dtype === 'uint8clamped' && channels === 4;
  const image = inMemory((): Image => {
    // Zeros that are not read take no memory. Other containers may hold the same element everywhere.
    const data = new elementTypes[dtype].array(isCanvas ? rows * columns * channels : 1);
    return isCanvas
      ? { data, width: columns, height: rows }
      : { data, shape: [rows, columns, channels], stride: [0, 0, 0] };
  });
  try {
    calls.setUpBy(() => filter(image, options));
  } catch (error) {
    calls.dispose();
    throw error;
  }
  return holding(filter, options, calls);
}

/** The functions of another core, for images of the shape that was prepared for. Kernels are built once for both. */
function sharing(core: Core, { filterOnce, combineOnce }: Parameters<RunBy>[0], calls: KeptCalls): Core {
  return {
    ...core,
    filterOnce(filter, image, outs, options) {
      calls.refuseOther(image.view);
      return filterOnce(filter, image, outs, options);
    },
    combineOnce(filter, image, options, combination) {
      calls.refuseOther(image.view);
      return combineOnce(filter, image, options, combination);
    },
  };
}

function runOf(filter: Filter, options: object) {
  return (image: unknown, out?: unknown) => filter(image, out === undefined ? options : { ...options, out });
}

function holding(filter: Filter, options: object, calls: KeptCalls): object {
  const prepared = {
    run: runOf(filter, options),
    explain: () => calls.explain(),
    dispose: () => held.release(),
    [disposeSymbol]: () => held.release(),
  };
  const held = new Holding(prepared, releaseOf(calls));
  return prepared;
}

/** In a scope of its own: see `Holding`. */
function releaseOf(calls: KeptCalls): () => void {
  return () => calls.dispose();
}
