import { backendNames } from '../base/backends.ts';
import { dtypes } from '../base/dtype.ts';
import { describe, refusalOf, wrongKind, wrongValue } from '../base/errors.ts';
import { isArray, isRevoked, listOf } from '../base/list.ts';
import type {
  Alpha,
  BackendName,
  Boundary,
  ColorSpace,
  CommonOptions,
  ConvolveOptions,
  DType,
  Method,
  Mode,
  NanTreatment,
  Operation,
  Precision,
} from '../base/types.ts';
import { folds } from './boundary.ts';

/** The options with every default filled in. `padding` overrules `mode` where both could speak. */
export interface CheckedOptions {
  readonly mode: Mode;
  /** In the kernel as it is given; undefined: the centre. */
  readonly anchor: readonly [number, number] | undefined;
  readonly padding: readonly [readonly [number, number], readonly [number, number]] | undefined;
  /** For rows, then for columns. */
  readonly boundary: readonly [Boundary, Boundary];
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
  readonly method: Method;
  readonly backend: BackendName | 'auto';
  readonly deterministic: boolean;
  /** Set within the package, where sums of floats are on their way to something that their last bits must not change. */
  readonly steady: boolean;
  /** Set by blurs: colours of canvas pixels are weighted by their alpha, unless `alpha` says otherwise. */
  readonly isBlur: boolean;
  readonly colorSpace: ColorSpace;
  /** Set by `unsharpMask`, whose kernel is that of the blur. */
  readonly sharpening: Sharpening | null;
  /** Set by `convolveRows`. */
  readonly streaming: Streaming | null;
}

/** The results are never in memory together, and the image has its height, or one that stands for a height that nobody knows yet. */
export type Streaming = 'known-height' | 'unknown-height';

/** Elements that differ from the blurred ones by more than `threshold` are moved away from these by `amount` times that. */
export interface Sharpening {
  readonly amount: number;
  readonly threshold: number;
}

export const operations: readonly Operation[] = ['convolve2d', 'correlate2d'];
const modes: readonly Mode[] = ['full', 'same', 'valid'];
const boundaries = /* @__PURE__ */ Object.keys(folds) as Boundary[];
const precisions: readonly Precision[] = ['exact', 'fast'];
const nanTreatments: readonly NanTreatment[] = ['propagate', 'ignore'];
const alphas: readonly Alpha[] = ['preserve', 'premultiply', 'filter'];
const methods: readonly Method[] = ['auto', 'direct', 'separable', 'fft', 'multirate'];
export const backendChoices: readonly (BackendName | 'auto')[] = ['auto', ...backendNames];

/** All options, and whether filters hand them on: their mode is always `same`, and their kernels decide the rest. */
const filtersHandOn = {
  mode: false,
  anchor: false,
  boundary: true,
  fillvalue: true,
  padding: false,
  stride: false,
  dilation: false,
  delta: false,
  normalize: false,
  precision: true,
  nan: true,
  alpha: true,
  dtype: true,
  out: true,
  method: true,
  backend: true,
  deterministic: true,
} as const satisfies {
  readonly [name in keyof ConvolveOptions]-?: name extends keyof CommonOptions | 'out' ? true : false;
};

export const names = /* @__PURE__ */ Object.keys(filtersHandOn) as (keyof typeof filtersHandOn)[];
export const common = /* @__PURE__ */ names.filter((name) => filtersHandOn[name]);

/**
 * Options, each read once; an option that is `undefined` counts as not given. `out` comes as it is.
 *
 * @param others Names of options that were read before.
 */
export function checkOptions(
  options: unknown,
  others: readonly string[] = [],
): { readonly options: CheckedOptions; readonly out: unknown } {
  const given: Given = givenOptions(options, names, others);
  const { mode, anchor, padding, boundary, fillvalue, stride, dilation, delta, normalize } = given;
  const { precision, nan, alpha, dtype, out, method, backend, deterministic } = given;
  const values = [mode, anchor, padding, boundary, fillvalue, stride, dilation, delta, normalize];
  values.push(precision, nan, alpha, dtype, method, backend, deterministic);
  if (lastOptions && areLast(values)) return { options: lastOptions, out };
  if (mode !== undefined && padding !== undefined) {
    throw wrongKind('ERR_CONFLICT', 'options', 'either "mode" or "padding"', 'both');
  }
  if (anchor !== undefined && mode !== 'same') {
    const got =
      mode === undefined && padding !== undefined ? '"padding"' : `mode ${describe(mode ?? 'full')}`;
    throw wrongKind('ERR_CONFLICT', 'anchor', 'mode "same"', got);
  }
  const checked: CheckedOptions = {
    mode: oneOf('mode', mode, modes, 'full'),
    anchor: readAnchor(anchor),
    padding: padding === undefined ? undefined : sides(padding),
    boundary: boundaryOf(boundary),
    fillvalue: like('fillvalue', fillvalue, 0, 'a number'),
    stride: perAxis('stride', stride),
    dilation: perAxis('dilation', dilation),
    delta: like('delta', delta, 0, 'a number'),
    normalize: like('normalize', normalize, false, 'true or false'),
    precision: oneOf('precision', precision, precisions, 'exact'),
    nan: oneOf('nan', nan, nanTreatments, 'propagate'),
    alpha: oneOf('alpha', alpha, alphas, undefined),
    dtype: oneOf('dtype', dtype, dtypes, undefined),
    method: oneOf('method', method, methods, 'auto'),
    backend: oneOf('backend', backend, backendChoices, 'auto'),
    deterministic: like('deterministic', deterministic, false, 'true or false'),
    steady: false,
    isBlur: false,
    colorSpace: 'srgb',
    sharpening: null,
    streaming: null,
  };
  // A list that the caller may change is no value to remember.
  if (!values.some((value) => typeof value === 'object')) {
    lastValues = values;
    lastOptions = checked;
  }
  return { options: checked, out };
}

