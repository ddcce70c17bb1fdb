import fc from 'fast-check';
import type {
  BackendName,
  ConvolveOptions,
  DType,
  Explanation,
  Image,
  Kernel,
  OutContainer,
} from '../../src/base/types.ts';
import { convolve2d, correlate2d, explain, prepare, sepConvolve2d } from '../../src/index.ts';
import { modes } from '../conformance/cases/geometry.ts';
import { elementType, gridOf, valuesOf } from '../support/containers.ts';
import { boundariesOf } from '../support/problems.ts';
import { callCode } from './code.ts';
import { outputSize } from './geometry.ts';
import {
  buildImage,
  buildOut,
  elementTypes,
  type ImageSpec,
  images,
  type OutSpec,
  outs,
  type Receiver,
} from './images.ts';
import { buildKernel, type KernelSpec, kernels, type Taps, tapsOf } from './kernels.ts';
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
import { type Asked, type Computed, compare, magnitudeOf, reference, sumOf } from './reference.ts';

/** A call of the core as plain data. */
export interface CoreSpec {
  readonly entry: 'convolve2d' | 'correlate2d' | 'sepConvolve2d';
  readonly image: ImageSpec;
  readonly kernels: readonly KernelSpec[];
  /** Whether kernels are given as an array of them. */
  readonly isBank: boolean;
  readonly options: ConvolveOptions;
  readonly out: OutSpec | undefined;
}

/** More products than this in a result would keep the oracle too long. */
const MAX_PRODUCTS = 2e6;

const step = fc.oneof(
  { weight: 4, arbitrary: fc.constant(1) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 4 }) },
  { weight: 1, arbitrary: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 3 })) },
);
const side = fc.tuple(fc.nat(6), fc.nat(9));

function options(): fc.Arbitrary<ConvolveOptions> {
  const rarely = <T>(arbitrary: fc.Arbitrary<T>) =>
    fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
  return fc
    .record({
      mode: fc.constantFrom(...modes, 'same' as const),
      padding: rarely(fc.oneof(fc.nat(5), side, fc.tuple(side, side))),
      boundary: boundariesOf(),
      fillvalue: rarely(fc.constantFrom(0, 1, 200, -2.25, 0.1, NaN, Infinity, 1e300)),
      stride: step,
      dilation: step,
      delta: rarely(fc.constantFrom(0.5, 1 / 3, -100, 0.25, 1e6, NaN)),
      normalize: fc.boolean(),
      precision: rarely(fc.constantFrom('exact' as const, 'fast' as const)),
      nan: rarely(fc.constantFrom('propagate' as const, 'ignore' as const)),
      alpha: rarely(fc.constantFrom('preserve' as const, 'premultiply' as const, 'filter' as const)),
      dtype: rarely(elementTypes),
      method: rarely(
        fc.constantFrom('auto' as const, 'direct' as const, 'separable' as const, 'fft' as const),
      ),
      deterministic: rarely(fc.boolean()),
    })
    .map(({ mode, padding, ...others }) => {
      const given = Object.entries({ ...others, ...(padding === undefined ? { mode } : { padding }) });
      return Object.fromEntries(given.filter(([, value]) => value !== undefined)) as ConvolveOptions;
    });
}

export function coreCalls(): fc.Arbitrary<CoreSpec> {
  return fc
    .record({
      entry: fc.constantFrom<CoreSpec['entry']>('convolve2d', 'correlate2d', 'sepConvolve2d'),
      image: images(),
      kernels: fc.array(kernels(), { minLength: 1, maxLength: 3 }),
      isBank: fc.boolean(),
      options: options(),
      out: outs(),
    })
    .map((spec) => {
      const isBank = spec.isBank && spec.entry !== 'sepConvolve2d';
      const chosen = isBank ? spec.kernels : spec.kernels.slice(0, 1);
      const { alpha, ...others } = spec.options;
      const settings = spec.image.channels === 4 && alpha !== undefined ? { ...others, alpha } : others;
      return {
        ...spec,
        isBank,
        kernels: chosen.map((kernel) => bounded(kernel, spec.image)),
        options: settings,
      };
    });
}

function bounded(kernel: KernelSpec, image: ImageSpec): KernelSpec {
  let { rows, cols } = kernel;
  const products = () => (image.rows + rows) * (image.cols + cols) * image.channels * rows * cols;
  while (products() > MAX_PRODUCTS) {
    if (rows > cols) rows = Math.ceil(rows / 2);
    else cols = Math.ceil(cols / 2);
  }
  return { ...kernel, rows, cols };
}

