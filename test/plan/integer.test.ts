import { describe, expect, it } from 'vitest';
import type { BackendName, Boundary, ConvolveOptions, DType, NdArray } from '../../src/base/types.ts';
import { allocate, convolve2d, correlate2d, explain, prepare, sepConvolve2d } from '../../src/index.ts';
import type { IntegerPlan } from '../../src/plan/integer.ts';
import { repairOf } from '../../src/plan/repair.ts';
import { oracle } from '../conformance/oracle.ts';
import { backendNames, backendsHere, mayBeMissing } from '../support/backends.ts';
import {
  arrayOf,
  filled,
  gridOf,
  layouts,
  surroundingsIntact,
  valuesOf,
  viewOf,
} from '../support/containers.ts';
import { integers, random } from '../support/random.ts';

/*
 * Where integer arithmetic serves, and that it gives what exact arithmetic does. Sums of integers are exact in the float64 of
 * the oracle; what they are divided by is divided by here.
 */

type Rows = readonly (readonly number[])[];

const outer = (column: readonly number[], row: readonly number[]) => column.map((a) => row.map((b) => a * b));
const ones = (rows: number, columns = rows) => outer(Array(rows).fill(1), Array(columns).fill(1));
const divided = (taps: Rows, divisor: number) => taps.map((row) => row.map((tap) => tap / divisor));
const noise = (rows: number, columns: number, next: () => number) =>
  Array.from({ length: rows }, () => Array.from({ length: columns }, next));
const bell = (length: number, sigma: number) => {
  const taps = Array.from({ length }, (_, i) => Math.exp(-((i - (length - 1) / 2) ** 2) / (2 * sigma ** 2)));
  const sum = taps.reduce((a, b) => a + b);
  return taps.map((tap) => tap / sum);
};

const edge = [
  [0, -1, 0],
  [-1, 4, -1],
  [0, -1, 0],
];
const sobel = outer([1, 2, 1], [1, 0, -1]);
const row5 = [1, 4, 6, 4, 1];
const row7 = [1, 6, 15, 20, 15, 6, 1];
const blur = outer(bell(21, 3), bell(21, 3));
const lots = noise(5, 5, integers(5, -900, 900));
const weights = noise(5, 5, random(6)).map((row) => row.map((tap) => tap / 13));

/** Where `auto` weighs all methods, or one is asked for. */
interface Given {
  readonly kernel: Rows;
  readonly image?: DType;
  readonly result?: DType;
  readonly options?: ConvolveOptions;
}

function planOf(
  { kernel, image = 'uint8', result = 'uint8', options }: Given,
  backend: BackendName,
): IntegerPlan {
  const shape = [512, 512];
  const container = { data: new arrayOf[image](512 * 512), shape };
  return explain(container, kernel, { mode: 'same', dtype: result, ...options, backend }).plan as IntegerPlan;
}

