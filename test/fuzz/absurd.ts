import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import type {
  BackendName,
  Boundary,
  ConvolveOptions,
  DType,
  Image,
  Kernel,
  PerAxis,
} from '../../src/base/types.ts';
import {
  boxBlur,
  convolve2d,
  explain,
  gaussianBlur,
  laplacianOfGaussian,
  motionBlur,
  prepare,
  sepConvolve2d,
  unsharpMask,
} from '../../src/index.ts';
import { arrayOf } from '../support/containers.ts';
import { callCode } from './code.ts';
import { outputSize } from './geometry.ts';
import { attempt, codeOf, describeError, disposeAll, numbersOf, type Outcome } from './outcome.ts';

/** A call whose numbers are far beyond what anyone wants, but whose result is small. Plain data. */
export interface AbsurdSpec {
  readonly entry:
    | 'convolve2d'
    | 'sepConvolve2d'
    | 'bank'
    | 'prepare'
    | 'explain'
    | 'gaussianBlur'
    | 'boxBlur'
    | 'motionBlur'
    | 'unsharpMask'
    | 'laplacianOfGaussian';
  readonly rows: number;
  readonly cols: number;
  readonly channels: number;
  readonly dtype: DType;
  /** Taps along columns and rows: ones, or a slope of weights. */
  readonly taps: readonly [rows: number, cols: number];
  readonly isSlope: boolean;
  readonly kernels: number;
  readonly mode: 'full' | 'same' | 'valid';
  readonly padding: PerAxis | undefined;
  readonly stride: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly boundary: Boundary;
  readonly normalize: boolean;
  readonly method: 'auto' | 'direct' | 'separable' | 'fft';
  /** The size of filters: sigma, pixels. */
  readonly size: number;
}

const MAX_MILLISECONDS = 1000;
/** Beyond arguments and result. */
const MAX_BYTES = 100e6;
/** A machine that is busy gets more than one chance. */
const ATTEMPTS = 3;
/** A result of up to so many elements, with so many products, is a small one. */
const MAX_ELEMENTS = 2 ** 16;
const MAX_PRODUCTS = 5e7;
/** More elements than these are in no result. */
const BEYOND_MEMORY = 2 ** 34;
/** An image of so few elements is filtered at once by any kernel, or not at all. */
const MAX_PIXELS = 2 ** 10;

const usual = fc.integer({ min: 1, max: 8 });
const powers = fc.integer({ min: 10, max: 31 }).chain((n) => fc.constantFrom(2 ** n - 1, 2 ** n, 2 ** n + 1));
/** Mostly as anyone has it, sometimes absurd. */
const steps = fc.oneof(
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 3 }) },
  { weight: 1, arbitrary: powers },
);
const lengths = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 5 }) },
  { weight: 1, arbitrary: fc.constantFrom(100, 1000, 5001, 20000, 100000) },
);

export function absurdCalls(): fc.Arbitrary<AbsurdSpec> {
  const sides = fc.oneof(
    { weight: 6, arbitrary: usual },
    { weight: 1, arbitrary: fc.constantFrom(2 ** 20, 2 ** 16, 2 ** 30, 2 ** 31) },
  );
  return fc.record({
    entry: fc.constantFrom<AbsurdSpec['entry']>(
      'convolve2d',
      'convolve2d',
      'sepConvolve2d',
      'sepConvolve2d',
      'bank',
      'prepare',
      'explain',
      'gaussianBlur',
      'boxBlur',
      'motionBlur',
      'unsharpMask',
      'laplacianOfGaussian',
    ),
    rows: sides,
    cols: sides,
    channels: fc.constantFrom(1, 1, 3, 4),
    dtype: fc.constantFrom<DType>('float32', 'float64', 'uint8', 'int32'),
    taps: fc.tuple(lengths, lengths),
    isSlope: fc.boolean(),
    kernels: fc.constantFrom(1, 1000, 20000),
    mode: fc.constantFrom('same', 'full', 'valid'),
    padding: fc.option(fc.oneof(powers, fc.tuple(fc.nat(3), powers), fc.tuple(powers, fc.nat(3))), {
      nil: undefined,
      freq: 1,
    }),
    stride: fc.tuple(steps, steps),
    dilation: fc.tuple(steps, steps),
    boundary: fc.constantFrom<Boundary>('fill', 'wrap', 'symm', 'reflect', 'edge'),
    normalize: fc.boolean(),
    method: fc.constantFrom('auto', 'auto', 'direct', 'separable', 'fft'),
    size: fc.constantFrom(1, 5, 256, 257, 1023, 1025, 5001, 1e5, 1e6, 1e9, 2 ** 31, 1e300, 1e-300),
  });
}

