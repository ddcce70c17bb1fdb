import fc from 'fast-check';
import type { BackendName, DType, Image, NdArray } from '../../src/base/types.ts';
import {
  boxBlur,
  edges,
  emboss,
  gaussianBlur,
  laplacian,
  laplacianOfGaussian,
  motionBlur,
  kernels as named,
  prewitt,
  scharr,
  sharpen,
  sobel,
  unsharpMask,
} from '../../src/index.ts';
import { roundHalfEvenSaturate } from '../conformance/oracle.ts';
import { gridOf, rowsOf, valuesOf } from '../support/containers.ts';
import { boundariesOf } from '../support/problems.ts';
import { callCode } from './code.ts';
import { buildImage, elementTypes, type ImageSpec, images } from './images.ts';
import type { Taps } from './kernels.ts';
import {
  attempt,
  bytesOf,
  codeOf,
  describeError,
  difference,
  disposeAll,
  numbersOf,
  type Outcome,
} from './outcome.ts';
import { type Asked, type Computed, compare, type Reference, reference } from './reference.ts';

type Name = keyof typeof ownOptions;

/** A call of a filter as plain data. */
export interface FilterSpec {
  readonly filter: Name;
  readonly image: ImageSpec;
  readonly own: { readonly [option: string]: unknown };
  readonly shared: { readonly [option: string]: unknown };
}

const size = fc.oneof(
  fc.integer({ min: 1, max: 12 }),
  fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })),
);
const sigma = fc.oneof(
  fc.constantFrom(0.3, 0.5, 1, 2.5),
  fc.tuple(fc.constantFrom(0.4, 1), fc.constantFrom(0.7, 2)),
);
const oddSize = fc.integer({ min: 0, max: 5 }).map((n) => 2 * n + 1);
const output = fc.constantFrom('x', 'y', 'magnitude', 'angle', 'all');

const ownOptions = {
  gaussianBlur: { size, sigma, truncate: fc.constantFrom(1, 4) },
  boxBlur: { size },
  motionBlur: {
    length: fc.double({ min: 1, max: 12, noNaN: true }),
    angle: fc.double({ min: -4, max: 4, noNaN: true }),
  },
  sharpen: {},
  unsharpMask: {
    sigma: fc.constantFrom(0.5, 1, 2),
    amount: fc.constantFrom(0, 0.5, 3, -0.7),
    threshold: fc.constantFrom(0, 1, 20),
  },
  emboss: {},
  edges: {},
  sobel: { size: oddSize, output },
  scharr: { output },
  prewitt: { output },
  laplacian: { size: oddSize },
  laplacianOfGaussian: { sigma: fc.constantFrom(0.5, 1, 2), truncate: fc.constantFrom(2, 4) },
} satisfies { readonly [filter: string]: { readonly [option: string]: fc.Arbitrary<unknown> } };

const functions = {
  boxBlur,
  edges,
  emboss,
  gaussianBlur,
  laplacian,
  laplacianOfGaussian,
  motionBlur,
  prewitt,
  scharr,
  sharpen,
  sobel,
  unsharpMask,
};

const gradients: readonly Name[] = ['sobel', 'scharr', 'prewitt'];
const blurs: readonly Name[] = ['gaussianBlur', 'boxBlur', 'motionBlur'];
/** `'fast'` by default from integers to integers. */
const fastByDefault: readonly Name[] = ['gaussianBlur', 'boxBlur', 'unsharpMask'];
const signed: readonly Name[] = [...gradients, 'laplacian', 'laplacianOfGaussian'];

export function filterCalls(): fc.Arbitrary<FilterSpec> {
  const shared = fc.record(
    {
      boundary: boundariesOf(),
      fillvalue: fc.constantFrom(0, 7, -1.5, NaN),
      precision: fc.constantFrom('exact', 'fast'),
      nan: fc.constantFrom('propagate', 'ignore'),
      alpha: fc.constantFrom('preserve', 'premultiply', 'filter'),
      dtype: elementTypes,
      deterministic: fc.boolean(),
    },
    { requiredKeys: [] },
  );
  return fc.constantFrom(...(Object.keys(ownOptions) as Name[])).chain((filter) =>
    fc
      .record({
        filter: fc.constant(filter),
        image: images(),
        own: fc.record(ownOptions[filter] as { [option: string]: fc.Arbitrary<unknown> }, {
          requiredKeys: [],
        }),
        shared,
      })
      .map((spec) => {
        const { alpha, ...others } = spec.shared;
        return { ...spec, shared: spec.image.channels === 4 ? spec.shared : others };
      }),
  );
}

