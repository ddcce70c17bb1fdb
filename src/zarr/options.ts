import { describe, refusalOf, wrongKind } from '../base/errors.ts';
import type { ConvolveOptions, Operation } from '../index.ts';
import { type CheckedOptions, checkOptions, oneOf, operations, takeOptions } from '../problem/options.ts';
import type { ConvolutionPool, ConvolveZarrOptions, ResultOptions } from './types.ts';

const resultNames = [
  'mode',
  'anchor',
  'padding',
  'stride',
  'dilation',
  'delta',
  'normalize',
  'boundary',
  'fillvalue',
  'method',
  'dtype',
] as const satisfies readonly (keyof ResultOptions & keyof ConvolveOptions)[];

export interface CheckedResultOptions {
  readonly checked: CheckedOptions;
  readonly operation: Operation;
}

/**
 * Options, each read once.
 *
 * @param others The names of those that may be given besides.
 */
export function readOptions<Name extends string>(
  options: unknown,
  others: readonly Name[],
): CheckedResultOptions & { readonly rest: { readonly [name in Name]: unknown } } {
  const given = takeOptions(options, [...resultNames, 'operation', ...others]);
  const result = Object.fromEntries(resultNames.map((name) => [name, given[name]]));
  return {
    checked: checkOptions(result).options,
    operation: oneOf('operation', given.operation, operations, 'convolve2d'),
    rest: given,
  };
}

export function readPool(pool: unknown): ConvolutionPool | undefined {
  const isPool = typeof (pool as Partial<ConvolutionPool> | null | undefined)?.convolve2d === 'function';
  if (pool === undefined || isPool) return pool as ConvolutionPool | undefined;
  throw wrongKind('ERR_OPTION', 'pool', 'what `createPool` returns', describe(pool));
}

export function readResume(resume: unknown): boolean {
  if (resume === undefined || typeof resume === 'boolean') return resume ?? true;
  throw wrongKind('ERR_OPTION', 'resume', 'true or false', describe(resume));
}

export function readOnProgress(onProgress: unknown): ConvolveZarrOptions['onProgress'] {
  if (onProgress === undefined || typeof onProgress === 'function') {
    return onProgress as ConvolveZarrOptions['onProgress'];
  }
  throw wrongKind('ERR_OPTION', 'onProgress', 'a function', describe(onProgress));
}

/** Enough for the store to work while a chunk is computed: see docs/tiles.md. */
const DEFAULT_CONCURRENCY = 4;

export function readConcurrency(concurrency: unknown): number {
  if (concurrency === undefined) return DEFAULT_CONCURRENCY;
  if (Number.isSafeInteger(concurrency) && (concurrency as number) >= 1) return concurrency as number;
  throw refusalOf('ERR_OPTION', 'concurrency', 'number', 'an integer of at least 1', concurrency);
}