/** A call ready to be made, more than once. */
export interface Call {
  readonly image: Image;
  readonly given: Kernel | Kernel[];
  readonly taps: readonly Taps[];
  readonly column: number[];
  readonly row: number[];
  readonly options: ConvolveOptions;
  readonly receivers: readonly Receiver[] | undefined;
  readonly result: DType;
  run(): unknown;
}

/** Column and row of a kernel for `sepConvolve2d`, whose product it is then. */
function factorsOf(spec: KernelSpec): { column: Taps; row: Taps; taps: Taps } {
  const column = tapsOf({ ...spec, cols: 1 });
  const row = tapsOf({ ...spec, rows: 1, seed: spec.seed + 1 });
  const outer = (a: number[][], b: number[][]) => a.map(([x]) => b[0]!.map((y) => x! * y));
  const fractions = column.fraction &&
    row.fraction && {
      numerators: outer(column.fraction.numerators, row.fraction.numerators),
      divisor: column.fraction.divisor * row.fraction.divisor,
    };
  const values = outer(column.values, row.values);
  return { column, row, taps: fractions ? { values, fraction: fractions } : { values } };
}

export function build(spec: CoreSpec, backend: BackendName, settings: ConvolveOptions = {}): Call {
  const image = buildImage(spec.image, backend);
  const first = spec.kernels[0]!;
  const isSeparate = spec.entry === 'sepConvolve2d';
  const factors = isSeparate ? factorsOf(first) : undefined;
  const taps = factors ? [factors.taps] : spec.kernels.map(tapsOf);
  const built = isSeparate ? [] : spec.kernels.map((kernel, index) => buildKernel(kernel, taps[index]));
  const given = spec.isBank ? built : built[0]!;
  const column = factors ? factors.column.values.map(([tap]) => tap!) : [];
  const row = factors ? factors.row.values[0]! : [];
  const own = spec.options.dtype;
  const isTyped = spec.out && spec.out.container !== 'rows';
  const outType = own ?? (isTyped ? spec.out!.dtype : defaultResult(spec.image.dtype));
  const sizes = taps.map(({ values }) =>
    outputSize(spec.image, { rows: values.length, cols: values[0]!.length }, spec.options),
  );
  const { channels } = spec.image;
  const receivers =
    spec.out && sizes.every((size) => size !== undefined)
      ? sizes.map((size) => buildOut(spec.out!, { ...size!, channels }, outType, backend))
      : undefined;
  const outsGiven = receivers?.map(({ out }) => out);
  // Rows of numbers have no type of their own; where these cannot be rows, they are views.
  const hasType = isTyped || (receivers !== undefined && channels > 1);
  const result = own ?? (receivers && hasType ? outType : defaultResult(spec.image.dtype));
  const options: ConvolveOptions = {
    ...spec.options,
    ...settings,
    backend,
    ...(outsGiven && { out: (spec.isBank ? outsGiven : outsGiven[0]) as OutContainer }),
  };
  const run = () => {
    if (isSeparate) return sepConvolve2d(image, column, row, options);
    return { convolve2d, correlate2d }[spec.entry as 'convolve2d'](image, given as Kernel, options);
  };
  return { image, given, taps, column, row, options, receivers, result, run };
}

function defaultResult(image: DType): DType {
  if (image.startsWith('float') || image === 'uint8clamped') return image;
  return image.endsWith('32') ? 'float64' : 'float32';
}

export function coreCode(spec: CoreSpec): string {
  const { image, given, column, row, options } = build(spec, 'js');
  const taps = spec.entry === 'sepConvolve2d' ? [column, row] : [given];
  return callCode(spec.entry, [image, ...taps, { ...options, backend: undefined }]);
}

