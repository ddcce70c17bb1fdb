import fc from 'fast-check';
import type {
  Boundaries,
  ConvolveOptions,
  DType,
  Image,
  Kernel,
  PerAxis,
  PixelImage,
} from '../../src/base/types.ts';
import type { Problem } from '../conformance/cases/case.ts';
import { boundaries, operations } from '../conformance/cases/geometry.ts';
import { arrayOf, dtypes, filled, gridOf, type Layout, nested } from './containers.ts';
import { integers, random } from './random.ts';

/** Random problems: every container, element type, layout and option. All have a result. */
export function problems(): fc.Arbitrary<Problem> {
  return fc
    .record({
      operation: fc.constantFrom(...operations),
      image: images(),
      kernel: kernels(),
      sizing: sizings,
      settings: fc.record(
        {
          boundary: boundariesOf(),
          fillvalue: fc.constantFrom(0, 1, -2.25, 0.1),
          stride: perAxis(4),
          dilation: perAxis(3),
          delta: fc.constantFrom(0, 0.5, 1 / 3, -100),
          dtype: fc.constantFrom(...dtypes),
        },
        { requiredKeys: [] },
      ),
    })
    .map(({ operation, image, kernel, sizing, settings }) => ({
      operation,
      image,
      kernel,
      options: {
        ...settings,
        ...fitting(sizing, image, kernel, settings.dilation ?? 1),
        // Otherwise canvas pixels keep their alpha: see test/options/alpha.test.ts.
        ...('width' in image && { alpha: 'filter' as const }),
      },
    }));
}

/** An array of small integers, whose sums and products are exact. */
export function integerRows(max: { rows: number; cols: number }): fc.Arbitrary<number[][]> {
  return fc
    .record({
      rows: fc.integer({ min: 1, max: max.rows }),
      cols: fc.integer({ min: 1, max: max.cols }),
      seed: fc.nat(),
    })
    .map(({ rows, cols, seed }) => nested(rows, cols, integers(seed, -99, 99)));
}

/** Images of integers, with kernels for integer arithmetic and others: integers, binary fractions, means, weights. */
export function pictures(): fc.Arbitrary<Problem> {
  const length = fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 1, max: 7 }) }, fc.constant(16));
  return fc
    .record({
      operation: fc.constantFrom(...operations),
      rows: fc.integer({ min: 1, max: 12 }),
      cols: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 60, max: 140 })),
      channels: fc.integer({ min: 1, max: 4 }),
      from: fc.constantFrom('uint8', 'uint8clamped', 'int16', 'uint16'),
      taps: fc.tuple(length, length),
      kind: fc.constantFrom('whole', 'outer', 'ones', 'fractions', 'weights'),
      seed,
      settings: fc.record({
        dtype: fc.constantFrom('uint8', 'uint8clamped', 'int16', 'uint16', 'float32'),
        mode: fc.constantFrom('full', 'same'),
        boundary: boundariesOf(),
        fillvalue: fc.constantFrom(0, 200, -1),
        dilation: fc.constantFrom(1, 1, 2),
        delta: fc.constantFrom(0, -100, 0.5),
        normalize: fc.boolean(),
      }),
    })
    .map(({ operation, rows, cols, channels, from, taps: [height, width], kind, seed, settings }) => {
      const [least, greatest] = { int16: [-32768, 32767], uint16: [0, 65535] }[from as string] ?? [0, 255];
      const tap = integers(seed, -9, 9);
      const weight = random(seed);
      const row = Array.from({ length: width }, tap);
      const next = {
        whole: tap,
        ones: () => 1,
        fractions: () => tap() / 16,
        weights: () => weight() / width,
      };
      const kernel =
        kind === 'outer'
          ? Array.from({ length: height }, tap).map((factor) => row.map((other) => factor * other))
          : nested(height, width, next[kind as keyof typeof next]);
      const image = filled([rows, cols, channels], from as DType, integers(seed + 1, least!, greatest!));
      return { operation, image, kernel, options: settings as ConvolveOptions };
    });
}

/** A rule for both axes, or one for each. */
export function boundariesOf(): fc.Arbitrary<Boundaries> {
  const one = fc.constantFrom(...boundaries);
  return fc.oneof({ weight: 2, arbitrary: one }, { weight: 1, arbitrary: fc.tuple(one, one) });
}

interface Sizing {
  readonly mode: 'full' | 'same' | 'valid' | undefined;
  readonly anchor: readonly [number, number] | undefined;
  readonly padding: readonly [[number, number], [number, number]];
}

