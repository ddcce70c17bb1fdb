import { type Command, InvalidArgumentError, Option } from 'commander';
import { backendNames } from '../base/backends.ts';
import { dtypes } from '../base/dtype.ts';
import type {
  Boundaries,
  Boundary,
  ConvolveOptions,
  Method,
  Mode,
  NanTreatment,
  Operation,
  Precision,
} from '../base/types.ts';

/* Functions that read an option's value. They throw `InvalidArgumentError`, which counts as wrong usage. */

export function number(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || Number.isNaN(value)) throw new InvalidArgumentError('It takes a number.');
  return value;
}

/** One number for both axes, or `rows,columns`. */
export function numbers(text: string): number | [number, number] {
  return bothAxes(text.split(',').map(number));
}

/** One whole number for both axes, or `rows,columns`. */
export function perAxis(least: number): (text: string) => number | [number, number] {
  return (text) => bothAxes(integers(text, ',', least));
}

/** One rule for both axes, or `rows,columns`. */
function boundaryOf(text: string): Boundaries {
  const given = text.split(',').map((name) => name.trim()) as Boundary[];
  if (given.length <= 2 && given.every((name) => boundaries.includes(name))) {
    const [rows, columns = rows] = given as [Boundary];
    return [rows, columns];
  }
  throw new InvalidArgumentError(`It takes one of ${boundaries.join(', ')}, or two: rows,columns.`);
}

/** `row,column`. */
function anchor(text: string): [number, number] {
  const [row, column, ...others] = integers(text, ',', 0);
  if (row === undefined || column === undefined || others.length > 0) {
    throw new InvalidArgumentError('It takes two numbers: row,column.');
  }
  return [row, column];
}

/** One number for all sides, `rows,columns` or `top,bottom,left,right`. */
export function padding(text: string): ConvolveOptions['padding'] {
  const values = integers(text, ',', 0);
  const [top = 0, bottom = 0, left = 0, right = 0] = values;
  if (values.length === 4)
    return [
      [top, bottom],
      [left, right],
    ] as const;
  return bothAxes(values, '; or four: top,bottom,left,right');
}

/** `1080x1920` or `1080x1920x3`. */
export function shape(text: string): number[] {
  const values = integers(text, /[x×,]/, 1);
  if (values.length < 2 || values.length > 3) {
    throw new InvalidArgumentError(
      'It takes rows x columns, such as 1080x1920, or with channels 1080x1920x3.',
    );
  }
  return values;
}

/** Sizes between commas: `512`, which is `512x512`, or `1080x1920`. */
export function sizes(text: string): [number, number][] {
  return text.split(',').map((one) => {
    const [rows = 0, columns = rows, ...others] = integers(one, /[x×]/, 1);
    if (others.length > 0) throw new InvalidArgumentError('It takes sizes such as 512 or 1080x1920.');
    return [rows, columns];
  });
}

/** `low,high`, from 0 to 100. */
export function percentiles(text: string): [number, number] {
  const [low = Number.NaN, high = Number.NaN, ...others] = text.split(',').map(number);
  if (!(low >= 0 && low < high && high <= 100) || others.length > 0) {
    throw new InvalidArgumentError('It takes two numbers from 0 to 100: low,high.');
  }
  return [low, high];
}

/** As many workers as the library takes. */
export function threads(text: string): number {
  const value = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (value >= 1 && value <= 1024) return value;
  throw new InvalidArgumentError('It takes a whole number from 1 to 1024.');
}

/** A time in milliseconds. */
export function milliseconds(text: string): number {
  const value = number(text);
  if (value <= 0) throw new InvalidArgumentError('It takes a number above 0.');
  return value;
}

function bothAxes(values: readonly number[], otherForms = ''): number | [number, number] {
  const [first = 0, second = first] = values;
  if (values.length > 2) {
    throw new InvalidArgumentError(`It takes a number, or two: rows,columns${otherForms}.`);
  }
  return values.length === 1 ? first : [first, second];
}

function integers(text: string, separator: string | RegExp, least: number): number[] {
  const values = text.split(separator).map((part) => (/^\d+$/.test(part.trim()) ? Number(part) : Number.NaN));
  if (!values.every((value) => value >= least)) {
    throw new InvalidArgumentError(`It takes whole numbers from ${least} on.`);
  }
  return values;
}