function call({ filter, own, shared }: FilterSpec, image: Image, backend: BackendName, more = {}): unknown {
  return (functions[filter] as (image: Image, options: object) => unknown)(image, {
    ...own,
    ...shared,
    ...more,
    backend,
  });
}

export function filterCode({ filter, image, own, shared }: FilterSpec): string {
  return callCode(filter, [buildImage(image, 'js'), { ...own, ...shared }]);
}

/** What is wrong with a filter on one backend, or null. */
export function judgeFilter(spec: FilterSpec, backend: BackendName): string | null {
  const image = buildImage(spec.image, backend);
  try {
    const before = bytesOf(image);
    const outcome = attempt(() => call(spec, image, backend));
    if (bytesOf(image) !== before) return 'the image was written';
    if ('error' in outcome) return judgeRefusal(spec, outcome.error, backend);
    return judgeValues(spec, image, outcome.value, backend);
  } finally {
    disposeAll(image);
  }
}

/** The same bits, or the same error, on js and on wasm. */
export function judgeFilterAgreement(spec: FilterSpec): string | null {
  const outcomes = (['js', 'wasm'] as const).map((backend): Outcome => {
    const image = buildImage(spec.image, backend);
    const outcome = attempt(() => numbersOf(call(spec, image, backend, { deterministic: true })));
    disposeAll(image);
    return outcome;
  }) as [Outcome, Outcome];
  const fault = difference(...outcomes);
  return fault && `js and wasm differ: ${fault}`;
}

function judgeRefusal(
  { filter, own, shared }: FilterSpec,
  error: unknown,
  backend: BackendName,
): string | null {
  const { output = 'all' } = own;
  const isGradient = gradients.includes(filter);
  const isAngle = isGradient && output === 'angle';
  const isInteger = typeof shared.dtype === 'string' && !shared.dtype.startsWith('float');
  const allowed = [
    ...(isGradient && shared.alpha === 'premultiply' ? ['ERR_OPTION'] : []),
    ...(shared.nan === 'ignore' && (signed.includes(filter) || filter === 'edges') ? ['ERR_CONFLICT'] : []),
    ...(isAngle && isInteger ? ['ERR_CONFLICT'] : []),
    ...(backend === 'wasm-relaxed' && shared.deterministic ? ['ERR_CONFLICT'] : []),
  ];
  const code = codeOf(error);
  return code !== undefined && allowed.includes(code) ? null : `threw ${describeError(error)}`;
}

/** The kernels that a filter is made of, and how they are applied. */
function kernelsOf({ filter, own }: FilterSpec): {
  taps: Taps[];
  isConvolved?: boolean;
  normalize?: boolean;
} {
  const { output: _, threshold: __, ...options } = own;
  const rounded = (kernel: NdArray): Taps => ({ values: rowsOf(kernel) });
  const whole = (kernel: NdArray): Taps => {
    const values = rowsOf(kernel);
    return values.flat().every(Number.isInteger)
      ? { values, fraction: { numerators: values, divisor: 1 } }
      : { values };
  };
  const kernels = named as unknown as { readonly [name: string]: (options?: object) => NdArray };
  if (gradients.includes(filter)) {
    return { taps: [whole(kernels[`${filter}X`]!(options)), whole(kernels[`${filter}Y`]!(options))] };
  }
  if (filter === 'boxBlur') {
    const { data, shape } = kernels.box!(options);
    const [rows, cols] = shape as [number, number];
    const ones = Array.from({ length: rows }, () => Array.from({ length: cols }, () => 1));
    return {
      taps: [{ values: ones, fraction: { numerators: ones, divisor: 1 } }],
      isConvolved: true,
      normalize: data.length > 0,
    };
  }
  if (filter === 'gaussianBlur') {
    const taps = rounded(kernels.gaussian!(options));
    const scale = 2 ** 16;
    const numerators = taps.values.map((row) => row.map((tap) => tap * scale));
    const isDyadic = numerators.flat().every(Number.isInteger);
    const kernel = isDyadic ? { ...taps, fraction: lowest(numerators, scale) } : taps;
    // Of even size it reaches further up and left, as OpenCV's does.
    return { taps: [kernel], isConvolved: true };
  }
  return { taps: [whole(kernels[filter]!(options))] };
}

