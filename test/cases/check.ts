import type {
  BackendName,
  ConvolveOptions,
  Image,
  Kernel,
  NdArray,
  OutContainer,
  PixelImage,
} from '../../src/types.ts';
import { elementType, valuesOf } from '../containers.ts';
import type { Case } from './case.ts';

/** The functions under test: those of any entry of the package. */
export interface Api {
  convolve2d(image: Image, kernel: Kernel, options?: ConvolveOptions): unknown;
  correlate2d(image: Image, kernel: Kernel, options?: ConvolveOptions): unknown;
}

/** Runs a case on one backend. Returns what is wrong, or null. */
export function runCase(
  api: Api,
  testCase: Case,
  options: ConvolveOptions & { backend: BackendName },
): string | null {
  const { operation, image, kernel } = testCase;
  const receiver = testCase.out?.();
  const out = receiver && { out: receiver.out };
  const actual = api[operation](image, kernel, { ...testCase.options, ...options, ...out });
  if (receiver && actual !== receiver.out) return 'out itself was expected to be returned';
  if (receiver && !receiver.intact()) return 'elements beside the result in the buffer of out were written';
  return checkCase(testCase, actual, options.backend !== 'wasm-relaxed');
}

/** Compares a result with a case's answer: to the bit if `exact`, else within its tolerance. */
export function checkCase(testCase: Case, actual: unknown, exact: boolean): string | null {
  const { expected } = testCase;
  const wrongKind = testCase.out ? null : checkKind(testCase, actual);
  if (wrongKind !== null) return wrongKind;
  const values = valuesOf(actual as OutContainer);
  if (values.length !== expected.values.length) {
    return `${expected.values.length} values expected, got ${values.length}`;
  }
  const toTheBit = exact && expected.exact;
  for (const [n, got] of values.entries()) {
    const want = expected.values[n]!;
    const allowed = toTheBit ? 0 : expected.tolerance[n]!;
    if (Object.is(got, want)) continue;
    if (!toTheBit && Math.abs(got - want) <= allowed) continue;
    const [, cols, channels] = expected.shape;
    const place = [Math.floor(n / channels / cols), Math.floor(n / channels) % cols, n % channels];
    return `at [${place.join(', ')}] ${show(want)} expected, got ${show(got)} (allowed: ${allowed} off)`;
  }
  return null;
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
