import { describe, refusalOf, wrongKind, wrongValue } from '../base/errors.ts';
import { isArray } from '../base/list.ts';
import { type CheckedOptions, checkOptions, common, object, pair, takeOptions } from '../problem/options.ts';

/** A filter's own options, not checked yet, and those of the core, for which it has defaults of its own. */
export function readFilterOptions<Name extends string>(
  options: unknown,
  own: readonly Name[],
): {
  readonly own: { readonly [name in Name]: unknown };
  readonly core: CheckedOptions;
  readonly out: unknown;
} {
  const given = options === undefined ? {} : object(options);
  const taken = takeOptions(given, own, common);
  const shared: Record<string, unknown> = { mode: 'same' };
  for (const name of common) shared[name] = (given as typeof shared)[name];
  // As OpenCV's BORDER_DEFAULT, which is BORDER_REFLECT_101.
  if (shared.boundary === undefined) shared.boundary = 'reflect';
  const { options: core, out } = checkOptions(shared);
  return { own: taken, core, out };
}

/** A finite number, within bounds if there are any. */
export function finite<F extends number | undefined>(
  name: string,
  value: unknown,
  fallback: F,
  allows: (value: number) => boolean = () => true,
  expected = 'a finite number',
): number | F {
  if (value === undefined) return fallback;
  if (Number.isFinite(value) && allows(value as number)) return value as number;
  throw refusalOf('ERR_OPTION', name, 'number', expected, value);
}

export function positive<F extends number | undefined>(
  name: string,
  value: unknown,
  fallback: F,
): number | F {
  return finite(name, value, fallback, (given) => given > 0, 'a number greater than 0');
}

export function notNegative<F extends number | undefined>(
  name: string,
  value: unknown,
  fallback: F,
): number | F {
  return finite(name, value, fallback, (given) => given >= 0, 'a number of at least 0');
}

export function count<F extends number | undefined>(name: string, value: unknown, fallback: F): number | F {
  const allows = (given: number) => Number.isSafeInteger(given) && given >= 1;
  return finite(name, value, fallback, allows, 'an integer of at least 1');
}

/** The same for both axes, or `[rows, columns]`. */
export function perAxis<T>(name: string, value: unknown, read: (value: unknown) => T): readonly [T, T] {
  if (!isArray(value)) {
    const both = read(value);
    return [both, both];
  }
  return pair(name, value, (given) => {
    if (given === undefined) throw wrongKind('ERR_OPTION', name, 'two numbers', describe(value));
    return read(given);
  });
}

/** Refuses images that have no colours, nor are gray. */
export function refuseChannels(channels: number): void {
  if (channels === 2 || channels > 4) {
    throw wrongValue('ERR_IMAGE', 'image', '1, 3 or 4 channels', `${channels}`);
  }
}