const served: readonly (readonly [
  what: string,
  how: string,
  requantize: Partial<IntegerPlan['kernels'][number]['requantize']>,
  given: Given,
])[] = [
  ['an edge filter', 'direct short', { sums: 'int16', scaling: 'none' }, { kernel: edge }],
  ['Sobel', 'separable short', { sums: 'int16', scaling: 'none' }, { kernel: sobel, result: 'int16' }],
  ['Sobel into floats', 'separable short', { sums: 'int16' }, { kernel: sobel, result: 'float32' }],
  [
    'a row of binomials',
    'direct short',
    { sums: 'uint16', scaling: 'shift8' },
    { kernel: divided([row5], 16) },
  ],
  [
    'binomials',
    'separable short',
    { sums: 'uint16', scaling: 'shift8' },
    { kernel: divided(outer(row5, row5), 256) },
  ],
  [
    'more of them',
    'separable dot',
    { sums: 'int32', scaling: 'multiply', divisor: 4096 },
    { kernel: divided(outer(row7, row7), 4096) },
  ],
  ['a mean', 'separable box', { divisor: 225 }, { kernel: ones(15), options: { normalize: true } }],
  ['a mean as fractions', 'separable box', { divisor: 225 }, { kernel: divided(ones(15), 225) }],
  [
    'a mean of an even number',
    'separable box',
    { divisor: 100, scaling: 'divide' },
    { kernel: ones(10), options: { normalize: true } },
  ],
  ['a blur that may be 1 off', 'separable rounded', {}, { kernel: blur, options: { precision: 'fast' } }],
  ['weights that may be 1 off', 'direct dot', {}, { kernel: weights, options: { precision: 'fast' } }],
  [
    'int16',
    'direct dot',
    { sums: 'int32' },
    { kernel: lots, image: 'int16', result: 'int16', options: direct() },
  ],
  ['uint16', 'direct dot', { sums: 'int32' }, { kernel: edge, image: 'uint16', result: 'uint16' }],
  ['uint8clamped', 'direct short', {}, { kernel: edge, image: 'uint8clamped', result: 'uint8clamped' }],
  // Sums that their lanes just hold: 128 x 255 = 32640, 257 x 255 = 65535.
  [
    'sums of 16 bits',
    'direct short',
    { sums: 'int16' },
    { kernel: [[-1, 128]], options: { ...direct(), delta: 127 } },
  ],
  ['more', 'direct dot', { sums: 'int32' }, { kernel: [[-1, 128]], options: { ...direct(), delta: 128 } }],
  ['positive sums', 'direct short', { sums: 'uint16' }, { kernel: [[254, 3]], options: direct() }],
  ['more', 'direct dot', { sums: 'int32' }, { kernel: [[254, 4]], options: direct() }],
  // With half of 2^8: 127 x 255 + 128 = 32513, but 128 x 255 + 128 = 2^15; 257 x 255 + 128 = 65663.
  [
    'a shift',
    'direct short',
    { sums: 'int16', scaling: 'shift8' },
    { kernel: divided([[-1, 126, 1]], 256), options: direct() },
  ],
  [
    'no shift',
    'direct short',
    { sums: 'int16', scaling: 'multiply' },
    { kernel: divided([[-1, 127, 1]], 256), options: direct() },
  ],
  [
    'nor here',
    'direct short',
    { sums: 'uint16', scaling: 'multiply' },
    { kernel: divided([[254, 3]], 256), options: direct() },
  ],
  // Quotients below 2^23: 32896 x 255 = 8388480.
  [
    'great sums',
    'direct dot',
    { divisor: 32896 },
    { kernel: [[32767, 129]], options: { ...direct(), normalize: true } },
  ],
  // Products with a reciprocal below 2^22: 16447 x 255 = 4193985, 16449 x 255 = 4194495.
  [
    'sums that a reciprocal serves',
    'direct dot',
    { scaling: 'multiply', divisor: 16447 },
    { kernel: [[16440, 7]], options: { ...direct(), normalize: true } },
  ],
  [
    'sums that it does not',
    'direct dot',
    { scaling: 'divide', divisor: 16449 },
    { kernel: [[16440, 9]], options: { ...direct(), normalize: true } },
  ],
  // 2^24: 65793 x 255 = 2^24 - 1.
  ['great floats', 'direct dot', {}, { kernel: [[32767, 259, 32767]], result: 'float32', options: direct() }],
  // 2^31: 32768 x 65535 + 32767 = 2^31 - 1.
  [
    'the greatest sums',
    'direct dot',
    {},
    { kernel: [[32767, 1]], image: 'uint16', result: 'int16', options: { ...direct(), delta: 32767 } },
  ],
  ['fill values that are elements', 'direct short', {}, { kernel: edge, options: { fillvalue: 255 } }],
  [
    'fill values that no one asks for',
    'direct short',
    {},
    { kernel: edge, options: { boundary: 'symm', fillvalue: 0.5 } },
  ],
  ['a dilated kernel', 'direct short', {}, { kernel: edge, options: { dilation: 3 } }],
  ['a dilated mean', 'separable short', {}, { kernel: ones(3), options: { dilation: 2, normalize: true } }],
];

