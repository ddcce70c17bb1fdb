import type { Cell, Floats, Matrix } from './cell.ts';
import type { Geometry } from './geometry.ts';

/**
 * Convolution as tutorials write it and people paste it: pad, flip, four loops. The baseline named 'loops', and
 * the reference for the answers of everything else: it shares no code with the library, and its sums are float64.
 */
export function loops({ image, kernel, options }: Cell, geometry: Geometry, out: Floats): void {
  const { rows, columns, stride } = geometry;
  const [kernelRows, kernelColumns] = kernel.shape;
  const flipped = kernel.data.slice().reverse();
  const padded = pad(image, geometry, options.boundary === 'symm');
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
