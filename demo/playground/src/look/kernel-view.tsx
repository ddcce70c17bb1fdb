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
    const words = new Uint32Array(raster.rgba.buffer);
    const gap = cellPx >= LEAST_GRID_PX ? 1 : 0;
    context.clearRect(0, 0, widthPx * cellPx, heightPx * cellPx);
    words.forEach((word, index) => {
      context.fillStyle = `rgb(${word & 255} ${(word >> 8) & 255} ${(word >> 16) & 255})`;
      const [column, row] = [index % widthPx, Math.floor(index / widthPx)];
      context.fillRect(column * cellPx, row * cellPx, cellPx - gap, cellPx - gap);
    });
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
