/** Rows or columns of the result of n of them, with padding p at both ends, a kernel of k, and stride s. */
export function resultLength(n: number, p: number, k: number, s: number): number {
  return Math.floor((n + 2 * p - k) / s) + 1;
}
