import { type Axis, axesOf, centreOf, paddingOf } from '../engine/geometry.ts';
import { sceneOf } from '../engine/scene.ts';
import type { Pair, State } from '../state/state.ts';

/** How many rows, or columns, a result has, and why. */
export interface Length {
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

/** The shape of a result, from the rows and columns of the picture; null where the package refuses the call. */
export function shapeOf(state: State, picture: Pair<number>): Shape | null {
  const axes = axesOf(sceneOf(state), picture);
  if (axes === null) return null;
  const [rows, columns] = ([0, 1] as const).map((axis) => lengthOf(state, axis, axes[axis]));
  return { rows: rows!, columns: columns!, isSwapped: axes[0].isSwapped };
}

function lengthOf(state: State, axis: 0 | 1, { elements, results, taps, stride, ...rest }: Axis): Length {
  const { dilation, isSwapped } = rest;
  const extent = (taps - 1) * dilation + 1;
  const [large, small] = isSwapped ? [extent, elements] : [elements, extent];
  const [before, after] = isSwapped ? [0, 0] : addedTo(state, axis, extent);
  return {
    results,
    formula: `⌊(${large} + ${before} + ${after} − ${small}) / ${stride}⌋ + 1 = ${results}`,
    extentFormula: dilation === 1 ? null : `(${taps} − 1) × ${dilation} + 1 = ${extent}`,
  };
}

/**
 * Rows above and below the picture, or columns left and right of it, that count as if they were its own.
 *
 * @param extent The kernel's length with the gaps of dilation.
 */
export function addedTo({ operation, mode, padding }: State, axis: 0 | 1, extent: number): Pair<number> {
  const options = mode === 'padding' ? { padding } : { mode };
  return paddingOf(options, axis, extent, centreOf(operation, extent));
}
