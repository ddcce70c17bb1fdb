import { useEffect, useRef } from 'preact/hooks';
import { Scrolled } from '../controls/scrolled.tsx';
import type { Raster } from '../engine/protocol.ts';

/** Of the longer side, but for long and narrow kernels, which scroll. */
const MAX_SIDE_PX = 192;
const MAX_CELL_PX = 32;
/** Of the shorter side of those, or as large as their taps may be: else they would be a line. */
const MIN_SIDE_PX = 48;
const MAX_STRIP_CELL_PX = 16;
const LEAST_GRID_PX = 8;

/** The taps as they are applied, each a square of its colour. */
export function KernelView({ raster }: { readonly raster: Raster }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { widthPx, heightPx } = raster;
  const [shorter, longer] = [Math.min(widthPx, heightPx), Math.max(widthPx, heightPx)];
  const stripPx = Math.min(MAX_STRIP_CELL_PX, MIN_SIDE_PX / shorter);
  const cellPx = Math.max(1, Math.floor(Math.min(MAX_CELL_PX, Math.max(MAX_SIDE_PX / longer, stripPx))));
  const isLong = cellPx * longer > MAX_SIDE_PX && shorter < longer;
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
    <Scrolled label="The kernel" isLong={isLong}>
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
    </Scrolled>
  );
}