/** Codes with which a call may be refused; `isCertain` where it must be. */
export function refusals({ options, image, kernels, out }: CoreSpec, call: Call) {
  const { alpha, nan = 'propagate', method = 'auto' } = options;
  const hasSize = call.taps.every(
    ({ values }) =>
      outputSize(image, { rows: values.length, cols: values[0]!.length }, options) !== undefined,
  );
  const isUnweighted = call.taps.some(
    ({ values }) => !(Math.abs(sumOf(values)) > 1e-7 * magnitudeOf(values)),
  );
  const isRelaxed = call.options.backend === 'wasm-relaxed' && call.options.deterministic === true;
  const codes = [
    ...(hasSize ? [] : ['ERR_SIZE']),
    ...(alpha !== undefined && alpha !== 'filter' && image.channels !== 4 ? ['ERR_OPTION'] : []),
    ...(nan === 'ignore' && isUnweighted ? ['ERR_CONFLICT'] : []),
    ...(isRelaxed ? ['ERR_CONFLICT'] : []),
    ...(method === 'separable' || method === 'fft' ? ['ERR_METHOD'] : []),
  ];
  return { codes, isCertain: !hasSize || isRelaxed, kernels, out };
}

/** What is wrong with a call on one backend, or null. */
export function judgeCore(spec: CoreSpec, backend: BackendName): string | null {
  const call = build(spec, backend);
  try {
    return judge(spec, call, backend);
  } finally {
    disposeAll(call.image, call.receivers?.map(({ out }) => out) ?? []);
  }
}

function judge(spec: CoreSpec, call: Call, backend: BackendName): string | null {
  const { image, given, options, receivers } = call;
  const before = [image, given].map(bytesOf);
  const { codes, isCertain } = refusals(spec, call);
  const explained = spec.entry === 'sepConvolve2d' ? undefined : attempt(() => explainCall(spec, call));
  const outcome = attempt(call.run);
  if ([image, given].some((argument, index) => bytesOf(argument) !== before[index])) {
    return 'the image or the kernel was written';
  }
  if ('error' in outcome) {
    const { error } = outcome;
    const code = codeOf(error);
    if (receivers?.some((receiver) => !receiver.untouched()))
      return `out was written, then ${describeError(error)}`;
    if (code === undefined || !codes.includes(code)) return `threw ${describeError(error)}`;
    if (explained && !('error' in explained))
      return `explain serves what the call refuses: ${describeError(error)}`;
    return explained ? difference(explained, outcome) : null;
  }
  if (isCertain) return `${codes[0]} expected`;
  if (explained && 'error' in explained) return `explain threw ${describeError(explained.error)}`;
  const shape = checkShape(spec, call, outcome.value);
  if (shape !== null) return shape;
  const computed = computedBy(spec, call, backend, explained?.value);
  for (const [index, taps] of call.taps.entries()) {
    const result = (spec.isBank ? (outcome.value as unknown[])[index] : outcome.value) as OutContainer;
    const fault = compare(valuesOf(result), reference(askedOf(spec, call, taps), computed));
    if (fault !== null)
      return `${fault}${spec.isBank ? `, kernel ${index}` : ''}${explained ? `; ${explained.value.method}` : ''}`;
  }
  return spec.entry === 'sepConvolve2d' ? null : checkPrepared(spec, call, numbersOf(outcome.value), options);
}

function explainCall(spec: CoreSpec, { image, given, options, receivers }: Call): Explanation {
  const out = spec.isBank ? receivers?.map((receiver) => receiver.out) : options.out;
  const operation = spec.entry as 'convolve2d';
  return explain(image, given, { ...options, ...(out !== undefined && { out }), operation });
}

export function askedOf(spec: CoreSpec, call: Pick<Call, 'image' | 'result'>, taps: Taps): Asked {
  const { container, dtype, channels } = spec.image;
  const byDefault =
    container === 'pixels' && dtype === 'uint8clamped' && channels === 4 ? 'preserve' : 'filter';
  return {
    operation: spec.entry === 'correlate2d' ? 'correlate2d' : 'convolve2d',
    image: gridOf(call.image),
    imageType: dtype,
    taps,
    result: call.result,
    options: { ...spec.options, alpha: spec.options.alpha ?? byDefault },
  };
}

