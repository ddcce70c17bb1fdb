import { dtypes } from '../dtype.ts';
import { describe, wrongKind, wrongValue } from '../errors.ts';
import type {
  Alpha,
  BackendName,
  Boundary,
  ConvolveOptions,
  DType,
  Method,
  Mode,
  NanTreatment,
  Operation,
  Padding,
  PerAxis,
  Precision,
} from '../types.ts';
import { folds } from './boundary.ts';

/** The options with every default filled in. `padding` overrules `mode` where both could speak. */
export interface CheckedOptions {
  readonly mode: Mode;
  readonly padding: readonly [readonly [number, number], readonly [number, number]] | undefined;
  readonly boundary: Boundary;
  readonly fillvalue: number;
  readonly stride: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly delta: number;
  readonly normalize: boolean;
  readonly precision: Precision;
  readonly nan: NanTreatment;
  /** Undefined: by the image. */
  readonly alpha: Alpha | undefined;
  readonly dtype: DType | undefined;
  readonly out: unknown;
  readonly method: Method;
  readonly backend: BackendName | 'auto';
  readonly deterministic: boolean;
  /** Set within the package, where sums of floats are on their way to something that their last bits must not change. */
  readonly steady: boolean;
}

export const operations: readonly Operation[] = ['convolve2d', 'correlate2d'];
const modes: readonly Mode[] = ['full', 'same', 'valid'];
const boundaries = Object.keys(folds) as Boundary[];
const precisions: readonly Precision[] = ['exact', 'fast'];
const nanTreatments: readonly NanTreatment[] = ['propagate', 'ignore'];
const alphas: readonly Alpha[] = ['preserve', 'premultiply', 'filter'];
const methods: readonly Method[] = ['auto', 'direct', 'separable', 'fft'];
export const backendNames: readonly BackendName[] = ['wasm-relaxed', 'wasm', 'js'];
export const backendChoices: readonly (BackendName | 'auto')[] = ['auto', ...backendNames];

const names: { readonly [name in keyof ConvolveOptions]-?: true } = {
  mode: true,
  boundary: true,
  fillvalue: true,
  padding: true,
  stride: true,
  dilation: true,
  delta: true,
  normalize: true,
  precision: true,
  nan: true,
  alpha: true,
  dtype: true,
  out: true,
  method: true,
  backend: true,
  deterministic: true,
};

/** An option that is `undefined` counts as not given. */
export function checkOptions(options: unknown): CheckedOptions {
  const given = (options === undefined ? {} : object(options)) as ConvolveOptions;
  for (const name of Object.keys(given)) {
    if (!Object.keys(names).includes(name)) {
      throw wrongKind('ERR_OPTION', 'options', `only ${Object.keys(names).join(', ')}`, describe(name));
    }
  }
  if (given.mode !== undefined && given.padding !== undefined) {
    throw wrongKind('ERR_CONFLICT', 'options', 'either "mode" or "padding"', 'both');
  }
  return {
    mode: oneOf('mode', given.mode, modes, 'full'),
    padding: given.padding === undefined ? undefined : sides(given.padding),
    boundary: oneOf('boundary', given.boundary, boundaries, 'fill'),
    fillvalue: number('fillvalue', given.fillvalue),
    stride: perAxis('stride', given.stride, 1, 1),
    dilation: perAxis('dilation', given.dilation, 1, 1),
    delta: number('delta', given.delta),
    normalize: boolean('normalize', given.normalize),
    precision: oneOf('precision', given.precision, precisions, 'exact'),
    nan: oneOf('nan', given.nan, nanTreatments, 'propagate'),
    alpha: given.alpha === undefined ? undefined : oneOf('alpha', given.alpha, alphas, given.alpha),
    dtype: given.dtype === undefined ? undefined : oneOf('dtype', given.dtype, dtypes, given.dtype),
    out: given.out,
    method: oneOf('method', given.method, methods, 'auto'),
    backend: oneOf('backend', given.backend, backendChoices, 'auto'),
    deterministic: boolean('deterministic', given.deterministic),
    steady: false,
  };
}

