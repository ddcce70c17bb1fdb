import type { Alpha, DType } from 'convolve-wasm';
import { kernelRows } from '../kernel/kernel.ts';
import { addedTo, shapeOf } from '../options/shape.ts';
import type { Pair, State } from '../state/state.ts';

/** What generated code has to know of a call. */
export interface Call {
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
  readonly mayHaveNan: boolean;
  readonly isSwapped: boolean;
}

/** @param picture Rows and columns of the picture. */
export function callOf(state: State, picture: Pair<number>): Call {
  const rows = kernelRows(state.kernel);
  const size: Pair<number> = [rows.length, rows[0]!.length];
  const extentAlong = (axis: 0 | 1) => (size[axis] - 1) * state.dilation[axis] + 1;
  const extent: Pair<number> = [extentAlong(0), extentAlong(1)];
  const { isSwapped } = shapeOf(state, picture, size);
  const same = { ...state, mode: 'same' as const };
  return {
    state,
    rows,
    extent,
    added: [addedTo(state, 0, extent[0]), addedTo(state, 1, extent[1])],
    centre: [addedTo(same, 0, extent[0])[0], addedTo(same, 1, extent[1])[0]],
    dtype: state.dtype === 'auto' ? defaultResult(state.imageDType) : state.dtype,
    alpha: alphaOf(state, isSwapped),
    mayHaveNan: hasHoles(state) || (readsFill(state) && Number.isNaN(state.fillvalue)),
    isSwapped,
  };
}

/** The type of results where none is asked for. */
function defaultResult(image: DType): DType {
  if (image.startsWith('float') || image === 'uint8clamped') return image;
  return image.endsWith('32') ? 'float64' : 'float32';
}

function alphaOf({ isColour, alpha, imageDType }: State, isSwapped: boolean): Alpha | null {
  if (!isColour) return null;
  const chosen = alpha === 'auto' ? (imageDType === 'uint8clamped' ? 'preserve' : 'filter') : alpha;
  // Swapped, no pixel belongs to a result.
  return chosen === 'preserve' && isSwapped ? 'filter' : chosen;
}

/** Whether the picture has numbers that a PNG file does not hold. */
export function hasHoles({ picture, imageDType }: State): boolean {
  return picture.from === 'sample' && picture.name === 'holes' && imageDType.startsWith('float');
}

/** Whether a result may read the fill value. */
export function readsFill({ mode, boundary }: State): boolean {
  return mode !== 'valid' && boundary.includes('fill');
}
