import { type Command, InvalidArgumentError, Option } from 'commander';
import { backendNames } from '../base/backends.ts';
import type { Boundary, ConvolveOptions, DType, Method, Mode, Operation } from '../base/types.ts';

/** Readers of option values; what they refuse is a wrong use. */

export function number(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || Number.isNaN(value)) throw new InvalidArgumentError('It takes a number.');
  return value;
}

/** One number for both axes, or `rows,columns`. */
export function numbers(text: string): number | [number, number] {
  const values = text.split(',').map(number);
  if (values.length > 2) throw new InvalidArgumentError('It takes a number, or two: rows,columns.');
  return values.length === 1 ? values[0]! : [values[0]!, values[1]!];
}

export function integers(text: string, separator: string | RegExp, least: number): number[] {
  const values = text.split(separator).map((part) => (/^\d+$/.test(part.trim()) ? Number(part) : Number.NaN));
  if (!values.every((value) => value >= least)) {
    throw new InvalidArgumentError(`It takes whole numbers from ${least} on.`);
  }
  return values;
}

/** One number for both axes, or `rows,columns`. */
export function perAxis(least: number): (text: string) => number | [number, number] {
  return (text) => {
    const values = integers(text, ',', least);
    if (values.length > 2) throw new InvalidArgumentError('It takes a number, or two: rows,columns.');
    return values.length === 1 ? values[0]! : [values[0]!, values[1]!];
  };
}

/** As `perAxis`, or all four sides. */
export function padding(text: string) {
  const values = integers(text, ',', 0);
  if (values.length === 4) {
    const [top, bottom, left, right] = values as [number, number, number, number];
    return [
      [top, bottom],
      [left, right],
    ] as const;
  }
  if (values.length > 2) {
    throw new InvalidArgumentError(
      'It takes a number, or two: rows,columns; or four: top,bottom,left,right.',
    );
  }
  return perAxis(0)(text);
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

const operations: readonly Operation[] = ['convolve2d', 'correlate2d'];
const modes: readonly Mode[] = ['full', 'same', 'valid'];
const boundaries: readonly Boundary[] = ['fill', 'wrap', 'symm', 'reflect', 'edge'];
const methods: readonly Method[] = ['auto', 'direct', 'separable', 'fft'];
const backends = ['auto' as const, ...backendNames];
const dtypes: readonly DType[] = [
  'float32',
  'float64',
  'uint8',
  'uint8clamped',
  'int8',
  'int16',
  'uint16',
  'int32',
  'uint32',
];

/** Options of a call of the library, as commander gives them: undefined where they were not given. */
export interface CallOptions
  extends Pick<
    ConvolveOptions,
    | 'mode'
    | 'boundary'
    | 'fillvalue'
    | 'padding'
    | 'stride'
    | 'dilation'
    | 'delta'
    | 'normalize'
    | 'method'
    | 'backend'
    | 'deterministic'
  > {
  readonly operation?: Operation;
}

/** Those that say what a kernel does to an image; a filter that has a name decides them itself. */
export const kernelOptions = [
  'operation',
  'mode',
  'padding',
  'stride',
  'dilation',
  'delta',
  'normalize',
] as const satisfies readonly (keyof CallOptions)[];

/** Those of `kernelOptions`. */
export function addKernelOptions(command: Command): Command {
  return command
    .addOption(
      choice(
        '--operation',
        operations,
        'convolve2d flips the kernel, correlate2d does not (default: convolve2d)',
      ),
    )
    .addOption(choice('--mode', modes, 'which part of the result (default: same, or by --padding)'))
    .addOption(
      new Option('--padding <n>', 'instead of a mode: n, rows,columns or top,bottom,left,right').argParser(
        padding,
      ),
    )
    .addOption(new Option('--stride <n>', 'keep every n-th result: n or rows,columns').argParser(perAxis(1)))
    .addOption(
      new Option('--dilation <n>', 'distance between kernel elements: n or rows,columns').argParser(
        perAxis(1),
      ),
    )
    .addOption(new Option('--delta <number>', 'added to every result').argParser(number))
    .option('--normalize', 'divide the kernel by its sum');
}

/** The others. */
export function addCallOptions(command: Command): Command {
  return command
    .addOption(
      choice(
        '--boundary',
        boundaries,
        'the image beyond its edges (default: reflect in mode same, else fill)',
      ),
    )
    .addOption(
      new Option('--fillvalue <number>', 'what lies there under --boundary fill (default: 0)').argParser(
        number,
      ),
    )
    .addOption(choice('--method', methods, 'how sums are formed (default: auto)'))
    .addOption(choice('--backend', backends, 'what computes them (default: auto)'))
    .option('--deterministic', 'the same bits on every machine');
}

export function dtypeOption(description: string, flag = '--dtype'): Option {
  return choice(flag, dtypes, description);
}

export function choice(flag: string, choices: readonly string[], description: string): Option {
  return new Option(`${flag} <name>`, description).choices(choices);
}

/**
 * What the library is to be called with: unlike its own default, `full` with zeros, results of the image's size, without
 * dark rims. Padding means zeros.
 */
export function callOptions(given: CallOptions): ConvolveOptions {
  const { fillvalue, padding, stride, dilation, delta, normalize, method, backend, deterministic } = given;
  const mode = given.mode ?? (padding === undefined ? 'same' : undefined);
  const boundary = given.boundary ?? (mode === 'same' && fillvalue === undefined ? 'reflect' : 'fill');
  const options = {
    mode,
    boundary,
    fillvalue,
    padding,
    stride,
    dilation,
    delta,
    normalize,
    method,
    backend,
    deterministic,
  };
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
