import type { Alpha, DType } from 'convolve-wasm';
import { axesOf, centreOf, resultTypeOf } from '../engine/geometry.ts';
import { hasColours, sceneOf } from '../engine/scene.ts';
import { addedTo } from '../options/shape.ts';
import type { Pair, State } from '../state/state.ts';

/** What generated code has to know of a call. */
export interface Call {
  /** Its `isColour` says what the picture is. */
  readonly state: State;
  readonly rows: readonly (readonly number[])[];
  /** Rows and columns of the kernel with the gaps of dilation. */
  readonly extent: Pair<number>;
  /** Rows above and below, columns left and right of the picture that results read. */
  readonly added: Pair<Pair<number>>;
  /** The row and column of a kernel, as it slides over the picture, whose single 1 would leave the picture as it is. */
  readonly centre: Pair<number>;
  readonly dtype: DType;
  /** Null where there is no alpha. */
  readonly alpha: Alpha | null;
  /** Whether results may read NaN or infinities, 0 times which is NaN. */
  readonly mayHaveNan: boolean;
  readonly isSwapped: boolean;
}

/** @param picture Rows and columns of the picture. */
export function callOf(chosen: State, picture: Pair<number>): Call {
  const state = { ...chosen, isColour: hasColours(chosen) };
  const scene = sceneOf(state);
  const { kernel: rows } = scene;
  const extentAlong = (axis: 0 | 1) =>
    (([rows.length, rows[0]!.length] as const)[axis] - 1) * state.dilation[axis] + 1;
  const extent: Pair<number> = [extentAlong(0), extentAlong(1)];
  const isSwapped = axesOf(scene, picture)?.[0].isSwapped ?? false;
  return {
    state,
    rows,
    extent,
    added: [addedTo(state, 0, extent[0]), addedTo(state, 1, extent[1])],
    centre: [centreOf(state.operation, extent[0]), centreOf(state.operation, extent[1])],
    dtype: resultTypeOf(scene),
    alpha: alphaOf(state, isSwapped),
    mayHaveNan: hasHoles(state) || (readsFill(state) && !Number.isFinite(state.fillvalue)),
    isSwapped,
  };
}

function alphaOf({ isColour, alpha, imageDType }: State, isSwapped: boolean): Alpha | null {
  if (!isColour) return null;
  const chosen = alpha === 'auto' ? (imageDType === 'uint8clamped' ? 'preserve' : 'filter') : alpha;
  // Swapped, no pixel belongs to a result.
  return chosen === 'preserve' && isSwapped ? 'filter' : chosen;
}

/** Whether a file of a picture does not hold its numbers. */
export function isNumbers(state: State): boolean {
  // The page halves the brightness of int8.
  return hasHoles(state) || state.imageDType === 'int8';
}

function hasHoles({ picture, imageDType }: State): boolean {
  return picture.from === 'sample' && picture.name === 'holes' && imageDType.startsWith('float');
}

/** Whether a result may read the fill value. */
export function readsFill({ mode, boundary }: State): boolean {
  return mode !== 'valid' && boundary.includes('fill');
}