function computedBy(
  spec: CoreSpec,
  call: Call,
  backend: BackendName,
  explained: Explanation | undefined,
): Computed {
  const { method = 'auto' } = spec.options;
  const isFused = backend === 'wasm-relaxed';
  const isNamed = method === 'separable' || method === 'fft';
  if (!explained) {
    const unit = call.result === 'float32' ? 2 ** -24 : 2 ** -53;
    const { column, row } = call;
    const counts = {
      direct: column.length * row.length + 4,
      separable: column.length + row.length + 6,
      fft: 60,
      multirate: 60,
      auto: 0,
    };
    counts.auto = Math.max(counts.direct, counts.separable, counts.fft);
    return {
      errorBound: counts[method] * unit,
      points: method === 'auto' || method === 'fft' ? 8192 : 0,
      isDirect: method === 'direct' && !isFused,
      isFused,
      isNamed,
    };
  }
  const { vertical, horizontal, arithmetic } = explained.plan as {
    vertical?: { length: number };
    horizontal?: { length: number };
    arithmetic?: string;
  };
  const isOneSize = new Set(spec.kernels.map(({ rows, cols }) => `${rows} x ${cols}`)).size === 1;
  return {
    errorBound: explained.errorBound,
    points: (vertical?.length ?? 1) * (horizontal?.length ?? 1),
    isDirect: explained.method === 'direct' && !arithmetic && !isFused && (method === 'direct' || isOneSize),
    isFused,
    isNamed: isNamed && explained.method !== 'direct',
  };
}

/** The kind of container, its shape and element type. */
function checkShape(spec: CoreSpec, call: Call, value: unknown): string | null {
  if (call.receivers) {
    const outs = call.receivers.map(({ out }) => out);
    const returned = spec.isBank ? (value as unknown[]) : [value];
    if (!outs.every((out, index) => out === returned[index])) return 'out itself was expected to be returned';
    return call.receivers.every((receiver) => receiver.intact())
      ? null
      : 'elements beside the result were written';
  }
  for (const [index, { values }] of call.taps.entries()) {
    const result = (spec.isBank ? (value as unknown[])[index] : value) as Image;
    const kernel = { rows: values.length, cols: values[0]!.length };
    const size = outputSize(spec.image, kernel, spec.options)!;
    const grid = gridOf(result);
    const expected = { ...size, channels: spec.image.channels };
    if (grid.rows !== expected.rows || grid.cols !== expected.cols || grid.channels !== expected.channels) {
      return `${Object.values(expected).join(' x ')} expected, got ${grid.rows} x ${grid.cols} x ${grid.channels}`;
    }
    const isSameKind =
      Array.isArray(result) === Array.isArray(call.image) && 'width' in result === 'width' in call.image;
    if (!isSameKind) return 'another kind of container than the image';
    if (!Array.isArray(result) && elementType(result) !== call.result)
      return `elements of ${call.result} expected`;
  }
  return null;
}

/** Prepared kernels give what the call gives, to the bit, each time. */
function checkPrepared(
  spec: CoreSpec,
  call: Call,
  expected: Float64Array,
  options: ConvolveOptions,
): string | null {
  const { image, given } = call;
  const { rows, cols, channels } = spec.image;
  const { out, ...others } = options;
  const operation = spec.entry as 'convolve2d';
  const outcome = attempt(() =>
    prepare(given as Kernel, { ...others, operation, shape: [rows, cols, channels] }),
  );
  if ('error' in outcome) {
    // Without a type it is set up for float32, for which a method that was named may not serve.
    const isOfType = options.dtype === undefined && codeOf(outcome.error) === 'ERR_METHOD';
    return isOfType ? null : `prepare threw ${describeError(outcome.error)}`;
  }
  const convolver = outcome.value;
  try {
    for (const run of [1, 2]) {
      const again = attempt(() => (out === undefined ? convolver.run(image) : convolver.run(image, out)));
      if ('error' in again) return `run ${run} threw ${describeError(again.error)}`;
      const fault = difference({ value: expected }, { value: numbersOf(again.value) });
      if (fault !== null) return `run ${run} of a prepared kernel: ${fault}`;
    }
    return null;
  } finally {
    convolver.dispose();
  }
}

/** The call on js and on wasm, deterministic: the same bits, or the same error. */
export function judgeAgreement(spec: CoreSpec): string | null {
  const outcomes = (['js', 'wasm'] as const).map((backend): Outcome => {
    const call = build(spec, backend, { deterministic: true });
    const outcome = attempt(call.run);
    const numbers = 'error' in outcome ? outcome : { value: numbersOf(outcome.value) };
    disposeAll(call.image, call.receivers?.map(({ out }) => out) ?? []);
    return numbers;
  }) as [Outcome, Outcome];
  // Transforms that are asked for by name are in float64 on js.
  if (spec.options.method === 'fft' && outcomes.every((outcome) => 'value' in outcome)) return null;
  const fault = difference(...outcomes);
  return fault && `js and wasm differ: ${fault}`;
}
