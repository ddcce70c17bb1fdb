import type {
  BackendInfo,
  BackendName,
  ConvolveOptions,
  Convolver,
  DType,
  ExplainOptions,
  Explanation,
  Image,
  Kernel,
  NdArray,
  OutContainer,
  PixelImage,
  PrepareOptions,
  ResidentImage,
  TapList,
} from '../../../src/base/types.ts';
import type { FourierPlan } from '../../../src/plan/fourier.ts';
import { elementType, valuesOf } from '../../support/containers.ts';
import { type Case, smallest } from './case.ts';

/** The functions under test: those of any entry of the package. */
export interface Api {
  convolve2d(image: Image, kernel: Kernel, options?: ConvolveOptions): unknown;
  correlate2d(image: Image, kernel: Kernel, options?: ConvolveOptions): unknown;
  sepConvolve2d(image: Image, column: TapList, row: TapList, options?: ConvolveOptions): unknown;
  prepare(kernel: Kernel, options: PrepareOptions): Pick<Convolver, 'explain' | 'dispose'> & Runner;
  allocate(shape: number[], dtype: DType, options?: { backend?: BackendName }): ResidentImage;
  explain(image: Image, kernel: Kernel, options?: ExplainOptions): Explanation;
  backendInfo(): BackendInfo;
}

interface Runner {
  run(image: Image, out?: OutContainer): unknown;
}

type Operations = Pick<Api, 'convolve2d' | 'correlate2d'>;
export type Settings = ConvolveOptions & { backend: BackendName };

/** Runs a case on one backend by direct sums. Returns what is wrong, or null. */
export function runCase(api: Operations, testCase: Case, settings: Settings): string | null {
  const exact = settings.backend !== 'wasm-relaxed' && testCase.expected.exact;
  return run(api, testCase, { method: 'direct', ...settings }, exact ? null : testCase.expected.tolerance);
}

export interface Outcome {
  /** How it was computed; null if the method cannot compute it. */
  readonly explanation: Explanation | null;
  /** What is wrong, or null. */
  readonly fault: string | null;
}

/** Runs a case by any method. Results that are not exact must lie within the bound that `explain` states. */
export function runMethod(
  api: Operations & Pick<Api, 'explain'>,
  testCase: Case,
  settings: Settings,
): Outcome {
  const { operation, image, kernel, options, out } = testCase;
  const receiver = out && { out: out().out };
  let explanation: Explanation;
  try {
    explanation = api.explain(image, kernel, { ...options, ...settings, ...receiver, operation });
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_METHOD') return { explanation: null, fault: null };
    throw error;
  }
  const { method } = explanation;
  if (settings.method !== undefined && settings.method !== 'auto' && method !== settings.method) {
    return { explanation, fault: `${settings.method} expected, got ${method}` };
  }
  const isDirect = method === 'direct' && settings.backend !== 'wasm-relaxed' && testCase.expected.exact;
  const isWhole = settings.method !== 'separable' && hasWholeSums(testCase);
  const tolerance = isDirect || isWhole ? null : methodTolerance(testCase, explanation);
  return { explanation, fault: run(api, testCase, settings, tolerance) };
}

function run(
  api: Operations,
  testCase: Case,
  settings: ConvolveOptions,
  tolerance: Float64Array | null,
): string | null {
  const { operation, image, kernel } = testCase;
  const receiver = testCase.out?.();
  const out = receiver && { out: receiver.out };
  const actual = api[operation](image, kernel, { ...testCase.options, ...settings, ...out });
  if (receiver && actual !== receiver.out) return 'out itself was expected to be returned';
  if (receiver && !receiver.intact()) return 'elements beside the result in the buffer of out were written';
  const { overflows } = testCase.expected;
  const isFused = settings.backend === 'wasm-relaxed' && overflows;
  return checkCase(testCase, actual, isFused ? tolerance && anyWhere(overflows, tolerance) : tolerance);
}

function anyWhere(isExempt: (n: number) => boolean, tolerance: Float64Array): Float64Array {
  return tolerance.map((allowed, n) => (isExempt(n) ? Infinity : allowed));
}

