import { alphaOf } from '../alpha.ts';
import { readImage } from '../container.ts';
import { elementTypes } from '../dtype.ts';
import { describe, wrongKind, wrongValue } from '../errors.ts';
import { oneOf } from '../spec/options.ts';
import type { DType, Kernel, NdArray } from '../types.ts';
import { takeOptions } from './check.ts';
import type { Core, Filters, GradientOutput } from './filters.ts';
import { kernels } from './kernels.ts';
import { signedType } from './linear.ts';
import { type Target, targetsFor, typeOfResult } from './target.ts';

type Single = Exclude<GradientOutput, 'all'>;
const singles: readonly Single[] = ['x', 'y', 'magnitude', 'angle'];
const outputs: readonly GradientOutput[] = [...singles, 'all'];

type Floats = Float32Array | Float64Array;

export function createSobel(core: Core): Filters['sobel'] {
  return gradient(core, ['size'], (own) => [kernels.sobelX(own), kernels.sobelY(own)]);
}

export function createScharr(core: Core): Filters['scharr'] {
  return gradient(core, [], () => [kernels.scharrX(), kernels.scharrY()]);
}

export function createPrewitt(core: Core): Filters['prewitt'] {
  return gradient(core, [], () => [kernels.prewittX(), kernels.prewittY()]);
}

type Outs = { readonly [output in Single]?: unknown };

/** A filter that is a pair of kernels, for the derivatives to the right and downwards. */
function gradient<Name extends string>(
  { correlate2d }: Core,
  own: readonly Name[],
  kernelsOf: (own: object) => readonly [Kernel, Kernel],
) {
  return (image: unknown, options?: unknown): never => {
    const { own: taken, core } = takeOptions(options, [...own, 'output', 'out']);
    const { output, out, ...settings } = taken;
    const wanted = oneOf('output', output, outputs, 'all');
    if (core.alpha === 'premultiply') {
      const expected = '"preserve" or "filter", since a gradient\'s kernels have sum 0';
      throw wrongValue('ERR_OPTION', 'alpha', expected, '"premultiply"');
    }
    const pair = kernelsOf(settings);
    const names = wanted === 'all' ? singles : [wanted];
    const outs: Outs = wanted === 'all' ? readOuts(out) : { [wanted]: out };

    const container = readImage(image);
    const { kind, view } = container;
    const types = names.map((name) =>
      typeFor(name, wanted === 'all', core.dtype, outs[name], signedType(image)),
    );
    const targets = targetsFor(
      container,
      names.map((name, index) => ({ out: outs[name], dtype: types[index] as DType })),
    );
    const working = types.every((dtype) => dtype === 'float32') ? 'float32' : 'float64';
    // Rows of numbers have been read; as an array they need not be again, and neither need the results.
    const source = kind === 'nested' ? { data: view.data, shape: [view.rows, view.columns] } : image;
    const used = wanted === 'x' || wanted === 'y' ? [pair[wanted === 'x' ? 0 : 1]] : pair;
    const components = correlate2d(source as NdArray, used, { ...core, dtype: working, out: undefined });
    const [x, y] = components.map(({ data }) => data) as unknown as [Floats, Floats];
    const keepsAlpha = alphaOf(core.alpha, container) === 'preserve';
    const values: { readonly [output in Single]: () => Floats } = {
      x: () => x,
      // Alone it is the only component there is.
      y: () => y ?? x,
      magnitude: () => pairwise(x, y, keepsAlpha, magnitude),
      angle: () => pairwise(x, y, keepsAlpha, Math.atan2),
    };
    const results: { [output in Single]?: unknown } = {};
    // The components last, since a target may change what it is given.
    for (let index = names.length - 1; index >= 0; index--) {
      const name = names[index] as Single;
      results[name] = (targets[index] as Target).put(values[name]());
    }
    return (wanted === 'all' ? results : results[wanted]) as never;
  };
}

function readOuts(out: unknown): Outs {
  if (out === undefined) return {};
  const expected = `an object with containers as ${singles.join(', ')}`;
  if (typeof out !== 'object' || out === null || Array.isArray(out) || ArrayBuffer.isView(out)) {
    throw wrongKind('ERR_OUT', 'out', expected, describe(out));
  }
  const unknown = Object.keys(out).find((name) => !(singles as readonly string[]).includes(name));
  if (unknown !== undefined) throw wrongKind('ERR_OUT', 'out', expected, describe(unknown));
  return out;
}

/** Angles are no integers; `dtype` may be one where it is also that of the others. */
function typeFor(
  name: Single,
  isOneOfAll: boolean,
  dtype: DType | undefined,
  out: unknown,
  signed: DType,
): DType {
  const isInteger = (type: DType | undefined) => type !== undefined && elementTypes[type].range !== null;
  if (name !== 'angle') return typeOfResult(dtype, out, signed);
  const type = typeOfResult(isOneOfAll && isInteger(dtype) ? undefined : dtype, out, signed);
  if (isInteger(type)) throw wrongKind('ERR_CONFLICT', 'dtype', 'float32 or float64 for an angle', type);
  return type;
}

/** The alpha of both components is the image's where it is kept, and so is the result's. */
function pairwise(x: Floats, y: Floats, keepsAlpha: boolean, of: (y: number, x: number) => number): Floats {
  const values = x.slice();
  for (let i = 0; i < values.length; i++) {
    if (keepsAlpha && i % 4 === 3) continue;
    values[i] = of(y[i] as number, x[i] as number);
  }
  return values;
}

/** `Math.hypot` takes many times as long, and is only needed where squares overflow or underflow. */
function magnitude(y: number, x: number): number {
  const square = x * x + y * y;
  return square > 1e-280 && square < Infinity ? Math.sqrt(square) : Math.hypot(x, y);
}
