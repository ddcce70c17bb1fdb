import type { Axes } from '../engine/geometry.ts';
import type { Raster, Shown } from '../engine/protocol.ts';
import type { Pair } from '../state/state.ts';
import { placeAt } from './walk.ts';
import { cellAt, cellsAlong, type Size, type View, windowAt } from './world.ts';

/* What the views draw. Colours do not follow the theme: they must be seen on any picture. */

const CONTINUATION_OPACITY = 0.45;
/** The least size of a pixel, in pixels of the screen, at which the grid does not hide the picture. */
const LEAST_GRID_PX = 8;
const CHECKER_PX = 8;

export interface Canvas extends Size {
  readonly context: CanvasRenderingContext2D;
  /** Pixels of the canvas for each of the screen's pixels, as CSS has them. */
  readonly density: number;
  readonly view: View;
}

/** A rectangle on the plane of the views. */
interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function drawPicture(canvas: Canvas, shown: Shown, source: CanvasImageSource): void {
  const { picture, axes } = shown;
  const { context } = canvas;
  const whole: Area = {
    x: -picture.before[1],
    y: -picture.before[0],
    width: picture.widthPx,
    height: picture.heightPx,
  };
  const inside: Area = { x: 0, y: 0, width: axes[1].elements, height: axes[0].elements };
  if (picture.statistics.isClear || hasClearContinuation(picture)) drawChecks(canvas, whole);
  context.save();
  context.beginPath();
  addRect(canvas, whole);
  addRect(canvas, inside);
  context.clip('evenodd');
  context.globalAlpha = CONTINUATION_OPACITY;
  drawCells(canvas, source, whole, [1, 1]);
  context.restore();
  context.save();
  context.beginPath();
  addRect(canvas, inside);
  context.clip();
  drawCells(canvas, source, whole, [1, 1]);
  context.restore();
  drawGrid(canvas, whole, [1, 1]);
  outline(canvas, inside, 'white', 1);
}

/** A fill value may be clear where the picture is not. */
function hasClearContinuation({ rgba, colourMap }: Raster): boolean {
  return colourMap === 'colours' && rgba[3] !== 255;
}

/** @param revealed How many results are drawn; null: all. */
export function drawResult(
  canvas: Canvas,
  { result, axes }: Shown,
  source: CanvasImageSource,
  revealed: number | null,
): void {
  const [down, across] = [cellsAlong(axes[0]), cellsAlong(axes[1])];
  const whole: Area = { x: across.start, y: down.start, width: across.length, height: down.length };
  const stride: Pair<number> = [axes[0].stride, axes[1].stride];
  if (result.statistics.isClear) drawChecks(canvas, whole);
  drawCells(canvas, source, whole, stride);
  drawGrid(canvas, whole, stride);
  if (revealed !== null) cover(canvas, axes, revealed);
  outline(canvas, { x: 0, y: 0, width: axes[1].elements, height: axes[0].elements }, 'white', 1);
}

/** Takes away all results but the first ones. */
function cover({ context, view }: Canvas, axes: Axes, revealed: number): void {
  const columns = axes[1].results;
  const [row, column] = placeAt(revealed, [axes[0].results, columns]);
  const [down, across] = [cellsAlong(axes[0]), cellsAlong(axes[1])];
  const edge = (start: number, offset: number) => Math.round(offset + start * view.scale);
  const clear = (x: number, y: number, endX: number, endY: number) => {
    const [left, top] = [edge(x, view.left), edge(y, view.top)];
    context.clearRect(left, top, edge(endX, view.left) - left, edge(endY, view.top) - top);
  };
  const [right, bottom] = [across.start + across.length, down.start + down.length];
  const nextRow = down.start + (row + 1) * axes[0].stride;
  clear(across.start + column * axes[1].stride, down.start + row * axes[0].stride, right, nextRow);
  clear(across.start, nextRow, right, bottom);
}

/** The window on the picture: all that the kernel covers, each element under a tap where dilation leaves gaps, and the centre. */
export function drawWindow(canvas: Canvas, axes: Axes, at: Pair<number>): void {
  const [down, across] = [windowAt(axes[0], at[0]), windowAt(axes[1], at[1])];
  const whole = { x: across.start, y: down.start, width: across.length, height: down.length };
  const { scale } = canvas.view;
  const hasGaps = (axes[0].dilation > 1 || axes[1].dilation > 1) && !axes[0].isSwapped;
  if (hasGaps && scale >= 4 * canvas.density) {
    for (let row = 0; row < axes[0].taps; row++) {
      for (let column = 0; column < axes[1].taps; column++) {
        const x = whole.x + column * axes[1].dilation;
        const y = whole.y + row * axes[0].dilation;
        outline(canvas, { x, y, width: 1, height: 1 }, MARK, 1);
      }
    }
  }
  outline(canvas, whole, MARK);
}

