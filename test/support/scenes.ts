import type { Boundary, DType, TypedArray } from '../../src/base/types.ts';
import { kernels } from '../../src/index.ts';
import { noise } from './noise.ts';
import { random } from './random.ts';

/** The functions that a scene calls: the package's, or those of a pool, whose results are promises. */
export type Functions = Record<string, (...values: never[]) => unknown>;

/** A call that is computed in several ways, which must agree to the bit. */
export interface Scene {
  readonly name: string;
  call(functions: Functions): unknown;
}

type Options = Record<string, unknown>;
type Edit = (data: TypedArray) => void;

function taps(rows: number, columns: number, seed = 9) {
  return noise('float64', [rows, columns], seed);
}

function integerTaps(rows: number, columns: number) {
  const next = random(4);
  return Array.from({ length: rows }, () =>
    Array.from({ length: columns }, () => Math.floor(9 * next()) - 4),
  );
}

const TALL = [700, 231];
const BOUNDARIES: readonly Boundary[] = ['fill', 'wrap', 'symm', 'reflect', 'edge'];
const DTYPES: readonly DType[] = [
  'float32',
  'float64',
  'uint8',
  'int8',
  'uint16',
  'int16',
  'uint32',
  'int32',
];

function scene(name: string, filter: string, ...values: unknown[]): Scene {
  return { name, call: (functions) => functions[filter]!(...(values as never[])) };
}

function edited(dtype: DType, shape: readonly number[], edit: Edit) {
  const image = noise(dtype, shape);
  edit(image.data);
  return image;
}

function canvas(rows: number, columns: number, isOpaque: boolean) {
  const { data } = noise('uint8clamped', [rows, columns, 4]);
  for (let i = 3; i < data.length && isOpaque; i += 4) data[i] = 255;
  return { data: data as Uint8ClampedArray, width: columns, height: rows };
}

const withNan: Edit = (data) => {
  for (let i = 3; i < data.length; i += 97) data[i] = NaN;
};
const withInfinity: Edit = (data) => {
  data[Math.floor(data.length / 2)] = Infinity;
};

const gaussianLists = [0.05, 0.25, 0.4, 0.25, 0.05];
const same: Options = { mode: 'same', boundary: 'symm' };

