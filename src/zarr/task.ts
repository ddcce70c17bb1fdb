import { defaultResult, elementTypes } from '../base/dtype.ts';
import { describe, wrongKind, wrongValue } from '../base/errors.ts';
import { type DType, explain, type NdArray } from '../index.ts';
import { readKernel, settle } from '../io/container.ts';
import { copyOf } from '../io/view.ts';
import { anchorOf, extent, placeAxis } from '../problem/geometry.ts';
import { sameLengths, zarrTypes } from './arrays.ts';
import { type Axis, reachLength } from './axis.ts';
import type { CheckedResultOptions } from './options.ts';
import { sha256 } from './sha256.ts';
import type { InputArray, OutputArray, ResultOptions } from './types.ts';
import { version } from './version.ts';

/** What all chunks of a call have in common, as plain data: it decides every byte of the results. */
export interface Task {
  /** Of the package. Another one may round in another way. */
  readonly version: string;
  readonly input: { readonly shape: readonly number[]; readonly dtype: DType };
  readonly output: {
    readonly shape: readonly number[];
    readonly dtype: DType;
    readonly chunks: readonly number[];
  };
  /** As `convolve2d` takes it, which rotates it. */
  readonly kernel: { readonly shape: readonly [number, number]; readonly data: readonly JsonNumber[] };
  readonly rows: Axis;
  readonly columns: Axis;
  readonly dilation: readonly [number, number];
  readonly fillvalue: JsonNumber;
  readonly delta: JsonNumber;
  readonly normalize: boolean;
  readonly method: 'auto' | 'direct' | 'separable' | 'fft';
}

/** JSON has no NaN and no infinities: they are strings. */
type JsonNumber = number | string;

function jsonNumber(value: number): JsonNumber {
  return Number.isFinite(value) ? value : String(value);
}

/** What a call needs to know of its arguments before there is an output. */
export interface Sketch {
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly kernel: Task['kernel'];
  readonly rows: Axis;
  readonly columns: Axis;
}

/** @throws {TypeError | RangeError} with a code, for a wrong kernel, or one that does not fit. */
export function sketchOf(
  input: InputArray,
  kernel: unknown,
  { checked, operation }: CheckedResultOptions,
): Sketch {
  if (typeof kernel === 'string') {
    throw wrongKind(
      'ERR_KERNEL',
      'kernel',
      'a kernel, such as kernels.gaussian({ sigma: 2 })',
      describe(kernel),
    );
  }
  const { view } = settle(readKernel(kernel));
  const data = copyOf(view, 'float64').data as Float64Array;
  // Correlation is convolution with the kernel rotated.
  if (operation === 'correlate2d') data.reverse();
  const lengths = input.shape.slice(-2) as [number, number];
  const [rows, columns] = ([0, 1] as const).map((axis) => {
    const taps = axis === 0 ? view.rows : view.columns;
    const kernelExtent = extent(taps, checked.dilation[axis]);
    const anchor = anchorOf(operation, checked, axis, taps);
    const elements = lengths[axis];
    const { before, outputLength } = placeAxis(checked, axis, elements, kernelExtent, anchor);
    const { [axis]: boundary } = checked.boundary;
    return {
      results: outputLength,
      elements,
      before,
      stride: checked.stride[axis],
      extent: kernelExtent,
      boundary,
    };
  }) as [Axis & { results: number }, Axis & { results: number }];
  refuseFill(input.dtype as DType, checked.fillvalue, [rows, columns]);
  const axisOf = ({ results, ...axis }: Axis & { results: number }): Axis => axis;
  const dtype = checked.dtype ?? defaultResult(input.dtype as DType);
  if (!zarrTypes.includes(dtype))
    throw wrongValue('ERR_OPTION', 'dtype', `one of ${zarrTypes.join(', ')}`, dtype);
  return {
    shape: [...input.shape.slice(0, -2), rows.results, columns.results],
    dtype,
    kernel: { shape: [view.rows, view.columns], data: Array.from(data, jsonNumber) },
    rows: axisOf(rows),
    columns: axisOf(columns),
  };
}

/** A tile holds the fill value as an element of the input's type. */
function refuseFill(dtype: DType, fillvalue: number, axes: readonly Axis[]): void {
  if (!axes.some(({ boundary }) => boundary === 'fill')) return;
  const [held] = new elementTypes[dtype].array(1).fill(fillvalue);
  if (held === fillvalue || (Number.isNaN(held) && Number.isNaN(fillvalue))) return;
  throw wrongValue('ERR_OPTION', 'fillvalue', `a number that ${dtype} holds`, `${fillvalue}`);
}

/** @throws {TypeError | RangeError} with a code, before anything is written. */
export function taskOf(
  input: InputArray,
  kernel: unknown,
  output: OutputArray,
  options: CheckedResultOptions,
): Task {
  const { checked } = options;
  const { shape, dtype: ownType, ...sketch } = sketchOf(input, kernel, options);
  const dtype = output.dtype as DType;
  if (checked.dtype !== undefined && ownType !== dtype) {
    throw wrongKind('ERR_CONFLICT', 'dtype', `that of the output, ${dtype}`, ownType);
  }
  if (!sameLengths(output.shape, shape)) {
    const got = `[${output.shape.join(', ')}]`;
    throw wrongValue('ERR_SIZE', 'output', `a shape of [${shape.join(', ')}]`, got);
  }
  // `Location` and root of one store may be different objects.
  if ((output.store as unknown) === input.store && output.path === input.path) {
    throw wrongKind('ERR_OVERLAP', 'output', 'another array than the input', 'the same');
  }
  const task = {
    version,
    input: { shape: [...input.shape], dtype: input.dtype as DType },
    output: { shape, dtype, chunks: [...output.chunks] },
    ...sketch,
    dilation: checked.dilation,
    fillvalue: jsonNumber(checked.fillvalue),
    delta: jsonNumber(checked.delta),
    normalize: checked.normalize,
    method: checked.method as NonNullable<ResultOptions['method']>,
  };
  return { ...task, method: methodFor(task) };
}

/**
 * The method for all chunks: that of a whole one. It is not left to each chunk, since the last bits of floats depend on it.
 * Integer results do not.
 */
function methodFor(task: Task): Task['method'] {
  const { rows, columns, output } = task;
  const along = (axis: Axis, at: -1 | -2) => {
    return reachLength(axis, Math.min(output.chunks.at(at) as number, output.shape.at(at) as number));
  };
  const tile = { shape: [along(rows, -2), along(columns, -1)], dtype: task.input.dtype };
  const { method } = explain(tile, kernelOf(task), convolveOptions(task));
  const isAuto = task.method === 'auto' && elementTypes[output.dtype].range !== null;
  return isAuto ? 'auto' : (method as Task['method']);
}

export function kernelOf({ kernel: { shape, data } }: Task): NdArray<Float64Array> {
  return { data: Float64Array.from(data, Number), shape };
}

/** The options of `convolve2d` for a tile, in which the plane is continued already. */
export function convolveOptions(task: Task) {
  const { rows, columns, dilation, delta, normalize, method, output } = task;
  return {
    padding: 0,
    stride: [rows.stride, columns.stride],
    dilation,
    delta: Number(delta),
    normalize,
    method,
    dtype: output.dtype,
    deterministic: true,
  } as const;
}

/** Tells tasks apart. */
export function fingerprintOf(task: Task): Promise<string> {
  return sha256(new TextEncoder().encode(JSON.stringify(task)));
}
