import { useEffect, useRef } from 'preact/hooks';
import type { Raster } from '../engine/protocol.ts';

/** Of the longer side. */
const MAX_SIDE_PX = 192;
const MAX_CELL_PX = 32;
const LEAST_GRID_PX = 8;

/** The taps as they are applied, each a square of its colour. */
export function KernelView({ raster }: { readonly raster: Raster }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { widthPx, heightPx } = raster;
  const cellPx = Math.max(1, Math.min(MAX_CELL_PX, Math.floor(MAX_SIDE_PX / Math.max(widthPx, heightPx))));
  useEffect(() => {
    const context = canvas.current!.getContext('2d')!;
    const [width, height] = [widthPx * cellPx, heightPx * cellPx];
    // Each tap a pixel, then each pixel a cell.
    const taps = new OffscreenCanvas(widthPx, heightPx);
    taps.getContext('2d')!.putImageData(new ImageData(raster.rgba, widthPx, heightPx), 0, 0);
    context.clearRect(0, 0, width, height);
    context.imageSmoothingEnabled = false;
    context.drawImage(taps, 0, 0, width, height);
    if (cellPx < LEAST_GRID_PX) return;
    for (let right = cellPx; right <= width; right += cellPx) context.clearRect(right - 1, 0, 1, height);
    for (let bottom = cellPx; bottom <= height; bottom += cellPx) context.clearRect(0, bottom - 1, width, 1);
  }, [raster, cellPx, widthPx, heightPx]);
  return (
    <canvas
      ref={canvas}
      class="kernel-view"
      data-view="kernel"
      data-rows={heightPx}
      data-columns={widthPx}
      data-cell-width={cellPx}
      data-cell-height={cellPx}
      width={widthPx * cellPx}
      height={heightPx * cellPx}
      role="img"
      aria-label={`The kernel as it is applied: ${heightPx} rows, ${widthPx} columns`}
    />
  );
}
