import { defaultResult, elementTypes } from '../base/dtype.ts';
import { describe, inMemory, wrongKind, wrongValue } from '../base/errors.ts';
import { isArray, listOf } from '../base/list.ts';
import type { DType } from '../base/types.ts';
import type { Backends } from '../call/api.ts';
import type { Core } from '../call/core.ts';
import type { Combination } from '../call/filter.ts';
import { type Filter, filterOf, ownCopy, readKernels } from '../call/kernels.ts';
import { type Call, isSwapped, planCall } from '../call/plan-call.ts';
import { type Subject, subjectOf } from '../call/subject.ts';
import type { FilterName } from '../image/filters.ts';
import type { Shape } from '../io/view.ts';
import {
  besides,
  type CheckedOptions,
  checkOptions,
  names,
  oneOf,
  operations,
  type Streaming,
  takeOptions,
  withoutOut,
} from '../problem/options.ts';

/** What makes each filter by name, of a core. */
export type Creators = { readonly [name in FilterName]: (core: Core) => unknown };

/** What a filter does to images of one shape and type. */
export interface RowFilter {
  readonly filter: Filter;
  readonly options: CheckedOptions;
  /** Null: the results are those of the one kernel. */
  readonly combination: Combination | null;
  /** Of the results. */
  readonly result: DType;
}

/** Reads the kernel and its options, and checks them; for images of each type and height it gives a filter. */
export type FilterFor = (shape: Shape, dtype: DType) => RowFilter;

/** @param options Those of the filter alone. */
export function readFilter(
  core: Core,
  creators: Creators,
  kernel: unknown,
  options: { readonly [name: string]: unknown },
): FilterFor {
  if ('out' in options)
    throw wrongKind('ERR_OPTION', 'options', 'no "out": each strip is a new array', 'one');
  return typeof kernel === 'string'
    ? namedFilter(core, creators, kernel, options)
    : kernelFilter(kernel, options);
}

/** The options that say what the rows are. */
export const rowNames = ['width', 'height', 'channels', 'imageDtype', 'pool', 'reuse', 'signal'] as const;

/** Options of a filter: errors list also those of the rows, which were read before, and no `out`. */
function forRows<T extends object>(options: T): T {
  return besides(rowNames, withoutOut(options));
}

function kernelFilter(kernel: unknown, given: { readonly [name: string]: unknown }): FilterFor {
  const taken = takeOptions(forRows(given), ['operation', ...names]);
  const { options } = checkOptions(taken, ['operation']);
  const name = oneOf('operation', taken.operation, operations, 'convolve2d');
  const kernels = readKernels(kernel);
  if (kernels.isBank) {
    throw wrongKind('ERR_KERNEL', 'kernel', 'a single kernel for rows', 'an array of kernels');
  }
  // The caller may change the kernel meanwhile.
  const filter = inMemory(() => ownCopy(filterOf(name, kernels)));
  return (_, dtype) => {
    return { filter, options, combination: null, result: options.dtype ?? defaultResult(dtype) };
  };
}

function namedFilter(
  core: Core,
  creators: Creators,
  name: string,
  given: { readonly [name: string]: unknown },
): FilterFor {
  if (!Object.keys(creators).includes(name)) {
    const expected = `one of ${Object.keys(creators).join(', ')}`;
    throw wrongValue('ERR_KERNEL', 'kernel', expected, describe(name));
  }
  const options: { [name: string]: unknown } = {};
  for (const key in given) options[key] = isArray(given[key]) ? listOf(given[key]) : given[key];
  return (shape, dtype) => {
    let found: RowFilter | undefined;
    // Instead of filtering an image, each filter tells how it would.
    const telling: Core = {
      ...core,
      once: (_, build) => build(),
      refuseLargeResults: () => undefined,
      filterOnce(filter, _image, _outs, checked) {
        const alpha = options.alpha === undefined ? alphaOf(shape, dtype, checked.isBlur) : checked.alpha;
        const result = checked.dtype ?? defaultResult(dtype);
        found = { filter, options: { ...checked, alpha }, combination: null, result };
      },
      combineOnce(filter, _image, checked, combination) {
        const [result, another] = combination.types;
        if (another !== undefined) {
          throw wrongValue('ERR_OPTION', 'output', 'one of x, y, magnitude, angle for rows', '"all"');
        }
        found = { filter, options: checked, combination, result: result as DType };
      },
    };
    const make = creators[name as FilterName](telling) as (image: unknown, options: object) => unknown;
    const { rows, columns, channels } = shape;
    // All elements are the same one.
    const image = {
      data: new elementTypes[dtype].array(1),
      shape: [rows, columns, channels],
      stride: [0, 0, 0],
    };
    make(image, forRows({ ...options, alpha: options.alpha ?? alphaOf(shape, dtype, false) }));
    return found as RowFilter;
  };
}

/** What becomes of alpha by default. A stream cannot look whether all pixels are opaque, and so takes none of them for granted. */
function alphaOf({ channels }: Shape, dtype: DType, isBlur: boolean) {
  if (dtype !== 'uint8clamped' || channels !== 4) return undefined;
  return isBlur ? 'premultiply' : 'preserve';
}

/** A call for rows that have not come, and what is made of its sums. */
export interface RowCall {
  readonly call: Call;
  readonly combination: Combination | null;
}

/** @returns Null where image and kernel are swapped: then the image's elements decide. */
export function planRows(
  { filter, options, combination, result }: RowFilter,
  shape: Shape,
  dtype: DType,
  streaming: Streaming | null,
  { registry }: Backends,
): RowCall | null {
  if (isSwapped(filter, shape, options)) return null;
  const subject = subjectFor(shape, dtype, combination?.sums ?? result, options);
  const call = inMemory(() => planCall(filter, subject, null, { ...options, streaming }, registry));
  return { call, combination };
}

/** As of an image in memory, of which nobody looked at the elements: so there may be NaN. */
function subjectFor(shape: Shape, dtype: DType, result: DType, options: CheckedOptions): Subject {
  const subject = subjectOf({ kind: 'pixels', view: { ...shape, dtype } }, result, options);
  const mayHaveNan = options.nan === 'ignore' && elementTypes[dtype].range === null;
  return { ...subject, ignoresNan: subject.ignoresNan || mayHaveNan };
}
