import type { DType, Operation } from 'convolve-wasm';
import type { Pair } from '../state/state.ts';
import type { Scene } from './protocol.ts';

/** Where the results along an axis lie (docs/semantics.md): result `i` reads the picture from `i * stride - before` on. */
export interface Axis {
  /** How many elements the picture has, and how many results there are. */
  readonly elements: number;
  readonly results: number;
  readonly taps: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  /**
   * The tap, counted with the gaps of dilation, that lies on the pixel of the result in mode `same`. Results of all modes
   * are drawn at that pixel.
   */
  readonly centre: number;
  /** Mode `valid` with a kernel larger than the picture: the two trade places, and each result reads the whole picture. */
  readonly isSwapped: boolean;
}

export type Axes = Pair<Axis>;

/** Null where the package refuses the call. */
export function axesOf(scene: Scene, sizePx: Pair<number>): Axes | null {
  const { kernel, options, operation } = scene;
  const taps: Pair<number> = [kernel.length, kernel[0]?.length ?? 0];
  const extents = taps.map((count, axis) => (count - 1) * pairOf(options.dilation)[axis as 0 | 1] + 1);
  const isLarger = extents.every((extent, axis) => extent >= sizePx[axis as 0 | 1]);
  const isEqual = extents.every((extent, axis) => extent === sizePx[axis as 0 | 1]);
  const isSwapped = options.padding === undefined && options.mode === 'valid' && isLarger && !isEqual;
  if (isSwapped && pairOf(options.dilation).some((distance) => distance > 1)) return null;
  const along = (axis: 0 | 1): Axis => {
    const [stride, dilation] = [pairOf(options.stride)[axis], pairOf(options.dilation)[axis]];
    const [elements, extent] = [sizePx[axis], extents[axis]!];
    const shared = { elements, taps: taps[axis], stride, dilation, isSwapped };
    if (isSwapped) {
      return { ...shared, before: 0, centre: 0, results: Math.floor((extent - elements) / stride) + 1 };
    }
    const centre =
      options.anchor && options.mode === 'same'
        ? placeOfAnchor(operation, options.anchor[axis], taps[axis], dilation)
        : centreOf(operation, extent);
    const [before, after] = paddingOf(options, axis, extent, centre);
    const results = Math.floor((elements + before + after - extent) / stride) + 1;
    return { ...shared, before, centre, results };
  };
  const axes: Axes = [along(0), along(1)];
  return axes.every(({ results }) => results >= 1) ? axes : null;
}

function pairOf(option: number | Pair<number> | undefined): Pair<number> {
  return typeof option === 'object' ? option : [option ?? 1, option ?? 1];
}

/** As SciPy centres kernels of even size: differently for the two operations. */
export function centreOf(operation: Operation, extent: number): number {
  return extent - 1 - Math.floor((operation === 'convolve2d' ? extent - 1 : extent) / 2);
}

function placeOfAnchor(operation: Operation, anchor: number, taps: number, dilation: number): number {
  return (operation === 'convolve2d' ? taps - 1 - anchor : anchor) * dilation;
}

export function paddingOf(
  { mode, padding }: Scene['options'],
  axis: 0 | 1,
  extent: number,
  centre: number,
): Pair<number> {
  if (padding !== undefined) {
    const side = typeof padding === 'number' ? padding : padding[axis];
    return typeof side === 'number' ? [side, side] : side;
  }
  if (mode === 'valid') return [0, 0];
  if (mode === 'same') return [centre, extent - 1 - centre];
  return [extent - 1, extent - 1];
}

/** How far the results read beyond the picture, before it and after it. */
export function reachOf({
  elements,
  results,
  taps,
  stride,
  dilation,
  before,
  isSwapped,
}: Axis): Pair<number> {
  if (isSwapped) return [0, 0];
  const last = (results - 1) * stride - before + (taps - 1) * dilation;
  return [before, Math.max(0, last - elements + 1)];
}

/** The type of the results where none is asked for. */
export function resultTypeOf({ options, picture }: Scene): DType {
  if (options.dtype) return options.dtype;
  const { dtype } = picture;
  if (dtype === 'float32' || dtype === 'float64' || dtype === 'uint8clamped') return dtype;
  return dtype === 'int32' || dtype === 'uint32' ? 'float64' : 'float32';
}

/** What the result at an index reads along an axis: places in the picture, which may lie beyond it, and the tap on each. */
export function readsAlong(axis: Axis, index: number): { readonly place: number; readonly tap: number }[] {
  const { elements, taps, stride, dilation, before, isSwapped } = axis;
  const start = index * stride - before;
  return isSwapped
    ? Array.from({ length: elements }, (_, place) => ({ place, tap: taps - elements - start + place }))
    : Array.from({ length: taps }, (_, tap) => ({ place: start + tap * dilation, tap }));
}

/** The place in the picture of the result at an index. */
export function placeOf({ stride, before, centre }: Axis, index: number): number {
  return index * stride - before + centre;
}
