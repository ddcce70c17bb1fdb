import { elementTypes } from '../base/dtype.ts';
import { describe, wrongKind, wrongValue } from '../base/errors.ts';
import { isRevoked } from '../base/list.ts';
import type { DType } from '../base/types.ts';
import { alphaOf } from '../call/alpha.ts';
import type { Core } from '../call/api.ts';
import { type Outs, readOuts, resultType } from '../call/outs.ts';
import { readImage, settle } from '../io/container.ts';
import type { View } from '../io/view.ts';
import { type CheckedOptions, oneOf } from '../problem/options.ts';
import { sumOfMagnitudes } from '../problem/taps.ts';
import { applyKernel, elementsOf, keepingSign } from './apply.ts';
import { readFilterOptions } from './check.ts';
import { prewittX, scharrX, sobelX } from './derivatives.ts';
import type { Filters, GradientOutput } from './filters.ts';
import { transposed } from './kernel-array.ts';
import type { KernelArray } from './kernel-types.ts';
import { type Target, targetsFor } from './target.ts';

type Single = Exclude<GradientOutput, 'all'>;
const singles: readonly Single[] = ['x', 'y', 'magnitude', 'angle'];
const outputs: readonly GradientOutput[] = [...singles, 'all'];

type Floats = Float32Array | Float64Array;
/** The derivative to the right or downwards. */
type Component = Floats | Int16Array;

export const createSobel = (core: Core): Filters['sobel'] => gradient(core, ['size'], sobelX);
export const createScharr = (core: Core): Filters['scharr'] => gradient(core, [], scharrX);
export const createPrewitt = (core: Core): Filters['prewitt'] => gradient(core, [], prewittX);

/** A filter by two kernels: `kernelOf` gives the one for the derivative to the right. */
function gradient<Name extends string>(
  core: Core,
  names: readonly Name[],
  kernelOf: (own: object) => KernelArray,
) {
  return (image: unknown, given?: unknown): never => {
    const { own, core: options, out } = readFilterOptions(given, [...names, 'output']);
    const { output, ...settings } = own;
    const wanted = oneOf('output', output, outputs, 'all');
    if (options.alpha === 'premultiply') {
      const expected = '"preserve" or "filter", since a gradient\'s kernels have sum 0';
      throw wrongValue('ERR_OPTION', 'alpha', expected, '"premultiply"');
    }
    const kernel = kernelOf(settings);
    const pair = [kernel, transposed(kernel)] as const;
    const reading = readImage(image);
    const wantsAll = wanted === 'all';
    const results = wantsAll ? singles : [wanted];
    const outs = wantsAll ? readOutsByName(out) : [readOuts(null, out)];
    const container = settle(reading);
    const { view } = container;
    const signed = keepingSign(view.dtype);
    const types = results.map((name, i) => typeFor(name, wantsAll, options.dtype, outs[i] as Outs, signed));
    if (wanted === 'x' || wanted === 'y') {
      const settled = { ...options, dtype: types[0] };
      return applyKernel(core, pair[wanted === 'x' ? 0 : 1], container, outs[0] as Outs, settled) as never;
    }
    const targets = targetsFor(container, outs, types);
    const isFloat32 = types.every((dtype) => dtype === 'float32');
    const floats = isFloat32 ? 'float32' : 'float64';
    const dtype = !wantsAll && fitInt16(view, pair, options) ? 'int16' : floats;
    const [x, y] = elementsOf(core, pair, container, { ...options, dtype }) as [Component, Component];
    const keepsAlpha = alphaOf(options.alpha, container.kind, view.dtype, view.channels) === 'preserve';
    const valuesOf = (name: Single): Floats => {
      // Components that are results are floats.
      if (name === 'x' || name === 'y') return (name === 'x' ? x : y) as Floats;
      const by = name === 'angle' ? Math.atan2 : magnitude;
      return combine(by, x, y, new elementTypes[floats].array(x.length), keepsAlpha);
    };
    // Before any target rounds the components in place.
    const values = results.map(valuesOf);
    const finishes = values.map((each, i) => (targets[i] as Target)(each));
    const finished = finishes.map((finish, i) => [results[i], finish()] as const);
    return (wantsAll ? Object.fromEntries(finished) : finished[0]?.[1]) as never;
  };
}

/** One for each result, in their order. */
function readOutsByName(out: unknown): readonly Outs[] {
  if (out === undefined) return singles.map(() => readOuts(null, out));
  const expected = `an object with containers as ${singles.join(', ')}`;
  const isObject = typeof out === 'object' && out !== null && !isRevoked(out);
  if (!isObject || Array.isArray(out) || ArrayBuffer.isView(out)) {
    throw wrongKind('ERR_OUT', 'out', expected, describe(out));
  }
  const unknown = Object.keys(out).find((name) => !(singles as readonly string[]).includes(name));
  if (unknown !== undefined) throw wrongKind('ERR_OUT', 'out', expected, describe(unknown));
  const given = out as { readonly [output in Single]?: unknown };
  return singles.map((name) => readOuts(null, given[name]));
}

/** Angles are floats. An integer `dtype` is that of the other results, so alone an angle may not have it. */
function typeFor(
  name: Single,
  wantsAll: boolean,
  dtype: DType | undefined,
  { each }: Outs,
  signed: DType,
): DType {
  const isInteger = (type: DType | undefined) => type !== undefined && elementTypes[type].range !== null;
  if (name !== 'angle') return resultType(dtype, each, signed);
  const type = resultType(wantsAll && isInteger(dtype) ? undefined : dtype, each, signed);
  if (isInteger(type)) throw wrongKind('ERR_CONFLICT', 'dtype', 'float32 or float64 for an angle', type);
  return type;
}

/** A function of both components. Where alpha is kept, both hold the image's, and so does the result. */
function combine(
  by: (y: number, x: number) => number,
  x: Component,
  y: Component,
  values: Floats,
  keepsAlpha: boolean,
): Floats {
  for (let i = 0; i < values.length; i++) values[i] = by(y[i] as number, x[i] as number);
  for (let i = 3; keepsAlpha && i < values.length; i += 4) values[i] = x[i] as number;
  return values;
}

/** Whether the components of an image of bytes fit into 16 bits: then integers give the same results sooner than floats. */
function fitInt16(
  view: View,
  pair: readonly KernelArray[],
  { boundary, fillvalue }: CheckedOptions,
): boolean {
  const isByte = Number.isInteger(fillvalue) && fillvalue >= 0 && fillvalue <= 255;
  const sums = pair.map(({ data }) => sumOfMagnitudes(data));
  return (
    elementTypes[view.dtype].bytes === 1 &&
    view.dtype !== 'int8' &&
    (!boundary.includes('fill') || isByte) &&
    Math.max(...sums) * 255 <= 32767
  );
}

/** `Math.hypot` takes many times as long, and is needed only where squares overflow or underflow. */
function magnitude(y: number, x: number): number {
  const square = x * x + y * y;
  return square > 1e-280 && square < Infinity ? Math.sqrt(square) : Math.hypot(x, y);
}
