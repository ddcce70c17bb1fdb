import { dtypes } from '../dtype.ts';
import { describe, wrongKind, wrongValue } from '../errors.ts';
import { oneOf, splitOptions } from '../spec/options.ts';
import type { ConvolveOptions } from '../types.ts';

/** Options of the core that filters hand on. Mode is always `same`, and kernels decide the rest. */
export const common = [
  'boundary',
  'fillvalue',
  'precision',
  'nan',
  'alpha',
  'dtype',
  'out',
  'method',
  'backend',
  'deterministic',
] as const;

/** Takes a filter's own options apart from those of the core, for which it has defaults of its own. */
export function takeOptions<Name extends string>(
  options: unknown,
  own: readonly Name[],
): { readonly own: { readonly [name in Name]: unknown }; readonly core: ConvolveOptions } {
  const { others, ...taken } = splitOptions(options === undefined ? {} : options, own);
  refuseOthers(others, [...new Set([...own, ...common])], common);
  const core = others as ConvolveOptions;
  // Filters decide by it before the core can check it.
  if (core.dtype !== undefined) oneOf('dtype', core.dtype, dtypes, core.dtype);
  // As OpenCV's BORDER_DEFAULT, which is BORDER_REFLECT_101.
  const boundary = core.boundary === undefined ? 'reflect' : core.boundary;
  return {
    own: taken as unknown as { readonly [name in Name]: unknown },
    core: { ...core, mode: 'same', boundary },
  };
}

/** Options of functions that take nothing from the core. */
export function onlyOptions<Name extends string>(
  options: unknown,
  own: readonly Name[],
): { readonly [name in Name]: unknown } {
  const { others, ...taken } = splitOptions(options === undefined ? {} : options, own);
  refuseOthers(others, own, []);
  return taken as unknown as { readonly [name in Name]: unknown };
}

function refuseOthers(others: object, known: readonly string[], allowed: readonly string[]): void {
  for (const name of Object.keys(others)) {
    if (allowed.includes(name)) continue;
    const expected = known.length === 0 ? 'none' : `only ${known.join(', ')}`;
    throw wrongKind('ERR_OPTION', 'options', expected, describe(name));
  }
}

/** A finite number, within bounds if there are any. */
export function finite(
  name: string,
  value: unknown,
  fallback: number,
  allows: (value: number) => boolean = () => true,
  expected = 'a finite number',
): number {
  if (value === undefined) return fallback;
  if (typeof value !== 'number') throw wrongKind('ERR_OPTION', name, expected, describe(value));
  if (!Number.isFinite(value) || !allows(value)) {
    throw wrongValue('ERR_OPTION', name, expected, describe(value));
  }
  return value;
}

export function positive(name: string, value: unknown, fallback: number): number {
  return finite(name, value, fallback, (given) => given > 0, 'a number greater than 0');
}

export function notNegative(name: string, value: unknown, fallback: number): number {
  return finite(name, value, fallback, (given) => given >= 0, 'a number of at least 0');
}

export function count(name: string, value: unknown, fallback: number): number {
  const allows = (given: number) => Number.isSafeInteger(given) && given >= 1;
  return finite(name, value, fallback, allows, 'an integer of at least 1');
}

/** The same for both axes, or `[rows, columns]`. */
export function perAxis<T>(name: string, value: unknown, read: (value: unknown) => T): readonly [T, T] {
  if (!Array.isArray(value)) {
    const both = read(value);
    return [both, both];
  }
  if (value.length !== 2) {
    throw wrongValue('ERR_OPTION', name, 'two numbers', describe(value));
  }
  return [read(value[0]), read(value[1])];
}
