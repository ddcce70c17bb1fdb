import { convolve2d, correlate2d, grayscale, type Kernel, type PixelImage } from 'convolve-wasm';
import { sceneOf } from '../../demo/playground/src/engine/scene.ts';
import { initialState, type State } from '../../demo/playground/src/state/state.ts';
import { callOf } from '../../demo/playground/src/take-away/call.ts';

/* States that span the options, for the code that the page generates; and what the package computes in them. */

const box: State['kernel'] = { from: 'preset', name: 'box', options: { size: 3 } };
const even: State['kernel'] = {
  from: 'grid',
  rows: [
    [1, 2, 0.5, -1],
    [0, -0, 3, 1],
  ],
};
const slope: State['kernel'] = { from: 'outer', column: [1, 2, 1], row: [-1, 0, 1] };

const changes: { readonly [name: string]: Partial<State> } = {
  'as it starts': {},
  'full, fill': { mode: 'full', boundary: ['fill', 'fill'], kernel: even },
  'full, fill value': { mode: 'full', boundary: ['fill', 'fill'], fillvalue: 40.5, kernel: even },
  'full, reflect': { mode: 'full', boundary: ['reflect', 'reflect'], kernel: slope },
  'same, wrap': { boundary: ['wrap', 'wrap'], kernel: even },
  'same, wrap, correlate': { boundary: ['wrap', 'wrap'], kernel: even, operation: 'correlate2d' },
  'same, reflect': { boundary: ['reflect', 'reflect'], kernel: slope },
  'same, reflect, even': { boundary: ['reflect', 'reflect'], kernel: even },
  'same, edge, correlate': { boundary: ['edge', 'edge'], operation: 'correlate2d', kernel: slope },
  'same, edge, even, correlate': { boundary: ['edge', 'edge'], operation: 'correlate2d', kernel: even },
  'same, symm, even': { kernel: even },
  valid: { mode: 'valid', kernel: even },
  'valid, correlate': { mode: 'valid', kernel: slope, operation: 'correlate2d', delta: -3.5 },
  padding: {
    mode: 'padding',
    padding: [
      [1, 1],
      [1, 1],
    ],
    boundary: ['fill', 'fill'],
    stride: [2, 2],
  },
  'padding of each side': {
    mode: 'padding',
    padding: [
      [1, 2],
      [0, 3],
    ],
    boundary: ['wrap', 'fill'],
    fillvalue: -7,
    kernel: even,
  },
  'padding with two fills': {
    mode: 'padding',
    padding: [
      [2, 2],
      [4, 4],
    ],
    boundary: ['fill', 'edge'],
    kernel: slope,
  },
  'stride and dilation': { stride: [2, 3], dilation: [2, 1], kernel: slope, boundary: ['edge', 'edge'] },
  'dilation of an even kernel': { dilation: [3, 3], kernel: even, operation: 'correlate2d' },
  normalized: {
    kernel: {
      from: 'grid',
      rows: [
        [1, 2, 1],
        [2, 4, 2],
        [1, 2, 1],
      ],
    },
    normalize: true,
  },
  'normalized, of sum 0': { kernel: slope, normalize: true },
  'bytes of a Gaussian': {
    kernel: { from: 'preset', name: 'gaussian', options: { sigma: 1.5 } },
    dtype: 'uint8',
  },
  'signed integers': { dtype: 'int16', delta: 0.25, kernel: slope, imageDType: 'uint8' },
  'floats of 64 bits': { imageDType: 'float64', dtype: 'auto', kernel: box, delta: 1e-3 },
  'integers of 32 bits': { imageDType: 'int32', dtype: 'auto', kernel: box },
  'fast, by passes': {
    precision: 'fast',
    method: 'separable',
    dtype: 'uint8',
    kernel: box,
    boundary: ['edge', 'edge'],
  },
  colours: { isColour: true, dtype: 'auto', kernel: box, normalize: true },
  'colours, full': {
    isColour: true,
    dtype: 'uint8',
    mode: 'full',
    kernel: even,
    delta: 20,
    boundary: ['fill', 'edge'],
    fillvalue: 9,
  },
  'colours, correlate, apart': {
    isColour: true,
    boundary: ['symm', 'reflect'],
    kernel: even,
    operation: 'correlate2d',
    stride: [2, 2],
  },
  'colours, alpha filtered': {
    isColour: true,
    alpha: 'filter',
    kernel: box,
    imageDType: 'float32',
    dtype: 'float32',
  },
  holes: {
    picture: { from: 'sample', name: 'holes' },
    imageDType: 'float32',
    kernel: slope,
    boundary: ['reflect', 'reflect'],
  },
  'holes, bytes': {
    picture: { from: 'sample', name: 'holes' },
    imageDType: 'float32',
    kernel: box,
    dtype: 'uint8',
  },
  'holes, ignored': {
    picture: { from: 'sample', name: 'holes' },
    imageDType: 'float32',
    kernel: box,
    nan: 'ignore',
  },
  'holes, dilation': {
    picture: { from: 'sample', name: 'holes' },
    imageDType: 'float32',
    kernel: box,
    dilation: [2, 2],
  },
  'NaN as the fill value': { boundary: ['fill', 'fill'], fillvalue: Number.NaN, kernel: box },
  'colours, premultiplied': { isColour: true, alpha: 'premultiply', kernel: box, dtype: 'auto' },
  'a kernel larger than the picture': {
    kernel: { from: 'preset', name: 'box', options: { size: 31 } },
    boundary: ['reflect', 'reflect'],
  },
  'a kernel larger than the picture, apart': {
    kernel: { from: 'preset', name: 'gaussian', options: { sigma: 3 } },
    boundary: ['wrap', 'symm'],
    mode: 'full',
  },
  'valid, trading places': {
    kernel: { from: 'preset', name: 'gaussian', options: { sigma: 2 } },
    mode: 'valid',
    stride: [2, 1],
  },
  'valid, trading places, colours': {
    kernel: { from: 'preset', name: 'gaussian', options: { sigma: 2 } },
    mode: 'valid',
    isColour: true,
    operation: 'correlate2d',
    dtype: 'auto',
  },
  'a column of a Gaussian, int8': {
    imageDType: 'int8',
    kernel: { from: 'preset', name: 'gaussian1d', options: { sigma: 1, order: 1 }, isColumn: true },
  },
  'an uneven Gaussian': {
    kernel: { from: 'preset', name: 'gaussian', options: { sigma: [2, 0.5], order: [0, 1] } },
  },
  'noise, which is gray': {
    isColour: true,
    picture: { from: 'sample', name: 'noise' },
    alpha: 'premultiply',
  },
  'floats to integers, normalized': { imageDType: 'float32', dtype: 'int16', kernel: box, normalize: true },
  'a large Gaussian': {
    kernel: { from: 'preset', name: 'gaussian', options: { sigma: 5 } },
    boundary: ['edge', 'edge'],
  },
  'a large kernel that is no product': {
    kernel: { from: 'preset', name: 'motionBlur', options: { length: 35, angle: 0.5 } },
    boundary: ['edge', 'edge'],
  },
  'many taps to integers': {
    dtype: 'int16',
    kernel: { from: 'preset', name: 'sobelX', options: { size: 9 } },
    boundary: ['edge', 'edge'],
  },
};