/** Every method, boundary, mode, way of changing rows on their way, and filter. */
export const scenes: readonly Scene[] = [
  ...BOUNDARIES.map((boundary) =>
    scene(`direct, ${boundary}`, 'convolve2d', noise('float32', TALL), taps(5, 3), {
      mode: 'same',
      boundary,
    }),
  ),
  ...['full', 'same', 'valid'].map((mode) =>
    scene(`even kernel, ${mode}`, 'correlate2d', noise('float32', TALL), taps(4, 6), { mode }),
  ),
  ...DTYPES.map((dtype) =>
    scene(`${dtype} to ${dtype}`, 'convolve2d', noise(dtype, TALL), taps(3, 3), { ...same, dtype }),
  ),
  ...DTYPES.map((dtype) =>
    scene(`${dtype}, integer taps`, 'convolve2d', noise(dtype, TALL), integerTaps(3, 5), same),
  ),
  scene('stride and dilation', 'convolve2d', noise('float32', TALL), taps(3, 3), {
    stride: [3, 2],
    dilation: 2,
  }),
  scene('gathered rows', 'convolve2d', noise('float32', TALL), taps(3, 3), {
    stride: [2, 1],
    dilation: [5, 1],
  }),
  scene('padding', 'convolve2d', noise('float32', TALL), taps(3, 3), {
    padding: [7, 2],
    boundary: 'reflect',
  }),
  scene('transforms', 'convolve2d', noise('float32', [2500, 60]), taps(21, 21), { ...same, method: 'fft' }),
  scene('transforms of float64', 'convolve2d', noise('float64', [2500, 60]), taps(31, 9), { method: 'fft' }),
  scene('transforms, infinite', 'convolve2d', edited('float32', [2500, 60], withInfinity), taps(21, 21), {
    ...same,
    method: 'fft',
  }),
  scene('transforms, bytes next to ties', 'convolve2d', noise('uint8', [2500, 60]), taps(17, 17), {
    ...same,
    method: 'fft',
    dtype: 'uint8',
  }),
  scene('separable', 'sepConvolve2d', noise('float32', TALL), gaussianLists, gaussianLists, same),
  scene(
    'separable, infinite',
    'sepConvolve2d',
    edited('float32', TALL, withInfinity),
    gaussianLists,
    gaussianLists,
    same,
  ),
  scene('separable bytes', 'sepConvolve2d', noise('uint8', TALL), gaussianLists, gaussianLists, {
    ...same,
    dtype: 'uint8',
  }),
  scene('rank 2', 'convolve2d', noise('float32', TALL), kernels.gaussian({ size: 15 }), {
    ...same,
    method: 'separable',
  }),
  scene('one row of taps', 'convolve2d', noise('float32', TALL), taps(1, 9), same),
  scene('taller than the strips', 'convolve2d', noise('float32', TALL), taps(120, 3), {
    ...same,
    method: 'direct',
  }),
  scene('channels', 'convolve2d', noise('float32', [500, 121, 3]), taps(5, 5), same),
  scene('a bank', 'convolve2d', noise('float32', TALL), [taps(3, 3), taps(3, 3, 5)], same),
  scene(
    'a bank of several sizes',
    'convolve2d',
    noise('uint8', TALL),
    [taps(3, 3), taps(9, 5), taps(3, 3, 2)],
    same,
  ),
  scene('delta, normalized', 'convolve2d', noise('uint8', TALL), integerTaps(3, 3), {
    ...same,
    delta: 3.5,
    normalize: true,
    dtype: 'uint8',
  }),
  scene('NaN', 'convolve2d', edited('float32', TALL, withNan), taps(5, 5), same),
  scene('NaN ignored', 'boxBlur', edited('float32', TALL, withNan), { size: 5, nan: 'ignore' }),
  scene('NaN ignored, a bank', 'convolve2d', edited('float64', TALL, withNan), [[[1, 2, 3]], [[1], [5]]], {
    ...same,
    nan: 'ignore',
  }),
  scene('NaN beyond the edges', 'boxBlur', noise('float32', TALL), {
    size: 5,
    nan: 'ignore',
    boundary: 'fill',
    fillvalue: NaN,
  }),
  scene('alpha kept', 'convolve2d', canvas(400, 131, false), taps(3, 3), same),
  scene('alpha kept, full', 'convolve2d', canvas(400, 131, false), taps(5, 4), { boundary: 'edge' }),
  scene('alpha kept, stride', 'convolve2d', canvas(400, 131, false), taps(3, 3), { ...same, stride: 2 }),
  scene('alpha kept as floats', 'convolve2d', canvas(400, 131, false), taps(3, 3), {
    ...same,
    dtype: 'float32',
  }),
  scene('premultiplied', 'convolve2d', canvas(400, 131, false), taps(3, 3), {
    ...same,
    alpha: 'premultiply',
  }),
  scene('filtered alpha', 'convolve2d', canvas(400, 131, false), taps(3, 3), { ...same, alpha: 'filter' }),
  scene('a blur of transparent pixels', 'gaussianBlur', canvas(400, 131, false), { sigma: 1 }),
  scene('a blur of opaque pixels', 'gaussianBlur', canvas(400, 131, true), { sigma: 2 }),
  scene('a blur in linear light', 'gaussianBlur', canvas(400, 131, true), {
    sigma: 2,
    colorSpace: 'srgb-linear',
  }),
  scene('several rates, opaque pixels', 'gaussianBlur', canvas(400, 131, true), {
    sigma: 40,
    method: 'multirate',
  }),
  ...BOUNDARIES.map((boundary) =>
    scene(`several rates, bytes, ${boundary}`, 'gaussianBlur', noise('uint8', [640, 131]), {
      sigma: [9, 5],
      boundary,
      fillvalue: 77,
      method: 'multirate',
    }),
  ),
  scene('several rates, bytes', 'gaussianBlur', noise('uint8', [600, 40]), {
    sigma: 12,
    method: 'multirate',
  }),
  scene('several rates, floats', 'gaussianBlur', noise('float32', [600, 40]), {
    sigma: 12,
    method: 'multirate',
  }),
  scene('several rates, bands', 'gaussianBlur', noise('uint8', [9000, 467]), {
    sigma: 8,
    method: 'multirate',
  }),
  scene('several rates, bands of floats', 'gaussianBlur', noise('float32', [9000, 467]), {
    sigma: 8,
    method: 'multirate',
  }),
  scene(
    'several rates, NaN in a band',
    'gaussianBlur',
    edited('float32', [9000, 467], (data) => {
      data[7e5] = NaN;
    }),
    { sigma: 8, method: 'multirate' },
  ),
  scene('several rates, wrapped', 'gaussianBlur', noise('float32', [9000, 467]), {
    sigma: 8,
    method: 'multirate',
    boundary: 'wrap',
  }),
  scene('a derivative of a Gaussian', 'gaussianBlur', noise('float32', TALL), { sigma: 3, order: [1, 0] }),
  scene('a box', 'boxBlur', noise('float32', TALL), { size: [31, 9] }),
  scene('a box of bytes', 'boxBlur', noise('uint8', TALL), { size: 9 }),
  scene('motion', 'motionBlur', noise('float32', TALL), { length: 9, angle: 30 }),
  scene('sharpen', 'sharpen', noise('uint8', TALL)),
  scene('emboss', 'emboss', noise('uint8', TALL)),
  scene('edges', 'edges', noise('uint8', TALL)),
  scene('laplacian', 'laplacian', noise('float32', TALL), { size: 3 }),
  scene('Laplacian of Gaussian', 'laplacianOfGaussian', noise('float32', TALL), { sigma: 2 }),
  scene('an unsharp mask', 'unsharpMask', noise('float32', TALL), { sigma: 2 }),
  scene('an unsharp mask of bytes', 'unsharpMask', noise('uint8', TALL), { sigma: 2, amount: 1.5 }),
  scene('an unsharp mask with a threshold', 'unsharpMask', canvas(400, 131, false), {
    sigma: 2,
    threshold: 9,
  }),
  scene('sobel, all', 'sobel', noise('float32', TALL), {}),
  scene('sobel, all of bytes', 'sobel', noise('uint8', TALL), {}),
  scene('sobel, magnitudes of bytes', 'sobel', noise('uint8', TALL), { output: 'magnitude', dtype: 'uint8' }),
  scene('sobel of a canvas', 'sobel', canvas(400, 131, false), { output: 'magnitude' }),
  scene('scharr, angles', 'scharr', noise('float64', TALL), { output: 'angle' }),
  scene('prewitt, x', 'prewitt', noise('int16', TALL), { output: 'x' }),
  scene(
    'rows of numbers',
    'convolve2d',
    Array.from({ length: 200 }, (_, i) => [i, i % 7, -i]),
    [
      [1, 2],
      [3, 4],
    ],
    same,
  ),
  scene(
    'a strided view',
    'convolve2d',
    { ...noise('float32', [1400, 462]), shape: [700, 231], stride: [924, 2], offset: 1 },
    taps(3, 3),
    same,
  ),
  scene(
    'an upside-down view',
    'convolve2d',
    { ...noise('float32', TALL), stride: [-231, 1], offset: 699 * 231 },
    taps(3, 3),
    same,
  ),
  scene('one row', 'convolve2d', noise('float32', [1, 300]), taps(3, 3), same),
  scene('smaller than its kernel', 'convolve2d', noise('float32', [5, 4]), taps(9, 9)),
];