/** Takes the named options apart from the others. */
export function splitOptions<Name extends string>(
  options: unknown,
  names: readonly Name[],
): { readonly [name in Name]: unknown } & { readonly others: object } {
  const others: Record<string, unknown> = { ...object(options) };
  const taken = {} as Record<Name, unknown>;
  for (const name of names) {
    taken[name] = others[name];
    delete others[name];
  }
  return { ...taken, others };
}

/** The options of `allocate`. */
export function allocateOptions(options: unknown): BackendName | 'auto' {
  if (options === undefined) return 'auto';
  const { backend, others } = splitOptions(options, ['backend']);
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw wrongKind('ERR_OPTION', 'options', 'only backend', describe(unknown));
  return oneOf('backend', backend, backendChoices, 'auto');
}

function object(options: unknown): object {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw wrongKind('ERR_OPTION', 'options', 'an object', describe(options));
  }
  return options;
}

export function oneOf<T extends string>(name: string, value: unknown, allowed: readonly T[], fallback: T): T {
  if (value === undefined) return fallback;
  const expected = `one of ${allowed.join(', ')}`;
  if (typeof value !== 'string') throw wrongKind('ERR_OPTION', name, expected, describe(value));
  if (!(allowed as readonly string[]).includes(value)) {
    throw wrongValue('ERR_OPTION', name, expected, describe(value));
  }
  return value as T;
}

function number(name: string, value: unknown): number {
  if (value === undefined) return 0;
  if (typeof value !== 'number') throw wrongKind('ERR_OPTION', name, 'a number', describe(value));
  return value;
}

function boolean(name: string, value: unknown): boolean {
  if (value === undefined) return false;
  if (typeof value !== 'boolean') throw wrongKind('ERR_OPTION', name, 'true or false', describe(value));
  return value;
}

function perAxis(
  name: string,
  value: PerAxis | undefined,
  fallback: number,
  least: number,
): [number, number] {
  if (value === undefined) return [fallback, fallback];
  if (!Array.isArray(value)) {
    const both = integer(name, value, least);
    return [both, both];
  }
  return pair(name, value, least);
}

function sides(padding: Padding): [[number, number], [number, number]] {
  const forms = 'p, [rows, columns] or [[top, bottom], [left, right]]';
  if (!Array.isArray(padding) && typeof padding !== 'number') {
    const hint = (modes as readonly unknown[]).includes(padding) ? ', which is a "mode"' : '';
    throw wrongKind('ERR_OPTION', 'padding', forms, `${describe(padding)}${hint}`);
  }
  const axes: readonly unknown[] = Array.isArray(padding) ? padding : [padding, padding];
  const isPair = (axis: unknown) => Array.isArray(axis) && axis.length === 2;
  if (!isPair(axes) || (axes.some(Array.isArray) && !axes.every(isPair))) {
    throw wrongValue('ERR_OPTION', 'padding', forms, describe(padding));
  }
  const side = (axis: unknown) => pair('padding', Array.isArray(axis) ? axis : [axis, axis], 0);
  return [side(axes[0]), side(axes[1])];
}

function pair(name: string, value: readonly unknown[], least: number): [number, number] {
  if (value.length !== 2) throw wrongValue('ERR_OPTION', name, 'two numbers', describe(value));
  return [integer(name, value[0], least), integer(name, value[1], least)];
}

function integer(name: string, value: unknown, least: number): number {
  const expected = `an integer of at least ${least}`;
  if (typeof value !== 'number') throw wrongKind('ERR_OPTION', name, expected, describe(value));
  if (!Number.isSafeInteger(value) || value < least) {
    throw wrongValue('ERR_OPTION', name, expected, describe(value));
  }
  return value;
}