const operations: readonly Operation[] = ['convolve2d', 'correlate2d'];
const modes: readonly Mode[] = ['full', 'same', 'valid'];
export const boundaries: readonly Boundary[] = ['fill', 'wrap', 'symm', 'reflect', 'edge'];
const methods: readonly Method[] = ['auto', 'direct', 'separable', 'fft', 'multirate'];
const precisions: readonly Precision[] = ['exact', 'fast'];
const nanTreatments: readonly NanTreatment[] = ['propagate', 'ignore'];
const backends = ['auto' as const, ...backendNames];

const callOptionNames = [
  'mode',
  'anchor',
  'boundary',
  'fillvalue',
  'padding',
  'stride',
  'dilation',
  'delta',
  'normalize',
  'precision',
  'nan',
  'method',
  'backend',
  'deterministic',
] as const satisfies readonly (keyof ConvolveOptions)[];

/** Options of a call of the library, as commander gives them: undefined where they were not given. */
export interface CallOptions extends Pick<ConvolveOptions, (typeof callOptionNames)[number]> {
  readonly operation?: Operation;
  readonly threads?: number;
}

/** Options that go with a kernel. A filter that has a name decides them itself. */
export const kernelOptions = [
  'operation',
  'mode',
  'anchor',
  'padding',
  'stride',
  'dilation',
  'delta',
  'normalize',
] as const satisfies readonly (keyof CallOptions)[];

/** Adds `kernelOptions`. */
export function addKernelOptions(command: Command): Command {
  const operation = 'convolve2d flips the kernel, correlate2d does not (default: convolve2d)';
  return command
    .addOption(choice('--operation', operations, operation))
    .addOption(choice('--mode', modes, 'which part of the result (default: same, or by --padding)'))
    .option(
      '--anchor <row,column>',
      "the kernel's element that lies on the pixel (default: its centre)",
      anchor,
    )
    .option('--padding <n>', 'instead of a mode: n, rows,columns or top,bottom,left,right', padding)
    .option('--stride <n>', 'keep every n-th result: n or rows,columns', perAxis(1))
    .option('--dilation <n>', 'distance between kernel elements: n or rows,columns', perAxis(1))
    .option('--delta <number>', 'added to every result', number)
    .option('--normalize', 'divide the kernel by its sum');
}

/** Adds the options that every filter takes. */
export function addCallOptions(command: Command): Command {
  const boundary = `the image beyond its edges: ${boundaries.join(', ')}, or two of them: rows,columns (default: reflect in mode same, else fill)`;
  return command
    .option('--boundary <name>', boundary, boundaryOf)
    .option('--fillvalue <number>', 'what lies there under --boundary fill (default: 0)', number)
    .addOption(choice('--precision', precisions, 'fast may be 1 off (default: fast for blurs, else exact)'))
    .addOption(choice('--nan', nanTreatments, 'NaN spread, or are left out (default: propagate)'))
    .addOption(choice('--method', methods, 'how sums are formed (default: auto)'))
    .addOption(choice('--backend', backends, 'what computes them (default: auto)'))
    .option('--deterministic', 'the same bits on every machine')
    .option(
      '--threads <n>',
      'how many compute at the same time (default: a thread for each processor)',
      threads,
    );
}

export function dtypeOption(description: string, flag = '--dtype'): Option {
  return choice(flag, dtypes, description);
}

export function choice(flag: string, choices: readonly string[], description: string): Option {
  return new Option(`${flag} <name>`, description).choices(choices);
}

/**
 * The options for a call of the library, of those that were given. The defaults are other than the library's `full` with zeros,
 * which makes results larger than the image and darkens its borders. Padding means zeros, unless there is a boundary.
 */
export function callOptions(given: CallOptions): ConvolveOptions {
  const mode = given.mode ?? (given.padding === undefined ? 'same' : undefined);
  const boundary = given.boundary ?? (mode === 'same' && given.fillvalue === undefined ? 'reflect' : 'fill');
  const options = { ...given, mode, boundary };
  const entries = callOptionNames.map((name) => [name, options[name]]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}