function direct(): ConvolveOptions {
  return { method: 'direct' };
}

const refused: readonly (readonly [what: string, given: Given])[] = [
  ['a stride', { kernel: edge, options: { stride: 2 } }],
  ['a stride down', { kernel: edge, options: { stride: [2, 1] } }],
  ['a negative fill value of bytes', { kernel: edge, options: { fillvalue: -1 } }],
  ['a fill value of half', { kernel: edge, options: { fillvalue: 0.5 } }],
  ['a fill value above bytes', { kernel: edge, options: { fillvalue: 256 } }],
  [
    'a fill value above int16',
    { kernel: edge, image: 'int16', result: 'int16', options: { fillvalue: 32768 } },
  ],
  ['a fill value that is not a number', { kernel: edge, options: { fillvalue: NaN } }],
  ['a delta of fractions', { kernel: edge, options: { delta: 0.3 } }],
  ['a delta of half a third', { kernel: divided(ones(3), 9), options: { delta: 0.5 } }],
  ['float64', { kernel: edge, result: 'float64' }],
  ['int32', { kernel: edge, result: 'int32' }],
  ['int8', { kernel: edge, image: 'int8' }],
  ['results of int8', { kernel: edge, result: 'int8' }],
  ['float32 images', { kernel: edge, image: 'float32' }],
  ['a mean of an even number as fractions', { kernel: divided(ones(10), 100) }],
  ['a mean into floats', { kernel: divided(ones(3), 9), result: 'float32' }],
  ['weights', { kernel: weights }],
  ['a blur', { kernel: blur }],
  ['a tap of 16 bits', { kernel: [[32768]], options: direct() }],
  ['another', { kernel: [[-32768]], options: direct() }],
  ['greater quotients', { kernel: [[32767, 130]], options: { ...direct(), normalize: true } }],
  ['greater floats', { kernel: [[32767, 260, 32767]], result: 'float32', options: direct() }],
  [
    'greater sums',
    { kernel: [[32767, 1]], image: 'uint16', result: 'int16', options: { ...direct(), delta: 32768 } },
  ],
  [
    'weights of uint16, which would be more than 1 off',
    { kernel: weights, image: 'uint16', result: 'uint16', options: { precision: 'fast' } },
  ],
  ['floats that may be 1 off', { kernel: weights, result: 'float32', options: { precision: 'fast' } }],
];

describe('integer arithmetic', () => {
  it.each(served)('serves %s: %s', (_, how, requantize, given) => {
    for (const backend of backendsHere) {
      const { method, arithmetic, kernels } = planOf(given, backend);
      // JavaScript may find a few direct taps cheaper than two passes.
      if (backend === 'js') expect(how.split(' ')[1]).toBe(arithmetic);
      else expect(`${method} ${arithmetic}`, backend).toBe(how);
      expect(kernels[0]!.requantize).toMatchObject(requantize);
    }
  });

  it.each(refused)('does not serve %s', (_, given) => {
    for (const backend of backendsHere) {
      const plan = planOf(given, backend);
      // Sums in fixed point whose results are repaired are no exact sums of integers.
      if (repairOf(plan) === null) expect(plan).not.toHaveProperty('arithmetic');
      else expect(plan.kernels?.[0]?.requantize.scaling ?? 'fixed').toBe('fixed');
    }
  });
});

/** A kernel as integers over a divisor, and what is to compute it. */
interface Sample {
  readonly name: string;
  readonly how: string;
  readonly taps: Rows;
  readonly divisor?: number;
  /** The kernel is given as the integers, to be divided by their sum. */
  readonly normalize?: boolean;
  readonly delta?: number;
  readonly image: DType;
  readonly result: DType;
}

const bytes = { image: 'uint8', result: 'uint8' } as const;
const small = noise(4, 3, integers(1, -9, 9));
const positive = [
  [1, 2, 1],
  [2, 3, 2],
  [1, 2, 1],
];

