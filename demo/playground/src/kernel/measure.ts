import type { Rows } from './kernel.ts';
import { largestOf } from './tint.ts';

/**
 * How many outer products add up to a kernel, by Gaussian elimination with complete pivoting (Golub and Van Loan, Matrix
 * Computations, 4th ed., 3.4.8). What is smaller than rounding errors of the largest tap counts as 0, as in NumPy's `matrix_rank`.
 */
export function rankOf(rows: Rows): number {
  const left = rows.map((row) => [...row]);
  const largest = largestOf(rows);
  const tolerance = 4 * Math.max(left.length, left[0]!.length) * Number.EPSILON * largest;
  for (let rank = 0; ; rank++) {
    const [pivot, row, column] = greatest(left);
    if (Math.abs(pivot) <= tolerance) return rank;
    const pivotRow = [...left[row]!];
    for (const other of left) {
      const factor = other[column]! / pivot;
      if (factor === 0) continue;
      for (let at = 0; at < other.length; at++) other[at]! -= factor * pivotRow[at]!;
      other[column] = 0;
    }
    left[row]!.fill(0);
  }
}

function greatest(rows: Rows): readonly [value: number, row: number, column: number] {
  let [found, foundRow, foundColumn] = [0, 0, 0];
  for (const [y, row] of rows.entries()) {
    for (let x = 0; x < row.length; x++) {
      if (Math.abs(row[x]!) > Math.abs(found)) [found, foundRow, foundColumn] = [row[x]!, y, x];
    }
  }
  return [found, foundRow, foundColumn];
}
