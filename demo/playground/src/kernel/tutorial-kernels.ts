import type { Rows } from './kernel.ts';

/** SciPy's tutorial: 10 x 10, with these numbers in the left and the right half of each row. */
const halves = (left: number, right: number): Rows =>
  Array.from({ length: 10 }, () => Array.from({ length: 10 }, (_, column) => (column < 5 ? left : right)));

/** Kernels of the two tutorials that this package answers. */
export const tutorialKernels: { readonly [title: string]: Rows } = {
  'SciPy tutorial, kernel 1': halves(-1, 1),
  'SciPy tutorial, kernel 2': halves(1, -1),
  'NumPy tutorial, edges': [
    [-1, -1, -1],
    [-1, 8, -1],
    [-1, -1, -1],
  ],
};
