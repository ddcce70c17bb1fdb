import type { TypedArray } from 'convolve-wasm';
import { type Convolution, type Floats, type Image, type Matrix, tapsOf } from '../cells/cell.ts';
import { type Geometry, geometry } from '../cells/geometry.ts';
import { type Contender, localContender } from './contender.ts';
import { newOuts } from './runs.ts';

/** Beyond so many kernel elements, programs with a loop for each of four indices take seconds. */
const WORTH_WAITING_FOR = 15 * 15;

export function takesSeconds({ kernel }: Convolution): boolean {
  return kernel.data.length > WORTH_WAITING_FOR;
}

/** The baseline. */
export function loopsContenders(cell: Convolution): Contender[] {
  return takesSeconds(cell) ? [] : [loopsContender(cell)];
}

/** However long it takes. */
export function loopsContender(cell: Convolution): Contender {
  const [out] = newOuts(cell) as [TypedArray];
  const shape = geometry(cell);
  const run = () => {
    if (cell.options.dtype === undefined) loops(cell, shape, out as Floats);
    else integerLoops(cell, shape, out);
    return [out];
  };
  return localContender('loops', 'out', run, cell.calls);
}

/** Convolution as tutorials write it and people paste it: pad, flip, four loops. */
function loops({ image, kernel, options }: Convolution, geometry: Geometry, out: Floats): void {
  const { rows, columns, stride } = geometry;
  const [kernelRows, kernelColumns] = kernel.shape;
  const flipped = kernel.data.slice().reverse();
  const padded = pad(image as Matrix, geometry, options.boundary === 'symm');
  const paddedColumns = padded.shape[1];
  const source = padded.data;

  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      let sum = 0;
      for (let u = 0; u < kernelRows; u++) {
        for (let v = 0; v < kernelColumns; v++) {
          sum += flipped[u * kernelColumns + v]! * source[(y * stride + u) * paddedColumns + x * stride + v]!;
        }
      }
      out[y * columns + x] = sum;
    }
  }
}

/** The same for pictures: a fifth loop over channels, and sums that the array of the results rounds and saturates. */
function integerLoops(cell: Convolution, geometry: Geometry, out: TypedArray): void {
  const { rows, columns, channels } = geometry;
  const [kernelRows, kernelColumns] = cell.kernel.shape;
  const flipped = tapsOf(cell).slice().reverse();
  const source = padPicture(cell.image, geometry);
  const paddedColumns = columns + kernelColumns - 1;
  // Rounds half to even and saturates; the cells with int16 results have nothing to round or saturate.
  const results = out instanceof Uint8Array ? new Uint8ClampedArray(out.buffer) : out;

  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (let u = 0; u < kernelRows; u++) {
          for (let v = 0; v < kernelColumns; v++) {
            sum +=
              flipped[u * kernelColumns + v]! * source[((y + u) * paddedColumns + x + v) * channels + c]!;
          }
        }
        results[(y * columns + x) * channels + c] = sum;
      }
    }
  }
}

/** Continued by reflection, as all cells of pictures are. */
function padPicture({ data, shape }: Image, { top, bottom, left, right }: Geometry): Uint8Array {
  const [rows, columns, channels = 1] = shape;
  const paddedColumns = columns + left + right;
  const padded = new Uint8Array((rows + top + bottom) * paddedColumns * channels);
  let i = 0;
  for (let y = -top; y < rows + bottom; y++) {
    for (let x = -left; x < columns + right; x++) {
      const pixel = reflect(y, rows) * columns + reflect(x, columns);
      for (let c = 0; c < channels; c++) padded[i++] = data[pixel * channels + c]!;
    }
  }
  return padded;
}

function pad({ data, shape }: Matrix, { top, bottom, left, right }: Geometry, symmetric: boolean): Matrix {
  const [rows, columns] = shape;
  const paddedRows = rows + top + bottom;
  const paddedColumns = columns + left + right;
  const padded =
    data instanceof Float32Array
      ? new Float32Array(paddedRows * paddedColumns)
      : new Float64Array(paddedRows * paddedColumns);
  for (let y = 0; y < paddedRows; y++) {
    for (let x = 0; x < paddedColumns; x++) {
      let row = y - top;
      let column = x - left;
      if (symmetric) {
        row = fold(row, rows);
        column = fold(column, columns);
      }
      if (row >= 0 && row < rows && column >= 0 && column < columns) {
        padded[y * paddedColumns + x] = data[row * columns + column]!;
      }
    }
  }
  return { data: padded, shape: [paddedRows, paddedColumns] };
}

/** Mirrors an index at the nearest edge, which is repeated. */
function fold(index: number, length: number): number {
  if (index < 0) return -1 - index;
  return index < length ? index : 2 * length - 1 - index;
}

/** Mirrors an index at the nearest edge, which is not repeated. */
function reflect(index: number, length: number): number {
  if (index < 0) return -index;
  return index < length ? index : 2 * (length - 1) - index;
}
