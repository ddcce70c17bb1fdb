import { elementTypes } from '../base/dtype.ts';
import { describe, wrongKind, wrongValue } from '../base/errors.ts';
import { isRevoked } from '../base/list.ts';
import type { DType } from '../base/types.ts';
import { alphaOf, type Placement } from '../call/alpha.ts';
import type { Core } from '../call/core.ts';
import { filterOf, readKernels } from '../call/kernels.ts';
import { type Outs, readOuts, resultType } from '../call/outs.ts';
import { newDestination, readImage, settle } from '../io/container.ts';
import type { View } from '../io/view.ts';
import { type CheckedOptions, oneOf } from '../problem/options.ts';
import { sumOfMagnitudes } from '../problem/taps.ts';
import { applyKernel, keepingSign } from './apply.ts';
import { readFilterOptions } from './check.ts';
import { prewittX, scharrX, sobelX } from './derivatives.ts';
import type { Filters, GradientOutput } from './filters.ts';
import { type GradientData, openGradient } from './gradient-sinks.ts';
import { transposed } from './kernel-array.ts';
import type { KernelArray } from './kernel-types.ts';
import { givenDestinations } from './target.ts';

type Single = Exclude<GradientOutput, 'all'>;
const singles: readonly Single[] = ['x', 'y', 'magnitude', 'angle'];
const outputs: readonly GradientOutput[] = ['x', 'y', 'magnitude', 'angle', 'all'];

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
    const placed = givenDestinations(container, outs, types);
    const floats = types.every((dtype) => dtype === 'float32') ? 'float32' : 'float64';
    const isShort = !wantsAll && types[0] !== 'float64' && fitShort(view, pair, options);
    const sums = isShort ? 'int16' : floats;
    const keepsAlpha = alphaOf(options.alpha, container.kind, view.dtype, view.channels) === 'preserve';
    const data: GradientData = {
      sums,
      parts: results,
      keptAlpha: keepsAlpha ? inPlace(view, options) : null,
    };
    // Alpha is kept in the results, which the components may not be.
    const between = { ...options, alpha: 'filter', dtype: sums } as const;
    core.refuseLargeResults(view, results.length, floats);
    const filter = filterOf('correlate2d', readKernels(pair));
    return core.combineOnce(filter, container, between, {
      sums,
      types,
      data,
      place: () => results.map((_, i) => placed[i] ?? newDestination(container, types[i] as DType, view)),
      open: (...call) => openGradient(data, ...call),
      finish(destinations) {
        const finished = destinations.map((destination, i) => [results[i], destination.finish()] as const);
        return wantsAll ? Object.fromEntries(finished) : finished[0]?.[1];
      },
    }) as never;
  };
}

/** Results lie where the image's pixels are. */
function inPlace({ rows, columns }: View, { boundary, fillvalue }: CheckedOptions): Placement {
  return { output: { rows, columns }, stride: [1, 1], boundary, fillvalue, centre: [0, 0] };
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

/** The greatest component whose square, twice, is at most 2^24, and whose magnitude's rounding to float32 decides no tie. */
const MAX_SHORT = 1023;

/** Whether the components of an image of bytes are such integers: then 16 bits hold them, and float32 their magnitude. */
function fitShort(
  view: View,
  pair: readonly KernelArray[],
  { boundary, fillvalue }: CheckedOptions,
): boolean {
  const isByte = Number.isInteger(fillvalue) && fillvalue >= 0 && fillvalue <= 255;
  // The taps have sum 0, so that those of one sign are half of it.
  const greatest = Math.max(...pair.map(({ data }) => (sumOfMagnitudes(data) / 2) * 255));
  return (
    elementTypes[view.dtype].bytes === 1 &&
    view.dtype !== 'int8' &&
    (!boundary.includes('fill') || isByte) &&
    greatest <= MAX_SHORT
  );
}
