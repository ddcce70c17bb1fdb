import { elementTypes } from '../base/dtype.ts';
import { describe, wrongKind, wrongValue } from '../base/errors.ts';
import { isRevoked } from '../base/list.ts';
import type { DType, NdArray } from '../base/types.ts';
import { alphaOf } from '../call/alpha.ts';
import type { Core } from '../call/api.ts';
import { noOuts, type Outs, readOuts, resultType } from '../call/outs.ts';
import { readImage, settle } from '../io/container.ts';
import type { View } from '../io/view.ts';
import { type CheckedOptions, oneOf } from '../problem/options.ts';
import { sumOfMagnitudes } from '../problem/taps.ts';
import { readFilterOptions } from './check.ts';
import type { Filters, GradientOutput } from './filters.ts';
import { type KernelArray, kernels, transposed } from './kernels.ts';
import { applyKernel, keepingSign } from './linear.ts';
import { arrayOf, type Target, targetsFor } from './target.ts';

type Single = Exclude<GradientOutput, 'all'>;
const singles: readonly Single[] = ['x', 'y', 'magnitude', 'angle'];
const outputs: readonly GradientOutput[] = [...singles, 'all'];

type Floats = Float32Array | Float64Array;
/** Of a gradient. */
type Components = Floats | Int16Array;

export function createSobel(core: Core): Filters['sobel'] {
  return gradient(core, ['size'], kernels.sobelX);
}

export function createScharr(core: Core): Filters['scharr'] {
  return gradient(core, [], kernels.scharrX);
}

export function createPrewitt(core: Core): Filters['prewitt'] {
  return gradient(core, [], kernels.prewittX);
}

/** A filter that is a pair of kernels, for the derivatives to the right, which is given, and downwards. */
function gradient<Name extends string>(
  core: Core,
  own: readonly Name[],
  kernelOf: (own: object) => KernelArray,
) {
  return (image: unknown, options?: unknown): never => {
    const { own: taken, core: shared, out } = readFilterOptions(options, [...own, 'output']);
    const { output, ...settings } = taken;
    const wanted = oneOf('output', output, outputs, 'all');
    if (shared.alpha === 'premultiply') {
      const expected = '"preserve" or "filter", since a gradient\'s kernels have sum 0';
      throw wrongValue('ERR_OPTION', 'alpha', expected, '"premultiply"');
    }
    const kernel = kernelOf(settings);
    const pair = [kernel, transposed(kernel)] as const;
    const reading = readImage(image);
    const names = wanted === 'all' ? singles : [wanted];
    const outs: readonly Outs[] = wanted === 'all' ? readOutsByName(out) : [readOuts(null, out)];
    const container = settle(reading);
    const { view } = container;
    const types = names.map((name, index) =>
      typeFor(name, wanted === 'all', shared.dtype, outs[index] as Outs, keepingSign(view.dtype)),
    );
    if (wanted === 'x' || wanted === 'y') {
      const settings = { ...shared, dtype: types[0] };
      return applyKernel(core, pair[wanted === 'x' ? 0 : 1], container, outs[0] as Outs, settings) as never;
    }
    const targets = targetsFor(
      container,
      types.map((dtype, index) => ({ out: outs[index]?.each[0], dtype })),
    );
    const isSingle = types.every((dtype) => dtype === 'float32');
    const working =
      wanted !== 'all' && fitInt16(view, pair, shared) ? 'int16' : isSingle ? 'float32' : 'float64';
    const components = applyKernel(core, pair, arrayOf(container), noOuts, { ...shared, dtype: working });
    const [x, y] = (components as NdArray[]).map(({ data }) => data) as unknown as [Components, Components];
    const keepsAlpha = alphaOf(shared.alpha, container) === 'preserve';
    const type = isSingle ? Float32Array : Float64Array;
    const values: { readonly [output in Single]: () => Floats } = {
      // Components that are results are floats.
      x: () => x as Floats,
      y: () => y as Floats,
      magnitude: () => combined(magnitude, x, y, new type(x.length), keepsAlpha),
      angle: () => combined(Math.atan2, x, y, new type(x.length), keepsAlpha),
    };
    const finishes: (() => unknown)[] = [];
    // The components last, since a target may change what it is given.
    for (let index = names.length - 1; index >= 0; index--) {
      finishes[index] = (targets[index] as Target)(values[names[index] as Single]());
    }
    const results: { [output in Single]?: unknown } = {};
    names.forEach((name, index) => {
      results[name] = (finishes[index] as () => unknown)();
    });
    return (wanted === 'all' ? results : results[wanted]) as never;
  };
}

/** One for each result, in their order. */
function readOutsByName(out: unknown): readonly Outs[] {
  if (out === undefined) return singles.map(() => noOuts);
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

/** Angles are no integers; `dtype` may be one where it is also that of the others. */
function typeFor(
  name: Single,
  isOneOfAll: boolean,
  dtype: DType | undefined,
  { each }: Outs,
  signed: DType,
): DType {
  const isInteger = (type: DType | undefined) => type !== undefined && elementTypes[type].range !== null;
  if (name !== 'angle') return resultType(dtype, each, signed);
  const type = resultType(isOneOfAll && isInteger(dtype) ? undefined : dtype, each, signed);
  if (isInteger(type)) throw wrongKind('ERR_CONFLICT', 'dtype', 'float32 or float64 for an angle', type);
  return type;
}

/** A function of both components; where it is kept, the alpha of a component is the image's, and so is the result's. */
function combined(
  by: (y: number, x: number) => number,
  x: Components,
  y: Components,
  values: Floats,
  keepsAlpha: boolean,
): Floats {
  for (let i = 0; i < values.length; i++) values[i] = by(y[i] as number, x[i] as number);
  for (let i = 3; keepsAlpha && i < values.length; i += 4) values[i] = x[i] as number;
  return values;
}

/** Whether sums of bytes are integers of 16 bits, with which the same comes out sooner. */
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
    (boundary !== 'fill' || isByte) &&
    Math.max(...sums) * 255 <= 32767
  );
}

/** `Math.hypot` takes many times as long, and is only needed where squares overflow or underflow. */
function magnitude(y: number, x: number): number {
  const square = x * x + y * y;
  return square > 1e-280 && square < Infinity ? Math.sqrt(square) : Math.hypot(x, y);
}