type Given = { readonly [name in keyof ConvolveOptions]: unknown };

/** The options of the last call, which most often are those of the next: so they are checked once. */
let lastValues: readonly unknown[] = [];
let lastOptions: CheckedOptions | undefined;

function areLast(values: readonly unknown[]): boolean {
  for (let i = 0; i < values.length; i++) {
    if (!Object.is(values[i], lastValues[i])) return false;
  }
  return true;
}

/** Options of calls that refuse `out`: errors do not list it. */
const takeNoOut = new WeakSet<object>();

/** Options of a call that refuses `out`, as `convolveRows` does. */
export function withoutOut<T extends object>(options: T): T {
  takeNoOut.add(options);
  return options;
}

/** Reads the named options, each once, of an object that may have no others of its own; of a list takes a copy. */
export function takeOptions<Name extends string>(
  options: unknown,
  names: readonly Name[],
  others: readonly string[] = [],
): { readonly [name in Name]: unknown } {
  const all = new Set<string>([...names, ...others]);
  if (takeNoOut.has(options as object)) all.delete('out');
  const given = givenOptions(options, [...all]) as { [name in Name]: unknown };
  const taken = {} as Record<Name, unknown>;
  for (const name of names) {
    const value = given[name];
    taken[name] = isArray(value) ? listOf(value) : value;
  }
  return taken;
}

/** By options, the names of those that were given with them, and taken away: errors list these too. */
const readElsewhere = new WeakMap<object, readonly string[]>();

/** Options of a call that has others besides, as calls of pools have. */
export function besides<T extends object>(others: readonly string[], options: T): T {
  readElsewhere.set(options, others);
  return options;
}

/** An object whose own properties have known names; an error lists only those that are no `others`. */
function givenOptions(options: unknown, known: readonly string[], others: readonly string[] = []): object {
  const first = known.includes('mode') ? undefined : known[0];
  const given = options === undefined ? {} : object(options, first, known.includes('out'));
  const own = Object.keys(given);
  for (let i = 0; i < own.length; i++) {
    const name = own[i] as string;
    if (known.includes(name) || others.includes(name)) continue;
    const listed = [...known, ...(readElsewhere.get(given) ?? [])];
    const expected = listed.length === 0 ? 'none' : `only ${listed.join(', ')}`;
    // Other libraries have other capitals, and plurals such as the `strides` of TensorFlow.
    const meant = listed.find((each) => new RegExp(`^${each}s?$`, 'i').test(name));
    const hint = meant === undefined ? '' : `, which is "${meant}"`;
    throw wrongKind('ERR_OPTION', 'options', expected, `${describe(name)}${hint}`);
  }
  return given;
}

/** The options of `allocate`. */
export function allocateOptions(options: unknown): {
  readonly backend: BackendName | 'auto';
  readonly shared: boolean;
} {
  const given = takeOptions(options, ['backend', 'shared']);
  const backend = oneOf('backend', given.backend, backendChoices, 'auto');
  const shared = like('shared', given.shared, false, 'true or false');
  if (shared && typeof SharedArrayBuffer === 'undefined') {
    const expected = 'SharedArrayBuffer to be there, which pages have if they are cross-origin isolated';
    throw wrongValue('ERR_OPTION', 'shared', expected, 'none');
  }
  return { backend, shared };
}

/**
 * @param first The name of an option that numbers are often given for.
 * @param hasOut Whether there is an option `out`, for which results are often given.
 */
export function object(options: unknown, first?: string, hasOut = false): object {
  const isObject =
    typeof options === 'object' && options !== null && !isRevoked(options) && !isArray(options);
  const isResult = isObject && isContainer(options);
  if (isObject && !isResult) return options;
  const example = isResult && hasOut ? ' such as { out: result }' : exampleOf(options, first);
  throw wrongKind('ERR_OPTION', 'options', `an object${example}`, describe(options));
}

/** Listing the names of a large array takes seconds, and pixels of a canvas have none of their own. */
function isContainer(value: object): boolean {
  return ArrayBuffer.isView(value) || ('data' in value && ArrayBuffer.isView(value.data));
}

