/*
 * Convolution by its definition, in plain float64. The package is tested against it and shares no code with it.
 *
 *     out[i][j] = sum over u, v of taps[u][v] * ext[i*strideY + u*dilationY - top][j*strideX + v*dilationX - left]
 */

/** An image of any storage: element `at(i, j, c)` of row i, column j, channel c. */
export interface Grid {
  readonly rows: number;
  readonly cols: number;
  readonly channels: number;
  at(i: number, j: number, c: number): number;
}

export type OracleImage = Grid | readonly (readonly (readonly number[])[])[];
export type OracleKernel = readonly (readonly number[])[];
type Pair = readonly [number, number];
type Boundary = 'fill' | 'wrap' | 'symm' | 'reflect' | 'edge';

export interface OracleOptions {
  operation: 'convolve2d' | 'correlate2d';
  mode?: 'full' | 'same' | 'valid';
  /** In mode 'same': the element of the kernel, before it is rotated, that lies on the pixel. */
  anchor?: Pair;
  padding?: number | Pair | readonly [Pair, Pair];
  boundary?: Boundary | readonly [rows: Boundary, columns: Boundary];
  fillvalue?: number;
  stride?: number | Pair;
  dilation?: number | Pair;
  delta?: number;
}

export interface OracleResult {
  rows: number;
  cols: number;
  channels: number;
  /** Row-major, channels interleaved. */
  values: Float64Array;
  /** sum |k| |x| + |delta| of each value: what rounding errors are measured by. */
  magnitude: Float64Array;
  /** Products in each sum. */
  taps: number;
}

type ElementType =
  | 'float32'
  | 'float64'
  | 'uint8'
  | 'uint8clamped'
  | 'int8'
  | 'int16'
  | 'uint16'
  | 'int32'
  | 'uint32';

const integerRange: { readonly [type: string]: Pair } = {
  uint8: [0, 255],
  uint8clamped: [0, 255],
  int8: [-128, 127],
  int16: [-32768, 32767],
  uint16: [0, 65535],
  int32: [-2147483648, 2147483647],
  uint32: [0, 4294967295],
};

/** The result, whatever the order of the sum; also where mode 'valid' swaps the inputs. */
export function oracle(image: OracleImage, kernel: OracleKernel, options: OracleOptions): OracleResult {
  const grid = toGrid(image);
  if (areInputsSwapped(grid, kernel, options)) return swapped(grid, kernel, options);
  return solve(grid, kernel, options, false);
}

/**
 * The result of the direct method to the bit: taps in row-major order from +0, each input, product and sum rounded to
 * `precision`, delta last. Throws for swapped inputs, whose order is not documented.
 */
export function directOrder(
  image: OracleImage,
  kernel: OracleKernel,
  options: OracleOptions,
  precision: 'float32' | 'float64',
): OracleResult {
  const grid = toGrid(image);
  if (areInputsSwapped(grid, kernel, options)) throw new Error('no order is defined for swapped inputs');
  return solve(grid, kernel, options, precision === 'float32');
}

/** What an element of an array of this type holds after `value` was rounded half to even and saturated. */
export function roundHalfEvenSaturate(value: number, type: ElementType): number {
  if (type === 'float64') return value;
  if (type === 'float32') return Math.fround(value);
  if (Number.isNaN(value)) return 0;
  const [low, high] = integerRange[type]!;
  if (value <= low) return low;
  if (value >= high) return high;
  const below = Math.floor(value);
  const part = value - below;
  if (part < 0.5) return below;
  if (part > 0.5) return below + 1;
  return below % 2 === 0 ? below : below + 1;
}

/**
 * Whether mode 'valid' filters the kernel by the image: if the kernel is as large or larger on both axes. Equal sizes need no
 * swap, and dilated kernels are refused.
 */