/** In lowest terms, by powers of two. */
function lowest(numerators: number[][], divisor: number): { numerators: number[][]; divisor: number } {
  const isEven = divisor > 1 && numerators.flat().every((tap) => tap % 2 === 0);
  return isEven
    ? lowest(
        numerators.map((row) => row.map((tap) => tap / 2)),
        divisor / 2,
      )
    : { numerators, divisor };
}

function judgeValues(spec: FilterSpec, image: Image, value: unknown, backend: BackendName): string | null {
  const { filter, own } = spec;
  const { container, dtype, channels } = spec.image;
  const isWide = dtype === 'float64' || dtype === 'int32' || dtype === 'uint32';
  const result = (spec.shared.dtype ??
    (signed.includes(filter) ? (isWide ? 'float64' : 'float32') : dtype)) as DType;
  const areIntegers = !dtype.startsWith('float') && !result.startsWith('float');
  const isFastByDefault = areIntegers && fastByDefault.includes(filter);
  const shared: FilterSpec['shared'] = { ...(isFastByDefault && { precision: 'fast' }), ...spec.shared };
  const { taps, isConvolved, normalize } = kernelsOf(spec);
  const isCanvas = container === 'pixels' && dtype === 'uint8clamped' && channels === 4;
  const byDefault = isCanvas
    ? blurs.includes(filter) && hasTransparency(image, shared)
      ? 'premultiply'
      : 'preserve'
    : 'filter';
  const isFast = shared.precision === 'fast';
  const isInteger = !result.startsWith('float');
  const asked = (kernel: Taps, type: DType): Asked => ({
    operation: isConvolved ? 'convolve2d' : 'correlate2d',
    image: gridOf(image),
    imageType: dtype,
    taps: kernel,
    result: type,
    options: {
      boundary: 'reflect',
      ...shared,
      mode: 'same',
      ...(normalize && { normalize }),
      alpha: (shared.alpha as undefined) ?? byDefault,
    },
  });
  const computed = (kernel: Taps, type: DType): Computed => ({
    errorBound:
      Math.max(kernel.values.flat().length + 40, 60) *
      (type === 'float32' || (isFast && isInteger) ? 2 ** -24 : 2 ** -53),
    points: 8192,
    isDirect: false,
    isFused: backend === 'wasm-relaxed',
    isNamed: false,
  });
  if (filter === 'unsharpMask') {
    const isPlain = (own.threshold ?? 0) === 0 && shared.alpha !== 'premultiply' && shared.nan !== 'ignore';
    const isOfFloats = dtype.startsWith('float') || !isInteger;
    if (!(isPlain && isOfFloats && !isFast))
      return judgeUnsharp({ ...spec, shared }, image, value as Image, asked, computed, result);
  }
  if (!gradients.includes(filter)) {
    const [kernel] = taps as [Taps];
    return compare(valuesOf(value as Image), reference(asked(kernel, result), computed(kernel, result)));
  }
  const { output = 'all' } = own as { output?: string };
  const names = output === 'all' ? ['x', 'y', 'magnitude', 'angle'] : [output];
  for (const name of names) {
    const type = name === 'angle' && !result.startsWith('float') ? (isWide ? 'float64' : 'float32') : result;
    const values = valuesOf((output === 'all' ? (value as { x: Image })[name as 'x'] : value) as Image);
    const [x, y] = taps as [Taps, Taps];
    const fault =
      name === 'x' || name === 'y'
        ? compare(values, reference(asked(name === 'x' ? x : y, type), computed(x, type)))
        : judgePolar(
            name as 'magnitude',
            values,
            type,
            [x, y].map((kernel) =>
              reference(asked(kernel, workingType(type)), computed(kernel, 'float32')),
            ) as [Reference, Reference],
            asked(x, type).options.alpha === 'preserve',
          );
    if (fault !== null) return `${name}: ${fault}`;
  }
  return null;
}

