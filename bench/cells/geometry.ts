import type { CellOptions, Convolution } from './cell.ts';

/** A cell's padding, and the size of what comes out. */
export interface Geometry {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
  readonly stride: number;
  readonly rows: number;
  readonly columns: number;
  readonly channels: number;
  /** Multiply-adds that the definition takes. */
  readonly macs: number;
}

export function geometry({ image, kernel, options }: Convolution): Geometry {
  const { stride = 1 } = options;
  const [imageRows, imageColumns, channels = 1] = image.shape;
  const [kernelRows, kernelColumns] = kernel.shape;
  const [top, bottom] = margins(kernelRows, options);
  const [left, right] = margins(kernelColumns, options);
  const rows = Math.floor((imageRows + top + bottom - kernelRows) / stride) + 1;
  const columns = Math.floor((imageColumns + left + right - kernelColumns) / stride) + 1;
  const macs = rows * columns * channels * kernelRows * kernelColumns;
  return { top, bottom, left, right, stride, rows, columns, channels, macs };
}

/** Padding before and after; in mode 'same' the middle of the full result, which SciPy rounds down. */
function margins(length: number, { mode, padding }: CellOptions): [before: number, after: number] {
  if (padding !== undefined) return [padding, padding];
  if (mode === 'full') return [length - 1, length - 1];
  const after = Math.floor((length - 1) / 2);
  return [length - 1 - after, after];
}
