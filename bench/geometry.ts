import type { Cell, CellOptions } from './cell.ts';

/** A cell's padding, and the size of what comes out. */
export interface Geometry {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
  readonly stride: number;
  readonly rows: number;
  readonly columns: number;
  /** Multiply-adds that the definition takes. */
  readonly macs: number;
}

export function geometry({ image, kernel, options }: Cell): Geometry {
  const { stride = 1 } = options;
  const [kernelRows, kernelColumns] = kernel.shape;
  const [top, bottom] = margins(kernelRows, options);
  const [left, right] = margins(kernelColumns, options);
  const rows = Math.floor((image.shape[0] + top + bottom - kernelRows) / stride) + 1;
  const columns = Math.floor((image.shape[1] + left + right - kernelColumns) / stride) + 1;
  const macs = rows * columns * kernelRows * kernelColumns;
  return { top, bottom, left, right, stride, rows, columns, macs };
}

/** Padding before and after; in mode 'same' the middle of the full result, which SciPy rounds down. */
function margins(length: number, { mode, padding }: CellOptions): [before: number, after: number] {
  if (padding !== undefined) return [padding, padding];
  if (mode === 'full') return [length - 1, length - 1];
  const after = Math.floor((length - 1) / 2);
  return [length - 1 - after, after];
}
