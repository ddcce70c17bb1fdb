import fc from 'fast-check';
import type { NdArray } from '../../src/base/types.ts';
import { grayscale, kernels, normalize, toImageData } from '../../src/index.ts';
import { roundHalfEvenSaturate } from '../conformance/oracle.ts';
import { elementType, gridOf, valuesOf } from '../support/containers.ts';
import { callCode } from './code.ts';
import { buildImage, type ImageSpec, images } from './images.ts';
import { attempt, bytesOf, codeOf, describeError, disposeAll, numbersOf } from './outcome.ts';

/** A call of what converts pixels, as plain data. */
export interface PixelSpec {
  readonly convert: 'grayscale' | 'normalize' | 'toImageData';
  readonly image: ImageSpec;
  readonly how: 'clamp' | 'abs' | 'minmax' | undefined;
  readonly weights: 'bt601' | 'bt709' | undefined;
}

export function pixelCalls(): fc.Arbitrary<PixelSpec> {
  return fc.record({
    convert: fc.constantFrom<PixelSpec['convert']>('grayscale', 'normalize', 'toImageData'),
    image: images(),
    how: fc.constantFrom(undefined, 'clamp' as const, 'abs' as const, 'minmax' as const),
    weights: fc.constantFrom(undefined, 'bt601' as const, 'bt709' as const),
  });
}

export function pixelCode({ convert, image, how, weights }: PixelSpec): string {
  return callCode(convert, [buildImage(image, 'js'), convert === 'grayscale' ? { weights } : how]);
}

export function judgePixels({ convert, image: spec, how, weights = 'bt601' }: PixelSpec): string | null {
  const image = buildImage(spec, 'wasm');
  const before = bytesOf(image);
  try {
    const outcome = attempt(() => {
      if (convert === 'grayscale') return grayscale(image, { weights });
      return convert === 'normalize' ? normalize(image, how) : toImageData(image, how);
    });
    if (bytesOf(image) !== before) return 'the image was written';
    const isRefused = convert !== 'normalize' && (spec.channels === 2 || spec.channels > 4);
    if ('error' in outcome) {
      return isRefused && codeOf(outcome.error) === 'ERR_IMAGE'
        ? null
        : `threw ${describeError(outcome.error)}`;
    }
    if (isRefused) return 'ERR_IMAGE expected';
    const values = numbersOf(outcome.value);
    const expected = convert === 'grayscale' ? gray(image, weights) : bytes(image, convert, how ?? 'clamp');
    if (values.length !== expected.length) return `${expected.length} values expected, got ${values.length}`;
    const at = expected.findIndex(([low, high], n) => {
      const got = values[n]!;
      return !(Object.is(got, low) || (got >= low && got <= high));
    });
    return at < 0 ? null : `number ${at}: ${expected[at]!.join(' to ')} expected, got ${values[at]}`;
  } finally {
    disposeAll(image);
  }
}

type Interval = readonly [low: number, high: number];

const fixed = { bt601: [9798, 19235, 3735], bt709: [6966, 23436, 2366] };
const exact = { bt601: [0.299, 0.587, 0.114], bt709: [0.2126, 0.7152, 0.0722] };

function gray(image: Parameters<typeof gridOf>[0], weights: 'bt601' | 'bt709'): Interval[] {
  const { rows, cols, channels, at } = gridOf(image);
  const dtype = elementType(image);
  return Array.from({ length: rows * cols }, (_, n): Interval => {
    const [r, g, b] = [0, 1, 2].map((c) => at(Math.floor(n / cols), n % cols, c)) as [number, number, number];
    if (channels === 1) return [r, r];
    if (dtype === 'uint8' || dtype === 'uint8clamped' || dtype === 'uint16') {
      const [red, green, blue] = fixed[weights] as [number, number, number];
      const value = Math.floor((red * r + green * g + blue * b + 2 ** 14) / 2 ** 15);
      return [value, value];
    }
    const [red, green, blue] = exact[weights] as [number, number, number];
    const value = red * r + green * g + blue * b;
    const by = 2 ** -50 * (Math.abs(red * r) + Math.abs(green * g) + Math.abs(blue * b));
    if (!Number.isFinite(value)) return [value, value];
    return [roundHalfEvenSaturate(value - by, dtype), roundHalfEvenSaturate(value + by, dtype)];
  });
}

