import type { Operation } from 'convolve-wasm';
import type { Pair, State } from '../state/state.ts';

/** How many rows, or columns, a result has, and why. */
export interface Length {
  /** Below 1 where the package refuses the call. */
  readonly results: number;
  /** The sum with its numbers. */
  readonly formula: string;
  /** The kernel's length with the gaps of dilation, as a sum; null without dilation. */
  readonly extentFormula: string | null;
}

export interface Shape {
  readonly rows: Length;
  readonly columns: Length;
  /** In mode `valid` picture and kernel trade places where the kernel is the larger one. */
  readonly isSwapped: boolean;
}

type Options = Pick<State, 'operation' | 'mode' | 'padding' | 'stride' | 'dilation'>;

/** The shape of a result, as docs/semantics.md has it, from the rows and columns of the picture and of the kernel. */
export function shapeOf(options: Options, picture: Pair<number>, kernel: Pair<number>): Shape {
  const extents = ([0, 1] as const).map((axis) => (kernel[axis] - 1) * options.dilation[axis] + 1);
  const isSwapped =
    options.mode === 'valid' &&
    extents.every((extent, axis) => extent >= picture[axis as 0 | 1]) &&
    extents.some((extent, axis) => extent > picture[axis as 0 | 1]);
  const [rows, columns] = ([0, 1] as const).map((axis) => {
    const [from, inside] = isSwapped ? [extents[axis]!, picture[axis]] : [picture[axis], extents[axis]!];
    const [before, after] = addedTo(options, axis, inside);
    const stride = options.stride[axis];
    const results = Math.floor((from + before + after - inside) / stride) + 1;
    return {
      results,
      formula: `⌊(${from} + ${before} + ${after} − ${inside}) / ${stride}⌋ + 1 = ${results}`,
      extentFormula:
        options.dilation[axis] === 1
          ? null
          : `(${kernel[axis]} − 1) × ${options.dilation[axis]} + 1 = ${extents[axis]}`,
    };
  });
  return { rows: rows!, columns: columns!, isSwapped };
}

/** Rows above and below the picture, or columns left and right of it, that count as if they were its own. */
export function addedTo({ operation, mode, padding }: Options, axis: 0 | 1, extent: number): Pair<number> {
  switch (mode) {
    case 'padding':
      return padding[axis];
    case 'full':
      return [extent - 1, extent - 1];
    case 'valid':
      return [0, 0];
    case 'same': {
      const before = extent - 1 - middleOf(operation, extent);
      return [before, extent - 1 - before];
    }
  }
}

/** SciPy centres kernels of even size differently for the two operations. */
function middleOf(operation: Operation, extent: number): number {
  return Math.floor((operation === 'convolve2d' ? extent - 1 : extent) / 2);
}

/** Larger results take seconds, and their pixels hundreds of megabytes. */
const maxMegapixels = 16;

/** Why the page does not compute a result of this size, as a sentence. */
export function refusalOfSize(rows: number, columns: number): string | null {
  if (rows * columns <= maxMegapixels * 1e6) return null;
  return `The result would have ${rows} x ${columns} pixels. The playground shows up to ${maxMegapixels} megapixels.`;
}
