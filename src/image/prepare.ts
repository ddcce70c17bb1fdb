import { disposeSymbol, Holding } from '../base/disposable.ts';
import { dtypes, elementTypes } from '../base/dtype.ts';
import { describe, inMemory, wrongKind, wrongValue } from '../base/errors.ts';
import { isArray, listOf } from '../base/list.ts';
import type { Convolver, Image, Kernel, Known, PrepareOptions } from '../base/types.ts';
import type { Api, Core, Keeper } from '../call/api.ts';
import type { KeptCalls } from '../call/kept-calls.ts';
import { readShape } from '../io/container.ts';
import type { Shape } from '../io/view.ts';
import { object, oneOf } from '../problem/options.ts';
import { refuseLargeResults } from '../problem/reduce.ts';
import type { FilterName, PreparedFilter, PrepareFilterOptions } from './filters.ts';

type Filter = (image: unknown, options: object) => unknown;
type Creators = { readonly [name in FilterName]: (core: Core) => unknown };

export interface Prepare {
  /** A kernel, or an array of kernels: see `Api.prepare`. */
  <K extends Kernel | readonly Kernel[]>(kernel: K, options: PrepareOptions): Convolver<K>;

  /**
   * Makes a filter by name ready for images of one shape: `run` then builds no kernel, plans nothing, and with `out` allocates
   * nothing as large as an image.
   *
   * @param name Such as `'gaussianBlur'`.
   * @param options Those of the filter but `out`, with the images' `shape`; see `PrepareFilterOptions`.
   * @throws As the filter.
   * @example
   * const blur = prepare('gaussianBlur', { sigma: 2, shape: [1080, 1920, 4], dtype: 'uint8' });
   * const frame = { data: new Uint8Array(1080 * 1920 * 4).fill(7), shape: [1080, 1920, 4] };
   * const out = new Uint8Array(frame.data.length);
   * console.log(blur.run(frame, out) === out, out[0]); // true 7
   * blur.dispose();
   */
  <N extends FilterName, const O extends PrepareFilterOptions<N>>(
    name: N,
    options: Known<O, PrepareFilterOptions<N>>,
  ): PreparedFilter<N, O>;
}

export function createPrepare(api: Pick<Api, 'prepare'> & Keeper, creators: Creators): Prepare {
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
    return preparedFilter(creators[kernel as FilterName](core) as Filter, options, sides, calls);
  };
  return prepare as Prepare;
}

/** A copy that the caller cannot change. Each option is read once. */
function ownCopy(given: unknown): { [name: string]: unknown } {
  const options = object(given);
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

function holding(filter: Filter, options: object, calls: KeptCalls): object {
  const prepared = {
    run: (image: unknown, out?: unknown) => filter(image, out === undefined ? options : { ...options, out }),
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
