import type { Rows } from './kernel.ts';

/* Kernels made from kernels. */

export function transposed(rows: Rows): Rows {
  return rows[0]!.map((_, column) => rows.map((row) => row[column]!));
}

/** Clockwise by 90 degrees. */
export function turned(rows: Rows): Rows {
  return transposed(rows.toReversed());
}

/** By 180 degrees: what convolution does to a kernel. */
export function flipped(rows: Rows): Rows {
  return rows.map((row) => row.toReversed()).toReversed();
}

export function negated(rows: Rows): Rows {
  return rows.map((row) => row.map((tap) => 0 - tap));
}

/** Cut off, or continued with zeros, at the lower and right ends. */
export function resized(rows: Rows, height: number, width: number): Rows {
  return Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (_, column) => rows[row]?.[column] ?? 0),
  );
}

export function withTap(rows: Rows, row: number, column: number, tap: number): Rows {
  return rows.with(
    row,
    rows[row]!.map((old, at) => (at === column ? tap : old)),
  );
}