/** Compares a result with the expected one: within a tolerance, or without one to the bit. Infinity allows any value. */
export function checkCase(testCase: Case, actual: unknown, tolerance: Float64Array | null): string | null {
  const { expected } = testCase;
  const wrongKind = testCase.out ? null : checkKind(testCase, actual);
  if (wrongKind !== null) return wrongKind;
  const values = valuesOf(actual as OutContainer);
  if (values.length !== expected.values.length) {
    return `${expected.values.length} values expected, got ${values.length}`;
  }
  for (const [n, got] of values.entries()) {
    const want = expected.values[n]!;
    const allowed = tolerance?.[n] ?? 0;
    if (Object.is(got, want) || allowed === Infinity) continue;
    if (tolerance && Number.isFinite(got) && Math.abs(got - want) <= allowed) continue;
    const [, cols, channels] = expected.shape;
    const place = [Math.floor(n / channels / cols), Math.floor(n / channels) % cols, n % channels];
    return `at [${place.join(', ')}] ${show(want)} expected, got ${show(got)} (allowed: ${allowed} off)`;
  }
  return null;
}

/** The error bound that `explain` states, plus the tolerance of the direct sums. */
function methodTolerance(testCase: Case, { errorBound, plan }: Explanation): Float64Array {
  const { delta = 0 } = testCase.options;
  const { dtype, tolerance } = testCase.expected;
  const { accumulator, vertical, horizontal } = plan as FourierPlan;
  // Each product may lose this much by underflow.
  const points = (vertical?.length ?? 1) * (horizontal?.length ?? 1);
  const whole =
    errorBound * (greatestSum(testCase) + (Number.isFinite(delta) ? Math.abs(delta) : 0)) +
    (errorBound && points * smallest[accumulator]);
  // An error across a tie makes an integer result 1 off.
  const bound = dtype.startsWith('float') || whole === 0 ? whole : Math.ceil(whole + 0.5);
  return tolerance.map((allowed) => Math.min(allowed + bound, Number.MAX_VALUE));
}

/** sum |kernel| * max |image| of the finite elements; with the inputs swapped where mode 'valid' swaps them. */
function greatestSum({ image, kernel, options }: Case): number {
  const magnitude = (x: number) => (Number.isFinite(x) ? Math.abs(x) : 0);
  const pixels = valuesOf(image).map(magnitude);
  const taps = valuesOf(kernel).map(magnitude);
  const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
  const greatest = (values: Float64Array) => values.reduce((a, b) => Math.max(a, b), 0);
  const fits = options.mode !== 'valid' || taps.length <= pixels.length;
  return fits
    ? sum(taps) * Math.max(greatest(pixels), magnitude(options.fillvalue ?? 0))
    : sum(pixels) * greatest(taps);
}

/** Whether all sums are small integers for any image of this type. Every method must give them exactly. */
function hasWholeSums({ image, kernel, options }: Case): boolean {
  const greatest = { uint8: 255, uint8clamped: 255, int8: 128, int16: 32768, uint16: 65535 };
  const { delta = 0, fillvalue = 0 } = options;
  const taps = valuesOf(kernel);
  const element = Math.max(greatest[elementType(image) as 'uint8'] ?? Infinity, Math.abs(fillvalue));
  return (
    [...taps, delta, fillvalue].every(Number.isInteger) &&
    taps.reduce((sum, tap) => sum + Math.abs(tap), 0) * element + Math.abs(delta) < 2 ** 22
  );
}

/** The result must be of the image's kind, and of the expected shape and element type. */
function checkKind({ image, expected }: Case, actual: unknown): string | null {
  const [rows, cols, channels] = expected.shape;
  const described = describeKind(actual);
  const wanted =
    'width' in image
      ? `pixels of ${expected.dtype}, ${rows} x ${cols} x ${channels}`
      : 'shape' in image
        ? `ndarray of ${expected.dtype}, ${expected.shape.slice(0, image.shape.length).join(' x ')}`
        : `rows, ${rows} x ${cols}`;
  return described === wanted ? null : `${wanted} expected, got ${described}`;
}

function describeKind(actual: unknown): string {
  if (Array.isArray(actual)) {
    const lengths = new Set(actual.map((row: unknown) => (Array.isArray(row) ? row.length : 'no array')));
    return `rows, ${actual.length} x ${[...lengths].join('|')}`;
  }
  if (typeof actual !== 'object' || actual === null) return String(actual);
  if ('width' in actual) {
    const { width, height, channels } = actual as PixelImage;
    return `pixels of ${elementType(actual as PixelImage)}, ${height} x ${width} x ${channels}`;
  }
  return `ndarray of ${elementType(actual as NdArray)}, ${(actual as NdArray).shape.join(' x ')}`;
}

function show(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}