const samples: readonly Sample[] = [
  { name: 'an edge filter', how: 'direct short', taps: edge, ...bytes },
  { name: 'taps of both signs', how: 'direct short', taps: small, delta: 100, ...bytes, result: 'int16' },
  {
    name: 'into uint16',
    how: 'direct short',
    taps: [
      [200, 50],
      [4, 3],
    ],
    ...bytes,
    result: 'uint16',
  },
  { name: 'into floats', how: 'direct short', taps: small, delta: -3, ...bytes, result: 'float32' },
  {
    name: 'eighths into floats',
    how: 'direct short',
    taps: small,
    divisor: 8,
    delta: 0.5,
    ...bytes,
    result: 'float32',
  },
  { name: 'fifteenths', how: 'direct short', taps: positive, divisor: 15, normalize: true, ...bytes },
  { name: 'Sobel', how: 'separable short', taps: sobel, ...bytes, result: 'int16' },
  { name: 'shifted Sobel', how: 'separable short', taps: sobel, divisor: 8, delta: 128, ...bytes },
  { name: 'binomials', how: 'separable short', taps: outer(row5, row5), divisor: 256, ...bytes },
  {
    name: 'more binomials',
    how: 'separable dot',
    taps: outer(row7, row7),
    divisor: 4096,
    delta: 3,
    ...bytes,
  },
  {
    name: 'an even number of taps',
    how: 'separable dot',
    taps: outer([9, -40, 3, 7], [8, 9, -2, 1, 5, 6]),
    ...bytes,
    result: 'int16',
  },
  { name: 'great taps', how: 'direct dot', taps: lots, ...bytes, image: 'uint8clamped', result: 'float32' },
  {
    name: 'divided by an even number',
    how: 'direct dot',
    taps: [
      [1000, 1],
      [999, 2],
    ],
    divisor: 2002,
    normalize: true,
    ...bytes,
  },
  { name: 'int16', how: 'direct dot', taps: small, delta: -7, image: 'int16', result: 'int16' },
  { name: 'parts of int16', how: 'direct dot', taps: small, divisor: 32, image: 'int16', result: 'uint8' },
  { name: 'uint16', how: 'direct dot', taps: edge, delta: 1000, image: 'uint16', result: 'uint16' },
  { name: 'uint16 into floats', how: 'direct dot', taps: small, image: 'uint16', result: 'float32' },
  { name: 'a mean', how: 'separable box', taps: ones(15), divisor: 225, normalize: true, ...bytes },
  { name: 'a wide mean', how: 'separable box', taps: ones(4, 20), divisor: 80, normalize: true, ...bytes },
  {
    name: 'a tall sum',
    how: 'separable box',
    taps: ones(17, 3),
    ...bytes,
    image: 'uint8clamped',
    result: 'uint16',
  },
  {
    name: 'a mean of int16',
    how: 'separable box',
    taps: ones(3, 7),
    divisor: 21,
    normalize: true,
    delta: -9,
    image: 'int16',
    result: 'int16',
  },
  { name: 'a sum of uint16', how: 'separable box', taps: ones(6, 2), image: 'uint16', result: 'float32' },
];

const methodOf = (how: string) => how.split(' ')[0] as 'direct' | 'separable';

function kernelOf({ taps, divisor = 1, normalize = false }: Sample): number[][] {
  return normalize ? taps.map((row) => [...row]) : divided(taps, divisor);
}

function optionsOf(sample: Sample): Omit<ConvolveOptions, 'out'> {
  const { how, delta = 0, normalize = false, result } = sample;
  return { method: methodOf(how), delta, normalize, dtype: result };
}

const ranges: { readonly [dtype: string]: readonly [number, number] } = {
  uint8: [0, 255],
  uint8clamped: [0, 255],
  int16: [-32768, 32767],
  uint16: [0, 65535],
};