/** The form that was meant where others, such as SciPy, take an argument. */
function exampleOf(given: unknown, first: string | undefined): string {
  const isNamed = (names: readonly unknown[]) => names.includes(given);
  if (isNamed(modes)) return ` such as { mode: "${given}", boundary: "symm" }`;
  if (isNamed(boundaries)) return ` such as { boundary: "${given}" }`;
  if (first === undefined || !(typeof given === 'number' || isArray(given))) return '';
  return ` such as { ${first}: ${describe(given)} }`;
}

export function oneOf<T extends string, F extends T | undefined>(
  name: string,
  value: unknown,
  allowed: readonly T[],
  fallback: F,
): T | F {
  return value === undefined ? fallback : among(name, value, allowed);
}

function among<T extends string>(name: string, value: unknown, allowed: readonly T[]): T {
  if ((allowed as readonly unknown[]).includes(value)) return value as T;
  throw refusalOf('ERR_OPTION', name, 'string', `one of ${allowed.join(', ')}`, value);
}

/** A value of the type of its default. */
function like<T extends number | boolean>(name: string, value: unknown, fallback: T, expected: string): T {
  if (value === undefined) return fallback;
  if (typeof value !== typeof fallback) throw wrongKind('ERR_OPTION', name, expected, describe(value));
  return value as T;
}

function boundaryOf(value: unknown): [Boundary, Boundary] {
  if (value === undefined) return ['fill', 'fill'];
  if (!isArray(value)) {
    const both = boundaryNamed(value);
    return [both, both];
  }
  return pair('boundary', listOf(value), boundaryNamed, 'one name, or two: [rows, columns]');
}

function boundaryNamed(value: unknown): Boundary {
  const [, meant] = otherNames.find(([names]) => (names as readonly unknown[]).includes(value)) ?? [];
  if (meant === undefined) return among('boundary', value, boundaries);
  const got = `"${value}", which is "${meant}"`;
  throw wrongValue('ERR_OPTION', 'boundary', `one of ${boundaries.join(', ')}`, got);
}

/** What boundaries are called in `scipy.ndimage`, NumPy, MATLAB and OpenCV, where they have other names there. */
const otherNames: readonly (readonly [names: readonly string[], meant: Boundary])[] = [
  [['constant', 'zeros'], 'fill'],
  [['mirror', 'reflect101'], 'reflect'],
  [['symmetric'], 'symm'],
  [['nearest', 'replicate'], 'edge'],
  [['circular', 'periodic'], 'wrap'],
];

/** A number for each axis, 1 where none is given. */
function perAxis(name: string, value: unknown): [number, number] {
  if (value === undefined) return [1, 1];
  return integers(name, isArray(value) ? listOf(value) : [value, value], 1);
}

/** Whether it lies in the kernel is checked where the kernel is known. */
export function readAnchor(value: unknown): [number, number] | undefined {
  if (value === undefined) return undefined;
  const expected = '[row, column]';
  if (!isArray(value)) throw wrongKind('ERR_OPTION', 'anchor', expected, describe(value));
  return pair('anchor', listOf(value), (each) => integer('anchor', each, 0), expected);
}

function sides(padding: unknown): [[number, number], [number, number]] {
  const forms = 'p, [rows, columns] or [[top, bottom], [left, right]]';
  if (!isArray(padding)) {
    if (typeof padding !== 'number') {
      const hint = (modes as readonly unknown[]).includes(padding) ? ', which is a "mode"' : '';
      throw wrongKind('ERR_OPTION', 'padding', forms, `${describe(padding)}${hint}`);
    }
    const all = [padding, padding];
    return [integers('padding', all, 0), integers('padding', all, 0)];
  }
  const list = listOf(padding);
  if (list.length !== 2) throw wrongValue('ERR_OPTION', 'padding', forms, describe(list));
  const axes = list.map((axis) => (isArray(axis) ? listOf(axis) : axis));
  const isPair = (axis: unknown) => isArray(axis) && axis.length === 2;
  if (axes.some(isArray) && !axes.every(isPair)) {
    throw wrongValue('ERR_OPTION', 'padding', forms, describe(axes));
  }
  const side = (axis: unknown) => integers('padding', isArray(axis) ? axis : [axis, axis], 0);
  return [side(axes[0]), side(axes[1])];
}

export function pair<T>(
  name: string,
  value: readonly unknown[],
  read: (value: unknown) => T,
  expected = 'two numbers',
): [T, T] {
  if (value.length !== 2) throw wrongValue('ERR_OPTION', name, expected, describe(value));
  return [read(value[0]), read(value[1])];
}

function integers(name: string, value: readonly unknown[], least: number): [number, number] {
  return pair(name, value, (each) => integer(name, each, least));
}

function integer(name: string, value: unknown, least: number): number {
  if (Number.isSafeInteger(value) && (value as number) >= least) return value as number;
  throw refusalOf('ERR_OPTION', name, 'number', `an integer of at least ${least}`, value);
}
