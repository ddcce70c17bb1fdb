import { computed, effect, signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { shown } from '../engine/client.ts';
import { placeOf } from '../engine/geometry.ts';
import type { Raster, Shown } from '../engine/protocol.ts';
import { state, update } from '../state/state.ts';
import { type Canvas, drawMark, drawPicture, drawResult, drawWindow } from './draw.ts';
import { onKey } from './keys.ts';
import { axes, choose, hovered, pointed, revealed, viewSize } from './pointing.ts';
import { resultAt, type Size, viewOf } from './world.ts';
import { zoomable } from './zoomable.ts';

type Name = 'picture' | 'result';

/** The picture or the result, on the plane that both share. */
export function PlaneView({ name, label }: { readonly name: Name; readonly label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => attach(canvas.current!, name), [name]);
  return (
    <div
      class="plane"
      role="application"
      aria-label={label}
      aria-describedby="plane-keys"
      tabIndex={0}
      onKeyDown={onKey}
    >
      <canvas ref={canvas} data-view={name} />
    </div>
  );
}

/** Draws the view whenever something that it shows changes, and lets it be pointed at. */
function attach(canvas: HTMLCanvasElement, name: Name): () => void {
  const size = signal<Size>({ widthPx: 0, heightPx: 0 });
  const source = document.createElement('canvas');
  const context = canvas.getContext('2d')!;
  let drawn: Raster | undefined;
  let frame = 0;

  const observer = new ResizeObserver(() => {
    size.value = { widthPx: canvas.clientWidth, heightPx: canvas.clientHeight };
    if (name === 'result') viewSize.value = size.peek();
  });
  observer.observe(canvas);

  function draw(): void {
    frame = 0;
    const what = shown.peek();
    const { widthPx, heightPx } = size.peek();
    if (!what || widthPx === 0 || heightPx === 0) return;
    const raster = what[name];
    if (drawn !== raster) {
      drawn = raster;
      put(raster, source);
    }
    const density = devicePixelRatio;
    const device = { widthPx: Math.round(widthPx * density), heightPx: Math.round(heightPx * density) };
    fit(canvas, device);
    context.clearRect(0, 0, device.widthPx, device.heightPx);
    const view = viewOf(what, state.peek().zoom, device);
    const target: Canvas = { context, density, view, ...device };
    const at = pointed.peek();
    if (name === 'picture') {
      drawPicture(target, what, source);
      if (at) drawWindow(target, what.axes, at);
    } else {
      drawResult(target, what, source, revealed.peek());
      if (at) drawMark(target, what.axes, at);
    }
    tellCells(canvas, what, name, target);
  }

  // A change of one kernel value leaves the picture as it is.
  const raster = computed(() => shown.value?.[name]);
  const zoom = computed(() => state.value.zoom);
  const stopDrawing = effect(() => {
    void [raster.value, axes.value, zoom.value, pointed.value, revealed.value, size.value];
    frame ||= requestAnimationFrame(draw);
  });

  const placeUnder = (event: MouseEvent) => {
    const what = shown.peek();
    if (!what) return null;
    const { scale, left, top } = viewOf(what, state.peek().zoom, size.peek());
    return resultAt(what.axes, [(event.offsetY - top) / scale, (event.offsetX - left) / scale]);
  };
  canvas.onpointermove = (event) => {
    if (event.pointerType === 'mouse') hovered.value = event.buttons === 0 ? placeUnder(event) : null;
  };
  canvas.onpointerleave = () => {
    hovered.value = null;
  };
  canvas.onclick = (event) => {
    const at = placeUnder(event);
    if (at) choose(at);
  };
  const stopZooming = zoomable(canvas, size, (zoom) => update({ zoom }));

  return () => {
    cancelAnimationFrame(frame);
    observer.disconnect();
    stopDrawing();
    stopZooming();
  };
}

function put({ rgba, widthPx, heightPx }: Raster, source: HTMLCanvasElement): void {
  fit(source, { widthPx, heightPx });
  source.getContext('2d')!.putImageData(new ImageData(rgba, widthPx, heightPx), 0, 0);
}

function fit(canvas: HTMLCanvasElement, { widthPx, heightPx }: Size): void {
  if (canvas.width !== widthPx) canvas.width = widthPx;
  if (canvas.height !== heightPx) canvas.height = heightPx;
}

/** For scripts that watch the page: where the elements are in the canvas, in its pixels. */
function tellCells(canvas: HTMLCanvasElement, shown: Shown, name: Name, { view }: Canvas): void {
  const [rows, columns] = shown.axes;
  const isResult = name === 'result';
  const { scale } = view;
  const cells = {
    left: view.left + (isResult ? placeOf(columns, 0) * scale : 0),
    top: view.top + (isResult ? placeOf(rows, 0) * scale : 0),
    cellWidth: scale * (isResult ? columns.stride : 1),
    cellHeight: scale * (isResult ? rows.stride : 1),
    rows: isResult ? rows.results : rows.elements,
    columns: isResult ? columns.results : columns.elements,
  };
  for (const [key, value] of Object.entries(cells)) canvas.dataset[key] = String(value);
}