export function areInputsSwapped(image: OracleImage, kernel: OracleKernel, options: OracleOptions): boolean {
  if (options.mode !== 'valid' || options.padding !== undefined) return false;
  const dilated = pair(options.dilation ?? 1).some((d) => d > 1);
  const { rows, cols } = toGrid(image);
  const taller = kernel.length - rows;
  const wider = kernel[0]!.length - cols;
  return !dilated && taller >= 0 && wider >= 0 && taller + wider > 0;
}

function solve(image: Grid, kernel: OracleKernel, options: OracleOptions, isSingle: boolean): OracleResult {
  const round = (x: number) => (isSingle ? Math.fround(x) : x);
  const taps = options.operation === 'convolve2d' ? rotated(kernel) : kernel;
  const [strideY, strideX] = pair(options.stride ?? 1);
  const [dilationY, dilationX] = pair(options.dilation ?? 1);
  const vertical = sizing(0, image.rows, extent(taps.length, dilationY), options);
  const horizontal = sizing(1, image.cols, extent(taps[0]!.length, dilationX), options);
  const { boundary = 'fill' } = options;
  const [ofRows, ofColumns] = typeof boundary === 'string' ? [boundary, boundary] : boundary;
  const delta = round(options.delta ?? 0);

  const result = emptyResult(
    Math.floor((vertical.size - 1) / strideY) + 1,
    Math.floor((horizontal.size - 1) / strideX) + 1,
    image.channels,
    taps.length * taps[0]!.length,
  );
  const rowsRead = positions(
    result.rows,
    strideY,
    taps.length,
    dilationY,
    vertical.before,
    image.rows,
    ofRows,
  );
  const colsRead = positions(
    result.cols,
    strideX,
    taps[0]!.length,
    dilationX,
    horizontal.before,
    image.cols,
    ofColumns,
  );
  const fill = round(options.fillvalue ?? 0);
  const weights = taps.map((row) => Float64Array.from(row, round));
  const pixels = elementsOf(image).map(round);

  let n = 0;
  for (let i = 0; i < result.rows; i++) {
    for (let j = 0; j < result.cols; j++) {
      for (let c = 0; c < result.channels; c++) {
        let sum = 0;
        let magnitude = 0;
        for (let u = 0; u < weights.length; u++) {
          const row = rowsRead[i]![u]!;
          const weightsOfRow = weights[u]!;
          const colsOfResult = colsRead[j]!;
          for (let v = 0; v < weightsOfRow.length; v++) {
            const col = colsOfResult[v]!;
            const pixel = row < 0 || col < 0 ? fill : pixels[(row * image.cols + col) * image.channels + c]!;
            const product = weightsOfRow[v]! * pixel;
            sum = round(sum + round(product));
            magnitude += Math.abs(product);
          }
        }
        result.values[n] = round(sum + delta);
        result.magnitude[n] = magnitude + Math.abs(delta);
        n++;
      }
    }
  }
  return result;
}

/** Row-major, channels interleaved. */
function elementsOf({ rows, cols, channels, at }: Grid): Float64Array {
  return Float64Array.from({ length: rows * cols * channels }, (_, n) => {
    const pixel = Math.floor(n / channels);
    return at(Math.floor(pixel / cols), pixel % cols, n % channels);
  });
}

/** For each result along an axis the indices in the image that its taps read. */
function positions(
  results: number,
  stride: number,
  taps: number,
  dilation: number,
  before: number,
  image: number,
  boundary: Boundary,
): Int32Array[] {
  return Array.from({ length: results }, (_, i) =>
    Int32Array.from({ length: taps }, (_, u) => inside(i * stride + u * dilation - before, image, boundary)),
  );
}