/** Whether a pixel is not opaque, or what lies beyond the edges. */
function hasTransparency(
  image: Image,
  { boundary = 'reflect', fillvalue = 0 }: FilterSpec['shared'],
): boolean {
  const isFilled = [boundary].flat().includes('fill') && !((fillvalue as number) >= 255);
  return isFilled || valuesOf(image).some((value, n) => n % 4 === 3 && value !== 255);
}

const workingType = (type: DType): DType => (type === 'float32' ? 'float32' : 'float64');

/** Magnitudes and angles of components that lie within bounds. */
function judgePolar(
  name: 'magnitude' | 'angle',
  values: Float64Array,
  type: DType,
  [x, y]: readonly [Reference, Reference],
  keepsAlpha: boolean,
): string | null {
  const low = new Float64Array(values.length);
  const high = low.slice();
  const free = low.map((_, n) => (x.free[n] || y.free[n] ? 1 : 0));
  for (let n = 0; n < values.length; n++) {
    const [a, b] = [(x.low[n]! + x.high[n]!) / 2, (y.low[n]! + y.high[n]!) / 2];
    if (keepsAlpha && n % 4 === 3) {
      low[n] = high[n] = roundHalfEvenSaturate(a, type);
      continue;
    }
    const error = x.high[n]! - x.low[n]! + (y.high[n]! - y.low[n]!) + (type === 'float32' ? 2 ** -148 : 0);
    const length = Math.hypot(a, b);
    const relative = type === 'float32' ? 2 ** -22 : 2 ** -50;
    if (![a, b, error].every(Number.isFinite)) {
      free[n] = 1;
    } else if (name === 'magnitude') {
      low[n] = roundHalfEvenSaturate(length * (1 - relative) - error, type);
      high[n] = roundHalfEvenSaturate(length * (1 + relative) + error, type);
    } else if (length <= 4 * error || (a < 0 && Math.abs(b) <= error)) {
      free[n] = 1;
    } else {
      const angle = Math.atan2(b, a);
      const by = (2 * error) / length + 4 * relative;
      low[n] = angle - by;
      high[n] = angle + by;
    }
  }
  return compare(values, { ...x, low, high, free: Uint8Array.from(free) });
}

/** image + amount * (image - blurred), where they differ by more than `threshold`. */
function judgeUnsharp(
  { own, shared }: FilterSpec,
  image: Image,
  value: Image,
  asked: (kernel: Taps, type: DType) => Asked,
  computed: (kernel: Taps, type: DType) => Computed,
  result: DType,
): string | null {
  const { threshold = 0, amount = 1, sigma = 1 } = own as { [name: string]: number };
  const kernel: Taps = { values: rowsOf(named.gaussian({ sigma })) };
  const isNear = shared.precision === 'fast' && !result.startsWith('float');
  const working = isNear ? 'float32' : workingType(result);
  const blurred = reference(asked(kernel, working), computed(kernel, working));
  const pixels = valuesOf(image);
  const round = result === 'float32' ? Math.fround : (x: number) => x;
  const low = blurred.low.slice();
  const high = blurred.high.slice();
  const free = blurred.free.slice();
  for (let n = 0; n < low.length; n++) {
    const pixel = round(pixels[n]!);
    const error =
      high[n]! -
      low[n]! +
      2 ** -20 * (working === 'float32' ? 1 : 2 ** -29) * (Math.abs(pixel) + Math.abs(low[n]!));
    // A missing pixel becomes what is around it.
    if (shared.nan === 'ignore' && Number.isNaN(pixel) && !free[n]) {
      low[n] = roundHalfEvenSaturate(low[n]!, result);
      high[n] = roundHalfEvenSaturate(high[n]!, result);
      continue;
    }
    const difference = pixel - (low[n]! + high[n]!) / 2;
    if (!Number.isFinite(difference) || Math.abs(Math.abs(difference) - threshold) <= 2 * error) {
      free[n] = 1;
      continue;
    }
    const exact = Math.abs(difference) > threshold ? pixel + amount * difference : pixel;
    const by = Math.abs(difference) > threshold ? 4 * (1 + Math.abs(amount)) * error : 0;
    low[n] = roundHalfEvenSaturate(exact - by, result);
    high[n] = roundHalfEvenSaturate(exact + by, result);
  }
  return compare(valuesOf(value), { ...blurred, low, high, free });
}