/** A quotient of integers rounded half to even and saturated, or as a float. */
function quotient(sum: number, divisor: number, dtype: DType): number {
  const range = ranges[dtype];
  if (range === undefined) return Math.fround(sum / divisor);
  const below = Math.floor(sum / divisor);
  const twice = 2 * (sum - below * divisor);
  const up = twice > divisor || (twice === divisor && below % 2 !== 0);
  return Math.min(Math.max(below + Number(up), range[0]), range[1]);
}

function expectedOf(
  image: NdArray,
  { taps, divisor = 1, delta = 0, result }: Sample,
  options: { mode: 'full' | 'same'; boundary: Boundary; fillvalue: number; dilation: number },
): number[] {
  const sums = oracle(gridOf(image), taps, { operation: 'convolve2d', ...options, delta: delta * divisor });
  return Array.from(sums.values, (sum) => quotient(sum, divisor, result));
}

/** Every fourth element is the least or the greatest. */
function elements(seed: number, dtype: DType): () => number {
  const [least, greatest] = ranges[dtype]!;
  const next = integers(seed, least, greatest);
  const kind = integers(seed + 1, 0, 7);
  return () => [least, greatest][kind()] ?? next();
}

const boundaries: readonly Boundary[] = ['fill', 'wrap', 'symm', 'reflect', 'edge'];
/** Rows of less than a vector and up to several tiles, by their channels. */
const shapes = [
  [5, 3],
  [1, 40],
  [12, 70],
  [7, 17],
  [9, 33],
] as const;

/** Circumstances: every boundary with every number of channels, other shapes each time. */
const circumstances = boundaries.flatMap((boundary, b) =>
  [1, 2, 3, 4].map((channels) => {
    const [rows, columns] = shapes[(b + channels) % shapes.length]!;
    return {
      name: `${rows} x ${columns} x ${channels}, ${boundary}`,
      shape: channels === 1 ? [rows, columns] : [rows, columns, channels],
      options: {
        mode: (b + channels) % 3 === 0 ? 'full' : 'same',
        boundary,
        fillvalue: channels % 2 === 0 ? 0 : 77,
        dilation: (b * 4 + channels) % 5 === 0 ? 2 : 1,
      },
    } as const;
  }),
);