const side = fc.oneof({ weight: 4, arbitrary: fc.nat(4) }, fc.nat(30));
const sizings: fc.Arbitrary<Sizing> = fc.record({
  mode: fc.constantFrom('full', 'same', 'valid', undefined),
  anchor: fc.option(fc.tuple(fc.nat(16), fc.nat(16)), { nil: undefined }),
  padding: fc.tuple(fc.tuple(side, side), fc.tuple(side, side)),
});

/** The mode if it gives a result, else padding that is large enough for one. */
function fitting(
  { mode, anchor, padding }: Sizing,
  image: Image,
  kernel: Kernel,
  dilation: PerAxis,
): ConvolveOptions {
  const [dilationY, dilationX] = typeof dilation === 'number' ? [dilation, dilation] : dilation;
  const { rows, cols } = gridOf(image);
  const taps = gridOf(kernel);
  const tooTall = (taps.rows - 1) * dilationY + 1 - rows;
  const tooWide = (taps.cols - 1) * dilationX + 1 - cols;
  const fits = tooTall <= 0 && tooWide <= 0;
  const swaps = tooTall >= 0 && tooWide >= 0 && dilationY === 1 && dilationX === 1;
  if (mode === 'same' && anchor) return { mode, anchor: [anchor[0] % taps.rows, anchor[1] % taps.cols] };
  if (mode === 'full' || mode === 'same' || (mode === 'valid' && (fits || swaps))) return { mode };
  const [[top, bottom], [left, right]] = padding;
  return {
    padding: [
      [top, bottom + Math.max(0, tooTall)],
      [left, right + Math.max(0, tooWide)],
    ],
  };
}

const seed = fc.nat();
const rows = fc.integer({ min: 1, max: 11 });
const cols = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 70 }));

function images(): fc.Arbitrary<Image> {
  const shape = fc.oneof(fc.tuple(rows, cols), fc.tuple(rows, cols, fc.integer({ min: 1, max: 5 })));
  const views = fc
    .record({ shape, dtype: fc.constantFrom(...dtypes), layout: layouts(), seed })
    .map(({ shape, dtype, layout, seed }) => filled(shape, dtype, contents(dtype, seed), layout));
  const pixels = fc
    .record({
      width: cols,
      height: rows,
      channels: fc.integer({ min: 1, max: 4 }),
      dtype: fc.constantFrom(...dtypes),
      seed,
    })
    .map(({ width, height, channels, dtype, seed }): PixelImage => {
      const { data } = filled([height, width, channels], dtype, contents(dtype, seed));
      return channels === 4 ? { data, width, height } : { data, width, height, channels };
    });
  const rowsOfNumbers = fc.tuple(rows, cols, seed).map(([r, c, s]) => nested(r, c, contents('float64', s)));
  return fc.oneof({ weight: 4, arbitrary: views }, pixels, rowsOfNumbers);
}

function kernels(): fc.Arbitrary<Kernel> {
  const size = fc.oneof(
    { weight: 9, arbitrary: fc.integer({ min: 1, max: 5 }) },
    fc.integer({ min: 1, max: 17 }),
  );
  const views = fc
    .record({ shape: fc.tuple(size, size), dtype: fc.constantFrom(...dtypes), layout: layouts(), seed })
    .map(({ shape, dtype, layout, seed }) => filled(shape, dtype, contents(dtype, seed), layout));
  return fc.oneof(
    views,
    fc.tuple(size, size, seed).map(([r, c, s]) => nested(r, c, contents('float64', s))),
  );
}

function layouts(): fc.Arbitrary<Layout> {
  const any = fc.record(
    {
      name: fc.constant('any'),
      order: fc.constantFrom([0, 1, 2], [1, 0, 2], [2, 0, 1], [1, 2, 0]),
      reversed: fc.subarray([0, 1, 2]),
      step: fc.tuple(
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 2 }),
      ),
      margin: fc.tuple(fc.nat(2), fc.nat(2), fc.nat(1)),
      lead: fc.nat(5),
    },
    { requiredKeys: ['name'] },
  );
  return fc.oneof(fc.constant({ name: 'contiguous' }), any);
}

/** Numbers over the type's whole range, for integers; signed fractions for floats. */
function contents(dtype: DType, seed: number): () => number {
  if (dtype.startsWith('float')) {
    const next = random(seed);
    return () => (next() - 0.5) * 10;
  }
  const next = integers(seed, -(2 ** 31), 2 ** 31 - 1);
  const element = new arrayOf[dtype](1);
  return () => {
    const value = next();
    element[0] = dtype === 'uint8clamped' ? value & 255 : value;
    return element[0]!;
  };
}

function perAxis(max: number): fc.Arbitrary<number | [number, number]> {
  const one = fc.integer({ min: 1, max });
  return fc.oneof(one, fc.tuple(one, one));
}