function bytes(
  image: Parameters<typeof gridOf>[0],
  convert: 'normalize' | 'toImageData',
  how: NonNullable<PixelSpec['how']>,
): Interval[] {
  const { channels } = gridOf(image);
  const hasAlpha = channels === 4 && (convert === 'toImageData' || 'width' in image);
  const values = [...valuesOf(image)];
  const isAlpha = (n: number) => hasAlpha && n % 4 === 3;
  const finite = values.filter((value, n) => Number.isFinite(value) && !isAlpha(n));
  const [least, greatest] = [
    finite.reduce((a, b) => Math.min(a, b), Infinity),
    finite.reduce((a, b) => Math.max(a, b), -Infinity),
  ];
  const byte = (value: number) => roundHalfEvenSaturate(value, 'uint8clamped');
  const mapped = values.map((value, n): Interval => {
    if (isAlpha(n) || how === 'clamp') return [byte(value), byte(value)];
    if (how === 'abs') return [byte(Math.abs(value)), byte(Math.abs(value))];
    if (!(greatest > least)) return [0, 0];
    // In quarters where the range would overflow.
    const by = greatest - least === Infinity ? 4 : 1;
    const part = (255 * (value / by - least / by)) / (greatest / by - least / by);
    return [byte(part - 1e-9), byte(part + 1e-9)];
  });
  if (convert === 'normalize' || channels === 4) return mapped;
  return Array.from({ length: (4 * mapped.length) / channels }, (_, n): Interval => {
    const pixel = Math.floor(n / 4) * channels;
    return n % 4 === 3 ? [255, 255] : mapped[pixel + (channels === 3 ? n % 4 : 0)]!;
  });
}

/** A kernel by name, as plain data. */
export interface NamedKernelSpec {
  readonly kernel: keyof typeof kernels;
  readonly options: { readonly [name: string]: number | readonly number[] };
}

const value = fc.oneof(
  fc.integer({ min: 1, max: 9 }),
  fc.constantFrom(0, -1, 0.5, 2.25, 31, 33, NaN, Infinity, 1e-300, 1e300, 40),
);

export function namedKernels(): fc.Arbitrary<NamedKernelSpec> {
  const names = ['size', 'sigma', 'truncate', 'length', 'angle', 'amount'] as const;
  return fc.record({
    kernel: fc.constantFrom(...(Object.keys(kernels) as (keyof typeof kernels)[])),
    options: fc.dictionary(fc.constantFrom(...names), fc.oneof(value, fc.tuple(value, value)), {
      maxKeys: 3,
    }),
  });
}

export function namedKernelCode({ kernel, options }: NamedKernelSpec): string {
  return callCode(`kernels.${kernel}`, [options]);
}

/** Kernels are refused, or arrays of finite numbers; those of means have sum 1, those of differences 0. */
export function judgeKernel({ kernel, options }: NamedKernelSpec): string | null {
  const outcome = attempt(() =>
    (kernels[kernel] as (options: object) => NdArray | Float64Array)({ ...options }),
  );
  if ('error' in outcome) {
    const code = codeOf(outcome.error);
    return code === 'ERR_OPTION' || code === 'ERR_SIZE' ? null : `threw ${describeError(outcome.error)}`;
  }
  const list = outcome.value;
  const data = Float64Array.from(ArrayBuffer.isView(list) ? list : list.data);
  const shape = ArrayBuffer.isView(list) ? [list.length] : list.shape;
  if (shape.reduce((a, b) => a * b, 1) !== data.length) return `a shape of ${shape} for ${data.length} taps`;
  const at = data.findIndex((tap) => !Number.isFinite(tap));
  if (at >= 0) return `tap ${at} is ${data[at]}`;
  const sum = data.reduce((total: number, tap: number) => total + tap, 0);
  const magnitude = data.reduce((total: number, tap: number) => total + Math.abs(tap), 0);
  const isDifference = /^(sobel|scharr|prewitt|laplacian|edges)/.test(kernel);
  // Beyond a few sigma a truncated second difference has a sum.
  const expected = kernel === 'laplacianOfGaussian' ? sum : isDifference ? 0 : 1;
  return Math.abs(sum - expected) <= 1e-9 * Math.max(1, magnitude)
    ? null
    : `a sum of ${sum}, not ${expected}`;
}