const FILL = 2;

/** An image of one element that stands everywhere. */
function everywhere({ rows, cols, channels, dtype }: AbsurdSpec): Image {
  return { data: new arrayOf[dtype](1).fill(FILL), shape: [rows, cols, channels], stride: [0, 0, 0] };
}

function list(length: number, isSlope: boolean): number[] {
  return Array.from({ length }, (_, i) => (isSlope ? (i + 1) / length : 1));
}

const functions = {
  boxBlur,
  convolve2d,
  explain,
  gaussianBlur,
  laplacianOfGaussian,
  motionBlur,
  prepare,
  sepConvolve2d,
  unsharpMask,
};

/** 32 MB of float64. */
const MAX_BANK_TAPS = 2 ** 22;

interface Made {
  readonly name: keyof typeof functions;
  readonly args: readonly unknown[];
  /** Elements and products of the result; of each channel and kernel. */
  readonly elements: number;
  readonly products: number;
  /** What every element comes to; undefined where that is not so simple. */
  readonly value: number | undefined;
}

/** null: the call is not absurd, but long. */
function make(spec: AbsurdSpec, backend: BackendName): Made | null {
  const { entry, mode, padding, stride, dilation, boundary, normalize, channels, method } = spec;
  const isDense = spec.entry !== 'sepConvolve2d';
  const [height, width] = isDense && spec.taps[0] * spec.taps[1] > 2e5 ? [1, spec.taps[1]] : spec.taps;
  const image = everywhere(spec);
  const isFilter = !['convolve2d', 'sepConvolve2d', 'bank', 'prepare', 'explain'].includes(entry);
  if (isFilter) {
    const elements = spec.rows * spec.cols * channels;
    const taps = spec.size * 8;
    const own = {
      gaussianBlur: { sigma: spec.size },
      boxBlur: { size: Math.ceil(spec.size) },
      motionBlur: { length: Math.max(1, spec.size), angle: 0.3 },
      unsharpMask: { sigma: spec.size },
      laplacianOfGaussian: { sigma: spec.size },
    }[entry as 'gaussianBlur'];
    const isBlur = entry === 'gaussianBlur' || entry === 'boxBlur';
    const args = [image, { ...own, boundary, backend }];
    // The kernel is the filter's own: however large it is, a few pixels take no longer for it.
    const products = elements <= MAX_PIXELS ? 0 : elements * taps ** (isBlur ? 1 : 2);
    return {
      name: entry as 'gaussianBlur',
      args,
      elements,
      products,
      value: isBlur && boundary !== 'fill' ? FILL : undefined,
    };
  }
  const options: ConvolveOptions = {
    ...(padding === undefined ? { mode } : { padding }),
    stride: stride as [number, number],
    dilation: dilation as [number, number],
    boundary,
    normalize,
    method,
    backend,
  };
  const size = outputSize(spec, { rows: height, cols: width }, options);
  const plane = size ? size.rows * size.cols : 0;
  const count = entry === 'bank' ? spec.kernels : 1;
  // A bank may name one kernel many times, but its taps are copied for each.
  if (count * height * width > MAX_BANK_TAPS) return null;
  const elements = plane * channels * count;
  const [column, row] = [list(height, spec.isSlope), list(width, spec.isSlope)];
  const kernel = isDense ? column.map((a) => row.map((b) => a * b)) : [];
  const sum = (taps: number[]) => taps.reduce((a, b) => a + b, 0);
  const total = normalize ? 1 : sum(column) * sum(row);
  // Where image and kernel have traded places, each result is one product.
  const isLarger = mode === 'valid' && padding === undefined && (height > spec.rows || width > spec.cols);
  const value = boundary === 'fill' || isLarger ? undefined : FILL * total;
  // One pass over the rows that the results need, and one along these.
  const products = isDense
    ? elements * height * width
    : elements * width + (size ? size.rows * Math.min(spec.cols, size.cols * width) * channels * height : 0);
  const args = {
    convolve2d: [image, kernel, options],
    sepConvolve2d: [image, column, row, options],
    bank: [image, Array<Kernel>(count).fill(kernel), options],
    explain: [image, kernel, options],
    prepare: [kernel, { ...options, shape: [spec.rows, spec.cols, channels] }],
  }[entry as 'bank'];
  const isResultless = entry === 'explain' || entry === 'prepare';
  const reads = spec.rows * spec.cols * channels * count * (isDense ? height * width : height + width);
  // Results beyond any memory are to be refused; those between take their time.
  if (!isResultless && size && elements < BEYOND_MEMORY) {
    if (elements > MAX_ELEMENTS || Math.max(products, reads) > MAX_PRODUCTS) return null;
  }
  const name = entry === 'bank' ? 'convolve2d' : (entry as 'prepare');
  return { name, args, elements: isResultless ? 0 : elements, products, value };
}

