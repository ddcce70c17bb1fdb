import { describe, refusalOf, wrongKind, wrongValue } from '../base/errors.ts';
import { isArray } from '../base/list.ts';
import type { BackendName, ColorSpace, DType } from '../base/types.ts';
import type { Container } from '../io/container.ts';
import {
  backendChoices,
  type CheckedOptions,
  checkOptions,
  common,
  object,
  oneOf,
  pair,
  takeOptions,
} from '../problem/options.ts';

/** A filter's own options, not checked yet, and those that it shares with `convolve2d`, checked. */
export function readFilterOptions<Name extends string>(
  options: unknown,
  own: readonly Name[],
): {
  readonly own: { readonly [name in Name]: unknown };
  readonly core: CheckedOptions;
  readonly out: unknown;
  readonly hasPrecision: boolean;
} {
  const given = options === undefined ? {} : object(options, own[0], true);
  const taken = takeOptions(given, own, common);
  const shared: Record<string, unknown> = { mode: 'same' };
  for (const name of common) shared[name] = (given as typeof shared)[name];
  // As OpenCV's BORDER_DEFAULT, which is BORDER_REFLECT_101.
  if (shared.boundary === undefined) shared.boundary = 'reflect';
  const { options: core, out } = checkOptions(shared);
  return { own: taken, core, out, hasPrecision: shared.precision !== undefined };
}

/** Options of functions that do not convolve: their own, not checked yet, and those that all of them have. */
export function readPointwiseOptions<Name extends string>(
  options: unknown,
  names: readonly Name[],
): {
  readonly own: { readonly [name in Name]: unknown };
  readonly backend: BackendName | 'auto';
  readonly out: unknown;
} {
  const own = takeOptions(options, names, ['out', 'backend']);
  // A list of rows is written to, so it is not copied as lists among options are.
  const { out, backend } = (options ?? {}) as { readonly out?: unknown; readonly backend?: unknown };
  return { own, backend: oneOf('backend', backend, backendChoices, 'auto'), out };
}

/** A reader of finite numbers that `allows` accepts. */
function numberThat(expected: string, allows: (value: number) => boolean) {
  return <F extends number | undefined>(name: string, value: unknown, fallback: F): number | F => {
    if (value === undefined) return fallback;
    if (Number.isFinite(value) && allows(value as number)) return value as number;
    throw refusalOf('ERR_OPTION', name, 'number', expected, value);
  };
}

export const finite = /* @__PURE__ */ numberThat('a finite number', () => true);
export const positive = /* @__PURE__ */ numberThat('a number greater than 0', (value) => value > 0);
export const notNegative = /* @__PURE__ */ numberThat('a number of at least 0', (value) => value >= 0);
export const atLeastOne = /* @__PURE__ */ numberThat('a number of at least 1', (value) => value >= 1);
export const count = /* @__PURE__ */ numberThat(
  'an integer of at least 1',
  (value) => Number.isSafeInteger(value) && value >= 1,
);

export const derivative = /* @__PURE__ */ numberThat(
  'an integer from 0 to 10',
  (value) => Number.isInteger(value) && value >= 0 && value <= 10,
);

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

const colorSpaces: readonly ColorSpace[] = ['srgb', 'srgb-linear'];
/** The element types whose greatest element, or 1, is white. */
const pixelTypes: readonly DType[] = ['uint8', 'uint8clamped', 'uint16', 'float32', 'float64'];

/** The option of that name. Only pixels have colours, and what is no blur may be beyond black and white. */
export function colorSpaceFor({ view }: Container, value: unknown, isBlur: boolean): ColorSpace {
  const space = oneOf('colorSpace', value, colorSpaces, 'srgb');
  if (space === 'srgb') return space;
  refuseChannels(view.channels);
  if (isBlur && pixelTypes.includes(view.dtype)) return space;
  const what = isBlur ? `elements of ${view.dtype}` : 'derivatives';
  throw wrongValue('ERR_OPTION', 'colorSpace', `"srgb" for ${what}`, `"${space}"`);
}

/** Refuses images that are neither gray nor coloured. */
export function refuseChannels(channels: number): void {
  if (channels === 2 || channels > 4) {
    throw wrongValue('ERR_IMAGE', 'image', '1, 3 or 4 channels', `${channels}`);
  }
}