describe.each(samples)('$name: $how', (sample) => {
  const { how, image: dtype, result } = sample;
  const kernel = kernelOf(sample);

  it.each(circumstances)('is exact: $name', ({ shape, ...given }) => {
    // Ones that are not neighbours have no running sums.
    const options = how.endsWith('box') ? { ...given.options, dilation: 1 } : given.options;
    const image = filled(shape, dtype, elements(shape[1]!, dtype));
    const expected = expectedOf(image, sample, options);
    for (const backend of backendsHere) {
      const settings = { ...options, ...optionsOf(sample), backend } as const;
      const { method, arithmetic } = explain(image, kernel, settings).plan as IntegerPlan;
      expect(`${method} ${arithmetic}`).toBe(how);
      expect(Array.from(convolve2d(image, kernel, settings).data), backend).toEqual(expected);
    }
  });

  describe.each(backendNames)('on %s', (backend) => {
    const run = it.skipIf(mayBeMissing(backend));
    const shape = [11, 37, 3];
    const options = { mode: 'same', boundary: 'symm', fillvalue: 0, dilation: 1 } as const;
    const settings = { ...options, ...optionsOf(sample), backend };
    const source = filled(shape, dtype, elements(4, dtype));
    const expected = expectedOf(source, sample, options);

    run('is the same of any layout, into any layout', () => {
      for (const [n, layout] of layouts.entries()) {
        const image = filled(shape, dtype, elements(4, dtype), layout);
        const out = viewOf(shape, result, layouts[(n + 3) % layouts.length]!);
        expect(convolve2d(image, kernel, { ...settings, out })).toBe(out);
        expect([...valuesOf(out)], layout.name).toEqual(expected);
        expect(surroundingsIntact(out)).toBe(true);
      }
    });

    run('is the same when prepared, from and into its memory', () => {
      using convolver = prepare(kernel, { ...settings, shape });
      using image = allocate(shape, dtype, { backend });
      using out = allocate(shape, result, { backend });
      image.data.set(source.data);
      expect(Array.from(convolver.run(source).data)).toEqual(expected);
      expect(convolver.run(image, out)).toBe(out);
      expect(Array.from(out.data)).toEqual(expected);
      out.data.fill(0);
      convolve2d(image, kernel, { ...settings, out });
      expect(Array.from(out.data)).toEqual(expected);
      expect(image.data).toEqual(source.data);
    });

    run('is the same of a part of its memory, into a part', () => {
      // Rows with elements between them, which are neither read nor written.
      const [rows, columns, channels] = shape as [number, number, number];
      using image = allocate([rows + 2, columns + 5, channels], dtype, { backend });
      using out = allocate([rows + 1, columns + 3, channels], result, { backend });
      const part = (whole: typeof image | typeof out, more: number) => ({
        data: whole.data,
        shape,
        stride: [(columns + more) * channels, channels, 1],
        offset: (columns + more + 2) * channels,
      });
      image.data.fill(113);
      out.data.fill(113);
      const place = (i: number, more: number) => {
        const row = Math.floor(i / (columns * channels));
        return (columns + more + 2 + row * (columns + more)) * channels + (i % (columns * channels));
      };
      source.data.forEach((value, i) => {
        image.data[place(i, 5)] = value;
      });
      convolve2d(part(image, 5), kernel, { ...settings, out: part(out, 3) });
      const wanted = new arrayOf[result](out.data.length).fill(113);
      expected.forEach((value, i) => {
        wanted[place(i, 3)] = value;
      });
      expect(out.data).toEqual(wanted);
    });

    run('is the same in a bank', () => {
      const turned = kernel.map((row) => [...row].reverse());
      const alone = convolve2d(source, turned, settings);
      const [first, second, third] = convolve2d(source, [kernel, turned, kernel], settings);
      expect(Array.from(first!.data)).toEqual(expected);
      expect(second).toEqual(alone);
      expect(third).toEqual(first);
      const rotated = [...turned].reverse();
      // Convolution rotates the kernel; 'same' is in the middle of either, if it has one.
      if (kernel.length % 2 === 1 && kernel[0]!.length % 2 === 1) {
        expect(Array.from(correlate2d(source, rotated, settings).data)).toEqual(expected);
      }
    });
  });
});

/** A kernel whose results may be 1 off, and what is to compute it. */
const near: readonly {
  readonly name: string;
  readonly how: string;
  readonly kernel: Rows;
  readonly image: DType;
  readonly result: DType;
  readonly delta?: number;
}[] = [
  { name: 'a blur', how: 'separable rounded', kernel: blur, ...bytes },
  {
    name: 'a blur into int16',
    how: 'separable rounded',
    kernel: outer(bell(4, 1), bell(9, 2)),
    ...bytes,
    result: 'int16',
  },
  {
    name: 'a lopsided blur',
    how: 'separable rounded',
    kernel: outer([0.11, 0.37, 0.29], [0.3, -0.1, 0.2, 0.33]),
    ...bytes,
  },
  { name: 'weights', how: 'direct dot', kernel: weights, delta: 0.3, ...bytes },
  {
    name: 'weights of both signs',
    how: 'direct dot',
    kernel: noise(3, 4, random(8)).map((row) => row.map((tap) => 2 * tap - 1)),
    ...bytes,
    result: 'int16',
  },
  {
    name: 'a few weights of int16',
    how: 'direct dot',
    kernel: [[0.3, 0.7]],
    image: 'int16',
    result: 'int16',
  },
];