export function absurdCode(spec: AbsurdSpec): string {
  const made = make(spec, 'js');
  return made ? callCode(made.name, made.args) : '';
}

/** What is wrong with a call, or null: served or refused within the limits of time and memory. */
export function judgeAbsurd(spec: AbsurdSpec, backend: BackendName): string | null {
  const made = make(spec, backend);
  if (made === null || (made.elements < BEYOND_MEMORY && made.products > MAX_PRODUCTS)) return null;
  const call = () => (functions[made.name] as (...args: readonly unknown[]) => unknown)(...made.args);
  // The engine itself starts before anything is measured.
  convolve2d([[1]], [[1]], { backend });
  const first = measured(call);
  let { milliseconds } = first;
  for (
    let n = 1;
    n < ATTEMPTS && milliseconds > MAX_MILLISECONDS && milliseconds < 5 * MAX_MILLISECONDS;
    n++
  ) {
    milliseconds = Math.min(milliseconds, measured(call).milliseconds);
  }
  const { outcome } = first;
  const took = 'error' in outcome ? `to be refused (${describeError(outcome.error)})` : 'to be served';
  if (milliseconds > MAX_MILLISECONDS) return `${Math.round(milliseconds)} ms ${took}`;
  // The image is a single element, but counts as an argument of its shape.
  const most = MAX_BYTES + 8 * Math.min(spec.rows * spec.cols * spec.channels, MAX_PRODUCTS);
  if (first.bytes > most) return `${Math.round(first.bytes / 1e6)} MB ${took}`;
  if ('error' in outcome)
    return codeOf(outcome.error) === undefined ? `threw ${describeError(outcome.error)}` : null;
  if (made.name === 'explain' || made.name === 'prepare') {
    if (made.name === 'prepare') disposeAll(outcome.value);
    return null;
  }
  const values = numbersOf(outcome.value);
  if (made.value === undefined) return values.every(Number.isFinite) ? null : 'not all is finite';
  const expected = made.value;
  const wrong = values.find((value) => !(Math.abs(value - expected) <= 1e-3 * expected));
  return wrong === undefined ? null : `${expected} expected everywhere, got ${wrong}`;
}

interface Measured {
  readonly outcome: Outcome;
  readonly milliseconds: number;
  /** Of memory that was in use at once, beyond what was before. */
  readonly bytes: number;
}

function measured(call: () => unknown): Measured {
  globalThis.gc?.();
  const before = resident();
  forgetPeak();
  const start = performance.now();
  const outcome = attempt(call);
  const milliseconds = performance.now() - start;
  return { outcome, milliseconds, bytes: peak() - before };
}

const resident = () => process.memoryUsage.rss();

/** Where Linux counts it, the most that was resident since `forgetPeak`; elsewhere what is resident now. */
function peak(): number {
  const status = attempt(() => readFileSync('/proc/self/status', 'utf8'));
  const kilobytes = 'value' in status ? /VmHWM:\s+(\d+) kB/.exec(status.value)?.[1] : undefined;
  return kilobytes === undefined ? resident() : Number(kilobytes) * 1024;
}

function forgetPeak(): void {
  // 5 resets the peak: proc(5).
  attempt(() => writeFileSync('/proc/self/clear_refs', '5'));
}
