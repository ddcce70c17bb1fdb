import { type Axes, type Axis, placeOf } from '../engine/geometry.ts';
import type { Shown } from '../engine/protocol.ts';
import type { Pair, State } from '../state/state.ts';

/*
 * Both views show one plane, whose unit is a pixel of the picture: [0, 0] is the corner of the picture's first pixel. A result is
 * drawn at the pixel that it belongs to, as a cell of stride x stride pixels.
 */

export interface Span {
  readonly start: number;
  readonly length: number;
}

/** What is drawn of an axis: the picture with its continuation, and the results. */
function drawnSpan({ picture }: Pick<Shown, 'picture'>, axes: Axes, axis: 0 | 1): Span {
  const cells = cellsAlong(axes[axis]);
  const start = Math.min(-picture.before[axis], cells.start);
  const end = Math.max(axes[axis].elements + picture.after[axis], cells.start + cells.length);
  return { start, length: end - start };
}

/** The cells of all results along an axis. */
export function cellsAlong(axis: Axis): Span {
  return { start: placeOf(axis, 0), length: axis.results * axis.stride };
}

export function cellAt(axis: Axis, index: number): Span {
  return { start: placeOf(axis, index), length: axis.stride };
}

/** What the kernel covers of an axis for a result. */
export function windowAt({ elements, taps, stride, dilation, before, isSwapped }: Axis, index: number): Span {
  if (isSwapped) return { start: 0, length: elements };
  return { start: index * stride - before, length: (taps - 1) * dilation + 1 };
}

/** The result whose cell is at a place; null beyond all cells. */
export function resultAt(axes: Axes, [y, x]: Pair<number>): Pair<number> | null {
  const [row, column] = [indexAt(axes[0], y), indexAt(axes[1], x)];
  return row === null || column === null ? null : [row, column];
}

function indexAt(axis: Axis, place: number): number | null {
  const index = Math.floor((place - placeOf(axis, 0)) / axis.stride);
  return index >= 0 && index < axis.results ? index : null;
}

/**
 * A view of the plane in a canvas, all in pixels of the canvas: `[left, top]` is where [0, 0] lies, and `scale` is the side of a pixel
 * of the picture.
 */
export interface View {
  readonly scale: number;
  readonly left: number;
  readonly top: number;
}

/** The size of a canvas in its own pixels. */
export interface Size {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** What a view with factor 1 shows: all that is drawn, with the centre of the picture in the middle. */
export function wholeOf(shown: Shown): { readonly width: number; readonly height: number } {
  const [height, width] = ([0, 1] as const).map((axis) => {
    const { start, length } = drawnSpan(shown, shown.axes, axis);
    const middle = shown.axes[axis].elements / 2;
    return 2 * Math.max(middle - start, start + length - middle);
  });
  return { width: width!, height: height! };
}

/** At this size of a pixel one sees it well enough, whatever the picture's size. */
const MAX_SCALE_PX = 64;

export function viewOf(shown: Shown, zoom: State['zoom'], size: Size): View {
  const scale = wholeScale(shown, size) * zoom.factor;
  const [rows, columns] = shown.axes;
  return {
    scale,
    left: size.widthPx / 2 - zoom.x * columns.elements * scale,
    top: size.heightPx / 2 - zoom.y * rows.elements * scale,
  };
}

/** The inverse of `viewOf`. */
export function zoomOf(shown: Shown, { scale, left, top }: View, size: Size): State['zoom'] {
  const [rows, columns] = shown.axes;
  return {
    factor: scale / wholeScale(shown, size),
    x: (size.widthPx / 2 - left) / scale / columns.elements,
    y: (size.heightPx / 2 - top) / scale / rows.elements,
  };
}

export function wholeScale(shown: Shown, { widthPx, heightPx }: Size): number {
  const { width, height } = wholeOf(shown);
  return Math.min(widthPx / width, heightPx / height);
}

export function greatestFactor(shown: Shown, size: Size): number {
  return Math.max(1, MAX_SCALE_PX / wholeScale(shown, size));
}

/** A place in fractions of the picture's sides. */
export type Place = Pick<State['zoom'], 'x' | 'y'>;

/** A zoom with another factor that leaves a place where it is; the centre of all where all is seen. */
export function zoomedBy(
  zoom: State['zoom'],
  ratio: number,
  greatest: number,
  about: Place = zoom,
): State['zoom'] {
  const factor = Math.min(Math.max(zoom.factor * ratio, 1), greatest);
  if (factor === 1) return { factor, x: 0.5, y: 0.5 };
  const moved = (place: number, centre: number) => place + ((centre - place) * zoom.factor) / factor;
  return { factor, x: moved(about.x, zoom.x), y: moved(about.y, zoom.y) };
}

/** The centre of a result's cell. */
export function centreOf({ axes: [rows, columns] }: Shown, at: Pair<number>): Place {
  return middleOf(rows, columns, cellAt(rows, at[0]), cellAt(columns, at[1]));
}

function middleOf(rows: Axis, columns: Axis, down: Span, across: Span): Place {
  return {
    x: (across.start + across.length / 2) / columns.elements,
    y: (down.start + down.length / 2) / rows.elements,
  };
}

/** How much of a view the window fills when one zooms to it: what is around it is seen, too. */
const WINDOW_PART = 1 / 3;

export function zoomToWindow(shown: Shown, size: Size, at: Pair<number>): State['zoom'] {
  const [rows, columns] = shown.axes;
  const [down, across] = [windowAt(rows, at[0]), windowAt(columns, at[1])];
  const scale = WINDOW_PART * Math.min(size.widthPx / across.length, size.heightPx / down.length);
  const factor = Math.min(Math.max(scale / wholeScale(shown, size), 1), greatestFactor(shown, size));
  return factor === 1 ? { factor, x: 0.5, y: 0.5 } : { factor, ...middleOf(rows, columns, down, across) };
}

/** A zoom moved by parts of what is seen. */
export function panned(zoom: State['zoom'], [down, right]: Pair<number>): State['zoom'] {
  if (zoom.factor === 1) return zoom;
  const clamped = (part: number) => Math.min(Math.max(part, 0), 1);
  return { ...zoom, x: clamped(zoom.x + right / zoom.factor), y: clamped(zoom.y + down / zoom.factor) };
}

/** A zoom that shows a result: as it is if the result is seen, else with it in the middle. */
export function zoomOn(shown: Shown, zoom: State['zoom'], size: Size, at: Pair<number>): State['zoom'] {
  const { scale, left, top } = viewOf(shown, zoom, size);
  const [rows, columns] = shown.axes;
  const [down, across] = [cellAt(rows, at[0]), cellAt(columns, at[1])];
  const isSeen = (edge: number, { start, length }: Span, end: number) =>
    edge + start * scale >= 0 && edge + (start + length) * scale <= end;
  if (isSeen(left, across, size.widthPx) && isSeen(top, down, size.heightPx)) return zoom;
  return { ...zoom, ...centreOf(shown, at) };
}