export interface Case {
  readonly name: string;
  readonly state: State;
}

export const cases: readonly Case[] = Object.entries(changes).map(([name, change]) => ({
  name,
  state: { ...initialState, ...change },
}));

/** Rows and columns of the picture below. */
export const size = [11, 14] as const;

/** Opaque and clear pixels that look like noise. */
export const pixels: PixelImage<Uint8ClampedArray> = {
  data: Uint8ClampedArray.from({ length: 4 * size[0] * size[1] }, (_, at) => (at * at * 31 + at * 7) % 256),
  width: size[1],
  height: size[0],
  channels: 4,
};

const arrays = {
  float32: Float32Array,
  float64: Float64Array,
  uint8: Uint8Array,
  uint8clamped: Uint8ClampedArray,
  int8: Int8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
};

/** The picture of a state, as the page makes it. */
export function pictureOf(state: State): PixelImage {
  const { imageDType, picture } = state;
  const image: PixelImage = codeCallOf(state).state.isColour ? pixels : grayscale(pixels);
  const isHalved = imageDType === 'int8';
  const data = arrays[imageDType].from(isHalved ? image.data.map((value) => value >> 1) : image.data);
  if (picture.from === 'sample' && picture.name === 'holes') data.fill(Number.NaN, 40, 43);
  return { ...image, data };
}

export function resultOf(state: State): PixelImage {
  const { operation, kernel, options } = sceneOf(state);
  return { convolve2d, correlate2d }[operation](pictureOf(state), kernel as Kernel, options);
}

export const codeCallOf = (state: State) => callOf(state, size);