describe.each(near)('$name, fast: $how', ({ how, kernel, image: dtype, result, delta = 0 }) => {
  it.each(circumstances)('is 1 off at most, and the same on all backends: $name', (given) => {
    const { shape, options } = given;
    const image = filled(shape, dtype, elements(shape[1]!, dtype));
    const { values } = oracle(gridOf(image), kernel, { operation: 'convolve2d', ...options, delta });
    const [least, greatest] = ranges[result]!;
    const settings = { ...options, dtype: result, delta, method: methodOf(how), precision: 'fast' } as const;
    const answers = backendNames
      .filter((name) => !mayBeMissing(name))
      .map((backend) => {
        const { method, arithmetic } = explain(image, kernel, { ...settings, backend }).plan as IntegerPlan;
        expect(`${method} ${arithmetic}`).toBe(how);
        return convolve2d(image, kernel, { ...settings, backend }).data;
      });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    const off = values.map((value, i) => answers[0]![i]! - Math.min(Math.max(value, least), greatest));
    // Off by less than 0.9 before, by 0.5 more when rounded.
    expect(Math.max(...off.map(Math.abs))).toBeLessThan(1.4);
  });
});

/** Images of several strips, whose results are those of float64, divided here. */
describe.each(backendNames)('over several strips, %s', (backend) => {
  it.skipIf(mayBeMissing(backend)).each(samples.filter(({ image }) => image === 'uint8'))(
    '$name: $how',
    (sample) => {
      const { divisor = 1, delta = 0, taps, result } = sample;
      const shape = [43, 8009];
      const image = filled(shape, 'uint8', elements(7, 'uint8'));
      const options = { mode: 'same', boundary: 'fill', fillvalue: 9, backend: 'wasm' } as const;
      const kernel = taps.map((row) => [...row]);
      const sums = convolve2d(image, kernel, {
        ...options,
        ...{ delta: delta * divisor, dtype: 'float64', method: 'direct' },
      }).data as unknown as Float64Array;
      const expected = new arrayOf[result](sums.length).map((_, i) => quotient(sums[i]!, divisor, result));
      const settings = { ...options, ...optionsOf(sample), backend };
      const { strip } = explain(image, kernelOf(sample), settings).plan as IntegerPlan;
      expect(strip.outputRows).toBeLessThan(43 / 2);
      const firstWrong = (data: ArrayLike<number>) => expected.findIndex((value, i) => data[i] !== value);
      expect(firstWrong(convolve2d(image, kernelOf(sample), settings).data)).toBe(-1);
      using input = allocate(shape, 'uint8', { backend });
      using out = allocate(shape, result, { backend });
      input.data.set(image.data);
      convolve2d(input, kernelOf(sample), { ...settings, out });
      expect(firstWrong(out.data)).toBe(-1);
    },
  );
});

it('takes factors as they are given', () => {
  const image = filled([40, 50, 3], 'uint8', elements(3, 'uint8'));
  for (const backend of backendsHere) {
    const options = { mode: 'same', boundary: 'reflect', dtype: 'uint8', backend } as const;
    for (const normalize of [true, false]) {
      expect(sepConvolve2d(image, row7, row5, { ...options, normalize })).toEqual(
        convolve2d(image, outer(row7, row5), { ...options, normalize }),
      );
    }
  }
});

describe.each(backendNames)('one row again and again, %s', (backend) => {
  const exact = samples.map((sample) => ({
    ...sample,
    kernel: kernelOf(sample),
    options: optionsOf(sample),
  }));
  const fast = near.map(({ how, delta = 0, result, ...others }) => ({
    ...others,
    how,
    options: { method: methodOf(how), delta, dtype: result, precision: 'fast' } as const,
  }));

  it.skipIf(mayBeMissing(backend)).each([...exact, ...fast])('$name: $how', ({ image, kernel, options }) => {
    const shape = [30, 70];
    using row = allocate([1, 70], image, { backend });
    row.data.set(filled([1, 70], image, elements(6, image)).data);
    const repeated = { data: row.data, shape, stride: [0, 1] };
    const whole = { data: new arrayOf[image](30 * 70), shape };
    whole.data.set(valuesOf(repeated));
    const settings = { ...options, mode: 'valid', backend } as const;
    expect(convolve2d(repeated, kernel, settings)).toEqual(convolve2d(whole, kernel, settings));
  });
});