/** How many rows (or columns) there are before striding, and how many lie before the image's first. */
function sizing(
  axis: 0 | 1,
  image: number,
  kernel: number,
  options: OracleOptions,
): { size: number; before: number } {
  if (options.padding !== undefined) {
    const [before, after] = sides(options.padding)[axis];
    return { size: image + before + after - kernel + 1, before };
  }
  const mode = options.mode ?? 'full';
  if (options.anchor !== undefined) {
    const place = options.anchor[axis] * pair(options.dilation ?? 1)[axis];
    return { size: image, before: options.operation === 'convolve2d' ? kernel - 1 - place : place };
  }
  if (mode === 'full') return { size: image + kernel - 1, before: kernel - 1 };
  if (mode === 'valid') return { size: image - kernel + 1, before: 0 };
  const skipped = Math.floor(options.operation === 'convolve2d' ? (kernel - 1) / 2 : kernel / 2);
  return { size: image, before: kernel - 1 - skipped };
}

/** The index in the image that a position beyond it stands for, one fold after the other; -1: the fill value. */
function inside(position: number, size: number, boundary: Boundary): number {
  let i = position;
  while (i < 0 || i >= size) {
    if (boundary === 'fill') return -1;
    if (boundary === 'edge') i = i < 0 ? 0 : size - 1;
    if (boundary === 'wrap') i = i < 0 ? i + size : i - size;
    if (boundary === 'symm') i = i < 0 ? -1 - i : 2 * size - 1 - i;
    if (boundary === 'reflect') i = size === 1 ? 0 : i < 0 ? -i : 2 * (size - 1) - i;
  }
  return i;
}

/** Filters the kernel by each channel of the image. The result of a correlation is then reversed. */
function swapped(image: Grid, kernel: OracleKernel, options: OracleOptions): OracleResult {
  const { operation, delta = 0, stride = 1 } = options;
  const [strideY, strideX] = pair(stride);
  const kernelAsImage = toGrid(kernel.map((row) => row.map((k) => [k])));
  const wholes = Array.from({ length: image.channels }, (_, c) =>
    solve(kernelAsImage, channelOf(image, c), { operation, delta, mode: 'valid' }, false),
  );
  const whole = wholes[0]!;
  const rows = Math.floor((whole.rows - 1) / strideY) + 1;
  const cols = Math.floor((whole.cols - 1) / strideX) + 1;
  const result = emptyResult(rows, cols, image.channels, whole.taps);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) {
      for (let c = 0; c < image.channels; c++) {
        const forward = i * strideY * whole.cols + j * strideX;
        const from = operation === 'correlate2d' ? whole.rows * whole.cols - 1 - forward : forward;
        const to = (i * cols + j) * image.channels + c;
        result.values[to] = wholes[c]!.values[from]!;
        result.magnitude[to] = wholes[c]!.magnitude[from]!;
      }
    }
  }
  return result;
}

function channelOf({ rows, cols, at }: Grid, channel: number): number[][] {
  return Array.from({ length: rows }, (_, i) => Array.from({ length: cols }, (_, j) => at(i, j, channel)));
}

function emptyResult(rows: number, cols: number, channels: number, taps: number): OracleResult {
  if (!(rows > 0 && cols > 0)) throw new Error(`no output: ${rows} x ${cols}`);
  const length = rows * cols * channels;
  return {
    rows,
    cols,
    channels,
    values: new Float64Array(length),
    magnitude: new Float64Array(length),
    taps,
  };
}

function toGrid(image: OracleImage): Grid {
  if ('at' in image && 'channels' in image) return image;
  const dense = image as readonly (readonly (readonly number[])[])[];
  return {
    rows: dense.length,
    cols: dense[0]!.length,
    channels: dense[0]![0]!.length,
    at: (i, j, c) => dense[i]![j]![c]!,
  };
}

function rotated(kernel: OracleKernel): number[][] {
  return [...kernel].reverse().map((row) => [...row].reverse());
}

function extent(size: number, dilation: number): number {
  return (size - 1) * dilation + 1;
}

function pair(value: number | Pair): Pair {
  return typeof value === 'number' ? [value, value] : value;
}

function sides(padding: NonNullable<OracleOptions['padding']>): readonly [Pair, Pair] {
  if (typeof padding === 'number') return sides([padding, padding]);
  const [y, x] = padding;
  return [pair(y), pair(x)];
}