export function drawMark(canvas: Canvas, axes: Axes, at: Pair<number>): void {
  const [down, across] = [cellAt(axes[0], at[0]), cellAt(axes[1], at[1])];
  outline(canvas, { x: across.start, y: down.start, width: across.length, height: down.length }, MARK);
}

/** Seen on all colours of the maps, next to black. */
const MARK = '#ffd400';

function outline({ context, view, density }: Canvas, area: Area, colour: string, width = 2): void {
  const { scale, left, top } = view;
  const box = [left + area.x * scale, top + area.y * scale, area.width * scale, area.height * scale] as const;
  for (const [style, line] of [
    ['rgb(0 0 0 / 70%)', width + 2],
    [colour, width],
  ] as const) {
    // Outside of the area, whose own pixels stay as they are.
    const half = ((width + 2) * density) / 2;
    context.strokeStyle = style;
    context.lineWidth = line * density;
    context.strokeRect(box[0] - half, box[1] - half, box[2] + 2 * half, box[3] + 2 * half);
  }
}

function addRect({ context, view: { scale, left, top } }: Canvas, area: Area): void {
  context.rect(left + area.x * scale, top + area.y * scale, area.width * scale, area.height * scale);
}

/** Draws what is seen of the cells that an area is made of, each as a rectangle of one colour. */
function drawCells(canvas: Canvas, source: CanvasImageSource, area: Area, [high, wide]: Pair<number>): void {
  const { context, view, widthPx, heightPx } = canvas;
  const [firstColumn, columns] = seen(view.left, area.x, wide, area.width / wide, view.scale, widthPx);
  const [firstRow, rows] = seen(view.top, area.y, high, area.height / high, view.scale, heightPx);
  if (columns <= 0 || rows <= 0) return;
  // Where several pixels share one of the canvas they are averaged: leaving some out would draw what is not there.
  context.imageSmoothingEnabled = Math.min(high, wide) * view.scale < 1;
  context.imageSmoothingQuality = 'medium';
  context.drawImage(
    source,
    ...([firstColumn, firstRow, columns, rows] as const),
    view.left + (area.x + firstColumn * wide) * view.scale,
    view.top + (area.y + firstRow * high) * view.scale,
    columns * wide * view.scale,
    rows * high * view.scale,
  );
}

/** The first cell along an axis that a canvas shows, and how many. */
function seen(
  offset: number,
  start: number,
  cell: number,
  count: number,
  scale: number,
  sizePx: number,
): [first: number, count: number] {
  const first = Math.max(0, Math.floor((-offset / scale - start) / cell));
  const end = Math.min(count, Math.ceil(((sizePx - offset) / scale - start) / cell));
  return [first, end - first];
}

function drawGrid(canvas: Canvas, area: Area, [high, wide]: Pair<number>): void {
  const { context, view, widthPx, heightPx, density } = canvas;
  if (view.scale < LEAST_GRID_PX * density) return;
  const [firstColumn, columns] = seen(view.left, area.x, wide, area.width / wide, view.scale, widthPx);
  const [firstRow, rows] = seen(view.top, area.y, high, area.height / high, view.scale, heightPx);
  const x = (column: number) => view.left + (area.x + column * wide) * view.scale;
  const y = (row: number) => view.top + (area.y + row * high) * view.scale;
  context.beginPath();
  for (let column = firstColumn; column <= firstColumn + columns; column++) {
    context.moveTo(x(column), y(firstRow));
    context.lineTo(x(column), y(firstRow + rows));
  }
  for (let row = firstRow; row <= firstRow + rows; row++) {
    context.moveTo(x(firstColumn), y(row));
    context.lineTo(x(firstColumn + columns), y(row));
  }
  context.strokeStyle = 'rgb(128 128 128 / 50%)';
  context.lineWidth = density;
  context.stroke();
}

/** What is clear is seen on white and gray squares. */
function drawChecks(canvas: Canvas, area: Area): void {
  const { context, widthPx, heightPx, density } = canvas;
  context.save();
  context.beginPath();
  addRect(canvas, area);
  context.clip();
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, widthPx, heightPx);
  context.fillStyle = '#cccccc';
  const side = CHECKER_PX * density;
  for (let row = 0; row * side < heightPx; row++) {
    for (let column = row % 2; column * side < widthPx; column += 2) {
      context.fillRect(column * side, row * side, side, side);
    }
  }
  context.restore();
}
